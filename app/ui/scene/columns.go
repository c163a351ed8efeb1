package scene

import "github.com/keytrail/keytrail/app/settings"

// A TableColumn is one of the columns of the table.
type TableColumn int

// The columns of the table, from left to right.
const (
	glyphColumn TableColumn = iota
	KeyColumn
	ValueColumn
	typeColumn
	WasColumn
	WhenColumn
	WhoColumn
	ColumnCount
)

// ColumnNames are what the columns are called in what is kept and in class names.
var ColumnNames = [ColumnCount]string{"glyph", "key", "value", "type", "was", "when", "who"}

// A Fitting is how wide the keys' column has to be for nearly all keys of what
// the table shows. While that stays the same it only grows: a column that goes
// in and out with every notification cannot be read.
type Fitting struct {
	session string
	open    settings.ClassSet
	Chars   int
}

// The keys' column fits 95 in 100 keys, within bounds that leave the values
// their room, in steps for which columns.css has a rule.
const (
	fitPercent      = 95
	fitMin, fitMost = 12, 32
	fitStep         = 4
)

// Fit takes in how long the keys of a scene are: lengths counts them, and what
// is longer than it can tell is at its end.
func (f Fitting) Fit(session string, open settings.ClassSet, lengths *[fitMost + 1]int) Fitting {
	all, n, chars := 0, 0, 0
	for _, count := range lengths {
		all += count
	}
	for ; chars < fitMost && (n+lengths[chars])*100 < all*fitPercent; chars++ {
		n += lengths[chars]
	}
	chars = max(fitMin, (chars+fitStep-1)/fitStep*fitStep)
	if f.session == session && f.open == open {
		chars = max(chars, f.Chars)
	}
	return Fitting{session, open, chars}
}
