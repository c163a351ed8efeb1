package draft

import (
	"strings"

	"github.com/keytrail/keytrail/app/userdata"
)

// listed reads what lists userData in another way than a request does: pairs in JSON, as
// in version 3 of the API, or a line for each key, as copied from a spreadsheet or from
// the log of a T-Server.
func listed(text string, op int) Repair {
	rows, fixes := pairsIn(text), []string{"each pair becomes a key with its value"}
	if rows == nil {
		rows, fixes = linesIn(text, op)
	}
	if rows == nil {
		return Repair{}
	}
	return Repair{Text: (&Draft{Op: op, Rows: rows}).AsJSON(), Op: op, Fixes: fixes}
}

// pairsIn reads a list of objects that have a key and a value each, nil for anything else.
func pairsIn(text string) (rows []Row) {
	v, err := userdata.ParseValue(text)
	if err != nil || v.Kind() != userdata.List {
		return nil
	}
	at, valued := "", true
	leaves, _ := v.Leaves(len(text))
	for _, leaf := range leaves {
		i, name, _ := strings.Cut(strings.TrimPrefix(leaf.Path, "/"), "/")
		switch {
		case name == "key" && leaf.Value.Kind() == userdata.Text && valued:
			rows, at, valued = append(rows, Row{Key: leaf.Value.Text()}), i, false
		case name == "type" && i == at:
		case name == "value" && i == at && !valued:
			rows[len(rows)-1], valued = RowWith(rows[len(rows)-1].Key, leaf.Value), true
		default:
			return nil
		}
	}
	if !valued {
		return nil
	}
	return rows
}

// separators are what may stand between a key and its value, as a fix calls it.
var separators = [...][2]string{{"\t", "a tab"}, {"=", "="}, {";", ";"}, {",", ","}, {":", ":"}}

// linesIn reads lines that all have the same separator, or that are keys to delete.
func linesIn(text string, op int) (rows []Row, fixes []string) {
	for _, by := range separators {
		rows, fixes = nil, []string{"each line is taken as a key and its value, with " + by[1] + " between them"}
		if op == DeleteOp {
			fixes[0] = "each line is taken as a key"
		}
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); line == "" {
				continue
			}
			row, ok := rowIn(line, by[0], op)
			if !ok {
				rows = nil
				break
			}
			rows = append(rows, row)
		}
		if len(rows) > 1 && strings.EqualFold(rows[0].Key, "key") {
			return rows[1:], append(fixes, "the headings are left out")
		} else if rows != nil {
			return rows, fixes
		}
	}
	return nil, nil
}

// rowIn reads a line. Where keys have quotes, as in a log, a number without is one.
func rowIn(line, separator string, op int) (row Row, ok bool) {
	name, value, parted := strings.Cut(line, separator)
	name, _, _ = strings.Cut(name, " [") // the type in a log
	key, quoted := unquoted(name)
	if key == "" || strings.ContainsAny(key, "{}[]\"") || strings.Contains(value, "\t") || !parted && op != DeleteOp {
		return row, false
	}
	row = Row{Key: key, Kind: "number", Text: strings.TrimSpace(value)}
	if _, err := row.value(); err != nil || !quoted {
		row.Kind = "text"
		row.Text, _ = unquoted(value)
	}
	return row, true
}

// unquoted is a text without the quotes around it, and whether there were some.
func unquoted(s string) (inner string, ok bool) {
	s = strings.TrimSpace(s)
	if n := len(s); n > 1 && s[0] == s[n-1] && (s[0] == '\'' || s[0] == '"') {
		return strings.ReplaceAll(s[1:n-1], `""`, `"`), true
	}
	return s, false
}
