package ui

import (
	"errors"
	"html"
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/table"
	"github.com/keytrail/keytrail/app/ui/uitest"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// numbered is a session of always the same id, events, writes and times, about
// a customer of that number.
func numbered(t *testing.T, number string) *book.Session {
	x := uitest.Session(t, "0000Wa9CAM6W00J", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(3 * time.Minute)}, `{"Phone":"","Calls":"1"}`},
		{history.Event{Kind: history.Write, Type: "AttachUserData", Author: history.You, Write: 1, Time: uitest.Before(4 * time.Second)}, ""},
		{history.Event{Kind: history.Notification, Type: "PropertiesUpdated", Author: history.You, Write: 1, Time: uitest.Before(2 * time.Second)}, `{"Phone":"` + number + `","Calls":"2"}`},
	})
	x.Customer, x.Name = number, "about "+number
	p := uitest.ExactProof(t)
	p.Write.Data = userdata.Of(userdata.Entry{Key: "Phone", Value: userdata.TextValue(number)})
	p.Write.Request = []byte(`{"operationName":"AttachUserData","userData":{"Phone":"` + number + `"}}`)
	x.Writes = []*proof.Proof{p}
	return x
}

// numberedState is a state with that session, a note, an exchange and a message
// that nobody could read, all of which have the number in them.
func numberedState(t *testing.T, number string) *tracker.State {
	s := uitest.StateOf(numbered(t, number))
	s.Notes = []book.Note{{Time: uitest.Before(time.Second), Session: "0000Wa9CAM6W00J", Event: 3, Text: "called from " + number}}
	s.Strays = []history.Event{{N: 1, Kind: history.Stray, Type: "x", Note: "about " + number, Raw: []byte(number), Time: uitest.Before(time.Second)}}
	s.Traffic = []*book.Exchange{{N: 1, Method: "GET", Path: "/api/v2/" + number, Start: uitest.Before(time.Second), Status: 200, Response: []byte(number)}}
	return s
}

// Whatever of the page was open over one book, nothing of that book is left once
// another one is shown: not even where ids, numbers and times are the same, as
// in the redacted copy of what was on the screen.
func TestNothingOfABookIsLeftWhereAnotherIsShown(t *testing.T) {
	const old, masked = "+15550143000", "‹phone-7›"
	for name, do := range map[string]func(m *page.Model){
		"changes":      func(m *page.Model) {},
		"writes":       func(m *page.Model) { m.Act("tab", "writes"); m.Act("bodies", "1") },
		"traffic":      func(m *page.Model) { m.Act("tab", "traffic") },
		"notes":        func(m *page.Model) { m.Act("tab", "notes") },
		"a key":        func(m *page.Model) { m.Inspect("Phone") },
		"a write":      func(m *page.Model) { m.Act("write", "1") },
		"an exchange":  func(m *page.Model) { m.Act("exchange", "1") },
		"a stray":      func(m *page.Model) { m.Act("stray", "1") },
		"its history":  func(m *page.Model) { m.Inspect("Phone"); m.OpenHistory() },
		"a review":     func(m *page.Model) { m.Review(2) },
		"a lookup":     func(m *page.Model) { m.View.Filter = "value:1"; m.Compose(); m.LookUp() },
		"the names":    func(m *page.Model) { m.Act("panel", string(scene.SessionPanel)) },
		"the form":     func(m *page.Model) { m.Inspect("Phone"); m.Writing.EditKey() },
		"a resend":     func(m *page.Model) { m.Act("write", "1"); m.Act("reuse", "1") },
		"a comparison": func(m *page.Model) { m.CompareWith("0000Wa9CAM6W00J"); m.SetBase(1) },
		"a menu":       func(m *page.Model) { m.Inspect("Phone"); m.OpenMenu(scene.DataPane, "#cursor") },
		"a blame":      func(m *page.Model) { m.Inspect("Phone"); m.Blame(); m.Limit() },
	} {
		t.Run(name, func(t *testing.T) {
			src := &still{state: numberedState(t, old)}
			s := newScreen(src, nil)
			d := app.NewClientTester(s)
			defer func() {
				d.Close()
				s.OnDismount()
			}()
			show := func(state *tracker.State) string {
				s.m.Draw(state, uitest.Noon)
				s.Update()
				d.Consume()
				d.Consume()
				return markup(s)
			}
			do(s.m)
			// none says where in the markup something stands that should not.
			none := func(html, what string) {
				t.Helper()
				if at := strings.Index(html, what); at >= 0 {
					t.Errorf("%s is still there: …%s…", what, html[max(at-300, 0):min(at+100, len(html))])
				}
			}
			require.Contains(t, show(src.state), old)
			other := show(uitest.OnFile(numberedState(t, masked), 2))
			assert.Contains(t, other, masked)
			none(other, old)
			other = show(uitest.OnFile(numberedState(t, "+19"), 3))
			assert.Contains(t, other, "+19")
			none(other, old)
			none(other, masked)

			back := show(numberedState(t, old))
			assert.Contains(t, back, old)
			none(back, masked)
		})
	}
}

