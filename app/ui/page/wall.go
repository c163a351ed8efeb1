package page

import (
	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/ui/dashboard"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// toggleWall puts the board on the wall, or takes it off.
func (m *Model) toggleWall() {
	b := &m.Board
	if !m.Boarded {
		m.openBoard()
	}
	b.Wall, b.Charts, b.Choosing = !b.Wall, false, false
	b.Pointed, b.Focused = false, false
	b.Layout++
	m.Want(stage.Effect{Do: stage.FullScreen, Text: wording.Either(b.Wall, "", "off")})
	m.rearrange()
	m.Focus(wording.Either(b.Wall, "#board-scroll", BoardRow))
	m.Say(wording.Either(b.Wall, "The wall. Escape leads back to the board", "The board"))
}

// veil hides on the wall who the customers are and what of the values looks like
// personal data.
func (m *Model) veil(t *dashboard.Table) {
	rules, _ := redact.ParseRules(m.Export.Rules)
	t.Veil = func(r *dashboard.Record) string { return dashboard.Nameless(m.Board.records, r.ID) }
	t.Mask = func(r *dashboard.Record, key string, v userdata.Value) (userdata.Value, bool) {
		if v.Kind() == userdata.Absent {
			return v, false
		}
		hidden := hiddenValue(m.Board.masksOf(r.Session, rules), key, v)
		return hidden, !hidden.Same(v)
	}
}

// A veiled is a session with the masks that know what it holds.
type veiled struct {
	of    *book.Session
	rules string
	masks *redact.Masks
}

// masksOf are the masks of a session by a person's rules: what is hidden under one of
// its keys, and who its customer is, stands in no other of its values.
func (b *Boarding) masksOf(x *book.Session, rules redact.Rules) *redact.Masks {
	if v := b.veiled[x.ID]; v.of == x && v.rules == rules.String() {
		return v.masks
	}
	if b.veiled == nil || len(b.veiled) > 2*len(b.Arranged.Items)+100 { // sessions that are gone stay in it
		b.veiled = map[string]veiled{}
	}
	named := capture.Observation{Kind: capture.Snapshot, Raw: []byte(`{"nickname":` + userdata.TextValue(x.Customer).Literal() + `}`)}
	_, masks := redact.Cut(&capture.Capture{}, redact.Export{Rules: rules, Scope: redact.Scope{Before: append(x.Before(x.History.Last()+1), named)}})
	b.veiled[x.ID] = veiled{x, rules.String(), masks}
	return masks
}
