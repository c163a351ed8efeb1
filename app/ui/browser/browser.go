package browser

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/wording"
)

// The functions of this file are all that the page asks of the browser beside
// drawing. Outside of a browser they do nothing and return zero values.

// Document is the page's document.
func Document() app.Value { return app.Window().Get("document") }

// Element is the first element that selector finds.
func Element(selector string) app.Value { return Document().Call("querySelector", selector) }

// Closest is el or the nearest element around it that selector finds, null for
// none.
func Closest(el app.Value, selector string) app.Value {
	if !el.Truthy() || !el.Get("closest").Truthy() {
		return app.Null()
	}
	return el.Call("closest", selector)
}

// TextOf is the string in v, "" when there is none.
func TextOf(v app.Value) string {
	if !v.Truthy() {
		return ""
	}
	return v.String()
}

// AttrOf is an attribute of el, "" when it has none.
func AttrOf(el app.Value, name string) string {
	if !el.Truthy() {
		return ""
	}
	return TextOf(el.Call("getAttribute", name))
}

// DataOf is the data attribute of that name.
func DataOf(el app.Value, name string) string { return AttrOf(el, "data-"+name) }

// FormOf names the form that an element belongs to.
func FormOf(el app.Value) string { return DataOf(Closest(el, "[data-form]"), "form") }

// TakesText reports whether keys mean something to the element itself.
func TakesText(el app.Value) bool {
	switch TextOf(el.Get("tagName")) {
	case "INPUT", "TEXTAREA", "SELECT":
		return true
	}
	return el.Get("isContentEditable").Truthy()
}

// Selects reports whether text of the page is selected.
func Selects() bool {
	return TextOf(app.Window().Call("getSelection").Get("type")) == "Range"
}

// Copy puts text on the clipboard, and then tells done whether the browser
// has let it.
func Copy(text string, done func(ok bool)) {
	c := app.Window().Get("navigator").Get("clipboard")
	if !c.Truthy() {
		done(false)
		return
	}
	var yes, no app.Func
	answer := func(ok bool) app.Func {
		return app.FuncOf(func(app.Value, []app.Value) any {
			yes.Release()
			no.Release()
			done(ok)
			return nil
		})
	}
	yes, no = answer(true), answer(false)
	c.Call("writeText", text).Call("then", yes, no)
}

// PlaceAt puts el at a place of the window ("x y" in pixels) or below the
// element that a selector names, and in any case within the window.
func PlaceAt(el app.Value, place string) {
	x, y := 0, 0
	if at, rest, ok := strings.Cut(place, " "); ok && wording.Atoi(at)+wording.Atoi(rest) > 0 {
		x, y = wording.Atoi(at), wording.Atoi(rest)
	} else if anchor := Element(place); anchor.Truthy() {
		r := anchor.Call("getBoundingClientRect")
		x, y = r.Get("left").Int()+24, r.Get("bottom").Int()
	}
	w := app.Window()
	style := el.Get("style")
	style.Set("left", strconv.Itoa(max(min(x, w.Get("innerWidth").Int()-el.Get("offsetWidth").Int()-8), 4))+"px")
	style.Set("top", strconv.Itoa(max(min(y, w.Get("innerHeight").Int()-el.Get("offsetHeight").Int()-8), 4))+"px")
}

// Origin is the origin of this page, as a server's rules name it.
func Origin() string { return TextOf(app.Window().Get("location").Get("origin")) }

// Recall returns what remember has put away under a name, "" for nothing.
func Recall(name string) (s string) {
	defer func() {
		if recover() != nil {
			s = ""
		}
	}()
	if x := storage(); x.Truthy() {
		return TextOf(x.Call("getItem", name))
	}
	return ""
}

// Remember puts text away in this browser, and nothing for "". One that
// refuses loses it, and nothing else.
func Remember(name, text string) {
	defer func() { _ = recover() }()
	switch x := storage(); {
	case !x.Truthy():
	case text == "":
		x.Call("removeItem", name)
	default:
		x.Call("setItem", name, text)
	}
}

// storage is the browser's localStorage. Where a person blocks cookies, reading
// the property throws. What a call throws can be recovered from; what a plain
// access throws ends the program, so JavaScript reads the property here.
func storage() app.Value {
	return app.Window().Get("Reflect").Call("get", app.Window(), "localStorage")
}

const themeKey = "keytrail-theme"

// StoredTheme is the theme that was chosen, "" for the system's.
func StoredTheme() string { return Recall(themeKey) }

// ApplyTheme sets the document's theme and remembers the choice; "" is the
// developer tools' around the page, or the system's, which is not remembered.
func ApplyTheme(choice string) {
	root := Document().Get("documentElement")
	if !root.Truthy() {
		return
	}
	theme := cmp.Or(choice, DataOf(root, "tools")) // which boot.js knows
	if theme == "" {
		theme = "light"
		if Matches(DarkMedia) {
			theme = "dark"
		}
	}
	root.Call("setAttribute", "data-theme", theme)
	Remember(themeKey, choice)
}

// The media queries that the page follows.
const (
	DarkMedia  = "(prefers-color-scheme: dark)"
	StillMedia = "(prefers-reduced-motion: reduce)"
)

// OnMedia calls f when the answer to a media query changes, until stop is called.
func OnMedia(media string, f func()) (stop func()) {
	return hear(app.Window().Call("matchMedia", media), "change", false, func(app.Event) { f() })
}

// Hear calls f for each event of a name anywhere in the page, until stop is called.
// The framework draws whatever has the listener after each event; this does not.
func Hear(event string, f func(app.Event)) (stop func()) { return hear(app.Window(), event, false, f) }

