package table

import (
	"bytes"
	"strconv"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// A session that is over and lists what writes to it is not said to take no writes.
func TestASessionThatIsOverMayStillBeWritten(t *testing.T) {
	x := *uitest.Chat(t)
	x.State, x.Ended = "Completed", true
	for _, test := range []struct {
		capabilities []string
		want         string
	}{
		{nil, "it can no longer be written"},
		{[]string{"Complete"}, "it can no longer be written"},
		{[]string{"UpdateUserData"}, "It may still be written"},
	} {
		x.Capabilities = test.capabilities
		m, _ := pagetest.ModelOf(uitest.StateOf(&x))
		uitest.HasMarkup(t, app.HTMLString(&Head{Model: m}), test.want)
	}
}

func TestTypingDrawsWhatIsInSightFirst(t *testing.T) {
	data := `{"k":1`
	for i := range 200 {
		data += `,"k` + strconv.Itoa(i) + `":1`
	}
	m, _ := pagetest.ModelOf(uitest.StateOf(uitest.Session(t, "x", uitest.Story{{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, data + "}"}})))
	c := &Grid{Model: m}
	c.scroller.Win, c.scroller.Sight = rows.Window{First: 0, Count: 46}, rows.Window{First: 0, Count: 16}
	var waiting []func()
	m.After = func(_ time.Duration, do func()) { waiting = append(waiting, do) }

	m.Typed("filter", 0, "", "k")
	m.Typed("filter", 0, "", "k1")
	assert.Equal(t, rows.Window{First: 0, Count: 16}, c.drawn())
	waiting[0]()
	assert.Equal(t, rows.Window{First: 0, Count: 16}, c.drawn(), "a letter came meanwhile")
	seen := m.Sights().Grid
	waiting[1]()
	assert.Equal(t, rows.Window{First: 0, Count: 46}, c.drawn())
	assert.NotEqual(t, seen, m.Sights().Grid, "the rest is drawn")

	c.scroller = rows.Scroller{Win: rows.Window{First: 12, Count: 54}, Sight: rows.Window{First: 20, Count: 16}, Top: 560}
	m.Typed("filter", 0, "", "k12")
	assert.Equal(t, rows.Window{First: 20, Count: 16}, c.drawn(), "where it is scrolled to")
}

func TestTimePassesWithoutRowsBeingDrawn(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	c := &Grid{Model: m}
	before := c.drawRows()
	m.Now = m.Now.Add(5 * time.Second)
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
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	c := &Grid{Model: m}
	row := func() rows.Row { return c.drawRows()[0] }
	first := row()
	assert.Same(t, first.Node, row().Node)
	m.SelectKey(m.Scene.Rows[0].Key)
	assert.NotSame(t, first.Node, row().Node)
	assert.Equal(t, first.Key, row().Key)
}

// What GWS does not list any more may go on elsewhere.
func TestWhatIsNotListedHasNotEnded(t *testing.T) {
	s := uitest.Usual(t)
	s.Sessions[0].Ended, s.Sessions[0].Unlisted = true, true
	m, _ := pagetest.ModelOf(s)
	var b bytes.Buffer
	app.PrintHTML(&b, (&Head{Model: m}).state())
	assert.Contains(t, b.String(), "Chatting, not listed")
}

// A filter that finds keys, none of which has changed, has found them.
func TestAnEmptyTableSaysWhy(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	m.SetChangedOnly(true)
	for filter, want := range map[string]string{"key:Subject": "No change among 1 key that matches the filter", "key:none": "keys match"} {
		m.SetFilter(filter)
		var b bytes.Buffer
		app.PrintHTML(&b, (&Grid{Model: m}).empty())
		assert.Contains(t, b.String(), want)
	}
	for want, data := range map[string]string{"The only key of this session is hidden.": `{"RTargetTypeSelected":1}`, "All 2 keys of this session are hidden.": `{"RTargetTypeSelected":1,"RTargetObjectSelected":1}`} {
		m, _ := pagetest.ModelOf(uitest.StateOf(uitest.Session(t, "x", uitest.Story{{history.Event{Kind: history.Snapshot, Time: uitest.Noon}, data}})))
		var b bytes.Buffer
		app.PrintHTML(&b, (&Grid{Model: m}).empty())
		assert.Contains(t, b.String(), want)
	}
}

// Who wrote a key before what is kept of a history is not said to be nobody.
func TestAWriterThatIsNotKept(t *testing.T) {
	for most, want := range map[int]string{1: "not found", 1 << 20: "nobody"} {
		x, log := *uitest.Chat(t), history.New(most)
		for i := range 2 {
			x.Data = uitest.Parse(t, `{"RTargetTypeSelected":`+strconv.Itoa(i)+`}`)
			log.Append(history.Event{Kind: history.Notification, Author: history.Routing, Time: uitest.Before(time.Second)}, x.Data)
		}
		x.History = log.View()
		m, _ := pagetest.ModelOf(uitest.StateOf(&x))
		m.UnfoldAll()
		m.SkipAuthor(int(history.Routing))
		l := (&Grid{Model: m}).line(0, false, false)
		assert.Equal(t, want, l.whose(history.Event{}).Parts[0].Text)
	}
}
