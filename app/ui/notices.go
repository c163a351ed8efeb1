package ui

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
)

// noticeArea draws the alerts and the polite status.
type noticeArea struct {
	app.Compo
	Model *page.Model
	Sight page.Sight
}

func (c *noticeArea) Render() (ui app.UI) {
	defer html.RescueRender(&ui, "messages")
	n := &c.Model.Notices
	alerts := make([]app.UI, len(n.Alerts))
	for i, a := range n.Alerts {
		more := ""
		if i > 0 && i == len(n.Alerts)-1 {
			more = "(" + strconv.Itoa(i) + " more)"
		}
		alerts[i] = html.El("div", "notices-alert",
			html.Word("p", "notices-text", a.Text),
			html.Button("btn btn--quiet", "dismiss", strconv.Itoa(a.N), app.Text("Dismiss"), html.Sign("notices-more", more)),
		).Role("alert")
	}
	return html.El("div", "notices",
		html.El("div", "notices-alerts", alerts...),
		html.Word("p", "notices-beside", n.Beside).Attr("id", "beside").Aria("hidden", "true"),
		html.Word("p", "sr", n.Status).Role("status").Aria("live", "polite").Attr("id", "announcements"),
		html.Word("p", "sr", n.Urgent).Aria("live", "assertive").Attr("id", "watched-changes"),
	)
}
