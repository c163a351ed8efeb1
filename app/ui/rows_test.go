package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/userdata"
)

func TestMarks(t *testing.T) {
	v := chat(t).History
	kinds := func(m marks) map[string]string {
		out := map[string]string{}
		for k, x := range m {
			out[k] = x.kind.String()
		}
		return out
	}
	both := map[string]string{"UserData1": "added", "UserData2": "added"}
	since := func(a, b int) marks {
		m, _ := between(v.At(a), v.At(b))
		return m
	}
	all := map[string]string{"UserData1": "added", "UserData2": "added", "DISP_KEY": "changed", "ServiceObjective": "retyped", "TempReservation": "removed", "RTargetTypeSelected": "changed"}
	for _, row := range []struct {
		name, reason string
		marks        marks
		want         map[string]string
	}{
		{"fresh", "two notifications came within two minutes", freshMarks(v, before(2*time.Minute)), all},
		{"fresh, little time", "only the last one is that fresh", freshMarks(v, before(5*time.Second)), both},
		{"fresh, long time", "what was there at first is no change", freshMarks(v, before(time.Hour)), all},
		{"event", "the last event added both keys", eventMarks(v, 3), both},
		{"first event", "what was there at first is no change", eventMarks(v, 1), map[string]string{}},
		{"no event", "there is none with that number", eventMarks(v, 9), map[string]string{}},
		{"base", "everything since the first state", since(1, 3), all},
		{"same base", "nothing differs from itself", since(3, 3), map[string]string{}},
	} {
		t.Run(row.name, func(t *testing.T) { assert.Equal(t, row.want, kinds(row.marks), row.reason) })
	}
}

func TestAChangeInsideAValueChangesItsKey(t *testing.T) {
	x := session(t, "x", story{
		{history.Event{Kind: history.Snapshot, Time: before(time.Minute)}, `{"k":{"a":1,"b":2,"c":3}}`},
		{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: before(time.Second)}, `{"k":{"a":1,"b":5}}`},
	})
	m := eventMarks(x.History, 2)["k"]
	assert.Equal(t, userdata.Changed, m.kind)
	assert.Equal(t, 1, m.more, "one further place changed")
	assert.NotEmpty(t, m.path)
}

func TestRows(t *testing.T) {
	c := &classes{}
	rows := rowsOf(parse(t, `{"a":1,"b":2,"a":3}`), marks{"gone": {kind: userdata.Removed}, "b": {kind: userdata.Changed}}, c)
	var got []string
	for _, r := range rows {
		got = append(got, r.key+" "+itoa(r.dup)+"/"+itoa(r.dups)+" "+r.kind.String())
	}
	assert.Equal(t, []string{"a 1/2 duplicate", "b 1/1 changed", "a 2/2 duplicate", "gone 1/0 removed"}, got)
}

func TestArrange(t *testing.T) {
	r := func(key string, event int) row {
		x := row{rowID: rowID{key, 1}, mark: new(mark)}
		if event > 0 {
			x.mark = &mark{kind: userdata.Changed, event: event}
		}
		return x
	}
	ids := func(keys ...string) (out []rowID) {
		for _, k := range keys {
			out = append(out, rowID{k, 1})
		}
		return out
	}
	rows := []row{r("a", 0), r("b", 2), r("c", 0), r("d", 5)}
	for _, x := range []struct {
		name  string
		order []rowID
		held  bool
		want  []rowID
		moved int
	}{
		{"changed first, newest on top", nil, false, ids("d", "b", "a", "c"), 0},
		{"not held: the order before does not matter", ids("a", "b", "c", "d"), false, ids("d", "b", "a", "c"), 0},
		{"held: nothing moves", ids("a", "b", "c", "d"), true, ids("a", "b", "c", "d"), 2},
		{"held: a new row comes last", ids("c", "b", "a"), true, ids("c", "b", "a", "d"), 2},
		{"held, and in order anyway", ids("d", "b", "a", "c"), true, ids("d", "b", "a", "c"), 0},
	} {
		t.Run(x.name, func(t *testing.T) {
			_, now, moved := arrange(append([]row(nil), rows...), &view{order: x.order, pointed: x.held}, nil)
			assert.Equal(t, x.want, now)
			assert.Equal(t, x.moved, moved)
		})
	}
}

