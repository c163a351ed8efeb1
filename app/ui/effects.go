package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/browser"
	"github.com/keytrail/keytrail/app/ui/stage"
)

// run does what the model asked for.
func run(e stage.Effect) {
	switch e.Do {
	case stage.KeepText:
		browser.Remember(e.Target, e.Text)
	case stage.SetTheme:
		browser.ApplyTheme(e.Text)
	case stage.SetSizes:
		browser.SetSizes(e.Text)
	case stage.Store:
		browser.StoreView(e.Text)
	case stage.SetTitle:
		browser.SetTitle(e.Text)
	case stage.FullScreen:
		browser.TakeScreen(e.Text != "off")
	case stage.Beep:
		browser.Beep()
	case stage.Notify, stage.AskNotify:
		browser.Notify(e.Text)
	case stage.SaveFile:
		browser.Download(e.Target, e.Mime, []byte(e.Text))
	default:
		if t := browser.Element(e.Target); t.Truthy() {
			runOn(t, e)
		}
	}
}

// runOn does what the model asked for with an element.
func runOn(t app.Value, e stage.Effect) {
	switch e.Do {
	case stage.FocusLost:
		if on := browser.Focused(); on.Truthy() && on.Call("getClientRects").Length() > 0 {
			return
		}
		t.Call("focus")
	case stage.FocusOn:
		t.Call("focus")
		t.Call("scrollIntoView", map[string]any{"block": "nearest"})
	case stage.SetValue:
		if browser.TextOf(t.Get("value")) != e.Text {
			t.Set("value", e.Text)
		}
	case stage.ShowModal:
		if !t.Get("open").Truthy() {
			browser.Refocus(anywhere[:]) // which gets the focus back when the dialog is closed
			t.Call("showModal")
		}
	case stage.ShowMenu:
		t.Call("showModal")
		browser.PlaceAt(t, e.Text)
	case stage.ShowBeside:
		for _, anchor := range [...]string{e.Text, ":focus", stage.CursorRow, "#detail"} {
			if anchor == "" {
				continue
			}
			if on := browser.Element(anchor); on.Truthy() && on.Call("getClientRects").Length() > 0 {
				browser.PlaceAt(t, anchor)
				return
			}
		}
	case stage.CloseModal:
		t.Call("close")
	case stage.ScrollUp:
		t.Set("scrollTop", 0)
	case stage.ScrollTo:
		t.Call("scrollIntoView", map[string]any{"block": "nearest"})
	case stage.Press:
		t.Call("click")
	}
}
