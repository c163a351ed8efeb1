package table

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// FilterBar shows the filter as chips that a mouse can change, the conditions
// that can be added, and the filters that were saved.
type FilterBar struct {
	app.Compo
	Model *page.Model
	Sight page.Sight
}

// Render draws the bar.
func (c *FilterBar) Render() (ui app.UI) {
	m := c.Model
	defer html.RescueRender(&ui, "filter")
	v := &m.View
	if m.Scene.Session == nil || v.Filter == "" && !v.Bar {
		return html.El("div", "filterbar filterbar--none")
	}
	terms := make([]app.UI, 0, len(m.Scene.Query)+1)
	for i, t := range m.Scene.Query {
		terms = append(terms, chip(i, t))
	}
	if v.Filter != "" {
		terms = append(terms, html.Word("span", "note filterbar-count", wording.Group(m.Scene.Match)+" of "+wording.Plural(m.Scene.Total, "key")))
	}
	items := append(make([]app.UI, 0, 8), html.El("span", "filterbar-terms", terms...), // of their own, so that what has the focus stays where it is
		html.Button("btn btn--quiet", "conditions", "", app.Text("Add a condition"), html.Sign("", " ▾")).Attr("id", "condition").Aria("haspopup", "menu"),
		html.Refused(html.TextButton("btn btn--quiet", "lookup", "", "Search all history"), wording.Either(len(m.Scene.Query) == 0, "There is no filter to search for", "")),
		html.Refused(html.TextButton("btn btn--quiet", "save-filter", "", "Save"), m.Missing("save-filter", "")))
	for i, s := range v.Saved {
		items = append(items, html.El("span", "filterbar-saved",
			html.Button("filterbar-word", "saved", strconv.Itoa(i), html.Sign("", "★ "), app.Text(s)).Attr("title", "Use this filter"),
			html.Cross("filterbar-x", "forget-filter", strconv.Itoa(i), "Forget "+s)))
	}
	problem, class := m.Scene.Query.Hint(), "note"
	if p := m.Scene.Problem; p != nil {
		problem, class = wording.Capital(p.Error())+".", "field-error"
	}
	return html.El("div", "filterbar",
		html.El("div", "filterbar-line", items...),
		html.Word("p", class, problem).Attr("id", "filter-problem").Role("status"),
		offersLine(m.Offers()),
	).Role("group").Aria("label", "Filter")
}

// offersLine is where the arrow down leads from the filter.
func offersLine(all []query.Suggestion) app.UI {
	if len(all) == 0 {
		return html.El("div", "filterbar-offers").Attr("hidden", true)
	}
	items := []app.UI{html.El("span", "note", html.Sign("", "↓ "), app.Text("Suggestions"))}
	for i, o := range all {
		items = append(items, html.Button("btn filterbar-offer", "offer", strconv.Itoa(i), html.Exact(o.Term)...).Attr("id", "offer-"+strconv.Itoa(i)))
	}
	return html.El("div", "filterbar-offers", items...).Role("group").Aria("label", "Suggestions")
}

func chip(i int, t query.Term) app.UI {
	turn := "Turn around: what does not match"
	if t.Not {
		turn = "Turn around: what does match"
	}
	return html.El("span", html.Variant("filterbar-chip", "not", t.Not),
		html.TextButton("filterbar-word", "turn-term", strconv.Itoa(i), t.String()).Attr("title", turn).Aria("pressed", html.Bool(t.Not)),
		html.Cross("filterbar-x", "drop-term", strconv.Itoa(i), "Remove "+t.String()))
}
