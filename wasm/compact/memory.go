package main

import (
	"encoding/binary"
	"errors"
	"slices"
)

// An image is what the memory of a program holds when it starts, from base on.
type image struct {
	base int
	data []byte
}

// The parts of a data segment's head: memory 0, i32.const, end (5.5.14).
const (
	i32Const = 0x41
	end      = 0x0b
)

// readImage lays the segments of a data section out in memory.
func readImage(body []byte) (image, error) {
	type segment struct {
		at   int
		data []byte
	}
	var segments []segment
	r := reader{b: body}
	for n := r.u(); n > 0; n-- {
		memory, op, at := r.u(), r.byte(), int(r.s())
		if memory != 0 || op != i32Const || r.byte() != end {
			return image{}, errors.New("a data segment is not placed by a constant")
		}
		segments = append(segments, segment{at, r.take(int(r.u()))})
		if r.err != nil {
			return image{}, r.err
		}
	}
	if len(segments) == 0 {
		return image{}, errors.New("the program has no data")
	}
	slices.SortFunc(segments, func(a, b segment) int { return a.at - b.at })
	last := segments[len(segments)-1]
	base := segments[0].at &^ 7 // so that what is aligned in memory is aligned here
	m := image{base, make([]byte, last.at+len(last.data)-base)}
	for i, s := range segments {
		if i > 0 && s.at < segments[i-1].at+len(segments[i-1].data) {
			return image{}, errors.New("data segments overlap")
		}
		copy(m.data[s.at-m.base:], s.data)
	}
	return m, nil
}

// gap is the number of zeros for which a new segment is begun. The linker does
// so after eight, which is the size of a segment's head; but a head does not
// compress, and zeros do.
const gap = 512

// section writes the image as segments between runs of zeros.
func (m image) section() []byte {
	var out []byte
	n := 0
	for at := 0; at < len(m.data); {
		if m.data[at] == 0 {
			at++
			continue
		}
		stop, zeros := at, 0
		for i := at; i < len(m.data) && zeros < gap; i++ {
			if m.data[i] == 0 {
				zeros++
			} else {
				stop, zeros = i+1, 0
			}
		}
		out = append(out, 0, i32Const)
		out = append(appendS(out, int64(m.base+at)), end)
		out = binary.AppendUvarint(out, uint64(stop-at))
		out = append(out, m.data[at:stop]...)
		at = stop
		n++
	}
	return append(binary.AppendUvarint(nil, uint64(n)), out...)
}
