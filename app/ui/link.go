package ui

import (
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
)

// linkDetails tells how the connection stands: its steps, its problem, and
// what can be done about it.
func linkDetails(m *model) app.UI {
	l := m.state.Connection()
	buttons := linkButtons(l)
	if l.State == link.Watching {
		buttons = el("div", "link-buttons", word("p", "", watchText(m.state)+". Nothing of it is sent anywhere, and nothing is asked of the server."), el("span", ""))
	}
	return el("div", "link",
		problemOf(l),
		buttons,
		when(button("btn link-simulator", "panel", string(simulatorPanel), app.Text("Simulator: a tour, and how it treats writes")), m.state.Misbehaviours == nil || m.filed(), "hidden"),
		stepList(m),
		silence(m),
		el("dl", "facts",
			word("dt", "", "Profile"), word("dd", "", orDash(l.Profile.Name)),
			word("dt", "", "Address"), word("dd", "", address(l.Profile)),
			word("dt", "", "User"), word("dd", "", orDash(l.User)),
			word("dt", "", "State since"), word("dd", "", orDash(clockOrNone(l.Since, m))),
			word("dt", "", "Last heartbeat"), word("dd", "", orDash(clockOrNone(l.Heartbeat, m))),
			word("dt", "", "Messages"), word("dd", "", itoa(m.state.Received)),
		),
	)
}

func orDash(s string) string {
	if s == "" {
		return "—"
	}
	return s
}

func address(p settings.Profile) string {
	switch p.BaseURL {
	case "":
		return "the server of this page"
	case settings.Simulator:
		return "simulator in this page"
	}
	return p.BaseURL
}

// problem is why the connection is not up, as a sentence that says what to do.
func problem(err error) app.UI {
	if err == nil {
		return el("div", "link-problem link-problem--none")
	}
	return word("div", "link-problem", explain(err))
}

// problemOf is problem, unless one of the steps tells it.
func problemOf(l link.Status) app.UI {
	if anyStepFailed(l) {
		return problem(nil)
	}
	return problem(l.Problem)
}

func linkButtons(l link.Status) app.UI {
	switch l.State {
	case link.Reconnecting:
		return el("div", "link-buttons", button("btn btn--primary", "retry", "", app.Text("Retry now")), button("btn", "disconnect", "", app.Text("Disconnect")))
	case link.Refused, link.SignedOut:
		return el("div", "link-buttons", button("btn btn--primary", "panel", string(connectPanel), app.Text("Sign in again")), button("btn", "retry", "", app.Text("Retry now")))
	case link.Offline, link.File:
		return el("div", "link-buttons", button("btn btn--primary", "panel", string(connectPanel), app.Text("Connect")), el("span", ""))
	}
	return el("div", "link-buttons", button("btn", "disconnect", "", app.Text("Disconnect")), el("span", ""))
}

func checkGlyph(on bool) string {
	if on {
		return "✓"
	}
	return ""
}

func authChoice(on settings.Auth) app.UI {
	items := make([]app.UI, 0, 3)
	for i, name := range [...]string{"Existing cookie", "User and password", "Token"} {
		items = append(items, act(word("button", "segments-item", name).Attr("type", "button").
			Role("radio").Aria("checked", expanded(i == int(on))).TabIndex(index(i == int(on))), "auth", itoa(i)))
	}
	return el("div", "segments", items...).Role("radiogroup").Aria("label", "Sign in with")
}

func textField(field, kind, label, placeholder, problem string) app.HTMLElem {
	return el("label", "connect-field",
		word("span", "connect-label", label),
		app.ElemSelfClosing("input").Class("field").Attr("type", kind).DataSet("field", field).
			Attr("placeholder", placeholder).Attr("autocomplete", autocomplete(field)).Attr("spellcheck", "false").
			Aria("invalid", expanded(problem != "")),
		word("span", "field-error", problem),
	)
}

func autocomplete(field string) string {
	switch field {
	case "user":
		return "username"
	case "password":
		return "current-password"
	}
	return "off"
}

func clockOrNone(t time.Time, m *model) string {
	if t.IsZero() {
		return ""
	}
	return m.clock(t)
}
