package writing

import (
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/stage"
)

// Forms are those that write to a session, with what guards them.
type Forms struct {
	*stage.Stage
	Drafts
	Guard     Guard
	Templates []settings.Template // stored ones
}

// Drafts are what was entered into the forms of a book's sessions.
type Drafts struct {
	idles     map[string]bool // writes by whether they changed nothing
	Tour      Tour
	Draft     draft.Draft
	Before    *draft.Draft // what was in the form when another draft took its place
	Operating draft.Operating
	begun     map[string]draft.Operating // that are not chosen now, by their names
	Labelling Labelling
	doubt     doubt
}

// NewDrafts returns forms in which nothing was entered.
func NewDrafts() Drafts { return Drafts{Draft: draft.New(0)} }

// Take follows what a state says of what was sent.
func (m *Forms) Take() {
	m.Draft.Now = m.Wall
	if m.DraftSession() == nil {
		m.GoAlong()
	}
	m.takeReply()
	m.endDoubt()
	m.settleOperation()
	m.takeFinding()
	m.guide()
	m.reguard()
}

// Turn goes over to what was entered for another book, in inputs that are new.
func (m *Forms) Turn(next Drafts) {
	gen, typed := m.Draft.Gen, m.Operating.Gen
	m.Drafts = next
	m.Draft.Gen, m.Operating.Gen = max(gen, m.Draft.Gen)+1, max(typed, m.Operating.Gen)+1
}

// CarryOver takes over what was entered elsewhere, for no session any more.
func (d *Drafts) CarryOver(was *Drafts) {
	d.Draft, d.Before, d.Operating = was.Draft, was.Before, was.Operating
	f := &d.Draft
	f.OpenedIn, f.Opened, f.Kept, f.Target, f.Sent = "", nil, nil, "", false
	d.Operating.Session, d.Operating.Wait = "", draft.Reply{}
}
