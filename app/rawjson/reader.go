package rawjson

// A Reader reads the same text more than once, as a whole and object by object, and
// looks at the first long strings in it only once. The zero Reader is ready. What
// does not share its memory's end with what was read before is another text.
type Reader struct {
	end  *byte // the last byte of the memory
	long []length
}

// A length is that of a string's literal. Where the literal begins is counted from
// the end of the memory: parts of a text share that.
type length struct{ room, n int }

const (
	shortestLong = 1 << 12 // is worth being remembered
	mostLong     = 16      // are
)

// Check is the function Check for a text that nobody has looked at, or for a part of it.
func (r *Reader) Check(b []byte) error { return check(b, r) }

// Places is the function Places for the text or a part of it. It must have been checked:
// of what is no JSON it may say anything, or panic.
func (r *Reader) Places(dst []Place, b []byte, i int, object bool) (places []Place, end int, err error) {
	return allPlaces(dst, b, i, object, r)
}

// past returns the offset behind the value that begins at b[i], which was checked: it
// looks for nothing but where strings and brackets end.
func (r *Reader) past(b []byte, i int) int {
	for depth := 0; ; {
		switch b[i] {
		case '"':
			i = r.pastString(b, i)
		case '{', '[':
			i++
			depth++
			continue
		case '}', ']':
			i++
			depth--
		default:
			for i < len(b) && !delimits[b[i]] {
				i++
			}
		}
		if depth == 0 {
			return i
		}
		for b[i] == ',' || b[i] == ':' || b[i] <= ' ' {
			i++
		}
	}
}

// delimits are the bytes that end a number or a word.
var delimits = [256]bool{',': true, ']': true, '}': true, ' ': true, '\t': true, '\r': true, '\n': true}

// pastString returns the offset behind the string whose opening quote is b[i].
func (r *Reader) pastString(b []byte, i int) int {
	for at, near := i+1, min(i+32, len(b)); at < near; at++ {
		if b[at] == '"' {
			return at + 1
		}
		if b[at] == '\\' {
			break
		}
	}
	i, _ = r.str(b, i)
	return i
}

func (r *Reader) str(b []byte, i int) (end int, want string) {
	if end := &b[:cap(b)][cap(b)-1]; end != r.end {
		r.end, r.long = end, r.long[:0]
	}
	room := cap(b) - i
	for _, l := range r.long {
		if l.room == room && i+l.n <= len(b) {
			return i + l.n, ""
		}
	}
	end, want = str(b, i)
	if want == "" && end-i >= shortestLong && len(r.long) < mostLong {
		r.long = append(r.long, length{room, end - i})
	}
	return end, want
}
