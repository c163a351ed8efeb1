package ui

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/stage"
)

// foldButtons stand in the last line of the page, which is always there.
func foldButtons(m *page.Model) app.UI {
	items := make([]app.UI, len(stage.Foldable))
	for i, p := range stage.Foldable {
		items[i] = html.Button("foot-fold", "fold-pane", p.Name, html.Heard(p.Label), html.Sign("foot-pane foot-pane--"+p.Name, "")).
			Aria("pressed", html.Bool(!m.IsFolded(p.Name))).Attr("title", "Show or fold away: "+p.Label)
	}
	return html.El("span", "foot-folds", items...).Role("group").Aria("label", "Panes")
}
