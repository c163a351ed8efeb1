package dashboard

import (
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// Minutes is how far back the charts look.
const Minutes = 30

// A Span is an interval that nobody observed.
type Span struct{ From, To time.Time }

// A Meter counts what the histories of sessions say, minute by minute. It is
// asked to only while somebody looks, and then catches up with what is kept.
// Its zero value has counted nothing.
type Meter struct {
	upto   map[string]int // by session: the newest event that was counted
	counts map[int64]map[string]int
	states map[string][]stateAt
	ended  map[string]time.Time // of those that did: their last change
	gaps   []Span
	first  time.Time // the oldest event of any session
	whole  time.Time // events before were partly dropped
}

type stateAt struct {
	at    time.Time
	state string
}

// Take counts the events that came since it was called last.
func (m *Meter) Take(all []*book.Session) {
	if m.upto == nil {
		m.upto, m.counts, m.states, m.ended = map[string]int{}, map[int64]map[string]int{}, map[string][]stateAt{}, map[string]time.Time{}
	}
	for _, x := range all {
		if x.History.Last() == m.upto[x.ID] {
			continue
		}
		oldest := x.History.First()
		if e, ok := x.History.Event(oldest); ok && m.upto[x.ID] < oldest-1 && e.Time.After(m.whole) {
			m.whole = e.Time
		}
		for n := max(m.upto[x.ID]+1, oldest); n <= x.History.Last(); n++ {
			if e, ok := x.History.Event(n); ok {
				m.count(x.ID, e)
			}
		}
		m.upto[x.ID] = x.History.Last()
		delete(m.ended, x.ID)
		if x.Ended {
			m.ended[x.ID] = x.LastChange
		}
	}
}

func (m *Meter) count(id string, e history.Event) {
	if e.Time.IsZero() {
		return
	}
	if m.first.IsZero() || e.Time.Before(m.first) {
		m.first = e.Time
	}
	if e.Kind == history.Notification {
		k := e.Time.Unix() / 60
		if m.counts[k] == nil {
			m.counts[k] = map[string]int{}
		}
		m.counts[k][id]++
	}
	if !e.Since.IsZero() {
		m.gaps = append(m.gaps, Span{e.Since, e.Time})
	}
	state := e.State
	if e.Type == book.Unlisted {
		state = e.Type // in which it was then may be over
	}
	if all := m.states[id]; state != "" && (len(all) == 0 || all[len(all)-1].state != state) {
		m.states[id] = append(all, stateAt{e.Time, state})
	}
}

// Gaps are the intervals of the last half hour that were not observed, joined where
// they meet.
func (m *Meter) Gaps(now time.Time) []Span {
	sort.Slice(m.gaps, func(i, j int) bool { return m.gaps[i].From.Before(m.gaps[j].From) })
	oldest := lines(now)[0]
	var out []Span
	for _, g := range m.gaps {
		switch n := len(out); {
		case n > 0 && !g.From.After(out[n-1].To):
			if g.To.After(out[n-1].To) {
				out[n-1].To = g.To
			}
		case g.To.After(oldest):
			out = append(out, g)
		}
	}
	m.gaps = out
	return out
}

// lines are the beginnings of the minutes up to now.
func lines(now time.Time) []time.Time {
	out := make([]time.Time, Minutes)
	for i := range out {
		out[i] = now.Truncate(time.Minute).Add(time.Duration(i-Minutes+1) * time.Minute)
	}
	return out
}

// unseen reports whether a part of an interval was not observed.
func unseen(gaps []Span, from, to time.Time) bool {
	return slices.ContainsFunc(gaps, func(g Span) bool { return g.From.Before(to) && g.To.After(from) })
}

// Notifications is how many came in each minute.
func (m *Meter) Notifications(now time.Time, zone *time.Location, gaps []Span, forgotten bool) Chart {
	c := Chart{Name: "Notifications per minute", Gaps: gaps, Bars: true, Now: now, Zone: zone}
	s := Series{Name: "notifications"}
	most, at, sum, least := 0, time.Time{}, 0, false
	for _, from := range lines(now) {
		to := from.Add(time.Minute)
		n := 0
		for _, of := range m.counts[from.Unix()/60] {
			n += of
		}
		p := Point{At: from, Value: float64(n)}
		p.Unknown = m.first.IsZero() || to.Before(m.first)
		p.Least = unseen(gaps, from, to) || from.Before(m.whole) || from.Before(m.first) || to.After(now)
		if n > most {
			most, at = n, from
		}
		sum += n
		least = least || unseen(gaps, from, to) || from.Before(m.whole)
		s.Points = append(s.Points, p)
	}
	c.Series = []Series{s}
	since := "in the last 30 minutes"
	if m.first.After(s.Points[0].At) {
		since = "since " + c.clock(m.first)
	}
	switch {
	case m.first.IsZero():
		c.Finding = "Nothing was observed yet"
	case sum == 0:
		c.Finding = "No notification " + since + wording.Either(least, ", a part of which was not observed", "")
	default:
		c.Finding = wording.Capital(atLeast(least || forgotten)) + wording.Plural(sum, "notification") + " " + since + ", most at " + c.clock(at) + ", " + whole(float64(most)) + " in a minute"
	}
	return c
}

// Busiest is which sessions brought most of them.
func (m *Meter) Busiest(now time.Time, name func(id string) string, least bool) Chart {
	sums, total := map[string]int{}, 0
	for _, from := range lines(now) {
		for id, n := range m.counts[from.Unix()/60] {
			sums[id] += n
			total += n
		}
	}
	c := Chart{Name: "Notifications per session", Unit: "notifications in 30 minutes", Finding: "No session brought a notification in the last 30 minutes"}
	var leaders string
	c.List, leaders = ranked(sums, name)
	if len(c.List) > 0 {
		c.Finding = leaders + " brought most: " + atLeast(least) + whole(c.List[0].Value) + wording.Either(len(c.List) > 1 && c.List[1].Value == c.List[0].Value, " each", "") + " of " + wording.Plural(total, "notification")
	}
	return c
}

// States is in which states the sessions were, minute by minute.
func (m *Meter) States(now time.Time, gaps []Span) Chart {
	c := Chart{Name: "Sessions by state", Gaps: gaps, Stacked: true, Now: now}
	counts := map[string][]int{}
	all := lines(now)
	for id, list := range m.states {
		end, ended := m.ended[id]
		for i, from := range all {
			at := from.Add(time.Minute)
			if at.After(now) {
				at = now
			}
			j := 0
			for j < len(list) && !list[j].at.After(at) {
				j++
			}
			if j == 0 || ended && at.Sub(end) > Fold {
				continue
			}
			if counts[list[j-1].state] == nil {
				counts[list[j-1].state] = make([]int, len(all))
			}
			counts[list[j-1].state][i]++
		}
	}
	names := make([]string, 0, len(counts))
	for name := range counts {
		names = append(names, name)
	}
	slices.Sort(names)
	var there []string
	for _, name := range names {
		s := Series{Name: name}
		for i, from := range all {
			p := Point{At: from, Value: float64(counts[name][i])}
			p.Unknown = m.first.IsZero() || from.Add(time.Minute).Before(m.first)
			p.Least = unseen(gaps, from, from.Add(time.Minute)) || from.Before(m.whole)
			s.Points = append(s.Points, p)
		}
		c.Series = append(c.Series, s)
		if n := counts[name][len(all)-1]; n > 0 {
			there = append(there, whole(float64(n))+" "+name)
		}
	}
	c.Finding = "No session has a known state"
	if len(there) > 0 {
		c.Finding = wording.Either(unseen(gaps, now.Add(-1), now), "Last known: ", "Now ") + strings.Join(there, ", ")
	}
	return c
}

func atLeast(on bool) string { return wording.Either(on, "at least ", "") }
