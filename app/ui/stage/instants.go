package stage

import (
	"slices"
	"strconv"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// Limit shows only the events that touched the selected key, or all again.
func (m *Stage) Limit() {
	v := &m.View
	switch {
	case v.Limited && (!v.Picked || v.Only == v.Key):
		v.Limited, v.Only = false, ""
		m.Say("All events are listed")
	case v.Picked:
		v.Limited, v.Only = true, v.Key
		m.Say(wording.Plural(len(m.touching(v.Key)), "event") + " touched " + wording.Short(v.Key))
	default:
		m.Say("Select a key first: f lists the events that touched it")
		return
	}
	m.Compose()
}

// touching returns the numbers of the events that touched key and are kept.
func (m *Stage) touching(key string) []int {
	if m.Scene.Session == nil {
		return nil
	}
	return m.Scene.Session.History.Touching(key)
}

// listed returns the events that the log shows, nil for all of them.
func (m *Stage) listed() []int {
	if !m.View.Limited {
		return nil
	}
	return m.touching(m.View.Only)
}

// StepTouching goes to the next event that touched the selected key, or with
// -1 to the previous one.
func (m *Stage) StepTouching(by int) {
	if !m.View.Picked {
		m.Say("Select a key first")
		return
	}
	if n := scene.Near(m.touching(m.View.Key), m.Scene.At, by); n > 0 {
		m.Review(n)
		return
	}
	m.Say("No other event touched " + wording.Short(m.View.Key))
}

// Blame goes to the state right before the event that made the selected key
// what it is, as often as it is asked: back through the key's changes.
func (m *Stage) Blame() {
	if !m.View.Picked || m.Scene.Session == nil {
		m.Say("Select a key first")
		return
	}
	e, skipped, ok := m.View.Skips.LastWriter(m.Scene.Session, m.View.Key, m.Scene.At)
	switch {
	case scene.Unsearched(skipped):
		m.Say("No writer of " + wording.Short(m.View.Key) + " was found" + scene.SkippedText(skipped))
		return
	case !ok || e.N <= m.Scene.First:
		m.Say(wording.Short(m.View.Key) + " was never another value, as far as the history goes back" + scene.SkippedText(skipped))
		return
	}
	m.Review(e.N - 1)
	m.Say("Before event " + strconv.Itoa(e.N) + " by " + m.Scene.Session.Who(e, m.View.Key).String() + scene.SkippedText(skipped))
}

// Sometime is an event's time in words; a gap has two.
func (m *Stage) Sometime(e history.Event) string {
	if e.Since.IsZero() {
		return m.Clock(e.Time)
	}
	from, to := m.Ends(e)
	return "sometime between " + m.dated(e.Since, from) + " and " + m.dated(e.Time, to)
}

// Ends are when a gap began and ended: with fractions where they are within one
// second.
func (m *Stage) Ends(e history.Event) (from, to string) {
	from, to = m.Seconds(e.Since), m.Seconds(e.Time)
	if from == to && !e.Since.IsZero() && !e.Time.IsZero() {
		from, to = wording.Clock(e.Since, m.Zone())+m.z(), wording.Clock(e.Time, m.Zone())+m.z()
	}
	return from, to
}

// Seconds is the time of day without fractions, as a gap's ends need no more.
func (m *Stage) Seconds(t time.Time) string {
	switch {
	case t.IsZero():
		return "time unknown"
	case capture.Dateless(t):
		return t.UTC().Format("15:04:05")
	}
	return t.In(m.Zone()).Format("15:04:05") + m.z()
}

// CompareWith makes the table compare with another session, "" for none.
func (m *Stage) CompareWith(id string) {
	m.View.Versus, m.View.Comparing = id, true
	m.View.Order = nil
	m.Compose()
	if m.Scene.Rival() && m.Scene.A.Event != 0 {
		m.Say(m.Scene.Found.Verdict(true))
	}
}

// Rivals are the sessions that can be A beside the one on the screen.
func (m *Stage) Rivals() (out []*book.Session) {
	for _, x := range m.State.Sessions {
		if x.ID != m.View.Session || x.ID == m.View.Versus {
			out = append(out, x)
		}
	}
	return out
}

// showRival has the list show the session that is A. The browser keeps the place of
// what is chosen, and another session may have come there.
func (m *Stage) showRival() {
	var rivals []string
	if m.View.Compares() {
		rivals = []string{m.View.Versus}
		for _, x := range m.Rivals() {
			rivals = append(rivals, x.ID)
		}
	}
	if !slices.Equal(rivals, m.rivals) {
		m.rivals = rivals
		m.SetText("#versus", m.View.Versus)
	}
}

// AlignBy chooses the instant of the other session.
func (m *Stage) AlignBy(how scene.Alignment) {
	if how < 0 || how >= scene.Alignments {
		return
	}
	m.View.Align = how
	m.Compose()
}

// OpenCompare opens the bar, or ends every comparison.
func (m *Stage) OpenCompare() {
	v := &m.View
	if v.Compares() {
		v.Comparing, v.Base, v.Versus = false, 0, ""
	} else {
		v.Comparing = true
		m.Focus("#versus")
	}
	m.Compose()
}
