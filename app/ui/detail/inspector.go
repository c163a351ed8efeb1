package detail

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// Inspector shows one thing in full: the selected key, a message that was not
// understood, or an exchange with the server.
type Inspector struct {
	app.Compo
	Model *page.Model
	Sight page.Sight
}

// historyShown is how many changes of a key are listed.
const historyShown = 50

// pageSize is how many bytes of a long value stand in the inspector at once.
const pageSize = 20_000

// Render draws what is selected.
func (c *Inspector) Render() (ui app.UI) {
	m := c.Model
	defer html.RescueRender(&ui, "inspector")
	s := m.Latest(func(s scene.Subject) bool { return s.Keyed || s.Stray != 0 || s.Exchange != 0 })
	if n := s.Stray; n > 0 && n <= len(m.State.Strays) {
		return c.stray(m.State.Strays[n-1])
	}
	if x := m.Exchange(s.Exchange); x != nil {
		return c.exchange(x, s.Body)
	}
	if m.Scene.Session == nil || !s.Keyed {
		return html.El("div", "inspector inspector--none", html.Word("p", "note", "Select a key to see its value in full and its history."), parts.SimulatedNote(m))
	}
	return c.key(m.View.Key)
}

func (c *Inspector) key(key string) app.UI {
	m := c.Model
	v := m.Selected()
	needs := draft.Closed(m.Scene.Session, draft.Operations()[draft.UpdateOp].Name)
	class, why := m.Classes.Rules.Classify(key)
	return html.El("div", "inspector",
		html.El("div", "inspector-head", html.El("h2", "inspector-title", html.Exact(wording.Short(key))...),
			html.Button("btn btn--quiet inspector-menu", "menu", string(scene.DataPane), app.Text("Actions"), html.Sign("", " ⋯")).
				Aria("haspopup", "menu").Attr("title", "All actions on this key (Shift F10, or right click on its row)")),
		html.Word("p", "note inspector-twin", m.Scene.Twins[key]),
		html.El("dl", "facts",
			html.Word("dt", "", "Value"), html.El("dd", "inspector-value "+parts.ValueClass(v), inspectorValue(v)...),
			html.Word("dt", "", "Raw"), html.El("dd", "", c.raw(v)),
			html.Word("dt", "", "Type"), html.Word("dd", "", typeText(v)),
			html.Word("dt", "", "Class"), html.Word("dd", "", class.String()+" · "+cmp.Or(why, "no rule names it")),
		),
		pages(m.View.Page, lastPart(len(v.Literal()))),
		c.inside(key, v),
		html.El("div", "inspector-buttons",
			html.When(html.KeyButton("btn", "copy-value", "Copy value ", m.KeyOf("copy-value", "")), v.Kind() == userdata.Absent, "disabled"),
			html.When(html.KeyButton("btn", "edit-key", "Update ", m.KeyOf("edit-key", "")).Aria("disabled", html.Bool(needs != "")).Aria("describedby", "update-needs"), v.Kind() == userdata.Absent, "disabled"),
			html.KeyButton("btn", "watch", "Watch ", m.KeyOf("watch", "")).Aria("pressed", html.Bool(m.View.Watching(key) >= 0)),
			html.KeyButton("btn", "pin", "Pin ", m.KeyOf("pin", "")).Aria("pressed", html.Bool(slices.Contains(m.View.Pins, key))),
			html.KeyButton("btn", "hide-menu", "Hide… ", m.KeyOf("hide-menu", ""))),
		html.Word("p", "note inspector-needs", needs).Attr("id", "update-needs"),
		c.history(key),
	)
}

func inspectorValue(v userdata.Value) []app.UI {
	if v.Kind() == userdata.Absent {
		return []app.UI{app.Text("absent")}
	}
	text, cut := wording.Clip(v.Text(), scene.Clamp)
	out := html.Exact(text)
	if cut > 0 {
		out = append(out, html.Word("span", "note", "… "+wording.Size(cut)+" more, in full below"))
	}
	return out
}

func typeText(v userdata.Value) string {
	switch v.Kind() {
	case userdata.Text:
		if v.Text() == "" {
			return "empty text"
		}
		return "text, " + wording.Plural(utf8.RuneCountInString(v.Text()), "character") + ", " + wording.Plural(len(v.Text()), "byte")
	case userdata.Absent, userdata.Null, userdata.Bool:
		return v.Kind().String()
	}
	return v.Kind().String() + ", " + wording.Plural(len(v.Literal()), "byte")
}

// raw is the value's literal as it stood on the wire, a page of it when it is long.
func (c *Inspector) raw(v userdata.Value) app.UI {
	return html.Word("pre", "raw", part(v.Literal(), c.Model.View.Page)).TabIndex(0)
}

// lastPart is the last page of a text of n bytes.
func lastPart(n int) int { return max(n-1, 0) / pageSize }

// part is a page of a long text, the last one where it has become too short for that.
// Each begins where the one before ends.
func part(s string, page int) string {
	page = min(page, lastPart(len(s)))
	return s[boundary(s, page*pageSize):boundary(s, (page+1)*pageSize)]
}

// boundary returns the beginning of the character that byte i belongs to, or the end.
func boundary(s string, i int) int {
	i = min(i, len(s))
	for i > 0 && i < len(s) && s[i]&0xC0 == 0x80 {
		i--
	}
	return i
}

func (c *Inspector) stray(e history.Event) app.UI {
	return html.El("div", "inspector", subjectHead(wording.Either(e.Foreign, "Message about no interaction", "Message not understood")),
		html.Word("p", "inspector-reason", cmp.Or(e.Note, "It has not the shape of a notification.")),
		html.Facts("facts", [][2]string{{"Received", c.Model.Clock(e.Time)}, {"Size", wording.Size(len(e.Raw))}}),
		html.El("div", "inspector-buttons", html.TextButton("btn", "as-sample", "", "Treat as sample").
			Attr("title", "Open it beside what is on the screen, as a pasted sample would be, with every repair listed")),
		html.Word("pre", "raw", bodyText(e.Raw)).TabIndex(0))
}

// subjectHead names what the column shows and puts it away.
func subjectHead(title string) app.UI {
	return html.El("div", "inspector-head", html.Word("h2", "inspector-title", title),
		html.Cross("btn btn--quiet btn--square", "close", "", "Close "+title))
}

// WayBack leads to what the column showed before.
func WayBack(m *page.Model) app.UI {
	n := len(m.View.Back)
	if n == 0 {
		return html.El("div", "detail-back").Attr("hidden", true)
	}
	return html.El("div", "detail-back",
		html.Button("btn btn--quiet", "back", "", append([]app.UI{html.Sign("", "← "), app.Text("Back to ")}, html.Exact(m.SubjectName(m.View.Back[n-1]))...)...))
}