func TestSift(t *testing.T) {
	m, _ := modelOf(usual(t))
	keys := func() (out []string) {
		for _, r := range m.scene.rows {
			out = append(out, r.key)
		}
		return out
	}
	hidden, changed := m.scene.hidden()
	assert.Positive(t, hidden, "routing keys are folded away")
	assert.Positive(t, changed, "and one of them changed")
	assert.NotContains(t, keys(), "RTargetTypeSelected")

	m.setFilter("rtarget")
	assert.Equal(t, []string{"RTargetTypeSelected"}, keys(), "who searches for a folded key sees it")
	m.setFilter("")
	m.setChangedOnly(true)
	assert.NotContains(t, keys(), "Subject")
	assert.Len(t, keys(), m.scene.changed)
	m.setChangedOnly(false)
	m.unfoldAll()
	assert.Contains(t, keys(), "RTargetTypeSelected")
}

func TestSpans(t *testing.T) {
	sum := func(s []span) (rows, gaps int) {
		for _, x := range s {
			if x.row < 0 {
				gaps += x.gap
			} else {
				rows++
			}
		}
		return rows, gaps
	}
	for _, x := range []struct {
		name    string
		n, keep int
		w       window
		rows    int
	}{
		{"nothing", 0, -1, window{0, 60}, 0},
		{"all", 10, -1, window{0, 60}, 10},
		{"the middle", 1000, -1, window{100, 50}, 50},
		{"the kept row above", 1000, 3, window{100, 50}, 51},
		{"the kept row below", 1000, 999, window{100, 50}, 51},
		{"the kept row inside", 1000, 120, window{100, 50}, 50},
		{"beyond the end", 10, -1, window{100, 50}, 0},
	} {
		t.Run(x.name, func(t *testing.T) {
			s := spans(x.n, x.w, x.keep)
			rows, gaps := sum(s)
			assert.Equal(t, x.rows, rows)
			assert.Equal(t, x.n, rows+gaps, "every row is drawn or in a gap")
			last := -1
			for _, y := range s {
				if y.row >= 0 {
					assert.Greater(t, y.row, last, "in order")
					last = y.row
				}
			}
		})
	}
}

func TestTypingDrawsWhatIsInSightFirst(t *testing.T) {
	data := `{"k":1`
	for i := range 200 {
		data += `,"k` + itoa(i) + `":1`
	}
	m, _ := modelOf(stateOf(session(t, "x", story{{history.Event{Kind: history.Snapshot, Time: before(time.Minute)}, data + "}"}})))
	c := &grid{Model: m}
	c.win, c.sight = window{0, 46}, window{0, 16}
	var waiting []func()
	m.after = func(_ time.Duration, do func()) { waiting = append(waiting, do) }

	m.typed("filter", 0, "", "k")
	m.typed("filter", 0, "", "k1")
	assert.Equal(t, window{0, 16}, c.drawn())
	waiting[0]()
	assert.Equal(t, window{0, 16}, c.drawn(), "a letter came meanwhile")
	stale := m.version[gridPart]
	waiting[1]()
	assert.Equal(t, window{0, 46}, c.drawn())
	assert.NotEqual(t, stale, m.version[gridPart], "the rest is drawn")

	m.typed("filter", 0, "", "k12")
	c.top = 28
	assert.Equal(t, firstWindow, c.drawn(), "what was scrolled is as it was scrolled")
}

func TestTimePassesWithoutRowsBeingDrawn(t *testing.T) {
	m, _ := modelOf(usual(t))
	c := &grid{Model: m}
	before := c.drawRows()
	m.now = m.now.Add(5 * time.Second)
	after := c.drawRows()
	require.NotEmpty(t, before)
	passed := 0
	for i := range before {
		for k, cell := range before[i].Parts {
			if k != whenCell {
				assert.Same(t, cell, after[i].Parts[k], "nothing else is drawn")
			} else if cell != after[i].Parts[k] {
				passed++
			}
		}
	}
	assert.NotZero(t, passed)
	assert.Equal(t, after, c.drawRows())
}

func TestARowThatStandsIsTheSame(t *testing.T) {
	m, _ := modelOf(usual(t))
	c := &grid{Model: m}
	row := func() rows.Row { return c.drawRows()[0] }
	first := row()
	assert.Same(t, first.Node, row().Node)
	m.selectKey(m.scene.rows[0].key)
	assert.NotSame(t, first.Node, row().Node)
	assert.Equal(t, first.Key, row().Key)
}

func TestWindowAt(t *testing.T) {
	assert.Equal(t, window{0, 24}, windowAt(0, 280, 28, false))
	assert.Equal(t, window{92, 32}, windowAt(2800, 280, 28, false), "more below")
	assert.Equal(t, window{88, 32}, windowAt(2800, 280, 28, true), "more above")
	assert.Equal(t, window{0, 17}, windowAt(0, 84, 28, false), "some even for a low one")
	assert.Equal(t, window{0, 82}, windowAt(0, 1400, 28, false), "no more for a high one")
	assert.Equal(t, firstWindow, windowAt(0, 0, 28, false).orFirst(), "not measured yet")
}

