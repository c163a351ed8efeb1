package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
)

// signIn asks for credentials in place when they have expired; all that is on
// the screen stays there, drafts included.
type signIn struct {
	app.Compo
	Model   *model
	Version int
}

func (c *signIn) Render() (ui app.UI) {
	m := c.Model
	defer m.rescueRender(&ui, "sign-in")
	l := m.state.Link
	if l.State != link.SignedOut {
		return el("section", "signin signin--none")
	}
	f := &m.connect
	return el("section", "signin",
		el("p", "", word("b", "", "Signed out of "+orElse(l.Profile.Name, "this server")+". "),
			app.Text("Everything stays as it is, drafts included; sign in to go on.")).Role("alert"),
		el("form", "signin-form",
			authChoice(f.auth),
			credentialFields(f, l.Profile.User),
			el("div", "link-buttons", word("button", "btn btn--primary", "Sign in").Attr("type", "submit"),
				button("btn", "panel", string(linkPanel), app.Text("What happened")))).
			Aria("label", "Sign in").Attr("novalidate", true).DataSet("form", "signin"),
	)
}

// credentialFields are the inputs for secrets. A new generation is another
// element, so that nothing of them stays in the page once they are sent.
func credentialFields(f *connectForm, user string) app.UI {
	return app.Elem("kt-secrets-"+itoa(f.gen)).Class("connect-secrets").Body(
		when(el("div", "connect-group",
			textField("user", "text", "User name", user, f.userErr),
			textField("password", "password", "Password", "", "")), f.auth != settings.Basic, "hidden"),
		when(el("div", "connect-group", textField("token", "password", "Token", "", f.tokenErr)), f.auth != settings.Bearer, "hidden"),
	)
}

// submitSignIn takes up the connection again with what was entered.
func (m *model) submitSignIn() {
	f, p := &m.connect, m.state.Connection().Profile
	f.userErr, f.tokenErr = "", ""
	user := orElse(f.user, p.User)
	switch {
	case f.auth == settings.Basic && user == "":
		f.userErr = "Enter the user name."
	case f.auth == settings.Bearer && f.token == "":
		f.tokenErr = "Enter the token."
	default:
		if p.Auth = f.auth; p.Auth == settings.Basic {
			p.User = user
		}
		m.send(tracker.Connect{Profile: p, Credentials: f.secrets()})
	}
	m.touchAll()
}
