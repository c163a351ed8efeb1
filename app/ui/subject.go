package ui

import (
	"slices"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// A subject is one thing that the column beside the table can show. The zero
// subject is nothing.
type subject struct {
	panel    panel
	write    int // number of an own write
	exchange int // number of an exchange
	body     int // of the exchange: the message, from 1; 0 for all of it
	stray    int // index+1 of a message that was not understood
	keyed    bool
	of       string // the key, when keyed: the empty key is a key too
}

// slot names the part of the column that shows a subject. The others are kept
// as they are, out of sight: a form that something else covers loses nothing.
func (s subject) slot() string {
	switch {
	case s.panel != noPanel:
		return "panel"
	case s.write != 0:
		return "write"
	}
	return "inspector"
}

// closes reports whether a subject is put away as a whole, as a panel is. A key
// stays selected.
func (s subject) closes() bool { return s != subject{} && !s.keyed }

// follows reports whether t is shown in place of s rather than on top of it:
// another part of the same exchange.
func (s subject) follows(t subject) bool { return s.exchange != 0 && s.exchange == t.exchange }

// mostBack is how many things there is a way back to.
const mostBack = 30

// show shows a thing in the column, on top of what was there.
func (m *model) show(s subject) {
	v := &m.view
	if s == v.subject {
		m.touchColumn()
		return
	}
	same := func(b subject) bool { return b == s || s.panel != noPanel && b.panel == s.panel }
	v.back = slices.DeleteFunc(slices.Clone(v.back), same)
	if v.subject != (subject{}) && !v.subject.follows(s) {
		v.back = append(v.back, v.subject)
	}
	v.back = v.back[max(len(v.back)-mostBack, 0):]
	m.reveal(s)
}

// swap shows a thing in place of the one on top.
func (m *model) swap(s subject) {
	m.view.subject = subject{}
	m.show(s)
}

// reveal makes s the thing on top.
func (m *model) reveal(s subject) {
	v := &m.view
	was := m.form()
	v.subject, v.page = s, 0
	if s.keyed {
		v.key, v.picked = s.of, true
	} else if s.closes() {
		v.pane = detailPane
		m.unfoldFor("detail")
	}
	if m.form() != was {
		m.fillPanel()
	}
	if s.panel == keepPanel {
		m.findRecordings() // other tabs begin, end and delete some
	}
	m.want(effect{do: focusLost, target: "#detail"}) // it may have been in what is covered now
	m.touchColumn()
}

// goBack shows what the column showed before.
func (m *model) goBack() {
	v := &m.view
	n := len(v.back)
	if n == 0 {
		m.say("The column showed nothing before")
		return
	}
	s := v.back[n-1]
	v.back = v.back[: n-1 : n-1]
	m.reveal(s)
	v.pane = detailPane
	m.want(effect{do: scrollUp, target: "#detail"})
	m.want(effect{do: focusOn, target: "#detail"})
}

// leave takes things out of the column, wherever they are in it.
func (m *model) leave(gone func(subject) bool) {
	v := &m.view
	v.back = slices.DeleteFunc(slices.Clone(v.back), gone)
	if !gone(v.subject) {
		return
	}
	var s subject
	if n := len(v.back); n > 0 {
		s, v.back = v.back[n-1], v.back[:n-1]
	}
	pane := v.pane
	m.reveal(s)
	v.pane = pane // nobody has asked for what shows now
}

// leaveSession takes out what belongs to the session that was selected. What
// lies below does not come up, as nobody has asked for it.
func (m *model) leaveSession() {
	v := &m.view
	v.back = slices.DeleteFunc(slices.Clone(v.back), func(s subject) bool { return s.panel == noPanel })
	if v.panel == noPanel {
		v.subject = subject{}
	}
}

func (m *model) touchColumn() {
	m.touch(topPart, railPart, headPart, gridPart, draftPart, proofPart, inspectorPart, timelinePart, footPart)
}

// form is the panel that is in the column, on top or covered.
func (m *model) form() panel {
	return m.latest(func(s subject) bool { return s.panel != noPanel }).panel
}

// latest is the thing that was asked for last of those that suit.
func (m *model) latest(suits func(subject) bool) subject {
	v := &m.view
	if suits(v.subject) {
		return v.subject
	}
	for i := len(v.back) - 1; i >= 0; i-- {
		if suits(v.back[i]) {
			return v.back[i]
		}
	}
	return subject{}
}

// subjectName says what a thing is, for the way back to it.
func (m *model) subjectName(s subject) string {
	switch {
	case s.panel != noPanel:
		return panelTitle(s.panel)
	case s.write != 0:
		return "Write " + itoa(s.write)
	case s.stray != 0:
		return "Message not understood"
	case s.exchange != 0:
		if x := m.exchange(s.exchange); x != nil {
			return orElse(x.Method, "Reply") + " of " + m.clock(x.Start)
		}
		return "Traffic"
	}
	return orElse(short(s.of), "key without a name")
}

// listedSubjects are what the rows of the tab of writes or of traffic stand for.
func (m *model) listedSubjects() (out []subject) {
	if m.view.tab == writesTab && m.scene.session != nil {
		for _, p := range slices.Backward(m.scene.session.Writes) {
			out = append(out, subject{write: p.Write.N})
		}
	}
	if m.view.tab == trafficTab {
		for _, r := range m.trafficRows() {
			if r.folded == 0 {
				out = append(out, subject{exchange: r.x.N, body: r.message})
			}
		}
	}
	return out
}

// pressInExchanges moves through the writes or the traffic: the column shows
// one after the other.
func (m *model) pressInExchanges(k keypress) bool {
	list, on := m.listedSubjects(), m.view.subject
	to, ok := moved(k.key, slices.Index(list, on), len(list))
	if !ok || len(list) == 0 {
		return ok
	}
	if on.write != 0 || on.exchange != 0 {
		m.swap(list[to])
	} else {
		m.show(list[to])
	}
	m.want(effect{do: scrollTo, target: "#log .timeline-row--here"})
	return true
}

// subjectHead names what the column shows and puts it away.
func subjectHead(title string) app.UI {
	return el("div", "inspector-head", word("h2", "inspector-title", title),
		button("btn btn--quiet btn--square", "close", "", sr("Close "+title), sign("", "×")))
}

// wayBack leads to what the column showed before.
func wayBack(m *model) app.UI {
	n := len(m.view.back)
	if n == 0 {
		return el("div", "detail-back").Attr("hidden", true)
	}
	return el("div", "detail-back",
		button("btn btn--quiet", "back", "", append([]app.UI{sign("", "← "), app.Text("Back to ")}, exact(m.subjectName(m.view.back[n-1]))...)...))
}
