package ui

import (
	"sort"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
)

// timeline lists what was observed, what was written and what was exchanged,
// newest first, below a scrubber over the session's events.
type timeline struct {
	app.Compo
	Model   *model
	Version int

	win window
}

// logRem is the height of a row of the timeline in rem, as timeline.css has it.
const logRem = 1.625

func (c *timeline) Render() (ui app.UI) {
	m := c.Model
	defer m.rescueRender(&ui, "timeline")
	n, row := c.list()
	rows := []app.UI{}
	for _, s := range spans(n, c.win.orFirst(), -1) {
		if s.row < 0 {
			rows = append(rows, el("tr", "timeline-gap", el("td", "", gap(s.gap, logRem)).Attr("colspan", "5")).Aria("hidden", "true"))
			continue
		}
		rows = append(rows, row(s.row).Aria("rowindex", s.row+1))
	}
	return el("section", "timeline",
		c.tabs(),
		scrubber(m),
		el("div", "timeline-log",
			el("table", "timeline-table", logColumns(), el("tbody", "", rows...)).
				Role("grid").Aria("label", tabName(m.view.tab)).Aria("rowcount", n).Aria("readonly", "true"),
			word("p", "timeline-empty", c.empty(n)),
		).Attr("id", "log").Role("tabpanel").Aria("labelledby", "tab-"+string(m.view.tab)).TabIndex(0).
			DataSet("pane", string(timelinePane)).On("scroll", c.onScroll),
	).Aria("label", "Timeline")
}

func logColumns() app.UI {
	cols := make([]app.UI, 0, 5)
	for _, name := range [...]string{"time", "delta", "kind", "sum", "what"} {
		cols = append(cols, app.ElemSelfClosing("col").Class("timeline-col--"+name))
	}
	return el("colgroup", "", cols...)
}

func (c *timeline) onScroll(_ app.Context, e app.Event) {
	defer c.Model.rescue("scrolling the timeline")
	c.win = windowOf(e.Get("target"), logRem)
}

func tabName(t tab) string {
	switch t {
	case writesTab:
		return "Writes"
	case trafficTab:
		return "Traffic"
	}
	return "Changes"
}

func (c *timeline) tabs() app.UI {
	m := c.Model
	counts := map[tab]int{trafficTab: len(m.state.Traffic) + m.state.TrafficDropped}
	if x := m.scene.session; x != nil {
		counts[changesTab], counts[writesTab] = max(m.scene.last-m.scene.first+1, 0)+len(m.state.Strays), len(x.Writes)
		if m.scene.last == 0 {
			counts[changesTab] = len(m.state.Strays)
		}
	}
	items := make([]app.UI, 0, 3)
	for _, t := range [...]tab{changesTab, writesTab, trafficTab} {
		items = append(items, button("timeline-tab", "tab", string(t), app.Text(tabName(t)), sign("timeline-count", group(counts[t]))).
			Attr("id", "tab-"+string(t)).Role("tab").Aria("selected", expanded(t == m.view.tab)).Aria("controls", "log"))
	}
	return el("div", "timeline-head",
		el("div", "timeline-tabs", items...).Role("tablist").Aria("label", "Timeline"),
		el("span", "grow"),
		word("span", "note timeline-base", baseText(m)),
		when(button("btn btn--quiet", "meta", "", app.Text(metaText(m))), m.view.tab != trafficTab, "hidden"),
		when(button("btn btn--quiet", "step", "-1", sr("Previous event"), sign("", "◀ "), kbd("[")), m.scene.last == 0, "disabled"),
		when(button("btn btn--quiet", "step", "1", sr("Next event"), sign("", "▶ "), kbd("]")), m.view.live(), "disabled"),
	)
}

func metaText(m *model) string {
	if m.view.meta {
		return "Hide heartbeats"
	}
	return "Show heartbeats"
}

// baseText says what marks compare, and which event is shown.
func baseText(m *model) string {
	if m.scene.session == nil || m.scene.last == 0 {
		return ""
	}
	return "marks: " + markSpan(m) + " · event " + itoa(m.scene.at) + " of " + itoa(m.scene.last)
}

func (c *timeline) empty(n int) string {
	switch {
	case n > 0:
		return ""
	case c.Model.view.tab == writesTab:
		return "Nothing was written to this session from this page."
	case c.Model.view.tab == trafficTab:
		return "No request was made yet."
	}
	return "Nothing was observed yet."
}

