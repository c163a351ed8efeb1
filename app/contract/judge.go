package contract

import (
	"time"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/userdata"
)

// A Session is what is held against a contract.
type Session struct {
	History history.View
	Ended   bool                                             // and was seen to
	Medium  string                                           // the name of another medium than SMS
	Who     func(e history.Event, key string) history.Author // who an event's change of a key is by
	Rules   userdata.Rules                                   // the classes of keys
}

// A Standing says how a clause stands.
type Standing int

// The standings.
const (
	Holds  Standing = iota
	Open            // not fulfilled yet, and the session goes on
	Broken          // not fulfilled
)

// String returns "holds", "open", "broken".
func (s Standing) String() string { return [...]string{"holds", "open", "broken"}[s] }

// A Finding is how one clause stands in a session.
type Finding struct {
	Clause
	Standing Standing
	Event    int    // the event that broke it, 0 for none
	Reason   string // in words, as said of the key; "" where it simply holds
}

// Waits reports whether time alone may break the clause.
func (f *Finding) Waits() bool { return f.Duty == Expect && f.Standing == Open }

// Tally counts the findings that hold and those that are broken.
func Tally(all []Finding) (hold, broken int) {
	for _, f := range all {
		switch f.Standing {
		case Holds:
			hold++
		case Broken:
			broken++
		}
	}
	return hold, broken
}

// Judge holds a session, as it is after event at and at the instant now,
// against the contract. There is a finding for each clause, in their order.
func (c Contract) Judge(s Session, at int, now time.Time) []Finding {
	out := make([]Finding, len(c))
	j := judge{Session: s, at: at, now: now, over: s.Ended && at == s.History.Last()}
	data := s.History.At(at)
	for i, clause := range c {
		f := &out[i]
		f.Clause = clause
		switch clause.Duty {
		case Order:
			j.order(f)
		case Expect:
			j.expect(f)
		default:
			j.key(f, data.Get(clause.Keys[0]))
		}
	}
	return out
}

// A judge looks at a session at one instant.
type judge struct {
	Session
	at   int
	now  time.Time
	over bool // nothing comes any more
}

func (j *judge) key(f *Finding, value userdata.Value) {
	there := value.Kind() != userdata.Absent
	fits := func(v userdata.Value) bool { return f.Type == "any" || query.IsType(v, f.Type) }
	switch {
	case f.Duty == Never && there:
		j.blame(f, "is there", func(v userdata.Value) bool { return v.Kind() != userdata.Absent })
	case f.Duty == Never || !there && f.Duty == Maybe:
	case there && !fits(value):
		j.blame(f, "is "+value.Kind().String()+", not "+f.Type, func(v userdata.Value) bool { return !fits(v) })
	case there:
	case len(j.touching(f.Keys[0])) > 0:
		j.blame(f, "is not there any more", func(v userdata.Value) bool { return v.Kind() == userdata.Absent })
	default:
		f.Standing, f.Reason = Open, "has not come yet"
		if j.over {
			f.Standing, f.Reason = Broken, "never came"
		}
		if j.History.Dropped() > 0 { // it may have come and gone
			f.Reason = "is not there, and earlier events are not kept"
		}
	}
}

// blame finds the event from which on the key was bad, where that is kept.
func (j *judge) blame(f *Finding, reason string, bad func(userdata.Value) bool) {
	f.Standing, f.Reason = Broken, reason
	numbers := j.touching(f.Keys[0])
	for i := len(numbers) - 1; i >= 0; i-- {
		if !bad(j.History.At(numbers[i]).Get(f.Keys[0])) {
			return
		}
		f.Event = numbers[i]
	}
	if len(numbers) > 0 && j.History.Dropped() > 0 {
		if was := j.had(numbers[0], f.Keys[0]); was.Kind() != userdata.Absent && bad(was) {
			f.Event = 0
		}
	}
}

// had is what a key held before event n, which touched it.
func (j *judge) had(n int, key string) userdata.Value {
	e, _ := j.History.Event(n)
	c, _ := e.Change(key)
	if c.Path != "" {
		return j.History.At(n).Get(key) // a part changed of what was there
	}
	return c.Old
}

// order compares when the keys first came: each not before the one that stands
// before it.
func (j *judge) order(f *Finding) {
	before := 0
	for i, key := range f.Keys {
		n := j.came(key)
		if n == 0 {
			for _, later := range f.Keys[i+1:] {
				if n := j.came(later); n > 0 {
					f.Standing, f.Reason = Broken, later+" came, and "+key+" had not"
					if n > j.History.Dropped() {
						f.Event = n
					}
					return
				}
			}
			f.Standing, f.Reason = Open, key+" has not come yet"
			if j.over {
				f.Standing, f.Reason = Broken, key+" never came"
			}
			return
		}
		if n == before && n == j.History.Dropped() {
			f.Standing, f.Reason = Open, key+" and "+f.Keys[i-1]+" came before the events that are kept"
			return
		}
		if e, ok := j.History.Event(n); ok && n == before && !e.Since.IsZero() {
			f.Standing, f.Reason = Open, key+" and "+f.Keys[i-1]+" came while nobody observed the session"
			return
		}
		if n < before {
			f.Standing, f.Event, f.Reason = Broken, n, key+" came before "+f.Keys[i-1]
			if n == j.History.Dropped() {
				f.Event = before // the other one came too late
			}
			return
		}
		before = n
	}
}

// came returns the event with which a key first came, 0 where it did not, and the
// last of those that were dropped where it was there before the events that are kept.
func (j *judge) came(key string) int {
	numbers := j.touching(key)
	if dropped := j.History.Dropped(); dropped > 0 {
		was := j.History.At(j.at).Get(key)
		if len(numbers) > 0 {
			was = j.had(numbers[0], key)
		}
		if was.Kind() != userdata.Absent {
			return dropped
		}
	}
	if len(numbers) == 0 {
		return 0
	}
	return numbers[0]
}

// unobserved reports whether a part of the time after start, and of as much of it as
// within says, was not observed; all of it for 0. Nor was it where start came unseen,
// and what was dropped was as good as not observed.
func (j *judge) unobserved(start history.Event, within time.Duration) bool {
	if j.History.Dropped() > 0 && start.N <= j.History.First() {
		return true
	}
	from, to := start.Time, start.Time.Add(within)
	if !start.Since.IsZero() {
		from = start.Since
	}
	for n := max(start.N, j.History.First()); n <= j.at; n++ {
		e, ok := j.History.Event(n)
		switch {
		case ok && !e.Since.IsZero() && e.Time.After(from) && (within == 0 || e.Since.Before(to)):
			return true
		case ok && e.Since.IsZero() && within > 0 && e.Time.After(to):
			return false
		}
	}
	return false
}

// touching returns the events looked at that touched key.
func (j *judge) touching(key string) []int { return j.History.TouchingUntil(key, j.at) }
