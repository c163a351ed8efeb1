package main

import (
	"encoding/binary"
	"slices"
)

// Go's compiler makes each function for the browser out of one loop around a
// table of jumps, since a function must be able to go on in its middle when its
// goroutine is woken. It also sends every jump within the function through that
// table: it stores the number of the place and goes back to the loop.
//
//	block                  the exit, when a goroutine goes to sleep
//	  loop
//	    block … block      one for each place
//	      local.get 0; br_table …
//	    end                place 0: the beginning
//	      …
//	    end                place 1
//	      i32.const 3; local.set 0; br (the loop)
//
// A jump forward to a place is a branch out of its block, as long as that is
// open, and needs neither the number nor the table. straighten writes it so.
// It also leaves by return instead of by a branch to the exit: the depth of
// that branch is another at each of a function's calls, while a return is
// always the same bytes. A function that looks otherwise is left as it is.
func straighten(body []byte) ([]byte, error) {
	list, err := instructions(body)
	if err != nil {
		return nil, err
	}
	f, ok := layoutOf(list)
	if !ok {
		return body, nil
	}
	return f.rewrite(body), nil
}

// A layout is a function in the form above. Its fields are indices into list.
type layout struct {
	list  []instruction
	exit  int // none when the function never waits
	loop  int // none when nothing jumps
	first int // the outermost block of a place
	table int // the br_table
}

const none = -1

func layoutOf(list []instruction) (f layout, ok bool) {
	i := 0
	for i < len(list) && (list[i].op == opGlobalGet || list[i].op == opLocalSet) {
		i++
	}
	begin := i
	for i < len(list) && (list[i].op == opBlock || list[i].op == opLoop) && list[i].arg == noResult {
		i++
	}
	if i+2 > len(list) || list[i].op != opLocalGet || list[i].arg != 0 || list[i+1].op != opBrTable {
		return f, false
	}
	f = layout{list: list, exit: none, loop: none, table: i + 1}
	f.first = i - 1 - slices.Max(list[f.table].table)
	for j := begin; j < i; j++ {
		switch {
		case list[j].op == opBlock && j >= f.first:
		case list[j].op == opBlock && j == begin:
			f.exit = j
		case list[j].op == opLoop && j == f.first-1:
			f.loop = j
		default:
			return f, false
		}
	}
	return f, f.first >= begin && f.numberIsOurs() && f.leavesAsUsual()
}

// numberIsOurs reports whether local 0, the number of the place, is read by
// nothing but the table. A call of a function value also uses it, but sets it
// right before.
func (f layout) numberIsOurs() bool {
	for i, in := range f.list {
		if in.arg != 0 || i == f.table-1 {
			continue
		}
		l := f.list[max(i-2, 0):]
		switch in.op {
		case opLocalTee:
			return false
		case opLocalGet:
			if len(l) < 4 || l[0].op != opLocalSet || l[0].arg != 0 || l[1].op != opI32Const || l[3].op != opIndirect {
				return false
			}
		}
	}
	return true
}

// leavesAsUsual reports whether nothing but br_if leads to the exit, and the
// function returns 1 there.
func (f layout) leavesAsUsual() bool {
	if f.exit == none {
		return true
	}
	if len(f.list) < 4 {
		return false
	}
	tail := f.list[len(f.list)-4:]
	if tail[0].op != opUnreachable || tail[1].op != opEnd || tail[2].op != opI32Const || tail[2].arg != 1 || tail[3].op != opEnd {
		return false
	}
	var open []int
	for i, in := range f.list {
		if in.op == opBr && target(open, in) == f.exit || in.op == opBrTable && i != f.table {
			return false
		}
		open = opened(open, i, in)
	}
	return true
}

// opened follows the blocks, loops and conditions that are open. The end of the
// function closes nothing.
func opened(open []int, i int, in instruction) []int {
	switch in.op {
	case opBlock, opLoop, opIf:
		return append(open, i)
	case opEnd:
		return open[:max(len(open)-1, 0)]
	}
	return open
}

// target is the instruction that opened what a branch leads to.
func target(open []int, branch instruction) int {
	at := len(open) - 1 - int(branch.arg)
	if at < 0 {
		return len(open) // the function itself, which no instruction opens
	}
	return open[at]
}

// forward reports whether a jump begins at instruction i to a place whose block
// is still open, and the depth of that block.
func (f layout) forward(i int, open []int) (depth int, ok bool) {
	l := f.list[i:]
	if f.loop == none || len(l) < 3 || l[1].op != opLocalSet || l[1].arg != 0 || l[2].op != opBr || target(open, l[2]) != f.loop {
		return 0, false
	}
	table := f.list[f.table].table
	place := table[min(uint64(l[0].arg), uint64(len(table)-1))]
	at := slices.Index(open, f.table-2-place)
	return len(open) - 1 - at, at >= 0
}

// rewrite copies the function with other jumps. The loop, the table and the
// blocks stay, so that every place keeps its number.
func (f layout) rewrite(body []byte) []byte {
	out := append([]byte(nil), body[:f.list[0].from]...)
	var open []int
	for i := 0; i < len(f.list); i++ {
		in := f.list[i]
		switch {
		case i == f.exit, f.exit != none && i == len(f.list)-3, f.exit != none && i == len(f.list)-2:
			// The exit: its block, its end, and the 1 that is returned there.
		case in.op == opBrIf && f.exit != none && target(open, in) == f.exit:
			out = append(out, opIf, noResult, opI32Const, 1, opReturn, opEnd)
		default:
			if depth, ok := f.forward(i, open); ok && in.op == opI32Const {
				out = binary.AppendUvarint(append(out, opBr), uint64(depth))
				i += 2
				continue
			}
			out = append(out, body[in.from:in.to]...)
		}
		open = opened(open, i, in)
	}
	return out
}
