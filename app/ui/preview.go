package ui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/userdata"
)

// A caution is what a person should know before sending, with what can be done
// about it at once.
type caution struct {
	text    string
	choices []wayOut
}

// A wayOut is a button: its label, and the action and argument behind it.
type wayOut struct{ label, do, arg string }

// foresight says what the draft would do to the session as it is now.
func (m *model) foresight() proof.Foresight {
	d := proof.Draft{Operation: operations()[m.draft.op].name, Opened: m.draft.opened}
	d.Data, d.Keys = m.draft.payload()
	return proof.Preview(d, m.nowData(), m.classes.rules)
}

// conflicts are the keys of the draft that somebody else has changed since it
// was begun, without those that were dealt with.
func (m *model) conflicts(f proof.Foresight) []proof.Foreseen {
	return slices.DeleteFunc(slices.Clone(f.Rows), func(row proof.Foreseen) bool {
		if row.Since == nil {
			return true
		}
		if kept, ok := m.draft.kept[row.Key]; ok && kept.Same(row.Now) {
			return true
		}
		who, _ := m.whoWrote(row.Key)
		return who == history.You && !m.draft.undo
	})
}

// whoWrote says who wrote the present value of a key, and how long ago.
func (m *model) whoWrote(key string) (history.Author, string) {
	x := m.draftSession()
	if x == nil {
		return history.Unknown, ""
	}
	e, ok := x.History.LastWriter(key, x.History.Last())
	if !ok {
		return history.Unknown, ""
	}
	ago := "at a time that is not known"
	if d := age(e.Time, m.now); d != "" {
		ago = d + " ago"
	}
	return x.Who(e, key), ago
}

// cautions are all that speaks against sending the draft as it is.
func (m *model) cautions(f proof.Foresight) []caution {
	var out []caution
	for _, row := range m.conflicts(f) {
		who, when := m.whoWrote(row.Key)
		n := itoa(m.draft.rowOf(row.Key))
		out = append(out, caution{fmt.Sprintf("%q changed since you opened this form: it was %s and is %s (by %s, %s).",
			short(row.Key), inWords(*row.Since), inWords(row.Now), who, when),
			[]wayOut{{"Keep mine", "keep-mine", n}, {takeText(who, row.Now), "take-theirs", n}}})
	}
	for _, row := range f.Rows {
		for _, c := range [...]caution{m.cautionOn(row), m.cautionOnType(row.Key)} {
			if c.text != "" {
				out = append(out, c)
			}
		}
	}
	return out
}

// takeText is what giving way to the present value is called: it is theirs only
// where there is somebody else.
func takeText(who history.Author, now userdata.Value) string {
	switch {
	case now.Kind() == userdata.Absent:
		return "Leave it out"
	case who == history.AnotherClient || who == history.Routing:
		return "Take theirs"
	}
	return "Take the present value"
}

// cautionOn is what a person should know about one key before sending it.
func (m *model) cautionOn(f proof.Foreseen) caution {
	op, key := m.draft.op, short(f.Key)
	absent := f.Now.Kind() == userdata.Absent
	switch {
	case f.Effect == proof.MayDuplicate:
		return caution{fmt.Sprintf("%q is there already: attaching may add it a second time. Update sets it instead.", key),
			[]wayOut{{"Use Update", "operation", itoa(updateOp)}}}
	case f.Near != "":
		return caution{fmt.Sprintf("%q is new, and %q looks much like it.", key, short(f.Near)),
			[]wayOut{{"Use " + short(f.Near), "use-near", itoa(m.draft.rowOf(f.Key))}}}
	case op == updateOp && absent:
		return caution{text: fmt.Sprintf("%q is not there yet: an update adds it.", key)}
	case op == deleteOp && absent:
		return caution{text: fmt.Sprintf("%q is not there: nothing to delete.", key)}
	case f.Retypes:
		return caution{text: fmt.Sprintf("%q changes from %s to %s.", key, f.Now.Kind(), f.New.Kind())}
	case f.Respells:
		return caution{text: fmt.Sprintf("%q keeps its value and is written differently: %s becomes %s.", key, f.Now.Literal(), f.New.Literal())}
	case f.Effect == proof.Nothing:
		return caution{text: fmt.Sprintf("%q has this value already: sending it changes nothing.", key)}
	case f.Routing:
		return caution{text: fmt.Sprintf("%q belongs to the routing strategy, which may write it again.", key)}
	}
	return caution{}
}

