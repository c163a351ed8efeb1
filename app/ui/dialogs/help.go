package dialogs

import (
	"cmp"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/html"
)

// A shortcut is a line of the help: keys and what they do.
type shortcut struct{ keys, does string }

func shortcuts() []shortcut {
	return []shortcut{
		{"j k  ↓ ↑", "next and previous row"},
		{"PgUp PgDn Home End", "by pages, to either end; End in the timeline follows the newest state"},
		{"n  N", "next and previous changed row"},
		{"[  ]", "previous and next event"},
		{"P", "play the history from here, or stop; in the newest state from the first event"},
		{"b", "compare with the event shown; again: stop comparing"},
		{"{  }", "previous and next event that touched the selected key"},
		{",  .", "previous and next mark"},
		{"m", "mark the event shown, with a note or without"},
		{"M", "mark the events from A to the one shown; without A: begin a range here"},
		{"B", "before the last change of the selected key; again: further back"},
		{"o  Enter", "in the timeline: the request, the reply and the notification of the write shown in rows of their own, or in one"},
		{"f", "only the events that touched the selected key; again: all"},
		{"Space  Shift Space", "in the table: choose the row, or all rows up to it, to copy or export them together"},
		{"Space", "in the sessions: hold this one against the next that is selected"},
		{"e  p", "in the sessions: name and note, or pin, the selected one"},
		{"g then s d t w r b", "go to sessions, data, timeline, writes, traffic, the board of all sessions"},
		{"c", "changed keys only; on the board: its columns"},
		{"v  T", "on the board: charts, and the tables behind them"},
		{"/", "filter keys and values; Enter there: the next row, Shift Enter: the previous, ↓: what it suggests; in the traffic: filter it"},
		{"a", "attach data"},
		{"e", "update the selected key"},
		{"Delete", "draft a deletion of the selected key (nothing is sent)"},
		{"y  Y", "copy the selected value; its row as Markdown"},
		{"w  p", "watch, or pin, the selected key"},
		{"Shift F10  Menu", "all actions on the selected row, event or session; right click does the same"},
		{"i  I", "hide the selected key, its prefix or class; show what is hidden"},
		{"1 2 3 4", "lens: integration, routing, support, supervisor"},
		{"Ctrl/⌘ K", "commands: everything by name, keys and sessions too"},
		{"Enter", "details of the selected key"},
		{"Ctrl/⌘ Enter", "send the draft"},
		{"Ctrl/⌘ S", "export"},
		{"Ctrl/⌘ O", "open a capture, a HAR file, a log or a sample"},
		{"Esc", "clear the filter, close the panel, back to live"},
		{"F6  Shift F6", "next and previous pane"},
		{"?", "this help"},
	}
}

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
	for _, s := range shortcuts() {
		rows = append(rows, html.El("dt", "", html.Word("kbd", "", s.keys)), html.Word("dd", "", s.does))
	}
	return html.El("dialog", "help",
		html.El("div", "help-head", html.Word("h2", "help-title", "Keyboard"), html.El("span", "grow"), html.Button("btn", "close-help", "", app.Text("Close"))),
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
