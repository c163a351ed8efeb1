package timeline

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
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
func timeCell(m *page.Model, t time.Time, text string) *rows.Node {
	body := texts(cmp.Or(text, m.OfDay(t)))
	if date := m.OtherDay(t); date != "" {
		year, day, _ := strings.Cut(date, "-")
		body = []*rows.Node{rows.El("span", "timeline-date", rows.Word("span", "timeline-year", year+"-"), rows.Text(day+" ")), body[0]}
	}
	cell := rows.El("td", "timeline-time", body...)
	if offset := m.Offset(t); offset != "" {
		cell.Data("zone", offset)
	}
	return cell
}

func texts(s string) []*rows.Node { return []*rows.Node{rows.Text(s)} }

// A logKey names a row of the log: a message that belongs to no session, by its
// number, or an event.
type logKey struct{ stray, event int }

// A logLine is everything that a row of the log shows, as far as it may change.
// While it stays the same, the row is not drawn again.
type logLine struct {
	m       *page.Model
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

// lineOf is what the row of k shows.
func lineOf(m *page.Model, k logKey) logLine {
	l := logLine{m: m, book: m.State.Book, key: k, times: m.View.Times}
	if k.stray > 0 {
		l.here, l.at = m.View.Stray == k.stray, m.State.Strays[k.stray-1].Time
	} else if e, ok := m.Scene.Session.History.Event(k.event); ok {
		x := m.Scene.Session
		l.here, l.session, l.at, l.noise = e.N == m.Scene.At || m.StandsFor(e, m.Scene.At), x.ID, e.Time, m.Classes.Made
		l.note, l.marked, l.within = m.NoteOf(e.N)
		p := m.Scene.Session.WriteOf(e)
		l.spread = p != nil && m.View.Spread[p.Write.N]
		if (p != nil || e.Author == history.You) && len(x.Writes) > 0 {
			l.writes = &x.Writes[0]
		}
	}
	if m.View.Times == "relative" {
		l.ago = wording.Age(l.at, m.Now)
	}
	l.date = m.OtherDay(l.at)
	return l
}

// logRowOf draws a row of the log, which is the index-th.
func logRowOf(kept *rows.RowLine[logLine], index int) rows.Row {
	l := &kept.Line
	if kept.Node == nil {
		kept.Node = l.draw()
	}
	if kept.Index != index {
		kept.Node, kept.Index = kept.Node.WithAttr("aria-rowindex", strconv.Itoa(index)), index
	}
	return rows.Row{Key: strconv.Itoa(l.book) + "." + strconv.Itoa(l.key.event) + "." + strconv.Itoa(l.key.stray), Node: kept.Node}
}

func (l *logLine) draw() (row *rows.Node) {
	defer html.RescueRow(&row)
	if l.key.stray > 0 {
		return l.stray(l.key.stray)
	}
	if e, ok := l.m.Scene.Session.History.Event(l.key.event); ok {
		return l.event(e)
	}
	return logRow("timeline-row", rows.El("td", "timeline-time"), nil, nil, nil, nil)
}

func (l *logLine) event(e history.Event) *rows.Node {
	m, here := l.m, l.here
	class := "timeline-row timeline-row--" + e.Kind.String()
	at, time, delta := e.Time, "", ""
	if e.Kind == history.Gap {
		from, to := m.Ends(e)
		at, time = e.Since, from+" – "+to // the date is that of what stands beside it
	} else if before, ok := m.Scene.Session.History.Event(e.N - 1); ok {
		if d, known := wording.Elapsed(before.Time, e.Time); known {
			delta = wording.Lapse(d)
		}
	}
	name := stage.EventKind(e)
	switch e.Kind {
	case history.Gap:
		name = "unobserved"
	case history.Reread:
		name = "re-read"
	}
	row := logRow(html.Variant(html.Variant(class, "within", l.within), "here", here), timeCell(m, at, time), texts(delta), texts(name), l.sum(e), l.what(e),
		wideCells(writers(m.Scene.Session, e), e.State)...).
		Data("event", e.N).Data("kind", stage.EventKind(e)).
		Data("added", e.Added).Data("changed", e.Changed).Data("removed", e.Removed).
		Aria("selected", html.Bool(here))
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
			text = map[string]string{"": "session re-read", book.Unlisted: "not listed any more"}[e.Type]
		case history.Write, history.Reply:
			text = ""
		}
		return []*rows.Node{rows.Word("span", "timeline-quiet", text)}
	}
	if e.Brought() {
		return []*rows.Node{rows.Word("span", "timeline-quiet", wording.Group(e.Added)+" first seen")}
	}
	part := func(glyph, name string, n int) *rows.Node {
		return rows.Spoken(html.Variant("timeline-"+name, "zero", n == 0), glyph+strconv.Itoa(n), strconv.Itoa(n)+" "+name)
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
	routing, hidden := l.m.Noisy(e)
	text := ""
	if routing > 0 {
		text = strconv.Itoa(routing) + " routing"
	}
	if hidden > 0 {
		text += wording.Either(text == "", "", ", ") + strconv.Itoa(hidden) + " hidden"
	}
	if text != "" {
		out = append(out, rows.Word("span", "timeline-quiet", "("+text+")"))
	}
	return out
}

