package forms

import (
	"slices"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/ui/writing"
)

// A Way is how the simulator can be told to treat writes.
type Way struct {
	Word  string // of the simulator
	does  string
	shows string // what one sees of it
}

// Ways are what the simulator can do wrong.
var Ways = [...]Way{
	{"refuse", "Refuse them", "Rejected: the reply itself says no."},
	{"fail", "Accept them, then fail", "Accepted first. Then an error is published, and the write counts as rejected."},
	{"coerce", "Store numbers as text", "Proven, coerced: the value arrived, as another type."},
	{"differ", "Store other values", "Differs, after up to 15 s: the keys arrived with values that nobody here sent."},
	{"drop", "Leave out the last key", "Partly: one key is proven, and the other one is missing."},
	{"overwrite", "Overwrite them a second later", "Proven first, then overwritten by another client."},
	{"late", "Take five seconds", "Sent, waiting for the reply: nothing is claimed before something was seen."},
	{"lose", "Carry them out and lose the reply", "No reply comes, so nobody knows, until the notification decides."},
	{"silent", "Accept them and do nothing", "The reply says 0 all the same. Not seen, after 15 s in which the link was healthy."},
	{"break", "Accept them, and break the link", "Cannot tell, after 15 s: part of the time nobody listened."},
}

func wayOf(word string) Way {
	if i := slices.IndexFunc(Ways[:], func(w Way) bool { return w.Word == word }); i >= 0 {
		return Ways[i]
	}
	return Way{Word: word, does: wording.Capital(word)} // of a newer simulator
}

// SimulatorChip says that the server is none, and how it misbehaves.
func SimulatorChip(m *page.Model) app.UI {
	text := "Simulator"
	if on := m.Writing.Misbehaving(); len(on) > 0 {
		text += ": " + on[0]
		if len(on) > 1 {
			text += " and " + strconv.Itoa(len(on)-1) + " more"
		}
	}
	chip := html.Button("chip top-simulator", "panel", string(scene.SimulatorPanel), app.Text(text), html.Sign("chip-more", "▾")).
		Aria("expanded", html.Bool(m.Form() == scene.SimulatorPanel)).Attr("title", "The contact centre is simulated: a tour, and how it treats writes")
	return html.When(chip, m.State.Misbehaviours == nil || m.Filed(), "hidden")
}

// simulatorView is the panel of the simulator.
func simulatorView(m *page.Model) app.UI {
	s := m.State.Misbehaviours
	if s == nil {
		return html.El("div", "simulator", html.Word("p", "", "The server of this profile is not the simulator."),
			html.TextButton("btn", "simulate", "", "Play the simulator in this page"))
	}
	problem := ""
	if s.Err != nil {
		problem = wording.Explain(s.Err)
	}
	items := make([]app.UI, 0, len(s.Ways))
	for _, w := range s.Ways {
		what := wayOf(w.Way)
		items = append(items, html.El("li", "simulator-way",
			html.TextButton("btn simulator-switch", "misbehave", w.Way, what.does).Aria("pressed", html.Bool(w.On)),
			html.Word("span", "note", what.shows)))
	}
	return html.El("div", "simulator",
		parts.Simulated(),
		html.El("div", "link-buttons", html.TextButton("btn btn--primary", "tour", "0", "Take the tour, 3 minutes"), html.TextButton("btn", "behave", "", "Behave again")),
		html.Word("h3", "", "How it treats your writes"),
		html.Word("p", "field-error", problem).Role("status"),
		html.El("ul", "simulator-ways", items...))
}

func tourView(m *page.Model) app.UI {
	t := &m.Writing.Tour
	s := writing.Stops[t.Stop]
	again := "Do it"
	result := html.El("div", "tour-result")
	if p := m.Writing.Toured(); p != nil {
		glyph, name := parts.Outcome(p)
		result = html.El("div", "tour-result proof--"+p.Verdict.String(),
			html.El("p", "tour-verdict", html.Sign("", glyph+" "), html.Word("b", "", name)),
			html.Word("p", "", wording.Capital(p.Reason)),
			html.TextButton("btn btn--quiet", "write", strconv.Itoa(p.Write.N), "Show this write"))
		again = "Do it again"
	} else if t.Armed || t.Session != "" {
		result = html.El("div", "tour-result", html.Word("p", "note", "Sending…"))
	}
	next := html.TextButton("btn", "tour", strconv.Itoa(t.Stop+1), "Next")
	if t.Stop == len(writing.Stops)-1 {
		next = html.TextButton("btn", "end-tour", "", "End the tour")
	}
	return html.El("div", "tour",
		html.Word("p", "note", strconv.Itoa(t.Stop+1)+" of "+strconv.Itoa(len(writing.Stops))),
		html.Word("h3", "tour-title", s.Title),
		html.Word("p", "", s.Text),
		html.El("div", "link-buttons",
			html.TextButton("btn btn--primary", "tour-try", "", again), next,
			html.When(html.TextButton("btn btn--quiet", "tour", strconv.Itoa(t.Stop-1), "Previous"), t.Stop == 0, "hidden")),
		result.Role("status"))
}
