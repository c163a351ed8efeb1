package scene

// A Subject is one thing that the column beside the table can show. The zero
// subject is nothing.
type Subject struct {
	Panel    Panel
	Write    int // number of an own write
	Exchange int // number of an exchange
	Body     int // of the exchange: the message, from 1; 0 for all of it
	Stray    int // index+1 of a message that was not understood
	Keyed    bool
	Of       string // the key, when keyed: the empty key is a key too
}

// Slot names the part of the column that shows a subject. The others are kept
// as they are, out of sight: a form that something else covers loses nothing.
func (s Subject) Slot() string {
	switch {
	case s.Panel != NoPanel:
		return "panel"
	case s.Write != 0:
		return "write"
	}
	return "inspector"
}

// Closes reports whether a subject is put away as a whole, as a panel is. A key
// stays selected.
func (s Subject) Closes() bool { return s != Subject{} && !s.Keyed }

// Follows reports whether t is shown in place of s rather than on top of it:
// another part of the same exchange.
func (s Subject) Follows(t Subject) bool { return s.Exchange != 0 && s.Exchange == t.Exchange }

// MostBack is how many things there is a way back to.
const MostBack = 30
