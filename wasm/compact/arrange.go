package main

import (
	"bytes"
	"encoding/binary"
	"errors"
)

// The description of a function leads to its name, to its tables by program counter
// and to its other data by offsets, and nobody else does but inlined calls to names.
// So these can be laid out anew: first those that are led to more than once; behind
// them, in the order of the offsets, all that only one function leads to. Where one
// of the latter is follows from the one before, so its offset is not written down,
// and the program counts when it starts.

// firsts are where in names, pctab and gofunc those begin that are counted.
type firsts struct{ name, table, object int }

// arrange lays out anew what the functions lead to.
func (t tables) arrange(o objects) (first firsts, err error) {
	if first.name, err = t.arrangeNames(o); err != nil {
		return first, err
	}
	if first.table, err = t.arrangeTables(); err != nil {
		return first, err
	}
	first.object, err = t.arrangeObjects(o)
	return first, err
}

// The names of functions whose own ones the stack of a panic leaves out.
const (
	compares = "type:.eq."
	unseen   = "runtime.unseen"
)

// shown are functions of the runtime whose names programs or stacks look for.
var shown = map[string]bool{"gopanic": true, "main": true, "goexit": true}

// counted stands for an offset to what ends with its first zero, not looking at the
// first byte. One to an object is the length of that, negated.
const counted = -1

func untilZero(*part) int { return counted }

func (t tables) arrangeNames(o objects) (first int, err error) {
	p := newPool()
	name := func(offset int) ([]byte, error) {
		if offset >= len(t.names) {
			return nil, errTables
		}
		n := bytes.IndexByte(t.names[offset:], 0)
		if n < 1 {
			return nil, errTables
		}
		return printed(t.names[offset : offset+n]), nil
	}
	refer := func(offset []byte, times int) error {
		at := word(offset, 0)
		if at == 0 { // no name
			return nil
		}
		name, err := name(at)
		p.refer(offset, append(name, 0), times)
		return err
	}
	err = t.columns(function.name, func(offset []byte) error { return refer(offset, 1) })
	for call := range o.inlinedCalls() {
		err = errors.Join(err, refer(call[inlinedName:inlinedName+4], written))
	}
	if err != nil {
		return 0, err
	}
	return p.layOut(t.names, 1, untilZero)
}

// printed is a name without the arguments of types, in whose place the runtime writes
// three dots wherever it shows a name. What the stack of a panic leaves out is called by
// one name: the functions of the runtime that it does not export, but for those that
// begin a goroutine or end a panic's own part of the stack, and what compares the values
// of a type.
func printed(name []byte) []byte {
	if bytes.HasPrefix(name, []byte(compares)) {
		return []byte(compares)
	}
	if local, ok := bytes.CutPrefix(name, []byte("runtime.")); ok && local[0] >= 'a' && !shown[string(local)] {
		return []byte(unseen)
	}
	i, j := bytes.IndexByte(name, '['), bytes.LastIndexByte(name, ']')
	if i < 0 || j < i {
		return bytes.Clone(name)
	}
	return join(name[:i+1], name[j:])
}

func (t tables) arrangeTables() (first int, err error) {
	p := newPool()
	refer := func(offset []byte) error {
		at := word(offset, 0)
		if at == 0 { // no table
			return nil
		}
		table, err := t.table(at)
		if err == nil && bytes.IndexByte(table[1:], 0) != len(table)-2 {
			err = errTables
		}
		p.refer(offset, table, 1)
		return err
	}
	if err := errors.Join(t.columns(function.frame, refer), t.columns(function.pcdata, refer)); err != nil {
		return 0, err
	}
	return p.layOut(t.pctab, 1, untilZero)
}

func (t tables) arrangeObjects(o objects) (first int, err error) {
	p := newPool()
	err = t.columns(function.funcdata, func(offset []byte) error {
		if at := word(offset, 0); at != noFuncData {
			object := o.object(at)
			p.refer(offset, join(object, make([]byte, -len(object)&3)), 1) // as aligned as they were
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return p.layOut(t.gofunc, 0, func(o *part) int { return -len(o.data) })
}

// columns calls see for the first offset of a kind of all functions, then for the
// second of all, and so on.
func (t tables) columns(kind func(function) []byte, see func(offset []byte) error) error {
	for n := range mostOffsets {
		for i := range t.nfunc {
			f, err := t.function(i)
			if err != nil {
				return err
			}
			if list := kind(f); 4*n < len(list) {
				if err := see(list[4*n : 4*n+4]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// A pool holds what offsets lead to, each once, in the order of the first offset.
type pool struct {
	known   map[string]*part
	parts   []*part
	offsets []reference
}

type part struct {
	data  string
	times int // that it is led to
	at    int
}

type reference struct {
	offset []byte
	part   *part
}

// written is how often a part is led to whose offset has to be written down.
const written = 2

func newPool() *pool { return &pool{known: map[string]*part{}} }

func (p *pool) refer(offset, data []byte, times int) {
	to := p.known[string(data)]
	if to == nil {
		to = &part{data: string(data)}
		p.known[to.data], p.parts = to, append(p.parts, to)
	}
	to.times += times
	p.offsets = append(p.offsets, reference{offset, to})
}

// layOut writes the parts into memory, behind a head that leads nowhere, and the
// offsets; mark is what is written for one that is counted. It returns where the
// parts begin that are.
func (p *pool) layOut(memory []byte, head int, mark func(*part) int) (first int, err error) {
	clear(memory[:head])
	end := head
	for _, several := range []bool{true, false} {
		first = end
		for _, part := range p.parts {
			if part.times > 1 != several {
				continue
			}
			if len(part.data) > len(memory)-end {
				return 0, errTables
			}
			part.at, end = end, end+copy(memory[end:], part.data)
		}
	}
	clear(memory[end:])
	for _, r := range p.offsets {
		n := r.part.at
		if r.part.times == 1 {
			n = mark(r.part)
		}
		binary.LittleEndian.PutUint32(r.offset, uint32(n))
	}
	return first, nil
}
