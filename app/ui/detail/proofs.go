package detail

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// ProofList shows what became of one write: the one that was asked for, or
// below a form the one that it has just sent.
type ProofList struct {
	app.Compo
	Model *page.Model
	Sight page.Sight
}

// Render draws a card for each write.
func (c *ProofList) Render() (ui app.UI) {
	m := c.Model
	defer html.RescueRender(&ui, "write")
	p, _ := m.Writing.OwnProof(m.View.Write)
	if m.View.Write == 0 {
		p = m.Writing.JustSent()
	}
	switch {
	case p != nil && m.View.Write != 0:
		return html.El("div", "proofs", subjectHead("Write "+strconv.Itoa(p.Write.N)), c.card(p))
	case p != nil:
		return html.El("div", "proofs", html.Word("h2", "", "Just sent"), c.card(p))
	case m.View.Write != 0:
		return html.El("div", "proofs", subjectHead("Write "+strconv.Itoa(m.View.Write)), html.Word("p", "note", "This write is not kept any more."))
	}
	return html.El("div", "proofs proofs--none")
}

func (c *ProofList) card(p *proof.Proof) app.UI {
	m := c.Model
	open := m.View.Open[p.Write.N]
	glyph, name := parts.Outcome(p)
	return html.El("article", "proof proof--"+p.Verdict.String(),
		html.Word("p", "proof-what", parts.WriteTitle(p)),
		proofSteps(p, m),
		html.El("p", "proof-verdict", html.El("b", "proof-name", html.Sign("", glyph+" "), app.Text(name)), app.Text(Sentence(p))),
		keyProofs(p),
		html.El("p", "note proof-match", app.Text(matchText(p))),
		html.El("div", "proof-acts",
			html.TextButton("btn btn--quiet proof-more", "bodies", strconv.Itoa(p.Write.N), "Request and reply").Aria("expanded", html.Bool(open)),
			html.TextButton("btn btn--quiet", "edit-again", strconv.Itoa(p.Write.N), "Edit and send again"),
			html.When(html.TextButton("btn btn--quiet", "undo", strconv.Itoa(p.Write.N), "Prepare undo"), draft.OperationOf(p.Write) < 0 || p.Verdict == proof.Rejected, "hidden"),
			html.When(html.TextButton("btn btn--quiet", "seen", strconv.Itoa(p.Write.N), "Show event "+strconv.Itoa(p.Event)), p.Event == 0, "hidden")),
		c.bodies(p, open),
	).DataSet("write", p.Write.N).DataSet("verdict", p.Verdict.String()).DataSet("confidence", p.Confidence.String()).
		Aria("label", "Write "+strconv.Itoa(p.Write.N)+": "+name)
}

// proofSteps is the way of a write: sent, accepted after so long, seen after so long.
// A step that was not observed says so in its name; what is counted behind it is
// how long it has been waited for.
func proofSteps(p *proof.Proof, m *page.Model) app.UI {
	step := func(name, state, after string) app.UI {
		return html.El("span", "proof-step proof-step--"+state, html.Word("b", "", name), app.Text(" "+after))
	}
	unsent := p.Reply != nil && p.Reply.Unsent
	line := func() app.UI { return html.El("i", "proof-line") }
	accepted, seen := step("no reply", "open", ""), step("not seen", "open", "")
	switch {
	case unsent:
	case p.Verdict == proof.Rejected:
		after := ""
		if p.Reply != nil {
			after = wording.Lasted(p.Write.Sent, p.Reply.Time)
		}
		accepted = step("refused", "bad", after)
	case p.Reply != nil && !p.Reply.Accepted():
		accepted = step("accepted?", wording.Either(p.Lost, "bad", "open"), wording.Lasted(p.Write.Sent, p.Reply.Time))
	case p.Reply != nil:
		accepted = step("accepted", "done", wording.Lasted(p.Write.Sent, p.Reply.Time))
	case p.Verdict == proof.Waiting:
		accepted = step("no reply", "open", wording.Age(p.Write.Sent, m.Now))
	}
	switch {
	case parts.WasSeen(p):
		seen = step("seen", "done", wording.Lasted(p.Write.Sent, p.Seen))
	case p.Verdict == proof.Waiting && p.Reply != nil:
		seen = step("not seen", "open", wording.Age(p.Reply.Time, m.Now))
	}
	sent := step(wording.Either(unsent, "not sent", "sent"), wording.Either(unsent, "bad", "done"), "")
	return html.El("p", "proof-steps", sent, line(), accepted, line(), seen)
}

