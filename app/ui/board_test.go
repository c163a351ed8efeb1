package ui

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/dashboard"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestTheBoardOpensFromAnAddress(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Several(t))
	m.Follow("board&column=DISP_KEY&order=-changed&where=state:Chatting")
	assert.True(t, m.Boarded)
	assert.Equal(t, "board=&column=DISP_KEY&order=-changed&session="+m.View.Session+"&where=state%3AChatting", m.Fragment())

	m.Typed("board", 0, "filter", "state:Chatting gold customer:44")
	assert.Contains(t, m.Fragment(), "where=state%3AChatting")
	assert.NotContains(t, m.Fragment(), "gold", "an address holds no value")

	m.Follow("session=" + m.View.Session)
	assert.False(t, m.Boarded, "the address of a session shows the session")
}

func TestTheBoardByKeyboard(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Several(t))
	require.True(t, m.Press(page.Keypress{Key: "g", Pane: scene.DataPane}))
	require.True(t, m.Press(page.Keypress{Key: "b", Pane: scene.DataPane}))
	require.True(t, m.Boarded)
	m.Act("board-ended", "")
	m.Press(page.Keypress{Key: "Home", Pane: scene.BoardPane})
	m.Press(page.Keypress{Key: "j", Pane: scene.BoardPane})
	second := m.Board.Arranged.Items[1].ID
	assert.Equal(t, second, m.Board.Cursor)
	m.Press(page.Keypress{Key: "Enter", Pane: scene.BoardPane})
	assert.False(t, m.Boarded)
	assert.Equal(t, second, m.View.Session)
	m.Press(page.Keypress{Key: "Escape", Pane: scene.DataPane})
	assert.True(t, m.Boarded, "Escape leads back")
	assert.Equal(t, second, m.Board.Cursor, "to the same row")

	m.Press(page.Keypress{Key: "c", Pane: scene.BoardPane})
	assert.True(t, m.Board.Choosing)
	m.Act("board-column", "DISP_KEY")
	chosen := []string{"Subject", "UserData1", "UserData2"}
	assert.Equal(t, chosen, m.View.Board.Columns)
	assert.Equal(t, chosen, scene.ParsePrefs(m.View.Prefs.Text()).Board.Columns, "columns outlive the page")
	m.Press(page.Keypress{Key: "Escape", Pane: scene.BoardPane})
	assert.False(t, m.Board.Choosing)
	m.Press(page.Keypress{Key: "Escape", Pane: scene.BoardPane})
	assert.False(t, m.Boarded)
}

// What a filter finds and has ended is one button away, and so it was found.
func TestTheBoardSaysWhyItIsEmpty(t *testing.T) {
	s := uitest.Several(t)
	for i, x := range s.Sessions {
		over := *x
		over.Ended, over.State, over.LastChange = true, "Completed", uitest.Before(time.Hour)
		s.Sessions[i] = &over
	}
	m, _ := pagetest.ModelOf(s)
	m.Act("board", "")
	for filter, want := range map[string]string{"": "Every session has ended.", "state:Completed": "Every session that matches the filter has ended.", "state:Invited": "0 of 2 sessions match the filter."} {
		m.Typed("board", 0, "filter", filter)
		assert.Equal(t, want, (&boardView{Model: m}).empty(), filter)
	}
}

// What is asked for and stands below the board is shown, and Escape leads back.
func TestTheBoardMakesWayForWhatIsAskedFor(t *testing.T) {
	for _, do := range [][2]string{{"panel", "simulator"}, {"panel", "link"}, {"session", "0001aaaa"}, {"write", "1"}, {"tab", "traffic"}} {
		for _, again := range []bool{false, true} { // the board was opened over what it shows already
			m, _ := pagetest.ModelOf(uitest.Several(t))
			if again {
				m.Act(do[0], do[1])
			}
			m.Act("board", "")
			m.Act(do[0], do[1])
			assert.False(t, m.Boarded, do)
			if do[0] == "panel" {
				assert.Equal(t, do[1], string(m.View.Panel))
				assert.Equal(t, scene.DetailPane, m.View.Pane)
				m.Press(page.Keypress{Key: "Escape", Pane: scene.DetailPane})
				assert.Empty(t, m.View.Panel)
			}
			m.View.Subject = scene.Subject{}
			m.Press(page.Keypress{Key: "Escape", Pane: scene.SessionsPane})
			assert.True(t, m.Boarded, do)
		}
	}
	m, _ := pagetest.ModelOf(uitest.Several(t))
	m.Act("board", "")
	for _, do := range []string{"theme", "mode", "help", "export", "board-charts"} {
		m.Act(do, "")
		assert.True(t, m.Boarded, do)
	}
}

