package ui

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/rows"
)

// el returns <tag class="class">body</tag>. Elements are made by name, not
// with go-app's typed constructors, which would all end up in the binary.
func el(tag, class string, body ...app.UI) app.HTMLElem {
	e := app.Elem(tag)
	if class != "" {
		e.Class(class)
	}
	return e.Body(body...)
}

// word returns <tag class="class">text</tag>.
func word(tag, class, text string) app.HTMLElem { return el(tag, class, app.Text(text)) }

// act makes e call the model's action name with arg when it is clicked.
func act(e app.HTMLElem, name, arg string) app.HTMLElem {
	e.DataSet("do", name)
	if arg != "" {
		e.DataSet("arg", arg)
	}
	return e
}

// button returns a button that calls the model's action name with arg.
func button(class, name, arg string, body ...app.UI) app.HTMLElem {
	return act(el("button", class, body...).Attr("type", "button"), name, arg)
}

// sr returns text for assistive technology, copies and tests, out of sight.
func sr(text string) app.UI { return word("span", "sr", text) }

// sign returns a drawing character that assistive technology skips.
func sign(class, text string) app.UI { return word("span", class, text).Aria("hidden", "true") }

func kbd(key string) app.UI { return word("kbd", "", key).Aria("hidden", "true") }

// when adds the attribute only where it holds: the framework writes a false
// boolean attribute as a value, which a plain HTML reader takes for true.
func when(e app.HTMLElem, cond bool, attr string) app.HTMLElem {
	if cond {
		e.Attr(attr, true)
	}
	return e
}

// gap returns an element that is as high as n rows. Its height is an attribute
// of a drawing, since the page's security policy refuses style attributes.
func gap(n int, rowRem float64) *rows.Node {
	return rows.El("svg", "").Attr("width", "1").
		Attr("height", strconv.FormatFloat(float64(n)*rowRem, 'f', -1, 64)+"rem").Aria("hidden", "true")
}

// shown has the renderer draw nodes: those that stand outside of the lists that
// package rows draws.
func shown(nodes ...*rows.Node) []app.UI {
	out := make([]app.UI, len(nodes))
	for i, n := range nodes {
		out[i] = drawn(n)
	}
	return out
}

func drawn(n *rows.Node) app.UI {
	if n.Tag == "" {
		return app.Text(n.Text)
	}
	e := app.Elem(n.Tag)
	if n.Tag == "svg" {
		e.XMLNS("http://www.w3.org/2000/svg")
	}
	for _, a := range n.Attrs {
		e.Attr(a.Name, a.Value)
	}
	return e.Body(shown(n.Parts...)...)
}

// listed is what the renderer puts into the element of a list: nothing in the
// browser, where package rows draws the list, and the same rows elsewhere.
func listed(list []rows.Row) []app.UI {
	if app.IsClient {
		return nil
	}
	out := make([]app.UI, len(list))
	for i, r := range list {
		out[i] = drawn(r.Node)
	}
	return out
}

func itoa(n int) string { return strconv.Itoa(n) }

// join adds the variant of the first of the classes where on.
func join(classes, variant string, on bool) string {
	if !on {
		return classes
	}
	first, _, _ := strings.Cut(classes, " ")
	return classes + " " + first + "--" + variant
}
