package timeline

import (
	"strconv"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// A row of the log tells the first changes with their values, the next ones by
// their keys, and counts the rest. The inspector has all.
const (
	changesTold  = 3
	keysTold     = 6
	valueInEvent = 48 // bytes of a value that are told
)

// eventChanges tells what an event did: "~ DISP_KEY pending → resolved". What
// stood there when the session became known is no change, so keys are enough.
// rest is how many keys it leaves out.
func eventChanges(e history.Event) (out []*rows.Node, rest int) {
	told, last := 0, ""
	for _, c := range e.Changes {
		if told > 0 && c.Key == last {
			continue // a further place inside the same value
		}
		told, last = told+1, c.Key
		switch {
		case told > keysTold:
			continue
		case told > 1:
			out = append(out, rows.Text(", "))
		}
		if told > changesTold || e.Brought() {
			out = append(out, parts.KeyText(wording.Short(c.Key))...)
			continue
		}
		out = append(out, changeText(c)...)
	}
	return out, max(told-keysTold, 0)
}

// changeText tells one change with its sign, which needs no colour.
func changeText(c userdata.Change) []*rows.Node {
	kind := c.KeyKind()
	out := []*rows.Node{parts.GlyphText(kind, kind.String()), rows.El("span", "timeline-key", parts.KeyText(wording.Short(c.Key))...)}
	if c.Path != "" {
		out = append(out, rows.El("span", "timeline-path", html.ExactText(c.Path)...))
	}
	out = append(out, rows.Text(" "))
	before, after := c.Old.Kind() != userdata.Absent, c.New.Kind() != userdata.Absent
	if before {
		out = append(out, briefly(c.Old))
	}
	if before && after {
		out = append(out, rows.Text(" → "))
	}
	if after {
		out = append(out, briefly(c.New))
	}
	if said := scene.Lookalike(c.Old, c.New); said != "" {
		out = append(out, rows.Word("span", "note", " "+said))
	}
	return out
}

// briefly is the beginning of a value.
func briefly(v userdata.Value) *rows.Node {
	text, left := wording.Clip(v.Text(), valueInEvent)
	span := rows.El("span", "timeline-value "+parts.ValueClass(v), html.ExactText(text)...)
	if left > 0 {
		span.Data("cut", left)
	}
	return span
}

// spreadButton opens and closes the row of a write.
func spreadButton(m *page.Model, e history.Event) []*rows.Node {
	p, more := m.Foldable(e)
	if p == nil || more == 0 {
		return nil
	}
	open := m.View.Spread[p.Write.N]
	b := rows.Button("timeline-spread", "spread", strconv.Itoa(p.Write.N), rows.Sign("", wording.Either(open, "▾", "▸")), rows.SR(wording.Plural(more, "more stage")+" of this write")).
		Aria("expanded", html.Bool(open)).Attr("tabindex", -1).
		Attr("title", wording.Either(open, "One row for the request, the reply and what proves them (o)", "Rows of their own for the request, the reply and what proves them (o)"))
	return []*rows.Node{b}
}

// omissionRow is the line that stands for events which the log leaves out.
func omissionRow(text string) *rows.Node {
	return rows.El("tr", "timeline-omission", rows.El("td", "", rows.Sign("", "⋯ "), rows.Text(text)).Attr("colspan", "5")).Data("do", "unlimit").Data("kind", "omission")
}
