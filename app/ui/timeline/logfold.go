package timeline

import (
	"strconv"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// spreadButton opens and closes the row of a write.
func spreadButton(m *page.Model, e history.Event) []*rows.Node {
	p, more := m.Foldable(e)
	if p == nil || more == 0 {
		return nil
	}
	open := m.View.Spread[e.Write]
	b := rows.Button("timeline-spread", "spread", strconv.Itoa(e.Write), rows.Sign("", wording.Either(open, "▾", "▸")), rows.SR(wording.Plural(more, "more stage")+" of this write")).
		Aria("expanded", html.Bool(open)).Attr("tabindex", -1).
		Attr("title", wording.Either(open, "One row for the request, the reply and what proves them (o)", "Rows of their own for the request, the reply and what proves them (o)"))
	return []*rows.Node{b}
}
