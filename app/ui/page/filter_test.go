package page

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestEveryRowIsShownHiddenOrFilteredOut(t *testing.T) {
	for _, filter := range []string{"", "user", "by:you", "-class:routing", "changed:5s", "is:changed"} {
		for _, lens := range []int{0, 1, 2, 3} {
			for _, open := range []bool{false, true} {
				m, _ := modelOf(uitest.Usual(t))
				m.SetLens(lens)
				m.HideKeys(HideOption{Pattern: "UserData1"})
				if open {
					m.UnfoldAll()
				}
				m.SetFilter(filter)
				hidden, hiddenChanged := m.Scene.Hidden()
				assert.Len(t, m.Scene.Rows, m.Scene.Match, "All says what it shows")
				marked := m.Scene.Changed
				out := m.Scene.Total - m.Scene.Match - hidden
				assert.GreaterOrEqual(t, out, 0)
				if filter == "" {
					assert.Zero(t, out, "without a filter nothing is filtered out")
					assert.Equal(t, 6, marked+hiddenChanged, "no change is lost")
				}
				m.SetChangedOnly(true)
				assert.Len(t, m.Scene.Rows, m.Scene.Changed, "Changed says what it shows")
				assert.Equal(t, marked, m.Scene.Changed, "the switch changes no count")
				again, _ := m.Scene.Hidden()
				assert.Equal(t, hidden, again)
			}
		}
	}
}

func TestPresences(t *testing.T) {
	x := uitest.Session(t, "x", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(9 * time.Second)}, `{"a":"open","b":"x"}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: uitest.Before(8 * time.Second)}, `{"a":"closed","b":"x"}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: uitest.Before(7 * time.Second)}, `{"a":"open","b":"open"}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: uitest.Before(6 * time.Second)}, `{"b":"open"}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: uitest.Before(5 * time.Second)}, `{"b":"open","c":{"d":"open","e":1}}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: uitest.Before(4 * time.Second)}, `{"b":"open","c":{"d":"no","e":1}}`},
	})
	m, _ := modelOf(uitest.StateOf(x))
	m.SetFilter("ever:open")
	m.LookUp()
	type span struct {
		key      string
		from, to int
	}
	var got []span
	for _, p := range m.Lookup.Found[0].Found {
		got = append(got, span{p.Key, p.From, p.To})
	}
	assert.Equal(t, []span{{"a", 1, 2}, {"a", 3, 4}, {"b", 3, 0}, {"c", 5, 6}}, got)
	m.SetFilter("key:b")
	m.LookUp()
	assert.Len(t, m.Lookup.Found[0].Found, 2)
}

func TestTheHistoryOfAllSessionsIsSearched(t *testing.T) {
	m, _ := modelOf(uitest.StateOf(uitest.Life(t, "x", 40*time.Second, "x"), uitest.Chat(t), uitest.Life(t, "o", 60*time.Second, "o")))
	m.Act("session", "o")
	m.SetFilter("value:done")
	m.Act("lookup", "")
	var got []string
	for _, g := range m.Lookup.Found {
		got = append(got, g.Session)
	}
	assert.Equal(t, []string{"o", "x"}, got, "the one on the screen first, none without an answer")
	assert.Equal(t, "2 time spans in 2 sessions", m.Lookup.Summary())
	assert.False(t, m.Outdated())

	m.Act("goto", "4 x")
	assert.Equal(t, "x", m.View.Session)
	assert.Equal(t, 4, m.Scene.At)
	assert.Equal(t, scene.LookupPanel, m.View.Panel, "the list stays, for the next one of it")

	m.Act("lookup-here", "this session")
	require.Len(t, m.Lookup.Found, 1)
	assert.Equal(t, "x", m.Lookup.Found[0].Session)
	m.SetFilter("value:other")
	assert.True(t, m.Outdated())
}

// What the rail leaves out is searched, too, and what comes after an answer makes it old:
// that nothing was found says so of all that is kept.
func TestNothingFoundIsOfAllSessions(t *testing.T) {
	var all []*book.Session
	for i := range 103 {
		x := uitest.Life(t, "over"+strconv.Itoa(i), time.Minute, "v"+strconv.Itoa(i)+".")
		x.Ended = true
		all = append(all, x)
	}
	m, _ := modelOf(uitest.StateOf(append(all, uitest.Chat(t))...))
	m.Act("session", "0000Wa9CAM6W00J")
	m.SetFilter("value:v0.")
	m.LookUp()
	assert.Equal(t, "2 time spans in 1 session", m.Lookup.Summary())
	m.SetFilter("value:later")
	m.LookUp()
	assert.Equal(t, "It was never present, as far as the history goes back", m.Lookup.Summary())
	assert.False(t, m.Outdated())
	m.Take(uitest.StateOf(append(all, uitest.Chat(t), uitest.Later(t, `"later"`, `"x"`).Sessions[0])...), uitest.Noon)
	assert.True(t, m.Outdated())
	m.LookUp()
	assert.False(t, m.Outdated())

	m.Act("lookup-here", "this session")
	assert.Equal(t, 0, len(m.Lookup.Found))
	m.Act("session", "s") // with as many events
	assert.True(t, m.Outdated(), "another session is this one now")
}

// Who wrote a value is no question about all times, and is not said to have been asked.
func TestTheSearchOfTheHistorySaysWhatItAsks(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.SetFilter("by:you was:resolved")
	m.LookUp()
	assert.Equal(t, "value:resolved", m.Lookup.Filter)
	assert.False(t, m.Outdated())
	m.SetFilter("was:pending")
	assert.True(t, m.Outdated())
}

func TestTheSearchOfTheHistoryCountsWhatItDoesNotList(t *testing.T) {
	var events uitest.Story
	for i := range maxPresences + 20 {
		events = append(events, uitest.Story{{history.Event{Kind: history.Notification, Time: uitest.Before(time.Duration(400-i) * time.Second)}, `{"n":"hit ` + strconv.Itoa(i) + `"}`}}...)
	}
	m, _ := modelOf(uitest.StateOf(uitest.Session(t, "busy", events), uitest.Life(t, "x", time.Minute, "hit")))
	m.Act("session", "busy")
	m.SetFilter("value:hit")
	m.LookUp()
	assert.Len(t, m.Lookup.Found[0].Found, maxPresences)
	assert.Equal(t, 20, m.Lookup.Found[0].More)
	assert.Empty(t, m.Lookup.Found[1].Found)
	assert.Equal(t, 22, m.Lookup.More)
}

func TestFilteringAllocatesNothingPerKey(t *testing.T) {
	var s strings.Builder
	for i := range 5000 {
		s.WriteString(`,"key` + strconv.Itoa(i) + `":"` + strconv.Itoa(i) + `"`)
	}
	m, _ := modelOf(uitest.StateOf(uitest.Session(t, "big", uitest.Story{{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"a":1` + s.String() + `}`}})))
	for _, filter := range []string{"4", `key:*9* -value:7 type:text`, "by:first -changed:2m", "is:hidden class:other was:x"} {
		m.SetFilter(filter)
		got := testing.AllocsPerRun(5, func() { m.Compose() })
		assert.Less(t, got, 100.0, filter)
	}
}

