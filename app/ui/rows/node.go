package rows

import (
	"fmt"
	"html"
	"slices"
	"strings"
)

// A Node is an element of the page or, without a tag, a text.
type Node struct {
	Tag   string
	Text  string
	Attrs []Attr
	Parts []*Node
}

// An Attr is an attribute of an element.
type Attr struct{ Name, Value string }

// El returns <tag class="class">parts</tag>.
func El(tag, class string, parts ...*Node) *Node {
	n := &Node{Tag: tag, Parts: parts}
	if class != "" {
		n.Attrs = append(make([]Attr, 0, 8), Attr{"class", class})
	}
	return n
}

// Text returns a text, which stands in the page character for character.
func Text(s string) *Node { return &Node{Text: s} }

// Word returns <tag class="class">text</tag>.
func Word(tag, class, text string) *Node { return El(tag, class, Text(text)) }

// Button returns a button that calls the page's action name with arg.
func Button(class, name, arg string, parts ...*Node) *Node {
	return El("button", class, parts...).Attr("type", "button").Do(name, arg)
}

// SR returns text for assistive technology, copies and tests, out of sight.
func SR(text string) *Node { return Word("span", "sr", text) }

// Sign returns a drawing character that assistive technology skips.
func Sign(class, text string) *Node { return Word("span", class, text).Aria("hidden", "true") }

// Spoken returns signs that assistive technology reads as name. In a list of many
// rows it costs less than SR, whose element is laid out and clipped on its own.
func Spoken(class, signs, name string) *Node {
	return Word("span", class, signs).Attr("role", "img").Aria("label", name)
}

// Attr adds an attribute to an element that was not drawn yet, and returns it.
func (n *Node) Attr(name string, value any) *Node {
	s, ok := value.(string)
	if !ok {
		s = fmt.Sprint(value)
	}
	n.Attrs = append(n.Attrs, Attr{name, s})
	return n
}

// Data adds the attribute data-name.
func (n *Node) Data(name string, value any) *Node { return n.Attr("data-"+name, value) }

// Aria adds the attribute aria-name.
func (n *Node) Aria(name string, value any) *Node { return n.Attr("aria-"+name, value) }

// Do makes a click on the element call the page's action name with arg.
func (n *Node) Do(name, arg string) *Node {
	n.Data("do", name)
	if arg != "" {
		n.Data("arg", arg)
	}
	return n
}

// WithPart returns an element like n with another part in place i.
func (n *Node) WithPart(i int, part *Node) *Node {
	other := *n
	other.Parts = slices.Clone(n.Parts)
	other.Parts[i] = part
	return &other
}

// WithAttr returns an element like n with another value of an attribute.
func (n *Node) WithAttr(name, value string) *Node {
	other := *n
	other.Attrs = slices.Clone(n.Attrs)
	for i := range other.Attrs {
		if other.Attrs[i].Name == name {
			other.Attrs[i].Value = value
			return &other
		}
	}
	return other.Attr(name, value)
}

// Markup returns n as HTML, in which texts and values stand as they are.
func (n *Node) Markup() string {
	if n.Tag == "" {
		return html.EscapeString(n.Text)
	}
	var b strings.Builder
	b.WriteString("<" + n.Tag)
	for _, a := range n.Attrs {
		b.WriteString(" " + a.Name + `="` + html.EscapeString(a.Value) + `"`)
	}
	b.WriteString(">")
	for _, part := range n.Parts {
		b.WriteString(part.Markup())
	}
	b.WriteString("</" + n.Tag + ">")
	return b.String()
}
