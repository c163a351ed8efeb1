package export

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
	ScopeChosen  = "chosen"
)

// A Dialog is what a person chose in the dialog of exports, and what it would hide.
type Dialog struct {
	*stage.Stage
	Tape func(ctx context.Context, book int) (*capture.Capture, error) // nil where nothing is recorded

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
	copying     *stage.Job // what is to be copied is looked through
}

// Taping is that of the book on the screen, which may be another one before
// the copy is made.
func (d *Dialog) Taping() Taping {
	tape, book := d.Tape, d.State.Book
	return func(ctx context.Context) (*capture.Capture, error) { return tape(ctx, book) }
}

// TurnAway forgets what was chosen in another book. A preview that is being made of
// it is made of this one.
func (d *Dialog) TurnAway() {
	d.first, d.last, d.Scope, d.Preview, d.Problem, d.Saved = "", "", "", nil, "", ""
	if d.Look != nil {
		d.glance()
	}
}

// OpenDialog shows the dialog.
func (d *Dialog) OpenDialog() {
	d.Problem, d.Saved = "", ""
	if !d.offersFormat(Formats()[d.Format]) {
		d.Format = 0
	}
	d.fitScope()
	d.Want(stage.Effect{Do: stage.ShowModal, Target: "#export"})
	d.glance()
}

// Choose takes a choice of the dialog.
func (d *Dialog) Choose(what, arg string) {
	was := d.Scope
	switch what {
	case "export-format":
		d.Format = min(max(wording.Atoi(arg), 0), len(Formats())-1)
	case "export-scope":
		d.Scope = arg
	case "export-plain":
		d.Plain = arg == "plain"
	}
	d.fitScope()
	d.Problem, d.Saved = "", ""
	if what != "export-format" || d.Scope != was || d.Preview == nil {
		d.glance() // else the same is hidden in any format
	}
}

// fitScope takes the first scope where the chosen format has not the chosen one.
func (d *Dialog) fitScope() {
	chosen := d.Scope
	d.Scope = ""
	all := d.ScopeChoices(Formats()[d.Format])
	d.Scope = all[0][0]
	if slices.ContainsFunc(all, func(c [2]string) bool { return c[0] == chosen }) {
		d.Scope = chosen
	}
}

// TypedInto takes in what was typed into a field of the export.
func (d *Dialog) TypedInto(field, text string) {
	switch field {
	case "rules":
		d.Rules = text
		_, d.RuleErrs = redact.ParseRules(text)
	case "first":
		d.first = text
	case "last":
		d.last = text
	}
	d.Problem, d.Saved = "", ""
	d.glance()
}

// glance has the preview made beside the page, in place of one that is being made
// of what was chosen before.
func (d *Dialog) glance() {
	d.Quit = false
	chosen, problem := d.whole()
	if d.Plain || d.Tape == nil || problem != "" {
		d.Preview = nil
		d.quitLooking()
		return
	}
	tape, book := d.Taping(), d.State.Book
	d.Begin(&d.Look, "looking for personal data", func(ctx context.Context, tell func(done, total int64)) func() {
		c, err := tape(ctx)
		var p redact.Preview
		if err == nil {
			chosen.Progress = tell
			p = redact.Propose(c, chosen)
		}
		return func() {
			if err == nil && book == d.State.Book {
				d.Preview = &p
			}
		}
	})
}

// quitLooking gives up the preview that is being made.
func (d *Dialog) quitLooking() {
	d.Look.End()
	d.Look = nil
}

// GiveUp gives up what is being done in the dialog.
func (d *Dialog) GiveUp() {
	if d.Save != nil {
		d.Save.End()
		d.Save, d.Saved = nil, "Given up: nothing was saved."
		d.Say(d.Saved)
	}
	if d.Look != nil {
		d.quitLooking()
		d.Quit = d.Preview == nil
	}
}

// whole is what the dialog says, as an export.
// problem says what is missing for it, "" for nothing.
func (d *Dialog) whole() (export redact.Export, problem string) {
	rules, _ := redact.ParseRules(d.Rules)
	scope, problem := d.Chosen()
	return redact.Export{Created: d.Wall, Scope: scope, Plain: d.Plain, Rules: rules, Chosen: wording.Either(d.Rules != "", "a person", "the defaults")}, problem
}

// What is missing before anything can be exported.
const (
	noSession = "Select a session first."
	noKey     = "Select a key in the table first."
	noChoice  = "Choose rows in the table first: Space chooses one, Shift and Space all up to it."
	NothingAB = "Nothing is compared yet: set A at an event, or choose another session under Compare."
	noRange   = "Write the numbers of the first and the last event, as the timeline shows them."
)

// Chosen is the part of the tape that was chosen.
func (d *Dialog) Chosen() (scope redact.Scope, problem string) {
	x := d.Scene.Session
	if d.Scope == scopeAll {
		return redact.Scope{Words: "all"}, ""
	}
	if x == nil {
		return redact.Scope{}, noSession
	}
	s := redact.ScopeSession(x.ID, x.Was)
	switch d.Scope {
	case ScopeEvents:
		first, ok1 := x.History.Event(wording.Atoi(d.first))
		last, ok2 := x.History.Event(wording.Atoi(d.last))
		if !ok1 || !ok2 || first.N > last.N {
			return redact.Scope{}, noRange
		}
		whole, from, to := s.Keep, x.Taped(first.N-1), x.Taped(last.N)
		if from == 0 && first.N > 1 {
			from = x.Taped(first.N) - 1 // the event before it is not kept
		}
		s.Words = "events " + strconv.Itoa(first.N) + " to " + strconv.Itoa(last.N) + " of " + s.Words
		s.Keep = func(o capture.Observation) bool { return whole(o) && o.N > from && o.N <= to }
		s.Before, s.Polls = x.Before(first.N), false // those behind the range would tell of what is not in it
	case ScopeFilter:
		shown := map[string]bool{}
		for _, r := range d.Scene.Rows {
			shown[r.Key] = true
		}
		s.Words = wording.Plural(len(shown), "key") + " that the table showed of " + s.Words
		s.Keys = func(key string) bool { return shown[key] }
	case ScopeChosen:
		chosen := d.View.Chosen
		if len(chosen) == 0 {
			return redact.Scope{}, noChoice
		}
		s.Words = wording.Plural(len(chosen), "chosen key") + " of " + s.Words
		s.Keys = func(key string) bool { return slices.Contains(chosen, key) }
	}
	return s, ""
}

