package ui

import (
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
	"github.com/keytrail/keytrail/app/userdata"
)

// numbered is a session of always the same id, events, writes and times, about
// a customer of that number.
func numbered(t *testing.T, number string) *book.Session {
	x := session(t, "0000Wa9CAM6W00J", story{
		{history.Event{Kind: history.Snapshot, Time: before(3 * time.Minute)}, `{"Phone":"","Calls":"1"}`},
		{history.Event{Kind: history.Write, Type: "AttachUserData", Author: history.You, Write: 1, Time: before(4 * time.Second)}, ""},
		{history.Event{Kind: history.Notification, Type: "PropertiesUpdated", Author: history.You, Write: 1, Time: before(2 * time.Second)}, `{"Phone":"` + number + `","Calls":"2"}`},
	})
	x.Customer, x.Name = number, "about "+number
	p := exactProof(t)
	p.Write.Data = userdata.Of(userdata.Entry{Key: "Phone", Value: userdata.TextValue(number)})
	p.Write.Request = []byte(`{"operationName":"AttachUserData","userData":{"Phone":"` + number + `"}}`)
	x.Writes = []*proof.Proof{p}
	return x
}

// numberedState is a state with that session, a note, an exchange and a message
// that nobody could read, all of which have the number in them.
func numberedState(t *testing.T, number string) *tracker.State {
	s := stateOf(numbered(t, number))
	s.Notes = []book.Note{{N: 1, Time: before(time.Second), Session: "0000Wa9CAM6W00J", Event: 3, Text: "called from " + number}}
	s.Strays = []history.Event{{N: 1, Kind: history.Stray, Type: "x", Note: "about " + number, Raw: []byte(number), Time: before(time.Second)}}
	s.Traffic = []*book.Exchange{{N: 1, Method: "GET", Path: "/api/v2/" + number, Start: before(time.Second), Status: 200, Response: []byte(number)}}
	return s
}

// Whatever of the page was open over one book, nothing of that book is left once
// another one is shown: not even where ids, numbers and times are the same, as
// in the redacted copy of what was on the screen.
func TestNothingOfABookIsLeftWhereAnotherIsShown(t *testing.T) {
	const old, masked = "+15550143000", "‹phone-7›"
	for name, do := range map[string]func(m *model){
		"changes":      func(m *model) {},
		"writes":       func(m *model) { m.act("tab", "writes"); m.act("bodies", "1") },
		"traffic":      func(m *model) { m.act("tab", "traffic") },
		"notes":        func(m *model) { m.act("tab", "notes") },
		"a key":        func(m *model) { m.inspect("Phone") },
		"a write":      func(m *model) { m.act("write", "1") },
		"an exchange":  func(m *model) { m.act("exchange", "1") },
		"a stray":      func(m *model) { m.act("stray", "1") },
		"its history":  func(m *model) { m.inspect("Phone"); m.openHistory() },
		"a review":     func(m *model) { m.review(2) },
		"a lookup":     func(m *model) { m.view.filter = "value:1"; m.recompose(); m.lookUp() },
		"the names":    func(m *model) { m.act("panel", string(sessionPanel)) },
		"the form":     func(m *model) { m.inspect("Phone"); m.editKey() },
		"a resend":     func(m *model) { m.act("write", "1"); m.act("reuse", "1") },
		"a comparison": func(m *model) { m.compareWith("0000Wa9CAM6W00J"); m.setBase(1) },
		"a menu":       func(m *model) { m.inspect("Phone"); m.openMenu(dataPane, "#cursor") },
		"a blame":      func(m *model) { m.inspect("Phone"); m.blame(); m.limit() },
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
				s.m.draw(state, noon)
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
			other := show(onFile(numberedState(t, masked), 2))
			assert.Contains(t, other, masked)
			none(other, old)
			other = show(onFile(numberedState(t, "+19"), 3))
			assert.Contains(t, other, "+19")
			none(other, old)
			none(other, masked)

			back := show(numberedState(t, old))
			assert.Contains(t, back, old)
			none(back, masked)
		})
	}
}

func TestABookIsFoundTheWayItWasLeft(t *testing.T) {
	m, out := modelOf(several(t))
	m.act("session", "0000Wa9CAM69ZK2")
	m.inspect("a")
	m.act("panel", string(writePanel))
	m.typed("draft", 0, "key", "Mine")
	gen := m.draft.gen

	m.take(onFile(usual(t), 2), noon)
	assert.Equal(t, "0000Wa9CAM6W00J", m.view.session)
	assert.False(t, m.view.picked, "the key was another book's")
	assert.True(t, m.draft.blank(), "a file gets no form that was begun for a customer")
	assert.NotEmpty(t, m.locked(), "and sends nothing")

	m.effects = nil
	m.take(several(t), noon)
	assert.Equal(t, "0000Wa9CAM69ZK2", m.view.session)
	assert.Equal(t, "a", m.view.key)
	assert.Equal(t, writePanel, m.view.panel)
	assert.Equal(t, "Mine", m.draft.rows[0].key)
	assert.Equal(t, "0000Wa9CAM69ZK2", m.draft.openedIn)
	assert.Greater(t, m.draft.gen, gen, "the inputs are made anew")
	assert.Contains(t, m.effects, effect{do: setValue, target: rowField(0, "key"), text: "Mine"}, "and filled")
	assert.Empty(t, *out)

	m.take(onFile(usual(t), 3), noon)
	assert.NotContains(t, m.away, 2, "a file that was closed is forgotten")
	assert.Contains(t, m.away, 0)
}

