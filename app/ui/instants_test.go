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
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

// life is a session that went through its states, beginning that long ago.
func life(t testing.TB, id string, ago time.Duration, value string) *book.Session {
	return session(t, id, story{
		{history.Event{Kind: history.Snapshot, State: "Invited", Time: before(ago)}, `{"both":1,"routed":"` + value + `"}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, State: "Chatting", Time: before(ago - 10*time.Second)}, `{"both":1,"routed":"` + value + `","` + id + `":true}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, State: "Chatting", Time: before(ago - 20*time.Second)}, `{"both":1,"routed":"` + value + `2","` + id + `":true}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, State: "Completed", Time: before(ago - 30*time.Second)}, `{"both":1,"routed":"done","` + id + `":true}`},
	})
}

func TestSessionsAreAligned(t *testing.T) {
	x, o := life(t, "x", 40*time.Second, "x").History, life(t, "o", 60*time.Second, "o").History
	for _, row := range []struct {
		name, reason string
		at           int
		how          alignment
		event        int
		why          string
	}{
		{"newest", "whatever is shown here", 1, byNewest, 4, "its newest"},
		{"same time", "x began as o was at its third event", 1, byClock, 3, "at the same time"},
		{"same state", "what it was when it left Chatting", 2, byState, 3, "the end of its time in Chatting"},
		{"same state, the first", "", 1, byState, 1, "the end of its time in Invited"},
	} {
		t.Run(row.name, func(t *testing.T) {
			event, why := aligned(x, row.at, o, row.how)
			assert.Equal(t, row.event, event, row.reason)
			assert.Equal(t, row.why, why)
		})
	}
	n, why := aligned(o, 1, x, byClock)
	assert.Zero(t, n)
	assert.Equal(t, "it was not known yet at that time", why)
	elsewhere := session(t, "e", story{{history.Event{Kind: history.Snapshot, State: "Revoked", Time: noon}, `{"a":1}`}})
	n, why = aligned(elsewhere.History, 1, x, byState)
	assert.Zero(t, n)
	assert.Equal(t, "it was never seen in Revoked", why)
}

func TestTwoSessionsInOneTable(t *testing.T) {
	m, _ := modelOf(stateOf(life(t, "x", 40*time.Second, "x"), life(t, "o", 60*time.Second, "o")))
	m.act("session", "x")
	m.typed("compare", 0, "session", "o")
	got := map[string]userdata.ChangeKind{}
	for _, r := range m.scene.rows {
		got[r.key] = r.kind
	}
	assert.Equal(t, map[string]userdata.ChangeKind{"both": userdata.Same, "routed": userdata.Same, "x": userdata.Added, "o": userdata.Removed}, got)
	assert.Equal(t, "1 only in B, 1 only in A, 0 differ, 2 equal", compareText(m))
	m.review(2)
	m.act("align", "2")
	assert.Equal(t, 3, m.scene.a.event, "both as they were in Chatting")
	m.act("compare", "")
	assert.Zero(t, m.scene.a.event, "the comparison ended")
}

func TestPinASessionAndGoToTheOther(t *testing.T) {
	m, _ := modelOf(stateOf(life(t, "x", 40*time.Second, "x"), life(t, "o", 60*time.Second, "o")))
	m.act("session", "x")
	require.True(t, m.press(keypress{key: " ", pane: sessionsPane}))
	assert.False(t, m.scene.rival(), "nothing is compared with itself")
	m.act("session", "o")
	assert.True(t, m.scene.rival())
	assert.Equal(t, "x", m.scene.a.session.ID)
}

func TestFindingsInWords(t *testing.T) {
	for _, row := range []struct {
		name  string
		f     findings
		rival bool
		want  string
	}{
		{"nothing", findings{keys: 412, hiddenKeys: 27}, false, "No differences between A and B (412 keys compared, 27 hidden also equal)"},
		{"nothing hidden", findings{keys: 1}, true, "No differences between A and B (1 key compared)"},
		{"order", findings{keys: 2, reordered: true}, true, "No differences between A and B (2 keys compared), but their order differs"},
		{"instants", findings{keys: 9, added: 1, changed: 2}, false, "1 added, 0 removed, 2 changed, 6 equal"},
		{"sessions", findings{keys: 9, removed: 3, hiddenKeys: 4, hiddenChange: 2}, true, "0 only in B, 3 only in A, 0 differ, 6 equal; 2 of these differences hidden"},
	} {
		t.Run(row.name, func(t *testing.T) { assert.Equal(t, row.want, row.f.verdict(row.rival)) })
	}
}

func TestBlameGoesBackThroughTheChanges(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.selectKey("DISP_KEY")
	m.press(keypress{key: "B", pane: dataPane})
	assert.Equal(t, 1, m.scene.at, "event 2 made it what it is")
	assert.Equal(t, "pending", m.selected().Text())
	m.blame()
	assert.Equal(t, 1, m.scene.at, "there was nothing before")
}

func TestTheLogOfOneKey(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.selectKey("UserData1")
	m.press(keypress{key: "f", pane: dataPane})
	l := m.log()
	require.Equal(t, 2, l.len())
	_, n := l.at(0)
	assert.Equal(t, 3, n)
	assert.Equal(t, "2 events that did not touch UserData1", l.left(m, 1))
	assert.Equal(t, 1, strings.Count(strokes(m).svg(3, 3, nil), "M"), "one stroke is left")
	m.press(keypress{key: "f", pane: dataPane})
	l = m.log()
	assert.Equal(t, 3, l.len())
}

func TestAlong(t *testing.T) {
	list := []int{2, 5, 9}
	for _, x := range []struct{ n, by, want int }{{2, 1, 5}, {5, 1, 9}, {9, 1, 0}, {1, 1, 2}, {3, 1, 5}, {9, -1, 5}, {3, -1, 2}, {2, -1, 2}, {1, -1, 2}, {2, 15, 0}, {12, -15, 2}, {5, -15, 2}} {
		assert.Equal(t, x.want, along(list, x.n, x.by), "%d from %d", x.by, x.n)
	}
	assert.Zero(t, along(nil, 3, 1))
}

func TestMoments(t *testing.T) {
	x := chat(t)
	list, older := moments(x, "DISP_KEY", 50, noon)
	require.Len(t, list, 2)
	assert.Zero(t, older)
	assert.Equal(t, "9 s", list[0].stood)
	assert.True(t, list[0].lasts)
	assert.Equal(t, history.AnotherClient, list[0].who, "routing's event changed a key that is not routing's")
	assert.Equal(t, "2 m 51 s", list[1].stood, "from then until the next change")
	_, older = moments(x, "DISP_KEY", 1, noon)
	assert.Equal(t, 1, older)
	mine, _ := moments(x, "UserData1", 50, noon)
	assert.Equal(t, "you, match certain", mine[0].author)
}

func TestTheSliderIsFollowed(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.typed("scrubber", 0, "", "1")
	assert.Equal(t, 1, m.scene.at)
	version := m.version[gridPart]
	m.typed("scrubber", 0, "", "1")
	assert.Equal(t, version, m.version[gridPart], "it has not moved")
	m.draw(stateOf(chat(t)), noon)
	assert.Equal(t, 1, m.scene.at, "what arrives does not move it")
	m.typed("scrubber", 0, "", "3")
	assert.True(t, m.view.live())
}

func TestMarksAreVisited(t *testing.T) {
	s := usual(t)
	id := s.Sessions[0].ID
	s.Notes = []book.Note{{N: 1, Session: id, Event: 2, Text: "here"}, {N: 2, Session: "other", Event: 3}, {N: 3, Session: id, Event: 1}, {N: 4, Text: "all"}}
	m, out := modelOf(s)
	assert.Len(t, m.noted(), 3, "another session's notes are not shown")
	m.press(keypress{key: ",", pane: dataPane})
	assert.Equal(t, 2, m.scene.at)
	m.press(keypress{key: ",", pane: dataPane})
	assert.Equal(t, 1, m.scene.at)
	m.press(keypress{key: ".", pane: dataPane})
	assert.Equal(t, 2, m.scene.at)
	m.press(keypress{key: "m", pane: dataPane})
	assert.Equal(t, notesTab, m.view.tab)
	m.typed("note", 0, "note", " the customer called ")
	m.submit("note")
	assert.Equal(t, tracker.Annotate{Session: id, Event: 2, Text: "the customer called"}, (*out)[0])
}

func TestDisplaced(t *testing.T) {
	for _, x := range []struct {
		list []int
		want int
	}{{nil, 0}, {[]int{0, 1, 2}, 0}, {[]int{2, 0, 1}, 1}, {[]int{3, 2, 1, 0}, 3}, {[]int{1, 3, 3, 2}, 1}} {
		assert.Equal(t, x.want, displaced(x.list), "%v", x.list)
	}
}

func TestARowAsMarkdown(t *testing.T) {
	m, _ := modelOf(stateOf(session(t, "x", story{
		{history.Event{Kind: history.Snapshot, Time: before(time.Minute)}, `{"a|b":"one"}`},
		{history.Event{Kind: history.Gap, Since: before(40 * time.Second), Time: before(11 * time.Second), Author: history.Unknown}, "{\"a|b\":\"t`wo\"}"},
	})))
	m.selectKey("a|b")
	got := markdown(nil, &m.scene.rows[0], m.lastWritten(&m.scene.rows[0]))
	assert.Contains(t, got, "| changed | `a\\|b` | `` \"t`wo\" `` | text | `\"one\"` | sometime between 11:59:20 and 11:59:49 | unknown |")
}

