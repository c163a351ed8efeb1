package main

import "encoding/binary"

// The list of functions, their descriptions and the buckets that find them hold
// numbers that grow from one function to the next. They compress to a tenth as
// differences, so that is how they are written, and the program adds them up when
// it starts, before anything reads them.

// A bucket of findfunctab stands for 4,096 program counters and says from which
// function on to look for them. Here a function has 65,536 of those, so that
// sixteen buckets belong to each, of which the runtime asks the first. The last
// function's buckets are cut off where it ends.
const (
	bucketSize      = 20
	functionBuckets = 16 * bucketSize
)

// differences writes the tables as differences and returns the body of the function
// that adds them up.
func (t tables) differences() (start []byte, err error) {
	if err := t.clearBuckets(); err != nil {
		return nil, err
	}
	var entry, place, name uint32
	for i := range t.nfunc {
		f, err := t.function(i)
		if err != nil {
			return nil, err
		}
		row := t.pclntable[8*i:]
		if word(row, 0) != word(f, 0) {
			return nil, errTables
		}
		clear(f[:4])
		entry, place, name = difference(row, entry), difference(row[4:], place), difference(f[4:], name)
	}
	return t.sum(), nil
}

// difference writes by how much a number is larger than the one before it.
func difference(at []byte, before uint32) (number uint32) {
	number = binary.LittleEndian.Uint32(at)
	binary.LittleEndian.PutUint32(at, number-before)
	return number
}

// clearBuckets clears what sum writes anew, and the buckets that are never asked.
func (t tables) clearBuckets() error {
	for n := range (t.nfunc-1)*16 + 1 {
		bucket := t.findfunctab[n*bucketSize:]
		if word(bucket, 0) != n/16 || len(bucket) > 4 && bucket[4] != 0 {
			return errTables
		}
		clear(bucket[:min(bucketSize, len(bucket))])
	}
	return nil
}

// sum is a function's body. It goes through the list of functions: their numbers
// become sums again, the description repeats where the function begins, and the
// function's first bucket leads to it.
func (t tables) sum() []byte {
	const row, entry, place, name, function, bucket, index = 0, 1, 2, 3, 4, 5, 6 // locals
	const i32 = 0x7f
	get := func(local byte) []byte { return []byte{opLocalGet, local} }
	set := func(local byte) []byte { return []byte{opLocalSet, local} }
	number := func(n int) []byte { return appendS([]byte{opI32Const}, int64(n)) }
	load := func(offset byte) []byte { return []byte{opI32Load, 2, offset} }
	store := func(offset byte) []byte { return []byte{opI32Store, 2, offset} }
	add := []byte{opI32Add}
	// accumulate has a number in memory and a local become their sum.
	accumulate := func(at, offset, sum byte) []byte {
		return join(get(at), get(sum), get(at), load(offset), add, []byte{opLocalTee, sum}, store(offset))
	}
	advance := func(local byte, by int) []byte { return join(get(local), number(by), add, set(local)) }
	return join(
		[]byte{1, 7, i32},
		number(t.pclntableAt), set(row), number(t.findfunctabAt), set(bucket),
		[]byte{opLoop, noResult},
		accumulate(row, 0, entry), accumulate(row, 4, place),
		number(t.pclntableAt), get(place), add, set(function),
		get(function), get(entry), store(0), accumulate(function, 4, name),
		get(bucket), get(index), store(0),
		advance(row, 8), advance(bucket, functionBuckets), advance(index, 1),
		get(index), number(t.nfunc), []byte{opI32Ne, opBrIf, 0},
		[]byte{opEnd, opEnd},
	)
}
