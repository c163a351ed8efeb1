package writing

import (
	"cmp"
	"strings"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// A Guard keeps a person from writing to production by accident: writing is
// off until it is allowed, and each write names its session.
type Guard struct {
	profile string // what the rest belongs to
	Allowed bool
	Typed   string // the last characters of the session's id, as entered
}

// ProofLength is how many characters of a session's id a write asks for.
const ProofLength = 4

// Guarded is what a write is guarded for, in a word or two.
func (m *Forms) Guarded() string {
	return wording.Either(m.Watching(), "THE PAGE'S SESSION", "PRODUCTION")
}

// reguard makes writing to another profile begin with the guard up.
func (m *Forms) reguard() {
	p := m.State.Link.Profile
	if id := p.Name + "\n" + p.BaseURL; id != m.Guard.profile {
		m.Guard = Guard{profile: id}
	}
}

// refusal is why the guard lets no write to x through, "" when it does.
func (m *Forms) refusal(x *book.Session) string {
	switch why := cmp.Or(m.Locked(), m.OnlyRead(x)); {
	case why != "":
		return why
	case !m.Production():
		return ""
	case m.Guard.Typed != ending(x.Number()):
		return "Type the last four characters of the session's id to confirm: this is " + strings.ToLower(m.Guarded()) + "."
	}
	return ""
}

// OnlyRead is why nothing is written to a medium that the connection has not been
// allowed to write to, "" where it has.
func (m *Forms) OnlyRead(x *book.Session) string {
	switch {
	case x == nil || x.Medium == "" || m.Filed() || m.State.Link.Profile.OtherMedia:
		return ""
	case m.Watching():
		return x.MediumTitle() + ": only SMS sessions are written to through the page."
	}
	return x.MediumTitle() + ": only read. Connect with a profile that allows writes to other media than SMS."
}

// Obstacle is why the draft cannot be sent to x as it is, see [draft.Draft.Obstacle].
// That a medium is only read comes before what an interaction lacks.
func (m *Forms) Obstacle(x *book.Session) (why string, off bool) {
	name := draft.Operations()[m.Draft.Op].Name
	if only := m.OnlyRead(x); only != "" && (x.Offers(name) || draft.Lacks(x, name) != "") {
		return only, true
	}
	return m.Draft.Obstacle(x)
}

// Locked is why nothing can be written before a person opens the lock, "" where
// there is none.
func (m *Forms) Locked() string {
	switch {
	case m.Filed():
		return "A file is on the screen: there is nobody to send to."
	case scene.Lenses[m.View.Lens].ReadOnly:
		return "The lens " + scene.Lenses[m.View.Lens].Name + " only reads. Nothing is sent before you choose another one."
	case m.Production() && !m.Guard.Allowed:
		return m.Guarded() + ", read-only. Nothing is sent before you allow it."
	}
	return ""
}

// Passed takes the confirmation back, so that the next write asks again.
func (m *Forms) Passed() {
	if m.Guard.Typed != "" {
		m.Guard.Typed = ""
		m.SetText("[data-field=confirm]", "")
	}
}

func ending(id string) string { return id[max(len(id)-ProofLength, 0):] }

// AllowWrites unlocks writing, or locks it again.
func (m *Forms) AllowWrites() {
	m.Guard.Allowed = !m.Guard.Allowed
	if m.Guard.Allowed {
		m.Focus("[data-field=confirm]")
	}
	m.Passed()
}
