package browser

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/rows"
)

// Scroll measures an element that scrolls, and the box that it fills at most;
// its rows are rowRem high. It reports whether others are to be drawn.
func Scroll(s *rows.Scroller, el, box app.Value, rowRem float64) (moved bool) {
	return s.Move(el.Get("scrollTop").Float(), box.Get("clientHeight").Float(), rowRem*remPixels())
}

// ScrollOn scrolls an element down by so many rem.
func ScrollOn(selector string, rem float64) {
	el := Element(selector)
	el.Set("scrollTop", el.Get("scrollTop").Float()+rem*remPixels())
}

// Measured has a list measured again when the element that it scrolls in, whose id is
// given, is scrolled, and when the box that it fills has got another size. Where other
// rows are to be drawn then, after is called when they were, until stop is called.
func Measured(ctx app.Context, id string, box app.Value, again func() (moved bool), after func()) (stop func()) {
	measure := func(drawn func(app.Context)) {
		ctx.Dispatcher().Dispatch(app.Dispatch{Mode: app.Next, Source: ctx.Src(), Function: func(ctx app.Context) {
			if again() {
				ctx.Dispatch(func(ctx app.Context) { ctx.Defer(func(app.Context) { after() }) })
				drawn(ctx)
			}
		}})
	}
	unsize := onSize(box, func() { measure(func(app.Context) {}) })
	unscroll := hear(app.Window(), "scroll", true, func(e app.Event) {
		if TextOf(e.Get("target").Get("id")) == id {
			measure(DrawNow)
		}
	})
	return func() { unsize(); unscroll() }
}
