package forms

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/records"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// keepDetails is the panel of recordings.
func keepDetails(m *page.Model) app.UI {
	p := &m.Shelf
	on := p.Stop != nil
	state := "Off. Nothing of what comes is kept on this computer."
	if on {
		state = "Recording on this computer: " + wording.Plural(p.Held, "message") + " and " + wording.Size(int(p.Bytes)) + " kept so far. A crash of the tab loses no more than the last second."
	}
	items := make([]app.UI, len(p.List))
	for i, r := range p.List {
		items[i] = parts.RecordingItem(m, r)
	}
	return html.El("div", "keep",
		html.Act(html.El("button", "check", html.Sign("check-box", checkGlyph(on)), app.Text("Record what is observed")).
			Attr("type", "button").Role("switch").Aria("checked", html.Bool(on)), "keep-record", ""),
		html.Word("p", "note", state),
		html.When(html.Choices("Keep it for", "keep-days", strconv.Itoa(p.Days), [][2]string{{"1", "1 day"}, {"7", "7 days"}, {"0", "until deleted"}}), on, "hidden"),
		html.Word("p", "write-problem", p.Problem),
		html.Word("p", "keep-said note", p.Said).Role("status"),
		html.Word("h3", "", "Recordings in this browser"),
		html.El("ul", "keep-list", items...),
		html.Word("p", "note", quotaText(p)),
		html.El("div", "link-buttons",
			html.When(html.TextButton("btn", "keep-ask", "", "Delete everything…"), p.Asking, "hidden"),
			html.When(html.TextButton("btn keep-danger", "keep-delete-all", "", "Delete recordings, settings and offline copy"), !p.Asking, "hidden"),
			html.When(html.TextButton("btn", "keep-ask", "", "Keep them"), !p.Asking, "hidden")),
	)
}

func quotaText(p *records.Shelf) string {
	if len(p.List) == 0 {
		return "None. Recordings hold customer data as it was seen, with passwords and tokens hidden; they stay in this browser until they expire or you delete them."
	}
	return wording.Size(int(p.Used)) + " used by this site, room for " + wording.Size(int(p.Room)) + " more, as the browser rounds it."
}
