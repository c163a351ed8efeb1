//go:build js && wasm

package main

import (
	"encoding/binary"
	"fmt"
	"runtime"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"

	"github.com/keytrail/keytrail/app/events"
	"github.com/keytrail/keytrail/app/userdata"
)

// What is compared crosses in memory, and the functions of this file are exports
// of the program itself: a call through package js would take longer than
// comparing two maps of 33 keys. They are the reason for the only variable of the
// program: an export has no receiver.
var compare comparer

// A comparer compares texts that the script puts into its memory, in pairs. Of a text
// the script sends what is not the same in the one before it. In front stand numbers of
// four bytes: for each text the number of its parts, and for each of these how many bytes
// it has and what of the text before it stands in place of, from and to, in UTF-16 code
// units as a script counts. Then come the parts.
type comparer struct {
	sent           []byte
	numbers, parts []byte        // what is left of sent
	text, spare    []byte        // the last text, and room for the next
	last           *userdata.Map // the last text
	result         []byte        // what the last call came to
	since          int           // bytes of texts since the collector had a turn
}

// turn is after how many bytes of texts the collector has a turn: as long as the script
// goes on calling, nothing else gives it one.
const turn = 1 << 20

// room makes room for so many bytes of texts and returns where it is. Go's collector
// moves nothing.
//
//go:wasmexport room
func room(size int32) int32 {
	compare.sent = make([]byte, size)
	return address(compare.sent)
}

// diff compares so many pairs, of which so many numbers tell, and returns how long the
// result is: a list of lists of changes, as JSON. Where a text is not a JSON object, the
// result is the number of its pair and what is wrong, and less than zero is returned.
//
//go:wasmexport diff
func diff(pairs, numbers int32) int32 {
	if compare.since > turn {
		compare.since = 0
		runtime.Gosched()
	}
	compare.numbers, compare.parts = compare.sent[:4*numbers], compare.sent[4*numbers:]
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
	c.result = append(c.result[:0], '[')
	for i := range pairs {
		// To read a text takes less time than to compare it with one that is quite another.
		if size, same := c.next(); size > len(c.text)/2 {
			c.last, err = userdata.Parse(c.text)
		} else if !same {
			c.last, _, err = c.last.Next(c.text)
		}
		if err != nil {
			return fmt.Errorf("%d before: %w", i, notJSON(err))
		}
		c.next()
		var changes []userdata.Change
		if c.last, changes, err = c.last.Next(c.text); err != nil {
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

// next takes the next text, and returns how much of it was sent and whether it is the
// one before it.
func (c *comparer) next() (size int, same bool) {
	parts := c.number()
	if parts == 0 {
		return 0, true
	}
	old, units := c.text, 0 // what is left of the text before, and where that begins
	pass := func(to int) []byte {
		n := offset(old, to-units)
		passed := old[:n]
		old, units = old[n:], to
		return passed
	}
	text := c.spare[:0]
	for range parts {
		n, from, to := c.number(), c.number(), c.number()
		text = append(append(text, pass(from)...), c.parts[:n]...)
		pass(to)
		c.parts, size = c.parts[n:], size+n
	}
	c.text, c.spare = append(text, old...), c.text
	c.since += len(c.text)
	return size, false
}

func (c *comparer) number() int {
	n := binary.LittleEndian.Uint32(c.numbers)
	c.numbers = c.numbers[4:]
	return int(n)
}

// offset returns how many bytes of a text so many UTF-16 code units take, at most all.
func offset(text []byte, units int) (at int) {
	order := binary.LittleEndian
	for at < len(text) && units > 0 {
		if units >= 64 && len(text)-at >= 64 {
			b := text[at : at+64]
			if (order.Uint64(b)|order.Uint64(b[8:])|order.Uint64(b[16:])|order.Uint64(b[24:])|
				order.Uint64(b[32:])|order.Uint64(b[40:])|order.Uint64(b[48:])|order.Uint64(b[56:]))&0x8080808080808080 == 0 {
				at, units = at+64, units-64 // each takes one byte
				continue
			}
		}
		r, size := utf8.DecodeRune(text[at:])
		at, units = at+size, units-utf16.RuneLen(r)
	}
	return at
}

// notJSON says where a text stops being a JSON object.
func notJSON(err error) error { return fmt.Errorf("not a JSON object: %w", err) }
