package writing

import (
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/userdata"
)

// OpenDraft begins the draft for the selected session.
func (m *Forms) OpenDraft() { m.bindDraft(m.View.Session) }

// bindDraft has the draft write to a session, and remembers what that looks like.
func (m *Forms) bindDraft(session string) {
	d := &m.Draft
	d.OpenedIn, d.Kept, d.Warned = session, nil, false
	d.Opened = m.nowData()
}

// SettleConflict deals with a key that changed under the draft: the draft's
// value stays, or the session's present one takes its place.
func (m *Forms) SettleConflict(i int, theirs bool) {
	d := &m.Draft
	if i < 0 || i >= len(d.Rows) {
		return
	}
	r := &d.Rows[i]
	key := d.Filled(i).Key
	now := m.nowData().Get(key)
	if d.Kept == nil {
		d.Kept = map[string]userdata.Value{}
	}
	d.Kept[key] = now
	d.Failed = ""
	if theirs && givesWay(d.Op, now) {
		m.RemoveRow(i)
	} else if theirs {
		*r = draft.RowWith(r.Key, now)
		m.fillRow(i)
	}
	m.rewrite()
	m.Want(stage.Effect{Do: stage.FocusLost, Target: RowField(i, "value")})
}

// UseNear gives a row the key that looks much like its own.
func (m *Forms) UseNear(i int) {
	for _, row := range m.Foresight().Rows {
		if i >= 0 && m.Draft.RowOf(row.Key) == i && row.Near != "" {
			m.Draft.Rows[i].Key = row.Near
			m.fillRow(i)
			m.rewrite()
			m.Want(stage.Effect{Do: stage.FocusLost, Target: RowField(i, "key")})
		}
	}
}

// fillRow writes what the draft knows of a row into its inputs.
func (m *Forms) fillRow(i int) {
	r := m.Draft.Rows[i]
	m.SetText(RowField(i, "key"), r.Key)
	m.SetText(RowField(i, "type"), r.Kind)
	m.SetText(RowField(i, "value"), r.Text)
}

// Refill writes the whole draft into inputs that are new.
func (m *Forms) Refill() {
	m.refillRows()
	m.SetText(draft.RawField, m.Draft.RawText)
}

// ToggleRaw shows the draft as JSON or as rows; each has what the other had.
func (m *Forms) ToggleRaw() {
	d := &m.Draft
	if !d.Raw {
		for _, e := range d.Errors() {
			if d.Rows[e.Row].Key != "" || d.Rows[e.Row].Text != "" {
				d.Tried, d.Failed = true, "Correct this first: "+e.Text
				return
			}
		}
		d.RawText = d.AsJSON()
	} else if m.unread() {
		return
	}
	d.Raw, d.RawErr, d.Repair, d.Failed = !d.Raw, "", draft.Repair{}, ""
	m.SetText(draft.RawField, d.RawText)
	target := draft.RawField
	if !d.Raw {
		target = RowField(draft.FirstOf(d.Live()), "key")
	}
	m.Focus(target)
}

// unread reports whether the text of the draft cannot be read, and says so: the
// rows are older than it, and must not take its place.
func (m *Forms) unread() bool {
	d := &m.Draft
	if !d.Raw || d.RawErr == "" || strings.TrimSpace(d.RawText) == "" {
		return false
	}
	d.Failed = "Correct the JSON first, or empty it. The rows do not have what it says."
	m.Focus(draft.RawField)
	return true
}

// rewrite has the text that is shown instead of the rows say what they say now.
func (m *Forms) rewrite() {
	if d := &m.Draft; d.Raw && d.RawErr == "" {
		d.RawText = d.AsJSON()
		m.SetText(draft.RawField, d.RawText)
	}
}

// typedRaw takes the rows from a text that is being typed or was pasted. While
// it cannot be read, the rows stay as they were and nothing can be sent.
func (m *Forms) typedRaw(text string) {
	d := &m.Draft
	d.RawText, d.Repair, d.Failed = text, draft.Repair{}, ""
	rows, err := draft.ReadRows(text, d.Op)
	d.RawErr = ""
	if err != nil {
		d.RawErr = "This cannot be sent yet: " + strings.TrimPrefix(err.Error(), "userdata: ") + "."
		d.Repair = draft.Repaired(text, d.Op)
	} else if inner, ok := draft.Carried(text, d.Op); ok {
		d.Repair = inner
	}
	if err == nil {
		d.Rows = rows
		d.Gen++
		m.refillRows()
	}
}

// refillRows writes the rows into the inputs behind the raw text.
func (m *Forms) refillRows() {
	for _, i := range m.Draft.Live() {
		m.fillRow(i)
	}
}

// UseRepair takes the repaired text in place of what was typed.
func (m *Forms) UseRepair() {
	r := m.Draft.Repair
	m.SetText(draft.RawField, r.Text)
	m.typedRaw(r.Text)
	if r.Op != m.Draft.Op {
		m.SetOperation(r.Op)
	}
	m.Draft.Repair = draft.Repair{}
	m.Focus(draft.RawField)
}