func TestTextsAreComparedInside(t *testing.T) {
	for _, x := range []struct{ old, new, want string }{
		{"the quick fox", "the slow fox", "the [quick]{slow} fox"},
		{"naïve 👍 text", "naïve 👎 text", "naïve [👍]{👎} text"},
		{"", "new", "{new}"},
		{"same", "same", "same"},
		{"a b c d", "a c d e", "a [b ]c d{ e}"},
	} {
		got := ""
		for _, p := range diffText(x.old, x.new) {
			switch p.kind {
			case userdata.Removed:
				got += "[" + p.text + "]"
			case userdata.Added:
				got += "{" + p.text + "}"
			default:
				got += p.text
			}
		}
		assert.Equal(t, x.want, got)
	}
}

func TestInside(t *testing.T) {
	rows, more := insideRows(value(t, `{"a":1,"b":[2,3]}`), []userdata.Change{
		{Kind: userdata.Changed, Key: "k", Path: "/a", Old: value(t, "0"), New: value(t, "1")},
		{Kind: userdata.Removed, Key: "k", Path: "/c", Old: value(t, "9")},
	})
	assert.False(t, more)
	got := ""
	for _, r := range rows {
		got += r.path + " " + r.kind.String() + "; "
	}
	assert.Equal(t, "/a changed; /b/0 none; /b/1 none; /c removed; ", got)
}

