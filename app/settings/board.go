package settings

import (
	"net/url"
	"strings"
)

// MostColumns is how many keys can stand as columns of the board.
const MostColumns = 12

// A Board is what a person has chosen of the board of all sessions. It holds
// names of keys, and never a value.
type Board struct {
	Columns []string // the keys that have columns, in their order
	Own     bool     // a person has chosen them; others are the page's and are not kept
	Sort    string   // what it is sorted by: the name of a column, or "=" and a key; "" is the usual order
	Down    bool     // the greatest first
	Group   string   // the same for what it is grouped by, "" for nothing
}

// Write adds a Board to the parts of an address, or of what is stored.
func (b Board) Write(v url.Values) {
	if b.Own {
		for _, key := range b.Columns {
			v.Add("column", key)
		}
	}
	if b.Sort != "" {
		down := ""
		if b.Down {
			down = "-"
		}
		v.Set("order", down+b.Sort)
	}
	if b.Group != "" {
		v.Set("group", b.Group)
	}
}

// ReadBoard reads what Write wrote. Of too many columns the first ones count,
// and a key counts once.
func ReadBoard(v url.Values) (b Board) {
	seen := map[string]bool{}
	for _, key := range v["column"] {
		if !seen[key] && len(b.Columns) < MostColumns {
			b.Columns = append(b.Columns, key)
		}
		seen[key] = true
	}
	b.Own = len(b.Columns) > 0
	b.Sort, b.Down = strings.CutPrefix(v.Get("order"), "-")
	b.Group = v.Get("group")
	return b
}
