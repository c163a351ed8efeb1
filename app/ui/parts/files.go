package parts

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/recorder"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// RecordingItem is a recording that is kept, and what can be done with it.
func RecordingItem(m *page.Model, r recorder.Recording) app.UI {
	note := wording.Plural(r.Chunks, "piece") + " · " + wording.Size(int(r.Bytes))
	switch {
	case r.ID == m.Shelf.Current:
		note = wording.Size(int(m.Shelf.Bytes)) + " · going on" // the list was read when it began
	case m.Shelf.Elsewhere(r):
		note += " · going on in another tab"
	case r.Cut:
		note += " · cut off at " + wording.Clock(r.Last, m.Zone())
	case !r.Closed:
		note += " · not ended: cut off, or going on in another tab"
	}
	until := "kept until deleted"
	if !r.Expires.IsZero() {
		until = "until " + r.Expires.In(m.Zone()).Format("2 Jan 15:04")
	}
	name := r.Begun.In(m.Zone()).Format("2 Jan 2006 15:04")
	return html.El("li", html.Variant("keep-item", "cut", r.Cut),
		html.El("div", "keep-what", html.Word("b", "", name), html.Word("span", "keep-of", r.Name), html.Word("span", "note", note), html.Word("span", "note", until)),
		html.Button("btn", "keep-open", r.ID, app.Text("Open"), html.Heard(" recording of "+name)),
		html.When(html.Button("btn btn--quiet", "keep-delete", r.ID, app.Text("Delete"), html.Heard(" recording of "+name)), m.Shelf.Elsewhere(r), "disabled"))
}

// Redaction says in words what is hidden in a file.
func Redaction(h capture.Header) string {
	switch {
	case h.Redaction != nil:
		return "redacted, " + h.AtMost() + wording.Plural(h.Redaction.Values(), "value") + " hidden"
	case h.Created.IsZero() && !h.Cleaned:
		return "as it was found"
	}
	return "with customer data, credentials removed"
}

// WatchText is what is watched, and how much of it was seen.
func WatchText(s *tracker.State) string {
	l, w := s.Connection(), s.Watched
	if w == nil {
		return l.Profile.Name
	}
	text := l.Profile.Name + " · " + wording.Plural(w.Requests, "request") + " to Web Services · " + wording.Plural(w.Others, "request") + " to other places not looked at"
	if w.Problems > 0 {
		text += " · " + strconv.Itoa(w.Problems) + " not read in full, the newest: " + w.Problem
	}
	return text
}

// FileBanner says that the screen shows a file, or another page.
func FileBanner(m *page.Model) app.UI {
	if m.Watching() {
		return html.El("div", "banner banner--file", html.Word("b", "", "Watching"), html.Word("span", "", WatchText(m.State)),
			html.TextButton("btn", "panel", string(scene.LinkPanel), "Details").Aria("expanded", html.Bool(m.View.Panel == scene.LinkPanel)))
	}
	if !m.Filed() {
		return html.El("div", "banner banner--none")
	}
	if m.State.Link.State == link.Following {
		return html.El("div", "banner banner--file", html.Word("b", "", "Following"), html.Word("span", "", followText(m)),
			html.TextButton("btn", "panel", string(scene.FilePanel), "What was understood").Aria("expanded", html.Bool(m.View.Panel == scene.FilePanel)))
	}
	what := "being read · not live"
	for _, o := range m.State.Files {
		if o.Book == m.State.Book && o.Done {
			what = Redaction(o.Header) + " · not live"
		}
	}
	return html.El("div", "banner banner--file", html.Word("b", "", "File"), html.Word("span", "", what),
		html.TextButton("btn", "panel", string(scene.FilePanel), "What was understood").Aria("expanded", html.Bool(m.View.Panel == scene.FilePanel)))
}

// followText is what file is followed, and how that goes.
func followText(m *page.Model) string {
	l := m.State.Link
	text := l.Profile.Name
	for _, o := range m.State.Files {
		if o.Book == m.State.Book {
			text += " · " + wording.Size(int(o.Read)) + " read · looked at twice a second"
		}
	}
	if l.Problem != nil {
		text += " · cannot be read now: " + l.Problem.Error()
	}
	return text
}