// A file's present is that of its last observation.
func TestNowInAFileIsItsLastObservation(t *testing.T) {
	year := uitest.Noon.AddDate(1, 0, 0)
	m, _ := pagetest.ModelOf(uitest.StateOf())
	m.Take(uitest.OnFile(uitest.Usual(t), 2), year)
	require.NotEmpty(t, m.Scene.Rows)
	assert.Equal(t, uitest.Before(2*time.Second), m.Now)
	assert.NotZero(t, m.Scene.Changed, "the last event changed keys, and that is to be seen")
	m.Tick(year.Add(time.Hour))
	assert.NotZero(t, m.Scene.Changed, "it does not fade")
	rail := markupOf(t, &sessionList{Model: m})
	assert.NotContains(t, rail, " d<", "no age is told from the wall clock")
	m.SetChangedOnly(true)
	assert.NotEmpty(t, m.Scene.Rows)
	m.SetChangedOnly(false)
	m.SetFilter("changed:1m")
	assert.NotEmpty(t, m.Scene.Rows, "the filter's times count from there, too")
	m.Take(uitest.StateOf(), year)
	assert.Equal(t, year, m.Now)
}

func TestInAFileNothingSaysThatItIsLive(t *testing.T) {
	src := &still{state: uitest.OnFile(uitest.Usual(t), 2)}
	s := newScreen(src, nil)
	for _, at := range []int{0, 1} {
		s.m.Review(at)
		got := markupOf(t, &screen{src: src, m: s.m})
		assert.NotContains(t, got, "Recording goes on")
		assert.NotContains(t, strings.ReplaceAll(got, "Not live", ""), "Live\n")
		assert.Equal(t, 1, strings.Count(got, "Back to live"), "there is one way")
	}
}

// Only what is heard is live; what is not says why, and what can be done.
func TestWhatIsNotHeardIsNotLive(t *testing.T) {
	problem := &link.Obstacle{Kind: link.NoCredentials, Err: errors.New("401")}
	for _, test := range []struct {
		l           link.Status
		live        bool
		says, leads string
	}{
		{l: link.Status{State: link.Connected}, live: true},
		{l: link.Status{State: link.Connected, Heartbeat: uitest.Noon.Add(-time.Minute)}, live: true},
		{l: link.Status{State: link.Slow, Heartbeat: uitest.Noon.Add(-time.Minute)}, live: true},
		{l: link.Status{State: link.Watching}, live: true},
		{l: link.Status{State: link.Following, Heartbeat: uitest.Noon.Add(-time.Hour)}, live: true},
		{l: link.Status{State: link.Connected, Heartbeat: uitest.Noon.Add(-time.Hour)}, says: "Nothing has been heard for 1 h", leads: `data-do="retry"`},
		{l: link.Status{State: link.Watching, Heartbeat: uitest.Noon.Add(-time.Hour)}, says: "Nothing has been heard for 1 h", leads: `data-do="retry" hidden`},
		{l: link.Status{State: link.Offline, Since: uitest.Noon.Add(-time.Minute)}, says: "It was disconnected 1 m ago", leads: `data-arg="connect"`},
		{l: link.Status{State: link.Connecting}, says: "It is being connected"},
		{l: link.Status{State: link.Reconnecting, Heartbeat: uitest.Noon, Since: uitest.Noon}, says: "The connection was lost", leads: `data-do="retry"`},
		{l: link.Status{State: link.Reconnecting}, says: "No connection has come about yet", leads: `data-do="retry"`},
		{l: link.Status{State: link.Refused, Problem: problem}, says: wording.Explain(problem), leads: `data-do="retry"`},
		{l: link.Status{State: link.SignedOut, Problem: problem}, says: wording.Explain(problem), leads: `data-arg="connect"`},
		{l: link.Status{State: link.Following, Problem: problem}}, // the line of the file says why
	} {
		state := uitest.Usual(t)
		state.Link = test.l
		m, _ := pagetest.ModelOf(state)
		m.Tick(uitest.Noon)
		top, head := markupOf(t, &topBar{Model: m}), markupOf(t, &table.Head{Model: m})
		assert.Equal(t, test.live, strings.Contains(top, "top-mode--live"), "%v", test.l)
		assert.Equal(t, !test.live, strings.Contains(top, "top-mode--stale"), "%v", test.l)
		assert.Equal(t, test.says != "", strings.Contains(head, "banner--stale"), "%v", test.l)
		assert.Contains(t, html.UnescapeString(head), test.says)
		_, banner, _ := strings.Cut(head, "banner--stale")
		assert.Contains(t, banner, test.leads)
	}
	m, _ := pagetest.ModelOf(&tracker.State{})
	assert.Contains(t, markupOf(t, &topBar{Model: m}), "top-mode--still", "nothing is there, and nothing comes")
}

func TestTheFilesThatAreOpenCanBeChosen(t *testing.T) {
	s := uitest.OnFile(uitest.Usual(t), 2)
	second, reading, failed := *s.Opening, *s.Opening, *s.Opening
	second.N, second.Book = 3, 3
	reading.N, reading.Book, reading.Name, reading.Done = 4, 4, "<b>.har", false
	failed.N, failed.Book, failed.Name, failed.Shown = 5, 0, "none", false
	s.Files = append(s.Files, &second, &reading, &failed)
	s.Live.State = link.Reconnecting
	m, out := pagetest.ModelOf(s)
	draws(t, "books", headOf(m))
	m.Act("show-file", "3")
	m.Act("close-file", "2")
	assert.Equal(t, pagetest.Sent{tracker.Show{File: 3}, tracker.Close{File: 2}}, *out)
}
