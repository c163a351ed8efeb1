package timeline

import (
	"cmp"
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// searchField is the input over the traffic. It is always in the page, as an
// input keeps its text only where it stays.
func searchField(m *page.Model) app.UI {
	label := html.El("label", "timeline-search",
		html.Line("field", "search", "search").Attr("placeholder", "Filter traffic").Aria("label", "Filter traffic").DataSet("form", "search"))
	return html.When(label, m.View.Tab != scene.TrafficTab, "hidden")
}

// traffic is a line of the traffic.
func (c *Timeline) traffic(r stage.TrafficRow) *rows.Node {
	switch {
	case r.Folded > 0:
		return c.folded(r)
	case r.Message > 0:
		return c.message(r)
	}
	return c.exchange(r.X)
}

// folded is the line that counts the heartbeats.
func (c *Timeline) folded(r stage.TrafficRow) *rows.Node {
	m := c.Model
	state := stage.ExchangeResult(r.X)
	if r.X.Status == 200 {
		state = "all is well"
	}
	for _, b := range m.Traffic.Of(r.X, m.View.Search).Messages {
		if b.Refused {
			state = b.Note
		}
	}
	return logRow("timeline-row timeline-row--folded", timeCell(m, r.X.Start, ""), nil, texts("heartbeats"),
		texts(wording.Group(r.Folded)),
		[]*rows.Node{rows.Text("of the connection itself, folded · newest: " + state + parts.Lasting(r.X, m.Now))}).
		Data("kind", "heartbeats").Data("do", "meta")
}

// message is a line for a message inside an exchange.
func (c *Timeline) message(r stage.TrafficRow) *rows.Node {
	m := c.Model
	b := &m.Traffic.Of(r.X, m.View.Search).Messages[r.Message-1]
	way := "→"
	if b.Received {
		way = "←"
	}
	kind := "message"
	if b.Meta() {
		kind = "meta"
	}
	here := m.View.Exchange == r.X.N && m.View.Body == r.Message
	return logRow(html.Variant("timeline-row timeline-row--message", "here", here), rows.El("td", "timeline-time"), nil,
		[]*rows.Node{rows.Sign("", way+" "), rows.Text(kind)}, texts(wording.Size(len(b.Raw))),
		[]*rows.Node{rows.Text(cmp.Or(b.Channel, "no channel")), rows.Word("span", "note", " "+b.Note)}).
		Data("kind", kind).Data("do", "bayeux").Data("arg", strconv.Itoa(r.X.N)+":"+strconv.Itoa(r.Message))
}
