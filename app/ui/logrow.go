package ui

import (
	"slices"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
)

func logRow(class string, time app.UI, delta, kind, sum, what []app.UI, more ...app.UI) app.HTMLElem {
	return el("tr", class, append([]app.UI{
		time, el("td", "timeline-time", delta...),
		el("td", "timeline-kind", kind...), el("td", "timeline-sum", sum...), el("td", "timeline-what", what...)}, more...)...)
}

// wideCells are the cells that the largest windows have room for.
func wideCells(who, state string) []app.UI {
	return []app.UI{word("td", "timeline-wide", who), word("td", "timeline-wide", state)}
}

// writers are those who are believed to have made an event's changes.
func writers(x *tracker.Session, e history.Event) string {
	var all []string
	for _, c := range e.Changes {
		if who := x.Who(e, c.Key).String(); !slices.Contains(all, who) {
			all = append(all, who)
		}
	}
	return strings.Join(all, ", ")
}

// timeCell shows when something was, with the date where that is not today's;
// text is the time, where it is not one instant.
func (m *model) timeCell(t time.Time, text string) app.UI {
	body := texts(orElse(text, m.clock(t)))
	if date := m.otherDay(t); date != "" {
		year, day, _ := strings.Cut(date, "-")
		body = []app.UI{el("span", "timeline-date", word("span", "timeline-year", year+"-"), app.Text(day+" ")), body[0]}
	}
	return m.zoned(el("td", "timeline-time", body...), t)
}

// otherDay is the date of t where it is another day's than the present, "" where
// it is not, or where only ages are told.
func (m *model) otherDay(t time.Time) string {
	zone := m.zone
	switch {
	case t.IsZero() || capture.Dateless(t) || m.view.times == "relative":
		return ""
	case m.view.times == "UTC":
		zone = time.UTC
	}
	const day = "2006-01-02"
	if date := t.In(zone).Format(day); date != m.wall.In(zone).Format(day) {
		return date
	}
	return ""
}

func texts(s string) []app.UI { return []app.UI{app.Text(s)} }

// eventKind is the word of data-kind: GWS' own where it gave one.
func eventKind(e history.Event) string {
	if e.Type != "" && (e.Kind == history.Notification || e.Kind == history.Snapshot) {
		return e.Type
	}
	return e.Kind.String()
}

// A logKey names a row of the log: a message that belongs to no session, by its
// number, or an event.
type logKey struct{ stray, event int }

// A logLine is everything that a row of the log shows, as far as it may change.
// While it stays the same, the row is not drawn again.
type logLine struct {
	m       *model
	book    int
	key     logKey
	here    bool
	session string
	at      time.Time
	ago     string        // where times are told so
	times   string        // how times are told
	writes  **proof.Proof // where the event belongs to an own write: what became of it
	note    string
	marked  bool
	within  bool // a marked range goes through the event
	noise   int  // which classes are noise
	spread  bool // the stages of its write have rows of their own
	date    string
}

// logLine is what the row of k shows.
func (m *model) logLine(k logKey) logLine {
	l := logLine{m: m, book: m.state.Book, key: k, times: m.view.times}
	if k.stray > 0 {
		l.here, l.at = m.view.stray == k.stray, m.state.Strays[k.stray-1].Time
	} else if e, ok := m.scene.session.History.Event(k.event); ok {
		x := m.scene.session
		l.here, l.session, l.at, l.noise = e.N == m.scene.at || m.standsFor(e, m.scene.at), x.ID, e.Time, m.classes.made
		l.note, l.marked, l.within = m.noteOf(e.N)
		l.spread = m.view.spread[e.Write]
		if (e.Write != 0 || e.Author == history.You) && len(x.Writes) > 0 {
			l.writes = &x.Writes[0]
		}
	}
	if m.view.times == "relative" {
		l.ago = age(l.at, m.now)
	}
	l.date = m.otherDay(l.at)
	return l
}

// logEntry is a row of the log.
type logEntry struct {
	app.Compo
	Line *rowLine[logLine]

	first int // the row's index when it was drawn for the first time
	shown int // its index as it stands in the page
}

