package main

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// The linker's tables of functions tell the runtime how large each frame is,
// where its pointers are, and, for the texts of crashes, the file and the line
// of each call and the arguments. dropLines clears what only such texts read: a
// crash then names the functions and the places of the calls within them, as in
// "keytrail.foo() ?:0 +0x12", but no lines. Nothing moves; the space becomes
// zeros, which cost nothing.
//
// The layout is that of runtime/symtab.go and runtime/runtime2.go of Go 1.26.
// What does not fit it exactly is refused.
func dropLines(m image) error {
	t, err := findTables(m)
	if err != nil {
		return err
	}
	live := make([]bool, len(t.pctab))
	for i := range t.nfunc {
		f, err := t.function(i)
		if err != nil {
			return err
		}
		f.drop()
		for _, offset := range f.offsets() {
			if err := t.keep(live, offset); err != nil {
				return err
			}
		}
	}
	for i, l := range live {
		if !l {
			t.pctab[i] = 0
		}
	}
	clear(t.cutab)
	clear(t.filetab)
	return t.thin()
}

// The offsets of the fields of runtime._func that are used here.
const (
	pcsp      = 16
	pcfile    = 20
	pcln      = 24
	npcdata   = 28
	cuOffset  = 32
	startLine = 36
	nfuncdata = 43
	funcHead  = 44
)

// The tables of a function that are never read here, by their numbers in
// internal/abi/symtab.go: no signal interrupts the program, no debugger calls
// its functions, and nobody reads the arguments in a crash.
var (
	unreadPCData   = []int{0, 3} // UnsafePoint, ArgLiveIndex
	unreadFuncData = []int{5, 6} // ArgInfo, ArgLiveInfo
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
	for _, n := range unreadPCData {
		if list := f.pcdata(); 4*n < len(list) {
			binary.LittleEndian.PutUint32(list[4*n:], 0) // no table
		}
	}
	for _, n := range unreadFuncData {
		if list := f.funcdata(); 4*n < len(list) {
			binary.LittleEndian.PutUint32(list[4*n:], 1<<32-1) // no data
		}
	}
}

// offsets lists what the function still has in pctab.
func (f function) offsets() []int {
	list := []int{word(f, pcsp)}
	for rest := f.pcdata(); len(rest) > 0; rest = rest[4:] {
		list = append(list, word(rest, 0))
	}
	return list
}

// tables are the parts of runtime.pclntab, and what finds a function in it.
type tables struct {
	nfunc                            int
	cutab, filetab, pctab, pclntable []byte
	findfunctab                      []byte
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

// The sizes of runtime.pcHeader and, up to findfunctab, of runtime.moduledata.
const (
	headerSize = 72
	moduleHead = 160
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
	size := int(binary.LittleEndian.Uint64(data[112:]))                   // of pclntable
	find := int(binary.LittleEndian.Uint64(data[moduleHead-8:])) - m.base // findfunctab
	// The last function's only bucket is cut off where the function ends, and is
	// left as it is: what follows belongs to others.
	end := find + (field(1)-1)*bucketsPerFunction*bucketSize
	if field(1) < 1 || size < 0 || pcln+size > len(h) || find < 0 || end < find || end > len(m.data) {
		return t, false
	}
	return tables{field(1), h[cu:files], h[files:pc], h[pc:pcln], h[pcln : pcln+size], m.data[find:end]}, true
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
	if word(f, npcdata) > 8 || f[nfuncdata] > 8 || funcHead+4*word(f, npcdata)+4*int(f[nfuncdata]) > len(f) {
		return nil, errTables
	}
	return f, nil
}

// keep marks the bytes of the table that begins at an offset of pctab: pairs of
// numbers up to one whose first is zero, which only the first pair may be too.
func (t tables) keep(live []bool, offset int) error {
	if offset == 0 { // no table
		return nil
	}
	r := reader{b: t.pctab, i: min(offset, len(t.pctab))}
	for first := true; ; first = false {
		if r.u() == 0 && !first {
			break
		}
		r.u()
	}
	if r.err != nil {
		return errTables
	}
	for i := offset; i < r.i; i++ {
		live[i] = true
	}
	return nil
}

// A bucket of findfunctab stands for 4,096 program counters and says from which
// function on to look for them. Here a function has 65,536 of those, so that
// sixteen buckets belong to each, of which the runtime asks the first.
const (
	bucketSize         = 20
	bucketsPerFunction = 16
)

// thin leaves of findfunctab the buckets that are asked, but for the last one, and
// has sixteen functions begin their search at the same one.
func (t tables) thin() error {
	for n := range len(t.findfunctab) / bucketSize {
		bucket := t.findfunctab[n*bucketSize:][:bucketSize]
		i := n / bucketsPerFunction
		if word(bucket, 0) != i || bucket[4] != 0 {
			return errTables
		}
		clear(bucket)
		if n%bucketsPerFunction == 0 {
			binary.LittleEndian.PutUint32(bucket, uint32(i&^15))
		}
	}
	return nil
}
