package ui

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/har"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/report"
	"github.com/keytrail/keytrail/app/userdata"
)

// A format is a kind of file that can be saved.
type format struct {
	id, name, ending, mime string
	says                   string
	single                 bool   // it holds one session
	compared               string // it holds the comparison on the screen, in this form of capture's
}

// formats in the order in which they are offered.
func formats() []format {
	return []format{
		{"capture", "Capture", ".jsonl.gz", "application/gzip", "Everything that was seen, byte for byte; open it here again.", false, ""},
		{"har", "HAR 1.2", ".har", "application/json", "Requests, replies and notifications for other tools.", false, ""},
		{"patch", "JSON Patch", ".patch.jsonl", "application/json", "One line for each event of the selected session, with what it changed.", true, ""},
		{"csv", "CSV", ".csv", "text/csv", "The history of the selected key, for a spreadsheet.", true, ""},
		{"report", "Report", ".md", "text/markdown", "What changed, the writes and their verdicts, the gaps: Markdown for a ticket.", false, ""},
		{"fixture", "Test fixture", ".fixture.json", "application/json", "The final keys of the selected session, for a test to expect.", true, ""},
		{"compared", "A/B Markdown", ".comparison.md", "text/markdown", "What differs between A and B of the comparison on the screen: a table for a ticket.", false, "md"},
		{"compared", "A/B CSV", ".comparison.csv", "text/csv", "What differs between A and B of the comparison on the screen, for a spreadsheet.", false, "csv"},
		{"compared", "A/B patch", ".comparison.json", "application/json", "A JSON Patch that makes B of A, of the comparison on the screen.", false, "patch"},
		{"compared", "A/B text", ".comparison.txt", "text/plain", "What differs between A and B of the comparison on the screen, a line each.", false, "txt"},
	}
}

// The scopes of an export.
const (
	scopeAll     = "all"
	scopeSession = "session"
	scopeEvents  = "events"
	scopeFilter  = "filter"
	scopeChosen  = "chosen"
)

// An exporting is the export dialog: what a person chose, and what it would
// hide.
type exporting struct {
	format      int
	scope       string
	first, last string // of the range, as typed
	plain       bool   // with customer data, also in what is copied
	rules       string // as pasted
	ruleErrs    []capture.Problem
	preview     *redact.Preview
	look        *job // that makes the preview
	save        *job
	quit        bool // the preview was given up
	problem     string
	saved       string
}

// taping returns a copy of what was observed in one book.
type taping func(context.Context) (*capture.Capture, error)

// taping is that of the book on the screen, which may be another one before
// the copy is made.
func (m *model) taping() taping {
	tape, book := m.tape, m.state.Book
	return func(ctx context.Context) (*capture.Capture, error) { return tape(ctx, book) }
}

// turnExport forgets what was chosen in another book. A preview that is being made of
// it is made of this one.
func (m *model) turnExport() {
	e := &m.export
	e.first, e.last, e.scope, e.preview, e.problem, e.saved = "", "", "", nil, "", ""
	if e.look != nil {
		m.glance()
	}
}

// openExport shows the dialog.
func (m *model) openExport() {
	e := &m.export
	e.problem, e.saved = "", ""
	if !m.offersFormat(formats()[e.format]) {
		e.format = 0
	}
	m.fitScope()
	m.want(effect{do: showModal, target: "#export"})
	m.glance()
	m.touch(exportPart)
}

// choose takes a choice of the dialog.
func (m *model) choose(what, arg string) {
	e := &m.export
	was := e.scope
	switch what {
	case "export-format":
		e.format = min(max(atoi(arg), 0), len(formats())-1)
	case "export-scope":
		e.scope = arg
	case "export-plain":
		e.plain = arg == "plain"
	}
	m.fitScope()
	e.problem, e.saved = "", ""
	if what != "export-format" || e.scope != was || e.preview == nil {
		m.glance() // else the same is hidden in any format
	}
	m.touch(exportPart, topPart)
}

// fitScope takes the first scope where the chosen format has not the chosen one.
func (m *model) fitScope() {
	e := &m.export
	chosen := e.scope
	e.scope = ""
	all := m.scopeChoices(formats()[e.format])
	e.scope = all[0][0]
	if slices.ContainsFunc(all, func(c [2]string) bool { return c[0] == chosen }) {
		e.scope = chosen
	}
}

func (m *model) typedExport(field, text string) {
	e := &m.export
	switch field {
	case "rules":
		e.rules = text
		_, e.ruleErrs = redact.ParseRules(text)
	case "first":
		e.first = text
	case "last":
		e.last = text
	}
	e.problem, e.saved = "", ""
	m.glance()
	m.touch(exportPart)
}

