package main

import "encoding/binary"

// The locals of sum. The last three go through what is counted in names, pctab and
// gofunc.
const (
	row = iota
	entry
	place
	description
	bucket
	index
	column
	count
	at
	value
	nextName
	nextTable
	nextObject
	locals
)

const i32 = 0x7f // the type of all of them

// sum is the body of the function that the program starts with. It goes through the
// list of functions: their numbers become sums again, the description repeats where
// the function begins, the function's first bucket leads to it, and the offsets are
// written down that are counted, in the order in which arrange has laid out what they
// lead to.
func (t tables) sum(first firsts) []byte {
	return join(
		[]byte{1, locals, i32},
		number(first.name), set(nextName), number(first.table), set(nextTable), number(first.object), set(nextObject),
		number(t.pclntableAt), set(row), number(t.findfunctabAt), set(bucket),
		[]byte{opLoop, noResult},
		accumulate(0, entry), accumulate(4, place),
		number(t.pclntableAt), get(place), []byte{opI32Add}, set(description),
		get(description), get(entry), store(0),
		get(bucket), get(index), store(0),
		add(description, nameAt), set(at), untilItsZero(nextName, t.namesAt),
		add(description, pcsp), set(at), untilItsZero(nextTable, t.pctabAt),
		add(row, 8), set(row), add(bucket, functionBuckets), set(bucket), add(index, 1), set(index),
		get(index), number(t.nfunc), []byte{opI32Ne, opBrIf, 0, opEnd},
		t.sumColumns(),
		[]byte{opEnd},
	)
}

// sumColumns does the same for the first table and the first other data of all
// functions, then for the second, and so on.
func (t tables) sumColumns() []byte {
	return join(
		[]byte{opLoop, noResult},
		number(t.pclntableAt), set(row),
		[]byte{opLoop, noResult},
		number(t.pclntableAt), get(row), load(4), []byte{opI32Add}, set(description),
		get(description), load(npcdata), set(count),
		add(description, funcHead), get(column), number(4), []byte{opI32Mul, opI32Add}, set(at),
		[]byte{opBlock, noResult}, get(column), get(count), []byte{opI32GeU, opBrIf, 0},
		untilItsZero(nextTable, t.pctabAt),
		[]byte{opEnd},
		get(at), get(count), number(4), []byte{opI32Mul, opI32Add}, set(at),
		[]byte{opBlock, noResult}, get(column), get(description), []byte{opI32Load8U, 0, nfuncdata, opI32GeU, opBrIf, 0},
		negatedLength(nextObject),
		[]byte{opEnd},
		add(row, 8), []byte{opLocalTee, row}, number(t.pclntableAt+8*t.nfunc), []byte{opI32Ne, opBrIf, 0, opEnd},
		add(column, 1), []byte{opLocalTee, column}, number(mostOffsets), []byte{opI32Ne, opBrIf, 0, opEnd},
	)
}

// untilItsZero writes the next offset where one is counted, and goes on behind the
// first zero after the first byte of what it leads to, from base on.
func untilItsZero(next byte, base int) []byte {
	return join(
		[]byte{opBlock, noResult},
		get(at), load(0), number(counted), []byte{opI32Ne, opBrIf, 0},
		get(at), get(next), store(0),
		[]byte{opLoop, noResult},
		add(next, 1), []byte{opLocalTee, next}, binary.AppendUvarint([]byte{opI32Load8U, 0}, uint64(base)), []byte{opBrIf, 0},
		[]byte{opEnd},
		add(next, 1), set(next),
		[]byte{opEnd},
	)
}

// negatedLength writes the next offset where there is the negated length of what it
// leads to. -1 is no offset.
func negatedLength(next byte) []byte {
	return join(
		[]byte{opBlock, noResult},
		get(at), load(0), []byte{opLocalTee, value}, number(-1), []byte{opI32GeS, opBrIf, 0},
		get(at), get(next), store(0),
		get(next), get(value), []byte{opI32Sub}, set(next),
		[]byte{opEnd},
	)
}

// accumulate has a number of the row and a local become their sum.
func accumulate(offset, sum byte) []byte {
	return join(get(row), get(sum), get(row), load(offset), []byte{opI32Add, opLocalTee, sum}, store(offset))
}

func get(local byte) []byte        { return []byte{opLocalGet, local} }
func set(local byte) []byte        { return []byte{opLocalSet, local} }
func number(n int) []byte          { return appendS([]byte{opI32Const}, int64(n)) }
func add(local byte, n int) []byte { return join(get(local), number(n), []byte{opI32Add}) }
func load(offset byte) []byte      { return []byte{opI32Load, 2, offset} }
func store(offset byte) []byte     { return []byte{opI32Store, 2, offset} }
