package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// onScroll moves the window along with the table.
func (c *grid) onScroll(ctx app.Context, e app.Event) {
	defer c.Model.rescue("scrolling")
	t := e.Get("target")
	c.scroll(t, t, rowRem(c.Model))
	ctx.Defer(func(app.Context) { c.afterDraw() })
	drawNow(ctx)
}

// scroll measures an element that scrolls, and the box that it fills at most;
// its rows are rowRem high. It reports whether others are to be drawn.
func (s *scroller) scroll(el, box app.Value, rowRem float64) (moved bool) {
	top, height, row := el.Get("scrollTop").Float(), box.Get("clientHeight").Float(), rowRem*remPixels()
	w := windowAt(top, height, row, top < s.top)
	moved = w != s.win
	s.win, s.sight, s.top = w, sightAt(top, height, row), top
	return moved
}

// measured has a list measured again when its box has got another size, and
// after called when it was drawn for that, until stop is called.
func measured(ctx app.Context, box app.Value, again func() (moved bool), after func()) (stop func()) {
	return onSize(box, func() {
		ctx.Dispatcher().Dispatch(app.Dispatch{Mode: app.Next, Source: ctx.Src(), Function: func(ctx app.Context) {
			if again() {
				ctx.Dispatch(func(ctx app.Context) { ctx.Defer(func(app.Context) { after() }) })
			}
		}})
	})
}

// While the pointer or the focus is in the table, its rows keep their places.
func (c *grid) onEnter(app.Context, app.Event)    { c.Model.hold(&c.Model.view.pointed, true) }
func (c *grid) onLeave(app.Context, app.Event)    { c.Model.hold(&c.Model.view.pointed, false) }
func (c *grid) onFocusIn(app.Context, app.Event)  { c.Model.hold(&c.Model.view.focused, true) }
func (c *grid) onFocusOut(app.Context, app.Event) { c.Model.hold(&c.Model.view.focused, false) }

// hold changes one of the reasons to keep rows in place. Letting go does not
// move them at once: the next change does.
func (m *model) hold(reason *bool, on bool) {
	defer m.rescue("moving over the table")
	*reason = on
	m.touch(footPart)
}

// OnMount has every drawing followed by afterDraw.
func (c *grid) OnMount(ctx app.Context) {
	c.Model.drawn = append(c.Model.drawn, c.afterDraw)
	c.stop = measured(ctx, c.JSValue(), c.resized, c.afterDraw)
}

// OnDismount stops what OnMount began.
func (c *grid) OnDismount() { c.stop() }

// resized takes in how much of the table can be seen.
func (c *grid) resized() (moved bool) {
	defer c.Model.rescue("measuring the table")
	el := element("#grid")
	return el.Truthy() && c.scroll(el, c.JSValue(), rowRem(c.Model))
}

// afterDraw draws the rows. The focus moves on to the row that now has the
// cursor.
func (c *grid) afterDraw() {
	defer c.Model.rescue("drawing the table")
	c.list.Draw("#grid tbody", c.rows)
	refocusRow("#grid", cursorRow)
	// The box may have had its size before there was a table in it.
	if c.win.count == 0 && c.resized() {
		c.Model.touch(gridPart)
		c.Model.redraw()
	}
}
