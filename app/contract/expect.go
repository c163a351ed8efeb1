package contract

import (
	"strconv"
	"time"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/query"
)

// expect looks for the first event in time after which the condition is met.
func (j *judge) expect(f *Finding) {
	start, ok := j.firstIn(f.State)
	if !ok {
		f.Standing, f.Reason = Open, "the session has not been "+f.State+" yet"
		switch {
		case j.unobserved(history.Event{}, 0):
			f.Reason = "the session was not seen " + f.State + ", and not observed all the time"
		case j.over:
			f.Standing, f.Reason = Holds, "the session never was "+f.State
		}
		return
	}
	if f.Within > 0 && start.Time.IsZero() {
		f.Standing, f.Reason = Open, "the time from which on it is expected is not known"
		return
	}
	deadline := start.Time.Add(f.Within)
	met := j.condition(f)
	if met(start) {
		f.Reason = "met in event " + strconv.Itoa(start.N)
		return
	}
	late := f.Within > 0 && j.now.After(deadline)
	perhaps := false // it was so at a time that nobody knows
	for _, n := range j.touching(f.Keys[0]) {
		e, ok := j.History.Event(n)
		switch {
		case !ok || e.N <= start.N:
		case f.Within > 0 && e.Time.IsZero():
			perhaps = perhaps || met(e)
		case f.Within > 0 && e.Time.After(deadline):
			if late = true; perhaps || !met(e) {
				continue
			}
			if j.unobserved(start, f.Within) {
				f.Standing, f.Reason = Open, unwatched
				return
			}
			f.Standing, f.Event, f.Reason = Broken, e.N, "was not so in time; this event came too late"
			return
		case met(e):
			f.Reason = "met in event " + strconv.Itoa(e.N)
			return
		}
	}
	switch {
	case perhaps:
		f.Standing, f.Reason = Open, "was so, and whether in time is not known"
	case (late || j.over) && j.unobserved(start, f.Within):
		f.Standing, f.Reason = Open, unwatched
	case late || j.over:
		f.Standing, f.Reason = Broken, "was never so"
		if f.Within > 0 {
			f.Reason += " within " + query.FormatAge(f.Within)
		}
	default:
		f.Standing, f.Reason = Open, "is not so yet"
	}
}

const unwatched = "was not seen to be so in time, of which a part was not observed"

// condition returns whether the clause's key is as it should be right after an
// event.
func (j *judge) condition(f *Finding) func(history.Event) bool {
	key := f.Keys[0]
	class, _ := j.Rules.Classify(key)
	facts := &moment{session: &j.Session}
	sieve := f.Condition.Sieve(j.History, facts)
	return func(e history.Event) bool {
		facts.at = e.N
		r := query.RowAfter(j.History, e, key, class)
		return sieve.Passes(&r)
	}
}

// firstIn returns the first event at which the session was in a state, or the
// first that is kept; ok is false where there is none up to now.
func (j *judge) firstIn(state string) (e history.Event, ok bool) {
	for n := j.History.First(); n > 0 && n <= j.at; n++ {
		if e, ok = j.History.Event(n); ok && (state == "" || e.State == state) {
			return e, true
		}
	}
	return history.Event{}, false
}

// A moment is what a condition may ask of a key right after an event; see
// [query.Facts]. Nobody's pins and watches are part of a session.
type moment struct {
	session *Session
	at      int
}

func (m *moment) By(key string) string {
	e, ok := m.session.History.LastWriter(key, m.at)
	if !ok {
		return ""
	}
	return query.AuthorWord(m.session.Who(e, key))
}

func (m *moment) Medium() string { return query.MediumWord(m.session.Medium) }

func (m *moment) Changed(string, time.Duration) bool { return false }
func (m *moment) Pinned(string) bool                 { return false }
func (m *moment) Watched(string) bool                { return false }
