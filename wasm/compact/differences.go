package main

import "encoding/binary"

// The list of functions and the buckets that find them hold numbers that grow from
// one function to the next. They compress to a tenth as differences, so that is how
// they are written, and the program adds them up when it starts, before anything
// reads them (sum.go).

// A bucket of findfunctab stands for 4,096 program counters and says from which
// function on to look for them. Here a function has 65,536 of those, so that
// sixteen buckets belong to each, of which the runtime asks the first. The last
// function's buckets are cut off where it ends.
const (
	bucketSize      = 20
	functionBuckets = 16 * bucketSize
)

// differences writes the tables as differences.
func (t tables) differences() error {
	if err := t.clearBuckets(); err != nil {
		return err
	}
	var entry, place uint32
	for i := range t.nfunc {
		f, err := t.function(i)
		if err != nil {
			return err
		}
		row := t.pclntable[8*i:]
		if word(row, 0) != word(f, 0) {
			return errTables
		}
		clear(f[:4])
		entry, place = difference(row, entry), difference(row[4:], place)
	}
	return nil
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
