package ui

import (
	"fmt"
	"slices"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/stage"
)

// work lets the model do what takes time in goroutines of its own. They come
// back through the UI goroutine, and a panic in one is an alert.
func (s *screen) work(ctx app.Context) {
	m := s.m
	back := func(do func(), shown func(app.Context)) {
		ctx.Dispatch(func(ctx app.Context) {
			defer m.Rescue("taking in what was done")
			do()
			shown(ctx)
		})
	}
	s.soon = func(do func()) { back(do, s.did) }
	s.show = func() { back(func() {}, s.perform) }
	m.Later = s.soon
	m.After = func(d time.Duration, do func()) {
		// The time counts from when the page shows what it is to wait with.
		ctx.Defer(func(app.Context) { time.AfterFunc(d, func() { back(do, s.perform) }) })
	}
	m.Run = func(doing string, job func() func()) {
		go func() {
			defer func() {
				if r := recover(); r != nil {
					s.soon(func() { m.Alert("Something went wrong while " + doing + ": " + fmt.Sprint(r)) })
				}
			}()
			s.soon(job())
		}()
	}
}

// catchUp has the page catch up with what an event outside of its elements did.
func (s *screen) catchUp() { s.soon(func() {}) }

// maskCopies sends what is to be copied through the masks first.
func (s *screen) maskCopies() {
	all := s.m.Effects
	s.m.Effects = nil
	for _, e := range all {
		if e.Do != stage.CopyText || e.Masked {
			s.m.Want(e)
			continue
		}
		s.m.Export.Masked(e, func(text string) {
			switch {
			case text != e.Text && s.m.Export.Plain:
				e.Said += ", with credentials hidden"
			case text != e.Text:
				e.Said += ", with personal data hidden"
			}
			e.Text, e.Masked = text, true
			s.m.Want(e)
		})
	}
}

// dropTarget holds the input behind the button that opens a file, and what
// covers the page while a file is dragged over it.
func dropTarget() app.UI {
	return html.El("div", "drop",
		app.ElemSelfClosing("input").Attr("type", "file").Attr("id", "file").Attr("hidden", true).Aria("label", "File to open"),
		html.El("div", "drop-cover", html.Word("p", "drop-text", "Drop the file to open it"),
			html.Word("p", "note", "A capture, a HAR file, a log, JSON or a sample. It stays in this browser.")).Aria("hidden", "true"))
}

// unhurried reports whether drawing a state can wait, because it only shows a
// little more of a file that is being read, or of what is live beside it: the
// reading needs the time, and more states will follow, the last of which is drawn.
func (s *screen) unhurried(state *tracker.State, now time.Time) bool {
	reading := func(o *tracker.Opening) bool { return !o.Done && !o.Grows }
	return slices.ContainsFunc(state.Files, reading) && state.Book == s.m.State.Book && now.Sub(s.painted) < 300*time.Millisecond
}

// A key that is pressed is answered before what arrives is drawn: who types has
// the page for so long after each key, but no longer than the news can wait.
const hands, newsWait = 100 * time.Millisecond, 300 * time.Millisecond

// yields returns how long drawing a new state should wait for a person's hands,
// 0 for not at all.
func (s *screen) yields(now time.Time) time.Duration {
	return max(min(s.acted.Add(hands).Sub(now), s.painted.Add(newsWait).Sub(now)), 0)
}
