package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
)

func TestFilter(t *testing.T) {
	all := `CBR-IT-path_DBIDs CustomerSegment DISP_KEY RRequestedSkills RStrategyName RTargetTypeSelected ServiceObjective Subject TempReservation UserData1 UserData2`
	for _, row := range []struct{ filter, want string }{
		{"is:hidden", "CBR-IT-path_DBIDs CustomerSegment RRequestedSkills RStrategyName RTargetTypeSelected ServiceObjective"},
		{"key:RT*", "RTargetTypeSelected"},
		{"key:*Key", "DISP_KEY"},
		{"key:user", "UserData1 UserData2"},
		{"key:=userdata1", ""},
		{"key:=UserData1", "UserData1"},
		{"-key:zzz", "DISP_KEY Subject TempReservation UserData1 UserData2"},
		{"class:routing", "CustomerSegment RRequestedSkills RStrategyName RTargetTypeSelected ServiceObjective"},
		{"key:* -class:routing -class:cost-routing", "DISP_KEY Subject TempReservation UserData1 UserData2"},
		{"type:int", "UserData2"},
		{"type:absent", "TempReservation"},
		{"key:* type:null", "RRequestedSkills"},
		{"value:resolved", "DISP_KEY"},
		{"was:pending", "DISP_KEY"},
		{"was:=pend", ""},
		{"pending", "DISP_KEY"},
		{"ever:pending", "DISP_KEY"},
		{"ever:A-2231", "TempReservation"},
		{"by:you", "UserData1 UserData2"},
		{"key:* by:first", "CBR-IT-path_DBIDs CustomerSegment RRequestedSkills RStrategyName Subject"},
		{"changed:5s", "UserData1 UserData2"},
		{"-changed:5s -class:routing", "DISP_KEY Subject TempReservation"},
		{"is:removed", "TempReservation"},
		{"key:* is:retyped", "ServiceObjective"},
		{"is:pinned", "Subject"},
		{"is:watched", "DISP_KEY"},
		{"key:*", all},
	} {
		t.Run(row.filter, func(t *testing.T) {
			m, _ := modelOf(usual(t))
			m.togglePin("Subject")
			m.toggleWatch("DISP_KEY")
			m.setFilter(row.filter)
			require.Nil(t, m.scene.problem)
			assert.ElementsMatch(t, strings.Fields(row.want), keysOf(m))
		})
	}
}

func keysOf(m *model) (out []string) {
	for _, r := range m.scene.rows {
		out = append(out, r.key)
	}
	return out
}

func TestEveryRowIsShownHiddenOrFilteredOut(t *testing.T) {
	for _, filter := range []string{"", "user", "by:you", "-class:routing", "changed:5s", "is:changed"} {
		for _, lens := range []int{0, 1, 2, 3} {
			for _, open := range []bool{false, true} {
				m, _ := modelOf(usual(t))
				m.setLens(lens)
				m.hideKeys(hideOption{pattern: "UserData1"})
				if open {
					m.unfoldAll()
				}
				m.setFilter(filter)
				hidden, hiddenChanged := m.scene.hidden()
				assert.Len(t, m.scene.rows, m.scene.match, "All says what it shows")
				marked := m.scene.changed
				out := m.scene.total - m.scene.match - hidden
				assert.GreaterOrEqual(t, out, 0)
				if filter == "" {
					assert.Zero(t, out, "without a filter nothing is filtered out")
					assert.Equal(t, 6, marked+hiddenChanged, "no change is lost")
				}
				m.setChangedOnly(true)
				assert.Len(t, m.scene.rows, m.scene.changed, "Changed says what it shows")
				assert.Equal(t, marked, m.scene.changed, "the switch changes no count")
				again, _ := m.scene.hidden()
				assert.Equal(t, hidden, again)
			}
		}
	}
}

