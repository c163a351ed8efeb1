package parts

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// CompareButton opens the comparison of two states.
func CompareButton(m *page.Model) app.UI {
	return html.Refused(html.TextButton("btn btn--quiet", "compare", "", "Compare").Aria("pressed", html.Bool(m.View.Compares())), m.Missing("compare", ""))
}

// HiddenText says how many keys are folded away.
func HiddenText(m *page.Model) string {
	if m.Scene.Session == nil {
		return ""
	}
	hidden, changed := m.Scene.Hidden()
	if hidden == 0 {
		return "no key hidden"
	}
	return wording.Plural(hidden, "key") + " hidden, " + strconv.Itoa(changed) + " of them changed"
}

// MarkSpan says what the marks compare.
func MarkSpan(m *page.Model) string {
	switch {
	case m.Scene.Rival():
		return "against " + wording.Tail(m.Scene.A.Session.ID, 4)
	case m.View.Base != 0:
		a := m.Scene.A.Event // another one where the base is not kept any more
		return wording.Either(a > m.Scene.At, "against", "since") + " event " + strconv.Itoa(a)
	case m.View.Live() && m.Settled() && m.Scene.Session != nil && m.Scene.Session.LastChange.IsZero():
		// Of times that are not known, the last event's marks are all that can be told.
	case m.View.Live() && m.Settled():
		return "in the file's last 2 minutes"
	case m.View.Live():
		return "in the last 2 minutes"
	}
	return "in event " + strconv.Itoa(m.Scene.At)
}

// Simulated says what is on the screen.
func Simulated() app.UI {
	return html.El("div", "",
		html.Word("p", "", "This contact centre is simulated: customers write in, a routing strategy and other applications write data, and you can write too. No real customer is behind it, and nothing is sent to anybody."),
		html.Word("p", "note", "Your own material opens as well: drop a HAR, a log or a capture anywhere on this page, or paste a text with Ctrl V."))
}

// SimulatedNote is simulated where nothing else is to be shown, with the way on.
func SimulatedNote(m *page.Model) app.UI {
	if m.State.Misbehaviours == nil || m.Filed() {
		return html.El("div", "")
	}
	return html.El("div", "simulator", Simulated(),
		html.El("div", "link-buttons", html.TextButton("btn", "tour", "0", "Take the tour, 3 minutes"), html.TextButton("btn btn--quiet", "panel", string(scene.SimulatorPanel), "Make it misbehave")))
}

// Edge is where a size is changed.
func Edge(m *page.Model, name, class string) app.UI {
	s, ok := scene.SizeNamed(name)
	if !ok {
		return html.El("span", "")
	}
	orientation := "vertical"
	if s.Down {
		orientation = "horizontal"
	}
	return html.El("span", class).DataSet("size", name).DataSet("do", "size").DataSet("arg", name).
		Role("separator").TabIndex(0).Aria("orientation", orientation).Aria("label", s.Label).
		Aria("valuenow", m.Pixels(s)).Aria("valuemin", s.Least).Aria("valuemax", s.Most).Aria("valuetext", strconv.Itoa(m.Pixels(s))+" pixels").
		Attr("title", s.Label+": drag, or arrow keys; double click for the usual one")
}

// SkipsNote is the line below the table that says that the Who column skips
// somebody, and lets everybody count again.
func SkipsNote(m *page.Model) app.UI {
	text := m.SkipsText()
	note := html.El("span", "grid-skips", html.Button("grid-class", "panel", string(scene.WhoPanel), app.Text("Who: "), html.Word("b", "", text), app.Text(" not counted")),
		html.TextButton("grid-class", "count-all", "", "Count everybody"))
	return html.When(note, text == "", "hidden")
}