// SubmitDialog saves the file.
func (d *Dialog) SubmitDialog() {
	f := Formats()[d.Format]
	chosen, problem := d.whole()
	x, session, key := d.Scene.Session, "", ""
	switch {
	case problem == "" && f.single && x == nil:
		problem = noSession
	case problem == "" && f.ID == "csv" && !d.View.Picked:
		problem = noKey
	case problem == "" && f.Compared != "" && d.Scene.A.Event == 0:
		problem = NothingAB
	}
	d.Problem = problem
	if problem != "" || d.Save != nil || d.Tape == nil {
		return
	}
	if x != nil {
		session, key = x.ID, d.View.Key
	}
	d.Saved = ""
	compared := d.comparison()
	if d.Scope == ScopeFilter || d.Scope == ScopeChosen {
		compared.Note += "; this file has only " + chosen.Scope.Words
	}
	tape := d.Taping()
	d.Begin(&d.Save, "writing the file", func(ctx context.Context, tell func(done, total int64)) func() {
		chosen.Progress = tell
		content, err := FileOf(ctx, tape, f, chosen, session, key, compared)
		return func() { d.Exported(f, content, err) }
	})
}

// comparison is what is compared on the screen, whatever of it the table hides.
func (d *Dialog) comparison() report.Comparison {
	s := &d.Scene
	if s.A.Event == 0 {
		return report.Comparison{}
	}
	return report.Comparison{Old: s.A.Data, New: s.Data, Note: s.Found.Verdict(s.Rival()),
		A: instantName(s.A.Session, s.A.Event, s.A.Why), B: instantName(s.Session, s.At, "")}
}

// Exported hands over a file that was written.
func (d *Dialog) Exported(f Format, content []byte, err error) {
	if err != nil {
		d.Problem = "Nothing was saved: " + err.Error() + "."
		return
	}
	// The name tells nothing of anybody: only when it was made, and what it is.
	name := "keytrail-" + d.Wall.In(d.Zone()).Format("20060102-150405") + f.Ending
	d.Saved = "Handed to the browser as " + name + ", " + wording.Size(len(content)) + "."
	d.Want(stage.Effect{Do: stage.SaveFile, Target: name, Text: string(content), Mime: f.mime})
	d.Say(d.Saved)
}

// Masked has text that is about to leave go through the masks of the export,
// which hide credentials under every choice.
func (d *Dialog) Masked(effect stage.Effect, then func(masked string)) {
	if d.Tape == nil {
		then(effect.Text)
		return
	}
	rules, _ := redact.ParseRules(d.Rules)
	chosen := redact.Export{Rules: rules, Plain: d.Plain}
	if effect.About != nil {
		chosen.Scope.Before = []capture.Observation{{Kind: capture.Request, Raw: effect.About}}
	}
	tape := d.Taping()
	d.Begin(&d.copying, "copying", func(ctx context.Context, _ func(done, total int64)) func() {
		c, err := tape(ctx)
		if err != nil {
			return func() { d.Alert("Nothing was copied: " + err.Error()) }
		}
		_, masks := redact.Cut(c, chosen)
		write := effect.Hidden
		if write == nil {
			write = func(masks *redact.Masks) string { return masks.Text(effect.Text) }
		}
		hidden := write(masks)
		return func() {
			switch {
			case hidden != effect.Text && chosen.Plain:
				d.Say("Credentials were hidden in the copy: they leave under no choice.")
			case hidden != effect.Text:
				d.Say("Personal data was hidden in the copy. Choose “with customer data” in Export to copy it as it is.")
			}
			then(hidden)
		}
	})
}

// offersFormat reports whether a format can be made of what is on the screen now.
func (d *Dialog) offersFormat(f Format) bool {
	switch {
	case f.Compared != "":
		return d.Scene.A.Event != 0
	case f.ID == "csv":
		return d.Scene.Session != nil && d.View.Picked
	}
	return !f.single || d.Scene.Session != nil
}

// FormatChoices are the formats that make sense now, and the chosen one.
func (d *Dialog) FormatChoices() (all [][2]string) {
	for i, f := range Formats() {
		if d.offersFormat(f) || i == d.Format {
			all = append(all, [2]string{strconv.Itoa(i), f.Name})
		}
	}
	return all
}

// ScopeChoices are the scopes that a format can have and that make sense now,
// and the chosen one.
func (d *Dialog) ScopeChoices(f Format) (all [][2]string) {
	add := func(scope, name string, sense bool) {
		if sense || scope == d.Scope {
			all = append(all, [2]string{scope, name})
		}
	}
	session := d.Scene.Session != nil
	switch {
	case f.Compared != "":
		add(scopeAll, "All differences", true)
	case !f.single:
		add(scopeAll, "All", true)
	}
	if f.Compared == "" {
		add(scopeSession, "This session", session || f.single)
		add(ScopeEvents, "Range of events", session)
	}
	add(ScopeFilter, "What the table shows", session)
	add(ScopeChosen, "Chosen rows", session && len(d.View.Chosen) > 0)
	return all
}
