package main

import (
	"bytes"
	"fmt"
	"os"
)

// edits are places of the framework that are changed in the copy. None changes
// what is shown: without them the page is the same, written by more work.
var edits = []struct{ file, old, instead string }{
	// The children of an element are compared by their places, so that one row
	// that comes on top of a list has all others written anew.
	{"pkg/app/html.go", "\tchildrenA := e.children\n", `	if err := e.align(v.getChildren()); err != nil {
		return err
	}

	childrenA := e.children
`},
	// A row is asked itself whether it has changed, which is cheaper than to
	// compare its fields by reflection.
	{"pkg/app/html.go", "\t\tif canUpdate(a, b) {\n", "\t\tif same(a, b) {\n\t\t} else if canUpdate(a, b) {\n"},
	// Children of the usual kinds are not looked at by reflection either.
	{"pkg/app/node.go", "\tremove := func(i int) {\n", "\tif usual(v) {\n\t\treturn v\n\t}\n\n\tremove := func(i int) {\n"},
	// A context that nobody derives another from is made for every element.
	{"pkg/app/html.go", "\te.context, e.contextCancel = context.WithCancel(context.Background())\n", "\te.context, e.contextCancel = newLife()\n"},
	// Walking through a map takes longer than all else that is done for an
	// element, so what is no longer there is looked for only where something is.
	{"pkg/app/attribute.go", goneFirst, set + "\tif len(a) == len(b) {\n\t\treturn\n\t}\n" + gone},
	// The attributes that go through a format are texts and numbers.
	{"pkg/app/strings.go", "\treturn fmt.Sprintf(format, v...)\n", `	if format == "%v" && len(v) == 1 {
		return toString(v[0])
	}
	return fmt.Sprintf(format, v...)
`},
	// A component that has just been drawn is not drawn a second time.
	{"pkg/app/component.go", "\tc.dispatch(nil)\n\treturn nil\n", "\treturn nil\n"},
	// What is drawn goes through a batch.
	{"pkg/app/html.go", "Window().createElement(e.tag, e.xmlns)", "newElement(e.tag, e.xmlns)"},
	{"pkg/app/html.go", "\treturn e.jsElement\n", "\treturn own(e.jsElement)\n"},
	{"pkg/app/html.go", "e.JSValue().appendChild(c)", "e.jsElement.appendChild(c)"},
	{"pkg/app/html.go", "e.JSValue().appendChild(v)", "e.jsElement.appendChild(v)"},
	{"pkg/app/html.go", "e.JSValue().replaceChild(new, old)", "e.jsElement.replaceChild(new, old)"},
	{"pkg/app/html.go", "\te.contextCancel()\n", "\tforget(e.jsElement)\n\te.contextCancel()\n"},
	{"pkg/app/text.go", "Window().createTextNode(t.value)", "written(stepText, t.value)"},
	{"pkg/app/text.go", "\treturn t.jsvalue\n", "\treturn own(t.jsvalue)\n"},
	{"pkg/app/text.go", "t.JSValue().setNodeValue(o.value)", "t.jsvalue.setNodeValue(o.value)"},
	{"pkg/app/text.go", "\tt.jsvalue = nil\n", "\tforget(t.jsvalue)\n\tt.jsvalue = nil\n"},
	{"pkg/app/raw.go", "\twrapper, err := Window()", "\tif !IsServer {\n\t\tr.jsvalue = written(stepRaw, r.value)\n\t\treturn nil\n\t}\n\n\twrapper, err := Window()"},
	{"pkg/app/raw.go", "\treturn r.jsvalue\n", "\treturn own(r.jsvalue)\n"},
	{"pkg/app/raw.go", "\tr.jsvalue = nil\n", "\tforget(r.jsvalue)\n\tr.jsvalue = nil\n"},
	{"pkg/app/component.go", "\toldjs := old.JSValue()\n\tnewjs := v.JSValue()\n\tparent.JSValue().replaceChild(newjs, oldjs)\n",
		"\tparent.(drawn).place().replaceChild(new, old)\n"},
	{"pkg/app/engine.go", "\te.handleComponentUpdates()\n\te.handleDeferables()\n", "\te.handleComponentUpdates()\n\tpage.hand()\n\te.handleDeferables()\n"},
	{"pkg/app/engine.go", "\tswitch d.Mode {\n", "\tdefer page.hand()\n\tswitch d.Mode {\n"},
}

// The two steps in which the framework brings an element's attributes up to
// date, in the order in which it takes them.
const (
	gone = `	for name := range a {
		if _, ok := b[name]; !ok {
			deleteJSAttribute(jsElement, name)
			delete(a, name)
		}
	}
`
	set = `	for name, value := range b {
		if old, ok := a[name]; ok && old == value {
			continue
		}

		a[name] = value
		setJSAttribute(jsElement, name, resolveAttributeURLValue(
			name,
			value,
			resolveURL,
		))
	}

`
	goneFirst = gone + `
	for name, value := range b {
		if a[name] == value {
			continue
		}

		a[name] = value
		setJSAttribute(jsElement, name, resolveAttributeURLValue(
			name,
			value,
			resolveURL,
		))
	}
`
)

// edit changes a file of the framework. What is to be changed must stand there
// once: another version of the framework may be another matter.
func edit(file, old, instead string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if n := bytes.Count(data, []byte(old)); n != 1 {
		return fmt.Errorf("%s has %q %d times, not once", file, old, n)
	}
	return os.WriteFile(file, bytes.Replace(data, []byte(old), []byte(instead), 1), 0o644)
}

// quick is what the edits call.
const quick = `//go:build wasm && go1.26

package app

import "context"

// same reports that a component shows already what next is to show.
func same(n, next UI) bool {
	if n.Kind() != Component {
		return false
	}
	c, ok := n.(interface{ Same(UI) bool })
	return ok && c.Same(next)
}

// usual reports that nothing of v stands for other children or for none.
func usual(v []UI) bool {
	for _, n := range v {
		if n == nil {
			return false
		}
		switch n.Kind() {
		case SimpleText, HTML, Component, RawHTML:
		default:
			return false
		}
	}
	return true
}

// A life is the context of an element. It ends when the element is taken off
// the page, which nothing waits for: it is asked.
type life struct {
	context.Context
	over bool
}

func newLife() (context.Context, func()) {
	l := &life{Context: context.Background()}
	return l, l.end
}

func (l *life) end() { l.over = true }

func (l *life) Err() error {
	if l.over {
		return context.Canceled
	}
	return nil
}
`
