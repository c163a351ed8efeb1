package dialogs

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// Pickers are the palette and the choice of what to hide. They are always in
// the document; the browser opens and closes them.
type Pickers struct {
	app.Compo
	Model *page.Model
	Sight page.Sight
}

// Render draws the three, of which one at most is open.
func (c *Pickers) Render() (ui app.UI) {
	defer html.RescueRender(&ui, "dialogs")
	return html.El("div", "dialogs", c.palette(), c.hide(), c.menu())
}

func (c *Pickers) palette() app.UI {
	p := &c.Model.Palette
	n := min(len(p.Found), page.MaxEntries)
	items := make([]app.UI, n)
	for i, x := range p.Found[:n] {
		why := c.Model.Missing(x.Do, x.Arg)
		items[i] = html.Act(html.El("li", "palette-item", html.El("span", "palette-name", html.Exact(x.Name)...), html.Word("span", "note", why), kbdOf(c.Model.KeyOf(x.Do, x.Arg))), "run", strconv.Itoa(i)).
			Attr("id", "palette-"+strconv.Itoa(i)).Role("option").Aria("selected", html.Bool(i == p.At)).Aria("disabled", html.Bool(why != ""))
	}
	input := html.Line("field palette-query", "palette-query", "text").Attr("placeholder", "Type a command, a key or a session").
		DataSet("form", "palette").Attr("role", "combobox").Aria("label", "Commands").Aria("expanded", "true").Aria("controls", "palette-list").
		Aria("autocomplete", "list")
	list := html.El("ul", "palette-list", items...).Attr("id", "palette-list").Role("listbox").Aria("label", "Commands")
	if n > 0 {
		input.Aria("activedescendant", "palette-"+strconv.Itoa(p.At))
	} else {
		// A list without options is unfinished rather than empty.
		list.Aria("busy", "true")
	}
	return html.El("dialog", "palette", input, list,
		html.Word("p", "note palette-note", paletteNote(p, n)),
	).Attr("id", "palette").Aria("label", "Commands")
}

func paletteNote(p *page.Palette, n int) string {
	switch {
	case n == 0:
		return "Nothing is called that. Fewer letters find more."
	case len(p.Found) > n:
		return "The first " + strconv.Itoa(n) + "; type on to narrow them"
	}
	return strconv.Itoa(n) + " found"
}

func kbdOf(keys string) app.UI {
	if keys == "" {
		return html.El("span", "")
	}
	return html.Key(keys)
}

// hide is the choice of what to hide of the selected key.
func (c *Pickers) hide() app.UI {
	m := c.Model
	items := make([]app.UI, len(m.HideOptions))
	for i, o := range m.HideOptions {
		items[i] = html.Button("btn hidemenu-item", "hide", strconv.Itoa(i), hideLabel(o)...)
	}
	return html.El("dialog", "hidemenu",
		html.Word("h2", "hidemenu-title", "Hide from the table"),
		html.El("div", "hidemenu-items", items...),
		html.Word("p", "note", "What is hidden stays recorded, and its changes stay counted below the table. I shows it again."),
		html.TextButton("btn btn--quiet", "close-hide", "", "Cancel"),
	).Attr("id", "hidemenu").Aria("label", "Hide from the table")
}

func hideLabel(o page.HideOption) []app.UI {
	count := wording.Plural(o.Keys, "key")
	if o.Changed > 0 {
		count += ", " + strconv.Itoa(o.Changed) + " of them changed"
	}
	note := html.Word("span", "note", count)
	switch {
	case o.Class:
		return []app.UI{html.El("span", "", app.Text("Every key of class "), html.Word("b", "", o.Pattern)), note}
	case o.Match == 0:
		return []app.UI{html.El("span", "", append([]app.UI{app.Text("Only ")}, html.El("b", "", html.Exact(wording.Short(o.Pattern))...))...), note}
	}
	return []app.UI{html.El("span", "", append([]app.UI{app.Text("Keys that begin with ")}, html.El("b", "", html.Exact(wording.Short(o.Pattern))...))...), note}
}
