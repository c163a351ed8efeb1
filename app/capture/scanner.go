package capture

import "strings"

// A scanner finds the end of a JSON value that arrives in slices. It looks at
// strings and brackets only, so that broken values have an end, too. It
// continues where it stopped and starts anew behind each end.
type scanner struct {
	pos   int  // the bytes before it were looked at
	depth int  // open brackets
	quote byte // of the open string, 0 outside of one
	prior byte // the last byte outside of strings that is no blank
}

type scanState uint8

const (
	scanMore   scanState = iota // the value goes on behind the text
	scanWhole                   // its brackets are closed
	scanBroken                  // the text ended, or another line of a log began
)

// value looks at text, which begins with the value. last says that nothing
// follows.
func (s *scanner) value(text string, last bool) (end int, state scanState) {
	for ; s.pos < len(text); s.pos++ {
		c := text[s.pos]
		if c == '\n' {
			begins, known := logLine(text[s.pos+1:], last)
			if !known {
				return 0, scanMore
			}
			if begins {
				return s.stop(s.pos, scanBroken)
			}
		}
		if s.quote != 0 {
			s.inside(text, c)
			continue
		}
		s.outside(c)
		if s.depth == 0 {
			return s.stop(s.pos+1, scanWhole)
		}
	}
	if !last {
		return 0, scanMore
	}
	return s.stop(len(text), scanBroken)
}

func (s *scanner) stop(end int, state scanState) (int, scanState) {
	*s = scanner{}
	return end, state
}

// inside looks at a byte of a string. Most of a message is strings, so it moves
// on to the next byte that matters.
func (s *scanner) inside(text string, c byte) {
	switch c {
	case s.quote:
		s.quote, s.prior = 0, c
		return
	case '\\':
		s.pos++
		return
	}
	window := text[s.pos+1 : min(len(text), s.pos+4096)]
	stops := [...]byte{s.quote, '\\', '\n'}
	n := strings.IndexAny(window, string(stops[:]))
	if n < 0 {
		n = len(window)
	}
	s.pos += n
}

func (s *scanner) outside(c byte) {
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

// longestStamp is how many bytes of a line are looked at for the time that it
// begins with.
const longestStamp = 40

// logLine reports whether rest begins with a timestamp, as the lines of logs
// do, and whether enough of it is there to tell.
func logLine(rest string, last bool) (begins, known bool) {
	if len(rest) < longestStamp && !last && strings.IndexByte(rest, '\n') < 0 {
		return false, false
	}
	line, _, _ := strings.Cut(rest[:min(len(rest), longestStamp)], "\n")
	_, at, ok := timeIn(line)
	return ok && at <= 1, true
}
