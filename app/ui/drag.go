package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// onPointerDown begins to drag the edge of a pane or of a column. The pointer is
// followed only until it is let go.
func (s *screen) onPointerDown(_ app.Context, e app.Event) {
	defer s.m.rescue("dragging an edge")
	t, ok := sizeNamed(dataOf(closest(e.Get("target"), "[data-size]"), "size"))
	if !ok || e.Get("button").Int() != 0 {
		return
	}
	s.letGo()
	at := func(e app.Event) int {
		if t.down {
			return e.Get("clientY").Int()
		}
		return e.Get("clientX").Int()
	}
	from, began := at(e), shownExtent(t)
	moved := false
	move := app.Window().AddEventListener("pointermove", func(ctx app.Context, e app.Event) {
		defer s.m.rescue("dragging an edge")
		if by := at(e) - from; moved || by > 2 || by < -2 {
			moved = true
			e.PreventDefault()
			s.m.resize(t.name, began+t.grows*by)
			s.settle(ctx)
		}
	})
	end := func(ctx app.Context, _ app.Event) {
		defer s.m.rescue("dragging an edge")
		s.letGo()
		s.m.keep()
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
	defer s.m.rescue("handling a click")
	if name := dataOf(closest(e.Get("target"), "[data-size]"), "size"); name != "" {
		s.m.usualSize(name)
		s.settle(ctx)
	}
}

// shownExtent is how many pixels something has as it is drawn, 0 when nobody
// knows.
func shownExtent(s extent) int {
	what := element(s.what)
	if !what.Truthy() {
		return 0
	}
	return what.Get(either(s.down, "offsetHeight", "offsetWidth")).Int()
}

// applySizes has the style sheet take extents: "rail=240px time=".
func applySizes(text string) {
	root := document().Get("documentElement")
	if !root.Truthy() {
		return
	}
	for _, one := range strings.Fields(text) {
		name, value, _ := strings.Cut(one, "=")
		root.Get("style").Call("setProperty", "--size-"+name, value)
	}
}

// windowRem is how wide the window is.
func windowRem() float64 { return app.Window().Get("innerWidth").Float() / remPixels() }
