package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/browser"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// onPointerDown begins to drag the edge of a pane or of a column. The pointer is
// followed only until it is let go.
func (s *screen) onPointerDown(_ app.Context, e app.Event) {
	defer s.m.Rescue("dragging an edge")
	t, ok := scene.SizeNamed(browser.DataOf(browser.Closest(e.Get("target"), "[data-size]"), "size"))
	if !ok || e.Get("button").Int() != 0 {
		return
	}
	s.letGo()
	at := func(e app.Event) int {
		if t.Down {
			return e.Get("clientY").Int()
		}
		return e.Get("clientX").Int()
	}
	from, began := at(e), shownExtent(t)
	moved := false
	move := app.Window().AddEventListener("pointermove", func(ctx app.Context, e app.Event) {
		defer s.m.Rescue("dragging an edge")
		if by := at(e) - from; moved || by > 2 || by < -2 {
			moved = true
			e.PreventDefault()
			s.m.Resize(t.Name, began+t.Grows*by)
			s.settle(ctx)
		}
	})
	end := func(ctx app.Context, _ app.Event) {
		defer s.m.Rescue("dragging an edge")
		s.letGo()
		s.m.Keep()
		s.settle(ctx)
	}
	up, lost := app.Window().AddEventListener("pointerup", end), app.Window().AddEventListener("pointercancel", end)
	s.drag = func() { move(); up(); lost() }
}

// letGo ends a drag.
func (s *screen) letGo() {
	if s.drag != nil {
		s.drag()
		s.drag = nil
	}
}

// onDoubleClick gives what an edge belongs to its usual extent.
func (s *screen) onDoubleClick(ctx app.Context, e app.Event) {
	defer s.m.Rescue("handling a click")
	if name := browser.DataOf(browser.Closest(e.Get("target"), "[data-size]"), "size"); name != "" {
		s.m.UsualSize(name)
		s.settle(ctx)
	}
}

// shownExtent is how many pixels something has as it is drawn, 0 when nobody
// knows.
func shownExtent(s scene.Extent) int {
	what := browser.Element(s.What)
	if !what.Truthy() {
		return 0
	}
	return what.Get(wording.Either(s.Down, "offsetHeight", "offsetWidth")).Int()
}
