package main

import _ "embed"

// batchScript carries out in the browser what batch has written down. It is
// part of wasm_exec.js.
//
//go:embed batch.js
var batchScript []byte

// batch writes down what a drawing changes in the page, and hands it over in one
// piece: a call from Go to the browser costs as much as several changes, and
// every element that Go holds costs a finalizer. It decides when the browser is
// told and never what: before anything else is asked of the page, it is told.
const batch = `//go:build wasm && go1.26

package app

import (
	"encoding/binary"
	"syscall/js"
	"unicode/utf8"
)

// The steps of a drawing, and what follows each: numbers of nodes and of words,
// and lengths of texts in UTF-16. The texts themselves follow all steps.
const (
	stepElement   = iota // node, tag
	stepElementNS        // node, tag, namespace
	stepText             // node, length
	stepRaw              // node, length
	stepAttribute        // node, name, length
	stepProperty         // node, name, length
	stepFlag             // node, name, 0 or 1
	stepUnset            // node, name
	stepData             // node, length
	stepAppend           // parent, node
	stepBefore           // the next one, node
	stepReplace          // the old one, node
	stepRemove           // node
	stepForget           // node
	stepFocused          // how many, nodes
)

// A node is an element or a text of the page: what the framework does to it is
// written down. Value is the browser's own, nil until somebody asks for it.
type node struct {
	Value
	id int // 0 when it was forgotten
}

// A batch is what the browser has not been told yet.
type batch struct {
	steps, text []byte
	words       map[string]int
	last        int   // highest number that was given to a node
	free        []int // numbers below that no node has
	browser     js.Value
	room        js.Value // in the browser, for steps and text
}

var page = batch{words: map[string]int{}, browser: js.Global().Get("keytrailPage")}

func (b *batch) step(s int, more ...int) {
	b.number(s)
	for _, n := range more {
		b.number(n)
	}
}

func (b *batch) number(n int) { b.steps = binary.LittleEndian.AppendUint32(b.steps, uint32(n)) }

// write appends a text. What is not UTF-8 is replaced here, so that the browser
// counts as many characters.
func (b *batch) write(s string) {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
		b.text = utf8.AppendRune(b.text, r)
	}
	b.number(n)
}

// word returns the number of a name, which the browser is told only once.
func (b *batch) word(s string) int {
	n, known := b.words[s]
	if !known {
		n = len(b.words)
		b.words[s] = n
		b.browser.Get("words").Call("push", s)
	}
	return n
}

// node returns a new node.
func (b *batch) node() *node {
	if n := len(b.free); n > 0 {
		id := b.free[n-1]
		b.free = b.free[:n-1]
		return &node{id: id}
	}
	b.last++
	return &node{id: b.last}
}

// hand has the browser do what was written down, and returns the answer to
// the last question in it.
func (b *batch) hand() int {
	if len(b.steps) == 0 {
		return 0
	}
	steps := len(b.steps)
	b.steps = append(b.steps, b.text...)
	if b.room.IsUndefined() || b.room.Length() < len(b.steps) {
		b.room = b.browser.Call("make", 2*len(b.steps))
	}
	js.CopyBytesToJS(b.room, b.steps)
	answer := b.browser.Call("draw", steps, len(b.steps)).Int()
	b.steps, b.text = b.steps[:0], b.text[:0]
	return answer
}

func newElement(tag, xmlns string) (Value, error) {
	n := page.node()
	if xmlns == "" {
		page.step(stepElement, n.id, page.word(tag))
	} else {
		page.step(stepElementNS, n.id, page.word(tag), page.word(xmlns))
	}
	return n, nil
}

// written is a new text, or what a piece of markup stands for.
func written(step int, s string) Value {
	n := page.node()
	page.step(step, n.id)
	page.write(s)
	return n
}

// own returns the browser's own value in place of a node.
func own(v Value) Value {
	n, ok := v.(*node)
	if !ok {
		return v
	}
	if n.Value == nil {
		page.hand()
		n.Value = val(page.browser.Get("nodes").Index(n.id))
	}
	return n.Value
}

// forget gives the number of a node that is off the page to the next.
func forget(v Value) {
	if n, ok := v.(*node); ok && n.id != 0 {
		page.step(stepForget, n.id)
		page.free = append(page.free, n.id)
		n.id = 0
	}
}

// A drawn is an element, a text or a component. Its place is a node, or the
// browser's own value for what the program found in the page.
type drawn interface{ place() Value }

func (e *htmlElement) place() Value { return e.jsElement }
func (t *text) place() Value        { return t.jsvalue }
func (r *raw) place() Value         { return r.jsvalue }
func (c *Compo) place() Value       { return c.root.(drawn).place() }

func nodeOf(w Wrapper) *node { return w.(drawn).place().(*node) }

func (n *node) appendChild(c Wrapper)       { page.step(stepAppend, n.id, nodeOf(c).id) }
func (*node) replaceChild(new, old Wrapper) { page.step(stepReplace, nodeOf(old).id, nodeOf(new).id) }
func (*node) removeChild(c Wrapper)         { page.step(stepRemove, nodeOf(c).id) }

func (n *node) setNodeValue(s string) {
	page.step(stepData, n.id)
	page.write(s)
}

func (n *node) Set(name string, value any) {
	switch v := value.(type) {
	case bool:
		on := 0
		if v {
			on = 1
		}
		page.step(stepFlag, n.id, page.word(name), on)
	case string:
		page.step(stepProperty, n.id, page.word(name))
		page.write(v)
	default:
		own(n).Set(name, value)
	}
}

func (n *node) Call(method string, args ...any) Value {
	switch method {
	case "setAttribute":
		page.step(stepAttribute, n.id, page.word(args[0].(string)))
		page.write(args[1].(string))
		return nil
	case "removeAttribute":
		page.step(stepUnset, n.id, page.word(args[0].(string)))
		return nil
	}
	return own(n).Call(method, args...)
}

// focused returns which of some nodes holds the focus, -1 for none.
func focused(among []UI) int {
	page.step(stepFocused, len(among))
	for _, c := range among {
		page.number(nodeOf(c).id)
	}
	return page.hand()
}
`
