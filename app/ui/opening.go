package ui

import (
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/open"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/tracker"
)

// listedMost is how many repairs or problems of a file are listed.
const listedMost = 200

// openReader opens a file beside what is on the screen.
func (m *model) openReader(name string, r io.Reader, size int64) {
	m.openFrom(tracker.Open{Name: name, Reader: r, Size: size})
}

func (m *model) openFrom(o tracker.Open) {
	m.show(subject{panel: filePanel})
	m.view.pane = dataPane
	m.send(o)
	m.say("Opening " + o.Name)
	m.touchAll()
}

// openText opens pasted text.
func (m *model) openText(t string) {
	if strings.TrimSpace(t) == "" {
		return
	}
	m.want(effect{do: setValue, target: "#paste"})
	m.pasted = ""
	m.openReader("Pasted text", strings.NewReader(t), int64(len(t)))
}

// goLive shows the live record at its newest state, whatever is on the screen.
func (m *model) goLive() {
	if !m.filed() {
		m.review(0)
		return
	}
	m.send(tracker.Show{})
	m.say("Back to live")
}

// opened follows what becomes of files.
func (m *model) opened(old *tracker.State) {
	if o := m.state.Opening; o == nil && old.Opening != nil {
		m.leave(func(s subject) bool { return s.panel == filePanel })
	}
	for _, o := range m.state.Files {
		begun := func(was *tracker.Opening) bool { return was.N == o.N && was.Shown }
		if o.Grows && o.Shown && !slices.ContainsFunc(old.Files, begun) {
			m.say("Following " + o.Name + ": it is read on as it grows")
		}
		done := func(was *tracker.Opening) bool { return was.N == o.N && was.Done }
		if !o.Done || slices.ContainsFunc(old.Files, done) {
			continue
		}
		if o.Book == m.state.Book {
			m.view.order = nil // rows keep their places while a file arrives; now it is there
			m.compose()
		}
		if o.Err != nil {
			m.alert(explainOpening(o), "")
		} else {
			m.say("Opened " + o.Name + ". " + o.Understood)
		}
	}
}

// explainOpening says why a file is not on the screen, or not all of it.
func explainOpening(o *tracker.Opening) string {
	switch {
	case errors.Is(o.Err, open.ErrNothing):
		return "Nothing of Web Services was found in " + o.Name + ". Open a capture, a HAR file, a log with JSON in it, or paste a sample. What was on the screen is still there."
	case errors.Is(o.Err, tracker.ErrTooManyFiles):
		return o.Name + " was not opened: " + itoa(tracker.MaxFiles) + " files are open, and each is kept in memory. Close one of them, then open it again."
	case errors.Is(o.Err, open.ErrWhole):
		return o.Name + " cannot be followed: " + open.ErrWhole.Error() + "."
	case errors.Is(o.Err, tracker.ErrCanceled) && o.Grows:
		return o.Name + " is not followed any more, as you asked; what had been read is shown."
	case errors.Is(o.Err, tracker.ErrCanceled):
		return "You stopped while " + o.Name + " was being read; what had been read is shown."
	}
	rest := ". What was on the screen is still there."
	if o.Shown {
		rest = ". What could be read is shown."
	}
	return o.Name + " could not be read to its end: " + strings.TrimPrefix(o.Err.Error(), "capture: open: ") + rest
}

// redaction says in words what is hidden in a file.
func redaction(h capture.Header) string {
	switch r := h.Redaction; {
	case h.Created.IsZero():
		return "as it was found, nothing hidden"
	case r == nil:
		return "with customer data, credentials removed"
	default:
		n := 0
		for _, k := range r.Hidden {
			n += k
		}
		return "redacted, " + plural(n, "value") + " hidden"
	}
}

// watchText is what is watched, and how much of it was seen.
func watchText(s *tracker.State) string {
	l, w := s.Connection(), s.Watched
	if w == nil {
		return l.Profile.Name
	}
	text := l.Profile.Name + " · " + plural(w.Requests, "request") + " to Web Services · " + plural(w.Others, "request") + " to other places not looked at"
	if w.Problems > 0 {
		text += " · " + itoa(w.Problems) + " not read in full, the newest: " + w.Problem
	}
	return text
}

// fileBanner says that the screen shows a file, or another page.
func fileBanner(m *model) app.UI {
	if m.watching() {
		return el("div", "banner banner--file", word("b", "", "Watching"), word("span", "", watchText(m.state)),
			button("btn", "panel", string(linkPanel), app.Text("Details")).Aria("expanded", expanded(m.view.panel == linkPanel)))
	}
	if !m.filed() {
		return el("div", "banner banner--none")
	}
	if m.state.Link.State == link.Following {
		return el("div", "banner banner--file", word("b", "", "Following"), word("span", "", followText(m)),
			button("btn", "panel", string(filePanel), app.Text("What was understood")).Aria("expanded", expanded(m.view.panel == filePanel)))
	}
	o := m.state.Opening
	what := "being read · not live"
	if o != nil && o.Done && o.Shown {
		what = redaction(o.Header) + " · not live"
	}
	return el("div", "banner banner--file", word("b", "", "File"), word("span", "", what),
		button("btn", "panel", string(filePanel), app.Text("What was understood")).Aria("expanded", expanded(m.view.panel == filePanel)))
}

