package forms

import (
	"strconv"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/records"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// listedMost is how many repairs or problems of a file are listed.
const listedMost = 200

// memoryNote says what a book takes of the memory, and what happens when it may
// take no more.
func memoryNote(whose string, m book.Memory) app.HTMLElem {
	return html.Word("p", "note", whose+" takes "+wording.Size(m.Histories)+" of at most "+wording.Size(m.MostHistories)+" for histories and "+
		wording.Size(m.Tape)+" of at most "+wording.Size(m.MostTape)+" for what can be saved. Beyond that the oldest is dropped and counted.")
}

// fileDetails tells of the file that was asked for last, and of the one on the
// screen where that is another.
func fileDetails(m *page.Model) app.UI {
	o := m.State.Opening
	if o == nil {
		return html.El("div", "opening", html.Word("p", "note", "No file is open."), openButtons(m))
	}
	body := openingDetails(o)
	for _, f := range m.State.Files {
		if f.Book == m.State.Book && f.N != o.N {
			body = append(append(body, html.Word("h3", "", "On the screen")), openingDetails(f)...)
		}
	}
	return html.El("div", "opening", append(body,
		memoryNote("The live record", m.State.Memory),
		html.Word("p", "note", "At most "+strconv.Itoa(tracker.MaxFiles)+" files are open at once."),
		openButtons(m))...)
}

// openingDetails tell how far a file is, what it was taken for, what had to be
// repaired, and what could not be read.
func openingDetails(o *tracker.Opening) []app.UI {
	return []app.UI{
		html.Word("p", "opening-name", o.Name),
		openingProgress(o),
		openingProblem(o),
		html.Word("p", "opening-understood", o.Understood),
		headerFacts(o),
		html.When(memoryNote("This file", o.Memory), !o.Shown, "hidden"),
		listing("Repaired", "repair", len(o.Fixes), func(i int) app.UI { return fixItem(o.Fixes[i]) }),
		listing("Could not be read", "place", len(o.Problems), func(i int) app.UI { return problemItem(o.Problems[i]) }),
	}
}

func openingProgress(o *tracker.Opening) app.UI {
	note := wording.Size(int(o.Read))
	if o.Grows {
		if note += " read; it is read on as it grows"; o.Trouble != nil {
			note += ". It cannot be read now, and is tried again twice a second: " + o.Trouble.Error()
		}
		return html.When(html.El("div", "opening-progress", html.Word("span", "note", note), html.TextButton("btn", "cancel-open", "", "Stop following")), o.Done, "hidden")
	}
	if o.Size > 0 {
		note += " of " + wording.Size(int(o.Size))
	}
	bar := app.Elem("progress").Class("opening-bar").Aria("label", "Read so far")
	if o.Size > 0 {
		bar.Attr("max", strconv.Itoa(int(o.Size))).Attr("value", strconv.Itoa(int(o.Read)))
	}
	return html.When(html.El("div", "opening-progress", bar, html.Word("span", "note", note),
		html.TextButton("btn", "cancel-open", "", "Cancel")), o.Done, "hidden")
}

func openingProblem(o *tracker.Opening) app.UI {
	if o.Err == nil {
		return html.El("div", "link-problem link-problem--none")
	}
	return html.Word("div", "link-problem", records.ExplainOpening(o))
}

func headerFacts(o *tracker.Opening) app.UI {
	h := o.Header
	if !o.Done || o.Err != nil {
		return html.Facts("facts", nil)
	}
	facts := [][2]string{{"Redaction", parts.Redaction(h)}}
	for _, f := range [...][2]string{{"Source", h.Source}, {"Scope", h.Scope}} {
		if f[1] != "" && f[1] != o.Understood {
			facts = append(facts, f)
		}
	}
	if r := h.Redaction; r != nil {
		facts = append(facts, [2]string{"Chosen by", orDash(r.Chosen)}, [2]string{"Unclassified", wording.Plural(r.Unclassified, "key") + " kept as they were"})
	}
	return html.Facts("facts", facts)
}

// listing lists n things under a title that counts them.
func listing(title, noun string, n int, item func(i int) app.UI) app.UI {
	if n == 0 {
		return html.El("section", "")
	}
	items := make([]app.UI, min(n, listedMost))
	for i := range items {
		items[i] = item(i)
	}
	if n > listedMost {
		items = append(items, html.Word("li", "note", "and "+strconv.Itoa(n-listedMost)+" more"))
	}
	return html.El("section", "", html.Word("h3", "", title+": "+wording.Plural(n, noun)), html.El("ol", "opening-list", items...))
}

func fixItem(f capture.Fix) app.UI {
	body := []app.UI{html.Word("span", "opening-place", "line "+strconv.Itoa(f.Line)+", column "+strconv.Itoa(f.Column)), html.Word("span", "", f.Why)}
	show := func(class, text string) {
		text, left := wording.Clip(text, 60)
		body = append(body, html.El("code", class, html.Exact(text)...))
		if left > 0 {
			body = append(body, html.Word("span", "note", "… "+wording.Size(left)+" more"))
		}
	}
	if f.Was != "" {
		show("opening-was", f.Was)
		body = append(body, html.Heard(" became"))
	}
	if f.Now != "" {
		show("opening-now", f.Now)
	}
	return html.El("li", "opening-item", body...)
}

func problemItem(p capture.Problem) app.UI {
	place := ""
	if p.Line > 0 {
		place = "line " + strconv.Itoa(p.Line)
	}
	return html.El("li", "opening-item", html.Word("span", "opening-place", place), html.Word("span", "opening-why", p.Text))
}

// openButtons lead to another file, and to one that grows where the browser lets a
// page read on.
func openButtons(m *page.Model) app.UI {
	if m.Follows {
		return html.El("div", "link-buttons", html.TextButton("btn", "open", "", "Open another"), html.TextButton("btn", "follow-file", "", "Follow a log"))
	}
	return html.El("div", "",
		html.Word("p", "note", "This browser does not let a page read a file on as it grows. To see what was added to a log, open it again."),
		html.El("div", "link-buttons", html.TextButton("btn", "open", "", "Open another, or again")))
}