// list returns the number of rows of the tab and how to draw one.
func (c *timeline) list() (n int, row func(i int) app.HTMLElem) {
	m := c.Model
	switch m.view.tab {
	case writesTab:
		if m.scene.session == nil {
			return 0, nil
		}
		writes := m.scene.session.Writes
		return len(writes), func(i int) app.HTMLElem { return c.write(writes[len(writes)-1-i]) }
	case trafficTab:
		all := exchanges(m.state.Traffic, m.view.meta)
		return len(all), func(i int) app.HTMLElem { return c.exchange(all[len(all)-1-i]) }
	}
	l := m.log()
	return l.len(), func(i int) app.HTMLElem {
		if stray, n := l.at(i); stray > 0 {
			return c.stray(stray)
		} else if e, ok := m.scene.session.History.Event(n); ok {
			return c.event(e)
		}
		return logRow("timeline-row", nil, nil, nil, nil, nil)
	}
}

func exchanges(all []*tracker.Exchange, meta bool) []*tracker.Exchange {
	if meta {
		return all
	}
	out := make([]*tracker.Exchange, 0, len(all))
	for _, x := range all {
		if !x.Meta {
			out = append(out, x)
		}
	}
	return out
}

// A log is the session's events, newest first, with the messages that belong
// to no session at their times in between.
type log struct {
	first, last int
	places      []int // row of each stray message, newest first
}

func (m *model) log() log {
	l := log{first: 1}
	var v history.View
	if m.scene.session != nil {
		v, l.first, l.last = m.scene.session.History, m.scene.first, m.scene.last
	}
	if l.last == 0 {
		l.first = 1
	}
	strays := m.state.Strays
	for k := len(strays) - 1; k >= 0; k-- {
		t := strays[k].Time
		newer := sort.Search(l.events(), func(i int) bool {
			e, ok := v.Event(l.last - i)
			return !ok || !e.Time.After(t)
		})
		l.places = append(l.places, newer+len(l.places))
	}
	return l
}

func (l *log) events() int { return l.last - l.first + 1 }

func (l *log) len() int { return l.events() + len(l.places) }

// at returns what stands in row i: the stray message of that number, counted
// from 1 in the state's order, or else the event of that number.
func (l *log) at(i int) (stray, event int) {
	k := sort.SearchInts(l.places, i)
	if k < len(l.places) && l.places[k] == i {
		return len(l.places) - k, 0
	}
	return 0, l.last - (i - k)
}

func logRow(class string, time, delta, kind, sum, what []app.UI) app.HTMLElem {
	return el("tr", class,
		el("td", "timeline-time", time...), el("td", "timeline-time", delta...),
		el("td", "timeline-kind", kind...), el("td", "timeline-sum", sum...), el("td", "timeline-what", what...))
}

func texts(s string) []app.UI { return []app.UI{app.Text(s)} }

// eventKind is the word of data-kind: GWS' own where it gave one.
func eventKind(e history.Event) string {
	if e.Type != "" && (e.Kind == history.Notification || e.Kind == history.Snapshot) {
		return e.Type
	}
	return e.Kind.String()
}

func (c *timeline) event(e history.Event) app.HTMLElem {
	m := c.Model
	class := "timeline-row timeline-row--" + e.Kind.String()
	time, delta := clock(e.Time, m.zone), ""
	if e.Kind == history.Gap {
		time = clock(e.Since, m.zone) + " – " + time
	} else if before, ok := m.scene.session.History.Event(e.N - 1); ok {
		delta = lapse(e.Time.Sub(before.Time))
	}
	name := eventKind(e)
	if e.Kind == history.Gap {
		name = "unobserved"
	}
	here := e.N == m.scene.at
	return logRow(join(class, "here", here), texts(time), texts(delta), texts(name), sumOf(e), c.what(e)).
		DataSet("event", e.N).DataSet("kind", eventKind(e)).
		DataSet("added", e.Added).DataSet("changed", e.Changed).DataSet("removed", e.Removed).
		Aria("selected", expanded(here))
}

// sumOf counts an event's changes.
func sumOf(e history.Event) []app.UI {
	if e.Added+e.Changed+e.Removed == 0 {
		text := "no data change"
		switch e.Kind {
		case history.Gap:
			text = "session re-read"
		case history.Write, history.Reply:
			text = ""
		}
		return []app.UI{word("span", "timeline-quiet", text)}
	}
	part := func(glyph, name string, n int) app.UI {
		return el("span", join("timeline-"+name, "zero", n == 0), app.Text(glyph+itoa(n)), sr(" "+name+" "))
	}
	return []app.UI{part("+", "added", e.Added), part("~", "changed", e.Changed), part("−", "removed", e.Removed)}
}

