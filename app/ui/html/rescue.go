package html

import (
	"fmt"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/rows"
)

// RescueRender is deferred by every Render: a component that cannot be drawn
// is replaced by a sentence, and the others stand.
func RescueRender(ui *app.UI, name string) {
	if r := recover(); r != nil {
		*ui = El("div", "fault", app.Text(fmt.Sprintf("The %s could not be drawn: %v. Reload the page; if it happens again, please report it.", name, r)))
	}
}

// RescueRow is RescueRender for a row of a list.
func RescueRow(tr **rows.Node) {
	if r := recover(); r != nil {
		text := fmt.Sprintf("The row could not be drawn: %v. Reload the page; if it happens again, please report it.", r)
		*tr = rows.El("tr", "", rows.El("td", "", rows.Word("div", "fault", text)).Attr("colspan", "5"))
	}
}
