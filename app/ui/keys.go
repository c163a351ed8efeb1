package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/browser"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

func keypressOf(e app.Event) page.Keypress {
	t := e.Get("target")
	k := page.Keypress{
		Key:    browser.TextOf(e.Get("key")),
		Shift:  e.Get("shiftKey").Truthy(),
		Ctrl:   e.Get("ctrlKey").Truthy() || e.Get("metaKey").Truthy(),
		Alt:    e.Get("altKey").Truthy(),
		Pane:   scene.Pane(browser.DataOf(browser.Closest(t, "[data-pane]"), "pane")),
		Modal:  browser.Closest(t, "dialog").Truthy(),
		Typing: browser.TakesText(t),
		Form:   browser.FormOf(t),
		Do:     browser.DataOf(t, "do"),
		Arg:    browser.DataOf(t, "arg"),
	}
	if k.Form == "scrubber" && len(k.Key) == 1 { // its own keys have longer names
		k.Pane, k.Typing = scene.TimelinePane, false
	}
	if k.Typing && (k.Key == "Enter" || k.Key == "ArrowDown") {
		k.Field, k.Row = browser.DataOf(t, "field"), wording.Atoi(browser.DataOf(browser.Closest(t, "[data-row]"), "row"))
		k.Line = browser.AttrOf(t, "rows") == "1" && !strings.Contains(browser.TextOf(t.Get("value")), "\n")
	}
	return k
}
