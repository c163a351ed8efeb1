package proof

import (
	"strings"
	"unicode"

	"github.com/keytrail/keytrail/app/userdata"
)

// A Draft is a write that has not been sent.
type Draft struct {
	Operation string        // AttachUserData, UpdateUserData or DeleteUserData
	Data      *userdata.Map // of Attach and Update
	Keys      []string      // of Delete
	Doubles   bool          // as in [Write]
	// Opened is the session's map when the draft was begun, nil when that is
	// not known; keys that changed since are pointed out.
	Opened *userdata.Map
}

// A Foresight is what a write would do to a map.
type Foresight struct {
	Rows  []Foreseen
	Count [Doubles + 1]int // of Rows, by Effect
}

// A Foreseen is what would happen to one key.
type Foreseen struct {
	Key      string
	Now, New userdata.Value
	Effect   Effect
	Times    int             // how often the key stands now, where one more comes on top
	Retypes  bool            // the value would change its kind
	Respells bool            // the same value, written differently
	Near     string          // an existing key that differs only by case, blanks or punctuation; "" for none
	Class    userdata.Class  // who usually writes the key
	Routing  bool            // the routing strategy owns it, so that what is written may not last
	Since    *userdata.Value // the value when the draft was begun, nil when it has not changed
}

// An Effect is what a write would do to a key.
type Effect uint8

// The effects.
const (
	Adds         Effect = iota // the key is new
	Overwrites                 // the key gets another value
	Removes                    // the key goes
	Nothing                    // it is already so
	MayDuplicate               // attaching to a key that exists: it may then stand twice; an update would set it
	Doubles                    // attaching to a key that exists, where it stands once more afterwards
)

// Preview says what a draft would do to the map current. rules classify the
// keys.
func Preview(d Draft, current *userdata.Map, rules userdata.Rules) Foresight {
	var f Foresight
	near := &nearby{current: current}
	seen := map[string]bool{}
	add := func(key string, v userdata.Value) {
		if seen[key] {
			return
		}
		seen[key] = true
		row := foresee(d, current, key, v)
		row.Class, _ = rules.Classify(key)
		row.Routing = row.Class == userdata.Routing || row.Class == userdata.CostRouting || row.Class == userdata.ChatServer
		if row.Now.Kind() == userdata.Absent {
			row.Near = near.to(key)
		}
		f.Rows = append(f.Rows, row)
		f.Count[row.Effect]++
	}
	last := make(map[string]userdata.Value, d.Data.Len()) // The last one counts, as most readers have it.
	for key, v := range d.Data.All() {
		last[key] = v
	}
	for key := range d.Data.All() {
		add(key, last[key])
	}
	for _, key := range d.Keys {
		add(key, userdata.Value{})
	}
	return f
}

func foresee(d Draft, current *userdata.Map, key string, v userdata.Value) Foreseen {
	row := Foreseen{Key: key, Now: current.Get(key), New: v}
	there, stays := row.Now.Kind() != userdata.Absent, v.Kind() != userdata.Absent
	switch {
	case there && stays && d.Doubles:
		row.Effect, row.Times = Doubles, current.Count(key)
	case there && stays && d.Operation == "AttachUserData":
		row.Effect = MayDuplicate
	case row.Now.Same(v):
		row.Effect = Nothing
	case !stays:
		row.Effect = Removes
	case there:
		row.Effect = Overwrites
	}
	row.Retypes = there && stays && row.Now.Kind() != v.Kind()
	row.Respells = row.Now.Equal(v) && !row.Now.Same(v)
	if d.Opened != nil {
		if was := d.Opened.Get(key); !was.Same(row.Now) {
			row.Since = &was
		}
	}
	return row
}

// nearby finds keys that a person would take for the same.
type nearby struct {
	current *userdata.Map
	by      map[string]string // nil until the first question
}

// to returns an existing key that differs from key only by case, blanks or
// punctuation.
func (n *nearby) to(key string) string {
	if n.by == nil {
		n.by = make(map[string]string, n.current.Len())
		for k := range n.current.All() {
			n.by[squeezed(k)] = k
		}
	}
	if s := squeezed(key); s != "" {
		return n.by[s]
	}
	return ""
}

// squeezed reduces a key to its letters and digits in lower case.
func squeezed(key string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, key)
}
