package link

import (
	"time"

	"github.com/keytrail/keytrail/app/book"
)

// windows have the writes of a book judged when their windows pass.
type windows struct{ due time.Time } // for when they are watched, zero for never

// watch has the owner elapse when the next window of b passes.
func (w *windows) watch(h Host, b *book.Book, elapse func()) {
	d := b.Deadline()
	if d.IsZero() || !w.due.IsZero() && !d.Before(w.due) {
		return
	}
	w.due = d
	h.later(d.Sub(h.Now()), elapse)
}
