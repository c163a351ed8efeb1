package stage

import (
	"slices"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/query"
)

// Offers are what the filter's text can be continued to or put right with.
func (m *Stage) Offers() []query.Suggestion {
	if m.View.Filter == "" || m.Scene.Session == nil {
		return nil
	}
	return m.Scene.Query.Suggestions(m.View.Filter, m.Scene.Problem, func(yield func(string) bool) {
		for key := range m.Scene.Data.All() {
			if !yield(key) {
				return
			}
		}
	})
}

// TakeOffer puts the i-th offer into the filter, where typing goes on.
func (m *Stage) TakeOffer(i int) {
	all := m.Offers()
	if i < 0 || i >= len(all) {
		return
	}
	m.SetQuery(all[i].Text)
	m.Focus(FilterField)
}

// WalkOffers moves from offer to offer, and before the first back to the filter.
func (m *Stage) WalkOffers(to int) bool {
	n := len(m.Offers())
	switch {
	case n == 0:
		return false
	case to < 0:
		m.Focus(FilterField)
	default:
		m.Focus("#offer-" + strconv.Itoa(min(to, n-1)))
	}
	return true
}

// SetQuery writes a query into the filter field.
func (m *Stage) SetQuery(text string) {
	m.SetText(FilterField, text)
	m.SetFilter(text)
}

// TurnTerm turns the i-th term of the filter around. It changes the text where the
// term stands, and leaves the rest as it was typed.
func (m *Stage) TurnTerm(i int) {
	if i < 0 || i >= len(m.Scene.Query) {
		return
	}
	t := m.Scene.Query[i]
	t.Not = !t.Not
	m.SetQuery(m.View.Filter[:t.From] + t.String() + m.View.Filter[t.To:])
}

// DropTerm takes the i-th term out of the filter in the same way.
func (m *Stage) DropTerm(i int) {
	if i < 0 || i >= len(m.Scene.Query) {
		return
	}
	t := m.Scene.Query[i]
	m.SetQuery(strings.TrimSpace(strings.TrimSpace(m.View.Filter[:t.From]) + " " + strings.TrimSpace(m.View.Filter[t.To:])))
}

// AddTerm narrows the filter, once, by a term.
func (m *Stage) AddTerm(text string) {
	if !slices.ContainsFunc(m.Scene.Query, func(t query.Term) bool { return t.String() == text }) {
		m.SetQuery(strings.TrimSpace(m.View.Filter + " " + text))
	}
}

// SaveFilter keeps the filter among the saved ones.
func (m *Stage) SaveFilter() {
	s := m.Scene.Query.String()
	if s == "" || slices.Contains(m.View.Saved, s) {
		return
	}
	m.View.Saved = append(m.View.Saved[:len(m.View.Saved):len(m.View.Saved)], s)
	m.Keep()
	if query.Storable(s) {
		m.Say("Filter saved")
	} else {
		m.Say("Filter saved until this page closes: it may name a customer's value, and these are not stored")
	}
}

// ForgetFilter takes a filter off the saved ones.
func (m *Stage) ForgetFilter(i int) {
	if i < 0 || i >= len(m.View.Saved) {
		return
	}
	m.View.Saved = slices.Delete(slices.Clone(m.View.Saved), i, i+1)
	m.Keep()
}