// OwnProof is what is known of write n, and the session that it went to; nil
// where nothing is.
func (m *Forms) OwnProof(n int) (*proof.Proof, *book.Session) {
	for _, x := range m.State.Sessions {
		for _, p := range x.Writes {
			if p.Write.N == n {
				return p, x
			}
		}
	}
	return nil, nil
}

// ShowProof leads to the event that proved a write, in the session of the write:
// a form stays on the screen beside another one.
func (m *Forms) ShowProof(n int) {
	if p, x := m.OwnProof(n); p != nil {
		m.SelectSession(x.ID)
		m.GoTab(scene.ChangesTab)
		m.Review(p.Event)
	}
}

// EditAgain fills the form with a write that was sent.
func (m *Forms) EditAgain(n int) {
	p, x := m.OwnProof(n)
	if p == nil {
		return
	}
	op := draft.OperationOf(p.Write)
	if op < 0 {
		m.editOperation(p.Write, x.ID)
		return
	}
	var rows []draft.Row
	for key, v := range p.Write.Data.All() {
		rows = append(rows, draft.RowWith(key, v))
	}
	for _, key := range p.Write.Keys {
		rows = append(rows, draft.Row{Key: key, Kind: "text"})
	}
	m.StartDraft(x.ID, op, draft.AtLeastOne(rows)...)
	m.Focus(RowField(0, "key"))
}

// editOperation fills the form of an operation that was sent.
func (m *Forms) editOperation(w proof.Write, session string) {
	m.Show(scene.Subject{Panel: scene.OperatePanel})
	m.ChooseOperation(w.Operation)
	m.Operating.Session, m.Operating.Values = session, map[string]string{}
	for name, v := range w.Params.All() {
		m.Operating.Values[name] = v.Text()
	}
	m.RefillOperation()
}

// PrepareUndo fills the form with the inverse of a write and sends nothing. An
// inverse in two parts comes one after the other.
func (m *Forms) PrepareUndo(n int) {
	p, x := m.OwnProof(n)
	if p == nil || draft.OperationOf(p.Write) < 0 {
		return
	}
	was := draft.HeldBefore(x.History, n)
	if was == nil {
		m.Alert("What the session held before this write is no longer in the history, so its inverse is not known.")
		return
	}
	set, drop := draft.Inverse(p.Write, was)
	switch {
	case set == nil && drop == nil:
		m.Say("This write changed nothing that could be put back")
		return
	case set == nil:
		m.StartDraft(x.ID, draft.DeleteOp, drop...)
	default:
		m.StartDraft(x.ID, draft.UpdateOp, set...)
		m.Draft.Then = drop
	}
	// Whatever differs from what the write left behind was changed since.
	m.Draft.Undo = true
	if p.Event != 0 {
		m.Draft.Opened = x.History.At(p.Event)
	}
	m.Focus("#draft [type=submit]")
}

// thenDelete goes on with the second part of an inverse, if there is one.
func (m *Forms) thenDelete(rows []draft.Row) {
	if rows != nil {
		m.StartDraft(m.Draft.OpenedIn, draft.DeleteOp, rows...)
		m.Draft.Undo = true
		m.Say("Now delete what the write had added")
	}
}

// TemplatesKey is where the browser keeps the templates: a line each.
const TemplatesKey = "keytrail-templates"

func (m *Forms) keepTemplates(all []settings.Template) {
	m.Templates = all
	m.Want(stage.Effect{Do: stage.KeepText, Target: TemplatesKey, Text: settings.FormatTemplates(all)})
}

// SaveTemplate keeps the draft under a name, in place of one so called.
func (m *Forms) SaveTemplate() {
	if m.unread() {
		return
	}
	t := settings.Template{Name: strings.TrimSpace(m.Draft.Name), Operation: m.Draft.Op}
	for _, i := range m.Draft.Live() {
		if r := m.Draft.Rows[i]; r.Key != "" {
			t.Rows = append(t.Rows, settings.Row{Key: r.Key, Type: r.Kind, Text: r.Text})
		}
	}
	if t.Name == "" || t.Rows == nil {
		m.Draft.Failed = "A template needs a name, and a row with a key."
		return
	}
	kept := slices.DeleteFunc(slices.Clone(m.Templates), func(o settings.Template) bool { return o.Name == t.Name })
	m.keepTemplates(append(kept, t))
	m.Say("Template " + t.Name + " saved")
}

// ForgetTemplate forgets the n-th template.
func (m *Forms) ForgetTemplate(n int) {
	if n >= 0 && n < len(m.Templates) {
		m.keepTemplates(slices.Delete(slices.Clone(m.Templates), n, n+1))
	}
}

// UseTemplate fills the form with the n-th template.
func (m *Forms) UseTemplate(n int) {
	if n >= 0 && n < len(m.Templates) {
		t := m.Templates[n]
		rows := make([]draft.Row, len(t.Rows))
		for i, r := range t.Rows {
			rows[i] = draft.Row{Key: r.Key, Kind: r.Type, Text: r.Text}
		}
		m.StartDraft(m.Draft.OpenedIn, t.Operation, rows...)
		m.Draft.Name, m.Draft.Listing = t.Name, true
		m.SetText("#template-name", t.Name)
	}
}
