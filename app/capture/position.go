package capture

import "bytes"

// A Position is a place in a text.
type Position struct {
	Offset int64 // in bytes from the beginning
	Line   int   // from 1
}

// Behind returns the position behind text.
func (p Position) Behind(text []byte) Position {
	return Position{Offset: p.Offset + int64(len(text)), Line: p.Line + bytes.Count(text, []byte{'\n'})}
}

// A Problem is something that opening could not read.
type Problem struct {
	Line int // from 1, 0 when unknown
	Text string
}

// A Fix is one repair: where Was stood, the JSON has Now. An empty Was is an
// insertion and an empty Now a removal.
type Fix struct {
	Offset, Line, Column int // Offset in bytes from 0; Line and Column from 1, Column in bytes
	Was, Now             string
	Why                  string // "Python's None", "trailing comma", …
}
