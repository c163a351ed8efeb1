package dialogs

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/html"
)

// menu draws the menu. A click beside it, on the dialog itself, closes it.
func (c *Pickers) menu() app.UI {
	u := &c.Model.Menu
	items := make([]app.UI, len(u.Items))
	for i, x := range u.Items {
		if x.Name == "" {
			items[i] = html.El("li", "menu-line").Role("separator")
			continue
		}
		items[i] = html.El("li", "", html.Button("menu-item", "menu-do", strconv.Itoa(i), html.Word("span", "menu-name", x.Name), kbdOf(c.Model.KeyOf(x.Do, x.Arg))).
			Attr("id", "menu-"+strconv.Itoa(i)).Role("menuitem").TabIndex(html.TabIndex(i == u.At))).Role("none")
	}
	return html.Act(html.El("dialog", "menu",
		html.El("h2", "menu-title", html.Exact(u.Title)...),
		html.El("ul", "menu-items", items...).Role("menu").Aria("label", u.Title),
		html.Word("p", "note menu-note", u.Note),
	), "close-menu", "").Attr("id", "menu").Aria("label", "Menu").DataSet("form", "menu")
}