// Key tells the row from the others, so that it stays the same element when it
// gets another place.
func (c *logEntry) Key() string {
	if c.Line.name == "" {
		k := c.Line.line.key
		c.Line.name = itoa(c.Line.line.book) + "." + itoa(k.event) + "." + itoa(k.stray)
	}
	return c.Line.name
}

// Same reports that the page shows already what next would show.
func (c *logEntry) Same(next app.UI) bool {
	n, ok := next.(*logEntry)
	return ok && n.Line == c.Line
}

func (c *logEntry) Render() (ui app.UI) {
	l := &c.Line.line
	defer l.m.rescueRender(&ui, "row")
	row := logRow("timeline-row", el("td", "timeline-time"), nil, nil, nil, nil)
	if l.key.stray > 0 {
		row = c.stray(l.key.stray)
	} else if e, ok := l.m.scene.session.History.Event(l.key.event); ok {
		row = c.event(e)
	}
	if c.first == 0 {
		c.first, c.shown = c.Line.index, c.Line.index
	}
	c.Line.entry = c
	return row.Aria("rowindex", c.first)
}

// number writes the row's index into the page, where it is another. An event on
// top gives all rows below it another index, for which none is drawn again.
func (c *logEntry) number() {
	if c.shown != c.Line.index && c.Mounted() {
		c.shown = c.Line.index
		c.JSValue().Call("setAttribute", "aria-rowindex", c.shown)
	}
}

func (c *logEntry) event(e history.Event) app.HTMLElem {
	m, here := c.Line.line.m, c.Line.line.here
	class := "timeline-row timeline-row--" + e.Kind.String()
	time, delta := "", ""
	if e.Kind == history.Gap {
		from, to := m.ends(e)
		time = from + " – " + to
	} else if before, ok := m.scene.session.History.Event(e.N - 1); ok {
		if d, known := elapsed(before.Time, e.Time); known {
			delta = lapse(d)
		}
	}
	name := eventKind(e)
	if e.Kind == history.Gap {
		name = "unobserved"
	}
	row := logRow(join(join(class, "within", c.Line.line.within), "here", here), m.timeCell(e.Time, time), texts(delta), texts(name), c.sum(e), c.what(e),
		wideCells(writers(m.scene.session, e), e.State)...).
		DataSet("event", e.N).DataSet("kind", eventKind(e)).
		DataSet("added", e.Added).DataSet("changed", e.Changed).DataSet("removed", e.Removed).
		Aria("selected", expanded(here))
	if e.Kind == history.Gap {
		row = row.DataSet("since", e.Since.UnixMilli()).DataSet("until", e.Time.UnixMilli())
	}
	return row
}

// sumOf counts an event's changes.
func sumOf(e history.Event) []app.UI {
	if e.Added+e.Changed+e.Removed == 0 {
		text := "no data change"
		switch e.Kind {
		case history.Gap:
			text = either(e.Type == tracker.Unread, "not read again", "session re-read")
		case history.Write, history.Reply:
			text = ""
		}
		return []app.UI{word("span", "timeline-quiet", text)}
	}
	if e.Brought() {
		return []app.UI{word("span", "timeline-quiet", group(e.Added)+" first seen")}
	}
	part := func(glyph, name string, n int) app.UI {
		return spoken(join("timeline-"+name, "zero", n == 0), glyph+itoa(n), itoa(n)+" "+name)
	}
	return []app.UI{part("+", "added", e.Added), part("~", "changed", e.Changed), part("−", "removed", e.Removed)}
}

// sum counts an event's changes, and how many of them are noise.
func (c *logEntry) sum(e history.Event) []app.UI {
	out := sumOf(e)
	if e.Brought() {
		return out
	}
	if e.Reordered && len(e.Changes) == 0 {
		return []app.UI{word("span", "timeline-quiet", "order of keys")}
	}
	routing, hidden := c.Line.line.m.noisy(e)
	text := ""
	if routing > 0 {
		text = itoa(routing) + " routing"
	}
	if hidden > 0 {
		text += either(text == "", "", ", ") + itoa(hidden) + " hidden"
	}
	if text != "" {
		out = append(out, word("span", "timeline-quiet", "("+text+")"))
	}
	return out
}

