package tracker

import (
	"context"
	"errors"
	"slices"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
)

// MaxFiles is how many files can be open at once: each is kept in memory, with
// the bounds that Memory tells.
const MaxFiles = 4

// ErrTooManyFiles says that a file was not opened because MaxFiles are open.
var ErrTooManyFiles = errors.New("as many files are open as can be")

// Show brings a file that is open to the screen, or the live record.
type Show struct{ File int } // the number of its Opening, 0 for the live record

// Close closes a file. Where it was on the screen, the live record is shown.
type Close struct{ File int } // the number of its Opening

func (Show) command()  {}
func (Close) command() {}

// newBook begins a book with a number that no other has.
func (t *Tracker) newBook() *book.Book {
	t.books++
	b := book.New(t.opts.Book)
	b.Number = t.books
	return b
}

// screen is the book that is shown.
func (t *Tracker) screen() *book.Book {
	if t.shown != nil {
		return t.shown.book
	}
	return t.book
}

// bookOf returns the book with a number, the one that is shown for 0, and nil
// for one that is not there any more.
func (t *Tracker) bookOf(n int) *book.Book {
	switch {
	case n == 0:
		return t.screen()
	case n == t.book.Number:
		return t.book
	}
	for _, o := range t.files {
		if o.book != nil && o.book.Number == n {
			return o.book
		}
	}
	return nil
}

// sourceOf is what a book was first read from, "" for what was made live.
func (t *Tracker) sourceOf(b *book.Book) string {
	for _, o := range t.files {
		if o.book == b {
			return o.opening.Header.Source
		}
	}
	return ""
}

func (t *Tracker) file(n int) *opener {
	if i := slices.IndexFunc(t.files, func(o *opener) bool { return o.opening.N == n }); i >= 0 {
		return t.files[i]
	}
	return nil
}

// show brings a file, or the live record, to the screen.
func (t *Tracker) show(n int) {
	o := t.file(n)
	if n != 0 && (o == nil || !o.opening.Shown) {
		return
	}
	t.shown, t.asked = o, nil
	t.forgetFailed()
}

// close lets go of a file.
func (t *Tracker) close(n int) {
	o := t.file(n)
	if o == nil {
		return
	}
	o.release()
	t.files = slices.DeleteFunc(t.files, func(other *opener) bool { return other == o })
	if t.shown == o {
		t.shown = nil
	}
	if t.asked == o {
		t.asked = nil
	}
}

// forgetFailed lets go of the files that have nothing to show, once something
// else is asked for.
func (t *Tracker) forgetFailed() {
	for _, o := range slices.Clone(t.files) {
		if o.opening.Done && !o.opening.Shown {
			t.close(o.opening.N)
		}
	}
}

// openingsNow returns what is said of the files, and of the one that a person
// looks at or waits for.
func (t *Tracker) openingsNow() (files []*Opening, current *Opening) {
	for _, o := range t.files {
		files = append(files, o.opening)
	}
	switch {
	case t.asked != nil:
		return files, t.asked.opening
	case t.shown != nil:
		return files, t.shown.opening
	}
	return files, nil
}

// annotate keeps a note.
func (t *Tracker) annotate(c Annotate) {
	b := t.bookOf(c.Book)
	if b != nil {
		b.Annotate(book.Note{Time: t.clock.now(), Session: c.Session, Event: c.Event, Until: c.Until, Text: c.Text})
	}
}

// ErrNotOpen says that a book is not there any more.
var ErrNotOpen = errors.New("it is not open any more")

// Tape returns everything recorded in a book, 0 for the one that is shown, as one
// capture of the caller's own. Its observations have the numbers that
// Session.Taped tells; the lowest are missing when the oldest were dropped. The
// copy is made by the caller's goroutine. When ctx ends, copying or going through
// the copy ends that goroutine, so that long work can be given up.
func (t *Tracker) Tape(ctx context.Context, number int) (*capture.Capture, error) {
	done, source := make(chan book.Tape, 1), ""
	t.inbox.post(func() {
		b := t.bookOf(number)
		if b == nil {
			close(done)
			return
		}
		source = t.sourceOf(b)
		done <- b.Tape()
	})
	select {
	case tape, open := <-done:
		if !open {
			return nil, ErrNotOpen
		}
		c := tape.Join(t.pacer(ctx))
		c.Header.Source = source
		return c, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
