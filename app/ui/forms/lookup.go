package forms

import (
	"cmp"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// spanEnd says of a presence that nothing was seen to end how far it reaches.
func spanEnd(m *page.Model, x *book.Session) string {
	switch {
	case x.Unlisted:
		return "as long as it was listed"
	case m.Filed() || x.Ended:
		return "to the end"
	}
	return "still there"
}

// span says when a presence began and ended.
func span(m *page.Model, x *book.Session, p query.Presence) []app.UI {
	v := x.History
	start := html.TextButton("moments-time", "goto", strconv.Itoa(p.From)+" "+x.ID, wording.Either(v.Dropped() > 0, "from before what is kept", "from the beginning"))
	if e, ok := v.Event(p.From); ok && p.From > v.First() {
		start = parts.Zoned(m, start.Body(app.Text(m.Sometime(e))), e.Time)
	}
	end := html.Word("span", "note", spanEnd(m, x))
	if e, ok := v.Event(p.To); ok {
		end = parts.Zoned(m, html.Word("span", "note", m.Sometime(e)), e.Time)
	}
	return []app.UI{start, app.Text(" – "), end}
}

func lookupList(m *page.Model) app.UI {
	l := &m.Lookup
	var items []app.UI
	for _, g := range l.Found {
		items = append(items, sightingItems(m, &g)...)
	}
	note := l.Summary()
	switch {
	case l.Busy:
		note = "Searching…"
	case l.More > 0:
		note += ", of which " + wording.Plural(l.More, "time span") + " are not listed"
	}
	names := []string{"all sessions", "this session"}
	return html.El("div", "lookup",
		choice("Where", "lookup-here", names, names[scene.OneIf(l.Here)]),
		html.Word("p", "", "When "+cmp.Or(l.Filter, "anything")+" was present:"),
		html.Word("p", "note", note), html.El("ul", "lookup-list", items...),
		html.When(html.TextButton("btn", "lookup", "", "Search again"), l.Busy || !m.Outdated(), "hidden"))
}

// sightingItems lists what was found in one session, under its name.
func sightingItems(m *page.Model, g *page.Sighting) []app.UI {
	x := m.State.Session(g.Session)
	if x == nil {
		return []app.UI{html.Word("li", "note", "Session "+wording.Tail(g.Session, 6)+" is not there any more.")}
	}
	items := []app.UI{html.El("li", "lookup-session", html.Exact(m.SessionName(x))...)}
	for _, p := range g.Found {
		value := html.El("code", parts.ValueClass(p.Value), parts.ValueText(p.Value)...)
		if text, cut := wording.Clip(p.Value.Text(), 80); cut > 0 {
			value = html.El("code", "value", append(html.Exact(text), app.Text("…"))...)
		}
		items = append(items, html.El("li", "lookup-item", html.El("b", "lookup-key", html.Exact(wording.Short(p.Key))...), value,
			html.El("span", "lookup-span", span(m, x, p)...)))
	}
	if g.More > 0 {
		items = append(items, html.Word("li", "note", "and "+strconv.Itoa(g.More)+" more in this session"))
	}
	return items
}
