package ui

import (
	"slices"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

// A watched key may stop the view on a condition: terms of the filter language
// that its row must meet right after the event.

// condition reads what must hold for a watch to stop. Terms that speak of all
// history or of the present instant mean nothing of one event.
func (w *watch) condition() (terms, *queryError) {
	q, err := parseQuery(w.cond)
	for _, t := range q {
		if err == nil && (t.field == "ever" || t.field == "changed") {
			err = &queryError{column: column(w.cond, t.from), text: t.field + ": says nothing about a single event"}
		}
	}
	return q, err
}

// meets reports whether a watched key meets the watch's condition right after
// event e. A condition that cannot be read is met: better to stop too often.
func (m *model) meets(x *tracker.Session, w *watch, e history.Event) bool {
	q, err := w.condition()
	if err != nil || len(q) == 0 {
		return true
	}
	return meets(q, x, w.key, e, &m.view, m.classes.of(w.key).class)
}

// meets reports whether the row of a key is what a query asks for, right after
// event e and marked with what that event did to it.
func meets(q terms, x *tracker.Session, key string, e history.Event, v *view, class userdata.Class) bool {
	k := eventMarks(x.History, e.N)[key]
	s := sieve{query: q, session: x, at: e.N, now: e.Time, view: v}
	return s.passes(&row{rowID: rowID{key, 1}, dups: 1, value: valueAfter(x, key, e), class: class, mark: &k})
}

// valueAfter is the value of a key after an event. The event says so itself,
// unless it changed only a part of the value, or nothing of it.
func valueAfter(x *tracker.Session, key string, e history.Event) userdata.Value {
	for _, c := range e.Changes {
		if c.Key == key && c.Path == "" {
			return c.New
		}
	}
	return x.History.At(e.N).Get(key)
}

// firstHit returns the first event after from that changed a watched key and,
// where the watch has a condition and only asks for stops, met it; 0 for none.
func (m *model) firstHit(x *tracker.Session, w *watch, from int) int {
	numbers := x.History.Touching(w.key)
	i, _ := slices.BinarySearch(numbers, from+1)
	for ; i < len(numbers); i++ {
		if e, ok := x.History.Event(numbers[i]); ok && !brought(e) && m.meets(x, w, e) {
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
func (w *watch) keepable() bool { return w.cond == "" || keepable(w.cond) }

// watchList is the panel of the watched keys and what stops the view.
func watchList(m *model) app.UI {
	v := &m.view
	items := make([]app.UI, len(v.watches))
	for i := range v.watches {
		items[i] = watchItem(m, i)
	}
	note := "A watched key is above the table with its value. With Stop, a change of it in the session on the screen freezes the view at that event; the recording goes on. A condition is written as in the filter: value:=resolved, type:number, -by:you, is:removed."
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
