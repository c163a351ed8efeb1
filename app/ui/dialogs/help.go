package dialogs

import (
	"cmp"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
)

// Help lists the keys. It is always in the document, and does not change
// once it is written.
type Help struct {
	app.Compo
	Early bool   // the page is being drawn for the first time
	Built string // what the builder says of the program, see Run
}

// Render draws the dialog.
func (c *Help) Render() app.UI {
	if c.Early {
		return unwritten("help", "Keyboard")
	}
	rows := make([]app.UI, 0, 32)
	for _, s := range page.Shortcuts() {
		rows = append(rows, html.El("dt", "", html.Word("kbd", "", s.Keys)), html.Word("dd", "", s.Does))
	}
	return html.El("dialog", "help",
		html.El("div", "help-head", html.Word("h2", "help-title", "Keyboard"), html.El("span", "grow"), html.TextButton("btn", "close-help", "", "Close")),
		html.Word("p", "note", "Letters work while the focus is in the sessions, the table or the timeline. They can be switched off under View."),
		html.El("dl", "help-list", rows...),
		html.Word("p", "note help-built", builtText(c.Built)),
	).Attr("id", "help").Aria("label", "Keyboard")
}

// builtText says which program this is, as far as it was told.
func builtText(built string) string {
	kind, revision, _ := strings.Cut(built, ",")
	text := map[string]string{"quick": "Quick build, for trying out", "full": "Full build"}[kind]
	return "This is Keytrail. " + cmp.Or(text, "It is not known how it was built") + ", revision " + cmp.Or(revision, "unknown") + "."
}

// unwritten is a dialog whose content is left for when the page answers.
func unwritten(name, label string) app.UI {
	return html.El("dialog", name).Attr("id", name).Aria("label", label)
}
