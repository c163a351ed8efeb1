package rig

import (
	"fmt"
	"strings"
	"time"
)

// WaitReady waits until the page answers to input.
func (p *Page) WaitReady() {
	p.T.Helper()
	p.UntilTrue("data-ready on the document", `document.documentElement.dataset.ready === "true"`)
}

// Link returns the connection chip.
func (p *Page) Link() *Place { return p.CSS("button[data-link]") }

// WaitConnected waits until the chip says connected.
func (p *Page) WaitConnected() {
	p.T.Helper()
	p.Link().UntilAttr("data-link", "connected")
}

// SessionOption returns the session's entry in the list of sessions.
func (p *Page) SessionOption(id string) *Place {
	return p.By("listbox", "Sessions").CSS(fmt.Sprintf("[data-session=%q]", id))
}

// Select chooses the session and waits until it is the chosen one.
func (p *Page) Select(id string) {
	p.T.Helper()
	p.SessionOption(id).Click()
	p.SessionOption(id).UntilAttr("aria-selected", "true")
}

// Grid returns the table of userData.
func (p *Page) Grid() *Place { return p.By("grid", "User data") }

// A Row is one row of the table of userData as it stands on the screen.
type Row struct {
	Key    string            `json:"key"`
	Change string            `json:"change"`
	Class  string            `json:"class"`
	Cells  map[string]string `json:"cells"` // by data-col
}

// Rows returns the rows that are drawn; the table draws only what is in view.
func (p *Page) Rows() []Row {
	var rows []Row
	p.Grid().Call(&rows, `function() {
		return [...this.querySelectorAll("[data-key]")].map(row => ({
			key: row.dataset.key, change: row.dataset.change, class: row.dataset.class,
			cells: Object.fromEntries([...row.querySelectorAll("[data-col]")].map(c => [c.dataset.col, c.textContent])),
		}));
	}`)
	return rows
}

// Row scrolls through the table until the key's row is drawn and returns it.
func (p *Page) Row(key string) Row {
	p.T.Helper()
	var found Row
	p.Until(fmt.Sprintf("a row for the key %q", key), func() (bool, string) {
		row, ok, seen := p.seek(key)
		found = row
		return ok, seen
	})
	return found
}

// seek looks for the key on every screenful of the table, from the top.
func (p *Page) seek(key string) (row Row, ok bool, seen string) {
	var keys []string
	p.Grid().eachScreenful(func() bool {
		for _, r := range p.Rows() {
			keys = append(keys, r.Key)
			if r.Key == key {
				row, ok = r, true
			}
		}
		return !ok
	})
	return row, ok, strings.Join(keys, " · ")
}

// AllOfIt reads the table from the top to the end. While the table changes,
// the answer may be of no single instant.
func (p *Page) AllOfIt() map[string]Row {
	rows := map[string]Row{}
	p.Grid().eachScreenful(func() bool {
		for _, r := range p.Rows() {
			rows[r.Key] = r
		}
		return true
	})
	return rows
}

// An Event is one row of the timeline.
type Event struct {
	N                       int
	Kind                    string
	Added, Changed, Removed int
	Text                    string
	Since, Until            int64 // of an unobserved interval, in milliseconds since 1970
}

// Events reads the Changes tab of the timeline, newest first.
func (p *Page) Events() []Event {
	p.T.Helper()
	log, known, events := p.Timeline("Changes"), map[int]bool{}, []Event(nil)
	log.eachScreenful(func() bool {
		var drawn []Event
		log.Call(&drawn, `function() {
			const number = text => Number(text ?? 0);
			return [...this.querySelectorAll("[data-event]")].map(({ dataset: d, textContent }) => ({
				N: number(d.event), Kind: d.kind, Text: textContent,
				Added: number(d.added), Changed: number(d.changed), Removed: number(d.removed),
				Since: number(d.since), Until: number(d.until),
			}));
		}`)
		for _, e := range drawn {
			if !known[e.N] {
				known[e.N] = true
				events = append(events, e)
			}
		}
		return true
	})
	return events
}

// A Gap is an interval that the timeline shows as unobserved.
type Gap struct {
	Since, Until time.Time
	Text         string // what the page says of it
}

// Gap returns the interval of an event that is an unobserved one.
func (e Event) Gap() (g Gap, ok bool) {
	return Gap{time.UnixMilli(e.Since), time.UnixMilli(e.Until), e.Text}, e.Kind == "gap"
}

// Covers reports whether a time lies in the interval, whose ends are told in
// whole milliseconds.
func (g Gap) Covers(t time.Time) bool {
	return !t.Before(g.Since) && t.Before(g.Until.Add(time.Millisecond))
}

// eachScreenful scrolls a windowed list from the top to the end and calls do
// whenever another screenful has been drawn, until do returns false.
func (l *Place) eachScreenful(do func() bool) {
	for screen, more := 0, true; more; screen++ {
		l.Call(&more, scrollTo, screen)
		if !do() {
			return
		}
	}
}

