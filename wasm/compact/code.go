package main

import (
	"encoding/binary"
	"fmt"
)

// The instructions that are looked at here (5.4); all others are copied.
const (
	opUnreachable = 0x00
	opBlock       = 0x02
	opLoop        = 0x03
	opIf          = 0x04
	opElse        = 0x05
	opEnd         = 0x0b
	opBr          = 0x0c
	opBrIf        = 0x0d
	opBrTable     = 0x0e
	opReturn      = 0x0f
	opCall        = 0x10
	opIndirect    = 0x11
	opLocalGet    = 0x20
	opLocalSet    = 0x21
	opLocalTee    = 0x22
	opGlobalGet   = 0x23
	opI32Load     = 0x28
	opI32Load8U   = 0x2d
	opI32Store    = 0x36
	opI32Const    = 0x41
	opI64Const    = 0x42
	opI32Ne       = 0x47
	opI32GeS      = 0x4e
	opI32GeU      = 0x4f
	opI32Add      = 0x6a
	opI32Sub      = 0x6b
	opI32Mul      = 0x6c
	noResult      = 0x40
)

// An instruction is one of a function's, with where it stands and its argument:
// an index, a depth or a constant.
type instruction struct {
	op       byte
	from, to int
	arg      int64
	table    []int // of a br_table, the default last
}

// instructions reads the body of a function: its locals, which are skipped, and
// its instructions.
func instructions(body []byte) (list []instruction, err error) {
	r := reader{b: body}
	for n := r.u(); n > 0 && r.err == nil; n-- {
		r.u()
		r.byte()
	}
	for r.i < len(r.b) && r.err == nil {
		in := instruction{from: r.i}
		in.op = r.byte()
		if err := r.arguments(&in); err != nil {
			return nil, err
		}
		in.to = r.i
		list = append(list, in)
	}
	return list, r.err
}

func (r *reader) arguments(in *instruction) error {
	switch op := in.op; {
	case op == opBlock || op == opLoop || op == opIf || op == 0x3f || op == 0x40:
		in.arg = int64(r.byte())
	case op == opBr || op == opBrIf || op == opCall || op >= opLocalGet && op <= 0x24:
		in.arg = int64(r.u())
	case op == opBrTable:
		for n := r.u() + 1; n > 0 && r.err == nil; n-- {
			in.table = append(in.table, int(r.u()))
		}
	case op == opIndirect || op >= 0x28 && op <= 0x3e:
		in.arg = int64(r.u())
		r.u()
	case op == opI32Const || op == opI64Const:
		in.arg = r.s()
	case op == 0x43:
		r.take(4)
	case op == 0x44:
		r.take(8)
	case op == 0xfc:
		return r.extended()
	case op <= 0x01 /* unreachable, nop */ || op == opElse || op == opEnd || op == opReturn || op == 0x1a || op == 0x1b || op >= 0x45 && op <= 0xc4:
	default:
		return fmt.Errorf("instruction %#x is not known", op)
	}
	return r.err
}

// extended reads the rest of the saturating conversions, memory.copy and
// memory.fill.
func (r *reader) extended() error {
	switch op := r.u(); {
	case op < 8:
	case op == 10:
		r.take(2)
	case op == 11:
		r.take(1)
	default:
		return fmt.Errorf("instruction 0xfc %d is not known", op)
	}
	return r.err
}

// eachFunction replaces the body of every function of a code section.
func eachFunction(code []byte, rewrite func(body []byte) ([]byte, error)) ([]byte, error) {
	r := reader{b: code}
	n := r.u()
	out := binary.AppendUvarint(nil, n)
	for i := range n {
		body, err := rewrite(r.take(int(r.u())))
		if r.err != nil {
			return nil, r.err
		}
		if err != nil {
			return nil, fmt.Errorf("function %d: %w", i, err)
		}
		out = binary.AppendUvarint(out, uint64(len(body)))
		out = append(out, body...)
	}
	return out, nil
}