func TestPresences(t *testing.T) {
	x := session(t, "x", story{
		{history.Event{Kind: history.Snapshot, Time: before(9 * time.Second)}, `{"a":"open","b":"x"}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: before(8 * time.Second)}, `{"a":"closed","b":"x"}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: before(7 * time.Second)}, `{"a":"open","b":"open"}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: before(6 * time.Second)}, `{"b":"open"}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: before(5 * time.Second)}, `{"b":"open","c":{"d":"open","e":1}}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: before(4 * time.Second)}, `{"b":"open","c":{"d":"no","e":1}}`},
	})
	m, _ := modelOf(stateOf(x))
	m.setFilter("ever:open")
	m.lookUp()
	type span struct {
		key      string
		from, to int
	}
	var got []span
	for _, p := range m.lookup.found[0].found {
		got = append(got, span{p.Key, p.From, p.To})
	}
	assert.Equal(t, []span{{"a", 1, 2}, {"a", 3, 4}, {"b", 3, 0}, {"c", 5, 6}}, got)
	m.setFilter("key:b")
	m.lookUp()
	assert.Len(t, m.lookup.found[0].found, 2)
}

func TestTheHistoryOfAllSessionsIsSearched(t *testing.T) {
	m, _ := modelOf(stateOf(life(t, "x", 40*time.Second, "x"), chat(t), life(t, "o", 60*time.Second, "o")))
	m.act("session", "o")
	m.setFilter("value:done")
	m.act("lookup", "")
	var got []string
	for _, g := range m.lookup.found {
		got = append(got, g.session)
	}
	assert.Equal(t, []string{"o", "x"}, got, "the one on the screen first, none without an answer")
	assert.Equal(t, "2 time spans in 2 sessions", m.lookup.summary())
	assert.False(t, m.outdated())

	m.act("goto", "4 x")
	assert.Equal(t, "x", m.view.session)
	assert.Equal(t, 4, m.scene.at)
	assert.Equal(t, lookupPanel, m.view.panel, "the list stays, for the next one of it")

	m.act("lookup-here", "this session")
	require.Len(t, m.lookup.found, 1)
	assert.Equal(t, "x", m.lookup.found[0].session)
	m.setFilter("value:other")
	assert.True(t, m.outdated())
}

func TestTheSearchOfTheHistoryCountsWhatItDoesNotList(t *testing.T) {
	var events story
	for i := range maxPresences + 20 {
		events = append(events, story{{history.Event{Kind: history.Notification, Time: before(time.Duration(400-i) * time.Second)}, `{"n":"hit ` + itoa(i) + `"}`}}...)
	}
	m, _ := modelOf(stateOf(session(t, "busy", events), life(t, "x", time.Minute, "hit")))
	m.act("session", "busy")
	m.setFilter("value:hit")
	m.lookUp()
	assert.Len(t, m.lookup.found[0].found, maxPresences)
	assert.Equal(t, 20, m.lookup.found[0].more)
	assert.Empty(t, m.lookup.found[1].found)
	assert.Equal(t, 22, m.lookup.more)
}

func TestFilteringAllocatesNothingPerKey(t *testing.T) {
	var s strings.Builder
	for i := range 5000 {
		s.WriteString(`,"key` + itoa(i) + `":"` + itoa(i) + `"`)
	}
	m, _ := modelOf(stateOf(session(t, "big", story{{history.Event{Kind: history.Snapshot, Time: before(time.Minute)}, `{"a":1` + s.String() + `}`}})))
	for _, filter := range []string{"4", `key:*9* -value:7 type:text`, "by:first -changed:2m", "is:hidden class:other was:x"} {
		m.setFilter(filter)
		got := testing.AllocsPerRun(5, func() { m.compose() })
		assert.Less(t, got, 100.0, filter)
	}
}

// An offer changes its own condition and nothing else, and typing goes on.
func TestAnOfferIsTaken(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.setFilter("-who:you resolved")
	markup := html(t, &filterBar{Model: m})
	assert.Contains(t, markup, "is looked for as text")
	assert.Contains(t, markup, "by:you")
	require.True(t, m.press(keypress{key: "ArrowDown", typing: true, form: "filter", pane: dataPane}))
	assert.Contains(t, m.effects, effect{do: focusOn, target: "#offer-0"})
	m.effects = nil
	m.act("offer", "0")
	assert.Equal(t, "-by:you resolved", m.view.filter)
	assert.Contains(t, m.effects, effect{do: setValue, target: filterField, text: "-by:you resolved"})
	assert.Contains(t, m.effects, effect{do: focusOn, target: filterField})
	m.setFilter("12:30")
	assert.False(t, m.press(keypress{key: "ArrowDown", typing: true, form: "filter", pane: dataPane}), "there is nothing to go to")
	m.setFilter("type:n")
	m.effects = nil
	m.press(keypress{key: "ArrowUp", do: "offer", arg: "0", pane: dataPane})
	assert.Contains(t, m.effects, effect{do: focusOn, target: filterField})
}

func TestEnterInTheFilterGoesToTheNextRow(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.setFilter("UserData")
	enter := func(shift bool) string {
		require.True(t, m.press(keypress{key: "Enter", shift: shift, typing: true, form: "filter", pane: dataPane}))
		return m.view.key
	}
	assert.Equal(t, []string{"UserData1", "UserData2", "UserData1"}, []string{enter(false), enter(false), enter(false)})
	assert.Equal(t, "UserData2", enter(true))
	assert.True(t, wants(m, scrollTo, ""))
	m.setFilter("nothing is called this")
	enter(false)
	assert.Equal(t, "UserData2", m.view.key)
}

func TestSlashFiltersThePaneOneIsIn(t *testing.T) {
	for _, row := range []struct {
		name   string
		pane   pane
		tab    tab
		target string
	}{{"table", dataPane, trafficTab, filterField}, {"traffic", timelinePane, trafficTab, "#search"}, {"changes", timelinePane, changesTab, filterField}} {
		t.Run(row.name, func(t *testing.T) {
			m, _ := modelOf(usual(t))
			m.view.tab = row.tab
			m.press(keypress{key: "/", pane: row.pane})
			assert.Equal(t, row.target, m.effects[len(m.effects)-1].target)
		})
	}
}

func TestWhatTheFilterFoundIsMarked(t *testing.T) {
	for _, row := range []struct {
		name, s string
		find    []string
		want    string // marks in brackets, signs of what cannot be seen in braces
	}{
		{"nothing", "Customer support", nil, "Customer support"},
		{"within", "Customer support", []string{"SUPP"}, "Customer [supp]ort"},
		{"twice and overlapping", "aXa", []string{"a", "ax"}, "[a]X[a]"},
		{"all of it", "a", []string{"a"}, "[a]"},
		{"no blank begins to show where a mark begins", "a b", []string{"b"}, "a [b]"},
		{"what cannot be seen", "a\tb ", []string{"b "}, "a{→}[b{·}]"},
		{"more than ASCII", "Grüße", []string{"ü"}, "Gr[ü]ße"},
	} {
		t.Run(row.name, func(t *testing.T) {
			var b strings.Builder
			for _, n := range shown(exactMarked(row.s, row.find)...) {
				b.WriteString(app.HTMLString(n))
			}
			got := strings.NewReplacer(`<mark class="grid-mark">`, "[", "</mark>", "]", "\n", "", "  ", "").Replace(b.String())
			assert.Equal(t, row.want, unseenSigns(got))
		})
	}
}

// unseenSigns replaces what the style sheet draws in place of a character by
// its sign in braces.
func unseenSigns(s string) string {
	for {
		before, rest, ok := strings.Cut(s, "<span")
		if !ok {
			return s
		}
		_, rest, _ = strings.Cut(rest, `data-sign="`)
		sign, rest, _ := strings.Cut(rest, `"`)
		_, rest, _ = strings.Cut(rest, "</span>")
		s = before + "{" + sign + "}" + rest
	}
}
