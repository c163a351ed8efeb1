package ui

import (
	"slices"

	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/settings"
)

// typed follows an input of the page: the form, the row and the field say which.
func (m *model) typed(form string, row int, field, text string) {
	if field == "confirm" {
		m.guard.typed = text
		return
	}
	switch form {
	case "filter":
		m.typeFilter(text)
	case "condition":
		m.addCondition(text)
	case "palette":
		m.search(text)
	case "rules", "contract", "pins":
		m.typedText = text
	case "scrubber":
		m.scrub(text)
	case "compare":
		m.compareWith(text)
	case "note":
		m.view.note = text
	case "search":
		m.searchTraffic(text)
	case "draft":
		m.typedDraft(row, field, text)
	case "connect", "signin":
		m.typedConnect(field, text)
	case "operate":
		m.typedOperation(field, text)
	case "export":
		m.typedExport(field, text)
	case "paste":
		m.pasted = text
	case "watch":
		m.setCondition(row, text)
	case "session", "find":
		m.typedSession(field, text)
	}
}

func (m *model) typedDraft(row int, field, text string) {
	switch {
	case field == "raw":
		m.typedRaw(text)
		return
	case field == "template":
		m.draft.name = text
		return
	case row < 0 || row >= len(m.draft.rows):
		return
	}
	r := &m.draft.rows[row]
	switch field {
	case "key":
		r.key = text
	case "value":
		r.text = text
	case "type":
		r.kind = text
		// The input may be another one now, which is empty.
		m.want(effect{do: setValue, target: rowField(row, "value"), text: r.text})
	}
	m.draft.failed = ""
	m.touch(draftPart)
}

func (m *model) typedConnect(field, text string) {
	f := &m.connect
	switch field {
	case "name":
		f.name = text
	case "channel-id":
		f.channelID = text
	case "profiles":
		f.text = text
	case "base":
		f.base = text
	case "user":
		f.user = text
	case "password":
		f.password = text
	case "token":
		f.token = text
	}
}

func (m *model) addRow() {
	m.draft.rows = append(m.draft.rows, draftRow{kind: "text"})
	m.want(effect{do: focusOn, target: rowField(len(m.draft.rows)-1, "key")})
	m.touch(draftPart)
}

func rowField(row int, field string) string {
	return "#draft [data-row='" + itoa(row) + "'] [data-field=" + field + "]"
}

func (m *model) removeRow(i int) {
	live := m.draft.live()
	if i < 0 || i >= len(m.draft.rows) || len(live) < 2 {
		return
	}
	m.draft.rows[i].gone = true
	m.want(effect{do: focusOn, target: "#draft [data-do=add-row]"})
	m.touch(draftPart)
}

// turn chooses the next choice of a radio group, as arrow keys do.
func (m *model) turn(group string, by int) bool {
	switch group {
	case "operation":
		m.turnOperation(by)
	case "auth":
		m.connect.auth = settings.Auth((int(m.connect.auth) + by + 3) % 3)
		m.touch(draftPart)
	default:
		return m.turnChoice(group, by)
	}
	m.want(effect{do: focusOn, target: "[data-do=" + group + "][aria-checked=true]"})
	return true
}

// startDraft replaces the draft. The new inputs are empty, as their text is
// theirs alone; it is written into them once they are in the page.
func (m *model) startDraft(session string, op int, rows ...draftRow) {
	if was := m.draft; !was.blank() && !was.sent {
		m.before = &was
	}
	d := newDraft(m.draft.gen + 1)
	d.op, d.rows, d.now = op, slices.Clone(rows), m.wall
	m.draft = d
	m.bindDraft(session)
	m.show(subject{panel: writePanel})
	m.refill()
	m.want(effect{do: scrollUp, target: "#detail"})
	m.touch(draftPart, headPart, proofPart, inspectorPart)
}

// swapDraft brings back what was in the form before, and keeps what is in it now.
func (m *model) swapDraft() {
	if m.before == nil || m.draft.sent {
		return
	}
	was := m.draft
	m.draft, m.before = *m.before, nil
	m.draft.gen = was.gen + 1
	if !was.blank() {
		m.before = &was
	}
	m.refill()
	m.want(effect{do: focusOn, target: rowField(firstOf(m.draft.live()), "key")})
	m.touch(draftPart, proofPart)
}

// submitWrite sends the draft, or shows what is wrong with it.
func (m *model) submitWrite() {
	d := &m.draft
	x := m.draftSession()
	if x == nil || d.sent || m.refused(x, d.op, m.say) {
		return
	}
	d.tried, d.now = true, m.wall
	m.touch(draftPart)
	if why, off := d.obstacle(x); off {
		target := rowField(firstOf(d.live()), "key")
		if errs := d.errors(); len(errs) > 0 {
			target = rowField(errs[0].row, errs[0].field)
		}
		m.want(effect{do: focusOn, target: either(d.raw, rawField, target)})
		m.say(orElse(why, nothingYet))
		return
	}
	if n := len(m.conflicts(m.foresight())); n > 0 && !d.warned {
		d.warned, d.failed = true, plural(n, "key")+" changed since you opened this form. Decide above, or send again to write yours."
		return
	}
	if d.failed = m.refusal(x); d.failed != "" {
		m.want(effect{do: focusOn, target: "#draft .guard input, #draft .guard button"})
		return
	}
	m.passed()
	d.sent, d.failed, d.target, d.after = true, "", x.ID, lastWrite(x.Writes)
	m.send(d.command(x.ID))
}

func lastWrite(all []*proof.Proof) int {
	if len(all) == 0 {
		return 0
	}
	return all[len(all)-1].Write.N
}

// settle looks whether the reply to the draft has come: accepted, the form is
// cleared for the next write; refused, the draft stays for another attempt.
func (m *model) settle() {
	d := &m.draft
	x := m.state.Session(d.target)
	if !d.sent || x == nil {
		return
	}
	for _, p := range x.Writes {
		if p.Write.N <= d.after {
			continue
		}
		switch {
		case p.Verdict == proof.Rejected:
			d.sent, d.failed = false, "The write was not accepted. Nothing you typed is lost."
			m.alert(rejection(p), "")
		case p.Lost:
			d.sent, d.failed = false, "Whether the write was carried out is not known. Nothing you typed is lost; look before you send it again."
			m.alert(rejection(p), "")
		case p.Reply == nil && p.Verdict != proof.Waiting:
			d.sent, d.failed = false, "No reply came. Nothing you typed is lost."
		case p.Reply != nil:
			was := *d
			m.draft = newDraft(was.gen + 1)
			m.draft.op, m.draft.raw, m.draft.listing, m.draft.now = was.op, was.raw, was.listing, m.wall
			m.bindDraft(was.openedIn)
			m.want(effect{do: setValue, target: rawField})
			m.thenDelete(was.then)
			m.draft.target, m.draft.after = was.target, was.after // its proof stays in sight
			// The inputs are new; who was in one of the old ones goes on typing.
			m.want(effect{do: focusLost, target: rowField(0, "key")})
		}
		return
	}
}

// scrub follows the scrubber; its end is the newest state.
func (m *model) scrub(text string) {
	m.stopPlaying()
	n := atoi(text)
	if n >= m.scene.last {
		n = 0
	}
	if n != m.view.at {
		m.review(n)
	}
}
