//go:build js && wasm

package main

import (
	"encoding/binary"
	"fmt"
	"unsafe"

	"github.com/keytrail/keytrail/app/events"
	"github.com/keytrail/keytrail/app/userdata"
)

// What is compared crosses in memory, and the functions of this file are exports
// of the program itself: a call through package js would take longer than
// comparing two maps of 33 keys. They are the reason for the only variable of the
// program: an export has no receiver.
var compare comparer

// A comparer compares texts that the script puts into its memory: first a number
// of four bytes for the length of each, then the texts, in pairs. The first text
// of a pair may be left out where it is the second of the pair before: then its
// length is same.
type comparer struct {
	texts  []byte
	result []byte        // what the last call came to
	last   *userdata.Map // the last text
}

const same = 1<<32 - 1

// room makes room for so many bytes of texts and returns where it is. Go's collector
// moves nothing.
//
//go:wasmexport room
func room(size int32) int32 {
	compare.texts = make([]byte, size)
	return address(compare.texts)
}

// diff compares so many pairs and returns how long the result is: a list of lists
// of changes, as JSON. Where a text is not a JSON object, the result is the number of
// its pair and what is wrong, and less than zero is returned.
//
//go:wasmexport diff
func diff(pairs int32) int32 {
	if err := compare.pairs(int(pairs)); err != nil {
		compare.last = nil
		compare.result = append(compare.result[:0], err.Error()...)
		return -int32(len(compare.result))
	}
	return int32(len(compare.result))
}

// result returns where the result is.
//
//go:wasmexport result
func result() int32 { return address(compare.result) }

func address(b []byte) int32 { return int32(uintptr(unsafe.Pointer(unsafe.SliceData(b)))) }

func (c *comparer) pairs(pairs int) (err error) {
	at := 8 * pairs
	next := func(i int) []byte {
		from := at
		at += int(binary.LittleEndian.Uint32(c.texts[4*i:]))
		return c.texts[from:at]
	}
	c.result = append(c.result[:0], '[')
	for i := range pairs {
		if binary.LittleEndian.Uint32(c.texts[8*i:]) != same {
			if c.last, err = userdata.Parse(next(2 * i)); err != nil {
				return fmt.Errorf("%d before: %w", i, notJSON(err))
			}
		}
		var changes []userdata.Change
		if c.last, changes, err = c.last.Next(next(2*i + 1)); err != nil {
			return fmt.Errorf("%d after: %w", i, notJSON(err))
		}
		if i > 0 {
			c.result = append(c.result, ',')
		}
		c.result = events.AppendChanges(c.result, changes)
	}
	c.result = append(c.result, ']')
	return nil
}

// notJSON says where a text stops being a JSON object.
func notJSON(err error) error { return fmt.Errorf("not a JSON object: %w", err) }
