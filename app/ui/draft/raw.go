package draft

import (
	"errors"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/capture/mend"
	"github.com/keytrail/keytrail/app/userdata"
)

// RawField is the input of the draft as JSON.
const RawField = "#raw-draft"

// A Repair is what a text that cannot be sent as it is may have meant.
type Repair struct {
	Text  string // JSON
	Op    int    // which of the writes it is for
	Fixes []string
}

// FirstOf is the first number of a list, 0 of an empty one.
func FirstOf(list []int) int {
	if len(list) == 0 {
		return 0
	}
	return list[0]
}

// AsJSON is the draft as it would stand in the request, a line for each key; "" for
// an empty one. Placeholders stay as they are.
func (d *Draft) AsJSON() string {
	open, end := "{", "}"
	if d.Op == DeleteOp {
		open, end = "[", "]"
	}
	var lines []string
	for _, i := range d.Live() {
		r := d.Rows[i]
		if r.Key == "" {
			continue
		}
		line := "  " + userdata.TextValue(r.Key).Literal()
		if d.Op != DeleteOp {
			v, _ := r.value() // it was checked before
			line += ": " + v.Literal()
		}
		lines = append(lines, line)
	}
	if lines == nil {
		return "" // what is pasted does not stand behind anything
	}
	return open + "\n" + strings.Join(lines, ",\n") + "\n" + end
}

// ReadRows reads the rows that a JSON text stands for.
func ReadRows(text string, op int) ([]Row, error) {
	if op == DeleteOp {
		keys, err := readKeys(text)
		if err != nil {
			return nil, err
		}
		rows := make([]Row, len(keys))
		for i, k := range keys {
			rows[i] = Row{Key: k, Kind: "text"}
		}
		return AtLeastOne(rows), nil
	}
	data, err := userdata.Parse([]byte(strings.TrimSpace(text)))
	if err != nil {
		return nil, err
	}
	rows := make([]Row, 0, data.Len())
	for key, v := range data.All() {
		rows = append(rows, RowWith(key, v))
	}
	return AtLeastOne(rows), nil
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

// AtLeastOne is rows, or one empty row.
func AtLeastOne(rows []Row) []Row {
	if len(rows) == 0 {
		return []Row{{Kind: "text"}}
	}
	return rows
}

// Carried returns what a text carries that is a request or a notification as a whole, or
// names userData alone. Its Op is op where the text asks for none of the writes.
func Carried(text string, op int) (inner Repair, ok bool) {
	data, err := userdata.Parse([]byte(strings.TrimSpace(text)))
	if err != nil {
		return Repair{}, false
	}
	inner.Op = op
	for i, o := range Operations() {
		if data.Get("operationName").Text() == o.Name {
			inner.Op = i
		}
	}
	member, kind := "userData", userdata.Object
	if inner.Op == DeleteOp {
		member, kind = "keys", userdata.List
	}
	v := data.Get(member)
	inner.Fixes = []string{"this looks like a whole message; of it only " + member + " is taken"}
	if o := Operations()[inner.Op]; inner.Op != op {
		inner.Fixes[0] = "this is a whole " + o.Name + "; what it carries is taken, and " + o.Verb + " is chosen"
	}
	whole := data.Len() == 1
	for _, name := range [...]string{"operationName", "notificationType", "statusCode", "capabilities"} {
		whole = whole || data.Get(name).Kind() != userdata.Absent
	}
	inner.Text = v.Literal()
	return inner, whole && v.Kind() == kind
}

// Repaired reads a text as tolerantly as a pasted sample: the first document in it
// that would do, or else what it lists.
func Repaired(text string, op int) Repair {
	for _, p := range mend.Repair(text, nil).Pieces {
		if p.Kind != mend.Document {
			continue
		}
		found := Repair{Text: string(p.JSON), Op: op}
		for _, f := range p.Fixes {
			found.Fixes = append(found.Fixes, "line "+strconv.Itoa(f.Line)+": "+f.Why)
		}
		if inner, ok := Carried(found.Text, op); ok {
			inner.Fixes = append(found.Fixes, inner.Fixes...)
			found = inner
		}
		if _, err := ReadRows(found.Text, found.Op); err == nil {
			if found.Fixes == nil {
				found.Fixes = []string{"the text around it is left out"}
			}
			return found
		}
	}
	return listed(text, op)
}
