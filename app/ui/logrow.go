package ui

import (
	"slices"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/rows"
)

func logRow(class string, time *rows.Node, delta, kind, sum, what []*rows.Node, more ...*rows.Node) *rows.Node {
	return rows.El("tr", class, append([]*rows.Node{
		time, rows.El("td", "timeline-time", delta...),
		rows.El("td", "timeline-kind", kind...), rows.El("td", "timeline-sum", sum...), rows.El("td", "timeline-what", what...)}, more...)...)
}

// wideCells are the cells that the largest windows have room for.
func wideCells(who, state string) []*rows.Node {
	return []*rows.Node{rows.Word("td", "timeline-wide", who), rows.Word("td", "timeline-wide", state)}
}

// writers are those who are believed to have made an event's changes.
func writers(x *book.Session, e history.Event) string {
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
func (m *model) timeCell(t time.Time, text string) *rows.Node {
	body := texts(orElse(text, m.ofDay(t)))
	if date := m.otherDay(t); date != "" {
		year, day, _ := strings.Cut(date, "-")
		body = []*rows.Node{rows.El("span", "timeline-date", rows.Word("span", "timeline-year", year+"-"), rows.Text(day+" ")), body[0]}
	}
	cell := rows.El("td", "timeline-time", body...)
	if offset := m.offset(t); offset != "" {
		cell.Data("zone", offset)
	}
	return cell
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

func texts(s string) []*rows.Node { return []*rows.Node{rows.Text(s)} }

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

// logRowOf draws a row of the log, which is the index-th.
func logRowOf(kept *rowLine[logLine], index int) rows.Row {
	l := &kept.line
	if kept.node == nil {
		kept.node = l.draw()
	}
	if kept.index != index {
		kept.node, kept.index = kept.node.WithAttr("aria-rowindex", itoa(index)), index
	}
	return rows.Row{Key: itoa(l.book) + "." + itoa(l.key.event) + "." + itoa(l.key.stray), Node: kept.node}
}

func (l *logLine) draw() (row *rows.Node) {
	defer l.m.rescueRow(&row)
	if l.key.stray > 0 {
		return l.stray(l.key.stray)
	}
	if e, ok := l.m.scene.session.History.Event(l.key.event); ok {
		return l.event(e)
	}
	return logRow("timeline-row", rows.El("td", "timeline-time"), nil, nil, nil, nil)
}

func (l *logLine) event(e history.Event) *rows.Node {
	m, here := l.m, l.here
	class := "timeline-row timeline-row--" + e.Kind.String()
	at, time, delta := e.Time, "", ""
	if e.Kind == history.Gap {
		from, to := m.ends(e)
		at, time = e.Since, from+" – "+to // the date is that of what stands beside it
	} else if before, ok := m.scene.session.History.Event(e.N - 1); ok {
		if d, known := elapsed(before.Time, e.Time); known {
			delta = lapse(d)
		}
	}
	name := eventKind(e)
	switch e.Kind {
	case history.Gap:
		name = "unobserved"
	case history.Reread:
		name = "re-read"
	}
	row := logRow(join(join(class, "within", l.within), "here", here), m.timeCell(at, time), texts(delta), texts(name), l.sum(e), l.what(e),
		wideCells(writers(m.scene.session, e), e.State)...).
		Data("event", e.N).Data("kind", eventKind(e)).
		Data("added", e.Added).Data("changed", e.Changed).Data("removed", e.Removed).
		Aria("selected", expanded(here))
	if e.Kind == history.Gap {
		row = row.Data("since", e.Since.UnixMilli()).Data("until", e.Time.UnixMilli())
	}
	return row
}

// sumOf counts an event's changes.
func sumOf(e history.Event) []*rows.Node {
	if e.Added+e.Changed+e.Removed == 0 {
		text := "no data change"
		switch e.Kind {
		case history.Gap:
			text = either(e.Type == book.Unread, "not read again", "session re-read")
		case history.Write, history.Reply:
			text = ""
		}
		return []*rows.Node{rows.Word("span", "timeline-quiet", text)}
	}
	if e.Brought() {
		return []*rows.Node{rows.Word("span", "timeline-quiet", group(e.Added)+" first seen")}
	}
	part := func(glyph, name string, n int) *rows.Node {
		return rows.Spoken(join("timeline-"+name, "zero", n == 0), glyph+itoa(n), itoa(n)+" "+name)
	}
	return []*rows.Node{part("+", "added", e.Added), part("~", "changed", e.Changed), part("−", "removed", e.Removed)}
}

// sum counts an event's changes, and how many of them are noise.
func (l *logLine) sum(e history.Event) []*rows.Node {
	out := sumOf(e)
	if e.Brought() {
		return out
	}
	if e.Reordered && len(e.Changes) == 0 {
		return []*rows.Node{rows.Word("span", "timeline-quiet", "order of keys")}
	}
	routing, hidden := l.m.noisy(e)
	text := ""
	if routing > 0 {
		text = itoa(routing) + " routing"
	}
	if hidden > 0 {
		text += either(text == "", "", ", ") + itoa(hidden) + " hidden"
	}
	if text != "" {
		out = append(out, rows.Word("span", "timeline-quiet", "("+text+")"))
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
		case settings.Noise.Has(info.class):
			routing++
		case m.view.book.Folded.Has(info.class):
			hidden++
		}
	}
	return routing, hidden
}

// what says what an event did to its keys, and whose it is.
func (l *logLine) what(e history.Event) []*rows.Node {
	changes, rest := eventChanges(e)
	if rest > 0 {
		changes = []*rows.Node{rows.El("span", "timeline-told", changes...), rows.Word("span", "timeline-more", " and "+itoa(rest)+" more")}
	}
	out := append(l.m.spreadButton(e), changes...)
	note := e.Note
	if p := l.ownWrite(e); p != nil {
		note = strings.TrimSpace(l.writeNote(e, p) + " " + note)
	}
	if e.Reordered {
		note = strings.TrimSpace(note + " the keys came in another order")
	}
	if e.Kind == history.Gap {
		if note != "" {
			note += ";"
		}
		note = strings.TrimSpace(note + " not observed for " + span2(e.Time.Sub(e.Since)) + "; what changed did so " + l.m.sometime(e) + ", by whom is unknown")
	} else if !e.Since.IsZero() {
		note = strings.TrimSpace(note + " what changed did so " + l.m.sometime(e) + ", by whom is unknown")
	}
	if said := l.m.newTwins(e); said != "" {
		note = strings.TrimSpace(note + " ≠ " + said)
	}
	if l.marked {
		out = append([]*rows.Node{rows.Word("span", "timeline-flag", "⚑ "+l.note), rows.Text(" ")}, out...)
	}
	if note != "" {
		out = append(out, rows.Word("span", "note", " "+note))
	}
	if e.Kind == history.Stray {
		raw, _ := clip(string(e.Raw), 200)
		out = append(out, rows.Word("code", "timeline-raw", raw))
	}
	if rest > 0 { // what is cut off is the keys, and how many more there are stays
		return []*rows.Node{rows.El("div", "timeline-line", out...)}
	}
	return out
}

// writeNote says how an event belongs to an own write, and what became of that
// where its other events have no rows.
func (l *logLine) writeNote(e history.Event, p *proof.Proof) string {
	m := l.m
	text := ""
	switch {
	case e.Kind == history.Write:
		text = "you sent " + writeTitle(p)
	case e.Kind == history.Reply:
		return replyNote(p)
	case e.Author == history.Unknown:
		return "perhaps your " + p.Write.Operation + ", of which nobody knows whether it was carried out"
	case e.Author == history.Repeated:
		return "perhaps your " + p.Write.Operation + " once more: the browser may have sent it twice"
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
	var keys [history.Repeated + 1][]string
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
	for who := history.Routing; who <= history.Repeated; who++ {
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
		return strings.TrimSpace("accepted "+after(p)) + "; cannot tell: " + strings.TrimPrefix(strings.TrimLeft(strings.TrimPrefix(p.Reason, "the server accepted it"), ";, "), "and ")
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

func (l *logLine) ownWrite(e history.Event) *proof.Proof {
	if e.Write == 0 {
		return nil
	}
	for _, p := range l.m.scene.session.Writes {
		if p.Write.N == e.Write {
			return p
		}
	}
	return nil
}

func (l *logLine) stray(n int) *rows.Node {
	m := l.m
	e := m.state.Strays[n-1]
	raw, _ := clip(string(e.Raw), 200)
	return logRow(join("timeline-row timeline-row--stray", "here", l.here),
		m.timeCell(e.Time, ""), nil, texts("not understood"), []*rows.Node{rows.Word("span", "timeline-quiet", size(len(e.Raw)))},
		[]*rows.Node{rows.Word("span", "timeline-reason", orElse(e.Note, "unknown shape")), rows.Word("code", "timeline-raw", raw)}, wideCells("", "")...).
		Data("event", e.N).Data("kind", e.Kind.String()).Data("do", "stray").Data("arg", n)
}

func (c *timeline) write(p *proof.Proof) *rows.Node {
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
		[]*rows.Node{rows.Sign("", glyph+" "), rows.Text(name)},
		[]*rows.Node{rows.Text(writeTitle(p)), rows.Word("span", "note", " "+seen)}).
		Data("kind", "write").Data("do", "write").Data("arg", p.Write.N).
		Data("verdict", p.Verdict.String()).Data("confidence", p.Confidence.String()).
		Aria("selected", expanded(m.view.write == p.Write.N))
}

func (c *timeline) exchange(x *book.Exchange) *rows.Node {
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
		[]*rows.Node{rows.Text(x.Path), rows.Word("span", "note", " "+size(len(x.Response)+x.Cut))}).
		Data("kind", "request").Data("do", "exchange").Data("arg", x.N)
}

func exchangeResult(x *book.Exchange) string {
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
