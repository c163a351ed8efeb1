package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/userdata"
)

// A Comparison is two states of userData that are held against each other. Only
// states that redact.Masks.Data returned may leave.
type Comparison struct {
	A, B     string // what the two are, in words
	Old, New *userdata.Map
	Note     string // what is said below the heading, "" for nothing
}

// WriteComparison writes what differs in one of the forms "md" (a table in
// Markdown), "csv" (RFC 4180, cells harmless in a spreadsheet), "patch" (a JSON
// Patch, RFC 6902, that makes B of A) and "txt" (a line for each difference).
func WriteComparison(w io.Writer, form string, c Comparison) error {
	changes := slices.DeleteFunc(userdata.Diff(c.Old, c.New), userdata.Change.OfMap) // the order of keys is left out
	var text string
	var err error
	switch form {
	case "csv":
		text = comparedCSV(changes)
	case "patch":
		var patch []byte
		patch, err = userdata.JSONPatch(changes, c.New)
		text = string(patch) + "\n"
	case "md":
		text = c.markdown(changes)
	default:
		text = c.text(changes)
	}
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	if err != nil {
		return fmt.Errorf("report: write comparison: %w", err)
	}
	return nil
}

func comparedCSV(changes []userdata.Change) string {
	var b strings.Builder
	writeRow(&b, "change", "key", "path", "kind in A", "A", "kind in B", "B")
	for _, c := range changes {
		writeRow(&b, c.Kind.String(), c.Key, c.Path, c.Old.Kind().String(), cellOf(c.Old), c.New.Kind().String(), cellOf(c.New))
	}
	return b.String()
}

func (c Comparison) markdown(changes []userdata.Change) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Comparison\n\n- A: %s\n- B: %s\n", escape(c.A), escape(c.B))
	if c.Note != "" {
		b.WriteString("- " + escape(c.Note) + "\n")
	}
	b.WriteString("\n| Change | Key | A | B |\n|--|--|--|--|\n")
	for _, d := range changes {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", d.Kind, escape(d.Key+d.Path), shown(d.Old), shown(d.New))
	}
	return b.String()
}

// text is for a mail or a terminal; values are literals, so a line stays one.
func (c Comparison) text(changes []userdata.Change) string {
	var b strings.Builder
	fmt.Fprintf(&b, "A: %s\nB: %s\n", c.A, c.B)
	if c.Note != "" {
		b.WriteString(c.Note + "\n")
	}
	for _, d := range changes {
		name := userdata.TextValue(d.Key + d.Path).Literal()
		switch d.Kind {
		case userdata.Added:
			fmt.Fprintf(&b, "+ %s: %s\n", name, d.New.Literal())
		case userdata.Removed:
			fmt.Fprintf(&b, "- %s: %s\n", name, d.Old.Literal())
		default:
			fmt.Fprintf(&b, "~ %s: %s -> %s (%s)\n", name, d.Old.Literal(), d.New.Literal(), d.Kind)
		}
	}
	return b.String()
}
