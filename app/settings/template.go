package settings

import (
	"slices"
	"strconv"
	"strings"
)

// A Template is a write under a name. Its texts may hold placeholders.
type Template struct {
	Name      string
	Operation int // its number in the form: attach, update, delete
	Rows      []Row
}

// A Row is a key of a template and the text of its value, of a type as the form
// names it.
type Row struct{ Key, Type, Text string }

// Operations is how many operations there are.
const Operations = 3

// ValueTypes are the types of a row, in the order of the form.
func ValueTypes() [5]string { return [...]string{"text", "number", "true/false", "null", "JSON"} }

// FormatTemplates writes templates, a line each, every text quoted.
func FormatTemplates(all []Template) string {
	var b strings.Builder
	for _, t := range all {
		fields := []string{strconv.Quote(t.Name), strconv.Itoa(t.Operation)}
		for _, r := range t.Rows {
			fields = append(fields, strconv.Quote(r.Key), strconv.Quote(r.Type), strconv.Quote(r.Text))
		}
		b.WriteString(strings.Join(fields, "\t") + "\n")
	}
	return b.String()
}

// ParseTemplates reads what FormatTemplates wrote; a line that is none is left out.
func ParseTemplates(text string) []Template {
	var all []Template
	for line := range strings.Lines(text) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(fields) < 5 || len(fields)%3 != 2 {
			continue
		}
		t := Template{}
		op, err := strconv.Atoi(fields[1])
		t.Operation = op
		good := err == nil && op >= 0 && op < Operations
		unquote := func(s string) string {
			plain, err := strconv.Unquote(s)
			good = good && err == nil
			return plain
		}
		t.Name = unquote(fields[0])
		for i := 2; i < len(fields); i += 3 {
			r := Row{Key: unquote(fields[i]), Type: unquote(fields[i+1]), Text: unquote(fields[i+2])}
			types := ValueTypes()
			good = good && slices.Contains(types[:], r.Type)
			t.Rows = append(t.Rows, r)
		}
		if good {
			all = append(all, t)
		}
	}
	return all
}
