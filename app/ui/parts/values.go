package parts

import (
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// ClassName is a class as a heading.
func ClassName(c userdata.Class) string {
	switch c {
	case userdata.CostRouting:
		return "Cost routing"
	case userdata.ChatServer:
		return "Chat server"
	}
	return wording.Capital(c.String())
}

// KeyText is a key as text; the empty one is in words, as it is a key, too.
func KeyText(key string) []*rows.Node {
	if key == "" {
		return []*rows.Node{rows.Word("span", "grid-word", "empty key")}
	}
	return html.ExactText(key)
}

// glyphOf is the sign of a change, which can be told apart without colour.
func glyphOf(k userdata.ChangeKind) string {
	switch k {
	case userdata.Added:
		return "+"
	case userdata.Removed:
		return "−"
	case userdata.Changed:
		return "~"
	case userdata.Retyped:
		return "⇄"
	case userdata.Respelled:
		return "≈"
	case userdata.Duplicate:
		return "‖"
	}
	return ""
}

// ValueText is a value as a row shows it: its exact text, or the word for
// what has none. Quotation marks and such are the style sheet's.
func ValueText(v userdata.Value) []app.UI { return html.Shown(FoundText(v, nil)...) }

// FoundText is ValueText with what the filter found marked.
func FoundText(v userdata.Value, find []string) []*rows.Node {
	if v.Kind() == userdata.Absent {
		return []*rows.Node{rows.Text("absent")}
	}
	text, _ := wording.Clip(v.Text(), scene.Clamp)
	return html.ExactMarked(text, find)
}

// ValueClass tells apart what would look alike: the text "null" and null, the
// text "1" and the number, no text and nothing.
func ValueClass(v userdata.Value) string {
	switch v.Kind() {
	case userdata.Absent, userdata.Null:
		return "value value--word"
	case userdata.Text:
		switch {
		case v.Text() == "":
			return "value value--empty"
		case stage.LooksTyped(v.Text()):
			return "value value--quoted"
		}
	}
	return "value"
}

// GlyphText is the sign of a change with its word for those who do not see it.
func GlyphText(k userdata.ChangeKind, name string) *rows.Node {
	if k == userdata.Same {
		return rows.Spoken("", "·", "first seen")
	}
	return rows.Spoken("", glyphOf(k), name)
}

// Zoned gives an element that shows a time the rest of it: its offset, which
// base.css shows on hover and on focus, and the time itself where only its age
// is told. A time in UTC says so anyway.
func Zoned(m *page.Model, e app.HTMLElem, t time.Time) app.HTMLElem {
	if offset := m.Offset(t); offset != "" {
		e.DataSet("zone", offset)
	}
	return e
}

// Took says how long an exchange took, "open" while it goes on, and "" where that
// is not known.
func Took(x *book.Exchange) string {
	ended := x.Duration > 0 || x.Status != 0 || x.Failure != ""
	switch {
	case ended && !x.Untimed:
		return wording.Took(x.Duration)
	case ended || x.Untold:
		return ""
	}
	return "open"
}

// Lasting says for how long an open exchange has been waiting.
func Lasting(x *book.Exchange, now time.Time) string {
	if Took(x) != "open" {
		return ""
	}
	if d := wording.Age(x.Start, now); d != "" {
		return " for " + d
	}
	return ""
}
