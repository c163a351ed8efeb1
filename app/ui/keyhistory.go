package ui

import (
	"slices"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/userdata"
)

// A moment is one change of a key: to what, when, by whom, and how long that
// stood.
type moment struct {
	event  history.Event
	kind   userdata.ChangeKind
	value  userdata.Value
	was    userdata.Value
	path   string
	more   int // further changes inside the value
	who    history.Author
	stood  string // how long, "" where that is not known
	lasts  bool   // it stands still
	author string
}

// moments returns the newest changes of key, newest first, and how many older
// ones there are. Only what is returned is read: a busy key has thousands.
func moments(x *book.Session, key string, most int, now time.Time) (list []moment, older int) {
	numbers := x.History.Touching(key)
	older = max(len(numbers)-most, 0)
	until := now
	for i := len(numbers) - 1; i >= older; i-- {
		e, ok := x.History.Event(numbers[i])
		if !ok {
			continue
		}
		k := moment{event: e, who: x.Who(e, key), lasts: len(list) == 0}
		if d, ok := elapsed(e.Time, until); ok {
			k.stood = span2(max(d, 0))
		}
		k.author = authorText(x, e, key, k.who)
		k.find(key)
		list = append(list, k)
		until = e.Time
	}
	return list, older
}

// find takes over what the event did to key.
func (k *moment) find(key string) {
	i := slices.IndexFunc(k.event.Changes, func(c userdata.Change) bool { return c.Key == key })
	if i < 0 {
		return
	}
	c := k.event.Changes[i]
	k.kind, k.was, k.value, k.path = c.KeyKind(), c.Old, c.New, c.Path
	for _, c := range k.event.Changes[i+1:] {
		if c.Key == key {
			k.more++
		}
	}
	if k.event.Kind == history.Snapshot {
		k.kind = userdata.Same
	}
}

// authorText is an author with how sure that is.
func authorText(x *book.Session, e history.Event, key string, who history.Author) string {
	switch who {
	case history.You:
		for _, p := range x.Writes {
			if p.Write.N == e.Write && e.Write != 0 {
				return "you, match " + sureness(p.Confidence)
			}
		}
		return "you"
	case history.Routing:
		return "routing, by the key's class"
	case history.AnotherClient:
		return "another client, no write of this page matches"
	case history.Unknown:
		switch {
		case e.Since.IsZero() && e.Write != 0:
			return "unknown, perhaps your write " + itoa(e.Write)
		case e.Since.IsZero() && e.Kind == history.Notification:
			return "unknown, the file does not show the requests of its maker"
		}
		return "unknown, it was not observed"
	case history.Repeated:
		return "you, if the browser sent your write " + itoa(e.Write) + " twice; else another client"
	}
	return who.String()
}

// history lists the changes of a key.
func (c *inspector) history(key string) app.UI {
	m := c.Model
	list, older := moments(m.scene.session, key, historyShown, m.now)
	items := make([]app.UI, len(list))
	for i := range list {
		items[i] = c.moment(&list[i])
	}
	note := ""
	switch {
	case older > 0:
		note = plural(older, "older change") + " not listed"
	case len(list) == 0:
		note = "No event touched this key."
	}
	return el("div", "inspector-history", word("h2", "", "History of this key ("+group(len(list)+older)+")").Attr("id", "key-history").TabIndex(-1),
		el("ul", "moments", items...), word("p", "note", note),
		el("div", "inspector-buttons",
			button("btn", "blame", "", app.Text("Before this change "), kbd("B")),
			button("btn", "limit", "", app.Text(limitText(m)+" "), kbd("f")).Aria("pressed", expanded(m.view.limited))))
}

func limitText(m *model) string {
	if m.view.limited && m.view.only == m.view.key {
		return "List all events"
	}
	return "Only its events"
}

// moment is one change of the key: when, to what, by whom, for how long.
func (c *inspector) moment(k *moment) app.UI {
	m := c.Model
	body := valueText(k.value)
	if k.path != "" {
		body = append([]app.UI{word("span", "grid-path", k.path)}, body...)
	}
	if said := lookalike(k.was, k.value); said != "" {
		body = append(body, word("span", "note moments-alike", said))
	}
	if k.more > 0 {
		body = append(body, word("span", "note", " and "+itoa(k.more)+" more inside"))
	}
	stood := "for " + k.stood
	switch {
	case k.stood == "":
		stood = either(k.lasts, "until now", "for a time that is not known")
	case k.lasts:
		stood += " now"
	}
	if k.value.Kind() == userdata.Absent && k.path == "" {
		stood = "gone " + stood
	}
	return el("li", join(join("moments-item", "gap", k.event.Kind == history.Gap), "here", k.event.N == m.scene.at),
		el("span", "moments-glyph", drawn(glyphText(k.kind, k.kind.String()))),
		m.zoned(button("moments-time", "event", itoa(k.event.N), app.Text(m.sometime(k.event))), k.event.Time).
			Attr("title", "Event "+itoa(k.event.N)+", "+stamp(k.event.Time, m.zone)),
		el("code", "moments-value "+valueClass(k.value), body...),
		word("span", "note moments-who", k.author+" · "+stood), c.skip(k))
}

// skip lets the event of a moment count as a writer, or not.
func (c *inspector) skip(k *moment) app.UI {
	s, n := &c.Model.view.skips, itoa(k.event.N)
	text, off := "Not counted", s.has(c.Model.view.session, k.event.N)
	of := ", event " + n
	switch {
	case off:
	case s.authors.Has(k.who):
		return word("span", "note moments-skip", text)
	default:
		text, of = "Skip event "+n, " as a writer"
	}
	return when(button("moments-skip", "skip-event", n, app.Text(text), sr(of)).Aria("pressed", expanded(off)).
		Attr("title", "Do not count this event where the table says who wrote a key last"), k.who == history.FirstSeen, "hidden")
}

// glyphText is the sign of a change with its word for those who do not see it.
func glyphText(k userdata.ChangeKind, name string) *rows.Node {
	if k == userdata.Same {
		return rows.Spoken("", "·", "first seen")
	}
	return rows.Spoken("", glyphOf(k), name)
}
