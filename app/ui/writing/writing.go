package writing

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// TypedDraft takes in what was typed into the form of a write.
func (m *Forms) TypedDraft(row int, field, text string) {
	switch {
	case field == "raw":
		m.typedRaw(text)
		return
	case field == "template":
		m.Draft.Name = text
		return
	case row < 0 || row >= len(m.Draft.Rows):
		return
	}
	r := &m.Draft.Rows[row]
	switch field {
	case "key":
		r.Key = text
	case "value":
		r.Text = text
	case "type":
		r.Kind = text
		// The input may be another one now, which is empty.
		m.SetText(RowField(row, "value"), r.Text)
	}
	m.Draft.Failed = ""
}

// AddRow adds a row to the form.
func (m *Forms) AddRow() {
	m.Draft.Rows = append(m.Draft.Rows, draft.Row{Kind: "text"})
	m.Focus(RowField(len(m.Draft.Rows)-1, "key"))
}

// RowField selects a field of a row of the form.
func RowField(row int, field string) string {
	return "#draft [data-row='" + strconv.Itoa(row) + "'] [data-field=" + field + "]"
}

// RemoveRow takes a row out of the form. The only one stays, and is empty.
func (m *Forms) RemoveRow(i int) {
	if i < 0 || i >= len(m.Draft.Rows) || m.Draft.Rows[i].Gone {
		return
	}
	if len(m.Draft.Live()) == 1 {
		m.Draft.Rows[i] = draft.Row{Kind: "text"}
		m.fillRow(i)
		return
	}
	m.Draft.Rows[i].Gone = true
	m.Focus("#draft [data-do=add-row]")
}

// StartDraft replaces the draft. The new inputs are empty, as their text is
// theirs alone; it is written into them once they are in the page.
func (m *Forms) StartDraft(session string, op int, rows ...draft.Row) {
	if was := m.Draft; !was.Blank() && !was.Sent {
		m.Before = &was
	}
	d := draft.New(m.Draft.Gen + 1)
	d.Op, d.Rows, d.Now = op, slices.Clone(rows), m.Wall
	m.Draft = d
	m.bindDraft(session)
	m.Show(scene.Subject{Panel: scene.WritePanel})
	m.Refill()
	m.Want(stage.Effect{Do: stage.ScrollUp, Target: "#detail"})
}

// SwapDraft brings back what was in the form before, and keeps what is in it now.
func (m *Forms) SwapDraft() {
	if m.Before == nil || m.Draft.Sent {
		return
	}
	was := m.Draft
	m.Draft, m.Before = *m.Before, nil
	m.Draft.Gen = was.Gen + 1
	if !was.Blank() {
		m.Before = &was
	}
	m.Refill()
	m.Focus(RowField(draft.FirstOf(m.Draft.Live()), "key"))
}

// SubmitWrite sends the draft, or shows what is wrong with it.
func (m *Forms) SubmitWrite() {
	d := &m.Draft
	x := m.DraftSession()
	if x == nil || d.Sent || m.refused(x, d.Op, m.Say) {
		return
	}
	d.Tried, d.Now = true, m.Wall
	if why, off := d.Obstacle(x); off {
		target := RowField(draft.FirstOf(d.Live()), "key")
		if errs := d.Errors(); len(errs) > 0 {
			target = RowField(errs[0].Row, errs[0].Field)
		}
		m.Focus(wording.Either(d.Raw, draft.RawField, target))
		m.Say(cmp.Or(why, draft.NothingYet))
		return
	}
	if n := len(m.Conflicts(m.Foresight())); n > 0 && !d.Warned {
		d.Warned, d.Failed = true, wording.Plural(n, "key")+" changed since you opened this form. Decide above, or send again to write yours."
		return
	}
	if d.Failed = m.refusal(x); d.Failed != "" {
		m.Focus("#draft .guard input, #draft .guard button")
		return
	}
	m.Passed()
	d.Sent, d.Failed, d.Target, d.After = true, "", x.ID, draft.LastWrite(x.Writes)
	m.Send(d.Command(x.ID))
}

// A doubt is the alert that says so, of the first write to a session after another.
type doubt struct {
	alert   int
	session string
	after   int
}

