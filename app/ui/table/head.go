package table

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// Head is the line above the table: whose data it is, and what of it is
// shown. It holds the filter's input and so must keep its shape.
type Head struct {
	app.Compo
	Model *page.Model
	Sight page.Sight
}

// Render draws the line and the banners below it.
func (c *Head) Render() (ui app.UI) {
	m := c.Model
	defer html.RescueRender(&ui, "head of the table")
	return html.El("div", "head",
		books(m),
		html.El("div", "head-line", c.title(), c.state(), html.El("span", "grow"), c.switches(), c.filter(), c.operate(), c.attach()),
		parts.FileBanner(m),
		c.banner(),
		compareBar(m),
	)
}

func (c *Head) title() app.UI {
	x := c.Model.Scene.Session
	if x == nil {
		return html.Word("h1", "head-title", "User data")
	}
	return html.El("h1", "head-title", html.Word("span", "head-of", "User data of "), html.El("code", "head-id", html.Word("bdi", "", x.Number()))).Attr("title", x.Number())
}

func (c *Head) state() app.UI {
	x := c.Model.Scene.Session
	if x == nil {
		return html.El("span", "head-state")
	}
	text := x.State
	if x.Ended {
		text += wording.Either(x.Unlisted, ", not listed", ", ended")
	}
	if e, ok := x.History.Event(c.Model.Scene.At); ok && !c.Model.View.Live() {
		text = cmp.Or(e.State, "state not known")
	}
	if x.Medium != "" {
		text = x.MediumTitle() + " " + text
	}
	text = strings.TrimSpace(text)
	return html.Word("span", "chip head-state", text).Attr("title", text)
}

func (c *Head) switches() app.UI {
	m := c.Model
	on := m.View.ChangedOnly
	return html.El("span", "segments",
		html.Button("segments-item", "all", "", app.Text("All"), html.Sign("segments-count", wording.Group(m.Scene.Match))).Aria("pressed", html.Bool(!on)),
		html.Button("segments-item", "changed", "",
			app.Text("Changed"), html.Sign("segments-count", strconv.Itoa(m.Scene.Changed))).
			Aria("pressed", html.Bool(on)),
	)
}

func (c *Head) filter() app.UI {
	m := c.Model
	return html.El("label", "head-filter",
		html.Line("head-input", "filter", "search").
			Attr("placeholder", "Filter keys and values").Aria("label", "Filter keys and values").DataSet("form", "filter"),
		html.Key(m.KeyOf("find", "")),
		html.Button("head-conditions", "filter-bar", "", html.Heard("Conditions"), html.Sign("", "▾")).Aria("expanded", html.Bool(m.View.Bar)).Attr("title", "Conditions and saved filters"),
	)
}

func (c *Head) operate() app.UI {
	m := c.Model
	return html.When(html.TextButton("btn", "panel", string(scene.OperatePanel), "Operations").
		Aria("expanded", html.Bool(m.View.Panel == scene.OperatePanel)), m.Scene.Session == nil, "disabled")
}

func (c *Head) attach() app.UI {
	m := c.Model
	why, off := m.Writing.Locked(), true
	switch {
	case m.Scene.Session == nil:
		why = "Select a session first"
	case m.Filed():
		why = "A file is on the screen: there is nobody to send to"
	default:
		off = false
	}
	b := html.Button(wording.Either(m.Writing.Locked() == "", "btn btn--primary", "btn head-attach"), "panel", string(scene.WritePanel),
		app.Text("Attach data"), lockSign(m)).
		Aria("expanded", html.Bool(m.View.Panel == scene.WritePanel)).Attr("title", cmp.Or(why, "Attach, update or delete data ("+m.KeyOf("attach", "")+")"))
	return html.When(b, off, "disabled")
}

const lockSVG = `<svg class="head-lock" viewBox="0 0 12 14" aria-hidden="true"><path d="M2 6V4a4 4 0 0 1 8 0v2h1v8H1V6zm2 0h4V4a2 2 0 0 0-4 0z"/></svg>`

// lockSign says that a form leads to a lock first.
func lockSign(m *page.Model) app.UI {
	return html.When(html.El("span", "", app.Raw(lockSVG), html.Heard(" read-only")), m.Writing.Locked() == "", "hidden")
}

// banner is the line that says that this is not the newest state, or that the
// session is over, or that the link is not what it should be.
func (c *Head) banner() app.UI {
	m := c.Model
	x := m.Scene.Session
	switch {
	case x != nil && !m.View.Live():
		newer := m.Scene.Last - m.Scene.At
		text := "Event " + strconv.Itoa(m.Scene.At) + " of " + strconv.Itoa(m.Scene.Last)
		if newer > 0 {
			text += " · " + strconv.Itoa(newer) + " newer"
		}
		end := "Back to live "
		if m.Filed() {
			end = "Last event "
		} else {
			text += ". Recording goes on."
		}
		return html.El("div", "banner banner--review", html.Word("b", "", "Review"), html.Word("span", "", text),
			html.KeyButton("btn", "live", end, m.KeyOf("live", "")))
	case x != nil && !m.Heard() && !m.Filed():
		return staleBanner(m)
	case x != nil && x.Unlisted:
		return html.El("div", "banner", html.Word("b", "", "No longer listed"),
			html.Word("span", "", "It ended or went to somebody else while nobody looked. This is what was seen of it last; it can no longer be written."), html.El("span", ""))
	case x != nil && x.Ended:
		return html.El("div", "banner", html.Word("b", "", "Session ended"),
			html.Word("span", "", x.State+wording.Either(writable(x), ". It may still be written, so this need not be its final data.", ". This is its final data; it can no longer be written.")), html.El("span", ""))
	}
	return html.El("div", "banner banner--none")
}

