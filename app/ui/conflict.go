package ui

import "github.com/keytrail/keytrail/app/userdata"

// openDraft begins the draft for the selected session.
func (m *model) openDraft() { m.bindDraft(m.view.session) }

// bindDraft has the draft write to a session, and remembers what that looks like.
func (m *model) bindDraft(session string) {
	d := &m.draft
	d.openedIn, d.kept, d.warned = session, nil, false
	d.opened = m.nowData()
}

// rowOf returns the index of the first row with that key, or -1.
func (d *draft) rowOf(key string) int {
	for _, i := range d.live() {
		if d.rows[i].key == key {
			return i
		}
	}
	return -1
}

// settleConflict deals with a key that changed under the draft: the draft's
// value stays, or the session's present one takes its place.
func (m *model) settleConflict(i int, theirs bool) {
	d := &m.draft
	if i < 0 || i >= len(d.rows) {
		return
	}
	r := &d.rows[i]
	now := m.nowData().Get(r.key)
	if d.kept == nil {
		d.kept = map[string]userdata.Value{}
	}
	d.kept[r.key] = now
	d.failed = ""
	if theirs && now.Kind() != userdata.Absent {
		*r = rowWith(r.key, now)
		m.fillRow(i)
	} else if theirs {
		m.removeRow(i)
	}
	m.want(effect{do: focusLost, target: rowField(i, "value")})
	m.touch(draftPart)
}

// useNear gives a row the key that looks much like its own.
func (m *model) useNear(i int) {
	for _, row := range m.foresight().Rows {
		if i >= 0 && m.draft.rowOf(row.Key) == i && row.Near != "" {
			m.draft.rows[i].key = row.Near
			m.fillRow(i)
			m.want(effect{do: focusLost, target: rowField(i, "key")})
			m.touch(draftPart)
		}
	}
}

// rowWith is a row of the form that holds a value as it is.
func rowWith(key string, v userdata.Value) draftRow {
	kind, text := "text", v.Text()
	switch v.Kind() {
	case userdata.Number:
		kind = "number"
	case userdata.Bool:
		kind = "true/false"
	case userdata.Null:
		kind = "null"
	case userdata.List, userdata.Object:
		kind = "JSON"
	}
	return draftRow{key: key, kind: kind, text: text}
}

// fillRow writes what the draft knows of a row into its inputs.
func (m *model) fillRow(i int) {
	r := m.draft.rows[i]
	m.want(effect{do: setValue, target: rowField(i, "key"), text: r.key})
	m.want(effect{do: setValue, target: rowField(i, "type"), text: r.kind})
	m.want(effect{do: setValue, target: rowField(i, "value"), text: r.text})
}

// refill writes the whole draft into inputs that are new.
func (m *model) refill() {
	for _, i := range m.draft.live() {
		m.fillRow(i)
	}
	m.want(effect{do: setValue, target: rawField, text: m.draft.rawText})
}
