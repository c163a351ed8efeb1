package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/userdata"
)

// WriteMarkdown writes a report for a ticket: for each session what changed,
// what became of the writes, and what was not observed. head is the header of
// the capture that the sessions were replayed from. All text of customers is
// escaped, for viewers that let HTML through.
func WriteMarkdown(w io.Writer, head capture.Header, sessions []Session) error {
	var b strings.Builder
	b.WriteString("# Keytrail report\n\n")
	fmt.Fprintf(&b, "- Scope: %s\n", escape(cmp.Or(head.Scope, "all")))
	if head.Source != "" {
		fmt.Fprintf(&b, "- Read from: %s\n", escape(head.Source))
	}
	b.WriteString("- Redaction: " + redactionWords(&head) + "\n")
	for _, s := range sessions {
		reportSession(&b, s)
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("report: write Markdown: %w", err)
	}
	return nil
}

func redactionWords(h *capture.Header) string {
	r := h.Redaction
	if r == nil {
		return "credentials only; customer data is in this report"
	}
	return fmt.Sprintf("%s%s hidden, %s unclassified", h.AtMost(), plural(r.Values(), "value"), plural(r.Unclassified, "key"))
}

func reportSession(b *strings.Builder, s Session) {
	fmt.Fprintf(b, "\n## Session %s\n\nState %s, %s at the end.\n", escape(s.ID), escape(cmp.Or(s.State, "unknown")), plural(s.Data.Len(), "key"))
	if n := s.History.Dropped(); n > 0 {
		fmt.Fprintf(b, "The oldest %s had been dropped to save memory and are not in this report.\n", plural(n, "event"))
	}
	reportRemarks(b, s)
	reportWrites(b, s.Writes)
	reportChanges(b, s)
	reportGaps(b, s)
}

func reportRemarks(b *strings.Builder, s Session) {
	if len(s.Remarks) == 0 {
		return
	}
	b.WriteString("\n### Notes\n\n| Events | Time | Note |\n|--|--|--|\n")
	for _, r := range s.Remarks {
		which, when := "the session", when(r.Time)
		if r.First > 0 {
			which, when = fmt.Sprint(r.First), timeOf(s, r.First)
		}
		if r.Last > 0 {
			which, when = which+" to "+fmt.Sprint(r.Last), when+" to "+timeOf(s, r.Last)
		}
		fmt.Fprintf(b, "| %s | %s | %s |\n", which, when, escape(cmp.Or(r.Text, "marked")))
	}
}

// when writes a time for a table.
func when(t time.Time) string { return cmp.Or(stamp(t), "unknown") }

// timeOf is when an event was observed.
func timeOf(s Session, n int) string {
	e, ok := s.History.Event(n)
	if !ok {
		return "no longer kept"
	}
	return when(e.Time)
}

func reportWrites(b *strings.Builder, writes []*proof.Proof) {
	if len(writes) == 0 {
		return
	}
	b.WriteString("\n### Writes\n\n| # | Time | Operation | Verdict | Confidence | Why |\n|--:|--|--|--|--|--|\n")
	for _, p := range writes {
		fmt.Fprintf(b, "| %d | %s | %s | %s | %s | %s |\n", p.Write.N, when(p.Write.Sent), escape(p.Write.Operation), p.Verdict, p.Confidence, escape(p.Reason))
		for _, k := range p.Keys {
			fmt.Fprintf(b, "| | | %s | %s | | %s → %s %s |\n", escape(k.Key), k.Verdict, shown(k.Sent), shown(k.Seen), escape(k.Note))
		}
	}
}

func reportChanges(b *strings.Builder, s Session) {
	b.WriteString("\n### Changes\n\n| Event | Time | What | By | Key | Change | Was | Is |\n|--:|--|--|--|--|--|--|--|\n")
	for e := range s.events {
		for _, c := range e.Changes {
			was, is := shown(c.Old), shown(c.New)
			if c.Kind == userdata.Reordered {
				was, is = "", "" // the whole objects
			}
			fmt.Fprintf(b, "| %d | %s | %s | %s | %s | %s | %s | %s |\n", e.N, when(e.Time), escape(cmp.Or(e.Type, e.Kind.String())),
				s.who(e, c.Key), escape(c.Key+c.Path), c.Kind, was, is)
		}
	}
}

func reportGaps(b *strings.Builder, s Session) {
	none := true
	for e := range s.events {
		if e.Kind != history.Gap {
			continue
		}
		if none {
			b.WriteString("\n### Not observed\n\n")
			none = false
		}
		fmt.Fprintf(b, "- %s to %s: %s; when exactly and by whom is unknown. %s\n", when(e.Since), when(e.Time), plural(len(e.Changes), "change"), escape(e.Note))
	}
	if none {
		b.WriteString("\nNo gap is known of.\n")
	}
}

// longestShown is how many characters of a value a table shows.
const longestShown = 200

// shown writes a value for a table, the word absent for none.
func shown(v userdata.Value) string {
	if v.Kind() == userdata.Absent {
		return "absent"
	}
	chars := []rune(v.Literal())
	if len(chars) <= longestShown {
		return escape(string(chars))
	}
	return escape(string(chars[:longestShown])) + fmt.Sprintf("… (%d characters)", len(chars))
}

// escape makes s plain text in Markdown and in the HTML made of it. Characters
// that cannot be seen, or that turn the writing around, are named.
func escape(s string) string {
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '@', r == ':' && strings.HasPrefix(s[i:], "://"), r == '.' && i >= 3 && strings.EqualFold(s[i-3:i], "www"):
			fmt.Fprintf(&b, "&#%d;", r) // no viewer makes it a link, or tells a person of it
		case r == '&':
			b.WriteString("&amp;")
		case strings.ContainsRune("\\`*_{}[]()#+!|~>", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029':
			fmt.Fprintf(&b, "\\\\u%04x", r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
