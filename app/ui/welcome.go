package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/link"
)

// welcome is the middle of the page while there is no session to show.
func welcome(m *model) app.UI {
	l := m.state.Link
	switch l.State {
	case link.Offline:
		return doors(m)
	case link.File:
		return el("div", "welcome", word("h2", "welcome-title", "No session in this file"),
			word("p", "", "What it holds is in the traffic below."),
			el("div", "welcome-doors", button("btn btn--primary", "open", "", app.Text("Open another"))))
	case link.Following:
		return el("div", "welcome", word("h2", "welcome-title", "No session in this file yet"),
			word("p", "", "It is read on as it grows. What it holds by now is in the traffic below."))
	case link.Watching:
		return el("div", "welcome", word("h2", "welcome-title", "Watching, and nothing to show yet"),
			word("p", "", "What the page says to Web Services from now on is shown here. Its next poll brings the first of it; reload the page to see everything from its beginning."))
	case link.Connected, link.Slow:
		return el("div", "welcome", word("h2", "welcome-title", "Connected, and nothing to show yet"),
			word("p", "", "Subscribed since "+m.clock(l.Since)+", heartbeat "+age(l.Heartbeat, m.wall)+" ago, "+plural(m.state.Received, "data message")+". This is normal until a customer writes in."),
			el("div", "welcome-doors", button("btn", "reread", "", app.Text("Ask for the sessions again"))))
	}
	// The panel tells the same, so that one of them is enough.
	told := []app.UI{problemOf(l), stepList(m), linkButtons(l)}
	if m.view.panel == linkPanel {
		told = []app.UI{word("p", "", "The details of the connection say how far it has come and what to do.")}
	}
	return el("div", "welcome", word("h2", "welcome-title", capital(l.State.String())),
		el("div", "welcome-link", told...), pasteBox(), recovered(m))
}

// doors are the ways in: a server, a file, the simulator.
func doors(m *model) app.UI {
	return el("div", "welcome",
		word("h2", "welcome-title", "Watch the data that travels with an SMS session"),
		el("ul", "welcome-ways",
			door("Connect", "Sign in to Genesys Web Services and watch your sessions live.", button("btn btn--primary", "panel", string(connectPanel), app.Text("Connect to a server"))),
			door("Open", "A capture, a HAR file, a log with JSON in it. Drop it anywhere on this page.", button("btn", "open", "", app.Text("Open a file"))),
			door("Try", "A contact centre plays in this page, and nothing is sent anywhere.", button("btn", "simulate", "", app.Text("Play the simulator")))),
		pasteBox(), recovered(m),
		word("p", "note", "Nothing leaves this browser except what you send to your server. Passwords are kept in memory only."))
}

func door(title, text string, way app.UI) app.UI {
	return el("li", "welcome-way", word("h3", "welcome-name", title), word("p", "", text), way)
}

// pasteBox takes a sample from a page of documentation or a log.
func pasteBox() app.UI {
	return el("form", "welcome-paste",
		el("label", "", word("span", "connect-label", "Or paste a sample, a log excerpt or a Python repr; it is opened at once"),
			el("textarea", "field").Attr("id", "paste").Attr("rows", "3").Attr("spellcheck", "false").Attr("placeholder", "{u'userData': {u'DISP_KEY': u'resolved', …")),
		word("button", "btn", "Open the text").Attr("type", "submit"),
	).DataSet("form", "paste").Aria("label", "Paste a sample")
}

// recovered offers the recordings of earlier visits, those first that a crash
// has cut off.
func recovered(m *model) app.UI {
	p := &m.keeping
	if len(p.list) == 0 {
		return el("section", "")
	}
	var items []app.UI
	for _, cut := range [...]bool{true, false} {
		for _, r := range p.list {
			if r.Cut == cut && len(items) < 5 {
				items = append(items, recordingItem(m, r))
			}
		}
	}
	title := "Recordings of earlier visits"
	if n := p.cut(); n > 0 {
		title += ", " + itoa(n) + " of them cut off"
	}
	return el("section", "", word("h3", "", title), el("ul", "keep-list", items...))
}
