package stage

import (
	"slices"
	"strconv"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// SelectSession looks at another session.
func (m *Stage) SelectSession(id string) {
	v := &m.View
	m.Want(Effect{Do: ScrollTo, Target: "[aria-selected=true][data-session]"})
	if id == v.Session {
		return
	}
	m.StopPlaying()
	v.Session, v.Key, v.Picked, v.At, v.Base, v.Order = id, "", false, 0, 0, nil
	m.leaveSession()
	v.Limited, v.Only = false, "" // what it is compared with stays: that is how two sessions are chosen
	v.Chosen = nil
	v.Pane = scene.DataPane
	m.Compose()
	m.CountUnread()
	m.Want(Effect{Do: ScrollUp, Target: "#grid"})
	m.Want(Effect{Do: ScrollUp, Target: "#log"})
	m.Along()
}

// Covered reports whether the column of details lies over the table or in its
// place, as there is no room for both.
func (m *Stage) Covered() bool { return m.Narrow || m.Window == scene.SmallWindow }

// SelectRow selects the row with that index of the table.
func (m *Stage) SelectRow(i int) {
	if i < 0 || i >= len(m.Scene.Rows) {
		return
	}
	m.SelectKey(m.Scene.Rows[i].Key)
}

// SelectKey moves on to a key: the column shows it in place of the one before.
func (m *Stage) SelectKey(key string) {
	if m.View.Keyed {
		m.View.Subject = scene.Subject{}
	}
	m.Inspect(key)
}

// Inspect selects a key that was asked for.
func (m *Stage) Inspect(key string) { m.Show(scene.Subject{Keyed: true, Of: key}) }

// Review shows the state after event n and stays there; 0, and every event
// beyond the newest, follows the newest state again.
func (m *Stage) Review(n int) {
	m.StopPlaying()
	if n > m.Scene.Last {
		n = 0
	}
	if n > 0 {
		n = max(n, m.Scene.First)
	}
	if m.View.Live() && n > 0 {
		m.Say("Reviewing event " + strconv.Itoa(n) + ". Press End " + wording.Either(m.Filed(), "for the last one.", "to follow the newest state again."))
	} else if !m.View.Live() && n == 0 {
		m.Say(wording.Either(m.Filed(), "The last event of the file", "Following the newest state"))
	}
	m.View.At, m.View.Broke = n, scene.Watch{}
	m.Want(Effect{Do: ScrollTo, Target: HereRow})
	m.Leave(func(s scene.Subject) bool { return s.Stray != 0 })
	m.Compose()
	m.CountUnread()
}

// ToggleLive stops at the newest event, or follows the newest state again.
func (m *Stage) ToggleLive() {
	if m.View.Live() {
		m.Review(m.Scene.Last)
	} else {
		m.Review(0)
	}
}

// Step goes to the next event, or with -1 to the previous one; past the newest
// it follows the newest state again.
func (m *Stage) Step(by int) {
	if m.Scene.Last == 0 || (m.View.Live() && by > 0) {
		return
	}
	if m.View.Limited {
		m.Review(scene.Along(m.listed(), m.Scene.At, by))
		return
	}
	m.Review(max(m.Scene.At+by, m.Scene.First))
}

// SetBase makes marks compare with the state after event n; the base that is
// set already is taken off.
func (m *Stage) SetBase(n int) {
	if n == m.View.Base {
		n = 0
	}
	m.View.Base = n
	m.Compose()
}

// SetChangedOnly leaves only marked rows in the table, or all.
func (m *Stage) SetChangedOnly(on bool) {
	m.View.ChangedOnly = on
	m.Compose()
}

// SetFilter filters the table.
func (m *Stage) SetFilter(text string) {
	m.View.Filter = text
	m.Compose()
	if m.Scene.Session != nil && text != "" {
		m.Notices.Other = []string{wording.Plural(len(m.Scene.Rows), "key") + " of " + strconv.Itoa(m.Scene.Total) + " shown"}
		if m.Scene.Problem != nil {
			m.Notices.Other = append(m.Notices.Other, m.Scene.Problem.Error())
		}
	}
}

// TypeFilter sets the filter while somebody types. Other rows come with each
// letter.
func (m *Stage) TypeFilter(text string) {
	m.SetFilter(text)
	m.Briefly()
}

// Briefly has only those rows of a list drawn that are in sight, and the others in
// a while.
func (m *Stage) Briefly() {
	m.Brief++
	m.After(150*time.Millisecond, func() { m.Brief-- })
}

// ClearFilter empties the filter.
func (m *Stage) ClearFilter() {
	m.SetText(FilterField, "")
	m.SetFilter("")
}

// ToggleFold shows the keys of a class, or hides them again.
func (m *Stage) ToggleFold(c userdata.Class) {
	m.View.Unfolded ^= 1 << c
	m.Compose()
}

// UnfoldAll shows all keys that classes and rules hide, or hides them again.
func (m *Stage) UnfoldAll() {
	v := &m.View
	hidden, _ := m.Scene.Hidden()
	v.Book.Hides = slices.Clone(v.Book.Hides)
	for i := range v.Book.Hides {
		v.Book.Hides[i].Shown = hidden > 0
	}
	v.Unfolded = 0
	if hidden > 0 {
		v.Unfolded = settings.AllClasses
	}
	m.Compose()
}

// ClosePanel puts away what the column shows on top.
func (m *Stage) ClosePanel() { m.Close(m.View.Subject) }

// Close puts a thing away, wherever it is in the column.
func (m *Stage) Close(on scene.Subject) {
	m.Leave(func(s scene.Subject) bool { return s == on })
	m.View.Pane = scene.DataPane
	m.Focus(CursorRow)
}

// ShowPane brings a pane into sight.
func (m *Stage) ShowPane(p scene.Pane) {
	m.View.Pane = p
	if name := PaneFolds[p]; name != "" {
		m.unfoldFor(name)
	}
}

// NextTheme goes from the system's to light to dark.
func (m *Stage) NextTheme() {
	m.SetTheme(map[string]string{"": "light", "light": "dark"}[m.View.Theme])
}

// Selected is the value of the selected key at the instant shown.
func (m *Stage) Selected() userdata.Value {
	if !m.View.Picked {
		return userdata.Value{}
	}
	return m.Scene.Data.Get(m.View.Key)
}

// Cursor is the place of the selected row, -1 for none.
func (m *Stage) Cursor() int {
	if !m.View.Picked {
		return -1
	}
	return m.Scene.Find(m.View.Key)
}

// ChangesOf returns what the marks of the table say happened to a key.
func (m *Stage) ChangesOf(key string) []userdata.Change {
	k, ok := m.Scene.Marks[key]
	if !ok {
		return nil
	}
	var all []userdata.Change
	if k.Event != 0 {
		e, _ := m.Scene.Session.History.Event(k.Event)
		all = e.Changes
	} else {
		of := func(d *userdata.Map) *userdata.Map { return userdata.Of(userdata.Entry{Key: key, Value: d.Get(key)}) }
		all = userdata.Diff(of(m.Scene.A.Data), of(m.Scene.Data))
	}
	var out []userdata.Change
	for _, c := range all {
		if c.Key == key && c.Kind != userdata.Same {
			out = append(out, c)
		}
	}
	return out
}

// Exchange is the exchange with that number, nil where it is not kept.
func (m *Stage) Exchange(n int) *book.Exchange {
	if n == 0 {
		return nil
	}
	for _, x := range m.State.Traffic {
		if x.N == n {
			return x
		}
	}
	return nil
}

// LimitText says what the list of events is limited to.
func (m *Stage) LimitText() string {
	return wording.Either(m.View.Limited && m.View.Only == m.View.Key, "List all events", "Only its events")
}

// OnSelected calls f with the selected key, or says that there is none.
func (m *Stage) OnSelected(f func(key string)) {
	if !m.View.Picked || m.Scene.Session == nil {
		m.Say("Select a key first")
		return
	}
	f(m.View.Key)
}

// FocusPane brings a pane into sight, with the focus on an element of it.
func (m *Stage) FocusPane(p scene.Pane, target string) {
	m.ShowPane(p)
	m.Focus(target)
}

// GoTab leads to a list of the timeline.
func (m *Stage) GoTab(t scene.Tab) {
	m.View.Tab = t
	m.FocusPane(scene.TimelinePane, "#log")
}