// what says what an event did to its keys, and whose it is.
func (l *logLine) what(e history.Event) []*rows.Node {
	changes, rest := eventChanges(e)
	if rest > 0 {
		changes = []*rows.Node{rows.El("span", "timeline-told", changes...), rows.Word("span", "timeline-more", " and "+strconv.Itoa(rest)+" more")}
	}
	out := append(spreadButton(l.m, e), changes...)
	note := e.Note
	if p := l.m.Scene.Session.WriteOf(e); p != nil {
		note = strings.TrimSpace(l.writeNote(e, p) + " " + note)
	}
	if e.Reordered {
		note = strings.TrimSpace(note + " the keys came in another order")
	}
	if e.Kind == history.Gap {
		if note != "" {
			note += ";"
		}
		note = strings.TrimSpace(note + " not observed for " + wording.Span(e.Time.Sub(e.Since)) + "; what changed did so " + l.m.Sometime(e) + ", by whom is unknown")
	} else if !e.Since.IsZero() {
		note = strings.TrimSpace(note + " what changed did so " + l.m.Sometime(e) + ", by whom is unknown")
	}
	if said := l.m.NewTwins(e); said != "" {
		note = strings.TrimSpace(note + " ≠ " + said)
	}
	if l.marked {
		out = append([]*rows.Node{rows.Word("span", "timeline-flag", "⚑ "+l.note), rows.Text(" ")}, out...)
	}
	if note != "" {
		out = append(out, rows.Word("span", "note", " "+note))
	}
	if e.Kind == history.Stray {
		raw, _ := wording.Clip(string(e.Raw), 200)
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
		text = "you sent " + parts.WriteTitle(p)
	case e.Kind == history.Reply:
		return replyNote(p)
	case e.Author == history.Unknown, p.Lost && p.Event != e.N:
		return "perhaps your " + p.Write.Operation + ", of which nobody knows whether it was carried out"
	case e.Author == history.Repeated:
		return "perhaps your " + p.Write.Operation + " once more: the browser may have sent it twice"
	default:
		_, name := parts.Outcome(p)
		mine, others := m.Shares(e)
		text = "← your " + p.Write.Operation + mine + ": " + strings.ToLower(name)
		if p.Confidence != proof.Certain {
			text += ", match " + parts.Sureness(p.Confidence)
		}
		text += others
	}
	if _, more := m.Foldable(e); more == 0 || m.View.Spread[p.Write.N] {
		return text
	}
	if p.Reply != nil {
		text += "; " + replyNote(p)
	}
	if d := wording.Lasted(p.Write.Sent, e.Time); e.Kind != history.Write && d != "" {
		text += ", seen " + d + " after it was sent"
	}
	return text
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
	case !p.Reply.Accepted():
		return "no reply says that it was accepted"
	case p.Seen.IsZero() && p.Verdict == proof.Waiting:
		return strings.TrimSpace("accepted "+after(p)) + "; a reply proves nothing yet"
	case p.Verdict == proof.CannotTell:
		return strings.TrimSpace("accepted "+after(p)) + "; cannot tell: " + strings.TrimPrefix(strings.TrimLeft(strings.TrimPrefix(p.Reason, "the server accepted it"), ";, "), "and ")
	case p.Seen.IsZero():
		_, name := parts.Outcome(p)
		return strings.TrimSpace("accepted "+after(p)) + "; " + strings.ToLower(name)
	}
	return strings.TrimSpace("accepted " + after(p))
}

