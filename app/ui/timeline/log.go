package timeline

import "github.com/keytrail/keytrail/app/ui/rows"

// omissionRow is the line that stands for events which the log leaves out.
func omissionRow(text string) *rows.Node {
	return rows.El("tr", "timeline-omission", rows.El("td", "", rows.Sign("", "⋯ "), rows.Text(text)).Attr("colspan", "5")).Data("do", "unlimit").Data("kind", "omission")
}
