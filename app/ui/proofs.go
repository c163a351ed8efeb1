package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/proof"
)

// proofList shows what became of one write: the one that was asked for, or
// below a form the one that it has just sent.
type proofList struct {
	app.Compo
	Model   *model
	Version int
}

func (c *proofList) Render() (ui app.UI) {
	m := c.Model
	defer m.rescueRender(&ui, "write")
	p, _ := m.ownProof(m.view.write)
	if m.view.write == 0 {
		p = m.justSent()
	}
	switch {
	case p != nil && m.view.write != 0:
		return el("div", "proofs", subjectHead("Write "+itoa(p.Write.N)), c.card(p))
	case p != nil:
		return el("div", "proofs", word("h2", "", "Just sent"), c.card(p))
	case m.view.write != 0:
		return el("div", "proofs", subjectHead("Write "+itoa(m.view.write)), word("p", "note", "This write is not kept any more."))
	}
	return el("div", "proofs proofs--none")
}

// justSent is the write that the form in the column has sent last, nil when it
// has sent none.
func (m *model) justSent() *proof.Proof {
	switch m.form() {
	case writePanel:
		return m.sentBy(m.draft.target, m.draft.openedIn, m.draft.after)
	case operatePanel:
		if x := m.operateSession(); x != nil {
			return m.sentBy(m.operating.wait.target, x.ID, m.operating.wait.after)
		}
	}
	return nil
}

// sentBy is the first write to a session after write n, as far as the form that
// sent it still belongs to that session.
func (m *model) sentBy(session, form string, n int) *proof.Proof {
	if x := m.state.Session(session); x != nil && session == form {
		for _, p := range x.Writes {
			if p.Write.N > n {
				return p
			}
		}
	}
	return nil
}

// verdictName is a verdict as the screen says it, with its sign.
func verdictName(v proof.Verdict) (glyph, name string) {
	switch v {
	case proof.Rejected:
		return "✗", "Rejected"
	case proof.Waiting:
		return "◌", "Accepted, waiting"
	case proof.Exact:
		return "✓", "Proven exact"
	case proof.Coerced:
		return "≈", "Proven, coerced"
	case proof.Differs:
		return "≠", "Differs"
	case proof.Partly:
		return "◐", "Partly"
	case proof.Overwritten:
		return "↷", "Overwritten"
	case proof.NotSeen:
		return "∅", "Not seen"
	}
	return "?", "Cannot tell"
}

func (c *proofList) card(p *proof.Proof) app.UI {
	m := c.Model
	open := m.view.open[p.Write.N]
	glyph, name := verdictName(p.Verdict)
	if p.Verdict == proof.Waiting && p.Reply == nil {
		name = "Sent, waiting for the reply"
	}
	return el("article", "proof proof--"+p.Verdict.String(),
		word("p", "proof-what", writeTitle(p)),
		proofSteps(p, m),
		el("p", "proof-verdict", el("b", "proof-name", sign("", glyph+" "), app.Text(name)), app.Text(sentence(p))),
		keyProofs(p),
		el("p", "note proof-match", app.Text(matchText(p))),
		el("div", "proof-acts",
			button("btn btn--quiet proof-more", "bodies", itoa(p.Write.N), app.Text("Request and reply")).Aria("expanded", expanded(open)),
			button("btn btn--quiet", "edit-again", itoa(p.Write.N), app.Text("Edit and send again")),
			when(button("btn btn--quiet", "undo", itoa(p.Write.N), app.Text("Prepare undo")), operationOf(p.Write) < 0 || p.Verdict == proof.Rejected, "hidden"),
			when(button("btn btn--quiet", "seen", itoa(p.Write.N), app.Text("Show event "+itoa(p.Event))), p.Event == 0, "hidden")),
		c.bodies(p, open),
	).DataSet("write", p.Write.N).DataSet("verdict", p.Verdict.String()).DataSet("confidence", p.Confidence.String()).
		Aria("label", "Write "+itoa(p.Write.N)+": "+name)
}

// writeTitle names the operation and its keys.
func writeTitle(p *proof.Proof) string {
	var keys []string
	for k := range p.Write.Data.All() {
		keys = append(keys, short(k))
	}
	keys = append(keys, p.Write.Keys...)
	text := p.Write.Operation
	if len(keys) > 4 {
		return text + " · " + strings.Join(keys[:3], ", ") + " and " + itoa(len(keys)-3) + " more"
	}
	if len(keys) > 0 {
		text += " · " + strings.Join(keys, ", ")
	}
	return text
}

