package capture

import "encoding/binary"

// encode returns edits in one piece of memory, in which the garbage collector
// has nothing to look for: what is kept of a long day are mostly edits.
func encode(edits []edit) string {
	var b []byte
	for _, e := range edits {
		b = binary.AppendUvarint(b, uint64(e.n))
		if e.n == 0 {
			b = binary.AppendUvarint(b, uint64(len(e.text)))
			b = append(b, e.text...)
			continue
		}
		b = binary.AppendUvarint(b, uint64(e.at))
		b = binary.AppendUvarint(b, uint64(e.from))
	}
	return string(b)
}

// decode returns the edits that encode had. Their texts are parts of s.
func decode(s string) (edits []edit) {
	b := []byte(s)
	number := func() int {
		v, n := binary.Uvarint(b)
		b = b[n:]
		return int(v)
	}
	for len(b) > 0 {
		e := edit{n: number()}
		if e.n == 0 {
			length := number()
			at := len(s) - len(b)
			e.text, b = s[at:at+length], b[length:]
		} else {
			e.at, e.from = number(), number()
		}
		edits = append(edits, e)
	}
	return edits
}
