package forms

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/ui/writing"
)

// counts says how many keys a write would add, overwrite and so on.
func counts(f proof.Foresight, will string) string {
	var parts []string
	for _, c := range []struct {
		effect     proof.Effect
		noun, rest string
	}{
		{proof.Adds, "new key", ""},
		{proof.Overwrites, "overwrite", ""},
		{proof.Removes, "key", " to delete"},
		{proof.MayDuplicate, "key", " there already"},
		{proof.Doubles, "key", " once more"},
		{proof.Nothing, "key", " without effect"},
	} {
		if n := f.Count[c.effect]; n > 0 {
			parts = append(parts, wording.Plural(n, c.noun)+c.rest)
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
func previewView(m *page.Model, off bool) app.UI {
	f := m.Writing.Foresight()
	if m.Writing.Draft.Raw && m.Writing.Draft.RawErr != "" {
		f = proof.Foresight{}
	}
	text := cmp.Or(counts(f, wording.Either(off || m.Filed(), "Would", "Will")), wording.Either(m.Writing.Draft.Blank(), draft.NothingYet, "Nothing can be sent yet."))
	warn := []app.UI{}
	for _, c := range m.Writing.Cautions(f) {
		body := []app.UI{app.Text(c.Text)}
		for _, b := range c.Choices {
			body = append(body, html.TextButton("btn write-choice", b.Do, b.Arg, b.Label))
		}
		warn = append(warn, html.El("li", "write-warning", body...))
	}
	rows := []app.UI{}
	for _, r := range f.Rows[:min(len(f.Rows), effectsShown)] {
		rows = append(rows, effectRow(r))
	}
	if more := len(f.Rows) - len(rows); more > 0 {
		rows = append(rows, html.Word("li", "note", "and "+strconv.Itoa(more)+" more"))
	}
	return html.El("div", "write-foresight",
		html.El("div", "write-preview", html.Word("p", "", text), html.El("ul", "write-warnings", warn...)).
			Role("status").Aria("label", "Preview").Attr("id", "draft-preview"),
		html.El("ul", "write-effects", rows...).Aria("label", "What would change"),
		html.Word("p", "note write-then", thenText(m.Writing.Draft.Then)))
}

// thenText says what comes after an undo's first part.
func thenText(then []draft.Row) string {
	if len(then) == 0 {
		return ""
	}
	keys := make([]string, len(then))
	for i, r := range then {
		keys[i] = wording.Short(r.Key)
	}
	return "Then the form goes on with deleting what the write had added: " + strings.Join(keys, ", ") + "."
}

func effectRow(r proof.Foreseen) app.UI {
	glyph, name := [...]string{"+", "~", "−", "=", "‖", "‖"}[r.Effect], [...]string{"added", "changed", "removed", "same", "duplicate", "duplicate"}[r.Effect]
	was, to := writing.InWords(r.Now), writing.InWords(r.New)
	body := []app.UI{html.Sign("write-glyph", glyph), html.Heard(name + " "), html.El("code", "", html.Exact(wording.Short(r.Key))...)}
	if r.Effect != proof.Adds {
		body = append(body, html.Word("span", "write-was", was), app.Text(wording.Either(r.Effect == proof.Doubles, " stays, and beside it ", " → ")))
	}
	return html.El("li", "write-effect write-effect--"+name, append(body, html.Word("span", "write-to", to))...)
}