// cautionOnType says that something that reads like another type is sent as text.
func (m *model) cautionOnType(key string) caution {
	i := m.draft.rowOf(key)
	if i < 0 || m.draft.op == deleteOp || m.draft.rows[i].kind != "text" {
		return caution{}
	}
	text := m.draft.filled(i).text
	kind := "true/false"
	switch {
	case len(text) > 1 && text[0] == '0' && strings.Trim(text, "0123456789") == "":
		return caution{text: fmt.Sprintf("%q is sent as text: as a number it would lose its zeros.", text)}
	case !looksTyped(text) || text == "absent":
		return caution{}
	case text == "null":
		kind = "null"
	case text != "true" && text != "false":
		kind = "number"
	}
	return caution{fmt.Sprintf("%q is sent as text, in quotation marks.", text), []wayOut{{"Send as " + kind, "retype", itoa(i) + " " + kind}}}
}

// retype gives a row of the draft another type: "2 number".
func (m *model) retype(arg string) {
	n, kind, _ := strings.Cut(arg, " ")
	if i := atoi(n); i >= 0 && i < len(m.draft.rows) {
		m.typed("draft", i, "type", kind)
		m.want(effect{do: setValue, target: rowField(i, "type"), text: kind})
		m.want(effect{do: focusOn, target: rowField(i, "type")})
	}
}

// inWords is a value in a sentence: as JSON, and short.
func inWords(v userdata.Value) string {
	if v.Kind() == userdata.Absent {
		return "absent"
	}
	s, cut := clip(v.Literal(), 40)
	if cut > 0 {
		s += "…"
	}
	return s
}

// counts says how many keys a write would add, overwrite and so on.
func counts(f proof.Foresight, will string) string {
	var parts []string
	for _, c := range []struct {
		n          int
		noun, rest string
	}{
		{f.Adds, "new key", ""},
		{f.Overwrites, "overwrite", ""},
		{f.Removes, "key", " to delete"},
		{f.MayDuplicate, "key", " there already"},
		{f.Nothing, "key", " without effect"},
	} {
		if c.n > 0 {
			parts = append(parts, plural(c.n, c.noun)+c.rest)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return will + " send: " + strings.Join(parts, ", ") + "."
}

// effectsShown is how many of the rows that a write would cause are listed.
const effectsShown = 12

// previewView shows what sending would do, as a diff, and what speaks against it.
func previewView(m *model, off bool) app.UI {
	f := m.foresight()
	if m.draft.raw && m.draft.rawErr != "" {
		f = proof.Foresight{}
	}
	text := orElse(counts(f, either(off, "Would", "Will")), either(m.draft.blank(), nothingYet, "Nothing can be sent yet."))
	warn := []app.UI{}
	for _, c := range m.cautions(f) {
		body := []app.UI{app.Text(c.text)}
		for _, b := range c.choices {
			body = append(body, button("btn write-choice", b.do, b.arg, app.Text(b.label)))
		}
		warn = append(warn, el("li", "write-warning", body...))
	}
	rows := []app.UI{}
	for _, r := range f.Rows[:min(len(f.Rows), effectsShown)] {
		rows = append(rows, effectRow(r))
	}
	if more := len(f.Rows) - len(rows); more > 0 {
		rows = append(rows, word("li", "note", "and "+itoa(more)+" more"))
	}
	return el("div", "write-foresight",
		el("div", "write-preview", word("p", "", text), el("ul", "write-warnings", warn...)).
			Role("status").Aria("label", "Preview").Attr("id", "draft-preview"),
		el("ul", "write-effects", rows...).Aria("label", "What would change"),
		word("p", "note write-then", thenText(m.draft.then)))
}

// thenText says what comes after an undo's first part.
func thenText(then []draftRow) string {
	if len(then) == 0 {
		return ""
	}
	keys := make([]string, len(then))
	for i, r := range then {
		keys[i] = short(r.key)
	}
	return "Then the form goes on with deleting what the write had added: " + strings.Join(keys, ", ") + "."
}

func effectRow(r proof.Foreseen) app.UI {
	glyph, name := [...]string{"+", "~", "−", "=", "‖"}[r.Effect], [...]string{"added", "changed", "removed", "same", "duplicate"}[r.Effect]
	was, to := inWords(r.Now), inWords(r.New)
	body := []app.UI{sign("write-glyph", glyph), sr(name + " "), el("code", "", exact(short(r.Key))...)}
	if r.Effect != proof.Adds {
		body = append(body, word("span", "write-was", was), app.Text(" → "))
	}
	return el("li", "write-effect write-effect--"+name, append(body, word("span", "write-to", to))...)
}

// presence is the value a key has now and who wrote it, for the row that names it;
// of a new one, the keys that it could be taken for.
func (m *model) presence(key string) string {
	v := m.nowData().Get(key)
	if key == "" {
		return ""
	}
	if v.Kind() == userdata.Absent {
		return twinOf(key, m.nowData())
	}
	who, when := m.whoWrote(key)
	return "now " + inWords(v) + " · " + who.String() + ", " + when
}
