package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/userdata"
)

// An alignment says which instant of another session is compared.
type alignment int

const (
	byNewest alignment = iota // its newest
	byClock                   // what it was at the same time
	byState                   // what it was when it left the state that this one is in
	alignments
)

// A counterpart is A of a comparison: the state that B, which the table shows,
// is held against.
type counterpart struct {
	session *book.Session // nil when nothing is compared
	event   int           // 0 when there is none to compare with
	data    *userdata.Map
	why     string // why that event, or why there is none
}

// rival reports that the table shows one session against another.
func (s *scene) rival() bool {
	return s.a.session != nil && s.session != nil && s.a.session.ID != s.session.ID
}

// counterpart finds A of what the table compares, by the base that was set or
// the session that was chosen.
func (s *scene) counterpart(v *view) counterpart {
	x := s.session
	switch o := v.other; {
	case o != nil && o.ID != x.ID:
		n, why := aligned(x.History, s.at, o.History, v.align)
		return counterpart{o, n, stateAt(o, n), why}
	case v.base != 0:
		n := max(v.base, s.first)
		return counterpart{x, n, stateAt(x, n), ""}
	}
	return counterpart{}
}

// stateAt returns the data of a session after event n. The newest is at hand.
func stateAt(x *book.Session, n int) *userdata.Map {
	if n == x.History.Last() {
		return x.Data
	}
	return x.History.At(n)
}

// aligned returns the event of another history that corresponds to event n of
// this one, and says in words which that is; 0 when there is none.
func aligned(x history.View, n int, o history.View, how alignment) (event int, why string) {
	e, ok := x.Event(n)
	switch {
	case how == byClock && ok:
		for i := o.Last(); i >= o.First() && i > 0; i-- {
			if then, _ := o.Event(i); !then.Time.After(e.Time) {
				return i, "at the same time"
			}
		}
		return 0, "it was not known yet at that time"
	case how == byState && ok && e.State != "":
		for i := o.Last(); i >= o.First() && i > 0; i-- {
			if then, _ := o.Event(i); then.State == e.State {
				return i, "the end of its time in " + e.State
			}
		}
		return 0, "it was never seen in " + e.State
	case how == byState:
		return 0, "the state of this session is not known"
	}
	return o.Last(), "its newest"
}

// The findings count what a comparison found.
type findings struct {
	keys                     int // compared, on either side
	added, removed, changed  int
	hiddenKeys, hiddenChange int
	reordered                bool
}

// tallied counts what a comparison marked.
func (s *scene) tallied(m marks) findings {
	t := findings{keys: s.total, reordered: s.found.reordered}
	for _, k := range m {
		switch k.kind {
		case userdata.Added:
			t.added++
		case userdata.Removed:
			t.removed++
		default:
			t.changed++
		}
	}
	t.hiddenKeys, t.hiddenChange = s.hidden()
	return t
}

// verdict says in words what a comparison found.
func (t findings) verdict(rival bool) string {
	if t.added+t.removed+t.changed == 0 {
		text := "No differences between A and B (" + plural(t.keys, "key") + " compared"
		if t.hiddenKeys > 0 {
			text += ", " + group(t.hiddenKeys) + " hidden also equal"
		}
		text += ")"
		if t.reordered {
			text += ", but their order differs"
		}
		return text
	}
	names := [...]string{" added", " removed", " changed"}
	if rival {
		names = [...]string{" only in B", " only in A", " differ"}
	}
	text := group(t.added) + names[0] + ", " + group(t.removed) + names[1] + ", " + group(t.changed) + names[2] +
		", " + group(t.keys-t.added-t.removed-t.changed) + " equal"
	if t.hiddenKeys > 0 {
		text += "; " + group(t.hiddenChange) + " of these differences hidden"
	}
	if t.reordered {
		text += "; the order differs, too"
	}
	return text
}

// compareWith makes the table compare with another session, "" for none.
func (m *model) compareWith(id string) {
	m.view.versus, m.view.comparing = id, true
	m.view.order = nil
	m.want(effect{do: setValue, target: "#versus", text: id})
	m.recompose()
	if m.scene.rival() && m.scene.a.event != 0 {
		m.say(m.scene.found.verdict(true))
	}
}

// alignBy chooses the instant of the other session.
func (m *model) alignBy(how alignment) {
	if how < 0 || how >= alignments {
		return
	}
	m.view.align = how
	m.recompose()
}

// openCompare opens the bar, or ends every comparison.
func (m *model) openCompare() {
	v := &m.view
	if v.comparing || v.base != 0 || v.versus != "" {
		v.comparing, v.base, v.versus = false, 0, ""
		m.want(effect{do: setValue, target: "#versus"})
	} else {
		v.comparing = true
		m.want(effect{do: focusOn, target: "#versus"})
	}
	m.recompose()
}

// compareBar says what A and B are, how they differ, and lets A be chosen.
func compareBar(m *model) app.UI {
	v, x := &m.view, m.scene.session
	if x == nil || (!v.comparing && v.base == 0 && v.versus == "") {
		return el("div", "compare compare--none")
	}
	options := []app.UI{word("option", "", "this session").Attr("value", "")}
	for _, o := range m.state.Sessions {
		if o.ID != x.ID || o.ID == v.versus {
			options = append(options, word("option", "", orElse(o.Customer, o.State)+" · "+tail(o.ID, 6)).Attr("value", o.ID))
		}
	}
	return el("div", "compare",
		word("b", "", "Compare"),
		el("label", "compare-side", word("span", "", "A "),
			el("select", "compare-select", options...).Attr("id", "versus").DataSet("form", "compare").DataSet("field", "session")),
		word("span", "compare-instant", instantText(m)),
		alignSwitch(m),
		word("span", "compare-side", "B event "+itoa(m.scene.at)+liveText(m)),
		word("span", "compare-tally", compareText(m)),
		when(button("btn", "export-compared", "", app.Text("Export…")), m.scene.a.event == 0, "disabled"),
		button("btn", "compare", "", app.Text("Stop comparing")),
	).Role("group").Aria("label", "Comparison")
}

func compareButton(m *model) app.UI {
	v := &m.view
	on := v.comparing || v.base != 0 || v.versus != ""
	return when(button("btn btn--quiet", "compare", "", app.Text("Compare")).Aria("pressed", expanded(on)), m.scene.session == nil, "disabled")
}

func liveText(m *model) string {
	if m.view.live() {
		return ", the newest"
	}
	return ""
}

// instantText says which instant A is.
func instantText(m *model) string {
	a := &m.scene.a
	switch {
	case a.session == nil || a.event == 0:
		return ""
	case m.scene.rival():
		return "event " + itoa(a.event) + ", " + a.why
	}
	return "event " + itoa(a.event)
}

func compareText(m *model) string {
	a := &m.scene.a
	switch {
	case m.view.versus == m.scene.session.ID:
		return "This session is A. Choose the session to hold against it."
	case a.session == nil:
		return "Choose another session, or press b at an event to hold later ones against it."
	case a.event == 0:
		return "Nothing to compare: " + a.why + "."
	}
	return m.scene.found.verdict(m.scene.rival())
}

func alignSwitch(m *model) app.UI {
	if !m.scene.rival() {
		return el("span", "segments segments--none")
	}
	items := make([]app.UI, alignments)
	for i, name := range [alignments]string{"Newest", "Same time", "Same state"} {
		items[i] = button("segments-item", "align", itoa(i), app.Text(name)).Aria("pressed", expanded(int(m.view.align) == i))
	}
	return el("span", "segments", items...).Role("group").Aria("label", "Which instant of A")
}
