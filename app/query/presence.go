package query

import (
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
	mark := func(key string, value userdata.Value) {
		if !keys[key] && t.matchesValue(value) {
			keys[key] = true
		}
	}
	for key, value := range v.At(v.First()).All() {
		mark(key, value)
	}
	for n := v.First() + 1; n <= v.Last(); n++ {
		if e, ok := v.Event(n); ok {
			for _, c := range e.Changes {
				mark(c.Key, c.New)
			}
		}
	}
	return keys
}
