package ui

import (
	"github.com/keytrail/keytrail/app/ui/browser"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
)

// Whoever works by keyboard, or hears the page, is lost where the element that
// has the focus goes away: the browser begins anew at the top of the document.
// So after each drawing the focus goes on from the nearest place that is left.

// anywhere is where the focus goes when nothing is nearer.
var anywhere = [...]string{stage.CursorRow, stage.FilterField, ".top button"}

// havens are where the focus goes, in turn, when the element that has it now is
// no longer there after a drawing; nil when nothing has it.
func havens() []string {
	on := browser.Focused()
	if !on.Truthy() {
		return nil
	}
	var out []string
	if form := browser.FormOf(on); form != "" {
		out = append(out, "[data-form="+form+"] :is(input, textarea, select, button):not(:disabled, [hidden])")
	}
	switch scene.Pane(browser.DataOf(browser.Closest(on, "[data-pane]"), "pane")) {
	case scene.SessionsPane:
		out = append(out, stage.SessionsList)
	case scene.BoardPane:
		out = append(out, page.BoardRow, page.BoardFilter)
	case scene.DetailPane:
		out = append(out, "#detail")
	case scene.TimelinePane:
		out = append(out, "#log")
	}
	if browser.Closest(on, ".notices").Truthy() {
		out = append(out, ".notices-alert button")
	}
	return append(out, anywhere[:]...)
}
