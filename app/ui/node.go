package ui

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
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

// spoken returns signs that assistive technology reads as name. In a list of many
// rows it costs less than sr, whose element is laid out and clipped on its own.
func spoken(class, signs, name string) app.UI {
	return word("span", class, signs).Role("img").Aria("label", name)
}

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
func gap(n int, rowRem float64) app.UI {
	return app.Elem("svg").XMLNS("http://www.w3.org/2000/svg").
		Attr("width", "1").
		Attr("height", strconv.FormatFloat(float64(n)*rowRem, 'f', -1, 64)+"rem").
		Aria("hidden", "true")
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
