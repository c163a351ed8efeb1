package html

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/rows"
)

// El returns <tag class="class">body</tag>. Elements are made by name, not
// with go-app's typed constructors, which would all end up in the binary.
func El(tag, class string, body ...app.UI) app.HTMLElem {
	e := app.Elem(tag)
	if class != "" {
		e.Class(class)
	}
	return e.Body(body...)
}

// Word returns <tag class="class">text</tag>.
func Word(tag, class, text string) app.HTMLElem { return El(tag, class, app.Text(text)) }

// Act makes e call the model's action name with arg when it is clicked.
func Act(e app.HTMLElem, name, arg string) app.HTMLElem {
	e.DataSet("do", name)
	if arg != "" {
		e.DataSet("arg", arg)
	}
	return e
}

// Button returns a button that calls the model's action name with arg.
func Button(class, name, arg string, body ...app.UI) app.HTMLElem {
	return Act(El("button", class, body...).Attr("type", "button"), name, arg)
}

// TextButton returns a button that text stands on.
func TextButton(class, name, arg, text string) app.HTMLElem {
	return Button(class, name, arg, app.Text(text))
}

// KeyButton returns a button that text and the key for it stand on.
func KeyButton(class, name, text, key string) app.HTMLElem {
	return Button(class, name, "", app.Text(text), Key(key))
}

// Cross returns a button with a cross that closes or takes away what says names.
func Cross(class, name, arg, says string) app.HTMLElem {
	return Button(class, name, arg, Heard(says), Sign("", "×"))
}

// Line returns a field of one line of a kind, "text" or "search". The browser neither
// completes what is typed into it nor marks it as misspelt.
func Line(class, id, kind string) app.HTMLElemSelfClosing {
	e := app.ElemSelfClosing("input").Class(class).Attr("type", kind).Attr("autocomplete", "off").Attr("spellcheck", "false")
	if id != "" {
		e.Attr("id", id)
	}
	return e
}

// Submit returns the button that sends a form.
func Submit(label string) app.HTMLElem {
	return Word("button", "btn btn--primary", label).Attr("type", "submit")
}

// Heard returns text for assistive technology, copies and tests, out of sight.
func Heard(text string) app.UI { return Word("span", "sr", text) }

// Sign returns a drawing character that assistive technology skips.
func Sign(class, text string) app.UI { return Word("span", class, text).Aria("hidden", "true") }

// Key returns a key of the keyboard, which assistive technology skips.
func Key(key string) app.UI { return Word("kbd", "", key).Aria("hidden", "true") }

// When adds the attribute only where it holds: the framework writes a false
// boolean attribute as a value, which a plain HTML reader takes for true.
func When(e app.HTMLElem, cond bool, attr string) app.HTMLElem {
	if cond {
		e.Attr(attr, true)
	}
	return e
}

// Refused is a button that does nothing now and says why; where why is "" it works.
func Refused(button app.HTMLElem, why string) app.HTMLElem {
	if why != "" {
		button.Attr("disabled", true).Attr("title", why)
	}
	return button
}

// Shown has the renderer draw nodes: those that stand outside of the lists that
// package rows draws.
func Shown(nodes ...*rows.Node) []app.UI {
	out := make([]app.UI, len(nodes))
	for i, n := range nodes {
		out[i] = Drawn(n)
	}
	return out
}

// Drawn is Shown for one node.
func Drawn(n *rows.Node) app.UI {
	if n.Tag == "" {
		return app.Text(n.Text)
	}
	if n.Tag == "svg" {
		return app.Raw(n.Markup()) // the renderer gives what is in a drawing no class
	}
	e := app.Elem(n.Tag)
	for _, a := range n.Attrs {
		e.Attr(a.Name, a.Value)
	}
	return e.Body(Shown(n.Parts...)...)
}

// Listed is what the renderer puts into the element of a list: nothing in the
// browser, where package rows draws the list, and the same rows elsewhere.
func Listed(list []rows.Row) []app.UI {
	if app.IsClient {
		return nil
	}
	out := make([]app.UI, len(list))
	for i, r := range list {
		out[i] = Drawn(r.Node)
	}
	return out
}

// Variant adds the variant of the first of the classes where on.
func Variant(classes, variant string, on bool) string {
	if !on {
		return classes
	}
	first, _, _ := strings.Cut(classes, " ")
	return classes + " " + first + "--" + variant
}

// Copyable returns text with a button that copies it.
func Copyable(do, label, text string) app.UI {
	return El("div", "copyable", Word("pre", "raw", text).TabIndex(0), Button("btn", do, "", app.Text(label)))
}

// Bool is the value of an attribute that says true or false.
func Bool(on bool) string {
	if on {
		return "true"
	}
	return "false"
}

// TabIndex is that of the one element of a group that Tab reaches, and of the
// others.
func TabIndex(on bool) int {
	if on {
		return 0
	}
	return -1
}