// The first row is marked before any was chosen, and keys lead on from it.
func TestKeysBeginAtTheMarkedRowOfTheBoard(t *testing.T) {
	for key, want := range map[string]int{"ArrowDown": 1, "ArrowUp": 0} {
		m, _ := pagetest.ModelOf(uitest.Several(t))
		m.Act("board", "")
		m.Act("board-ended", "")
		m.Board.Cursor = ""
		require.Equal(t, 0, m.BoardCursor())
		m.Press(page.Keypress{Key: key, Pane: scene.BoardPane})
		assert.Equal(t, want, m.BoardCursor(), key)
	}
}

// Whoever is on a row that goes away is on the one beside it.
func TestTheCursorOfTheBoardStaysWhereItWas(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Several(t))
	m.Act("board", "")
	m.Act("board-ended", "")
	m.Press(page.Keypress{Key: "End", Pane: scene.BoardPane})
	ids := m.Board.Arranged.IDs()
	last := len(ids) - 1
	require.Positive(t, last)
	require.Equal(t, ids[last], m.Board.Cursor)
	without := *m.State
	without.Sessions = slices.DeleteFunc(slices.Clone(without.Sessions), func(x *book.Session) bool { return x.ID == ids[last] })
	m.Draw(&without, m.Now)
	assert.Equal(t, ids[last-1], m.Board.Cursor)
	assert.Equal(t, last-1, m.BoardCursor())
}

// So is whoever is on a row that leaves the filter; who types in it comes back.
func TestTheCursorOfTheBoardLeavesTheFilter(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Several(t))
	m.Act("board", "")
	m.Act("board-ended", "")
	ids := m.Board.Arranged.IDs()
	last := len(ids) - 1
	require.Positive(t, last)
	filter := "-session:" + ids[last]
	m.Board.Cursor = ids[last]
	m.Typed("board", 0, "filter", filter)
	assert.Equal(t, ids[last], m.Board.Cursor, "the focus is in the filter")
	m.Typed("board", 0, "filter", "")
	assert.Equal(t, last, m.BoardCursor())
	m.Board.Focused = true
	m.Board.Filter = filter
	m.Take(m.State, m.Now)
	assert.Equal(t, ids[last-1], m.Board.Cursor)
}

// The arrow leads from the filter to the rows, and changes a choice.
func TestTheArrowDownOnTheBoard(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Several(t))
	m.Act("board", "")
	assert.True(t, m.Press(page.Keypress{Key: "ArrowDown", Typing: true, Form: "board", Field: "filter"}))
	for _, field := range []string{"group", "key"} {
		assert.False(t, m.Press(page.Keypress{Key: "ArrowDown", Typing: true, Form: "board", Field: field}), field)
	}
	for _, mode := range []string{"board-charts", "board-wall"} {
		m.Act(mode, "")
		was := m.Board.Cursor
		m.Press(page.Keypress{Key: "j", Pane: scene.BoardPane})
		m.Press(page.Keypress{Key: "Enter", Pane: scene.BoardPane})
		assert.Equal(t, was, m.Board.Cursor, mode)
		assert.True(t, m.Boarded, mode)
	}
}