// noisy counts the changes of an event that are of classes which are folded
// away as a rule, and not your own, and those that a rule of the person hides.
func (m *model) noisy(e history.Event) (routing, hidden int) {
	for _, k := range e.Changes {
		switch info := m.classes.of(k.Key); {
		case info.hide > 0:
			hidden++
		case m.scene.session.Who(e, k.Key) == history.You:
		case noise.has(info.class):
			routing++
		case m.view.quiet.has(info.class):
			hidden++
		}
	}
	return routing, hidden
}

// what says what an event did to its keys, and whose it is.
func (c *logEntry) what(e history.Event) []app.UI {
	out := c.Line.line.m.spreadButton(e)
	out = append(out, eventChanges(e)...)
	note := e.Note
	if p := c.ownWrite(e); p != nil {
		note = strings.TrimSpace(c.writeNote(e, p) + " " + note)
	}
	if e.Reordered {
		note = strings.TrimSpace(note + " the keys came in another order")
	}
	if e.Kind == history.Gap {
		if note != "" {
			note += ";"
		}
		note = strings.TrimSpace(note + " not observed for " + span2(e.Time.Sub(e.Since)) + "; what changed did so " + c.Line.line.m.sometime(e) + ", by whom is unknown")
	} else if !e.Since.IsZero() {
		note = strings.TrimSpace(note + " what changed did so " + c.Line.line.m.sometime(e) + ", by whom is unknown")
	}
	if said := c.Line.line.m.newTwins(e); said != "" {
		note = strings.TrimSpace(note + " ≠ " + said)
	}
	if c.Line.line.marked {
		out = append([]app.UI{word("span", "timeline-flag", "⚑ "+c.Line.line.note), app.Text(" ")}, out...)
	}
	if note != "" {
		out = append(out, word("span", "note", " "+note))
	}
	if e.Kind == history.Stray {
		raw, _ := clip(string(e.Raw), 200)
		out = append(out, word("code", "timeline-raw", raw))
	}
	return out
}

// writeNote says how an event belongs to an own write, and what became of that
// where its other events have no rows.
func (c *logEntry) writeNote(e history.Event, p *proof.Proof) string {
	m := c.Line.line.m
	text := ""
	switch {
	case e.Kind == history.Write:
		text = "you sent " + writeTitle(p)
	case e.Kind == history.Reply:
		return replyNote(p)
	case e.Author == history.Unknown:
		return "perhaps your " + p.Write.Operation + ", of which nobody knows whether it was carried out"
	default:
		_, name := verdictName(p.Verdict)
		mine, others := m.shares(e)
		text = "← your " + p.Write.Operation + mine + ": " + strings.ToLower(name)
		if p.Confidence != proof.Certain {
			text += ", match " + sureness(p.Confidence)
		}
		text += others
	}
	if _, more := m.foldable(e); more == 0 || m.view.spread[p.Write.N] {
		return text
	}
	if p.Reply != nil {
		text += "; " + replyNote(p)
	}
	if d := lasted(p.Write.Sent, e.Time); e.Kind != history.Write && d != "" {
		text += ", seen " + d + " after it was sent"
	}
	return text
}

// shares says which keys of an event are yours and whose the others are, both ""
// where all are yours.
func (m *model) shares(e history.Event) (mine, others string) {
	var keys [history.Unknown + 1][]string
	for _, k := range e.Changes {
		if who := m.scene.session.Who(e, k.Key); !slices.Contains(keys[who], k.Key) {
			keys[who] = append(keys[who], k.Key)
		}
	}
	list := func(keys []string) string {
		const most = 3
		var names []string
		for _, k := range keys[:min(len(keys), most)] {
			names = append(names, short(k))
		}
		text := strings.Join(names, ", ")
		if len(keys) > most {
			text += " and " + itoa(len(keys)-most) + " more"
		}
		return text
	}
	for who := history.Routing; who <= history.Unknown; who++ {
		if len(keys[who]) > 0 {
			others += "; " + list(keys[who]) + " by " + either(who == history.Unknown, "somebody unknown", who.String())
		}
	}
	if others != "" && len(keys[history.You]) > 0 {
		mine = " of " + list(keys[history.You])
	}
	return mine, others
}

