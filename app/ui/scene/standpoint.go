package scene

// A Standpoint is the part of a view that belongs to one book.
type Standpoint struct {
	session      string
	key          string
	picked       bool
	at, base     int
	broke        Watch
	chosen       []string
	open, spread map[int]bool
	page         int
	Subject      Subject
	Back         []Subject
	comparing    bool
	versus       string
	align        Alignment
	limited      bool
	only         string
	note         string
	ranged       bool
	skipped      map[string][]int
}

// NewStandpoint looks at nothing.
func NewStandpoint() Standpoint {
	return Standpoint{open: map[int]bool{}, spread: map[int]bool{}}
}

// Standpoint is the part of the view that belongs to the book.
func (v *View) Standpoint() Standpoint {
	return Standpoint{v.Session, v.Key, v.Picked, v.At, v.Base, v.Broke, v.Chosen, v.Open, v.Spread, v.Page, v.Subject, v.Back,
		v.Comparing, v.Versus, v.Align, v.Limited, v.Only, v.Note, v.Ranged, v.Skips.Events}
}

// Stand takes a standpoint up again.
func (v *View) Stand(p Standpoint) {
	v.Session, v.Key, v.Picked, v.At, v.Base, v.Broke, v.Chosen, v.Open, v.Spread, v.Page, v.Subject, v.Back,
		v.Comparing, v.Versus, v.Align, v.Limited, v.Only, v.Note, v.Ranged, v.Skips.Events =
		p.session, p.key, p.picked, p.at, p.base, p.broke, p.chosen, p.open, p.spread, p.page, p.Subject, p.Back,
		p.comparing, p.versus, p.align, p.limited, p.only, p.note, p.ranged, p.skipped
	v.Order, v.Other = nil, nil
}