// endDoubt takes back what was said of a write without a reply, once a
// notification has shown it.
func (m *Forms) endDoubt() {
	x := m.State.Session(m.doubt.session)
	if x == nil {
		return
	}
	if p := draft.WriteAfter(x.Writes, m.doubt.after); p == nil || p.Lost {
		return
	}
	m.Dismiss(m.doubt.alert)
	if m.Draft.Failed == inDoubt("the write") {
		m.Draft.Failed = "A notification has shown it since: the proof below says what became of the write. What you typed is still here."
	}
	m.doubt = doubt{}
}

// takeReply looks whether the reply to the draft has come: accepted, the form is
// cleared for the next write; refused, the draft stays for another attempt.
func (m *Forms) takeReply() {
	d := &m.Draft
	x := m.State.Session(d.Target)
	if !d.Sent || x == nil {
		return
	}
	switch p := draft.WriteAfter(x.Writes, d.After); {
	case p == nil:
	case p.Verdict == proof.Rejected || p.Lost || p.Reply == nil && p.Verdict != proof.Waiting:
		d.Sent, d.Failed = false, m.failed(p, "the write")
		if p.Lost {
			m.doubt = doubt{m.Notices.Alerts[len(m.Notices.Alerts)-1].N, d.Target, d.After}
		}
	case p.Reply != nil:
		was := *d
		m.Draft = draft.New(was.Gen + 1)
		m.Draft.Op, m.Draft.Raw, m.Draft.Listing, m.Draft.Now = was.Op, was.Raw, was.Listing, m.Wall
		m.bindDraft(was.OpenedIn)
		m.SetText(draft.RawField, "")
		m.thenDelete(was.Then)
		m.Draft.Target, m.Draft.After = was.Target, was.After // its proof stays in sight
		// The inputs are new; who was in one of the old ones goes on typing.
		m.Want(stage.Effect{Do: stage.FocusLost, Target: RowField(0, "key")})
	}
}

// The three writes follow what the session offers: one that it does not take can
// neither be chosen nor be sent, and says why.

// SetOperation chooses one of the three writes of the form.
func (m *Forms) SetOperation(op int) {
	if op < draft.AttachOp || op > draft.DeleteOp || m.refused(m.DraftSession(), op, m.Say) {
		return
	}
	m.Draft.Op = op
	if m.Draft.RawErr != "" {
		m.typedRaw(m.Draft.RawText) // it may be what this one takes
	}
	m.rewrite()
	m.Want(stage.Effect{Do: stage.FocusLost, Target: "#draft [data-do=operation][aria-checked=true]"})
}

// TurnOperation chooses the next of the three writes that the session takes.
func (m *Forms) TurnOperation(by int) {
	for next := m.Draft.Op; ; {
		if next = (next + by + 3) % 3; next == m.Draft.Op || draft.Closed(m.DraftSession(), draft.Operations()[next].Name) == "" {
			m.SetOperation(next)
			return
		}
	}
}

// EditKey starts an update of the selected key with its present value.
func (m *Forms) EditKey() {
	v := m.Selected()
	if v.Kind() == userdata.Absent || m.refused(m.Scene.Session, draft.UpdateOp, m.Alert) {
		return
	}
	m.StartDraft(m.View.Session, draft.UpdateOp, draft.RowWith(m.View.Key, v))
	m.Focus(RowField(0, "value"))
}

// refused tells why the session does not take one of the three writes, if so.
// Where the reason is in sight already, it is enough to say it.
func (m *Forms) refused(x *book.Session, op int, tell func(string)) bool {
	why := draft.Closed(x, draft.Operations()[op].Name)
	if why != "" {
		tell(why)
	}
	return why != ""
}

// DeleteKey starts a deletion of the selected key. It sends nothing.
func (m *Forms) DeleteKey() {
	if m.Selected().Kind() != userdata.Absent && !m.refused(m.Scene.Session, draft.DeleteOp, m.Alert) {
		m.StartDraft(m.View.Session, draft.DeleteOp, draft.Row{Key: m.View.Key, Kind: "text"})
		m.Focus("#draft [type=submit]")
	}
}

// nowData is the data of the session that the form writes to, as it is now.
func (m *Forms) nowData() *userdata.Map {
	if x := m.DraftSession(); x != nil {
		return x.Data
	}
	return nil
}
