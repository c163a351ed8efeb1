package scene

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/uitest"
	"github.com/keytrail/keytrail/app/userdata"
)

func TestMarks(t *testing.T) {
	v := uitest.Chat(t).History
	kinds := func(m Marks) map[string]string {
		out := map[string]string{}
		for k, x := range m {
			out[k] = x.Kind.String()
		}
		return out
	}
	both := map[string]string{"UserData1": "added", "UserData2": "added"}
	since := func(a, b int) Marks {
		m, _ := between(v.At(a), v.At(b))
		return m
	}
	all := map[string]string{"UserData1": "added", "UserData2": "added", "DISP_KEY": "changed", "ServiceObjective": "retyped", "TempReservation": "removed", "RTargetTypeSelected": "changed"}
	for _, row := range []struct {
		name, reason string
		marks        Marks
		want         map[string]string
	}{
		{"fresh", "two notifications came within two minutes", freshMarks(v, uitest.Before(2*time.Minute)), all},
		{"fresh, little time", "only the last one is that fresh", freshMarks(v, uitest.Before(5*time.Second)), both},
		{"fresh, long time", "what was there at first is no change", freshMarks(v, uitest.Before(time.Hour)), all},
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
	x := uitest.Session(t, "x", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"k":{"a":1,"b":2,"c":3}}`},
		{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: uitest.Before(time.Second)}, `{"k":{"a":1,"b":5}}`},
	})
	m := eventMarks(x.History, 2)["k"]
	assert.Equal(t, userdata.Changed, m.Kind)
	assert.Equal(t, 1, m.More, "one further place changed")
	assert.NotEmpty(t, m.Path)
}

func TestRows(t *testing.T) {
	c := &Classes{}
	rows := RowsOf(uitest.Parse(t, `{"a":1,"b":2,"a":3}`), Marks{"gone": {Kind: userdata.Removed}, "b": {Kind: userdata.Changed}}, c)
	var got []string
	for _, r := range rows {
		got = append(got, r.Key+" "+strconv.Itoa(r.Dup)+"/"+strconv.Itoa(r.Dups)+" "+r.Kind.String())
	}
	assert.Equal(t, []string{"a 1/2 duplicate", "b 1/1 changed", "a 2/2 duplicate", "gone 1/0 removed"}, got)
}

func TestArrange(t *testing.T) {
	r := func(key string, event int) Row {
		x := Row{RowID: RowID{key, 1}, Mark: new(Mark)}
		if event > 0 {
			x.Mark = &Mark{Kind: userdata.Changed, Event: event}
		}
		return x
	}
	ids := func(keys ...string) (out []RowID) {
		for _, k := range keys {
			out = append(out, RowID{k, 1})
		}
		return out
	}
	rows := []Row{r("a", 0), r("b", 2), r("c", 0), r("d", 5)}
	for _, x := range []struct {
		name  string
		order []RowID
		held  bool
		want  []RowID
		moved int
	}{
		{"changed first, newest on top", nil, false, ids("d", "b", "a", "c"), 0},
		{"not held: the order before does not matter", ids("a", "b", "c", "d"), false, ids("d", "b", "a", "c"), 0},
		{"held: nothing moves", ids("a", "b", "c", "d"), true, ids("a", "b", "c", "d"), 2},
		{"held: a new row comes last", ids("c", "b", "a"), true, ids("c", "b", "a", "d"), 2},
		{"held, and in order anyway", ids("d", "b", "a", "c"), true, ids("d", "b", "a", "c"), 0},
	} {
		t.Run(x.name, func(t *testing.T) {
			_, now, moved := arrange(append([]Row(nil), rows...), &View{Order: x.order, Pointed: x.held}, nil)
			assert.Equal(t, x.want, now)
			assert.Equal(t, x.moved, moved)
		})
	}
}

// Numbers are in the order of what they are, and a key that is gone has no value to be
// sorted by.
func TestSortedByValue(t *testing.T) {
	for _, row := range []struct {
		down bool
		want []string
	}{{false, []string{"nine", "ten", "apple", "Zebra", "gone"}}, {true, []string{"Zebra", "apple", "ten", "nine", "gone"}}} {
		data, err := userdata.Parse([]byte(`{"ten":10,"Zebra":"Zebra","nine":9,"apple":"apple"}`))
		require.NoError(t, err)
		var keys []string
		for _, r := range (SortOrder{ValueColumn, row.down}).sorted(RowsOf(data, Marks{"gone": {Kind: userdata.Removed}}, &Classes{}), nil) {
			keys = append(keys, r.Key)
		}
		assert.Equal(t, row.want, keys)
	}
}

// What is known of so many keys is forgotten between two readings, not within one.
func TestAKeyIsThereThoughManyAreKnown(t *testing.T) {
	c := &Classes{}
	for i := range maxKnown - 1 {
		c.Of(strconv.Itoa(i))
	}
	data, err := userdata.Parse([]byte(`{"a":1,"b":2,"c":3}`))
	require.NoError(t, err)
	rows := RowsOf(data, Marks{"a": {Kind: userdata.Changed}}, c)
	require.Len(t, rows, 3, "a is not gone")
	assert.Equal(t, userdata.Changed, rows[0].Kind)
	RowsOf(data, nil, c)
	assert.Len(t, c.known, 3)
}
