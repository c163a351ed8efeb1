package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
)

// The linker's tables of functions tell the runtime how large each frame is,
// where its pointers are, and, for the texts of crashes, the file and the line
// of each call and the arguments. dropLines clears what only such texts read: a
// crash then names the functions and the places of the calls within them, as in
// "keytrail.foo() ?:0 +0x12", but no lines. It returns the data of functions, as
// the linker laid them out.
//
// The layout is that of runtime/symtab.go and runtime/runtime2.go of Go 1.26.
// What does not fit it exactly is refused.
func (t tables) dropLines() (objects, error) {
	kinds := map[int]int{} // by offset in gofunc: as which data it is referred to, a bit for each number
	for i := range t.nfunc {
		f, err := t.function(i)
		if err != nil {
			return objects{}, err
		}
		for n, list := 0, f.funcdata(); 4*n < len(list); n++ {
			if offset := word(list, 4*n); offset != noFuncData {
				kinds[offset] |= 1 << n
			}
		}
		f.drop()
	}
	clear(t.cutab)
	clear(t.filetab)
	o := objects{t.gofunc, slices.Sorted(maps.Keys(kinds)), kinds}
	if n := len(o.starts); n > 0 && o.starts[n-1] >= len(t.gofunc) {
		return objects{}, errTables
	}
	for call := range o.inlinedCalls() {
		clear(call[inlinedLine:])
	}
	return o, nil
}

// objects are the data in gofunc, with where each begins and what it is referred
// to as, a bit for each number.
type objects struct {
	gofunc []byte
	starts []int
	kinds  map[int]int
}

// object returns the one that begins at an offset, with what lies between it and
// the next one.
func (o objects) object(start int) []byte {
	end := len(o.gofunc)
	if i, _ := slices.BinarySearch(o.starts, start+1); i < len(o.starts) {
		end = o.starts[i]
	}
	return o.gofunc[start:end]
}

// inlinedCalls are those of all trees, each a runtime.inlinedCall.
func (o objects) inlinedCalls() iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for _, start := range o.starts {
			for call := o.object(start); o.kinds[start] == 1<<inlTree && len(call) >= inlinedCall; call = call[inlinedCall:] {
				if !yield(call[:inlinedCall:inlinedCall]) {
					return
				}
			}
		}
	}
}

// The offsets of the fields of runtime._func that are used here.
const (
	nameAt    = 4
	pcsp      = 16
	pcfile    = 20
	pcln      = 24
	npcdata   = 28
	cuOffset  = 32
	startLine = 36
	nfuncdata = 43
	funcHead  = 44

	mostOffsets = 8 // of a kind
)

// The numbers of the data of a function, as in internal/abi/symtab.go, that are
// used here, and the mark of those that it does not have.
const (
	inlTree     = 3
	argInfo     = 5
	argLiveInfo = 6

	noFuncData = 1<<32 - 1
)

// The size of a runtime.inlinedCall, a list of which is a tree of inlined calls,
// and where it has the function's name and the line on which it begins.
const (
	inlinedName = 4
	inlinedLine = 12
	inlinedCall = 16
)

// What is never read here, a bit for each number: no signal interrupts the
// program, no debugger calls its functions, and nobody reads the arguments in a
// crash.
const (
	unreadPCData   = 1<<0 | 1<<3 // UnsafePoint, ArgLiveIndex
	unreadFuncData = 1<<argInfo | 1<<argLiveInfo
)

// A function is a runtime._func with what follows it: the offsets in pctab of
// its tables by program counter, and the offsets of its other data.
type function []byte

func (f function) pcdata() []byte { return f[funcHead : funcHead+4*word(f, npcdata)] }

func (f function) funcdata() []byte {
	n := funcHead + 4*word(f, npcdata)
	return f[n : n+4*int(f[nfuncdata])]
}

func (f function) drop() {
	clear(f[pcfile : pcln+4])
	clear(f[cuOffset : startLine+4])
	for n, list := 0, f.pcdata(); 4*n < len(list); n++ {
		if unreadPCData>>n&1 == 1 {
			binary.LittleEndian.PutUint32(list[4*n:], 0) // no table
		}
	}
	for n, list := 0, f.funcdata(); 4*n < len(list); n++ {
		if unreadFuncData>>n&1 == 1 {
			binary.LittleEndian.PutUint32(list[4*n:], noFuncData)
		}
	}
}

func (f function) name() []byte  { return f[nameAt : nameAt+4] }
func (f function) frame() []byte { return f[pcsp : pcsp+4] }

