package main

import (
	"bytes"
	"fmt"
)

// compact makes a program of Go's linker smaller without changing what it does:
// it straightens the jumps of its functions, clears what only the texts of
// crashes would read, and lays out its data so that they compress. It knows the
// programs of one release of Go; done is false, and the program as it was, for
// those of any other.
func compact(wasm []byte) (smaller []byte, done bool, err error) {
	p, err := parseProgram(wasm)
	if err != nil {
		return nil, false, err
	}
	if !p.ofRelease(knownRelease) {
		return wasm, false, nil
	}
	code, err := p.section(codeSection)
	if err != nil {
		return nil, false, err
	}
	if code.body, err = eachFunction(code.body, straighten); err != nil {
		return nil, false, err
	}
	data, err := p.section(dataSection)
	if err != nil {
		return nil, false, err
	}
	memory, err := readImage(data.body)
	if err != nil {
		return nil, false, err
	}
	sum, err := shorten(memory)
	if err != nil {
		return nil, false, fmt.Errorf("compacting a program of %s: %w", knownRelease, err)
	}
	data.body = memory.section()
	if p, err = p.startWith(sum); err != nil {
		return nil, false, err
	}
	return p.encode(), true, nil
}

// shorten makes the tables of functions in a program's memory smaller, and returns
// the function that has to run before all others.
func shorten(m image) (start []byte, err error) {
	t, err := findTables(m)
	if err != nil {
		return nil, err
	}
	o, err := t.dropLines()
	if err != nil {
		return nil, err
	}
	first, err := t.arrange(o)
	if err != nil {
		return nil, err
	}
	if err := t.differences(); err != nil {
		return nil, err
	}
	return t.sum(first), nil
}

const knownRelease = "go1.26"

// ofRelease reports whether the linker of a release made the program, by what
// it writes into the section of the producers.
func (p program) ofRelease(release string) bool {
	for _, s := range p {
		if s.id == 0 && bytes.HasPrefix(s.body, []byte("\x09producers")) {
			return bytes.Contains(s.body, []byte(release))
		}
	}
	return false
}