func TestTheTrafficFoldsHeartbeats(t *testing.T) {
	m, _ := modelOf(comets(t))
	kinds := func() (out []string) {
		for _, r := range m.trafficRows() {
			switch {
			case r.folded > 0:
				out = append(out, "folded "+itoa(r.folded))
			case r.message > 0:
				out = append(out, "message")
			default:
				out = append(out, r.x.Method)
			}
		}
		return out
	}
	assert.Equal(t, []string{"folded 2", "GET", "POST", "message"}, kinds())
	m.typed("search", 0, "", "userdata")
	assert.Equal(t, []string{"folded 2", "POST", "message"}, kinds(), "found in a body")
	m.typed("search", 0, "", "")
	m.act("meta", "")
	assert.Equal(t, []string{"GET", "POST", "message", "message", "message", "POST", "message", "message", "POST", "message", "message"}, kinds(), "every message of every exchange")
	m.act("bayeux", "3:2")
	assert.Equal(t, 2, m.view.body)
}

// comets is a state with the traffic of a connection.
func comets(t *testing.T) *tracker.State {
	s := usual(t)
	const path = "/api/v2/notifications/"
	reply := `[{"channel":"/meta/connect","successful":true,"advice":{"reconnect":"retry","interval":0}}]`
	sent := []byte(`[{"channel":"/meta/connect","clientId":"****","connectionType":"long-polling"}]`)
	s.Traffic = []*book.Exchange{
		{N: 1, Method: "POST", Path: path + "handshake", Start: before(time.Minute), Duration: 12 * time.Millisecond, Status: 200, Meta: true, Request: sent, Response: []byte(reply)},
		{N: 2, Method: "POST", Path: path + "connect", Start: before(40 * time.Second), Duration: 30 * time.Second, Status: 200, Meta: true, Request: sent, Response: []byte(reply)},
		{N: 3, Method: "POST", Path: path + "connect", Start: before(9 * time.Second), Duration: time.Second, Status: 200, Request: sent,
			Sent: [][2]string{{"X-CSRF-TOKEN", "•••"}}, Header: [][2]string{{"content-type", "application/json"}},
			Response: []byte(`[{"channel":"/v2/me/smssessions","data":{"userData":{"a":"1"}}},` + reply[1:])},
		{N: 4, Method: "GET", Path: "/api/v2/me", Start: before(time.Second), Duration: 5 * time.Millisecond, Status: 200, Response: []byte("{\"a\":\"\xff\"}")},
	}
	return s
}

