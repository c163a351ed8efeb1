package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/tracker"
)

// welcome is the middle of the page while there is no session to show.
func welcome(m *model) app.UI {
	l := m.state.Link
	switch l.State {
	case tracker.Offline, tracker.File:
		return el("div", "welcome", word("h2", "welcome-title", "Watch the data that travels with an SMS session"),
			word("p", "", "Connect to Genesys Web Services, or let the simulator in this page play a contact centre. Nothing leaves this browser except what you send to your server; passwords are kept in memory only."),
			el("div", "welcome-doors",
				button("btn btn--primary", "simulate", "", app.Text("Start the simulator")),
				button("btn", "panel", string(connectPanel), app.Text("Connect to a server"))))
	case tracker.Connected, tracker.Slow:
		return el("div", "welcome", word("h2", "welcome-title", "Connected, and nothing to show yet"),
			word("p", "", "Subscribed since "+m.clock(l.Since)+", heartbeat "+age(l.Heartbeat, m.now)+" ago, "+plural(m.state.Received, "data message")+". This is normal until a customer writes in."),
			el("div", "welcome-doors", button("btn", "reread", "", app.Text("Ask for the sessions again"))))
	}
	return el("div", "welcome", word("h2", "welcome-title", capital(l.State.String())),
		problemOf(l), stepList(m), linkButtons(l))
}
