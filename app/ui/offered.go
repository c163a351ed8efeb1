package ui

import (
	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/userdata"
)

// The three writes follow what the session offers: one that it does not take can
// neither be chosen nor be sent, and says why.

func (m *model) setOperation(op int) {
	if op < attachOp || op > deleteOp || m.refused(m.draftSession(), op, m.say) {
		return
	}
	m.draft.op = op
	m.want(effect{do: focusLost, target: "#draft [data-do=operation][aria-checked=true]"})
	m.touch(draftPart)
}

// turnOperation chooses the next of the three writes that the session takes.
func (m *model) turnOperation(by int) {
	for next := m.draft.op; ; {
		if next = (next + by + 3) % 3; next == m.draft.op || closed(m.draftSession(), operations()[next].name) == "" {
			m.setOperation(next)
			return
		}
	}
}

// editKey starts an update of the selected key with its present value.
func (m *model) editKey() {
	v := m.selected()
	if v.Kind() == userdata.Absent || m.refused(m.scene.session, updateOp, m.warn) {
		return
	}
	m.startDraft(m.view.session, updateOp, rowWith(m.view.key, v))
	m.want(effect{do: focusOn, target: rowField(0, "value")})
}

// refused tells why the session does not take one of the three writes, if so.
// Where the reason is in sight already, it is enough to say it.
func (m *model) refused(x *book.Session, op int, tell func(string)) bool {
	why := closed(x, operations()[op].name)
	if why != "" {
		tell(why)
	}
	return why != ""
}

func (m *model) warn(text string) { m.alert(text, "") }

// deleteKey starts a deletion of the selected key. It sends nothing.
func (m *model) deleteKey() {
	if m.selected().Kind() != userdata.Absent && !m.refused(m.scene.session, deleteOp, m.warn) {
		m.startDraft(m.view.session, deleteOp, draftRow{key: m.view.key, kind: "text"})
		m.want(effect{do: focusOn, target: "#draft [type=submit]"})
	}
}
