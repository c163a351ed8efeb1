package ui

import (
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/browser"
)

// on has an event of the window handled for as long as the screen is there.
func (s *screen) on(event, doing string, do func(app.Event)) {
	s.stops = append(s.stops, app.Window().AddEventListener(event, func(_ app.Context, e app.Event) {
		defer s.m.Rescue(doing)
		do(e)
	}))
}

// listen follows what happens to the page as a whole: it goes away or comes back,
// the network returns, its address or the system's preferences change.
func (s *screen) listen() {
	on := func(event string, do func(app.Event)) { s.on(event, "following the page's life", do) }
	// The framework would read the address when the browser goes back, and end
	// the program where that is not well formed.
	app.Window().Set("onpopstate", nil)
	on("pagehide", func(app.Event) {
		s.m.Shelf.HideRecording()
		s.m.Send(tracker.Suspend{})
	})
	on("pageshow", func(e app.Event) {
		// Every page is shown once; only one out of the cache was suspended.
		if e.Get("persisted").Truthy() {
			s.m.Send(tracker.RetryNow{})
			s.m.Shelf.ShowRecording()
			s.catchUp()
		}
	})
	on("online", func(app.Event) { s.m.Retry() })
	on("visibilitychange", func(app.Event) {
		visible := browser.TextOf(browser.Document().Get("visibilityState")) == "visible"
		s.m.Insight(visible)
		browser.SetTitle(s.m.Title())
		if visible {
			s.m.Retry()
		}
	})
	for event, paper := range map[string]bool{"beforeprint": true, "afterprint": false} {
		on(event, func(app.Event) {
			s.m.Paper = paper
			s.catchUp()
		})
	}
	on("hashchange", func(app.Event) {
		s.follows()
		s.catchUp()
	})
	s.stops = append(s.stops, s.listenKeys(), s.listenInput(), s.listenFocus("focusin", "target"), s.listenFocus("focusout", "relatedTarget"), browser.OnMedia(browser.StillMedia, func() {
		defer s.m.Rescue("changing the motion")
		s.measure()
		s.catchUp()
	}), browser.OnMedia(browser.DarkMedia, func() {
		defer s.m.Rescue("changing the theme")
		if s.m.View.Theme == "" {
			browser.ApplyTheme("")
		}
	}))
}

// listenKeys hears the keys that are pressed in the screen, and those that go to
// the body of the document around it, since nothing has the focus: the page has just
// opened, or somebody clicked beside everything.
func (s *screen) listenKeys() (stop func()) {
	return browser.Hear("keydown", func(e app.Event) {
		defer s.m.Rescue("handling a key")
		t := e.Get("target")
		nowhere := browser.TextOf(t.Get("tagName")) == "BODY" && !browser.Element("dialog[open]").Truthy()
		if (nowhere || browser.Closest(t, ".screen").Truthy()) && s.answers(e) {
			s.takeNews(time.Now())
			s.catchUp()
		}
	})
}

// listenInput hears what is typed and the slider. It is drawn with the next frame:
// the browser goes on editing after each event, and would lay out anew all that was
// drawn by then.
func (s *screen) listenInput() (stop func()) {
	return browser.Hear("input", func(e app.Event) {
		defer s.m.Rescue("handling input")
		t := e.Get("target")
		if !browser.Closest(t, ".screen").Truthy() || browser.TextOf(t.Get("tagName")) == "SELECT" { // of a choice the change is heard
			return
		}
		s.showInFrame()
		s.typed(t)
	})
}

// listenFocus hears where the focus is: the rows that it is in keep their places. Of
// the event, to is what has the focus now.
func (s *screen) listenFocus(event, to string) (stop func()) {
	return browser.Hear(event, func(e app.Event) {
		defer s.m.Rescue("following the focus")
		t := e.Get(to)
		s.m.Board.Focused = browser.Closest(t, "#board-scroll").Truthy()
		if in := browser.Closest(t, "#grid").Truthy(); in != s.m.View.Focused {
			s.m.Hold(&s.m.View.Focused, in)
			s.showInFrame() // what the keys do there
		}
	})
}

// showInFrame has what has changed drawn with the next frame.
func (s *screen) showInFrame() {
	if s.framing {
		return
	}
	s.framing = true
	browser.NextFrame(func() {
		s.framing = false
		s.show()
	})
}
