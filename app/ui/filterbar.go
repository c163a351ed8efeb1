package ui

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/query"
)

// filterBar shows the filter as chips that a mouse can change, the conditions
// that can be added, and the filters that were saved.
type filterBar struct {
	app.Compo
	Model   *model
	Version int
}

func (c *filterBar) Render() (ui app.UI) {
	m := c.Model
	defer m.rescueRender(&ui, "filter")
	v := &m.view
	if m.scene.session == nil || v.filter == "" && !v.bar {
		return el("div", "filterbar filterbar--none")
	}
	items := make([]app.UI, 0, 8)
	for i, t := range m.scene.query {
		items = append(items, chip(i, t))
	}
	if v.filter != "" {
		items = append(items, word("span", "note filterbar-count", group(m.scene.match)+" of "+plural(m.scene.total, "key")))
	}
	items = append(items, conditions(),
		when(button("btn btn--quiet", "lookup", "", app.Text("Search all history")), len(m.scene.query) == 0, "disabled"),
		when(button("btn btn--quiet", "save-filter", "", app.Text("Save")), len(m.scene.query) == 0 || slices.Contains(v.saved, m.scene.query.String()), "disabled"))
	for i, s := range v.saved {
		items = append(items, el("span", "filterbar-saved",
			button("filterbar-word", "saved", itoa(i), sign("", "★ "), app.Text(s)).Attr("title", "Use this filter"),
			button("filterbar-x", "forget-filter", itoa(i), sr("Forget "+s), sign("", "×"))))
	}
	problem, class := m.scene.query.Hint(), "note"
	if p := m.scene.problem; p != nil {
		problem, class = capital(p.Error())+".", "field-error"
	}
	return el("div", "filterbar",
		el("div", "filterbar-line", items...),
		word("p", class, problem).Attr("id", "filter-problem").Role("status"),
		offersLine(m.offers()),
	).Role("group").Aria("label", "Filter")
}

// offers are what the filter's text can be continued to or put right with.
func (m *model) offers() []query.Suggestion {
	if m.view.filter == "" || m.scene.session == nil {
		return nil
	}
	return m.scene.query.Suggestions(m.view.filter, m.scene.problem, func(yield func(string) bool) {
		for key := range m.scene.data.All() {
			if !yield(key) {
				return
			}
		}
	})
}

// offersLine is where the arrow down leads from the filter.
func offersLine(all []query.Suggestion) app.UI {
	if len(all) == 0 {
		return el("div", "filterbar-offers").Attr("hidden", true)
	}
	items := []app.UI{el("span", "note", sign("", "↓ "), app.Text("Suggestions"))}
	for i, o := range all {
		items = append(items, button("btn filterbar-offer", "offer", itoa(i), exact(o.Term)...).Attr("id", "offer-"+itoa(i)))
	}
	return el("div", "filterbar-offers", items...).Role("group").Aria("label", "Suggestions")
}

// takeOffer puts the i-th offer into the filter, where typing goes on.
func (m *model) takeOffer(i int) {
	all := m.offers()
	if i < 0 || i >= len(all) {
		return
	}
	m.setQuery(all[i].Text)
	m.want(effect{do: focusOn, target: filterField})
}

// walkOffers moves from offer to offer, and before the first back to the filter.
func (m *model) walkOffers(to int) bool {
	n := len(m.offers())
	switch {
	case n == 0:
		return false
	case to < 0:
		m.want(effect{do: focusOn, target: filterField})
	default:
		m.want(effect{do: focusOn, target: "#offer-" + itoa(min(to, n-1))})
	}
	return true
}

func chip(i int, t query.Term) app.UI {
	turn := "Turn around: what does not match"
	if t.Not {
		turn = "Turn around: what does match"
	}
	return el("span", join("filterbar-chip", "not", t.Not),
		button("filterbar-word", "turn-term", itoa(i), app.Text(t.String())).Attr("title", turn).Aria("pressed", expanded(t.Not)),
		button("filterbar-x", "drop-term", itoa(i), sr("Remove "+t.String()), sign("", "×")))
}

// conditions is the choice of terms that take one of a few words.
func conditions() app.UI {
	groups := []app.UI{word("option", "", "Add a condition").Attr("value", "")}
	for _, f := range [...]struct{ name, field string }{{"Type", "type"}, {"Class", "class"}, {"Changed by", "by"}, {"Mark", "is"}, {"Changed within", "changed"}} {
		words := query.Words(f.field)
		if words == nil {
			words = []string{"30s", "2m", "10m", "1h"}
		}
		body := make([]app.UI, len(words))
		for i, w := range words {
			body[i] = word("option", "", f.field+":"+w).Attr("value", f.field+":"+w)
		}
		groups = append(groups, el("optgroup", "", body...).Attr("label", f.name))
	}
	return el("select", "filterbar-add", groups...).Aria("label", "Add a condition").DataSet("form", "condition").Attr("id", "condition")
}

// setQuery writes a query into the filter field.
func (m *model) setQuery(text string) {
	m.want(effect{do: setValue, target: filterField, text: text})
	m.setFilter(text)
}

// turnTerm turns the i-th term of the filter around; dropTerm takes it out.
// Both change the text where the term stands, and leave the rest as it was typed.
func (m *model) turnTerm(i int) {
	if i < 0 || i >= len(m.scene.query) {
		return
	}
	t := m.scene.query[i]
	from := t.From
	t.Not = !t.Not
	m.setQuery(m.view.filter[:from] + t.String() + m.view.filter[t.To:])
}

func (m *model) dropTerm(i int) {
	if i < 0 || i >= len(m.scene.query) {
		return
	}
	t := m.scene.query[i]
	m.setQuery(strings.TrimSpace(strings.TrimSpace(m.view.filter[:t.From]) + " " + strings.TrimSpace(m.view.filter[t.To:])))
}

// addCondition appends a term to the filter.
func (m *model) addCondition(text string) {
	if text == "" {
		return
	}
	m.want(effect{do: setValue, target: "#condition"})
	m.setQuery(strings.TrimSpace(m.view.filter + " " + text))
}

func (m *model) saveFilter() {
	s := m.scene.query.String()
	if s == "" || slices.Contains(m.view.saved, s) {
		return
	}
	m.view.saved = append(m.view.saved[:len(m.view.saved):len(m.view.saved)], s)
	m.keep()
	m.touch(gridPart)
	if query.Storable(s) {
		m.say("Filter saved")
	} else {
		m.say("Filter saved until this page closes: it may name a customer's value, and these are not stored")
	}
}

func (m *model) forgetFilter(i int) {
	if i < 0 || i >= len(m.view.saved) {
		return
	}
	m.view.saved = slices.Delete(slices.Clone(m.view.saved), i, i+1)
	m.keep()
	m.touch(gridPart)
}