// followText is what file is followed, and how that goes.
func followText(m *model) string {
	l := m.state.Link
	text := l.Profile.Name
	for _, o := range m.state.Files {
		if o.Book == m.state.Book {
			text += " · " + size(int(o.Read)) + " read · looked at twice a second"
		}
	}
	if l.Problem != nil {
		text += " · cannot be read now: " + l.Problem.Error()
	}
	return text
}

// memoryNote says what a book takes of the memory, and what happens when it may
// take no more.
func memoryNote(whose string, m book.Memory) app.HTMLElem {
	return word("p", "note", whose+" takes "+size(m.Histories)+" of at most "+size(m.MostHistories)+" for histories and "+
		size(m.Tape)+" of at most "+size(m.MostTape)+" for what can be saved. Beyond that the oldest is dropped and counted.")
}

// fileDetails tells what is being opened, or was: how far it is, what it was
// taken for, what had to be repaired, and what could not be read.
func fileDetails(m *model) app.UI {
	o := m.state.Opening
	if o == nil {
		return el("div", "opening", word("p", "note", "No file is open."), openButtons(m))
	}
	return el("div", "opening",
		word("p", "opening-name", o.Name),
		openingProgress(o),
		openingProblem(o),
		word("p", "opening-understood", o.Understood),
		headerFacts(o),
		when(memoryNote("This file", o.Memory), !o.Shown, "hidden"),
		memoryNote("The live record", m.state.Memory),
		word("p", "note", "At most "+itoa(tracker.MaxFiles)+" files are open at once."),
		listing("Repaired", "repair", len(o.Fixes), func(i int) app.UI { return fixItem(o.Fixes[i]) }),
		listing("Could not be read", "place", len(o.Problems), func(i int) app.UI { return problemItem(o.Problems[i]) }),
		openButtons(m),
	)
}

func openingProgress(o *tracker.Opening) app.UI {
	note := size(int(o.Read))
	if o.Grows {
		if note += " read; it is read on as it grows"; o.Trouble != nil {
			note += ". It cannot be read now, and is tried again twice a second: " + o.Trouble.Error()
		}
		return when(el("div", "opening-progress", word("span", "note", note), button("btn", "cancel-open", "", app.Text("Stop following"))), o.Done, "hidden")
	}
	if o.Size > 0 {
		note += " of " + size(int(o.Size))
	}
	bar := app.Elem("progress").Class("opening-bar").Aria("label", "Read so far")
	if o.Size > 0 {
		bar.Attr("max", itoa(int(o.Size))).Attr("value", itoa(int(o.Read)))
	}
	return when(el("div", "opening-progress", bar, word("span", "note", note),
		button("btn", "cancel-open", "", app.Text("Cancel"))), o.Done, "hidden")
}

func openingProblem(o *tracker.Opening) app.UI {
	if o.Err == nil {
		return el("div", "link-problem link-problem--none")
	}
	return word("div", "link-problem", explainOpening(o))
}

func headerFacts(o *tracker.Opening) app.UI {
	h := o.Header
	if !o.Done || o.Err != nil {
		return el("dl", "facts")
	}
	rows := []app.UI{word("dt", "", "Redaction"), word("dd", "", redaction(h))}
	for _, f := range [...][2]string{{"Source", h.Source}, {"Scope", h.Scope}} {
		if f[1] != "" && f[1] != o.Understood {
			rows = append(rows, word("dt", "", f[0]), word("dd", "", f[1]))
		}
	}
	if r := h.Redaction; r != nil {
		rows = append(rows, word("dt", "", "Chosen by"), word("dd", "", orDash(r.Chosen)),
			word("dt", "", "Unclassified"), word("dd", "", plural(r.Unclassified, "key")+" kept as they were"))
	}
	return el("dl", "facts", rows...)
}

// listing lists n things under a title that counts them.
func listing(title, noun string, n int, item func(i int) app.UI) app.UI {
	if n == 0 {
		return el("section", "")
	}
	items := make([]app.UI, min(n, listedMost))
	for i := range items {
		items[i] = item(i)
	}
	if n > listedMost {
		items = append(items, word("li", "note", "and "+itoa(n-listedMost)+" more"))
	}
	return el("section", "", word("h3", "", title+": "+plural(n, noun)), el("ol", "opening-list", items...))
}

func fixItem(f capture.Fix) app.UI {
	was, _ := clip(f.Was, 60)
	now, _ := clip(f.Now, 60)
	body := []app.UI{word("span", "opening-place", "line "+itoa(f.Line)+", column "+itoa(f.Column)), word("span", "", f.Why)}
	if f.Was != "" {
		body = append(body, el("code", "opening-was", exact(was)...), sr(" became"))
	}
	if f.Now != "" {
		body = append(body, el("code", "opening-now", exact(now)...))
	}
	return el("li", "opening-item", body...)
}

func problemItem(p capture.Problem) app.UI {
	place := ""
	if p.Line > 0 {
		place = "line " + itoa(p.Line)
	}
	return el("li", "opening-item", word("span", "opening-place", place), word("span", "opening-why", p.Text))
}

// openButtons lead to another file, and to one that grows where the browser lets a
// page read on.
func openButtons(m *model) app.UI {
	if m.follows {
		return el("div", "link-buttons", button("btn", "open", "", app.Text("Open another")), button("btn", "follow-file", "", app.Text("Follow a log")))
	}
	return el("div", "",
		word("p", "note", "This browser does not let a page read a file on as it grows. To see what was added to a log, open it again."),
		el("div", "link-buttons", button("btn", "open", "", app.Text("Open another, or again"))))
}