// writable reports whether a session takes one of the writes of userData.
func writable(x *book.Session) bool {
	return x.Offers("AttachUserData") || x.Offers("UpdateUserData") || x.Offers("DeleteUserData")
}

// staleBanner says why what is new does not come to the screen, and what can be done.
func staleBanner(m *page.Model) app.UI {
	l := m.State.Link
	name, unseen := "May be stale", " What changes meanwhile is not seen."
	retry := html.When(html.TextButton("btn", "retry", "", "Retry now"), m.Watching(), "hidden") // that link is another page's
	connect := func(name string) app.UI {
		return html.TextButton("btn", "panel", string(scene.ConnectPanel), name)
	}
	banner := func(text string, action app.UI) app.UI {
		return html.El("div", "banner banner--stale", html.Word("b", "", name), html.Word("span", "", text), action)
	}
	if l.Heartbeat.IsZero() {
		name = "Not connected"
	}
	switch {
	case l.State == link.Refused:
		return banner(wording.ExplainHere(l.Problem, l.Profile)+unseen, retry)
	case l.State == link.SignedOut:
		return banner(wording.ExplainHere(l.Problem, l.Profile)+unseen, connect("Sign in again"))
	case l.State == link.Offline:
		return banner("It was disconnected "+wording.Age(l.Since, m.Wall)+" ago."+unseen, connect("Connect"))
	case l.State == link.Connecting:
		return banner("It is being connected."+unseen, html.El("span", ""))
	case l.State.Stands():
		return banner("Nothing has been heard for "+wording.Age(l.Heartbeat, m.Wall)+", though nothing says that the connection is lost."+unseen, retry)
	case l.Heartbeat.IsZero():
		return banner("No connection has come about yet."+unseen+" "+wording.Capital(parts.LinkNote(l, m))+".", retry)
	}
	return banner("The connection was lost "+wording.Age(l.Since, m.Wall)+" ago."+unseen+" "+wording.Capital(parts.LinkNote(l, m))+".", retry)
}

// compareBar says what A and B are, how they differ, and lets A be chosen.
func compareBar(m *page.Model) app.UI {
	if m.Scene.Session == nil || !m.View.Compares() {
		return html.El("div", "compare compare--none")
	}
	options := []app.UI{html.Word("option", "", "this session").Attr("value", "")}
	for _, o := range m.Rivals() {
		options = append(options, html.Word("option", "", cmp.Or(o.Name, o.Customer, o.State)+" · "+wording.Tail(o.ID, 6)).Attr("value", o.ID))
	}
	return html.El("div", "compare",
		html.Word("b", "", "Compare"),
		html.El("label", "compare-side", html.Word("span", "", "A "),
			html.El("select", "compare-select", options...).Attr("id", "versus").DataSet("form", "compare").DataSet("field", "session")),
		html.Word("span", "compare-instant", instantText(m)),
		alignSwitch(m),
		html.Word("span", "compare-side", "B event "+strconv.Itoa(m.Scene.At)+wording.Either(m.View.Live(), ", the newest", "")),
		html.Word("span", "compare-tally", compareText(m)),
		html.Refused(html.TextButton("btn", "export-compared", "", "Export…"), wording.Either(m.Scene.A.Event == 0, "There is nothing to compare with", "")),
		html.TextButton("btn", "compare", "", "Stop comparing"),
	).Role("group").Aria("label", "Comparison")
}

// instantText says which instant A is.
func instantText(m *page.Model) string {
	a := &m.Scene.A
	switch {
	case a.Session == nil || a.Event == 0:
		return ""
	case m.Scene.Rival():
		return "event " + strconv.Itoa(a.Event) + ", " + a.Why
	}
	return "event " + strconv.Itoa(a.Event)
}

func compareText(m *page.Model) string {
	a := &m.Scene.A
	switch {
	case m.View.Versus == m.Scene.Session.ID:
		return "This session is A. Choose the session to hold against it."
	case a.Session == nil:
		return wording.Either(len(m.Rivals()) > 0, "Choose another session, or press b", "Press b") + " at an event to hold later ones against it."
	case a.Event == 0:
		return "Nothing to compare: " + a.Why + "."
	}
	return m.Scene.Found.Verdict(m.Scene.Rival())
}

func alignSwitch(m *page.Model) app.UI {
	if !m.Scene.Rival() {
		return html.El("span", "segments segments--none")
	}
	items := make([]app.UI, scene.Alignments)
	for i, name := range [scene.Alignments]string{"Newest", "Same time", "Same state"} {
		items[i] = html.TextButton("segments-item", "align", strconv.Itoa(i), name).Aria("pressed", html.Bool(int(m.View.Align) == i))
	}
	return html.El("span", "segments", items...).Role("group").Aria("label", "Which instant of A")
}
