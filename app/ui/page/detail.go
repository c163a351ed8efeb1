package page

import (
	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/userdata"
)

// ChangesOf returns what the marks of the table say happened to a key.
func (m *Model) ChangesOf(key string) []userdata.Change {
	k, ok := m.Scene.Marks[key]
	if !ok {
		return nil
	}
	var all []userdata.Change
	if k.Event != 0 {
		e, _ := m.Scene.Session.History.Event(k.Event)
		all = e.Changes
	} else {
		of := func(d *userdata.Map) *userdata.Map { return userdata.Of(userdata.Entry{Key: key, Value: d.Get(key)}) }
		all = userdata.Diff(of(m.Scene.A.Data), of(m.Scene.Data))
	}
	var out []userdata.Change
	for _, c := range all {
		if c.Key == key && c.Kind != userdata.Same {
			out = append(out, c)
		}
	}
	return out
}

// Exchange is the exchange with that number, nil where it is not kept.
func (m *Model) Exchange(n int) *book.Exchange {
	if n == 0 {
		return nil
	}
	for _, x := range m.State.Traffic {
		if x.N == n {
			return x
		}
	}
	return nil
}

// LimitText says what the list of events is limited to.
func LimitText(m *Model) string {
	if m.View.Limited && m.View.Only == m.View.Key {
		return "List all events"
	}
	return "Only its events"
}
