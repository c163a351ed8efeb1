package ui

import (
	"github.com/keytrail/keytrail/app/ui/browser"
	"github.com/keytrail/keytrail/app/ui/page"
)

// run does what the model asked for.
func run(e page.Effect) {
	switch e.Do {
	case page.KeepText:
		browser.Remember(e.Target, e.Text)
		return
	case page.SetTheme:
		browser.ApplyTheme(e.Text)
		return
	case page.SetSizes:
		browser.SetSizes(e.Text)
		return
	case page.Store:
		browser.StoreView(e.Text)
		return
	case page.SetTitle:
		browser.SetTitle(e.Text)
		return
	case page.SetFragment:
		browser.SetFragment(e.Text)
		return
	case page.FullScreen:
		browser.TakeScreen(e.Text != "off")
		return
	case page.Beep:
		browser.Beep()
		return
	case page.Notify, page.AskNotify:
		browser.Notify(e.Text)
		return
	case page.SaveFile:
		browser.Download(e.Target, e.Mime, []byte(e.Text))
		return
	}
	t := browser.Element(e.Target)
	if !t.Truthy() {
		return
	}
	switch e.Do {
	case page.FocusLost:
		if on := browser.Focused(); on.Truthy() && on.Call("getClientRects").Length() > 0 {
			return
		}
		t.Call("focus")
	case page.FocusOn:
		t.Call("focus")
		t.Call("scrollIntoView", map[string]any{"block": "nearest"})
	case page.SetValue:
		if browser.TextOf(t.Get("value")) != e.Text {
			t.Set("value", e.Text)
		}
	case page.ShowModal:
		if !t.Get("open").Truthy() {
			browser.Refocus(anywhere[:]) // which gets the focus back when the dialog is closed
			t.Call("showModal")
		}
	case page.ShowMenu:
		t.Call("showModal")
		browser.PlaceAt(t, e.Text)
	case page.ShowBeside:
		for _, anchor := range [...]string{e.Text, ":focus", page.CursorRow, "#detail"} {
			if anchor == "" {
				continue
			}
			if on := browser.Element(anchor); on.Truthy() && on.Call("getClientRects").Length() > 0 {
				browser.PlaceAt(t, anchor)
				return
			}
		}
	case page.CloseModal:
		t.Call("close")
	case page.ScrollUp:
		t.Set("scrollTop", 0)
	case page.ScrollTo:
		t.Call("scrollIntoView", map[string]any{"block": "nearest"})
	case page.Press:
		t.Call("click")
	}
}
