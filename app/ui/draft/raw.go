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

// A Repair is what a text that is no JSON may have meant.
type Repair struct {
	Text  string // JSON
	Fixes []string
}

// FirstOf is the first number of a list, 0 of an empty one.
func FirstOf(list []int) int {
	if len(list) == 0 {
		return 0
	}
	return list[0]
}

// AsJSON is the draft as it would stand in the request, a line for each key.
// Placeholders stay as they are.
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
		return open + end
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

// PayloadOf returns the userData inside a text that is a request or a
// notification as a whole, or names userData alone.
func PayloadOf(text string) (inner string, ok bool) {
	data, err := userdata.Parse([]byte(strings.TrimSpace(text)))
	if err != nil {
		return "", false
	}
	v := data.Get("userData")
	whole := data.Len() == 1
	for _, name := range [...]string{"operationName", "notificationType", "statusCode", "capabilities"} {
		whole = whole || data.Get(name).Kind() != userdata.Absent
	}
	return v.Literal(), whole && v.Kind() == userdata.Object
}

// Repaired reads a text as tolerantly as a pasted sample: the first document in it
// that would do.
func Repaired(text string, op int) Repair {
	for _, p := range mend.Repair(text, nil).Pieces {
		if p.Kind != mend.Document {
			continue
		}
		found := Repair{Text: string(p.JSON)}
		for _, f := range p.Fixes {
			found.Fixes = append(found.Fixes, "line "+strconv.Itoa(f.Line)+": "+f.Why)
		}
		if inner, ok := PayloadOf(found.Text); ok {
			found.Text = inner
			found.Fixes = append(found.Fixes, "only the userData of the message is taken")
		}
		if _, err := ReadRows(found.Text, op); err == nil {
			if found.Fixes == nil {
				found.Fixes = []string{"the text around it is left out"}
			}
			return found
		}
	}
	return Repair{}
}
