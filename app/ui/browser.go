package ui

import (
	"strings"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// The functions of this file are all that the page asks of the browser beside
// drawing. Outside of a browser they do nothing and return zero values.

func document() app.Value { return app.Window().Get("document") }

func element(selector string) app.Value { return document().Call("querySelector", selector) }

func closest(el app.Value, selector string) app.Value {
	if !el.Truthy() || !el.Get("closest").Truthy() {
		return app.Null()
	}
	return el.Call("closest", selector)
}

// text is the string in v, "" when there is none.
func text(v app.Value) string {
	if !v.Truthy() {
		return ""
	}
	return v.String()
}

func attrOf(el app.Value, name string) string {
	if !el.Truthy() {
		return ""
	}
	return text(el.Call("getAttribute", name))
}

func dataOf(el app.Value, name string) string { return attrOf(el, "data-"+name) }

// formOf names the form that an element belongs to.
func formOf(el app.Value) string { return dataOf(closest(el, "[data-form]"), "form") }

func keypressOf(e app.Event) keypress {
	t := e.Get("target")
	k := keypress{
		key:    text(e.Get("key")),
		shift:  e.Get("shiftKey").Truthy(),
		ctrl:   e.Get("ctrlKey").Truthy() || e.Get("metaKey").Truthy(),
		pane:   pane(dataOf(closest(t, "[data-pane]"), "pane")),
		modal:  closest(t, "dialog").Truthy(),
		typing: takesText(t),
		form:   formOf(t),
		do:     dataOf(t, "do"),
		arg:    dataOf(t, "arg"),
	}
	if k.key == "Enter" && k.typing {
		k.field, k.row = dataOf(t, "field"), atoi(dataOf(closest(t, "[data-row]"), "row"))
		k.line = attrOf(t, "rows") == "1" && !strings.Contains(text(t.Get("value")), "\n")
	}
	return k
}

// takesText reports whether keys mean something to the element itself.
func takesText(el app.Value) bool {
	switch text(el.Get("tagName")) {
	case "INPUT", "TEXTAREA", "SELECT":
		return true
	}
	return el.Get("isContentEditable").Truthy()
}

// run does what the model asked for.
func (e effect) run() {
	switch e.do {
	case keepText:
		remember(e.target, e.text)
		return
	case setTheme:
		applyTheme(e.text)
		return
	case setSizes:
		applySizes(e.text)
		return
	case store:
		keepStored(e.text)
		return
	case setTitle:
		setDocumentTitle(e.text)
		return
	case setFragment:
		replaceFragment(e.text)
		return
	case beep:
		soundTone()
		return
	case notify, askNotify:
		notifyOutside(e.text)
		return
	case saveFile:
		download(e.target, e.mime, []byte(e.text))
		return
	}
	t := element(e.target)
	if !t.Truthy() {
		return
	}
	switch e.do {
	case focusLost:
		if on := focused(); on.Truthy() && on.Call("getClientRects").Length() > 0 {
			return
		}
		t.Call("focus")
	case focusOn:
		t.Call("focus")
		t.Call("scrollIntoView", map[string]any{"block": "nearest"})
	case setValue:
		if text(t.Get("value")) != e.text {
			t.Set("value", e.text)
		}
	case showModal:
		if !t.Get("open").Truthy() {
			refocus(anywhere[:]) // which gets the focus back when the dialog is closed
			t.Call("showModal")
		}
	case showMenu:
		t.Call("showModal")
		placeAt(t, e.text)
	case showBeside:
		for _, anchor := range [...]string{e.text, ":focus", cursorRow, "#detail"} {
			if anchor == "" {
				continue
			}
			if on := element(anchor); on.Truthy() && on.Call("getClientRects").Length() > 0 {
				placeAt(t, anchor)
				return
			}
		}
	case closeModal:
		t.Call("close")
	case scrollUp:
		t.Set("scrollTop", 0)
	case scrollTo:
		t.Call("scrollIntoView", map[string]any{"block": "nearest"})
	case press:
		t.Call("click")
	}
}

// copyOut puts text on the clipboard, and then tells done whether the browser
// has let it.
func copyOut(text string, done func(ok bool)) {
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

// placeAt puts el at a place of the window ("x y" in pixels) or below the
// element that a selector names, and in any case within the window.
func placeAt(el app.Value, place string) {
	x, y := 0, 0
	if at, rest, ok := strings.Cut(place, " "); ok && atoi(at)+atoi(rest) > 0 {
		x, y = atoi(at), atoi(rest)
	} else if anchor := element(place); anchor.Truthy() {
		r := anchor.Call("getBoundingClientRect")
		x, y = r.Get("left").Int()+24, r.Get("bottom").Int()
	}
	w := app.Window()
	style := el.Get("style")
	style.Set("left", itoa(max(min(x, w.Get("innerWidth").Int()-el.Get("offsetWidth").Int()-8), 4))+"px")
	style.Set("top", itoa(max(min(y, w.Get("innerHeight").Int()-el.Get("offsetHeight").Int()-8), 4))+"px")
}

// pageOrigin is the origin of this page, as a server's rules name it.
func pageOrigin() string { return text(app.Window().Get("location").Get("origin")) }

// recall returns what remember has put away under a name, "" for nothing.
func recall(name string) (s string) {
	defer func() {
		if recover() != nil {
			s = ""
		}
	}()
	if x := storage(); x.Truthy() {
		return text(x.Call("getItem", name))
	}
	return ""
}

// remember puts text away in this browser, and nothing for "". One that
// refuses loses it, and nothing else.
func remember(name, text string) {
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

func storedTheme() string { return recall(themeKey) }

// applyTheme sets the document's theme and remembers the choice; "" is the
// system's, which is not remembered.
func applyTheme(choice string) {
	theme := choice
	if theme == "" {
		theme = "light"
		if matches(darkMedia) {
			theme = "dark"
		}
	}
	root := document().Get("documentElement")
	if !root.Truthy() {
		return
	}
	root.Call("setAttribute", "data-theme", theme)
	remember(themeKey, choice)
}

const (
	darkMedia  = "(prefers-color-scheme: dark)"
	stillMedia = "(prefers-reduced-motion: reduce)"
)

// onMedia calls f when the answer to a media query changes, until stop is called.
func onMedia(media string, f func()) (stop func()) {
	handler := app.FuncOf(func(app.Value, []app.Value) any {
		f()
		return nil
	})
	list := app.Window().Call("matchMedia", media)
	list.Call("addEventListener", "change", handler)
	return func() {
		list.Call("removeEventListener", "change", handler)
		handler.Release()
	}
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

func matches(media string) bool {
	return app.Window().Call("matchMedia", media).Get("matches").Truthy()
}

// frames tells when the browser paints, until stop is called.
func frames() (b *beat, stop func()) {
	ready := make(chan struct{}, 1)
	if !app.Window().Get("requestAnimationFrame").Truthy() {
		return new(beat), func() {}
	}
	handler := app.FuncOf(func(app.Value, []app.Value) any {
		poke(ready)
		return nil
	})
	ask := func() { app.Window().Call("requestAnimationFrame", handler) }
	return &beat{ask: ask, ready: ready}, handler.Release
}

// drawNow has what is stale drawn as soon as what waits before it is done. The
// framework would wait for the next tick of its clock, half a frame later.
func drawNow(ctx app.Context) {
	ctx.Dispatcher().Dispatch(app.Dispatch{Mode: app.Next, Source: ctx.Src(), Function: func(ctx app.Context) {
		if engine, ok := ctx.Dispatcher().(interface{ Consume() }); ok {
			engine.Consume()
		}
	}})
}

// isNarrow reports whether the page is laid out in one pane with cards.
func isNarrow() bool { return matches("(max-width: 37.49rem)") }

// remPixels is the size of a rem in pixels, which a person may have changed.
func remPixels() float64 {
	root := document().Get("documentElement")
	if !root.Truthy() {
		return 16
	}
	style := app.Window().Call("getComputedStyle", root)
	return app.Window().Call("parseFloat", style.Get("fontSize")).Float()
}

// setReady tells the world that the page answers to input.
func setReady() {
	if root := document().Get("documentElement"); root.Truthy() {
		root.Call("setAttribute", "data-ready", "true")
	}
}

// refocusRow moves the focus to the row under the cursor, if it is on another
// row of the same table. Headings and the line below the rows are none.
func refocusRow(table, cursor string) {
	on := closest(document().Get("activeElement"), table+" tr[data-key]")
	if !on.Truthy() {
		return
	}
	if c := element(cursor); c.Truthy() && !c.Equal(on) {
		c.Call("focus", map[string]any{"preventScroll": true})
	}
}

// prefsKey is where the prefs stand in the browser's storage.
const prefsKey = "keytrail-view"

// stored returns the prefs that the browser keeps, "" when there are none or
// the browser refuses to say.
func stored() string { return recall(prefsKey) }

// keepStored stores the prefs.
func keepStored(s string) { remember(prefsKey, s) }

func setDocumentTitle(title string) {
	if d := document(); d.Truthy() && text(d.Get("title")) != title {
		d.Set("title", title)
	}
}

// addressFragment is what stands behind the # of the page's address, as it stands
// there. The framework's own reading has no answer for what is not well formed.
func addressFragment() string {
	return strings.TrimPrefix(text(app.Window().Get("location").Get("hash")), "#")
}

// replaceFragment writes the fragment of the page's address without a new
// entry of the browser's history.
func replaceFragment(fragment string) {
	if addressFragment() == fragment || !document().Truthy() {
		return
	}
	want := ""
	if fragment != "" {
		want = "#" + fragment
	}
	place := app.Window().Get("location")
	app.Window().Get("history").Call("replaceState", nil, "", text(place.Get("pathname"))+text(place.Get("search"))+want)
}

// soundTone sounds a short tone where the browser lets the page.
func soundTone() {
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

// notifyOutside shows a message outside of the page if the person allowed it;
// with an empty one it asks for that.
func notifyOutside(message string) {
	n := app.Window().Get("Notification")
	switch {
	case !n.Truthy():
	case message == "":
		n.Call("requestPermission")
	case text(n.Get("permission")) == "granted":
		n.New("Keytrail", map[string]any{"body": message, "tag": "keytrail-watch"})
	}
}
