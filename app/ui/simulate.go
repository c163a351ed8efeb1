package ui

import (
	"slices"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/tracker"
)

// A way is how the simulator can be told to treat writes.
type way struct {
	word  string // of the simulator
	does  string
	shows string // what one sees of it
}

var ways = [...]way{
	{"refuse", "Refuse them", "Rejected: the reply itself says no."},
	{"fail", "Accept them, then fail", "Accepted first. Then an error is published, and the write counts as rejected."},
	{"coerce", "Store numbers as text", "Proven, coerced: the value arrived, as another type."},
	{"differ", "Store other values", "Differs: the keys arrived with values that nobody here sent."},
	{"drop", "Leave out the last key", "Partly: one key is proven, and the other one is missing."},
	{"overwrite", "Overwrite them a second later", "Proven first, then overwritten by another client."},
	{"late", "Take five seconds", "Sent, waiting for the reply: nothing is claimed before something was seen."},
	{"lose", "Carry them out and lose the reply", "No reply comes, so nobody knows, until the notification decides."},
	{"silent", "Accept them and do nothing", "The reply says 0 all the same. Not seen, after 15 s in which the link was healthy."},
	{"break", "Accept them, and break the link", "Cannot tell: part of the time nobody listened."},
}

func wayOf(word string) way {
	if i := slices.IndexFunc(ways[:], func(w way) bool { return w.word == word }); i >= 0 {
		return ways[i]
	}
	return way{word: word, does: capital(word)} // of a newer simulator
}

// misbehaving lists the ways in which the simulator treats writes now.
func (m *model) misbehaving() (on []string) {
	if s := m.state.Misbehaviours; s != nil {
		for _, w := range s.Ways {
			if w.On {
				on = append(on, w.Way)
			}
		}
	}
	return on
}

// misbehave has the simulator treat writes in one way more, or less.
func (m *model) misbehave(word string) {
	on := m.misbehaving()
	if i := slices.Index(on, word); i >= 0 {
		on = slices.Delete(on, i, i+1)
	} else {
		on = append(on, word)
	}
	m.send(tracker.Misbehave{Ways: append([]string{}, on...)})
}

// behave ends all of it.
func (m *model) behave() { m.send(tracker.Misbehave{Ways: []string{}}) }

// simulatorChip says that the server is none, and how it misbehaves.
func simulatorChip(m *model) app.UI {
	text := "Simulator"
	if on := m.misbehaving(); len(on) > 0 {
		text += ": " + on[0]
		if len(on) > 1 {
			text += " and " + itoa(len(on)-1) + " more"
		}
	}
	chip := button("chip top-simulator", "panel", string(simulatorPanel), app.Text(text), sign("chip-more", "▾")).
		Aria("expanded", expanded(m.form() == simulatorPanel)).Attr("title", "The contact centre is simulated: a tour, and how it treats writes")
	return when(chip, m.state.Misbehaviours == nil || m.filed(), "hidden")
}

// simulatorView is the panel of the simulator.
func simulatorView(m *model) app.UI {
	s := m.state.Misbehaviours
	if s == nil {
		return el("div", "simulator", word("p", "", "The server of this profile is not the simulator."),
			button("btn", "simulate", "", app.Text("Play the simulator in this page")))
	}
	problem := ""
	if s.Err != nil {
		problem = explain(s.Err)
	}
	items := make([]app.UI, 0, len(s.Ways))
	for _, w := range s.Ways {
		what := wayOf(w.Way)
		items = append(items, el("li", "simulator-way",
			button("btn simulator-switch", "misbehave", w.Way, app.Text(what.does)).Aria("pressed", expanded(w.On)),
			word("span", "note", what.shows)))
	}
	return el("div", "simulator",
		simulated(),
		el("div", "link-buttons", button("btn btn--primary", "tour", "0", app.Text("Take the tour, 3 minutes")), button("btn", "behave", "", app.Text("Behave again"))),
		word("h3", "", "How it treats your writes"),
		word("p", "field-error", problem).Role("status"),
		el("ul", "simulator-ways", items...))
}

// simulated says what is on the screen.
func simulated() app.UI {
	return el("div", "",
		word("p", "", "This contact centre is simulated: customers write in, a routing strategy and other applications write data, and you can write too. No real customer is behind it, and nothing is sent to anybody."),
		word("p", "note", "Your own material opens as well: drop a HAR, a log or a capture anywhere on this page, or paste a text with Ctrl V."))
}

// simulatedNote is simulated where nothing else is to be shown, with the way on.
func simulatedNote(m *model) app.UI {
	if m.state.Misbehaviours == nil || m.filed() {
		return el("div", "")
	}
	return el("div", "simulator", simulated(),
		el("div", "link-buttons", button("btn", "tour", "0", app.Text("Take the tour, 3 minutes")), button("btn btn--quiet", "panel", string(simulatorPanel), app.Text("Make it misbehave"))))
}
