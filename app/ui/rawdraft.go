package ui

import (
	"errors"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/capture/mend"
	"github.com/keytrail/keytrail/app/userdata"
)

// rawField is the input of the draft as JSON.
const rawField = "#raw-draft"

// A repair is what a text that is no JSON may have meant.
type repair struct {
	text  string // JSON
	fixes []string
}

// toggleRaw shows the draft as JSON or as rows; each has what the other had.
func (m *model) toggleRaw() {
	d := &m.draft
	if !d.raw {
		for _, e := range d.errors() {
			if d.rows[e.row].key != "" || d.rows[e.row].text != "" {
				d.tried, d.failed = true, "Correct this first: "+e.text
				m.touch(draftPart)
				return
			}
		}
		d.rawText = d.asJSON()
	}
	d.raw, d.rawErr, d.repair, d.failed = !d.raw, "", repair{}, ""
	m.want(effect{do: setValue, target: rawField, text: d.rawText})
	target := rawField
	if !d.raw {
		target = rowField(firstOf(d.live()), "key")
	}
	m.want(effect{do: focusOn, target: target})
	m.touch(draftPart)
}

func firstOf(list []int) int {
	if len(list) == 0 {
		return 0
	}
	return list[0]
}

// asJSON is the draft as it would stand in the request, a line for each key.
// Placeholders stay as they are.
func (d *draft) asJSON() string {
	open, end := "{", "}"
	if d.op == deleteOp {
		open, end = "[", "]"
	}
	var lines []string
	for _, i := range d.live() {
		r := d.rows[i]
		if r.key == "" {
			continue
		}
		line := "  " + userdata.TextValue(r.key).Literal()
		if d.op != deleteOp {
			v, _ := r.value() // it was checked before
			line += ": " + v.Literal()
		}
		lines = append(lines, line)
	}
	if lines == nil {
		return open + end
	}
	return open + "\n" + strings.Join(lines, ",\n") + "\n" + end
}

// typedRaw takes the rows from a text that is being typed or was pasted. While
// it cannot be read, the rows stay as they were and nothing can be sent.
func (m *model) typedRaw(text string) {
	d := &m.draft
	d.rawText, d.repair, d.failed = text, repair{}, ""
	rows, err := readRows(text, d.op)
	d.rawErr = ""
	if err != nil {
		d.rawErr = "This cannot be sent yet: " + strings.TrimPrefix(err.Error(), "userdata: ") + "."
		d.repair = repaired(text, d.op)
	} else if inner, ok := payloadOf(text); ok {
		d.repair = repair{inner, []string{"this looks like a whole message; only its userData is taken"}}
	}
	if err == nil {
		d.rows = rows
		d.gen++
		m.refillRows()
	}
	m.touch(draftPart)
}

// refillRows writes the rows into the inputs behind the raw text.
func (m *model) refillRows() {
	for _, i := range m.draft.live() {
		m.fillRow(i)
	}
}

func readRows(text string, op int) ([]draftRow, error) {
	if op == deleteOp {
		keys, err := readKeys(text)
		if err != nil {
			return nil, err
		}
		rows := make([]draftRow, len(keys))
		for i, k := range keys {
			rows[i] = draftRow{key: k, kind: "text"}
		}
		return atLeastOne(rows), nil
	}
	data, err := userdata.Parse([]byte(strings.TrimSpace(text)))
	if err != nil {
		return nil, err
	}
	rows := make([]draftRow, 0, data.Len())
	for key, v := range data.All() {
		rows = append(rows, rowWith(key, v))
	}
	return atLeastOne(rows), nil
}

// readKeys reads a JSON list of texts.
func readKeys(text string) (keys []string, err error) {
	v, err := userdata.ParseValue(text)
	if err != nil {
		return nil, err
	}
	leaves, _ := v.Leaves(len(text))
	for _, leaf := range leaves {
		switch {
		case leaf.Path == "" && v.Kind() == userdata.List: // an empty one
		case strings.Count(leaf.Path, "/") == 1 && v.Kind() == userdata.List && leaf.Value.Kind() == userdata.Text:
			keys = append(keys, leaf.Value.Text())
		default:
			return nil, errors.New("expected a list of keys in double quotes")
		}
	}
	return keys, nil
}

func atLeastOne(rows []draftRow) []draftRow {
	if len(rows) == 0 {
		return []draftRow{{kind: "text"}}
	}
	return rows
}

// payloadOf returns the userData inside a text that is a request or a
// notification as a whole.
func payloadOf(text string) (inner string, ok bool) {
	data, err := userdata.Parse([]byte(strings.TrimSpace(text)))
	if err != nil {
		return "", false
	}
	v := data.Get("userData")
	whole := false
	for _, name := range [...]string{"operationName", "notificationType", "statusCode", "capabilities"} {
		whole = whole || data.Get(name).Kind() != userdata.Absent
	}
	return v.Literal(), whole && v.Kind() == userdata.Object
}

// repaired reads a text as tolerantly as a pasted sample: the first document in it
// that would do.
func repaired(text string, op int) repair {
	for _, p := range mend.Repair(text, nil).Pieces {
		if p.Kind != mend.Document {
			continue
		}
		found := repair{text: string(p.JSON)}
		for _, f := range p.Fixes {
			found.fixes = append(found.fixes, "line "+itoa(f.Line)+": "+f.Why)
		}
		if inner, ok := payloadOf(found.text); ok {
			found.text = inner
			found.fixes = append(found.fixes, "only the userData of the message is taken")
		}
		if _, err := readRows(found.text, op); err == nil {
			if found.fixes == nil {
				found.fixes = []string{"the text around it is left out"}
			}
			return found
		}
	}
	return repair{}
}

// useRepair takes the repaired text in place of what was typed.
func (m *model) useRepair() {
	text := m.draft.repair.text
	m.want(effect{do: setValue, target: rawField, text: text})
	m.typedRaw(text)
	m.draft.repair = repair{}
	m.want(effect{do: focusOn, target: rawField})
}

// rawForm is the draft as JSON, and what became of reading it.
func rawForm(d *draft) app.UI {
	fixes := []app.UI{}
	for _, f := range d.repair.fixes[:min(len(d.repair.fixes), 6)] {
		fixes = append(fixes, word("li", "", f))
	}
	if more := len(d.repair.fixes) - len(fixes); more > 0 {
		fixes = append(fixes, word("li", "", "and "+itoa(more)+" more"))
	}
	return when(el("div", "write-raw",
		el("textarea", "field").Attr("id", "raw-draft").Attr("rows", "6").Aria("label", "Draft as JSON").DataSet("field", "raw").
			Attr("spellcheck", "false").Aria("invalid", expanded(d.rawErr != "")).Aria("describedby", "raw-error"),
		word("p", "field-error", d.rawErr).Attr("id", "raw-error"),
		when(el("div", "write-repair",
			word("p", "", "It can be read with "+plural(len(d.repair.fixes), "repair")+":"), el("ul", "", fixes...),
			button("btn", "use-repair", "", app.Text("Use the repaired text"))), d.repair.text == "", "hidden"),
	), !d.raw, "hidden")
}
