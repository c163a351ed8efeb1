package redact

import (
	"bytes"

	"github.com/keytrail/keytrail/app/capture/redact/find"
	"github.com/keytrail/keytrail/app/rawjson"
)

// headings returns the labels that a list of names gives to the columns of the rows
// beside or below it, nil for none; titled is true where objects have the names, and
// rows where there are lists of lists besides. Without, two names of which the first
// tells are a pair.
func (r *rewriter) headings(raw []byte, titled, rows bool) (heads []find.Label) {
	if raw[0] != '[' || len(raw) > 8<<10 {
		return nil
	}
	places, _, err := rawjson.Places(nil, raw, 0, false)
	found, names := false, []string(nil)
	for i, p := range places {
		text, ok := shortText(raw[p.Value:p.End])
		if titled && !ok && raw[p.Value] == '{' {
			text, ok = r.title(raw[p.Value:p.End])
		}
		if !ok {
			return nil
		}
		heads, names = append(heads, r.m.names.Label(text, r.m.redact)), append(names, text)
		found = found || heads[i] != find.None && (rows || i > 0 || len(places) > 2)
	}
	if err != nil || !found {
		return nil
	}
	r.m.names.Columns(heads, names, r.m.redact)
	return heads
}

// hasRows reports whether another member of an object than that at at is a list of lists.
func hasRows(raw []byte, places []rawjson.Place, at int) bool {
	for i, p := range places[:min(len(places), 32)] {
		if value := raw[p.Value:p.End]; i != at && value[0] == '[' {
			if inside := bytes.TrimLeft(value[1:], " \t\r\n"); len(inside) > 0 && inside[0] == '[' {
				return true
			}
		}
	}
	return false
}

// title returns the name that an object has as a member: that of a column.
func (r *rewriter) title(raw []byte) (name string, ok bool) {
	places, _, _ := rawjson.Places(nil, raw, 0, true)
	for _, p := range places {
		if !ok && r.m.key(raw[p.Key:p.KeyEnd]).Role == find.Naming {
			name, ok = shortText(raw[p.Value:p.End])
		}
	}
	return name, ok
}

// table returns the labels of columns that one member of an object names for
// the lists in the others, and which member that is.
func (r *rewriter) table(raw []byte, places []rawjson.Place) (heads []find.Label, at int) {
	lists := 0
	for _, p := range places[:min(len(places), 32)] {
		if raw[p.Value] == '[' {
			lists++
		}
	}
	if lists < 2 {
		return nil, -1
	}
	for _, titled := range [...]bool{false, true} { // lists of names come before those of objects with one
		for i, p := range places[:min(len(places), 32)] {
			rows := raw[p.Value] == '[' && hasRows(raw, places, i)
			if heads = r.headings(raw[p.Value:p.End], titled, rows); heads != nil && (!titled || rows) {
				return heads, i
			}
		}
	}
	return nil, -1
}