// replyNote says what the reply to a write was.
func replyNote(p *proof.Proof) string {
	switch {
	case p.Verdict == proof.Rejected:
		return "not accepted: " + p.Reason
	case p.Lost:
		return "not known whether it was accepted: " + p.Reason
	case p.Reply == nil:
		return ""
	case p.Seen.IsZero() && p.Verdict == proof.Waiting:
		return strings.TrimSpace("accepted "+after(p)) + "; a reply proves nothing yet"
	case p.Verdict == proof.CannotTell:
		return strings.TrimSpace("accepted "+after(p)) + "; cannot tell: " + strings.TrimLeft(strings.TrimPrefix(p.Reason, "the server accepted it"), ";, and")
	case p.Seen.IsZero():
		_, name := verdictName(p.Verdict)
		return strings.TrimSpace("accepted "+after(p)) + "; " + strings.ToLower(name)
	}
	return strings.TrimSpace("accepted " + after(p))
}

// after says how long after a write its reply came, "" where that is not known.
func after(p *proof.Proof) string {
	if d := lasted(p.Write.Sent, p.Reply.Time); d != "" {
		return "after " + d
	}
	return ""
}

func (c *logEntry) ownWrite(e history.Event) *proof.Proof {
	if e.Write == 0 {
		return nil
	}
	for _, p := range c.Line.line.m.scene.session.Writes {
		if p.Write.N == e.Write {
			return p
		}
	}
	return nil
}

func (c *logEntry) stray(n int) app.HTMLElem {
	m := c.Line.line.m
	e := m.state.Strays[n-1]
	raw, _ := clip(string(e.Raw), 200)
	return logRow(join("timeline-row timeline-row--stray", "here", c.Line.line.here),
		m.timeCell(e.Time, ""), nil, texts("not understood"), []app.UI{word("span", "timeline-quiet", size(len(e.Raw)))},
		[]app.UI{word("span", "timeline-reason", orElse(e.Note, "unknown shape")), word("code", "timeline-raw", raw)}, wideCells("", "")...).
		DataSet("event", e.N).DataSet("kind", e.Kind.String()).DataSet("do", "stray").DataSet("arg", n)
}

func (c *timeline) write(p *proof.Proof) app.HTMLElem {
	m := c.Model
	glyph, name := verdictName(p.Verdict)
	reply := ""
	if p.Reply != nil {
		reply = lasted(p.Write.Sent, p.Reply.Time)
	}
	seen := ""
	if wasSeen(p) {
		seen = strings.TrimSpace("seen " + lasted(p.Write.Sent, p.Seen))
	}
	return logRow(join("timeline-row timeline-row--write timeline-row--"+p.Verdict.String(), "here", m.view.write == p.Write.N),
		m.timeCell(p.Write.Sent, ""), texts(reply), texts(p.Write.Operation),
		[]app.UI{sign("", glyph+" "), app.Text(name)},
		[]app.UI{app.Text(writeTitle(p)), word("span", "note", " "+seen)}).
		DataSet("kind", "write").DataSet("do", "write").DataSet("arg", p.Write.N).
		DataSet("verdict", p.Verdict.String()).DataSet("confidence", p.Confidence.String()).
		Aria("selected", expanded(m.view.write == p.Write.N))
}

func (c *timeline) exchange(x *tracker.Exchange) app.HTMLElem {
	m := c.Model
	after := "open"
	switch {
	case x.Duration > 0:
		after = took(x.Duration)
	case x.Status != 0 || x.Failure != "" || x.Untold:
		after = ""
	}
	bad := x.Failure != "" || x.Status >= 400
	return logRow(join(join("timeline-row timeline-row--request", "bad", bad), "here", m.view.exchange == x.N),
		m.timeCell(x.Start, ""), texts(after), texts(x.Method), texts(exchangeResult(x)),
		[]app.UI{app.Text(x.Path), word("span", "note", " "+size(len(x.Response)+x.Cut))}).
		DataSet("kind", "request").DataSet("do", "exchange").DataSet("arg", x.N)
}

func exchangeResult(x *tracker.Exchange) string {
	switch {
	case x.Failure != "":
		return x.Failure
	case x.Untold:
		return "no reply in the file"
	case x.Status == 0:
		return "waiting"
	}
	return itoa(x.Status)
}
