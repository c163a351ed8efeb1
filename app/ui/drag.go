package ui

import (
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/browser"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// pointOf is where in the window the pointer is.
func pointOf(e app.Event) [2]int { return [2]int{e.Get("clientX").Int(), e.Get("clientY").Int()} }

// onPointerDown begins to drag the edge of a pane or of a column. The pointer is
// followed only until it is let go.
func (s *screen) onPointerDown(_ app.Context, e app.Event) {
	defer s.m.Rescue("dragging an edge")
	s.down, s.drags = pointOf(e), false // what was dragged may be gone, and tell nobody
	t, ok := scene.SizeNamed(browser.DataOf(browser.Closest(e.Get("target"), "[data-size]"), "size"))
	if !ok || e.Get("button").Int() != 0 {
		s.dragColumn(e)
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
			s.did(ctx)
		}
	})
	end := func(ctx app.Context, _ app.Event) {
		defer s.m.Rescue("dragging an edge")
		s.letGo()
		s.m.Keep()
		s.did(ctx)
	}
	up, lost := app.Window().AddEventListener("pointerup", end), app.Window().AddEventListener("pointercancel", end)
	s.drag = func() { move(); up(); lost() }
}

// columnOf is the key whose column of the board stands under the pointer.
func columnOf(e app.Event) (key string, ok bool) {
	return strings.CutPrefix(browser.DataOf(browser.Closest(e.Get("target"), ".board-sort"), "arg"), "=")
}

// dragColumn brings the column of a key to where the pointer is let go. A click
// follows only where that is the same one.
func (s *screen) dragColumn(e app.Event) {
	key, ok := columnOf(e)
	if !ok {
		return
	}
	s.letGo()
	up := app.Window().AddEventListener("pointerup", func(ctx app.Context, e app.Event) {
		defer s.m.Rescue("dragging a column")
		s.letGo()
		if to, ok := columnOf(e); ok && to != key {
			all := s.m.View.Board.Columns
			s.m.MoveColumn(key, slices.Index(all, to)-slices.Index(all, key))
			s.did(ctx)
		}
	})
	s.drag = up
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
		s.did(ctx)
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
