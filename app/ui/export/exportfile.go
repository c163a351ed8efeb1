package export

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"strconv"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/har"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/report"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// A Format is a kind of file that can be saved.
type Format struct {
	ID, Name, Ending, mime string
	Says                   string
	single                 bool   // it holds one session
	Compared               string // it holds the comparison on the screen, in this form of capture's
}

// Formats in the order in which they are offered.
func Formats() []Format {
	return []Format{
		{"capture", "Capture", ".jsonl.gz", "application/gzip", "Everything that was seen, as it came but for what is hidden; open it here again.", false, ""},
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

// Taping returns a copy of what was observed in one book.
type Taping func(context.Context) (*capture.Capture, error)

// FileOf makes the file. It runs beside the page.
func FileOf(ctx context.Context, tape Taping, f Format, chosen redact.Export, session, key string, ab report.Comparison) ([]byte, error) {
	whole, err := tape(ctx)
	if err != nil {
		return nil, err
	}
	cut, masks := redact.Cut(whole, chosen)
	chosen.Progress(1, 1) // what is left is writing
	var b bytes.Buffer
	switch f.ID {
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

// instantName says which state of which session.
func instantName(x *book.Session, n int, why string) string {
	name := "session " + x.ID + ", event " + strconv.Itoa(n)
	if e, ok := x.History.Event(n); ok {
		name += ", " + cmp.Or(wording.Stamp(e.Time, time.UTC), "time unknown")
	}
	if why != "" {
		name += ", " + why
	}
	return name
}

// writeCompared writes a comparison of masked data: what is hidden on one side
// is hidden in the same way on the other, so equal values stay equal.
func writeCompared(w io.Writer, f Format, ab report.Comparison, masks *redact.Masks, keys func(string) bool) error {
	ab.A, ab.B = masks.Text(ab.A), masks.Text(ab.B)
	for _, side := range []**userdata.Map{&ab.Old, &ab.New} {
		hidden, err := masks.Data(*side, keys)
		if err != nil {
			return err
		}
		*side = hidden
	}
	return report.WriteComparison(w, f.Compared, ab)
}

// writeSession writes a format that holds one session.
func writeSession(w io.Writer, f Format, head capture.Header, sessions []report.Session, id, key string) error {
	for _, s := range sessions {
		if s.ID != id {
			continue
		}
		switch f.ID {
		case "patch":
			return report.WritePatches(w, head, s)
		case "csv":
			return report.WriteCSV(w, head, s, key)
		}
		return report.WriteFixture(w, head, s)
	}
	return errors.New("the scope holds nothing of the selected session")
}
