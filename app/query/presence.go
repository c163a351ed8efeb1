package query

import (
	"slices"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/userdata"
)

// A Presence is a run of events during which a key had a value that somebody
// looks for.
type Presence struct {
	Key      string
	Value    userdata.Value
	From, To int // the event that brought the value, and the one that ended it; 0 while it stands
}

// Presences answers "when was this value ever present" for the events that are
// kept, oldest first, with no more than most answers. more counts what did not
// fit.
func Presences(v history.View, most int, match func(key string, value userdata.Value) bool) (out []Presence, more int) {
	open := map[string]int{} // index+1 of the presence that stands
	see := func(n int, key string, value userdata.Value) {
		if i := open[key]; i > 0 {
			if out[i-1].Value.Same(value) {
				return // another key of that name has changed
			}
			out[i-1].To = n
			delete(open, key)
		}
		if value.Kind() == userdata.Absent || !match(key, value) {
			return
		}
		if len(out) >= most {
			more++
			return
		}
		out = append(out, Presence{Key: key, Value: value, From: n})
		open[key] = len(out)
	}
	first := v.At(v.First())
	for key, value := range first.All() {
		if v.Twice(key) {
			value = first.Get(key)
		}
		see(v.First(), key, value)
	}
	for n := v.First() + 1; n <= v.Last(); n++ {
		e, _ := v.Event(n)
		last := ""
		for i, c := range e.Changes {
			switch {
			case c.Path == "" && !v.Twice(c.Key):
				see(n, c.Key, c.New)
			case i == 0 || c.Key != last:
				// A part of a list or an object changed, or one of two keys of a
				// name: the value is the whole, and that of the last one.
				see(n, c.Key, v.At(n).Get(c.Key))
			}
			last = c.Key
		}
	}
	return out, more
}

// everHad returns the keys that had a value that matches in any event kept.
func everHad(v history.View, t *Term) map[string]bool {
	keys := map[string]bool{}
	whole := map[string]userdata.Value{} // the lists and objects of other keys: events tell the parts that changed
	mark := func(key string, value userdata.Value) {
		if kind := value.Kind(); kind == userdata.List || kind == userdata.Object {
			whole[key] = value
		}
		if t.matchesValue(value) {
			keys[key] = true
		}
	}
	for key, value := range v.At(v.First()).All() {
		mark(key, value)
	}
	for n := v.First() + 1; n <= v.Last(); n++ {
		if e, ok := v.Event(n); ok {
			for i, c := range e.Changes {
				switch {
				case keys[c.Key]:
				case c.Path == "":
					mark(c.Key, c.New)
				case v.Twice(c.Key):
					mark(c.Key, v.At(n).Get(c.Key))
				case i == 0 || e.Changes[i-1].Key != c.Key:
					m, _ := userdata.Apply(userdata.Of(userdata.Entry{Key: c.Key, Value: whole[c.Key]}), partsOf(e.Changes[i:]))
					mark(c.Key, m.Get(c.Key))
				}
			}
		}
	}
	return keys
}

// partsOf returns the changes at the beginning of a list that are of the key of the first.
func partsOf(changes []userdata.Change) []userdata.Change {
	n := slices.IndexFunc(changes, func(c userdata.Change) bool { return c.Key != changes[0].Key })
	if n < 0 {
		return changes
	}
	return changes[:n]
}