// after says how long after a write its reply came, "" where that is not known.
func after(p *proof.Proof) string {
	if d := wording.Lasted(p.Write.Sent, p.Reply.Time); d != "" {
		return "after " + d
	}
	return ""
}

func (l *logLine) stray(n int) *rows.Node {
	m := l.m
	e := m.State.Strays[n-1]
	raw, _ := wording.Clip(string(e.Raw), 200)
	return logRow(html.Variant(html.Variant("timeline-row", "stray", !e.Foreign), "here", l.here),
		timeCell(m, e.Time, ""), nil, texts(wording.Either(e.Foreign, "no interaction", "not understood")), []*rows.Node{rows.Word("span", "timeline-quiet", wording.Size(len(e.Raw)))},
		[]*rows.Node{rows.Word("span", "timeline-reason", cmp.Or(e.Note, "unknown shape")), rows.Word("code", "timeline-raw", raw)}, wideCells("", "")...).
		Data("event", e.N).Data("kind", e.Kind.String()).Data("do", "stray").Data("arg", n)
}

func (c *Timeline) write(p *proof.Proof) *rows.Node {
	m := c.Model
	glyph, name := parts.Outcome(p)
	reply := ""
	if p.Reply != nil {
		reply = wording.Lasted(p.Write.Sent, p.Reply.Time)
	}
	seen := ""
	if parts.WasSeen(p) {
		seen = strings.TrimSpace("seen " + wording.Lasted(p.Write.Sent, p.Seen))
	}
	return logRow(html.Variant("timeline-row timeline-row--write timeline-row--"+p.Verdict.String(), "here", m.View.Write == p.Write.N),
		timeCell(m, p.Write.Sent, ""), texts(reply), texts(p.Write.Operation),
		[]*rows.Node{rows.Sign("", glyph+" "), rows.Text(name)},
		[]*rows.Node{rows.Text(parts.WriteTitle(p)), rows.Word("span", "note", " "+seen)}).
		Data("kind", "write").Data("do", "write").Data("arg", p.Write.N).
		Data("verdict", p.Verdict.String()).Data("confidence", p.Confidence.String()).
		Aria("selected", html.Bool(m.View.Write == p.Write.N))
}

func (c *Timeline) exchange(x *book.Exchange) *rows.Node {
	m := c.Model
	size := wording.Size(len(x.Response) + x.Cut)
	if m.Unrecorded(x) {
		size = "not recorded"
	}
	bad := x.Failure != "" || x.Status >= 400
	return logRow(html.Variant(html.Variant("timeline-row timeline-row--request", "bad", bad), "here", m.View.Exchange == x.N),
		timeCell(m, x.Start, ""), texts(parts.Took(x)), texts(x.Method), texts(stage.ExchangeResult(x)),
		[]*rows.Node{rows.Text(x.Path), rows.Word("span", "note", " "+size)}).
		Data("kind", "request").Data("do", "exchange").Data("arg", x.N)
}
