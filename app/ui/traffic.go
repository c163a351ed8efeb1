package ui

import (
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/ui/rows"
)

// An exchangeInfo is what is read of an exchange once and shown often.
type exchangeInfo struct {
	messages []book.Packet
	match    bool // the search finds it
}

// A trafficBook remembers what was read of exchanges. They never change: one
// that was answered is another.
type trafficBook struct {
	search string
	known  map[*book.Exchange]*exchangeInfo
}

// of returns what is known of x for a search.
func (b *trafficBook) of(x *book.Exchange, search string) *exchangeInfo {
	if b.known == nil || b.search != search || len(b.known) > 4000 {
		b.known, b.search = map[*book.Exchange]*exchangeInfo{}, search
	}
	i := b.known[x]
	if i == nil {
		i = &exchangeInfo{messages: x.Packets(), match: finds(x, search)}
		b.known[x] = i
	}
	return i
}

// finds reports whether the search finds an exchange: in its first line, in a
// header or in a body.
func finds(x *book.Exchange, search string) bool {
	if search == "" || query.Contains(x.Method+" "+x.Path+" "+exchangeResult(x), search) {
		return true
	}
	for _, h := range append(x.Sent[:len(x.Sent):len(x.Sent)], x.Header...) {
		if query.Contains(h[0]+": "+h[1], search) {
			return true
		}
	}
	return query.Contains(string(x.Request), search) || query.Contains(string(x.Response), search)
}

// A trafficRow is one line of the traffic: an exchange, one of its messages,
// or the line that counts what is folded away.
type trafficRow struct {
	x       *book.Exchange
	message int // from 1; 0 for the exchange itself
	folded  int
}

// trafficRows lists the traffic, newest first, each exchange before its messages.
func (m *model) trafficRows() []trafficRow {
	all := m.state.Traffic
	rows := make([]trafficRow, 1, len(all)+1)
	for i := len(all) - 1; i >= 0; i-- {
		x := all[i]
		if x.Meta && !m.view.meta {
			rows[0].folded++
			if rows[0].x == nil {
				rows[0].x = x
			}
			continue
		}
		info := m.traffic.of(x, m.view.search)
		if !info.match {
			continue
		}
		rows = append(rows, trafficRow{x: x})
		for k := range info.messages {
			if b := &info.messages[k]; m.view.meta || !b.Meta() {
				rows = append(rows, trafficRow{x: x, message: k + 1})
			}
		}
	}
	if rows[0].folded == 0 {
		rows = rows[1:]
	}
	return rows
}

// searchTraffic shows only the exchanges that hold text.
func (m *model) searchTraffic(text string) {
	m.view.search = text
	m.touch(timelinePart)
}

// searchField is the input over the traffic. It is always in the page, as an
// input keeps its text only where it stays.
func searchField(m *model) app.UI {
	label := el("label", "timeline-search",
		app.ElemSelfClosing("input").Class("field").Attr("id", "search").Attr("type", "search").
			Attr("placeholder", "Filter traffic").Aria("label", "Filter traffic").
			Attr("autocomplete", "off").Attr("spellcheck", "false").DataSet("form", "search"))
	return when(label, m.view.tab != trafficTab, "hidden")
}

// traffic is a line of the traffic.
func (c *timeline) traffic(r trafficRow) *rows.Node {
	switch {
	case r.folded > 0:
		return c.folded(r)
	case r.message > 0:
		return c.message(r)
	}
	return c.exchange(r.x)
}

// folded is the line that counts the heartbeats.
func (c *timeline) folded(r trafficRow) *rows.Node {
	m := c.Model
	state := exchangeResult(r.x)
	if r.x.Status == 200 {
		state = "all is well"
	}
	return logRow("timeline-row timeline-row--folded", m.timeCell(r.x.Start, ""), nil, texts("heartbeats"),
		texts(group(r.folded)),
		[]*rows.Node{rows.Text("of the connection itself, folded · newest: " + state + lasting(r.x, m.now))}).
		Data("kind", "heartbeats").Data("do", "meta")
}

// lasting says for how long an open exchange has been waiting.
func lasting(x *book.Exchange, now time.Time) string {
	if x.Duration > 0 || x.Failure != "" || x.Untold {
		return ""
	}
	if d := age(x.Start, now); d != "" {
		return " for " + d
	}
	return ""
}

// message is a line for a message inside an exchange.
func (c *timeline) message(r trafficRow) *rows.Node {
	m := c.Model
	b := &m.traffic.of(r.x, m.view.search).messages[r.message-1]
	way := "→"
	if b.Received {
		way = "←"
	}
	kind := "message"
	if b.Meta() {
		kind = "meta"
	}
	here := m.view.exchange == r.x.N && m.view.body == r.message
	return logRow(join("timeline-row timeline-row--message", "here", here), rows.El("td", "timeline-time"), nil,
		[]*rows.Node{rows.Sign("", way+" "), rows.Text(kind)}, texts(size(len(b.Raw))),
		[]*rows.Node{rows.Text(orElse(b.Channel, "no channel")), rows.Word("span", "note", " "+b.Note)}).
		Data("kind", kind).Data("do", "bayeux").Data("arg", itoa(r.x.N)+":"+itoa(r.message))
}
