package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/tracker"
)

// listen follows what happens to the page as a whole until stop is called: it
// goes away or comes back, the network returns, its address or the system's
// preferences change.
func (s *screen) listen() (stop func()) {
	var stops []func()
	on := func(event string, do func(app.Event)) {
		stops = append(stops, app.Window().AddEventListener(event, func(_ app.Context, e app.Event) {
			defer s.m.rescue("following the page's life")
			do(e)
		}))
	}
	// The framework would read the address when the browser goes back, and end
	// the program where that is not well formed.
	app.Window().Set("onpopstate", nil)
	on("pagehide", func(app.Event) {
		s.m.hideRecording()
		s.m.send(tracker.Suspend{})
	})
	on("pageshow", func(e app.Event) {
		// Every page is shown once; only one out of the cache was suspended.
		if e.Get("persisted").Truthy() {
			s.m.send(tracker.RetryNow{})
			s.m.showRecording()
			s.after()
		}
	})
	on("online", func(app.Event) { s.m.retry() })
	on("visibilitychange", func(app.Event) {
		visible := text(document().Get("visibilityState")) == "visible"
		s.m.insight(visible)
		setDocumentTitle(s.m.title())
		if visible {
			s.m.retry()
		}
	})
	on("hashchange", func(app.Event) {
		s.m.follow(addressFragment())
		s.after()
	})
	stops = append(stops, s.listenKeys(), onMedia(stillMedia, func() {
		defer s.m.rescue("changing the motion")
		s.measure()
		s.after()
	}))
	stops = append(stops, onMedia(darkMedia, func() {
		defer s.m.rescue("changing the theme")
		if s.m.view.theme == "" {
			applyTheme("")
		}
	}))
	return func() {
		for _, stop := range stops {
			stop()
		}
	}
}

// retry makes sure that what is on the screen is true now that somebody looks
// again or the network is back: it does not wait for the next attempt, and gives
// up a poll, which may hang on a connection that died unnoticed. Where a person
// has to act it leaves the link alone, since haste may lock an account.
func (m *model) retry() {
	switch m.state.Connection().State {
	case link.Reconnecting, link.Connected, link.Slow:
		m.send(tracker.RetryNow{})
	}
}

// listenKeys hears the keys that are pressed while nothing has the focus, as when
// the page has just opened or somebody clicked beside everything: they go to the
// body of the document, around the screen. A listener of the framework would have
// the whole screen drawn after each key.
func (s *screen) listenKeys() (stop func()) {
	handler := app.FuncOf(func(_ app.Value, args []app.Value) any {
		defer s.m.rescue("handling a key")
		e := app.Event{Value: args[0]}
		if text(e.Get("target").Get("tagName")) == "BODY" && !element("dialog[open]").Truthy() && s.answers(e) {
			s.after()
		}
		return nil
	})
	app.Window().Call("addEventListener", "keydown", handler)
	return func() {
		app.Window().Call("removeEventListener", "keydown", handler)
		handler.Release()
	}
}
