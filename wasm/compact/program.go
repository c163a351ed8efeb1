package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// The sections of a program that are rewritten, as the binary format numbers
// them (WebAssembly core specification, 5.5.2).
const (
	typeSection     = 1
	importSection   = 2
	functionSection = 3
	startSection    = 8
	codeSection     = 10
	dataSection     = 11
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

// startWith adds a function without parameters and results that runs once the
// program's memory is filled, before all others (5.5.11).
func (p program) startWith(body []byte) (program, error) {
	index, err := p.importedFunctions()
	if err != nil {
		return nil, err
	}
	kind, err := p.plainType()
	if err != nil {
		return nil, err
	}
	functions, err := p.section(functionSection)
	if err != nil {
		return nil, err
	}
	code, err := p.section(codeSection)
	if err != nil {
		return nil, err
	}
	n := reader{b: functions.body}
	index += n.u()
	functions.body = appended(functions.body, binary.AppendUvarint(nil, kind))
	code.body = appended(code.body, append(binary.AppendUvarint(nil, uint64(len(body))), body...))
	at := slices.IndexFunc(p, func(s section) bool { return s.id >= startSection })
	if p[at].id == startSection {
		return nil, errors.New("the program has a function that it starts with")
	}
	return slices.Insert(p, at, section{startSection, binary.AppendUvarint(nil, index)}), n.err
}

// importedFunctions is how many there are; they come first where functions are
// numbered.
func (p program) importedFunctions() (uint64, error) {
	s, err := p.section(importSection)
	if err != nil {
		return 0, err
	}
	r := reader{b: s.body}
	n := r.u()
	for range n {
		r.take(int(r.u())) // the module's name
		r.take(int(r.u()))
		if r.byte() != 0 {
			return 0, errors.New("the program imports what is no function")
		}
		r.u()
		if r.err != nil {
			break
		}
	}
	return n, r.err
}

// plainType is the index of the type of functions without parameters and results.
func (p program) plainType() (uint64, error) {
	s, err := p.section(typeSection)
	if err != nil {
		return 0, err
	}
	r := reader{b: s.body}
	for i := range r.u() {
		r.byte() // 0x60, a function's type
		parameters, results := r.take(int(r.u())), r.take(int(r.u()))
		if r.err != nil {
			return 0, r.err
		}
		if len(parameters)+len(results) == 0 {
			return i, nil
		}
	}
	return 0, errors.New("no function of the program has neither parameters nor results")
}

// appended is a list of the binary format with one more item.
func appended(list, item []byte) []byte {
	r := reader{b: list}
	n := binary.AppendUvarint(nil, r.u()+1)
	return join(n, list[r.i:], item)
}

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

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
