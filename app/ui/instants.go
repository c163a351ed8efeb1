package ui

import (
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/tracker"
)

// instants are the part of a view that says which two instants it holds
// against each other, and which events count.
type instants struct {
	comparing bool   // the bar that says what is compared stays open
	versus    string // the session to compare with, "" for the same one
	align     alignment
	other     *book.Session // versus as it is now; the model looks it up

	limited bool   // the log shows only events that touched only
	only    string // a key; the empty key is one, too

	plain  bool // all rows are drawn, for those who read with other means than eyes
	going  bool // g was pressed: the next letter says where to go
	note   string
	ranged bool   // the note is about all events from A to the one that is shown
	search string // of the traffic
}

// reset forgets what belongs to the session that was looked at. What it is
// compared with stays: that is how two sessions are chosen.
func (v *instants) reset() { v.limited, v.only = false, "" }

// limit shows only the events that touched the selected key, or all again.
func (m *model) limit() {
	v := &m.view
	switch {
	case v.limited && (!v.picked || v.only == v.key):
		v.limited, v.only = false, ""
		m.say("All events are listed")
	case v.picked:
		v.limited, v.only = true, v.key
		m.say(plural(len(m.touching(v.key)), "event") + " touched " + short(v.key))
	default:
		m.say("Select a key first: f lists the events that touched it")
		return
	}
	m.recompose()
}

// touching returns the numbers of the events that touched key and are kept.
func (m *model) touching(key string) []int {
	if m.scene.session == nil {
		return nil
	}
	return m.scene.session.History.Touching(key)
}

// listed returns the events that the log shows, nil for all of them.
func (m *model) listed() []int {
	if !m.view.limited {
		return nil
	}
	return m.touching(m.view.only)
}

// near returns the entry of the ascending list that follows n in the direction
// of by, 0 when there is none.
func near(list []int, n, by int) int {
	found := 0
	for _, x := range list {
		if by < 0 && x < n {
			found = x
		}
		if by > 0 && x > n {
			return x
		}
	}
	return found
}

// along returns the entry of the ascending list that is by steps from n: the
// first one at most, 0 behind the last one.
func along(list []int, n, by int) int {
	i, exact := slices.BinarySearch(list, n)
	if by > 0 && !exact {
		i-- // n stands behind this one
	}
	if i += by; i >= len(list) || len(list) == 0 {
		return 0
	}
	return list[max(i, 0)]
}

// stepTouching goes to the next event that touched the selected key, or with
// -1 to the previous one.
func (m *model) stepTouching(by int) {
	if !m.view.picked {
		m.say("Select a key first")
		return
	}
	if n := near(m.touching(m.view.key), m.scene.at, by); n > 0 {
		m.review(n)
		return
	}
	m.say("No other event touched " + short(m.view.key))
}

// blame goes to the state right before the event that made the selected key
// what it is, as often as it is asked: back through the key's changes.
func (m *model) blame() {
	if !m.view.picked || m.scene.session == nil {
		m.say("Select a key first")
		return
	}
	e, skipped, ok := m.view.skips.lastWriter(m.scene.session, m.view.key, m.scene.at)
	if !ok || e.N <= m.scene.first {
		m.say(short(m.view.key) + " was never another value, as far as the history goes back" + skippedText(skipped))
		return
	}
	m.review(e.N - 1)
	m.say("Before event " + itoa(e.N) + " by " + m.scene.session.Who(e, m.view.key).String() + skippedText(skipped))
}

// skippedText says how many events a search for a writer left out.
func skippedText(n int) string {
	if n == 0 {
		return ""
	}
	return "; " + plural(n, "newer event") + " not counted"
}

// sometime is an event's time in words; a gap has two.
func (m *model) sometime(e history.Event) string {
	if e.Since.IsZero() {
		return m.clock(e.Time)
	}
	from, to := m.ends(e)
	return "sometime between " + m.dated(e.Since, from) + " and " + m.dated(e.Time, to)
}

// ends are when a gap began and ended: with fractions where they are within one
// second.
func (m *model) ends(e history.Event) (from, to string) {
	from, to = m.seconds(e.Since), m.seconds(e.Time)
	if from == to && !e.Since.IsZero() && !e.Time.IsZero() {
		zone, suffix := m.zone, ""
		if m.view.times == "UTC" {
			zone, suffix = time.UTC, "Z"
		}
		from, to = clock(e.Since, zone)+suffix, clock(e.Time, zone)+suffix
	}
	return from, to
}

// seconds is the time of day without fractions, as a gap's ends need no more.
func (m *model) seconds(t time.Time) string {
	switch {
	case t.IsZero():
		return "time unknown"
	case capture.Dateless(t):
		return t.UTC().Format("15:04:05")
	case m.view.times == "UTC":
		return t.UTC().Format("15:04:05Z")
	}
	return t.In(m.zone).Format("15:04:05")
}

// draw shows the newest state.
func (m *model) draw(s *tracker.State, now time.Time) {
	if !onlyTraffic(m.state, s) {
		m.take(s, now)
		return
	}
	m.state, m.now, m.wall = s, bookNow(s, now), now
	m.touch(topPart, headPart, inspectorPart, timelinePart, footPart, draftPart)
}

// onlyTraffic reports that a state says nothing new of any session, nor of the
// link but that it was alive: a poll has begun or ended. Half of all states do.
func onlyTraffic(old, s *tracker.State) bool {
	alike := s.Book == old.Book && slices.Equal(s.Files, old.Files) && s.Connection().State == old.Connection().State && s.Connection().Problem == old.Connection().Problem && len(s.Sessions) == len(old.Sessions) && (len(s.Sessions) == 0 || &s.Sessions[0] == &old.Sessions[0])
	return alike && s.Link.State == old.Link.State && s.Link.Problem == old.Link.Problem && s.Link.Profile.Name == old.Link.Profile.Name &&
		s.Link.Since.Equal(old.Link.Since) && len(s.Notes) == len(old.Notes) && len(s.Strays) == len(old.Strays) && s.Opening == old.Opening && s.Finding == old.Finding && s.Misbehaviours == old.Misbehaviours && s.Forgotten == old.Forgotten
}