// scrollTo shows a screenful of a windowed list, waits until the page has drawn
// it, for two frames at least, and reports whether there is more below.
const scrollTo = `async function(screen) {
	const scrolls = e => e.scrollHeight > e.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(e).overflowY);
	let box = this;
	while (box && !scrolls(box)) box = box.parentElement;
	box ??= [...this.querySelectorAll("*")].find(scrolls);
	if (!box) return false;
	box.scrollTop = screen * box.clientHeight * 0.8;
	const frame = () => new Promise(done => requestAnimationFrame(done));
	const missing = (space, { top, bottom } = space.getBoundingClientRect(), seen = box.getBoundingClientRect()) =>
		top < bottom && top < seen.bottom - 1 && bottom > seen.top + 1;
	await frame();
	do await frame();
	while ([...this.querySelectorAll("tr[aria-hidden=true]")].some((space) => missing(space)));
	return box.scrollTop + box.clientHeight < box.scrollHeight - 1;
}`

// Writes returns the number of proofs on the screen.
func (p *Page) Writes() int {
	var n int
	p.Eval(`document.querySelectorAll("article[data-write]").length`, &n)
	return n
}

// LastWrite returns the proof that the page shows: the form keeps that of the
// write it has just sent.
func (p *Page) LastWrite() *Place { return p.CSS("article[data-write]") }

// OpenWrite shows the newest write of those that are listed and returns its
// proof.
func (p *Page) OpenWrite() *Place {
	p.T.Helper()
	p.Timeline("Writes").CSS(`[data-kind="write"]`).Click()
	return p.LastWrite().Wait()
}

// AttachForm opens the attach form, unless it is open, and returns it.
func (p *Page) AttachForm() *Form {
	p.T.Helper()
	button := p.By("button", "Attach data")
	if button.Attr("aria-expanded") != "true" {
		button.Click()
	}
	return &Form{p.By("form", "Attach data").Wait()}
}

// A Form is the attach form.
type Form struct{ *Place }

// Fill adds rows up to the n-th and fills it in. The type is one of the words
// text, number, true/false, null and JSON.
func (f *Form) Fill(n int, key, kind, value string) {
	f.page.T.Helper()
	for f.count() <= n {
		before := f.count()
		f.By("button", "Add row").Click()
		f.page.Until("one more row", func() (bool, string) { return f.count() > before, fmt.Sprint(before) })
	}
	row := f.Row(n)
	row.By("textbox", "Key").Type(key)
	row.By("combobox", "Type").Choose(kind)
	switch {
	case value == "":
	case kind == "true/false":
		row.By("combobox", "Value").Choose(value)
	default:
		row.By("textbox", "Value").Type(value)
	}
}

func (f *Form) count() int {
	var n int
	f.Call(&n, `function() { return this.querySelectorAll("[data-row]").length }`)
	return n
}

// Row returns the n-th row, counted from 0 in the order shown. Its number may
// be another, since rows can be removed.
func (f *Form) Row(n int) *Place {
	var number string
	f.Call(&number, `function(n) { return this.querySelectorAll("[data-row]")[n].dataset.row }`, n)
	return f.CSS(fmt.Sprintf("[data-row=%q]", number))
}

// Submit presses the button that begins with the operation's verb.
func (f *Form) Submit(verb string) {
	f.page.T.Helper()
	f.ByPrefix("button", verb).Click()
}

// Writable waits for a session that is being chatted in, and so allows
// AttachUserData, and returns its id.
func (p *Page) Writable() string {
	p.T.Helper()
	return p.By("listbox", "Sessions").CSS(`[data-session][data-state="Chatting"]`).Attr("data-session")
}

// Disclose opens whatever the place keeps folded.
func (p *Page) Disclose(place *Place) {
	p.T.Helper()
	place.Call(nil, `function() {
		for (const details of this.querySelectorAll("details:not([open])")) details.open = true;
		for (const button of this.querySelectorAll("button[aria-expanded=false]")) button.click();
	}`)
}

// Describing returns the text that describes a field to assistive technology.
func (p *Page) Describing(field *Place) string {
	p.T.Helper()
	var text string
	field.Call(&text, `function() {
		const ids = (this.getAttribute("aria-describedby") ?? "") + " " + (this.getAttribute("aria-errormessage") ?? "");
		return ids.split(/\s+/).map(id => id && document.getElementById(id)?.textContent || "").join(" ").trim();
	}`)
	return text
}

// ShowAll shows the rows that are hidden as noise.
func (p *Page) ShowAll() {
	p.T.Helper()
	hidden := p.CSS("button[data-hidden]")
	if hidden.Exists() && hidden.Attr("data-hidden") != "0" {
		hidden.Click()
		hidden.UntilAttr("data-hidden", "0")
	}
}

// AllRows returns how many rows the table has, drawn or not.
func (p *Page) AllRows() string {
	p.T.Helper()
	return p.Grid().Attr("aria-rowcount")
}

// Timeline opens a tab of the timeline and returns what it shows.
func (p *Page) Timeline(tab string) *Place {
	p.T.Helper()
	p.By("tab", tab).Click()
	p.By("tab", tab).UntilAttr("aria-selected", "true")
	return p.By("tabpanel", "")
}
