package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// connectFields is the form of a new connection. The inputs are the page's
// own, as those of a write are; secrets pass through it and are not kept.
func connectFields(m *model) app.UI {
	f := &m.connect
	return el("form", "connect",
		profileList(m),
		textField("base", "url", "Base URL", "Empty: the server of this page", f.baseErr),
		authChoice(f.auth),
		credentialFields(f, ""),
		el("fieldset", "connect-set", word("legend", "connect-label", "Channels"),
			checkbox("channel-me", "", everyChannel+" (all that concerns you)", !f.noMe),
			checkbox("channel-sms", "", smsChannel, f.sms)),
		el("div", "connect-set",
			checkbox("start-session", "", "Start a contact centre session (StartContactCenterSession)", f.start),
			when(textField("channel-id", "text", "Channel id", "smssession", ""), !f.start, "hidden")),
		checkbox("production", "", "Production: coloured frame, starts read-only, each write is confirmed", f.production),
		el("div", "link-buttons",
			word("button", "btn btn--primary", "Connect").Attr("type", "submit"),
			button("btn", "simulate", "", app.Text("Use the simulator"))),
		textField("name", "text", "Name of the profile", profileName(f.base), ""),
		el("div", "link-buttons",
			button("btn", "save-profile", "", app.Text("Save profile")),
			button("btn btn--quiet", "list-profiles", "", app.Text("Profiles as text")).Aria("expanded", expanded(f.listing))),
		profileText(f),
		word("p", "note", "Passwords and tokens stay in the memory of this tab. They are never stored, logged or exported. Profiles are kept in this browser without them."),
	).Attr("id", "connect").Aria("label", "Connect").Attr("novalidate", true).DataSet("form", "connect")
}

func profileList(m *model) app.UI {
	items := make([]app.UI, len(m.profiles))
	for i, p := range m.profiles {
		n := itoa(i)
		kind := sr("")
		if p.Production {
			kind = word("b", "connect-production", "PRODUCTION")
		}
		items[i] = el("li", "connect-profile",
			button("btn connect-use", "use-profile", n, word("b", "", p.Name), word("span", "note", address(p)), kind),
			button("btn btn--quiet btn--square", "forget-profile", n, sr("Forget "+p.Name), sign("", "×")))
	}
	return el("ul", "connect-profiles", items...).Aria("label", "Profiles")
}

func profileText(f *connectForm) app.UI {
	return when(el("div", "connect-set",
		el("label", "connect-field", word("span", "connect-label", "All profiles, without secrets. Copy them, or paste others and read them."),
			el("textarea", "field connect-text").Attr("id", "profiles").Attr("rows", "8").DataSet("field", "profiles").Attr("spellcheck", "false")),
		el("div", "link-buttons",
			button("btn", "copy-profiles", "", app.Text("Copy")),
			button("btn", "read-profiles", "", app.Text("Read these instead")),
			button("btn", "save-profiles", "", app.Text("Save as a file")),
			button("btn", "open-profiles", "", app.Text("Open a file")),
			app.ElemSelfClosing("input").Attr("type", "file").Attr("id", "profiles-file").DataSet("field", "profiles-file").
				Attr("accept", "text/plain").Attr("hidden", true).Aria("label", "File of profiles to open")),
		word("p", "note", f.said).Role("status"),
	), !f.listing, "hidden")
}