func TestEnterInTheFilterGoesToTheNextRow(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.SetFilter("UserData")
	enter := func(shift bool) string {
		require.True(t, m.Press(Keypress{Key: "Enter", Shift: shift, Typing: true, Form: "filter"}))
		return m.View.Key
	}
	assert.Equal(t, []string{"UserData1", "UserData2", "UserData1"}, []string{enter(false), enter(false), enter(false)})
	assert.Equal(t, "UserData2", enter(true))
	assert.True(t, wants(m, stage.ScrollTo, ""))
	m.SetFilter("nothing is called this")
	enter(false)
	assert.Equal(t, "UserData2", m.View.Key)
}

func TestSlashFiltersThePaneOneIsIn(t *testing.T) {
	for _, row := range []struct {
		name   string
		pane   scene.Pane
		tab    scene.Tab
		target string
	}{{"table", scene.DataPane, scene.TrafficTab, stage.FilterField}, {"traffic", scene.TimelinePane, scene.TrafficTab, "#search"}, {"changes", scene.TimelinePane, scene.ChangesTab, stage.FilterField}} {
		t.Run(row.name, func(t *testing.T) {
			m, _ := modelOf(uitest.Usual(t))
			m.View.Tab = row.tab
			m.Press(Keypress{Key: "/", Pane: row.pane})
			assert.Equal(t, row.target, m.Effects[len(m.Effects)-1].Target)
		})
	}
}
