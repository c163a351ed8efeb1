package scene

// A Standpoint is the part of a view that belongs to one book.
type Standpoint struct {
	Session string
	Key     string // the selected key, when picked: the empty key is a key too
	Picked  bool
	At      int          // the event under review; 0 follows the newest
	Base    int          // the event that marks compare with; 0 is the usual one
	Broke   Watch        // at whose change the view stopped, when stop is set
	Chosen  []string     // keys picked out of the table
	Open    map[int]bool // writes whose bodies are shown
	Spread  map[int]bool // writes whose events have rows of their own in the log
	Page    int          // of the selected value, when it is long
	Subject              // what the column beside the table shows
	Back    []Subject    // what it showed before, the newest last

	Comparing bool   // the bar that says what is compared stays open
	Versus    string // the session to compare with, "" for the same one
	Align     Alignment

	Limited bool   // the log shows only events that touched only
	Only    string // a key; the empty key is one, too

	Note   string
	Ranged bool // the note is about all events from A to the one that is shown

	skipped map[string][]int // what Skips.Events was when the book was put away
}

// NewStandpoint looks at nothing.
func NewStandpoint() Standpoint {
	return Standpoint{Open: map[int]bool{}, Spread: map[int]bool{}}
}

// PutAway returns the part of the view that belongs to the book.
func (v *View) PutAway() Standpoint {
	p := v.Standpoint
	p.skipped = v.Skips.Events
	return p
}

// Stand takes a standpoint up again.
func (v *View) Stand(p Standpoint) {
	v.Standpoint, v.Skips.Events = p, p.skipped
	v.Order, v.Other = nil, nil
}
