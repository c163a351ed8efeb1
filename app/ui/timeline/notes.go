package timeline

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
)

// noteRow is a line of the notes.
func (c *Timeline) noteRow(n book.Note) *rows.Node {
	m := c.Model
	about, kind := "", "note"
	if n.Text == "" {
		kind = "mark"
	}
	row := rows.El("tr", html.Variant("timeline-row timeline-row--note", "here", n.Event != 0 && n.Event == m.Scene.At))
	switch {
	case n.Session == "":
		about = "the recording"
	case n.Event == 0:
		about = "the session"
	default:
		about = stage.EventsText(n.Event, n.Until)
		row.Data("event", n.Event).Aria("selected", html.Bool(n.Event == m.Scene.At))
	}
	if n.Until > 0 {
		row.Do("range", strconv.Itoa(n.Event)+" "+strconv.Itoa(n.Until))
	}
	what := []*rows.Node{rows.Word("span", "timeline-quiet", m.AboutEvent(n))}
	if n.Text != "" {
		what = append(html.ExactText(n.Text), rows.Word("span", "note", "  "+m.AboutEvent(n)))
	}
	row.Parts = []*rows.Node{timeCell(m, n.Time, ""), rows.El("td", "timeline-time"),
		rows.Word("td", "timeline-kind", "⚑ "+kind), rows.Word("td", "timeline-sum", about), rows.El("td", "timeline-what", what...)}
	return row.Data("kind", kind)
}

// noteForm marks the event on the screen, or the range from A to it.
func noteForm(m *page.Model) app.UI {
	text := "Mark"
	if m.Scene.At > 0 {
		text = "Mark event " + strconv.Itoa(m.Scene.At)
	}
	first, last, ok := m.Marking()
	if ok && m.View.Ranged {
		text = "Mark " + stage.EventsText(first, last)
	}
	from := html.TextButton("btn btn--quiet", "ranged", "", "From A, event "+strconv.Itoa(m.View.Base)).
		Aria("pressed", html.Bool(ok && m.View.Ranged)).Attr("title", "Mark all events between A and the one that is shown ("+m.KeyOf("open-range", "")+")")
	form := html.El("form", "timeline-note",
		app.ElemSelfClosing("input").Class("field").Attr("id", "note").Attr("type", "text").Attr("autocomplete", "off").
			Attr("placeholder", "Note, or nothing for a mark").Aria("label", "Note").DataSet("field", "note"),
		html.When(from, !ok, "hidden"),
		html.When(html.El("button", "btn", app.Text(text)).Attr("type", "submit"), m.Scene.At == 0, "disabled"),
	).DataSet("form", "note")
	return html.When(form, m.View.Tab != scene.NotesTab, "hidden")
}
