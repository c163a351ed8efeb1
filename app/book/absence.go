package book

import (
	"time"

	"github.com/keytrail/keytrail/app/history"
)

// Unnoticed says how something is missed where nothing failed.
const Unnoticed = "missed without a visible failure"

// An absence is a time in which nobody saw what happened to a session. The zero
// one is none.
type absence struct {
	since   time.Time
	until   time.Time // when others were heard again, zero where nobody knows
	how     string    // in words, how that came about
	entered bool      // the time up to until is in the history
}

func (a absence) none() bool { return a.since.IsZero() }

// joinedBy returns the absence with another one that begins before it is over.
func (a absence) joinedBy(next absence) absence {
	if a.since.Before(next.since) {
		next.since = a.since
	}
	if a.until.After(next.until) {
		next.until = a.until
	}
	return next
}

// longest returns the longest time that nobody saw.
func (s *record) longest(why Reason) absence {
	gap := absence{since: why.Lost, how: why.How}
	for _, other := range [...]absence{s.unseen, s.unread} {
		if !other.none() && (gap.none() || other.since.Before(gap.since)) {
			gap = other
		}
	}
	return gap
}

// Unread is the type of a gap's event that stands for the interval alone: the
// session was not read when it ended.
const Unread = "not read"

// overdue puts the time that nobody saw, and that ended before at, into the
// history of a session: what was received since is not a part of it.
func (b *Book) overdue(s *record, at time.Time) bool {
	a := &s.unseen
	if a.until.IsZero() || !at.After(a.until) {
		return false
	}
	if !a.entered {
		b.append(s, history.Event{Time: a.until, Since: a.since, Kind: history.Gap, Type: Unread, Author: history.Unknown, Note: a.how})
		a.entered = true
	}
	return true
}