// glance has the preview made beside the page, in place of one that is being made
// of what was chosen before.
func (m *model) glance() {
	e := &m.export
	e.quit = false
	chosen, problem := m.chosen()
	if e.plain || m.tape == nil || problem != "" {
		e.preview = nil
		m.quitLooking()
		return
	}
	tape, book := m.taping(), m.state.Book
	m.begin(&e.look, "looking for personal data", func(ctx context.Context, tell func(done, total int64)) func() {
		c, err := tape(ctx)
		var p redact.Preview
		if err == nil {
			chosen.Progress = tell
			p = redact.Propose(c, chosen)
		}
		return func() {
			if err == nil && book == m.state.Book {
				e.preview = &p
			}
			m.touch(exportPart)
		}
	})
}

// quitLooking gives up the preview that is being made.
func (m *model) quitLooking() {
	m.export.look.end()
	m.export.look = nil
}

// quitExport gives up what is being done in the dialog.
func (m *model) quitExport() {
	e := &m.export
	if e.save != nil {
		e.save.end()
		e.save, e.saved = nil, "Given up: nothing was saved."
		m.say(e.saved)
	}
	if e.look != nil {
		m.quitLooking()
		e.quit = e.preview == nil
	}
	m.touch(exportPart)
}

// chosen is what the dialog says, as an export.
// problem says what is missing for it, "" for nothing.
func (m *model) chosen() (export redact.Export, problem string) {
	e := &m.export
	rules, _ := redact.ParseRules(e.rules)
	scope, problem := m.scope()
	out := redact.Export{Created: m.wall, Scope: scope, Plain: e.plain, Rules: rules, Chosen: "the defaults"}
	if e.rules != "" {
		out.Chosen = "a person"
	}
	return out, problem
}

const (
	noSession = "Select a session first."
	noKey     = "Select a key in the table first."
	noChoice  = "Choose rows in the table first: Space chooses one, Shift and Space all up to it."
	nothingAB = "Nothing is compared yet: set A at an event, or choose another session under Compare."
	noRange   = "Write the numbers of the first and the last event, as the timeline shows them."
)

// scope is the part of the tape that was chosen.
func (m *model) scope() (scope redact.Scope, problem string) {
	e, x := &m.export, m.scene.session
	if e.scope == scopeAll {
		return redact.Scope{Words: "all"}, ""
	}
	if x == nil {
		return redact.Scope{}, noSession
	}
	s := redact.ScopeSession(x.ID)
	switch e.scope {
	case scopeEvents:
		first, ok1 := x.History.Event(atoi(e.first))
		last, ok2 := x.History.Event(atoi(e.last))
		if !ok1 || !ok2 || first.N > last.N {
			return redact.Scope{}, noRange
		}
		whole, from, to := s.Keep, x.Taped(first.N-1), x.Taped(last.N)
		s.Words = "events " + itoa(first.N) + " to " + itoa(last.N) + " of " + s.Words
		s.Keep = func(o capture.Observation) bool { return whole(o) && o.N > from && o.N <= to }
		s.Before, s.Polls = x.Before(first.N), false // those behind the range would tell of what is not in it
	case scopeFilter:
		shown := map[string]bool{}
		for _, r := range m.scene.rows {
			shown[r.key] = true
		}
		s.Words = plural(len(shown), "key") + " that the table showed of " + s.Words
		s.Keys = func(key string) bool { return shown[key] }
	case scopeChosen:
		chosen := m.view.chosen
		if len(chosen) == 0 {
			return redact.Scope{}, noChoice
		}
		s.Words = plural(len(chosen), "chosen key") + " of " + s.Words
		s.Keys = func(key string) bool { return slices.Contains(chosen, key) }
	}
	return s, ""
}

// submitExport saves the file.
func (m *model) submitExport() {
	e := &m.export
	f := formats()[e.format]
	chosen, problem := m.chosen()
	x, key := m.scene.session, ""
	switch {
	case problem == "" && f.single && x == nil:
		problem = noSession
	case problem == "" && f.id == "csv" && !m.view.picked:
		problem = noKey
	case problem == "" && f.compared != "" && m.scene.a.event == 0:
		problem = nothingAB
	}
	m.touch(exportPart)
	e.problem = problem
	if problem != "" {
		return
	}
	if e.save != nil || m.tape == nil {
		return
	}
	session := ""
	if x != nil {
		session, key = x.ID, m.view.key
	}
	e.problem, e.saved = "", ""
	compared := m.comparison()
	if e.scope == scopeFilter || e.scope == scopeChosen {
		compared.Note += "; this file has only " + chosen.Scope.Words
	}
	tape := m.taping()
	m.begin(&e.save, "writing the file", func(ctx context.Context, tell func(done, total int64)) func() {
		chosen.Progress = tell
		content, err := fileOf(ctx, tape, f, chosen, session, key, compared)
		return func() { m.exported(f, content, err) }
	})
}

