package writing

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// Idle reports whether a write of userData set what was there already, and what it
// is proven by shows no change of it either. What was there does not change, so each
// write is looked at once.
func (m *Forms) Idle(x *book.Session, p *proof.Proof) bool {
	if draft.OperationOf(p.Write) < 0 || p.Verdict == proof.Rejected {
		return false
	}
	id := x.ID + " " + strconv.Itoa(p.Write.N)
	known, ok := m.idles[id]
	if !ok {
		was := draft.HeldBefore(x.History, p.Write.N)
		known = was != nil && without(p.Write, was)
		if m.idles == nil {
			m.idles = map[string]bool{}
		}
		m.idles[id] = known
	}
	return known && !moved(x, p)
}

// moved reports whether the event that proves a write shows that a key of it changed.
func moved(x *book.Session, p *proof.Proof) bool {
	e, _ := x.History.Event(p.Event)
	return slices.ContainsFunc(e.Changes, func(c userdata.Change) bool {
		return p.Write.Data.Get(c.Key).Kind() != userdata.Absent || slices.Contains(p.Write.Keys, c.Key)
	})
}

// without reports whether a write has no effect on the data.
func without(w proof.Write, was *userdata.Map) bool {
	for key, v := range w.Data.All() {
		if w.Doubles || !was.Get(key).Same(v) {
			return false
		}
	}
	for _, key := range w.Keys {
		if was.Get(key).Kind() != userdata.Absent {
			return false
		}
	}
	return true
}

// JustSent is the write that the form in the column has sent last, nil when it
// has sent none.
func (m *Forms) JustSent() *proof.Proof {
	switch m.Form() {
	case scene.WritePanel:
		return m.sentBy(m.Draft.Target, m.Draft.OpenedIn, m.Draft.After)
	case scene.OperatePanel:
		if x := m.OperateSession(); x != nil {
			return m.sentBy(m.Operating.Wait.Target, x.ID, m.Operating.Wait.After)
		}
	}
	return nil
}

// sentBy is the first write to a session after write n, as far as the form that
// sent it still belongs to that session.
func (m *Forms) sentBy(session, form string, n int) *proof.Proof {
	if x := m.State.Session(session); x != nil && session == form {
		return draft.WriteAfter(x.Writes, n)
	}
	return nil
}

// failed says in a form what became of what it sent, and to everybody why.
func (m *Forms) failed(p *proof.Proof, what string) string {
	if p.Verdict != proof.Rejected && !p.Lost {
		return "No reply came. Nothing you typed is lost."
	}
	m.Alert(rejection(p))
	if p.Verdict == proof.Rejected {
		return wording.Capital(what) + " was not accepted. Nothing you typed is lost."
	}
	return inDoubt(what)
}

// inDoubt is said of what no reply settles, until something shows it.
func inDoubt(what string) string {
	return "Whether " + what + " was carried out is not known. Nothing you typed is lost; look before you send it again."
}

// rejection says as a sentence of its own why a write was not accepted.
func rejection(p *proof.Proof) string {
	what := " was not accepted: "
	if p.Lost {
		what = ": it is not known whether it was accepted: "
	}
	text := p.Write.Operation + what + wording.Period(cmp.Or(p.Reason, "the reason is not known"))
	if r := p.Reply; r != nil && (r.StatusCode == 20 || r.StatusCode < 0 && r.HTTPStatus == 401) {
		// The link learns of it with the next poll, half a minute later.
		text += " Sign in again before you send it once more: with a cookie, in another tab of the server; otherwise connect anew."
	}
	return text
}
