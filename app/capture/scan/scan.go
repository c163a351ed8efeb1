// Package scan reads a text that arrives in slices: as UTF-8 whatever it was
// written in, in whole lines where a container has cut them, and up to the end of
// a JSON value however broken that is.
//
// Start with [UTF8], [Lines] and [Scanner].
//
// The one rule: how a text is cut into slices makes no difference.
//
// It does not say whether a value is JSON.
package scan

import (
	"strings"
	"unsafe"

	"github.com/keytrail/keytrail/app/capture/stamp"
)

// A Scanner finds the end of a JSON value that arrives in slices. It looks at
// strings and brackets only, so that broken values have an end, too. It
// continues where it stopped and starts anew behind each end.
type Scanner struct {
	Pos   int  // the bytes before it were looked at
	depth int  // open brackets
	quote byte // of the open string, 0 outside of one
	prior byte // the last byte outside of strings that is no blank
}

// A State says how the search for an end went.
type State uint8

// The states.
const (
	More   State = iota // the value goes on behind the text
	Whole               // its brackets are closed
	Broken              // the text ended, or another line of a log began
)

// Value looks for the end of the value that text begins with. last says that
// nothing follows.
func (s *Scanner) Value(text string, last bool) (end int, state State) {
	for ; s.Pos < len(text); s.Pos++ {
		c := text[s.Pos]
		if c == '\n' {
			begins, known := logLine(text[s.Pos+1:], last)
			if !known {
				return 0, More
			}
			if begins {
				return s.stop(s.Pos, Broken)
			}
		}
		if s.quote != 0 {
			s.inside(text, c)
			continue
		}
		s.outside(c)
		if s.depth == 0 {
			return s.stop(s.Pos+1, Whole)
		}
	}
	if !last {
		return 0, More
	}
	return s.stop(len(text), Broken)
}

func (s *Scanner) stop(end int, state State) (int, State) {
	*s = Scanner{}
	return end, state
}

// inside looks at a byte of a string. Most of a message is strings, so it moves
// on to the next byte that matters.
func (s *Scanner) inside(text string, c byte) {
	switch c {
	case s.quote:
		s.quote, s.prior = 0, c
		return
	case '\\':
		s.Pos++
		return
	}
	window := text[s.Pos+1 : min(len(text), s.Pos+4096)]
	stops := [...]byte{s.quote, '\\', '\n'}
	n := strings.IndexAny(window, string(stops[:]))
	if n < 0 {
		n = len(window)
	}
	s.Pos += n
}

func (s *Scanner) outside(c byte) {
	switch c {
	case '"':
		s.quote = c
	case '\'':
		if strings.IndexByte("{[,:uUbBrR", s.prior) >= 0 {
			s.quote = c
		}
	case '{', '[':
		s.depth++
	case '}', ']':
		s.depth--
	}
	if c != ' ' && c != '\n' && c != '\r' && c != '\t' {
		s.prior = c
	}
}

// logLine reports whether rest begins with a timestamp, as the lines of logs
// do, and whether enough of it is there to tell.
func logLine(rest string, last bool) (begins, known bool) {
	if len(rest) < stamp.Longest && !last && strings.IndexByte(rest, '\n') < 0 {
		return false, false
	}
	line, _, _ := strings.Cut(rest[:min(len(rest), stamp.Longest)], "\n")
	_, at, ok := stamp.In(line)
	return ok && at <= 1, true
}

// View is text without a copy of it, for as long as nobody changes it.
func View(text []byte) string { return unsafe.String(unsafe.SliceData(text), len(text)) }