// what names the keys of an event and says whose it is.
func (c *timeline) what(e history.Event) []app.UI {
	var keys []string
	more := 0
	for _, k := range e.Changes {
		if len(keys) < 6 {
			if len(keys) == 0 || keys[len(keys)-1] != k.Key {
				keys = append(keys, k.Key)
			}
		} else {
			more++
		}
	}
	var out []app.UI
	for i, k := range keys {
		if i > 0 {
			out = append(out, app.Text(", "))
		}
		out = append(out, exact(short(k))...)
	}
	if more > 0 {
		out = append(out, app.Text(" and "+itoa(more)+" more"))
	}
	note := e.Note
	if p := c.ownWrite(e); p != nil {
		note = strings.TrimSpace(writeNote(e, p) + " " + note)
	}
	if e.Kind == history.Gap && note == "" {
		note = "link lost for " + took(e.Time.Sub(e.Since)) + "; changes inside have unknown time and author"
	}
	if note != "" {
		out = append(out, word("span", "note", " "+note))
	}
	return out
}

// writeNote says how an event belongs to an own write.
func writeNote(e history.Event, p *proof.Proof) string {
	switch {
	case e.Kind == history.Write:
		return "you sent " + writeTitle(p)
	case e.Kind == history.Reply && p.Verdict == proof.Rejected:
		return "not accepted: " + p.Reason
	case e.Kind == history.Reply && p.Reply != nil:
		return "accepted after " + took(p.Reply.Time.Sub(p.Write.Sent)) + "; a reply proves nothing yet"
	}
	return "← your " + p.Write.Operation + ", " + p.Confidence.String()
}

func (c *timeline) ownWrite(e history.Event) *proof.Proof {
	if e.Write == 0 {
		return nil
	}
	for _, p := range c.Model.scene.session.Writes {
		if p.Write.N == e.Write {
			return p
		}
	}
	return nil
}

func (c *timeline) stray(n int) app.HTMLElem {
	m := c.Model
	e := m.state.Strays[n-1]
	raw, _ := clip(string(e.Raw), 200)
	return logRow(join("timeline-row timeline-row--stray", "here", m.view.stray == n),
		texts(clock(e.Time, m.zone)), nil, texts("not understood"), []app.UI{word("span", "timeline-quiet", size(len(e.Raw)))},
		[]app.UI{word("span", "timeline-reason", orElse(e.Note, "unknown shape")), word("code", "timeline-raw", raw)}).
		DataSet("event", e.N).DataSet("kind", e.Kind.String()).DataSet("do", "stray").DataSet("arg", n)
}

func (c *timeline) write(p *proof.Proof) app.HTMLElem {
	m := c.Model
	glyph, name := verdictName(p.Verdict)
	reply := ""
	if p.Reply != nil {
		reply = took(p.Reply.Time.Sub(p.Write.Sent))
	}
	seen := ""
	if !p.Seen.IsZero() {
		seen = "seen " + took(p.Seen.Sub(p.Write.Sent))
	}
	return logRow("timeline-row timeline-row--write timeline-row--"+p.Verdict.String(),
		texts(clock(p.Write.Sent, m.zone)), texts(reply), texts(p.Write.Operation),
		[]app.UI{sign("", glyph+" "), app.Text(name)},
		[]app.UI{app.Text(writeTitle(p)), word("span", "note", " "+seen)}).
		DataSet("event", p.Event).DataSet("kind", "write")
}

func (c *timeline) exchange(x *tracker.Exchange) app.HTMLElem {
	m := c.Model
	after := "open"
	if x.Duration > 0 {
		after = took(x.Duration)
	}
	bad := x.Failure != "" || x.Status >= 400
	return logRow(join(join("timeline-row timeline-row--request", "bad", bad), "here", m.view.exchange == x.N),
		texts(clock(x.Start, m.zone)), texts(after), texts(x.Method), texts(exchangeResult(x)),
		[]app.UI{app.Text(x.Path), word("span", "note", " "+size(len(x.Response)+x.Cut))}).
		DataSet("kind", "request").DataSet("do", "exchange").DataSet("arg", x.N)
}

func exchangeResult(x *tracker.Exchange) string {
	switch {
	case x.Failure != "":
		return x.Failure
	case x.Status == 0:
		return "waiting"
	}
	return itoa(x.Status)
}
