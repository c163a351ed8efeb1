package link

import (
	"time"

	"github.com/keytrail/keytrail/app/book"
)

// lost is the usual way to miss something.
const lost = "the link was lost"

// suspected is what may have happened where only a poll went out late.
const suspected = book.Unnoticed + "; perhaps the browser sent a poll twice, since one went out unusually late"

// unobserved is the time in which something may have been missed, from its
// beginning until a reading of all sessions has told what. Before the first
// reading nothing can be missed: all that is shown comes from then.
type unobserved struct {
	since     time.Time // zero while nothing is owed
	doubted   bool      // a poll seems to have been sent twice; that is a guess
	confirmed time.Time // when the whole state was last known to be true, zero before the first reading
}

// unread reports whether the sessions were never read.
func (u *unobserved) unread() bool { return u.confirmed.IsZero() }

// owed reports whether something was missed.
func (u *unobserved) owed() bool { return !u.since.IsZero() }

// lost notes that nobody listened from then on, mostly the last sign of life.
func (u *unobserved) lost(since time.Time) {
	if !u.owed() && !u.unread() {
		u.since = since
	}
}

// doubt notes that something may have been missed, and reports whether that
// means anything.
func (u *unobserved) doubt() bool {
	if u.unread() {
		return false
	}
	u.doubted = true
	return true
}

// reason is why the sessions are read now.
func (u *unobserved) reason(asked bool) book.Reason {
	why := book.Reason{Asked: asked, Lost: u.since, Confirmed: u.confirmed}
	switch {
	case u.owed():
		why.How = lost
	case u.doubted:
		why.How = suspected
	}
	return why
}

// read ends the time that a reading of all sessions was to tell of. One that
// began after it was asked for goes on.
func (u *unobserved) read(r *book.Reading) {
	if r.Lost.Equal(u.since) {
		u.since, u.doubted = time.Time{}, false
	}
	u.confirmed = r.At
}
