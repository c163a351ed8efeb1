package table

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/records"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// welcome is the middle of the page while there is no session to show.
func welcome(m *page.Model) app.UI {
	l := m.State.Link
	switch l.State {
	case link.Offline:
		return doors(m)
	case link.File:
		return html.El("div", "welcome", html.Word("h2", "welcome-title", "No session in this file"),
			html.Word("p", "", "What it holds is in the traffic below."),
			html.El("div", "welcome-doors", html.TextButton("btn btn--primary", "open", "", "Open another")))
	case link.Following:
		return html.El("div", "welcome", html.Word("h2", "welcome-title", "No session in this file yet"),
			html.Word("p", "", "It is read on as it grows. What it holds by now is in the traffic below."))
	case link.Watching:
		return html.El("div", "welcome", html.Word("h2", "welcome-title", "Watching, and nothing to show yet"),
			html.Word("p", "", "What the page says to Web Services from now on is shown here. Its next poll brings the first of it; reload the page to see everything from its beginning."))
	case link.Connected, link.Slow:
		if l.Problem != nil {
			break // it is told below
		}
		return html.El("div", "welcome", html.Word("h2", "welcome-title", "Connected, and nothing to show yet"),
			html.Word("p", "", "Subscribed, "+l.State.String()+" since "+m.Clock(l.Since)+", heartbeat "+wording.Age(l.Heartbeat, m.Wall)+" ago, "+wording.Plural(m.State.Received, "data message")+". This is normal until a customer writes in."),
			html.El("div", "welcome-doors", html.TextButton("btn", "reread", "", "Ask for the sessions again")))
	}
	// The panel tells the same, so that one of them is enough.
	told := []app.UI{parts.ProblemOf(l), parts.StepList(m), parts.LinkButtons(l)}
	if m.View.Panel == scene.LinkPanel {
		told = []app.UI{html.Word("p", "", "The details of the connection say how far it has come and what to do.")}
	}
	return html.El("div", "welcome", html.Word("h2", "welcome-title", wording.Capital(l.State.String())),
		html.El("div", "welcome-link", told...), pasteBox(), recovered(m))
}

// doors are the ways in: a server, a file, the simulator.
func doors(m *page.Model) app.UI {
	return html.El("div", "welcome",
		html.Word("h2", "welcome-title", "Watch the data that travels with an SMS session"),
		html.El("ul", "welcome-ways",
			door("Connect", "Sign in to Genesys Web Services and watch your sessions live.", html.TextButton("btn btn--primary", "panel", string(scene.ConnectPanel), "Connect to a server")),
			door("Open", "A capture, a HAR file, a log with JSON in it. Drop it anywhere on this page.", html.TextButton("btn", "open", "", "Open a file")),
			door("Try", "A contact centre plays in this page, and nothing is sent anywhere.", html.TextButton("btn", "simulate", "", "Play the simulator"))),
		pasteBox(), recovered(m),
		html.Word("p", "note", "Nothing leaves this browser except what you send to your server. Passwords are kept in memory only."))
}

func door(title, text string, way app.UI) app.UI {
	return html.El("li", "welcome-way", html.Word("h3", "welcome-name", title), html.Word("p", "", text), way)
}

// pasteBox takes a sample from a page of documentation or a log.
func pasteBox() app.UI {
	return html.El("form", "welcome-paste",
		html.El("label", "", html.Word("span", "connect-label", "Or paste a sample, a log excerpt or a Python repr; it is opened at once"),
			html.El("textarea", "field").Attr("id", "paste").Attr("rows", "3").Attr("spellcheck", "false").Attr("placeholder", "{u'userData': {u'DISP_KEY': u'resolved', …")),
		html.Word("button", "btn", "Open the text").Attr("type", "submit"),
	).DataSet("form", "paste").Aria("label", "Paste a sample")
}

// recovered offers the recordings of earlier visits, those first that a crash
// has cut off.
func recovered(m *page.Model) app.UI {
	p := &m.Shelf
	if len(p.List) == 0 {
		return html.El("section", "")
	}
	var items []app.UI
	for _, cut := range [...]bool{true, false} {
		for _, r := range p.List {
			if r.Cut == cut && len(items) < 5 {
				items = append(items, parts.RecordingItem(m, r))
			}
		}
	}
	title := "Recordings of earlier visits"
	if n := p.Cut(); n > 0 {
		title += ", " + strconv.Itoa(n) + " of them cut off"
	}
	return html.El("section", "", html.Word("h3", "", title), html.El("ul", "keep-list", items...))
}

// books is the switch between the live record and the files that are open.
func books(m *page.Model) app.UI {
	var files []app.UI
	for _, o := range m.State.Files {
		if o.Shown {
			files = append(files, fileTab(m, o))
		}
	}
	if len(files) == 0 {
		return html.El("nav", "books books--none")
	}
	live := html.TextButton("books-tab", "go-live", "", "Live").Aria("pressed", "true")
	if m.Filed() {
		live = html.TextButton("books-tab books-live", "go-live", "", "Back to live").Aria("pressed", "false")
	}
	return html.El("nav", "books", append([]app.UI{html.El("span", "books-item", live, html.Word("span", "books-note", liveNote(m)))}, files...)...).Aria("label", "Live record and open files")
}

// liveNote says in a word how the connection stands while a file covers it, ""
// where all is well.
func liveNote(m *page.Model) string {
	l := m.State.Connection()
	if !m.Filed() || l.State == link.Connected && l.Problem == nil {
		return ""
	}
	return l.State.String()
}

// fileTab brings a file to the screen, and closes it.
func fileTab(m *page.Model, o *tracker.Opening) app.UI {
	on, arg := o.Book == m.State.Book, strconv.Itoa(o.N)
	called := records.FileName(m.State.Files, o)
	name := html.Exact(called)
	if !o.Done {
		name = append(name, html.Word("span", "books-note", wording.Either(o.Grows, " · followed", " · being read")))
	}
	return html.El("span", "books-item",
		html.Button("books-tab", "show-file", arg, name...).Aria("pressed", html.Bool(on)).Attr("title", o.Name),
		html.Cross("books-close", "close-file", arg, "Close "+called))
}
