package ui

import (
	"errors"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
)

// An advice is what an obstacle means and what a person can do about it.
type advice struct {
	means, do string
	settings  bool // the server's crossOriginSettings are the remedy
}

func adviceOn(kind link.ObstacleKind) advice {
	return [...]advice{
		link.Unreachable: {"Nothing answered at this address.",
			"Check the address and its port, whether the server runs, its certificate (open the address in a tab of its own), and whether this network leads there. A page that came from keytrail itself may speak to its own server only; the proxy below helps there, too.", false},
		link.CrossOrigin: {"The server answers, but the browser may not hand the answer to this page: the server's cross-origin rules do not name this origin, or not a header that is needed.",
			"Ask for these lines in the server's settings, or put the proxy in between.", true},
		link.NoCredentials: {"The server does not know who you are: the credentials are missing, wrong or expired.",
			"Sign in again. With a cookie, sign in to the server in another tab first.", false},
		link.WebPage: {"A web page came where data was expected, mostly a sign-in page or that of a proxy.",
			"Sign in there in another tab and try again, or check the base URL; it ends before /api/v2.", false},
		link.NoCSRFToken: {"The server wants a CSRF token with each request that changes something, and got none: the browser may not read the token from another origin, or its cookie was not sent.",
			"Ask for these lines in the server's settings, allow its cookies in this browser, or put the proxy in between.", true},
		link.Forbidden: {"The server knows you and refuses this.",
			"Ask for the permission that it names; it may also be a filter on the way.", false},
		link.NoSuchPlace: {"Something answers there, and it is no GWS.",
			"Check the base URL; it ends before /api/v2.", false},
		link.ServerFault: {"The server has a problem of its own.",
			"Wait a little; the attempts go on by themselves. The server's log says more.", false},
		link.NotAnswered: {"The server kept the request for too long.",
			"It may be busy, or something in between holds the connection. The attempts go on by themselves.", false},
		link.PollRepeated: {"A connection died while the server answered, and the browser sent the request once more by itself. What that answer brought never came here.",
			"There is nothing to do: the sessions are read again, and what changed meanwhile is marked as not observed.", false},
		link.Undetermined: {"The answer was not understood.",
			"Look at the exchange under Traffic; it shows what came.", false},
	}[kind]
}

// adviceHere is adviceOn for a link of this profile. On the page's own origin
// no rule for other origins stands in the way of a token.
func adviceHere(kind link.ObstacleKind, p settings.Profile) advice {
	if kind == link.NoCSRFToken && p.BaseURL == "" {
		return advice{"The server wants a CSRF token with each request that changes something, and the one it got was missing or not that of this session: its cookie did not come back, or the session has ended.",
			"Sign in again. If that does not help, allow this site's cookies in the browser, and look under Traffic whether GET /api/v2/me brings the fields X-CSRF-HEADER and X-CSRF-TOKEN.", false}
	}
	return adviceOn(kind)
}

// crossOriginSettings are the lines of a GWS node's configuration that let a
// page of that origin work.
func crossOriginSettings(origin string) string {
	return "crossOriginSettings:\n" +
		"  allowedOrigins: " + origin + "\n" +
		"  allowedMethods: GET,POST,PUT,DELETE,OPTIONS\n" +
		"  allowedHeaders: X-Requested-With,Content-Type,Accept,Origin,Cookie,authorization,ssid,surl,ContactCenterId,X-CSRF-TOKEN\n" +
		"  allowCredentials: true\n" +
		"  exposedHeaders: X-CSRF-HEADER,X-CSRF-TOKEN\n"
}

// proxyCommand serves this page in front of the profile's server.
func proxyCommand(p settings.Profile) string {
	return "make proxy API=" + orElse(p.BaseURL, "https://gws.example.com")
}

// stepList lists the steps of connecting, each with what became of it.
func stepList(m *model) app.UI {
	l := m.state.Connection()
	items := make([]app.UI, len(l.Steps))
	for i, s := range l.Steps {
		state := [...]string{"pending", "running", "done", "failed"}[s.State]
		body := []app.UI{
			sign("link-sign", [...]string{"○", "◌", "✓", "✗"}[s.State]),
			word("b", "", s.Name), el("span", "link-note", sr(" "+state+" "), app.Text(stepNote(s)))}
		if s.Err != nil {
			body = append(body, remedy(s.Err, m))
		}
		items[i] = el("li", "link-step link-step--"+state, body...)
	}
	return el("ol", "link-steps", items...).Aria("label", "Steps of connecting")
}

func stepNote(s link.Step) string {
	if s.Err != nil {
		return "seen: " + s.Err.Error()
	}
	return s.Note
}

// remedy says what a failed step means and what to do.
func remedy(err error, m *model) app.UI {
	o, ok := errors.AsType[*link.Obstacle](err)
	if !ok {
		return el("div", "link-remedy", word("p", "", explain(err)))
	}
	a := adviceHere(o.Kind, m.state.Connection().Profile)
	body := []app.UI{
		el("p", "", word("b", "", "Meaning: "), app.Text(a.means)),
		el("p", "", word("b", "", "What to do: "), app.Text(a.do)),
	}
	if a.settings {
		body = append(body, copyable("copy-settings", "Copy the settings", crossOriginSettings(m.origin)))
	}
	if p := m.state.Connection().Profile; p.BaseURL != "" && p.BaseURL != settings.Simulator && (a.settings || o.Kind == link.Unreachable) {
		body = append(body, copyable("copy-proxy", "Copy the command", proxyCommand(p)))
	}
	return el("div", "link-remedy", body...)
}

func copyable(do, label, text string) app.UI {
	return el("div", "copyable", word("pre", "raw", text).TabIndex(0), button("btn", do, "", app.Text(label)))
}

// anyStepFailed reports whether the list of steps tells the problem already.
func anyStepFailed(l link.Status) bool {
	for _, s := range l.Steps {
		if s.Err != nil {
			return true
		}
	}
	return false
}

// silence explains a subscription on which nothing has come yet.
func silence(m *model) app.UI {
	l := m.state.Connection()
	if (l.State != link.Connected && l.State != link.Slow) || m.state.Received > 0 {
		return el("div", "link-silence link-silence--none")
	}
	channels := "/v2/me/*"
	for _, s := range l.Steps {
		if s.Name == "subscribe" && s.Note != "" {
			channels = s.Note
		}
	}
	return el("div", "link-silence",
		word("p", "", "Subscribed to "+channels+" since "+clock(l.Since, m.zone)+", heartbeat "+age(l.Heartbeat, m.wall)+" ago, 0 data messages. This is normal until something changes."),
		when(button("btn", "test-write", "", app.Text("Prepare a harmless test write")), m.scene.session == nil, "disabled"),
		word("p", "note", "It fills the form with the key "+testKey+"; nothing is sent before you send it."))
}

// testKey is what a test write sets: a key that nobody else knows.
const testKey = "KeytrailTest"

func (m *model) testWrite() {
	m.startDraft(m.view.session, updateOp, draftRow{key: testKey, kind: "text", text: "{{now}}"})
	m.want(effect{do: focusOn, target: "#draft [type=submit]"})
}