// hear is Hear for events of on. To capture them is to hear those that are told
// to their target alone, too.
func hear(on app.Value, event string, capture bool, f func(app.Event)) (stop func()) {
	handler := app.FuncOf(func(_ app.Value, args []app.Value) any {
		f(app.Event{Value: args[0]})
		return nil
	})
	on.Call("addEventListener", event, handler, capture)
	return func() {
		on.Call("removeEventListener", event, handler, capture)
		handler.Release()
	}
}

// NextFrame calls f when the browser prepares its next frame.
func NextFrame(f func()) {
	var begins app.Func
	begins = app.FuncOf(func(app.Value, []app.Value) any {
		begins.Release()
		f()
		return nil
	})
	app.Window().Call("requestAnimationFrame", begins)
}

// onSize calls f when el has got another size, until stop is called, and once
// right away.
func onSize(el app.Value, f func()) (stop func()) {
	kind := app.Window().Get("ResizeObserver")
	if !kind.Truthy() || !el.Truthy() {
		return func() {}
	}
	handler := app.FuncOf(func(app.Value, []app.Value) any {
		f()
		return nil
	})
	observer := kind.New(handler)
	observer.Call("observe", el)
	return func() {
		observer.Call("disconnect")
		handler.Release()
	}
}

// Matches reports whether a media query holds.
func Matches(media string) bool {
	return app.Window().Call("matchMedia", media).Get("matches").Truthy()
}

// DrawNow has what is stale drawn as soon as what waits before it is done. The
// framework would wait for the next tick of its clock, half a frame later.
func DrawNow(ctx app.Context) {
	ctx.Dispatcher().Dispatch(app.Dispatch{Mode: app.Next, Source: ctx.Src(), Function: func(ctx app.Context) {
		if engine, ok := ctx.Dispatcher().(interface{ Consume() }); ok {
			engine.Consume()
		}
	}})
}

// IsNarrow reports whether the page is laid out in one pane with cards.
func IsNarrow() bool { return Matches("(max-width: 37.49rem)") }

// remPixels is the size of a rem in pixels, which a person may have changed.
func remPixels() float64 {
	root := Document().Get("documentElement")
	if !root.Truthy() {
		return 16
	}
	style := app.Window().Call("getComputedStyle", root)
	return app.Window().Call("parseFloat", style.Get("fontSize")).Float()
}

// SetReady tells the world that the page answers to input.
func SetReady() {
	if root := Document().Get("documentElement"); root.Truthy() {
		root.Call("setAttribute", "data-ready", "true")
	}
}

// prefsKey is where the prefs stand in the browser's storage.
const prefsKey = "keytrail-view"

// StoredView returns the prefs that the browser keeps, "" when there are none or
// the browser refuses to say.
func StoredView() string { return Recall(prefsKey) }

// StoreView stores the prefs.
func StoreView(s string) { Remember(prefsKey, s) }

// SetTitle gives the document a title.
func SetTitle(title string) {
	if d := Document(); d.Truthy() && TextOf(d.Get("title")) != title {
		d.Set("title", title)
	}
}

// Fragment is what stands behind the # of the page's address, as it stands
// there. The framework's own reading has no answer for what is not well formed.
func Fragment() string {
	return strings.TrimPrefix(TextOf(app.Window().Get("location").Get("hash")), "#")
}

// SetFragment writes the fragment of the page's address without a new
// entry of the browser's history.
func SetFragment(fragment string) {
	if Fragment() == fragment || !Document().Truthy() {
		return
	}
	want := ""
	if fragment != "" {
		want = "#" + fragment
	}
	place := app.Window().Get("location")
	app.Window().Get("history").Call("replaceState", nil, "", TextOf(place.Get("pathname"))+TextOf(place.Get("search"))+want)
}

// Beep sounds a short tone where the browser lets the page.
func Beep() {
	kind := app.Window().Get("AudioContext")
	if !kind.Truthy() {
		return
	}
	c := kind.New()
	tone := c.Call("createOscillator")
	tone.Get("frequency").Set("value", 660)
	tone.Call("connect", c.Get("destination"))
	tone.Call("start")
	tone.Call("stop", c.Get("currentTime").Float()+0.15)
	time.AfterFunc(time.Second, func() { c.Call("close") })
}

// Notify shows a message outside of the page if the person allowed it;
// with an empty one it asks for that.
func Notify(message string) {
	n := app.Window().Get("Notification")
	switch {
	case !n.Truthy():
	case message == "":
		n.Call("requestPermission")
	case TextOf(n.Get("permission")) == "granted":
		n.New("Keytrail", map[string]any{"body": message, "tag": "keytrail-watch"})
	}
}

// SetSizes has the style sheet take extents: "rail=240px time=".
func SetSizes(text string) {
	root := Document().Get("documentElement")
	if !root.Truthy() {
		return
	}
	for _, one := range strings.Fields(text) {
		name, value, _ := strings.Cut(one, "=")
		root.Get("style").Call("setProperty", "--size-"+name, value)
	}
}

// WindowRem is how wide and high the window is.
func WindowRem() (width, height float64) {
	w, rem := app.Window(), remPixels()
	return w.Get("innerWidth").Float() / rem, w.Get("innerHeight").Float() / rem
}

// TakeScreen gives the page all of the screen where the browser lets it, or gives
// it back.
func TakeScreen(all bool) {
	name, on := "exitFullscreen", Document()
	if all {
		name, on = "requestFullscreen", Document().Get("documentElement")
	} else if !on.Get("fullscreenElement").Truthy() {
		return
	}
	if on.Get(name).Truthy() {
		// Where it may not be, the wall is as large as the window.
		on.Call(name).Call("catch", app.FuncOf(func(app.Value, []app.Value) any { return nil }))
	}
}