// What the board is grouped or sorted by is named, and goes with its column.
func TestTheGroupOfTheBoardIsNamed(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Several(t))
	m.View.Board.Columns, m.View.Board.Own = []string{"DISP_KEY", "state"}, true
	m.Act("board", "")
	m.Typed("board", 0, "group", "=Subject")
	markup := markupOf(t, &boardView{Model: m})
	assert.Contains(t, markup, `value="=Subject"`)
	assert.Contains(t, markup, "the key state")
	m.Typed("board", 0, "group", "=DISP_KEY")
	m.Act("board-sort", "=DISP_KEY")
	m.Act("board-column", "DISP_KEY")
	assert.Empty(t, m.View.Board.Group)
	assert.Empty(t, m.View.Board.Sort)
	for _, column := range []string{dashboard.Contract, dashboard.Medium} {
		assert.NotContains(t, markupOf(t, &boardView{Model: m}), `value="`+column+`"`)
		m.Typed("board", 0, "group", column)
		assert.Contains(t, markupOf(t, &boardView{Model: m}), `value="`+column+`"`, "as it was kept from when there was one")
	}
}

// Nobody is on rows that come back from behind the charts.
func TestRowsMoveAgainBehindTheCharts(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Several(t))
	m.Act("board", "")
	m.Board.Pointed = true
	m.Act("board-charts", "")
	m.Act("board-charts", "")
	assert.False(t, m.Board.Pointed)
}

func TestMovingOnTheBoardPassesOverTheHeadsOfGroups(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Several(t))
	m.Act("board", "")
	m.Act("board-ended", "")
	m.Typed("board", 0, "group", "customer")
	for range 2 {
		for _, key := range []string{"j", "k", "End", "Home", "PageDown", "PageUp"} {
			m.Press(page.Keypress{Key: key, Pane: scene.BoardPane})
			assert.NotNil(t, m.State.Session(m.Board.Cursor), key)
		}
	}
}

