package page

import (
	"context"
	"slices"
	"strconv"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/report"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// The scopes of an export.
const (
	scopeAll     = "all"
	scopeSession = "session"
	ScopeEvents  = "events"
	ScopeFilter  = "filter"
	scopeChosen  = "chosen"
)

// An Exporting is the export dialog: what a person chose, and what it would
// hide.
type Exporting struct {
	Format      int
	Scope       string
	first, last string // of the range, as typed
	Plain       bool   // with customer data, also in what is copied
	Rules       string // as pasted
	RuleErrs    []capture.Problem
	Preview     *redact.Preview
	Look        *stage.Job // that makes the preview
	Save        *stage.Job
	Quit        bool // the preview was given up
	Problem     string
	Saved       string
}

// Taping is that of the book on the screen, which may be another one before
// the copy is made.
func (m *Model) Taping() Taping {
	tape, book := m.Tape, m.State.Book
	return func(ctx context.Context) (*capture.Capture, error) { return tape(ctx, book) }
}

// turnExport forgets what was chosen in another book. A preview that is being made of
// it is made of this one.
func (m *Model) turnExport() {
	e := &m.Export
	e.first, e.last, e.Scope, e.Preview, e.Problem, e.Saved = "", "", "", nil, "", ""
	if e.Look != nil {
		m.glance()
	}
}

// OpenExport shows the dialog.
func (m *Model) OpenExport() {
	e := &m.Export
	e.Problem, e.Saved = "", ""
	if !m.offersFormat(Formats()[e.Format]) {
		e.Format = 0
	}
	m.fitScope()
	m.Want(stage.Effect{Do: stage.ShowModal, Target: "#export"})
	m.glance()
	m.Touch(stage.ExportPart)
}

// Choose takes a choice of the dialog.
func (m *Model) Choose(what, arg string) {
	e := &m.Export
	was := e.Scope
	switch what {
	case "export-format":
		e.Format = min(max(wording.Atoi(arg), 0), len(Formats())-1)
	case "export-scope":
		e.Scope = arg
	case "export-plain":
		e.Plain = arg == "plain"
	}
	m.fitScope()
	e.Problem, e.Saved = "", ""
	if what != "export-format" || e.Scope != was || e.Preview == nil {
		m.glance() // else the same is hidden in any format
	}
	m.Touch(stage.ExportPart, stage.TopPart)
}

// fitScope takes the first scope where the chosen format has not the chosen one.
func (m *Model) fitScope() {
	e := &m.Export
	chosen := e.Scope
	e.Scope = ""
	all := m.ScopeChoices(Formats()[e.Format])
	e.Scope = all[0][0]
	if slices.ContainsFunc(all, func(c [2]string) bool { return c[0] == chosen }) {
		e.Scope = chosen
	}
}

// TypedExport takes in what was typed into a field of the export.
func (m *Model) TypedExport(field, text string) {
	e := &m.Export
	switch field {
	case "rules":
		e.Rules = text
		_, e.RuleErrs = redact.ParseRules(text)
	case "first":
		e.first = text
	case "last":
		e.last = text
	}
	e.Problem, e.Saved = "", ""
	m.glance()
	m.Touch(stage.ExportPart)
}

// glance has the preview made beside the page, in place of one that is being made
// of what was chosen before.
func (m *Model) glance() {
	e := &m.Export
	e.Quit = false
	chosen, problem := m.chosen()
	if e.Plain || m.Tape == nil || problem != "" {
		e.Preview = nil
		m.quitLooking()
		return
	}
	tape, book := m.Taping(), m.State.Book
	m.Begin(&e.Look, "looking for personal data", func(ctx context.Context, tell func(done, total int64)) func() {
		c, err := tape(ctx)
		var p redact.Preview
		if err == nil {
			chosen.Progress = tell
			p = redact.Propose(c, chosen)
		}
		return func() {
			if err == nil && book == m.State.Book {
				e.Preview = &p
			}
			m.Touch(stage.ExportPart)
		}
	})
}

// quitLooking gives up the preview that is being made.
func (m *Model) quitLooking() {
	m.Export.Look.End()
	m.Export.Look = nil
}

// quitExport gives up what is being done in the dialog.
func (m *Model) quitExport() {
	e := &m.Export
	if e.Save != nil {
		e.Save.End()
		e.Save, e.Saved = nil, "Given up: nothing was saved."
		m.Say(e.Saved)
	}
	if e.Look != nil {
		m.quitLooking()
		e.Quit = e.Preview == nil
	}
	m.Touch(stage.ExportPart)
}

// chosen is what the dialog says, as an export.
// problem says what is missing for it, "" for nothing.
func (m *Model) chosen() (export redact.Export, problem string) {
	e := &m.Export
	rules, _ := redact.ParseRules(e.Rules)
	scope, problem := m.Scope()
	out := redact.Export{Created: m.Wall, Scope: scope, Plain: e.Plain, Rules: rules, Chosen: "the defaults"}
	if e.Rules != "" {
		out.Chosen = "a person"
	}
	return out, problem
}

// What is missing before anything can be exported.
const (
	noSession = "Select a session first."
	noKey     = "Select a key in the table first."
	noChoice  = "Choose rows in the table first: Space chooses one, Shift and Space all up to it."
	NothingAB = "Nothing is compared yet: set A at an event, or choose another session under Compare."
	noRange   = "Write the numbers of the first and the last event, as the timeline shows them."
)

// Scope is the part of the tape that was chosen.
func (m *Model) Scope() (scope redact.Scope, problem string) {
	e, x := &m.Export, m.Scene.Session
	if e.Scope == scopeAll {
		return redact.Scope{Words: "all"}, ""
	}
	if x == nil {
		return redact.Scope{}, noSession
	}
	s := redact.ScopeSession(x.ID)
	switch e.Scope {
	case ScopeEvents:
		first, ok1 := x.History.Event(wording.Atoi(e.first))
		last, ok2 := x.History.Event(wording.Atoi(e.last))
		if !ok1 || !ok2 || first.N > last.N {
			return redact.Scope{}, noRange
		}
		whole, from, to := s.Keep, x.Taped(first.N-1), x.Taped(last.N)
		s.Words = "events " + strconv.Itoa(first.N) + " to " + strconv.Itoa(last.N) + " of " + s.Words
		s.Keep = func(o capture.Observation) bool { return whole(o) && o.N > from && o.N <= to }
		s.Before, s.Polls = x.Before(first.N), false // those behind the range would tell of what is not in it
	case ScopeFilter:
		shown := map[string]bool{}
		for _, r := range m.Scene.Rows {
			shown[r.Key] = true
		}
		s.Words = wording.Plural(len(shown), "key") + " that the table showed of " + s.Words
		s.Keys = func(key string) bool { return shown[key] }
	case scopeChosen:
		chosen := m.View.Chosen
		if len(chosen) == 0 {
			return redact.Scope{}, noChoice
		}
		s.Words = wording.Plural(len(chosen), "chosen key") + " of " + s.Words
		s.Keys = func(key string) bool { return slices.Contains(chosen, key) }
	}
	return s, ""
}

// SubmitExport saves the file.
func (m *Model) SubmitExport() {
	e := &m.Export
	f := Formats()[e.Format]
	chosen, problem := m.chosen()
	x, key := m.Scene.Session, ""
	switch {
	case problem == "" && f.single && x == nil:
		problem = noSession
	case problem == "" && f.ID == "csv" && !m.View.Picked:
		problem = noKey
	case problem == "" && f.compared != "" && m.Scene.A.Event == 0:
		problem = NothingAB
	}
	m.Touch(stage.ExportPart)
	e.Problem = problem
	if problem != "" {
		return
	}
	if e.Save != nil || m.Tape == nil {
		return
	}
	session := ""
	if x != nil {
		session, key = x.ID, m.View.Key
	}
	e.Problem, e.Saved = "", ""
	compared := m.comparison()
	if e.Scope == ScopeFilter || e.Scope == scopeChosen {
		compared.Note += "; this file has only " + chosen.Scope.Words
	}
	tape := m.Taping()
	m.Begin(&e.Save, "writing the file", func(ctx context.Context, tell func(done, total int64)) func() {
		chosen.Progress = tell
		content, err := FileOf(ctx, tape, f, chosen, session, key, compared)
		return func() { m.Exported(f, content, err) }
	})
}

// comparison is what is compared on the screen, whatever of it the table hides.
func (m *Model) comparison() report.Comparison {
	s := &m.Scene
	if s.A.Event == 0 {
		return report.Comparison{}
	}
	return report.Comparison{Old: s.A.Data, New: s.Data, Note: s.Found.Verdict(s.Rival()),
		A: instantName(s.A.Session, s.A.Event, s.A.Why), B: instantName(s.Session, s.At, "")}
}

// Exported hands over a file that was written.
func (m *Model) Exported(f Format, content []byte, err error) {
	e := &m.Export
	m.Touch(stage.ExportPart)
	if err != nil {
		e.Problem = "Nothing was saved: " + err.Error() + "."
		return
	}
	// The name tells nothing of anybody: only when it was made, and what it is.
	name := "keytrail-" + m.Wall.In(m.Zone).Format("20060102-150405") + f.Ending
	e.Saved = "Handed to the browser as " + name + ", " + wording.Size(len(content)) + "."
	m.Want(stage.Effect{Do: stage.SaveFile, Target: name, Text: string(content), Mime: f.mime})
	m.Say(e.Saved)
}

// Masked has text that is about to leave go through the masks of the export,
// which hide credentials under every choice.
func (m *Model) Masked(e stage.Effect, then func(masked string)) {
	if m.Tape == nil {
		then(e.Text)
		return
	}
	rules, _ := redact.ParseRules(m.Export.Rules)
	chosen := redact.Export{Rules: rules, Plain: m.Export.Plain}
	if e.About != nil {
		chosen.Scope.Before = []capture.Observation{{Kind: capture.Request, Raw: e.About}}
	}
	tape := m.Taping()
	m.Begin(&m.copying, "copying", func(ctx context.Context, _ func(done, total int64)) func() {
		c, err := tape(ctx)
		if err != nil {
			return func() { m.Alert("Nothing was copied: "+err.Error(), "") }
		}
		_, masks := redact.Cut(c, chosen)
		write := e.Hidden
		if write == nil {
			write = func(masks *redact.Masks) string { return masks.Text(e.Text) }
		}
		hidden := write(masks)
		return func() {
			switch {
			case hidden != e.Text && chosen.Plain:
				m.Say("Credentials were hidden in the copy: they leave under no choice.")
			case hidden != e.Text:
				m.Say("Personal data was hidden in the copy. Choose “with customer data” in Export to copy it as it is.")
			}
			then(hidden)
		}
	})
}

// offersFormat reports whether a format can be made of what is on the screen now.
func (m *Model) offersFormat(f Format) bool {
	switch {
	case f.compared != "":
		return m.Scene.A.Event != 0
	case f.ID == "csv":
		return m.Scene.Session != nil && m.View.Picked
	}
	return !f.single || m.Scene.Session != nil
}

// FormatChoices are the formats that make sense now, and the chosen one.
func (m *Model) FormatChoices() (all [][2]string) {
	for i, f := range Formats() {
		if m.offersFormat(f) || i == m.Export.Format {
			all = append(all, [2]string{strconv.Itoa(i), f.Name})
		}
	}
	return all
}

// ScopeChoices are the scopes that a format can have and that make sense now,
// and the chosen one.
func (m *Model) ScopeChoices(f Format) (all [][2]string) {
	add := func(scope, name string, sense bool) {
		if sense || scope == m.Export.Scope {
			all = append(all, [2]string{scope, name})
		}
	}
	session := m.Scene.Session != nil
	switch {
	case f.compared != "":
		add(scopeAll, "All differences", true)
	case !f.single:
		add(scopeAll, "All", true)
	}
	if f.compared == "" {
		add(scopeSession, "This session", session || f.single)
		add(ScopeEvents, "Range of events", session)
	}
	add(ScopeFilter, "What the table shows", session)
	add(scopeChosen, "Chosen rows", session && len(m.View.Chosen) > 0)
	return all
}