// fileOf makes the file. It runs beside the page.
func fileOf(ctx context.Context, tape taping, f format, chosen redact.Export, session, key string, ab report.Comparison) ([]byte, error) {
	whole, err := tape(ctx)
	if err != nil {
		return nil, err
	}
	cut, masks := redact.Cut(whole, chosen)
	chosen.Progress(1, 1) // what is left is writing
	var b bytes.Buffer
	switch f.id {
	case "capture":
		err = capture.Write(&b, cut)
	case "har":
		err = har.Write(&b, cut)
	case "compared":
		err = writeCompared(&b, f, ab, masks, chosen.Scope.Keys)
	case "report":
		err = report.WriteMarkdown(&b, cut.Header, book.Replay(cut))
	default:
		err = writeSession(&b, f, cut.Header, book.Replay(cut), masks.Text(session), key)
	}
	return b.Bytes(), err
}

// comparison is what is compared on the screen, whatever of it the table hides.
func (m *model) comparison() report.Comparison {
	s := &m.scene
	if s.a.event == 0 {
		return report.Comparison{}
	}
	return report.Comparison{Old: s.a.data, New: s.data, Note: s.found.verdict(s.rival()),
		A: instantName(s.a.session, s.a.event, s.a.why), B: instantName(s.session, s.at, "")}
}

// instantName says which state of which session.
func instantName(x *book.Session, n int, why string) string {
	name := "session " + x.ID + ", event " + itoa(n)
	if e, ok := x.History.Event(n); ok {
		name += ", " + orElse(stamp(e.Time, time.UTC), "time unknown")
	}
	if why != "" {
		name += ", " + why
	}
	return name
}

// writeCompared writes a comparison of masked data: what is hidden on one side
// is hidden in the same way on the other, so equal values stay equal.
func writeCompared(w io.Writer, f format, ab report.Comparison, masks *redact.Masks, keys func(string) bool) error {
	ab.A, ab.B = masks.Text(ab.A), masks.Text(ab.B)
	for _, side := range []**userdata.Map{&ab.Old, &ab.New} {
		hidden, err := masks.Data(*side, keys)
		if err != nil {
			return err
		}
		*side = hidden
	}
	return report.WriteComparison(w, f.compared, ab)
}

// writeSession writes a format that holds one session.
func writeSession(w io.Writer, f format, head capture.Header, sessions []report.Session, id, key string) error {
	for _, s := range sessions {
		if s.ID != id {
			continue
		}
		switch f.id {
		case "patch":
			return report.WritePatches(w, head, s)
		case "csv":
			return report.WriteCSV(w, head, s, key)
		}
		return report.WriteFixture(w, head, s)
	}
	return errors.New("the scope holds nothing of the selected session")
}

func (m *model) exported(f format, content []byte, err error) {
	e := &m.export
	m.touch(exportPart)
	if err != nil {
		e.problem = "Nothing was saved: " + err.Error() + "."
		return
	}
	// The name tells nothing of anybody: only when it was made, and what it is.
	name := "keytrail-" + m.wall.In(m.zone).Format("20060102-150405") + f.ending
	e.saved = "Handed to the browser as " + name + ", " + size(len(content)) + "."
	m.want(effect{do: saveFile, target: name, text: string(content), mime: f.mime})
	m.say(e.saved)
}

// masked has text that is about to leave go through the masks of the export,
// which hide credentials under every choice.
func (m *model) masked(e effect, then func(masked string)) {
	if m.tape == nil {
		then(e.text)
		return
	}
	rules, _ := redact.ParseRules(m.export.rules)
	chosen := redact.Export{Rules: rules, Plain: m.export.plain}
	if e.about != nil {
		chosen.Scope.Before = []capture.Observation{{Kind: capture.Request, Raw: e.about}}
	}
	tape := m.taping()
	m.begin(&m.copying, "copying", func(ctx context.Context, _ func(done, total int64)) func() {
		c, err := tape(ctx)
		if err != nil {
			return func() { m.alert("Nothing was copied: "+err.Error(), "") }
		}
		_, masks := redact.Cut(c, chosen)
		write := e.hidden
		if write == nil {
			write = func(masks *redact.Masks) string { return masks.Text(e.text) }
		}
		hidden := write(masks)
		return func() {
			switch {
			case hidden != e.text && chosen.Plain:
				m.say("Credentials were hidden in the copy: they leave under no choice.")
			case hidden != e.text:
				m.say("Personal data was hidden in the copy. Choose “with customer data” in Export to copy it as it is.")
			}
			then(hidden)
		}
	})
}