// While the board is looked at nobody looks at the session behind it.
func TestWhatComesWhileTheBoardIsShownIsUnread(t *testing.T) {
	x := uitest.Chat(t)
	m, _ := pagetest.ModelOf(uitest.StateOf(x))
	m.Act("board", "")
	later := uitest.Session(t, x.ID, uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"a":"1"}`}, {history.Event{Time: uitest.Before(time.Minute)}, `{"a":"2"}`},
		{history.Event{Time: uitest.Before(time.Minute)}, `{"a":"3"}`}, {history.Event{Time: uitest.Noon, Author: history.Routing}, `{"a":"4"}`}})
	m.Take(uitest.StateOf(later), uitest.Noon)
	assert.Equal(t, 1, m.Board.Arranged.Items[0].Unread)
	m.Act("board-open", x.ID)
	assert.Zero(t, m.Unread[x.ID].Total())
}

func TestABoardThatIsOldSaysSo(t *testing.T) {
	m, _ := pagetest.ModelOf(lost(t))
	m.Act("board", "")
	assert.Contains(t, markupOf(t, &boardView{Model: m}), "Not connected. What happened after ")
	for _, times := range scene.TimeFormats { // what changes in a live region is read out
		m.SetTimes(times)
		said, age := boardAge(m)
		m.Tick(m.Wall.Add(time.Second))
		again, older := boardAge(m)
		assert.Equal(t, said, again, times)
		assert.NotEqual(t, age, older, times)
	}
}

// crowd is a state of n sessions of one key each.
func crowd(t *testing.T, n int) *tracker.State {
	s := uitest.StateOf()
	for i := range n {
		s.Sessions = append(s.Sessions, uitest.Session(t, "s"+strconv.Itoa(i), uitest.Story{{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Hour)}, `{"a":1}`}}))
	}
	return s
}

func TestTheBoardHoldsFewNodesHoweverManySessionsThereAre(t *testing.T) {
	s := crowd(t, 1000)
	m, _ := pagetest.ModelOf(s)
	m.Act("board", "")
	got := markupOf(t, &boardView{Model: m})
	assert.Contains(t, got, `aria-rowcount="1000"`)
	assert.Less(t, strings.Count(got, "<tr"), 100)
	row := m.Board.Arranged.Items[7].Record
	m.Take(s, uitest.Noon)
	assert.Same(t, row, m.Board.Arranged.Items[7].Record, "what did not change is not made again")
}

// What comes for one of many sessions has one record made and one row drawn. The
// scene that the board covers is left alone.
func TestANotificationCostsTheBoardOneRow(t *testing.T) {
	told := func(i int, data string) *book.Session {
		return uitest.Session(t, "s"+strconv.Itoa(i), uitest.Story{{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Hour)}, data}})
	}
	var all []*book.Session
	for i := range 50 {
		all = append(all, told(i, `{"a":1}`))
	}
	m, _ := pagetest.ModelOf(uitest.StateOf(all...))
	m.SelectSession("s9")
	m.Follow("board&column=a")
	m.Typed("board", 0, "filter", "a:1")
	v := &boardView{Model: m}
	// others are the sessions of which a record, or a row, is another than before.
	records, drawn, covered := map[string]*dashboard.Record{}, map[string]*rows.Node{}, m.Scene
	others := func() (records2, rows2 []string) {
		m.Take(uitest.StateOf(slices.Clone(all)...), uitest.Noon)
		v.Render()
		for _, it := range m.Board.Arranged.Items {
			if records[it.ID] != it.Record {
				records2 = append(records2, it.ID)
			}
			records[it.ID] = it.Record
		}
		for _, r := range v.rows {
			if drawn[r.Key] != r.Node {
				rows2 = append(rows2, strings.TrimPrefix(r.Key, "session "))
			}
			drawn[r.Key] = r.Node
		}
		return records2, rows2
	}
	made, redrawn := others()
	assert.Len(t, made, 50)
	assert.Len(t, redrawn, 50)
	made, redrawn = others()
	assert.Empty(t, made)
	assert.Empty(t, redrawn)
	all[7] = told(7, `{"a":11}`)
	made, redrawn = others()
	assert.Equal(t, []string{"s7"}, made)
	assert.Equal(t, []string{"s7"}, redrawn)
	all = append(all[1:], told(50, `{"a":2}`), told(51, `{"a":1}`))
	made, _ = others()
	assert.Equal(t, []string{"s51"}, made, "the first was forgotten, and one does not pass the filter")
	assert.Same(t, &covered.Rows[0], &m.Scene.Rows[0])
}

func TestTheWallHidesWhoCustomersAre(t *testing.T) {
	s := uitest.Several(t)
	m, _ := pagetest.ModelOf(s)
	m.Act("board-wall", "")
	require.True(t, m.Board.Wall)
	got := markupOf(t, &boardView{Model: m})
	for _, x := range s.Sessions {
		if x.Customer != "" {
			assert.NotContains(t, got, x.Customer)
		}
	}
	assert.Contains(t, m.Fragment(), "board=wall")
	assert.NotContains(t, m.Fragment(), "plain", "no address allows it")
	m.Act("board-plain", "")
	assert.Contains(t, markupOf(t, &boardView{Model: m}), "7700")
	m.Press(page.Keypress{Key: "Escape"})
	assert.False(t, m.Board.Wall)
	assert.True(t, m.Boarded)
}

// The browser draws them in the element of the rows, which may have been scrolled.
func TestTheChartsBeginAtTheTop(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Several(t))
	m.Act("board-charts", "")
	assert.Contains(t, m.Effects, stage.Effect{Do: stage.ScrollUp, Target: "#board-charts"})
}

func TestColumnsAreChosenBesideTheCharts(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Several(t))
	m.Act("board-charts", "")
	m.Act("board-choose", "")
	assert.Contains(t, markupOf(t, &boardView{Model: m}), `id="board-find"`)
}

// The filter is not there, and neither is what is wrong with it.
func TestChartsHaveNoFilter(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Several(t))
	m.Act("board", "")
	m.Typed("board", 0, "filter", `state:"x`)
	assert.Contains(t, markupOf(t, &boardView{Model: m}), "has no closing")
	m.Act("board-charts", "")
	assert.NotContains(t, markupOf(t, &boardView{Model: m}), "has no closing")
}

