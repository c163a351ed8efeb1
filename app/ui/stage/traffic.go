package stage

import (
	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/query"
)

// An ExchangeInfo is what is read of an exchange once and shown often.
type ExchangeInfo struct {
	Messages []book.Packet
	match    bool // the search finds it
}

// A TrafficBook remembers what was read of exchanges. They never change: one
// that was answered is another.
type TrafficBook struct {
	search string
	known  map[*book.Exchange]*ExchangeInfo
}

// Of returns what is known of x for a search.
func (b *TrafficBook) Of(x *book.Exchange, search string) *ExchangeInfo {
	if b.known == nil || b.search != search || len(b.known) > 4000 {
		b.known, b.search = map[*book.Exchange]*ExchangeInfo{}, search
	}
	i := b.known[x]
	if i == nil {
		i = &ExchangeInfo{Messages: x.Packets(), match: finds(x, search)}
		b.known[x] = i
	}
	return i
}

// finds reports whether the search finds an exchange: in its first line, in a
// header or in a body.
func finds(x *book.Exchange, search string) bool {
	if search == "" || query.Contains(x.Method+" "+x.Path+" "+ExchangeResult(x), search) {
		return true
	}
	for _, h := range append(x.Sent[:len(x.Sent):len(x.Sent)], x.Header...) {
		if query.Contains(h[0]+": "+h[1], search) {
			return true
		}
	}
	return query.Contains(string(x.Request), search) || query.Contains(string(x.Response), search)
}

// A TrafficRow is one line of the traffic: an exchange, one of its messages,
// or the line that counts what is folded away.
type TrafficRow struct {
	X       *book.Exchange
	Message int // from 1; 0 for the exchange itself
	Folded  int
}

// TrafficRows lists the traffic, newest first, each exchange before its messages.
func (m *Stage) TrafficRows() []TrafficRow {
	all := m.State.Traffic
	rows := make([]TrafficRow, 1, len(all)+1)
	for i := len(all) - 1; i >= 0; i-- {
		x := all[i]
		if x.Meta && !m.View.Meta {
			rows[0].Folded++
			if rows[0].X == nil {
				rows[0].X = x
			}
			continue
		}
		info := m.Traffic.Of(x, m.View.Search)
		if !info.match {
			continue
		}
		rows = append(rows, TrafficRow{X: x})
		for k := range info.Messages {
			if b := &info.Messages[k]; m.View.Meta || !b.Meta() {
				rows = append(rows, TrafficRow{X: x, Message: k + 1})
			}
		}
	}
	if rows[0].Folded == 0 {
		rows = rows[1:]
	}
	return rows
}

// SearchTraffic shows only the exchanges that hold text.
func (m *Stage) SearchTraffic(text string) {
	m.View.Search = text
}