// The gallery of what instants are for.
func TestClockGallery(t *testing.T) {
	pair := func(t *testing.T) *tracker.State {
		return stateOf(life(t, "x", 40*time.Second, "x"), life(t, "o", 60*time.Second, "o"))
	}
	marked := func(t *testing.T) *tracker.State {
		s := usual(t)
		s.Notes = []book.Note{{N: 1, Time: noon, Session: s.Sessions[0].ID, Event: 2, Text: "<b>here</b>"}, {N: 2, Time: noon, Session: s.Sessions[0].ID, Event: 3}}
		return s
	}
	text := strings.Repeat("The customer asked about the contract. ", 3)
	deep := func(t *testing.T) *tracker.State {
		return stateOf(session(t, "x", story{
			{history.Event{Kind: history.Snapshot, Time: before(time.Minute)}, `{"k":{"a":1,"b":[1,2]},"t":"` + text + `","d":1}`},
			{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: before(time.Second)}, `{"k":{"a":2,"b":[1]},"t":"` + strings.Replace(text, "contract", "invoice", 1) + `","d":1,"d":"2"}`},
		}))
	}
	timelineOf := func(m *model) app.Composer { return &timeline{Model: m} }
	inspectorOf := func(m *model) app.Composer { return &inspector{Model: m} }
	for _, row := range []struct {
		name  string
		state func(t *testing.T) *tracker.State
		view  func(m *model)
		draw  func(m *model) app.Composer
	}{
		{"compare-sessions", pair, func(m *model) { m.act("session", "x"); m.compareWith("o") }, func(m *model) app.Composer { return &tableHead{Model: m} }},
		{"compare-table", pair, func(m *model) { m.act("session", "x"); m.compareWith("o") }, func(m *model) app.Composer { return &grid{Model: m} }},
		{"compare-equal", usual, func(m *model) { m.setBase(3) }, func(m *model) app.Composer { return &tableHead{Model: m} }},
		{"compare-choose", usual, func(m *model) { m.openCompare() }, func(m *model) app.Composer { return &tableHead{Model: m} }},
		{"columns-when", usual, func(m *model) { m.sortBy(whenColumn) }, func(m *model) app.Composer { return &grid{Model: m} }},
		{"columns-sorted", usual, func(m *model) { m.sortBy(keyColumn); m.resize("was", 200) }, func(m *model) app.Composer { return &grid{Model: m} }},
		{"grid-gap", gapped, func(*model) {}, func(m *model) app.Composer { return &grid{Model: m} }},
		{"keyhistory-limited", usual, func(m *model) { m.selectKey("DISP_KEY"); m.limit() }, inspectorOf},
		{"timeline-limited", usual, func(m *model) { m.selectKey("DISP_KEY"); m.limit() }, timelineOf},
		{"notes-marked", marked, func(m *model) { m.openNote() }, timelineOf},
		{"noterange-form", marked, func(m *model) { m.setBase(1); m.review(2); m.openRange() }, timelineOf},
		{"noterange-log", ranged, func(m *model) { m.review(2) }, timelineOf},
		{"noterange-list", ranged, func(m *model) { m.review(2); m.openNote() }, timelineOf},
		{"notes-none", usual, func(m *model) { m.openNote() }, timelineOf},
		{"traffic-folded", comets, func(m *model) { m.act("tab", "traffic") }, timelineOf},
		{"traffic-meta", comets, func(m *model) { m.act("tab", "traffic"); m.act("meta", "") }, timelineOf},
		{"exchange-message", comets, func(m *model) { m.act("bayeux", "3:2") }, inspectorOf},
		{"exchange-bytes", comets, func(m *model) { m.act("exchange", "4") }, inspectorOf},
		{"inside-nested", deep, func(m *model) { m.selectKey("k") }, inspectorOf},
		{"inside-text", deep, func(m *model) { m.selectKey("t") }, inspectorOf},
		{"inside-twice", deep, func(m *model) { m.selectKey("d") }, inspectorOf},
	} {
		t.Run(row.name, func(t *testing.T) {
			m, _ := modelOf(row.state(t))
			row.view(m)
			got := html(t, row.draw(m))
			assert.NotContains(t, got, `class="fault"`, "a component panicked while it was drawn")
			assert.NotContains(t, got, " style=", "the security policy refuses style attributes")
			golden(t, row.name, got)
		})
	}
}
