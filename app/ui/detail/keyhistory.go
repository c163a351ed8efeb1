package detail

import (
	"strconv"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
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
	until, next := now, false // whether the next change came while nobody looked
	if x.Ended {
		until = x.LastChange
	}
	for i := len(numbers) - 1; i >= older; i-- {
		e, ok := x.History.Event(numbers[i])
		if !ok {
			continue
		}
		k := moment{event: e, who: x.Who(e, key), lasts: len(list) == 0}
		if d, ok := wording.Elapsed(e.Time, until); ok {
			k.stood = roughly(!e.Since.IsZero(), next) + wording.Span(max(d, 0))
		}
		k.author = parts.AuthorText(x, e, k.who)
		k.find(key)
		list = append(list, k)
		until, next = e.Time, !e.Since.IsZero()
	}
	return list, older
}

// roughly says how exact it is how long something stood, of which the beginning, the
// end or both came while nobody looked.
func roughly(begun, ended bool) string {
	switch {
	case begun && ended:
		return "about "
	case begun:
		return "at least "
	case ended:
		return "at most "
	}
	return ""
}

// find takes over what the event did to key.
func (k *moment) find(key string) {
	c, ok := k.event.Change(key)
	if !ok {
		return
	}
	k.kind, k.was, k.value, k.path = c.KeyKind(), c.Old, c.New, c.Path
	k.more = -1 // that one
	for _, c := range k.event.Changes {
		if c.Key == key {
			k.more++
		}
	}
	if k.event.Brought() {
		k.kind = userdata.Same
	}
}

// history lists the changes of a key.
func (c *Inspector) history(key string) app.UI {
	m := c.Model
	list, older := moments(m.Scene.Session, key, historyShown, m.Now)
	items := make([]app.UI, len(list))
	for i := range list {
		items[i] = c.moment(&list[i])
	}
	note := ""
	switch {
	case older > 0:
		note = wording.Plural(older, "older change") + " not listed"
	case len(list) == 0:
		note = "No event touched this key."
	}
	return html.El("div", "inspector-history", html.Word("h2", "", "History of this key ("+wording.Group(len(list)+older)+")").Attr("id", "key-history").TabIndex(-1),
		html.El("ul", "moments", items...), html.Word("p", "note", note),
		html.El("div", "inspector-buttons",
			html.KeyButton("btn", "blame", "Before this change ", m.KeyOf("blame", "")),
			html.Button("btn", "limit", "", app.Text(m.LimitText()+" "), html.Key(m.KeyOf("limit", ""))).Aria("pressed", html.Bool(m.View.Limited))))
}

// moment is one change of the key: when, to what, by whom, for how long.
func (c *Inspector) moment(k *moment) app.UI {
	m := c.Model
	body := parts.ValueText(k.value)
	if k.path != "" {
		body = append([]app.UI{html.Word("span", "grid-path", k.path)}, body...)
	}
	if said := scene.Lookalike(k.was, k.value); said != "" {
		body = append(body, html.Word("span", "note moments-alike", said))
	}
	if k.more > 0 {
		body = append(body, html.Word("span", "note", " and "+strconv.Itoa(k.more)+" more inside"))
	}
	over := m.Filed() || m.Scene.Session.Ended
	stood := "for " + k.stood
	switch {
	case k.stood == "" && !k.lasts:
		stood += "a time that is not known"
	case k.stood == "":
		stood = wording.Either(over, "to the end", "until now")
	case k.lasts:
		stood += wording.Either(over, ", to the end", " now")
	}
	if k.value.Kind() == userdata.Absent && k.path == "" {
		stood = "gone " + stood
	}
	return html.El("li", html.Variant(html.Variant("moments-item", "gap", k.event.Kind == history.Gap), "here", k.event.N == m.Scene.At),
		html.El("span", "moments-glyph", html.Drawn(parts.GlyphText(k.kind, k.kind.String()))),
		parts.Zoned(m, html.TextButton("moments-time", "event", strconv.Itoa(k.event.N), m.Sometime(k.event)), k.event.Time).
			Attr("title", "Event "+strconv.Itoa(k.event.N)+", "+wording.Stamp(k.event.Time, m.Zone())),
		html.El("code", "moments-value "+parts.ValueClass(k.value), body...),
		html.Word("span", "note moments-who", k.author+" · "+stood), c.skip(k))
}

// skip lets the event of a moment count as a writer, or not.
func (c *Inspector) skip(k *moment) app.UI {
	s, n := &c.Model.View.Skips, strconv.Itoa(k.event.N)
	text, off := "Not counted", s.Has(c.Model.View.Session, k.event.N)
	of := ", event " + n
	switch {
	case off:
	case s.Authors.Has(k.who):
		return html.Word("span", "note moments-skip", text)
	default:
		text, of = "Skip event "+n, " as a writer"
	}
	return html.When(html.Button("moments-skip", "skip-event", n, app.Text(text), html.Heard(of)).Aria("pressed", html.Bool(off)).
		Attr("title", "Do not count this event where the table says who wrote a key last"), k.who == history.FirstSeen, "hidden")
}
