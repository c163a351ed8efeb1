package ui

import (
	"slices"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/userdata"
)

func (c *grid) row(i int, selected, cursor bool) app.UI {
	m := c.Model
	r := &m.scene.rows[i]
	e, skipped, known := m.writer(r)
	tr := el("tr", join("grid-row grid-row--"+r.kind.String(), "gap", known && e.Kind == history.Gap && (r.kind != userdata.Same)),
		el("td", "grid-glyph", glyph(r)...),
		el("th", "grid-key", c.key(r)...).Attr("scope", "row").DataSet("col", "key"),
		c.value(r), c.kind(r), c.was(r), c.when(e), c.who(e, r.key, skipped),
	).DataSet("key", r.key).DataSet("change", r.kind.String()).DataSet("class", r.class.String()).
		Aria("rowindex", i+1).Aria("selected", expanded(selected))
	if cursor {
		tr.Attr("id", "cursor").TabIndex(0)
	}
	return tr
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

func glyph(r *row) []app.UI {
	if r.kind == userdata.Same {
		return nil
	}
	return glyphText(r.kind, changeWord(r))
}

// changeWord says a change for those who do not see its sign.
func changeWord(r *row) string {
	if r.kind == userdata.Retyped {
		return "retyped " + r.was.Kind().String() + " to " + r.value.Kind().String()
	}
	return r.kind.String()
}

// keyText is a key as text; the empty one is in words, as it is a key, too.
func keyText(key string) []app.UI {
	if key == "" {
		return []app.UI{word("span", "grid-word", "empty key")}
	}
	return exact(key)
}

func (c *grid) key(r *row) []app.UI {
	out := keyText(r.key)
	if m := c.Model; len(m.view.pins) > 0 && slices.Contains(m.view.pins, r.key) {
		out = append(out, sign("grid-flag", "▲"), sr(" pinned"))
	}
	if c.Model.view.watching(r.key) >= 0 {
		out = append(out, sign("grid-flag", "◉"), sr(" watched"))
	}
	if r.dups > 1 {
		out = append(out, word("span", "grid-dup", itoa(r.dup)+" of "+itoa(r.dups)))
	}
	return out
}

func (c *grid) value(r *row) app.UI {
	td := el("td", "grid-value "+valueClass(r.value), valueText(r.value)...).DataSet("col", "value")
	if n := len(r.value.Text()); n > clamp {
		td.DataSet("cut", n-clamp)
	}
	return td
}

// valueText is a value as a row shows it: its exact text, or the word for
// what has none. Quotation marks and such are the style sheet's.
func valueText(v userdata.Value) []app.UI {
	if v.Kind() == userdata.Absent {
		return []app.UI{app.Text("absent")}
	}
	text, _ := clip(v.Text(), clamp)
	return exact(text)
}

// valueClass tells apart what would look alike: the text "null" and null, the
// text "1" and the number, no text and nothing.
func valueClass(v userdata.Value) string {
	switch v.Kind() {
	case userdata.Absent, userdata.Null:
		return "value value--word"
	case userdata.Text:
		switch {
		case v.Text() == "":
			return "value value--empty"
		case looksTyped(v.Text()):
			return "value value--quoted"
		}
	}
	return "value"
}

// looksTyped reports whether a text reads like a value of another type.
func looksTyped(s string) bool {
	if len(s) > 40 {
		return false
	}
	switch s {
	case "null", "true", "false", "absent":
		return true
	}
	v, err := userdata.ParseValue(s)
	return err == nil && v.Kind() == userdata.Number
}

func (c *grid) kind(r *row) app.UI {
	name := r.value.Kind().String()
	if r.value.Kind() == userdata.Absent {
		name = "—"
	}
	tag := word("span", "grid-kind", name)
	return el("td", "grid-type", tag).DataSet("col", "type")
}

func (c *grid) was(r *row) app.UI {
	td := el("td", "grid-was", wasText(r)...).DataSet("col", "was")
	return td
}

func wasText(r *row) []app.UI {
	if r.kind == userdata.Same || (r.kind == userdata.Duplicate && r.was.Kind() == userdata.Absent) {
		return nil
	}
	var out []app.UI
	if r.path != "" {
		out = append(out, el("span", "grid-path", exact(r.path)...))
	}
	out = append(out, el("span", valueClass(r.was), valueText(r.was)...))
	if r.kind == userdata.Retyped {
		out = append(out, word("span", "grid-word", " "+r.was.Kind().String()))
	}
	if r.more > 0 {
		out = append(out, word("span", "grid-word", " and "+itoa(r.more)+" more"))
	}
	return out
}

func (c *grid) when(e history.Event) app.UI {
	m := c.Model
	text, title := age(e.Time, m.now), stamp(e.Time, m.zone)
	if !e.Since.IsZero() {
		text, title = "? "+text, m.sometime(e)
	}
	td := word("td", "grid-when", text).DataSet("col", "when")
	if title != "" {
		td.Attr("title", title)
	}
	return td
}

func (c *grid) who(e history.Event, key string, skipped int) app.UI {
	if e.N == 0 && skipped == 0 {
		return word("td", "grid-who", "").DataSet("col", "who")
	}
	if skipped > 0 {
		return c.whoCounts(e, key, skipped)
	}
	x := c.Model.scene.session
	who := x.Who(e, key)
	return word("td", join("grid-who", "you", who == history.You), who.String()).DataSet("col", "who").
		Attr("title", authorText(x, e, key, who))
}

// whoCounts is the Who cell where newer writers do not count.
func (c *grid) whoCounts(e history.Event, key string, skipped int) app.UI {
	x := c.Model.scene.session
	name, title := "nobody", plural(skipped, "newer event")+" not counted"
	if e.N > 0 {
		who := x.Who(e, key)
		name, title = who.String(), authorText(x, e, key, who)+"; "+title
	}
	return el("td", "grid-who", app.Text(name), word("span", "grid-dup", "+"+itoa(skipped)), sr(" "+plural(skipped, "newer event")+" not counted")).
		DataSet("col", "who").Attr("title", title)
}
