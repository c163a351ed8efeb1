package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// Whoever works by keyboard, or hears the page, is lost where the element that
// has the focus goes away: the browser begins anew at the top of the document.
// So after each drawing the focus goes on from the nearest place that is left.

// anywhere is where the focus goes when nothing is nearer.
var anywhere = [...]string{cursorRow, filterField, ".top button"}

// havens are where the focus goes, in turn, when the element that has it now is
// no longer there after a drawing; nil when nothing has it.
func havens() []string {
	on := focused()
	if !on.Truthy() {
		return nil
	}
	var out []string
	if form := formOf(on); form != "" {
		out = append(out, "[data-form="+form+"] :is(input, textarea, select, button):not(:disabled, [hidden])")
	}
	switch pane(dataOf(closest(on, "[data-pane]"), "pane")) {
	case sessionsPane:
		out = append(out, sessionsList)
	case detailPane:
		out = append(out, "#detail")
	case timelinePane:
		out = append(out, "#log")
	}
	if closest(on, ".notices").Truthy() {
		out = append(out, ".notices-alert button")
	}
	return append(out, anywhere[:]...)
}

// focused is the element that has the focus, null where none has that can keep
// it.
func focused() app.Value {
	on := document().Get("activeElement")
	if !on.Truthy() || text(on.Get("tagName")) == "BODY" || on.Get("disabled").Truthy() || closest(on, "[hidden]").Truthy() {
		return app.Null()
	}
	return on
}

// refocus moves the focus to the first haven that takes it, if it was lost.
func refocus(havens []string) {
	if len(havens) == 0 || focused().Truthy() {
		return
	}
	for _, h := range havens {
		if t := element(h); t.Truthy() {
			t.Call("focus")
			if focused().Truthy() {
				return
			}
		}
	}
}
