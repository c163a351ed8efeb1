package ui

import (
	"cmp"
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/recorder"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/browser"
	"github.com/keytrail/keytrail/app/ui/page"
)

// A Source publishes states and takes commands; *tracker.Tracker is one.
type Source interface {
	// State returns the newest state, never nil.
	State() *tracker.State
	// Watch has f called after each new state until stop is called. f returns at once.
	Watch(f func()) (stop func())
	// Now returns the present by the clock that the states' times are from.
	Now() time.Time
	// Do hands over a command and returns at once.
	Do(tracker.Command)
	// Breathe returns once the page has had a chance to handle input.
	Breathe()
	// Tape returns a copy of everything that was observed in a book.
	Tape(ctx context.Context, book int) (*capture.Capture, error)
	// Follow hands over what is observed, piece by piece, until stop is called.
	Follow() (next func(context.Context) (c *capture.Capture, anew bool, err error), stop func())
}

// Run mounts the page in the browser's document and draws src until the
// document goes away. keep opens what recordings are kept in, and is not called
// before the page is there; nil keeps nothing. built is what the builder has linked
// in about the program: "quick" or "full" and the revision, as in "full,1a2b3c4".
// Outside of a browser Run returns at once.
func Run(src Source, keep func(context.Context) (recorder.Keeper, error), built string) {
	// boot.js has left nothing in it that cannot be read.
	path, _ := url.PathUnescape(browser.TextOf(app.Window().Get("location").Get("pathname")))
	path = cmp.Or(strings.TrimPrefix(path, app.Getenv("GOAPP_ROOT_PREFIX")), "/")
	// The page has one address: wherever the files are hosted, under a
	// sub-path or not, the path of this very document leads to the screen.
	app.RouteFunc(path, func() app.Composer {
		s := newScreen(src, keep)
		s.m.Built = built
		return s
	})
	app.RunWhenOnBrowser()
}

func newScreen(src Source, keep func(context.Context) (recorder.Keeper, error)) *screen {
	s := &screen{src: src}
	s.m = page.New(src.State(), s.command, src.Now())
	s.m.ShownExtent = shownExtent
	s.m.Breathe, s.m.Early = src.Breathe, true
	s.m.Export.Tape, s.m.Shelf.Tail, s.m.Shelf.Open = src.Tape, src.Follow, keep
	return s
}

// inBook has a command say which book it is about: another one may be on the
// screen by the time that it is obeyed.
func inBook(c tracker.Command, book int) tracker.Command {
	switch c := c.(type) {
	case tracker.Operate:
		c.Book = book
		return c
	case tracker.Annotate:
		c.Book = book
		return c
	case tracker.Label:
		c.Book = book
		return c
	}
	return c
}

// command hands over what a person asked for, which is to be seen at once.
func (s *screen) command(c tracker.Command) {
	s.acted = time.Time{}
	s.src.Do(inBook(c, s.m.State.Book))
}