// What somebody has entered survives another server, and is for nobody there.
func TestFormsStayWhenAnotherServerIsConnected(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.act("panel", string(writePanel))
	m.typed("draft", 0, "key", "Mine")
	m.act("panel", string(connectPanel))
	m.submitConnect()
	require.Equal(t, linkPanel, m.view.panel)
	other := usual(t)
	other.Book, other.Link.Profile.Name = 2, "Another"
	m.take(other, noon)
	assert.Equal(t, linkPanel, m.view.panel, "the connection is still told of")
	assert.Equal(t, "Mine", m.draft.rows[0].key)
	assert.Nil(t, m.draftSession(), "the same id may be another customer's")
	m.goBack()
	assert.Equal(t, writePanel, m.view.panel)
}

// A file's present is that of its last observation.
func TestNowInAFileIsItsLastObservation(t *testing.T) {
	year := noon.AddDate(1, 0, 0)
	m, _ := modelOf(stateOf())
	m.take(onFile(usual(t), 2), year)
	require.NotEmpty(t, m.scene.rows)
	assert.Equal(t, before(2*time.Second), m.now)
	assert.NotZero(t, m.scene.changed, "the last event changed keys, and that is to be seen")
	m.tick(year.Add(time.Hour))
	assert.NotZero(t, m.scene.changed, "it does not fade")
	rail := html(t, &sessionList{Model: m})
	assert.NotContains(t, rail, " d<", "no age is told from the wall clock")
	m.setChangedOnly(true)
	assert.NotEmpty(t, m.scene.rows)
	m.setChangedOnly(false)
	m.setFilter("changed:1m")
	assert.NotEmpty(t, m.scene.rows, "the filter's times count from there, too")
	m.take(stateOf(), year)
	assert.Equal(t, year, m.now)
}

// A session that was over long before the file's end, and one whose times nobody
// knows, show their last change, too.
func TestTheLastEventOfEachSessionIsMarked(t *testing.T) {
	for name, times := range map[string][2]time.Time{
		"long before the end":            {before(50 * time.Hour), before(49 * time.Hour)},
		"time unknown":                   {{}, {}},
		"the last one's time is unknown": {before(time.Hour), {}},
	} {
		t.Run(name, func(t *testing.T) {
			x := session(t, "a", story{
				{history.Event{Kind: history.Snapshot, Time: times[0]}, `{"k":"1","other":"1"}`},
				{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: times[1]}, `{"k":"2","other":"1"}`},
			})
			m, _ := modelOf(onFile(stateOf(x, chat(t)), 2))
			m.act("session", "a")
			assert.Equal(t, 1, m.scene.changed)
			assert.Equal(t, userdata.Changed, m.scene.rows[m.scene.find("k")].kind)
		})
	}
}

func TestInAFileNothingSaysThatItIsLive(t *testing.T) {
	src := &still{state: onFile(usual(t), 2)}
	s := newScreen(src, nil)
	for _, at := range []int{0, 1} {
		s.m.review(at)
		got := html(t, &screen{src: src, m: s.m})
		assert.NotContains(t, got, "Recording goes on")
		assert.NotContains(t, strings.ReplaceAll(got, "Not live", ""), "Live\n")
		assert.Equal(t, 1, strings.Count(got, "Back to live"), "there is one way")
	}
}

func TestTheFilesThatAreOpenCanBeChosen(t *testing.T) {
	s := onFile(usual(t), 2)
	second, reading, failed := *s.Opening, *s.Opening, *s.Opening
	second.N, second.Book = 3, 3
	reading.N, reading.Book, reading.Name, reading.Done = 4, 4, "<b>.har", false
	failed.N, failed.Book, failed.Name, failed.Shown = 5, 0, "none", false
	s.Files = append(s.Files, &second, &reading, &failed)
	s.Live.State = link.Reconnecting
	m, out := modelOf(s)
	golden(t, "books", html(t, &tableHead{Model: m}))
	m.act("show-file", "3")
	m.act("close-file", "2")
	assert.Equal(t, sent{tracker.Show{File: 3}, tracker.Close{File: 2}}, *out)
}

// What the tabs do can be asked for by name.
func TestThePaletteLeadsBetweenTheFiles(t *testing.T) {
	s := onFile(usual(t), 2)
	second := *s.Opening
	second.N, second.Book = 3, 3
	s.Files = append(s.Files, &second)
	m, out := modelOf(s)
	ask := func(name string) {
		m.openPalette()
		m.typed("palette", 0, "", name)
		m.press(keypress{key: "Enter", form: "palette", typing: true})
	}
	ask("show file")
	ask("close file " + second.Name + " (2)")
	ask("back to live")
	assert.Equal(t, sent{tracker.Show{File: 3}, tracker.Close{File: 3}, tracker.Show{}}, *out)

	m, _ = modelOf(usual(t))
	m.search("back to live")
	assert.Empty(t, m.palette.found, "it is on the screen")
	m.review(1)
	ask("back to live")
	assert.True(t, m.view.live())
}

func TestEachFailureIsTold(t *testing.T) {
	m, _ := modelOf(usual(t))
	s := usual(t)
	s.Files = []*tracker.Opening{{N: 1, Name: "a", Done: true, Err: tracker.ErrTooManyFiles}, {N: 2, Name: "b", Done: true, Err: tracker.ErrCanceled}}
	s.Opening = s.Files[1]
	m.take(s, noon)
	assert.Len(t, m.notices.alerts, 2, "also of the file that was not asked for last")
	m.take(s, noon)
	assert.Len(t, m.notices.alerts, 2, "once")
}
