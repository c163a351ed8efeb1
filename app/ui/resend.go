package ui

import (
	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/userdata"
)

// ownProof is what is known of write n, and the session that it went to; nil
// where nothing is.
func (m *model) ownProof(n int) (*proof.Proof, *book.Session) {
	for _, x := range m.state.Sessions {
		for _, p := range x.Writes {
			if p.Write.N == n {
				return p, x
			}
		}
	}
	return nil, nil
}

// showProof leads to the event that proved a write, in the session of the write:
// a form stays on the screen beside another one.
func (m *model) showProof(n int) {
	if p, x := m.ownProof(n); p != nil {
		m.selectSession(x.ID)
		m.goTab(changesTab)
		m.review(p.Event)
	}
}

// operationOf returns the index of a write's operation in the form, or -1.
func operationOf(w proof.Write) int {
	for i, o := range operations() {
		if o.name == w.Operation {
			return i
		}
	}
	return -1
}

// editAgain fills the form with a write that was sent.
func (m *model) editAgain(n int) {
	p, x := m.ownProof(n)
	if p == nil {
		return
	}
	op := operationOf(p.Write)
	if op < 0 {
		m.editOperation(p.Write, x.ID)
		return
	}
	var rows []draftRow
	for key, v := range p.Write.Data.All() {
		rows = append(rows, rowWith(key, v))
	}
	for _, key := range p.Write.Keys {
		rows = append(rows, draftRow{key: key, kind: "text"})
	}
	m.startDraft(x.ID, op, atLeastOne(rows)...)
	m.want(effect{do: focusOn, target: rowField(0, "key")})
}

// editOperation fills the form of an operation that was sent.
func (m *model) editOperation(w proof.Write, session string) {
	m.show(subject{panel: operatePanel})
	m.chooseOperation(w.Operation)
	m.operating.session = session
	for name, v := range w.Params.All() {
		m.operating.values[name] = v.Text()
		m.want(effect{do: setValue, target: "#operate [data-field=" + name + "]", text: v.Text()})
	}
	m.touchAll()
}

// heldBefore is the session's data as it was when a write was sent, nil when the
// history no longer tells.
func heldBefore(x history.View, n int) *userdata.Map {
	for i := x.Last(); i >= x.First() && i > 0; i-- {
		if e, ok := x.Event(i); ok && e.Kind == history.Write && e.Write == n {
			return x.At(i)
		}
	}
	return nil
}

// inverse returns the rows that put back what a write changed: those to set,
// and those to delete.
func inverse(w proof.Write, was *userdata.Map) (set, drop []draftRow) {
	keys := append([]string(nil), w.Keys...)
	for key := range w.Data.All() {
		keys = append(keys, key)
	}
	for _, key := range keys {
		if v := was.Get(key); v.Kind() != userdata.Absent {
			set = append(set, rowWith(key, v))
		} else if w.Data != nil {
			drop = append(drop, draftRow{key: key, kind: "text"})
		}
	}
	return set, drop
}

// prepareUndo fills the form with the inverse of a write and sends nothing. An
// inverse in two parts comes one after the other.
func (m *model) prepareUndo(n int) {
	p, x := m.ownProof(n)
	if p == nil || operationOf(p.Write) < 0 {
		return
	}
	was := heldBefore(x.History, n)
	if was == nil {
		m.alert("What the session held before this write is no longer in the history, so its inverse is not known.", "")
		return
	}
	set, drop := inverse(p.Write, was)
	switch {
	case set == nil && drop == nil:
		m.say("This write changed nothing that could be put back")
		return
	case set == nil:
		m.startDraft(x.ID, deleteOp, drop...)
	default:
		m.startDraft(x.ID, updateOp, set...)
		m.draft.then = drop
	}
	// Whatever differs from what the write left behind was changed since.
	m.draft.undo = true
	if p.Event != 0 {
		m.draft.opened = x.History.At(p.Event)
	}
	m.want(effect{do: focusOn, target: "#draft [type=submit]"})
}

// thenDelete goes on with the second part of an inverse, if there is one.
func (m *model) thenDelete(rows []draftRow) {
	if rows != nil {
		m.startDraft(m.draft.openedIn, deleteOp, rows...)
		m.draft.undo = true
		m.say("Now delete what the write had added")
	}
}
