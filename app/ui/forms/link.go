package forms

import (
	"cmp"
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/connect"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// linkDetails tells how the connection stands: its steps, its problem, and
// what can be done about it.
func linkDetails(m *page.Model) app.UI {
	l := m.State.Connection()
	buttons := parts.LinkButtons(l)
	if l.State == link.Watching {
		buttons = html.El("div", "link-buttons", html.Word("p", "", parts.WatchText(m.State)+". Nothing of it is sent anywhere, and nothing is asked of the server."), html.El("span", ""))
	}
	return html.El("div", "link",
		parts.ProblemOf(l),
		buttons,
		html.When(html.TextButton("btn link-simulator", "panel", string(scene.SimulatorPanel), "Simulator: a tour, and how it treats writes"), m.State.Misbehaviours == nil || m.Filed(), "hidden"),
		parts.StepList(m),
		silence(m),
		html.Facts("facts", [][2]string{
			{"Profile", orDash(l.Profile.Name)},
			{"Address", address(l.Profile)},
			{"User", orDash(l.User)},
			{"State since", orDash(clockOrNone(l.Since, m))},
			{"Last heartbeat", orDash(clockOrNone(l.Heartbeat, m))},
			{"Messages", strconv.Itoa(m.State.Received)},
		}),
	)
}

func orDash(s string) string { return cmp.Or(s, "—") }

func address(p settings.Profile) string {
	switch p.BaseURL {
	case "":
		return "the server of this page"
	case settings.Simulator:
		return "simulator in this page"
	}
	return p.BaseURL
}

func checkGlyph(on bool) string { return wording.Either(on, "✓", "") }

func authChoice(on settings.Auth) app.UI {
	return html.Radios("Sign in with", "auth", strconv.Itoa(int(on)), [][2]string{{"0", "Existing cookie"}, {"1", "User and password"}, {"2", "Token"}})
}

func textField(field, kind, label, placeholder, problem string) app.HTMLElem {
	return labelled(label,
		app.ElemSelfClosing("input").Class("field").Attr("type", kind).DataSet("field", field).
			Attr("placeholder", placeholder).Attr("autocomplete", autocomplete(field)).Attr("spellcheck", "false").
			Aria("invalid", html.Bool(problem != "")),
		html.Word("span", "field-error", problem),
	)
}

// labelled is a field with its label above it.
func labelled(label string, field ...app.UI) app.HTMLElem {
	return html.El("label", "connect-field", append([]app.UI{html.Word("span", "connect-label", label)}, field...)...)
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

func clockOrNone(t time.Time, m *page.Model) string {
	if t.IsZero() {
		return ""
	}
	return m.Clock(t)
}

// connectFields is the form of a new connection. The inputs are the page's
// own, as those of a write are; secrets pass through it and are not kept.
func connectFields(m *page.Model) app.UI {
	f := &m.Connect.Entered
	return html.El("form", "connect",
		profileList(m),
		textField("base", "url", "Base URL", "Empty: the server of this page", f.BaseErr),
		authChoice(f.Auth),
		credentialFields(f, ""),
		html.El("fieldset", "connect-set", html.Word("legend", "connect-label", "Channels"),
			checkbox("channel-me", "", connect.EveryChannel+" (all that concerns you)", !f.NoMe),
			checkbox("channel-sms", "", connect.SmsChannel, f.Sms)),
		html.El("div", "connect-set",
			checkbox("start-session", "", "Start a contact centre session (StartContactCenterSession)", f.Start),
			html.When(textField("channel-id", "text", "Channel id", "smssession", ""), !f.Start, "hidden")),
		checkbox("production", "", "Production: coloured frame, starts read-only, each write is confirmed", f.Production),
		checkbox("other-media", "", "Allow writes to calls, chats and other media, too; without it they are only read", f.OtherMedia),
		html.El("div", "link-buttons",
			html.Submit("Connect"),
			html.TextButton("btn", "simulate", "", "Use the simulator")),
		textField("name", "text", "Name of the profile", connect.ProfileName(f.Base), ""),
		html.El("div", "link-buttons",
			html.TextButton("btn", "save-profile", "", "Save profile"),
			html.TextButton("btn btn--quiet", "list-profiles", "", "Profiles as text").Aria("expanded", html.Bool(f.Listing))),
		profileText(f),
		html.Word("p", "note", "Passwords and tokens stay in the memory of this tab. They are never stored, logged or exported. Profiles are kept in this browser without them."),
	).Attr("id", "connect").Aria("label", "Connect").Attr("novalidate", true).DataSet("form", "connect")
}

func profileList(m *page.Model) app.UI {
	items := make([]app.UI, len(m.Connect.Profiles))
	for i, p := range m.Connect.Profiles {
		n := strconv.Itoa(i)
		kind := html.Heard("")
		if p.Production {
			kind = html.Word("b", "connect-production", "PRODUCTION")
		}
		items[i] = html.El("li", "connect-profile",
			html.Button("btn connect-use", "use-profile", n, html.Word("b", "", p.Name), html.Word("span", "note", address(p)), kind),
			html.Cross("btn btn--quiet btn--square", "forget-profile", n, "Forget "+p.Name))
	}
	return html.El("ul", "connect-profiles", items...).Aria("label", "Profiles")
}

func profileText(f *connect.Entered) app.UI {
	return html.When(html.El("div", "connect-set",
		labelled("All profiles, without secrets. Copy them, or paste others and read them.",
			html.El("textarea", "field connect-text").Attr("id", "profiles").Attr("rows", "8").DataSet("field", "profiles").Attr("spellcheck", "false")),
		html.El("div", "link-buttons",
			html.TextButton("btn", "copy-profiles", "", "Copy"),
			html.TextButton("btn", "read-profiles", "", "Read these instead"),
			html.TextButton("btn", "save-profiles", "", "Save as a file"),
			html.TextButton("btn", "open-profiles", "", "Open a file"),
			app.ElemSelfClosing("input").Attr("type", "file").Attr("id", "profiles-file").DataSet("field", "profiles-file").
				Attr("accept", "text/plain").Attr("hidden", true).Aria("label", "File of profiles to open")),
		html.Word("p", "note", f.Said).Role("status"),
	), !f.Listing, "hidden")
}

// silence explains a subscription on which nothing has come yet.
func silence(m *page.Model) app.UI {
	l := m.State.Connection()
	if (l.State != link.Connected && l.State != link.Slow) || l.Problem != nil || m.State.Received > 0 {
		return html.El("div", "link-silence link-silence--none")
	}
	channels := connect.EveryChannel
	for _, s := range l.Steps {
		if s.Name == "subscribe" && s.Note != "" {
			channels = s.Note
		}
	}
	return html.El("div", "link-silence",
		html.Word("p", "", "Subscribed to "+channels+", "+l.State.String()+" since "+m.Clock(l.Since)+", heartbeat "+wording.Age(l.Heartbeat, m.Wall)+" ago, 0 data messages. This is normal until something changes."),
		html.When(html.TextButton("btn", "test-write", "", "Prepare a harmless test write"), m.Scene.Session == nil, "disabled"),
		html.Word("p", "note", "It fills the form with the key "+page.TestKey+"; nothing is sent before you send it."))
}

// SignIn asks for credentials in place when they have expired; all that is on
// the screen stays there, drafts included.
type SignIn struct {
	app.Compo
	Model *page.Model
	Sight page.Sight
}

// Render draws the form where it is needed.
func (c *SignIn) Render() (ui app.UI) {
	m := c.Model
	defer html.RescueRender(&ui, "sign-in")
	l := m.State.Link
	if l.State != link.SignedOut {
		return html.El("section", "signin signin--none")
	}
	f := &m.Connect.Entered
	return html.El("section", "signin",
		html.El("p", "", html.Word("b", "", "Signed out of "+cmp.Or(l.Profile.Name, "this server")+". "),
			app.Text("Everything stays as it is, drafts included; sign in to go on.")).Role("alert"),
		html.El("form", "signin-form",
			authChoice(f.Auth),
			credentialFields(f, l.Profile.User),
			html.El("div", "link-buttons", html.Submit("Sign in"),
				html.TextButton("btn", "panel", string(scene.LinkPanel), "What happened"))).
			Aria("label", "Sign in").Attr("novalidate", true).DataSet("form", "signin"),
	)
}

// credentialFields are the inputs for secrets. A new generation is another
// element, so that nothing of them stays in the page once they are sent.
func credentialFields(f *connect.Entered, user string) app.UI {
	return app.Elem("kt-secrets-"+strconv.Itoa(f.Gen)).Class("connect-secrets").Body(
		html.When(html.El("div", "connect-group",
			textField("user", "text", "User name", user, f.UserErr),
			textField("password", "password", "Password", "", "")), f.Auth != settings.Basic, "hidden"),
		html.When(html.El("div", "connect-group", textField("token", "password", "Token", "", f.TokenErr)), f.Auth != settings.Bearer, "hidden"),
	)
}
