package parts

import (
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/snippet"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// AuthorText is an author with how sure that is.
func AuthorText(x *book.Session, e history.Event, who history.Author) string {
	switch who {
	case history.You:
		if p := x.WriteOf(e); p != nil {
			return "you, match " + Sureness(p.Confidence)
		}
		return "you"
	case history.Routing:
		return "routing, by the key's class"
	case history.AnotherClient:
		return "another client, no write seen here matches"
	case history.Unknown:
		switch {
		case e.Since.IsZero() && e.Write != 0:
			return "unknown, perhaps your write " + strconv.Itoa(e.Write)
		case e.Since.IsZero() && e.Kind == history.Notification:
			return "unknown, the file does not show the requests of its maker"
		}
		return "unknown, it was not observed"
	case history.Repeated:
		return "you, if the browser sent your write " + strconv.Itoa(e.Write) + " twice; else another client"
	}
	return who.String()
}

// Outcome is what became of a write, as the screen says it.
func Outcome(p *proof.Proof) (glyph, name string) {
	glyph, name = VerdictName(p.Verdict)
	if p.Verdict == proof.Waiting && p.Reply == nil {
		name = "Sent, waiting for the reply"
	}
	return glyph, name
}

// VerdictName is a verdict as the screen says it, with its sign.
func VerdictName(v proof.Verdict) (glyph, name string) {
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

// WriteTitle names the operation and its keys.
func WriteTitle(p *proof.Proof) string {
	var keys []string
	for k := range p.Write.Data.All() {
		keys = append(keys, wording.Short(k))
	}
	keys = append(keys, p.Write.Keys...)
	text := p.Write.Operation
	if len(keys) > 4 {
		return text + " · " + strings.Join(keys[:3], ", ") + " and " + strconv.Itoa(len(keys)-3) + " more"
	}
	if len(keys) > 0 {
		text += " · " + strings.Join(keys, ", ")
	}
	return text
}

// WasSeen reports whether a write was matched with an event, whose time may not
// be known.
func WasSeen(p *proof.Proof) bool {
	return !p.Seen.IsZero() || p.Event != 0 && p.Verdict != proof.Waiting
}

// Sureness is how sure a match is. The words are not those of the verdicts.
func Sureness(c proof.Confidence) string {
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

// CopyAs are the buttons that put write n, or the draft for 0, on the clipboard.
func CopyAs(n int) app.UI {
	items := []app.UI{html.Word("span", "note", "Copy as")}
	for _, l := range snippet.Languages() {
		items = append(items, html.TextButton("btn btn--quiet", "copy-code", strconv.Itoa(n)+" "+l, l))
	}
	return html.El("span", "write-copy", items...).Role("group").Aria("label", "Copy as")
}
