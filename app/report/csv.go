package report

import (
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/userdata"
)

// WriteCSV writes the history of one key (RFC 4180): a row for each event that
// touched it, each with the session and the scope, since the format has no other
// place for them. Every cell is in quotes, and what a spreadsheet would run as a
// formula has an apostrophe in front; numbers stay numbers.
func WriteCSV(w io.Writer, head capture.Header, s Session, key string) error {
	var b strings.Builder
	writeRow(&b, "event", "time", "kind", "type", "author", "change", "path", "was kind", "was", "is kind", "is", "session", "scope")
	for _, e := range s.History.KeyHistory(key) {
		for _, c := range e.Changes {
			writeRow(&b, strconv.Itoa(e.N), stamp(e.Time), e.Kind.String(), e.Type, s.who(e, key).String(),
				c.Kind.String(), c.Path, c.Old.Kind().String(), cellOf(c.Old), c.New.Kind().String(), cellOf(c.New), s.ID, cmp.Or(head.Scope, "all"))
		}
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("report: write CSV: %w", err)
	}
	return nil
}

// cellOf is the text of a value, or its literal where that is not made of
// characters alone.
func cellOf(v userdata.Value) string {
	if !v.Faithful() {
		return v.Literal()
	}
	return v.Text()
}

// writeRow writes a row of cells, each in quotes (RFC 4180).
func writeRow(b *strings.Builder, cells ...string) {
	for i, cell := range cells {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"` + strings.ReplaceAll(cellText(cell), `"`, `""`) + `"`)
	}
	b.WriteByte('\n')
}

// cellText makes s harmless as a cell of a spreadsheet, and as several: readers
// that take the semicolon for the separator split there.
func cellText(s string) string {
	if v, err := userdata.ParseValue(s); err == nil && v.Kind() == userdata.Number && s == v.Literal() {
		return s
	}
	var b strings.Builder
	begins := true
	for _, r := range s {
		if begins && strings.ContainsRune("=+-@\t\r\n|%＝＋－＠", r) {
			b.WriteByte('\'')
		}
		b.WriteRune(r)
		begins = r == ';' || r == '\n' || r == '\r' || r == '\t' || begins && (r == ' ' || r == '"')
	}
	return b.String()
}