// tables are the parts of runtime.pclntab, and what finds a function in it.
type tables struct {
	nfunc                                   int
	names, cutab, filetab, pctab, pclntable []byte
	gofunc, findfunctab                     []byte
	namesAt, pctabAt                        int // in the program's memory
	pclntableAt, findfunctabAt              int
}

// The header of the tables: its magic number, two zeros, one byte of PC quantum
// and eight of pointer size.
const pclnMagic = "\xf1\xff\xff\xff\x00\x00\x01\x08"

var errTables = errors.New("the tables of functions are not laid out as in Go 1.26")

// findTables finds the header by what the runtime's module data say of it: a
// pointer to it, and slices at the offsets that it states.
func findTables(m image) (tables, error) {
	var found []tables
	for at := 0; at+headerSize <= len(m.data); at += 8 {
		if string(m.data[at:at+len(pclnMagic)]) != pclnMagic {
			continue
		}
		if t, ok := m.tables(at); ok {
			found = append(found, t)
		}
	}
	if len(found) != 1 {
		return tables{}, fmt.Errorf("%w: %d of them were found", errTables, len(found))
	}
	return found[0], nil
}

// The sizes of runtime.pcHeader and, up to gofunc, of runtime.moduledata, with the
// places of its fields.
const (
	headerSize    = 72
	pclntableSize = 112
	findfunctabAt = 152
	gofuncAt      = 320
	moduleHead    = 328
)

func (m image) tables(at int) (t tables, ok bool) {
	h := m.data[at:]
	field := func(i int) int { return int(binary.LittleEndian.Uint64(h[8*i:])) }
	names, cu, files, pc, pcln := field(4), field(5), field(6), field(7), field(8)
	if !(headerSize <= names && names < cu && cu < files && files < pc && pc < pcln && pcln < len(h)) {
		return t, false
	}
	data := m.moduleData(at, names, cu, files, pc, pcln)
	if data == nil {
		return t, false
	}
	number := func(at int) int { return int(binary.LittleEndian.Uint64(data[at:])) }
	size, find, gofunc := number(pclntableSize), number(findfunctabAt)-m.base, number(gofuncAt)-m.base
	end := find + (field(1)-1)*functionBuckets + 4
	if field(1) < 1 || size < 0 || pcln+size > len(h) || gofunc < 0 || find < gofunc || end < find || end > len(m.data) {
		return t, false
	}
	return tables{field(1), h[names:cu], h[cu:files], h[files:pc], h[pc:pcln], h[pcln : pcln+size],
		m.data[gofunc:find], m.data[find:end], m.base + at + names, m.base + at + pc, m.base + at + pcln, m.base + find}, true
}

// moduleData finds runtime.firstmoduledata, which begins with a pointer to the
// header and the slices of the tables.
func (m image) moduleData(header int, offsets ...int) []byte {
	for at := 0; at+moduleHead <= len(m.data); at += 8 {
		fits := binary.LittleEndian.Uint64(m.data[at:]) == uint64(m.base+header)
		for i, offset := range offsets {
			fits = fits && binary.LittleEndian.Uint64(m.data[at+8+24*i:]) == uint64(m.base+header+offset)
		}
		if fits {
			return m.data[at : at+moduleHead]
		}
	}
	return nil
}

func word(b []byte, at int) int { return int(binary.LittleEndian.Uint32(b[at:])) }

func (t tables) function(i int) (function, error) {
	if 8*i+8 > len(t.pclntable) {
		return nil, errTables
	}
	at := word(t.pclntable, 8*i+4)
	if at < 8*t.nfunc || at+funcHead > len(t.pclntable) {
		return nil, errTables
	}
	f := t.pclntable[at:]
	if word(f, npcdata) > mostOffsets || f[nfuncdata] > mostOffsets || funcHead+4*word(f, npcdata)+4*int(f[nfuncdata]) > len(f) {
		return nil, errTables
	}
	return f, nil
}

// table returns the table that begins at an offset of pctab: pairs of numbers up to
// one whose first is zero, which only the first pair may be too.
func (t tables) table(offset int) ([]byte, error) {
	r := reader{b: t.pctab, i: min(offset, len(t.pctab))}
	for first := true; ; first = false {
		if r.u() == 0 && !first {
			break
		}
		r.u()
	}
	if r.err != nil {
		return nil, errTables
	}
	return t.pctab[offset:r.i], nil
}
