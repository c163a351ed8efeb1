package ui

import (
	"slices"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/query"
)

// A watched key may stop the view on a condition: terms of the filter language
// that its row must meet right after the event.

// condition reads what must hold for a watch to stop.
func (w *watch) condition() (query.Query, *query.Error) { return query.ParseEvent(w.cond) }

// meets reports whether a watched key meets the watch's condition right after
// event e. A condition that cannot be read is met: better to stop too often.
func (m *model) meets(x *book.Session, w *watch, e history.Event) bool {
	q, err := w.condition()
	if err != nil || len(q) == 0 {
		return true
	}
	known := m.classes.of(w.key)
	r := query.RowAfter(x.History, e, w.key, known.class)
	r.Hidden = m.view.hidesRow(known.hide, known.class)
	return q.Sieve(x.History, &facts{session: x, at: e.N, now: e.Time, view: &m.view}).Passes(&r)
}

// firstHit returns the first event after from that changed a watched key and,
// where the watch has a condition and only asks for stops, met it; 0 for none.
func (m *model) firstHit(x *book.Session, w *watch, from int) int {
	numbers := x.History.Touching(w.key)
	i, _ := slices.BinarySearch(numbers, from+1)
	for ; i < len(numbers); i++ {
		if e, ok := x.History.Event(numbers[i]); ok && !e.Brought() && m.meets(x, w, e) {
			return numbers[i]
		}
	}
	return 0
}

// stopWhen watches a key, has its changes stop the view, and asks under which
// condition.
func (m *model) stopWhen(key string) {
	v := &m.view
	if v.watching(key) < 0 {
		m.toggleWatch(key)
	}
	i := v.watching(key)
	if !v.watches[i].stop {
		m.toggleStop(i)
	}
	if v.panel != watchPanel {
		m.togglePanel(watchPanel)
	}
	m.want(effect{do: focusOn, target: conditionField(i)})
}

func conditionField(i int) string { return "#condition-" + itoa(i) }

// setCondition takes over what is typed as the condition of a watch. One that
// is there makes the watch stop.
func (m *model) setCondition(i int, text string) {
	v := &m.view
	if i < 0 || i >= len(v.watches) {
		return
	}
	v.watches = slices.Clone(v.watches)
	w := &v.watches[i]
	w.cond, w.stop = text, w.stop || text != ""
	m.keep()
	m.touch(draftPart, gridPart)
}

// keepable reports that a condition may outlive the page: it names no value.
func (w *watch) keepable() bool { return w.cond == "" || query.Storable(w.cond) }

// watchList is the panel of the watched keys and what stops the view.
func watchList(m *model) app.UI {
	v := &m.view
	items := make([]app.UI, len(v.watches))
	for i := range v.watches {
		items[i] = watchItem(m, i)
	}
	note := "A watched key is above the table with its value. With Stop, a change of it in the session on the screen freezes the view at that event" + either(m.filed(), "; nothing changes in a file, but in the live record beside it", "; the recording goes on") + ". A condition is written as in the filter: value:=resolved, type:number, -by:you, is:removed."
	if len(items) == 0 {
		note = "No key is watched. Select one and press w. " + note
	}
	return el("div", "noise", word("p", "note", note), el("ul", "noise-list", items...))
}

func watchItem(m *model, i int) app.UI {
	w := &m.view.watches[i]
	name, n, problem := short(w.key), itoa(i), ""
	_, err := w.condition()
	switch {
	case err != nil:
		problem = capital(err.Error()) + ". Until it can be read, every change stops."
	case !w.keepable():
		problem = "Kept until this page closes: it may name a customer's value, and these are not stored."
	}
	return el("li", "watches-item",
		el("b", "watches-key", exact(name)...),
		button("btn", "stop-on", n, app.Text("Stop"), sr(" when "+name+" changes")).Aria("pressed", expanded(w.stop)),
		button("filterbar-x", "unwatch", n, sr("Stop watching "+name), sign("", "×")),
		el("label", "watches-when", word("span", "note", "when"),
			app.ElemSelfClosing("input").Class("field").Attr("id", "condition-"+n).Attr("type", "text").Attr("autocomplete", "off").
				Attr("spellcheck", "false").Attr("placeholder", "any change").Aria("label", "Condition for "+name).
				Aria("invalid", expanded(err != nil)).Aria("describedby", "condition-problem-"+n).DataSet("form", "watch").DataSet("row", i)),
		word("p", either(err != nil, "field-error", "note"), problem).Attr("id", "condition-problem-"+n),
	)
}
