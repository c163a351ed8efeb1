package stage

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// Show shows a thing in the column, on top of what was there.
func (m *Stage) Show(s scene.Subject) {
	v := &m.View
	if s == v.Subject {
		return
	}
	same := func(b scene.Subject) bool { return b == s || s.Panel != scene.NoPanel && b.Panel == s.Panel }
	v.Back = slices.DeleteFunc(slices.Clone(v.Back), same)
	if v.Subject != (scene.Subject{}) && !v.Subject.Follows(s) {
		v.Back = append(v.Back, v.Subject)
	}
	v.Back = v.Back[max(len(v.Back)-scene.MostBack, 0):]
	m.reveal(s)
}

// Swap shows a thing in place of the one on top.
func (m *Stage) Swap(s scene.Subject) {
	m.View.Subject = scene.Subject{}
	m.Show(s)
}

// reveal makes s the thing on top.
func (m *Stage) reveal(s scene.Subject) {
	v := &m.View
	was := m.Form()
	v.Subject, v.Page = s, 0
	if s.Keyed {
		v.Key, v.Picked = s.Of, true
	} else if s.Closes() {
		v.Pane = scene.DetailPane
		m.unfoldFor("detail")
	}
	if m.Form() != was || s.Panel == scene.KeepPanel { // other tabs begin, end and delete recordings
		m.Fill()
	}
	m.Want(Effect{Do: FocusLost, Target: "#detail"}) // it may have been in what is covered now
}

// GoBack shows what the column showed before.
func (m *Stage) GoBack() {
	v := &m.View
	n := len(v.Back)
	if n == 0 {
		m.Say("The column showed nothing before")
		return
	}
	s := v.Back[n-1]
	v.Back = v.Back[: n-1 : n-1]
	m.reveal(s)
	v.Pane = scene.DetailPane
	m.Want(Effect{Do: ScrollUp, Target: "#detail"})
	m.Focus("#detail")
}

// Leave takes things out of the column, wherever they are in it.
func (m *Stage) Leave(gone func(scene.Subject) bool) {
	v := &m.View
	v.Back = slices.DeleteFunc(slices.Clone(v.Back), gone)
	if !gone(v.Subject) {
		return
	}
	var s scene.Subject
	if n := len(v.Back); n > 0 {
		s, v.Back = v.Back[n-1], v.Back[:n-1]
	}
	pane := v.Pane
	m.reveal(s)
	v.Pane = pane // nobody has asked for what shows now
}

// leaveSession takes out what belongs to the session that was selected. What
// lies below does not come up, as nobody has asked for it.
func (m *Stage) leaveSession() {
	v := &m.View
	v.Back = slices.DeleteFunc(slices.Clone(v.Back), func(s scene.Subject) bool { return s.Panel == scene.NoPanel })
	if v.Panel == scene.NoPanel {
		v.Subject = scene.Subject{}
	}
}

// Form is the panel that is in the column, on top or covered.
func (m *Stage) Form() scene.Panel {
	return m.Latest(func(s scene.Subject) bool { return s.Panel != scene.NoPanel }).Panel
}

// Latest is the thing that was asked for last of those that suit.
func (m *Stage) Latest(suits func(scene.Subject) bool) scene.Subject {
	v := &m.View
	if suits(v.Subject) {
		return v.Subject
	}
	for i := len(v.Back) - 1; i >= 0; i-- {
		if suits(v.Back[i]) {
			return v.Back[i]
		}
	}
	return scene.Subject{}
}

// SubjectName says what a thing is, for the way back to it.
func (m *Stage) SubjectName(s scene.Subject) string {
	switch {
	case s.Panel != scene.NoPanel:
		return PanelTitle(s.Panel)
	case s.Write != 0:
		return "Write " + strconv.Itoa(s.Write)
	case s.Stray != 0:
		return "Message of no session"
	case s.Exchange != 0:
		if x := m.Exchange(s.Exchange); x != nil {
			return cmp.Or(x.Method, "Reply") + " of " + m.Clock(x.Start)
		}
		return "Traffic"
	}
	return cmp.Or(wording.Short(s.Of), "key without a name")
}

// ListedSubjects are what the rows of the tab of writes or of traffic stand for.
func (m *Stage) ListedSubjects() (out []scene.Subject) {
	if m.View.Tab == scene.WritesTab && m.Scene.Session != nil {
		for _, p := range slices.Backward(m.Scene.Session.Writes) {
			out = append(out, scene.Subject{Write: p.Write.N})
		}
	}
	if m.View.Tab == scene.TrafficTab {
		for _, r := range m.TrafficRows() {
			if r.Folded == 0 {
				out = append(out, scene.Subject{Exchange: r.X.N, Body: r.Message})
			}
		}
	}
	return out
}