// What the wall has no room for leads off it.
func TestTheKeysOfTheBoardLeadOffTheWall(t *testing.T) {
	for key, shows := range map[string]func(b *page.Boarding) bool{
		"v": func(b *page.Boarding) bool { return b.Charts }, "c": func(b *page.Boarding) bool { return b.Choosing },
	} {
		m, _ := pagetest.ModelOf(uitest.Several(t))
		m.Act("board-wall", "")
		require.True(t, m.Press(page.Keypress{Key: key, Pane: scene.BoardPane}))
		assert.True(t, shows(&m.Board), key)
		assert.False(t, m.Board.Wall, key)
		assert.Contains(t, m.Effects, stage.Effect{Do: stage.FullScreen, Text: "off"})
	}
}

// The button that leads to the wall is not on it.
func TestTheFocusGoesToTheWallAndBack(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Several(t))
	m.Act("board", "")
	for _, target := range []string{"#board-scroll", page.BoardRow} {
		m.Effects = nil
		m.Act("board-wall", "")
		assert.Contains(t, m.Effects, stage.Effect{Do: stage.FocusOn, Target: target})
	}
}

func TestTheWallKnowsWhatIsPersonalInASession(t *testing.T) {
	x := *uitest.Session(t, "s1", uitest.Story{{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Hour)},
		`{"LastName":"Zobelmann","Subject":"call Zobelmann back, or Quirrell","Segment":"secretly gold","Plain":"seen"}`}})
	x.Customer = "Quirrell"
	for _, group := range []string{"", "=Subject"} {
		m, _ := pagetest.ModelOf(uitest.StateOf(&x))
		m.Export.Rules = "Segment=hide"
		m.View.Board.Columns, m.View.Board.Own, m.View.Board.Group = []string{"Subject", "Segment", "Plain"}, true, group
		m.Act("board-wall", "")
		got := markupOf(t, &boardView{Model: m})
		for _, hidden := range []string{"Zobelmann", "Quirrell", "secretly gold"} {
			assert.NotContains(t, got, hidden)
		}
		assert.Contains(t, got, "seen")
		assert.Contains(t, got, "call ‹")
	}
}

func TestTheSupervisorBeginsWithTheBoard(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Several(t))
	m.Act("lens", "3")
	assert.True(t, m.Boarded)
}

func TestTheBoardBeginsWithTheKeysThatMatter(t *testing.T) {
	life := func(id, segment, order string) *book.Session {
		return uitest.Session(t, id, uitest.Story{{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Hour)}, `{"Asked":1,"ORSI":"` + id + `","Nr":"` + order + `","Segment":"` + segment + `"}`}})
	}
	all := []*book.Session{life("s1", "gold", "1"), life("s2", "gold", "2"), life("s3", "silver", "3")}
	m, _ := pagetest.ModelOf(uitest.StateOf())
	m.View.Contract = "Asked any\nnever Missing"
	m.Follow("board")
	assert.Empty(t, m.View.Board.Columns, "there is nothing yet")
	m.Take(uitest.StateOf(all...), uitest.Noon)
	was := []string{"Asked", "Segment", "Nr", "ORSI"}
	assert.Equal(t, was, m.View.Board.Columns, "the contract's, what tells sessions apart, the others")

	m.Take(uitest.StateOf(append(all, life("s4", "gold", "1"), life("s5", "gold", "1"), life("s6", "gold", "2"))...), uitest.Noon)
	m.Act("board-sort", "=Nr")
	assert.Equal(t, was, m.View.Board.Columns, "they keep their places")
	assert.NotContains(t, m.View.Prefs.Text(), "Segment", "nobody has chosen them")

	m.Press(page.Keypress{Key: "ArrowLeft", Shift: true, Do: "board-sort", Arg: "=Nr", Pane: scene.BoardPane})
	assert.Equal(t, []string{"Asked", "Nr", "Segment", "ORSI"}, m.View.Board.Columns)
	m.MoveColumn("Asked", 9)
	assert.Equal(t, []string{"Nr", "Segment", "ORSI", "Asked"}, scene.ParsePrefs(m.View.Prefs.Text()).Board.Columns, "what was moved is kept")
	for _, key := range m.View.Board.Columns {
		m.Act("board-column", key)
	}
	m.Take(uitest.StateOf(all...), uitest.Noon)
	assert.Empty(t, m.View.Board.Columns, "who wants none gets none")
}
