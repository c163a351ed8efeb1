package ui

import (
	"slices"

	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/userdata"
)

// inspector shows one thing in full: the selected key, a message that was not
// understood, or an exchange with the server.
type inspector struct {
	app.Compo
	Model   *model
	Version int
}

// historyShown is how many changes of a key are listed.
const historyShown = 50

// pageSize is how many bytes of a long value stand in the inspector at once.
const pageSize = 20_000

func (c *inspector) Render() (ui app.UI) {
	m := c.Model
	defer m.rescueRender(&ui, "inspector")
	s := m.latest(func(s subject) bool { return s.keyed || s.stray != 0 || s.exchange != 0 })
	if n := s.stray; n > 0 && n <= len(m.state.Strays) {
		return c.stray(m.state.Strays[n-1])
	}
	if x := m.exchange(s.exchange); x != nil {
		return c.exchange(x, s.body)
	}
	if m.scene.session == nil || !s.keyed {
		return el("div", "inspector inspector--none", word("p", "note", "Select a key to see its value in full and its history."), simulatedNote(m))
	}
	return c.key(m.view.key)
}

func (m *model) exchange(n int) *book.Exchange {
	if n == 0 {
		return nil
	}
	for _, x := range m.state.Traffic {
		if x.N == n {
			return x
		}
	}
	return nil
}

func (c *inspector) key(key string) app.UI {
	m := c.Model
	v := m.selected()
	needs := closed(m.scene.session, operations()[updateOp].name)
	class, why := m.classes.rules.Classify(key)
	if why == "" {
		why = "no rule names it"
	}
	return el("div", "inspector",
		el("div", "inspector-head", el("h2", "inspector-title", exact(short(key))...),
			button("btn btn--quiet inspector-menu", "menu", string(dataPane), app.Text("Actions"), sign("", " ⋯")).
				Aria("haspopup", "menu").Attr("title", "All actions on this key (Shift F10, or right click on its row)")),
		word("p", "note inspector-twin", m.scene.twins[key]),
		el("dl", "facts",
			word("dt", "", "Value"), el("dd", "inspector-value "+valueClass(v), inspectorValue(v)...),
			word("dt", "", "Raw"), el("dd", "", c.raw(v)),
			word("dt", "", "Type"), word("dd", "", typeText(v)),
			word("dt", "", "Class"), word("dd", "", class.String()+" · "+why),
		),
		c.pager(v),
		c.inside(key, v),
		el("div", "inspector-buttons",
			when(button("btn", "copy-value", "", app.Text("Copy value "), kbd("y")), v.Kind() == userdata.Absent, "disabled"),
			when(button("btn", "edit-key", "", app.Text("Update "), kbd("e")).Aria("disabled", expanded(needs != "")).Aria("describedby", "update-needs"), v.Kind() == userdata.Absent, "disabled"),
			button("btn", "watch", "", app.Text("Watch "), kbd("w")).Aria("pressed", expanded(m.view.watching(key) >= 0)),
			button("btn", "pin", "", app.Text("Pin "), kbd("p")).Aria("pressed", expanded(slices.Contains(m.view.pins, key))),
			button("btn", "hide-menu", "", app.Text("Hide… "), kbd("i"))),
		word("p", "note inspector-needs", needs).Attr("id", "update-needs"),
		c.history(key),
	)
}

func inspectorValue(v userdata.Value) []app.UI {
	if v.Kind() == userdata.Absent {
		return []app.UI{app.Text("absent")}
	}
	text, cut := clip(v.Text(), clamp)
	out := exact(text)
	if cut > 0 {
		out = append(out, word("span", "note", "… "+size(cut)+" more, in full below"))
	}
	return out
}

func typeText(v userdata.Value) string {
	switch v.Kind() {
	case userdata.Text:
		if v.Text() == "" {
			return "empty text"
		}
		return "text, " + plural(utf8.RuneCountInString(v.Text()), "character") + ", " + plural(len(v.Text()), "byte")
	case userdata.Absent, userdata.Null, userdata.Bool:
		return v.Kind().String()
	}
	return v.Kind().String() + ", " + plural(len(v.Literal()), "byte")
}

// raw is the value's literal as it stood on the wire, a page of it when it is long.
func (c *inspector) raw(v userdata.Value) app.UI {
	from := min(c.Model.view.page*pageSize, len(v.Literal()))
	text, _ := clip(v.Literal()[boundary(v.Literal(), from):], pageSize)
	return word("pre", "raw", text).TabIndex(0)
}

// boundary returns the beginning of the character that byte i belongs to.
func boundary(s string, i int) int {
	for i > 0 && i < len(s) && s[i]&0xC0 == 0x80 {
		i--
	}
	return i
}

func (c *inspector) pager(v userdata.Value) app.UI {
	return pages(c.Model.view.page, max(len(v.Literal())-1, 0)/pageSize)
}

func (c *inspector) stray(e history.Event) app.UI {
	return el("div", "inspector", subjectHead("Message not understood"),
		word("p", "inspector-reason", orElse(e.Note, "It has not the shape of a notification.")),
		el("dl", "facts",
			word("dt", "", "Received"), word("dd", "", c.Model.clock(e.Time)),
			word("dt", "", "Size"), word("dd", "", size(len(e.Raw)))),
		el("div", "inspector-buttons", button("btn", "as-sample", "", app.Text("Treat as sample")).
			Attr("title", "Open it beside what is on the screen, as a pasted sample would be, with every repair listed")),
		word("pre", "raw", bodyText(e.Raw)).TabIndex(0))
}
