package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// The sections of a program that are rewritten, as the binary format numbers
// them (WebAssembly core specification, 5.5.2).
const (
	codeSection = 10
	dataSection = 11
)

// A program is a WebAssembly module taken apart into its sections, which keep
// their order.
type program []section

type section struct {
	id   byte
	body []byte
}

var preamble = []byte("\x00asm\x01\x00\x00\x00")

var errTruncated = errors.New("the program ends within a section")

func parseProgram(wasm []byte) (program, error) {
	rest, ok := bytes.CutPrefix(wasm, preamble)
	if !ok {
		return nil, errors.New("this is no WebAssembly program of version 1")
	}
	var p program
	r := reader{b: rest}
	for r.i < len(r.b) {
		id := r.byte()
		p = append(p, section{id, r.take(int(r.u()))})
		if r.err != nil {
			return nil, r.err
		}
	}
	return p, nil
}

func (p program) encode() []byte {
	out := bytes.Clone(preamble)
	for _, s := range p {
		out = append(out, s.id)
		out = binary.AppendUvarint(out, uint64(len(s.body)))
		out = append(out, s.body...)
	}
	return out
}

// section returns the only section with an id.
func (p program) section(id byte) (*section, error) {
	for i := range p {
		if p[i].id == id {
			return &p[i], nil
		}
	}
	return nil, fmt.Errorf("the program has no section %d", id)
}

// A reader reads the numbers of the binary format. After an error it returns
// zeros.
type reader struct {
	b   []byte
	i   int
	err error
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.b)-r.i {
		r.err, r.i = errTruncated, len(r.b)
		return nil
	}
	r.i += n
	return r.b[r.i-n : r.i]
}

func (r *reader) byte() byte {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

// u reads an unsigned number. The linker writes the indices of functions as
// signed ones; they are not negative, and read the same.
func (r *reader) u() uint64 {
	n, used := binary.Uvarint(r.b[r.i:])
	if used <= 0 {
		r.err, r.i = errTruncated, len(r.b)
		return 0
	}
	r.i += used
	return n
}

// s reads a signed number (LEB128, 5.2.2).
func (r *reader) s() int64 {
	var n int64
	for shift := uint(0); ; shift += 7 {
		c := r.byte()
		n |= int64(c&0x7f) << shift
		if c < 0x80 {
			if c&0x40 != 0 && shift+7 < 64 {
				n |= -1 << (shift + 7)
			}
			return n
		}
		if shift > 63 {
			r.err, r.i = errTruncated, len(r.b)
			return 0
		}
	}
}

func appendS(b []byte, n int64) []byte {
	for {
		c := byte(n & 0x7f)
		n >>= 7
		if n == 0 && c&0x40 == 0 || n == -1 && c&0x40 != 0 {
			return append(b, c)
		}
		b = append(b, c|0x80)
	}
}
