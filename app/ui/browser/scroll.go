package browser

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/rows"
)

// Scroll measures an element that scrolls, and the box that it fills at most;
// its rows are rowRem high. It reports whether others are to be drawn.
func Scroll(s *rows.Scroller, el, box app.Value, rowRem float64) (moved bool) {
	top, height, row := el.Get("scrollTop").Float(), box.Get("clientHeight").Float(), rowRem*remPixels()
	w := rows.WindowAt(top, height, row, top < s.Top)
	moved = w != s.Win
	s.Win, s.Sight, s.Top = w, rows.SightAt(top, height, row), top
	return moved
}

// ScrollOn scrolls an element down by so many rem.
func ScrollOn(selector string, rem float64) {
	el := Element(selector)
	el.Set("scrollTop", el.Get("scrollTop").Float()+rem*remPixels())
}

// Scrolled moves the window of a list along with the element that was scrolled, and
// has it drawn, with after called then.
func Scrolled(ctx app.Context, e app.Event, s *rows.Scroller, rowRem float64, after func()) {
	el := e.Get("target")
	Scroll(s, el, el, rowRem)
	ctx.Defer(func(app.Context) { after() })
	DrawNow(ctx)
}

// Measured has a list measured again when its box has got another size, and
// after called when it was drawn for that, until stop is called.
func Measured(ctx app.Context, box app.Value, again func() (moved bool), after func()) (stop func()) {
	return onSize(box, func() {
		ctx.Dispatcher().Dispatch(app.Dispatch{Mode: app.Next, Source: ctx.Src(), Function: func(ctx app.Context) {
			if again() {
				ctx.Dispatch(func(ctx app.Context) { ctx.Defer(func(app.Context) { after() }) })
			}
		}})
	})
}
