package settings

import (
	"net/url"
	"slices"
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

// Toggle gives a key a column, or takes it away, and with it what is sorted or grouped
// by it. The columns before stay as they are.
func (b *Board) Toggle(key string) {
	b.Own = true
	i := slices.Index(b.Columns, key)
	switch {
	case i >= 0:
		b.Columns = slices.Delete(slices.Clone(b.Columns), i, i+1)
		if b.Group == "="+key {
			b.Group = ""
		}
		if b.Sort == "="+key {
			b.Sort, b.Down = "", false
		}
	case len(b.Columns) < MostColumns:
		b.Columns = append(slices.Clip(b.Columns), key)
	}
}

// Move brings the column of a key by so many places to the right and returns its
// place, -1 where that is the one before.
func (b *Board) Move(key string, by int) (to int) {
	i := slices.Index(b.Columns, key)
	to = min(max(i+by, 0), len(b.Columns)-1)
	if i < 0 || to == i {
		return -1
	}
	b.Columns, b.Own = slices.Insert(slices.Delete(slices.Clone(b.Columns), i, i+1), to, key), true
	return to
}

// Write adds a Board to the parts of an address, or of what is stored.
func (b Board) Write(v url.Values) {
	if b.Own {
		for _, key := range b.Columns {
			v.Add("column", key)
		}
		if len(b.Columns) == 0 {
			v.Set("columns", "none")
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
	b.Own = len(b.Columns) > 0 || v.Get("columns") == "none"
	b.Sort, b.Down = strings.CutPrefix(v.Get("order"), "-")
	b.Group = v.Get("group")
	return b
}

// Follow looks at the board as an address says. One without columns leaves those that
// are there, and one that says nothing leaves all.
func (b *Board) Follow(v url.Values) {
	to := ReadBoard(v)
	switch {
	case to.Own:
	case to.Sort != "" || to.Group != "":
		to.Columns, to.Own = b.Columns, b.Own
	default:
		return
	}
	*b = to
}