func TestTicks(t *testing.T) {
	events := story{}
	for i := range 1000 {
		events = append(events, struct {
			event history.Event
			data  string
		}{history.Event{Kind: history.Notification, Time: before(time.Duration(1000-i) * time.Second)}, `{"n":` + itoa(i) + `}`})
	}
	var whole ticks
	whole.take("x", session(t, "x", events).History)
	assert.LessOrEqual(t, len(whole.marks), maxTicks)
	total := 0
	for _, k := range whole.marks {
		total += k.changes
	}
	assert.Equal(t, 1000, total, "every event is in one stroke")

	var grown ticks
	grown.take("x", session(t, "x", events[:500]).History)
	grown.take("x", session(t, "x", events).History)
	assert.Equal(t, whole, grown, "growing gives the same as reading it whole")
}

func TestWhatASessionBringsAlongIsNotAdded(t *testing.T) {
	for _, row := range []struct {
		name  string
		first history.Event
	}{
		{"snapshot", history.Event{Kind: history.Snapshot}},
		{"notification", history.Event{Kind: history.Notification, Type: "StatusChange", Author: history.FirstSeen}},
	} {
		t.Run(row.name, func(t *testing.T) {
			row.first.Time = before(time.Second)
			m, _ := modelOf(stateOf(session(t, "new", story{{row.first, `{"a":1,"b":2}`}})))
			assert.Zero(t, m.scene.changed)
			for _, at := range []int{0, 1} {
				m.review(at)
				for _, r := range m.scene.rows {
					assert.Equal(t, userdata.Same, r.kind, r.key)
				}
			}
		})
	}
}

func TestWhatYouWroteIsNotFoldedAway(t *testing.T) {
	first := event0(history.Snapshot, 50*time.Second)
	for _, row := range []struct {
		name   string
		author history.Author
		ago    time.Duration
		shown  bool
	}{
		{"just written by you", history.You, 5 * time.Second, true},
		{"written by somebody else", history.AnotherClient, 5 * time.Second, false},
		{"written by you a while ago", history.You, fresh + time.Second, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			first.Time = before(row.ago + time.Minute)
			e := history.Event{Kind: history.Notification, Type: "PropertiesUpdated", Author: row.author, Write: 1, Time: before(row.ago)}
			x := session(t, "0000Wa9CAM6W00J", story{{first, `{"a":"1"}`}, {e, `{"a":"1","__proto__":"x"}`}})
			x.Writes = []*proof.Proof{{Write: proof.Write{N: 1, Data: parse(t, `{"__proto__":"x"}`)}, Event: 2}}
			m, _ := modelOf(stateOf(x))
			assert.Equal(t, row.shown, m.scene.find("__proto__") >= 0)
		})
	}
}

func TestTheEmptyKeyIsInWordsInTheTimeline(t *testing.T) {
	first, e := event0(history.Snapshot, time.Minute), event0(history.Notification, time.Second)
	m, _ := modelOf(stateOf(session(t, "0000Wa9CAM6W00J", story{{first, `{}`}, {e, `{"":"1"}`}})))
	assert.Contains(t, html(t, &timeline{Model: m}), "empty key")
}

func TestThereIsNoReviewWithoutASession(t *testing.T) {
	m, _ := modelOf(stateOf(chat(t)))
	m.review(1)
	m.take(stateOf(), noon)
	assert.True(t, m.view.live())
}

func event0(kind history.Kind, ago time.Duration) history.Event {
	return history.Event{Kind: kind, Time: before(ago)}
}

func TestALineIsKeptWhileItIsTheSame(t *testing.T) {
	var s lines[string, int]
	draw := func(row string, line int) *rowLine[int] {
		l := s.keep(row, line)
		s.turn()
		return l
	}
	first := draw("a", 1)
	assert.Same(t, first, draw("a", 1))
	assert.NotSame(t, first, draw("a", 2))
	second := draw("a", 2)
	draw("b", 2)
	assert.NotSame(t, second, draw("a", 2), "it was not drawn meanwhile, and is forgotten")
}

func TestAStateWithNothingNewLeavesTheTableAlone(t *testing.T) {
	m, _ := modelOf(usual(t))
	same := *m.state
	same.Link.Heartbeat = noon
	same.Traffic = append(same.Traffic, &book.Exchange{N: 99})
	before := m.version
	m.draw(&same, noon)
	assert.Equal(t, before[gridPart], m.version[gridPart], "nothing in the table has changed")
	assert.NotEqual(t, before[timelinePart], m.version[timelinePart], "the traffic is counted there")

	other := same
	other.Sessions = []*book.Session{other.Sessions[0]}
	m.draw(&other, noon)
	assert.NotEqual(t, before[gridPart], m.version[gridPart])
}