// proofSteps is the way of a write: sent, accepted after so long, seen after so long.
func proofSteps(p *proof.Proof, m *model) app.UI {
	step := func(name, state, after string) app.UI {
		return el("span", "proof-step proof-step--"+state, word("b", "", name), app.Text(" "+after))
	}
	line := func() app.UI { return el("i", "proof-line") }
	accepted, seen := step("accepted", "open", ""), step("seen", "open", "")
	switch {
	case p.Verdict == proof.Rejected:
		after := ""
		if p.Reply != nil {
			after = lasted(p.Write.Sent, p.Reply.Time)
		}
		accepted = step(either(p.Reply != nil && p.Reply.Unsent, "not sent", "refused"), "bad", after)
	case p.Lost:
		accepted = step("accepted?", "bad", lasted(p.Write.Sent, p.Reply.Time))
	case p.Reply != nil:
		accepted = step("accepted", "done", lasted(p.Write.Sent, p.Reply.Time))
	case p.Verdict == proof.Waiting:
		accepted = step("accepted", "open", age(p.Write.Sent, m.now))
	}
	switch {
	case wasSeen(p):
		seen = step("seen", "done", lasted(p.Write.Sent, p.Seen))
	case p.Verdict == proof.Waiting && p.Reply != nil:
		seen = step("seen", "open", age(p.Reply.Time, m.now))
	}
	return el("p", "proof-steps", step("sent", "done", ""), line(), accepted, line(), seen)
}

// wasSeen reports whether a write was matched with an event, whose time may not
// be known.
func wasSeen(p *proof.Proof) bool {
	return !p.Seen.IsZero() || p.Event != 0 && p.Verdict != proof.Waiting
}

// sentence is the verdict's reason, ready to follow its name.
func sentence(p *proof.Proof) string {
	if p.Reason == "" {
		return ""
	}
	text := " — " + period(p.Reason)
	if p.Lost && p.Reply.HTTPStatus == 0 {
		text = strings.TrimSpace(text + " " + adviceFor(p.Reply.Message))
	}
	return text
}

// rejection says as a sentence of its own why a write was not accepted.
func rejection(p *proof.Proof) string {
	what := " was not accepted: "
	if p.Lost {
		what = ": it is not known whether it was accepted: "
	}
	return p.Write.Operation + what + period(orElse(p.Reason, "the reason is not known")) + " The draft is kept."
}

// period ends a sentence that may have its end already.
func period(s string) string {
	if s == "" || s[len(s)-1] == '.' || s[len(s)-1] == '!' || s[len(s)-1] == '?' {
		return s
	}
	return s + "."
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// sureness is how sure a match is. The words are not those of the verdicts.
func sureness(c proof.Confidence) string {
	switch c {
	case proof.Certain:
		return "certain"
	case proof.Likely:
		return "likely"
	case proof.Ambiguous:
		return "one of several"
	}
	return "none"
}

// matchText says how sure the match is and what it rests on.
func matchText(p *proof.Proof) string {
	if p.Verdict == proof.Rejected || p.Verdict == proof.Waiting {
		return "Write " + itoa(p.Write.N)
	}
	text := "Match: " + sureness(p.Confidence)
	if p.ReferenceID != "" {
		text += " · referenceId " + p.ReferenceID
	}
	if p.Event != 0 {
		text += " · event " + itoa(p.Event)
	}
	return text
}

// keyProofs lists the keys whose verdict is not the plain one.
func keyProofs(p *proof.Proof) app.UI {
	var items []app.UI
	for _, k := range p.Keys {
		if k.Verdict == proof.Exact || k.Verdict == proof.Waiting {
			continue
		}
		_, name := verdictName(k.Verdict)
		li := el("li", "proof-key", el("code", "", exact(short(k.Key))...), word("b", "", name))
		body := []app.UI{el("code", "", exact(short(k.Key))...), word("b", "", name)}
		if k.Sent.Kind() != 0 || k.Seen.Kind() != 0 {
			body = append(body, el("span", "proof-pair",
				app.Text("sent "), el("code", valueClass(k.Sent), valueText(k.Sent)...),
				app.Text(", seen "), el("code", valueClass(k.Seen), valueText(k.Seen)...)))
		}
		if k.Note != "" {
			body = append(body, word("span", "note", k.Note))
		}
		items = append(items, li.Body(body...))
	}
	return el("ul", "proof-keys", items...)
}

func (c *proofList) bodies(p *proof.Proof, open bool) app.UI {
	if !open {
		return el("div", "proof-bodies proof-bodies--none")
	}
	reply, status := "no reply yet", ""
	if p.Reply != nil {
		reply, status = bodyText(p.Reply.Body), "HTTP "+itoa(p.Reply.HTTPStatus)
		switch {
		case p.Reply.Unrecorded:
			reply, status = notInFile, ""
		case p.Reply.HTTPStatus == 0:
			reply, status = "none came", ""
		case len(p.Reply.Body) == 0 && c.Model.filed():
			reply = notInFile
		}
	}
	return el("div", "proof-bodies",
		copyAs(p.Write.N),
		word("h3", "", "Request"), word("pre", "raw", bodyText(p.Write.Request)).TabIndex(0),
		word("h3", "", "Reply "+status), word("pre", "raw", reply).TabIndex(0))
}

// notInFile stands for a body that a file does not have, which need not have been
// empty.
const notInFile = "(not in the file)"

// bodyShown is how much of a body is shown in one go.
const bodyShown = 20_000

// bodyText is a body as text, cut with a word about it when it is long.
func bodyText(b []byte) string {
	if len(b) == 0 {
		return "(empty)"
	}
	text, cut := clip(string(b), bodyShown)
	if cut > 0 {
		text += "\n… " + size(cut) + " more"
	}
	return text
}