// Sentence is the verdict's reason, ready to follow its name.
func Sentence(p *proof.Proof) string {
	if p.Reason == "" {
		return ""
	}
	text := " — " + wording.Period(p.Reason)
	if p.Lost && p.Reply.HTTPStatus == 0 {
		text = strings.TrimSpace(text + " " + wording.AdviceFor(p.Reply.Message))
	}
	return text
}

// matchText says how sure the match is and what it rests on.
func matchText(p *proof.Proof) string {
	if p.Verdict == proof.Rejected || p.Verdict == proof.Waiting {
		return "Write " + strconv.Itoa(p.Write.N)
	}
	text := "Match: " + parts.Sureness(p.Confidence)
	if p.ReferenceID != "" {
		text += " · referenceId " + p.ReferenceID
	}
	if p.Event != 0 {
		text += " · event " + strconv.Itoa(p.Event)
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
		_, name := parts.VerdictName(k.Verdict)
		body := []app.UI{html.El("code", "", html.Exact(wording.Short(k.Key))...), html.Word("b", "", name)}
		if k.Sent.Kind() != 0 || k.Seen.Kind() != 0 {
			seen := ", last seen "
			if k.Verdict == proof.Coerced || k.Verdict == proof.Differs || k.Verdict == proof.Overwritten {
				seen = ", seen "
			}
			body = append(body, html.El("span", "proof-pair",
				app.Text("sent "), html.El("code", parts.ValueClass(k.Sent), parts.ValueText(k.Sent)...),
				app.Text(seen), html.El("code", parts.ValueClass(k.Seen), parts.ValueText(k.Seen)...)))
		}
		if k.Note != "" {
			body = append(body, html.Word("span", "note", k.Note))
		}
		items = append(items, html.El("li", "proof-key", body...))
	}
	return html.El("ul", "proof-keys", items...)
}

func (c *ProofList) bodies(p *proof.Proof, open bool) app.UI {
	if !open {
		return html.El("div", "proof-bodies proof-bodies--none")
	}
	reply, status := "no reply yet", ""
	if p.Reply != nil {
		reply, status = bodyText(p.Reply.Body), "HTTP "+strconv.Itoa(p.Reply.HTTPStatus)
		switch {
		case p.Reply.Unrecorded:
			reply, status = NotRecorded, ""
		case p.Reply.HTTPStatus == 0:
			reply, status = "none came", ""
		case len(p.Reply.Body) == 0 && c.Model.SecondHand():
			reply = NotRecorded
		}
	}
	return html.El("div", "proof-bodies",
		parts.CopyAs(p.Write.N),
		html.Word("h3", "", "Request"), html.Word("pre", "raw", bodyText(p.Write.Request)).TabIndex(0),
		html.Word("h3", "", "Reply "+status), html.Word("pre", "raw", reply).TabIndex(0))
}

// NotRecorded stands for a body that a file or the developer tools do not have,
// which need not have been empty.
const NotRecorded = "(not recorded)"

// bodyShown is how much of a body is shown in one go.
const bodyShown = 20_000

// bodyText is a body as text, cut with a word about it when it is long.
func bodyText(b []byte) string {
	if len(b) == 0 {
		return "(empty)"
	}
	text, cut := wording.Clip(string(b), bodyShown)
	if cut > 0 {
		text += "\n… " + wording.Size(cut) + " more"
	}
	return text
}
