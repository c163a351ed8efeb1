package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
)

// authored is a session whose keys were written by different hands at different
// times, with what somebody else wrote after that.
func authored(t *testing.T, more ...string) *tracker.State {
	told := story{
		{history.Event{Kind: history.Snapshot, Time: before(time.Hour)}, `{"first":"1","mine":"1","theirs":"1","RTarget":"1"}`},
		{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: before(40 * time.Minute)}, `{"first":"1","mine":"1","theirs":"2","RTarget":"1"}`},
		{history.Event{Kind: history.Notification, Author: history.You, Write: 1, Time: before(30 * time.Minute)}, `{"first":"1","mine":"2","theirs":"2","RTarget":"1"}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: before(20 * time.Minute)}, `{"first":"1","mine":"2","theirs":"2","RTarget":"2"}`},
	}
	for _, data := range more {
		told = append(told, struct {
			event history.Event
			data  string
		}{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: noon}, data})
	}
	x := session(t, "a1", told)
	x.Writes = []*proof.Proof{{Write: proof.Write{N: 1, Data: parse(t, `{"mine":"2"}`)}, Event: 3}}
	return stateOf(x)
}

func TestSortByWriter(t *testing.T) {
	for _, test := range []struct {
		name    string
		presses int
		by      tableColumn
		skip    bool // another client's writes do not count
		want    []string
		sorted  string // what assistive technology is told
	}{
		{"the newest first", 1, whenColumn, false, []string{"RTarget", "mine", "theirs", "first"}, "descending"},
		{"the oldest first", 2, whenColumn, false, []string{"first", "theirs", "mine", "RTarget"}, "ascending"},
		{"the usual order", 3, whenColumn, false, []string{"first", "mine", "theirs", "RTarget"}, "none"},
		{"by name of the author", 1, whoColumn, false, []string{"theirs", "first", "RTarget", "mine"}, "ascending"},
		{"the other way round", 2, whoColumn, false, []string{"mine", "RTarget", "first", "theirs"}, "descending"},
		{"who does not count is passed over", 1, whenColumn, true, []string{"RTarget", "mine", "first", "theirs"}, "descending"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, _ := modelOf(authored(t))
			m.unfoldAll()
			if test.skip {
				m.skipAuthor(int(history.AnotherClient))
			}
			for range test.presses {
				m.act("sort", itoa(int(test.by)))
			}
			assert.Equal(t, test.want, shownKeys(m))
			assert.Contains(t, html(t, &grid{Model: m}), `<th aria-sort="`+test.sorted+`" scope="col">`)
		})
	}
}

func TestSortedRowsStayUnderThePointer(t *testing.T) {
	m, _ := modelOf(authored(t))
	m.unfoldAll()
	m.act("sort", itoa(int(whenColumn)))
	stood := shownKeys(m)
	m.hold(&m.view.pointed, true)
	m.draw(authored(t, `{"first":"2","mine":"2","theirs":"2","RTarget":"2","late":"1"}`), noon)
	assert.Equal(t, append(stood, "late"), shownKeys(m), "nothing moves while the pointer is there")
	assert.Positive(t, m.scene.moved)
	m.act("resort", "")
	assert.Equal(t, []string{"first", "late", "RTarget", "mine", "theirs"}, shownKeys(m))
	m.hold(&m.view.pointed, false)
	m.draw(authored(t, `{"first":"2","mine":"2","theirs":"2","RTarget":"2","late":"1"}`, `{"first":"2","mine":"3","theirs":"2","RTarget":"2","late":"1"}`), noon)
	assert.Equal(t, "mine", shownKeys(m)[0], "and they follow once it has gone")
}

func shownKeys(m *model) (out []string) {
	for _, r := range m.scene.rows {
		out = append(out, r.key)
	}
	return out
}

func TestSortByColumns(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.unfoldAll()
	keys := func() (out []string) {
		for _, r := range m.scene.rows[:2] {
			out = append(out, r.key)
		}
		return out
	}
	usualOrder := keys()
	m.act("sort", itoa(int(keyColumn)))
	assert.Equal(t, []string{"CBR-IT-path_DBIDs", "CustomerSegment"}, keys())
	m.act("sort", itoa(int(keyColumn)))
	assert.Equal(t, []string{"UserData2", "UserData1"}, keys())
	m.act("sort", itoa(int(keyColumn)))
	assert.Equal(t, usualOrder, keys())
	for range 2 { // once the newest on top, once the oldest
		m.act("sort", itoa(int(whenColumn)))
	}
	assert.Equal(t, parsePrefs(m.view.prefs.text()).sort, sortOrder{by: whenColumn}, "the order outlives the page")
	m.act("sort", itoa(int(wasColumn)))
	assert.Equal(t, usualOrder, keys(), "the values before are no order")
}
