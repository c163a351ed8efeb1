package capture

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/rawjson"
	"github.com/keytrail/keytrail/app/userdata"
)

// A Session is one session as replaying a capture shows it. Only a session
// that was replayed from what Cut returned may be exported.
type Session struct {
	ID, State string
	Data      *userdata.Map // userData at the end
	History   history.View
	Writes    []*proof.Proof
	Remarks   []Remark
	Who       func(e history.Event, key string) history.Author // who made an event's change of a key; nil takes the event's author for all of them
	Rest      func()                                           // called between events, as that of a Capture; nil for nothing
}

// A Remark is what a person wrote about an event of a session, about the events
// from one to another, or about the session.
type Remark struct {
	Time        time.Time
	First, Last int    // the events; Last is 0 for one, First too for none
	Text        string // "" for a mark without words
}

// who says who is believed to have made an event's change of a key.
func (s Session) who(e history.Event, key string) history.Author {
	if s.Who == nil {
		return e.Author
	}
	return s.Who(e, key)
}

// events calls f for every event that the history kept, oldest first.
func (s Session) events(f func(history.Event) error) error {
	for n := max(s.History.First(), 1); n <= s.History.Last(); n++ {
		e, ok := s.History.Event(n)
		if !ok {
			continue
		}
		if s.Rest != nil {
			s.Rest()
		}
		if err := f(e); err != nil {
			return err
		}
	}
	return nil
}

// origin writes what a file of one session says of where it comes from, as
// members of a JSON object.
func origin(b []byte, head Header, s Session) []byte {
	b = rawjson.Quote(append(b, `"session":`...), s.ID)
	b = rawjson.Quote(append(b, `,"scope":`...), firstOf(head.Scope, "all"))
	return strconv.AppendBool(append(b, `,"redacted":`...), head.Redaction != nil)
}

// WritePatches writes JSON Lines: first where they come from, with the header of
// the capture that the session was replayed from, and then one line for each
// event that changed something: its number, time and kind, and a JSON Patch (RFC
// 6902) that makes the userData after it of the userData before it. Values keep
// their literals. What a patch cannot say, such as a key that stands twice, is
// said in words instead.
func WritePatches(w io.Writer, head Header, s Session) error {
	_, err := w.Write(append(origin([]byte(`{"keytrail":"patches","version":1,`), head, s), "}\n"...))
	if err != nil {
		return fmt.Errorf("capture: write JSON Patch: %w", err)
	}
	err = s.events(func(e history.Event) error {
		if len(e.Changes) == 0 {
			return nil
		}
		_, err := w.Write(patchLine(e))
		return err
	})
	if err != nil {
		return fmt.Errorf("capture: write JSON Patch: %w", err)
	}
	return nil
}

func patchLine(e history.Event) []byte {
	b := fmt.Appendf(nil, `{"event":%d,"time":%q,"kind":%q,"type":`, e.N, stamp(e.Time), e.Kind)
	b = rawjson.Quote(b, e.Type)
	patch, err := userdata.JSONPatch(e.Changes)
	if err != nil {
		b = append(b, `,"patch":null,"why":`...)
		return append(rawjson.Quote(b, err.Error()), "}\n"...)
	}
	return append(append(append(b, `,"patch":`...), patch...), "}\n"...)
}

// stamp writes a time with milliseconds, "" when it is unknown.
func stamp(t time.Time) string {
	switch {
	case t.IsZero():
		return ""
	case Dateless(t):
		return t.UTC().Format("15:04:05.000")
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

// WriteCSV writes the history of one key (RFC 4180): a row for each event that
// touched it, each with the session and the scope, since the format has no other
// place for them. Every cell is in quotes, and what a spreadsheet would run as a
// formula has an apostrophe in front; numbers stay numbers.
func WriteCSV(w io.Writer, head Header, s Session, key string) error {
	var b strings.Builder
	writeRow(&b, "event", "time", "kind", "type", "author", "change", "path", "was kind", "was", "is kind", "is", "session", "scope")
	for _, e := range s.History.KeyHistory(key) {
		for _, c := range e.Changes {
			writeRow(&b, strconv.Itoa(e.N), stamp(e.Time), e.Kind.String(), e.Type, s.who(e, key).String(),
				c.Kind.String(), c.Path, c.Old.Kind().String(), cellOf(c.Old), c.New.Kind().String(), cellOf(c.New), s.ID, firstOf(head.Scope, "all"))
		}
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("capture: write CSV: %w", err)
	}
	return nil
}

// cellOf is the text of a value, or its literal where that is not made of
// characters alone.
func cellOf(v userdata.Value) string {
	if !v.Faithful() {
		return v.Literal()
	}
	return v.Text()
}

// writeRow writes a row of cells, each in quotes (RFC 4180).
func writeRow(b *strings.Builder, cells ...string) {
	for i, cell := range cells {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`"` + strings.ReplaceAll(cellText(cell), `"`, `""`) + `"`)
	}
	b.WriteByte('\n')
}

// cellText makes s harmless as a cell of a spreadsheet, and as several: readers
// that take the semicolon for the separator split there.
func cellText(s string) string {
	if isNumber(s) {
		return s
	}
	var b strings.Builder
	begins := true
	for _, r := range s {
		if begins && strings.ContainsRune("=+-@\t\r\n|%＝＋－＠", r) {
			b.WriteByte('\'')
		}
		b.WriteRune(r)
		begins = r == ';' || r == '\n' || r == '\r' || r == '\t' || begins && (r == ' ' || r == '"')
	}
	return b.String()
}

// WriteFixture writes what a test may expect at the end of the session: its
// state, and for every key the kind and the literal of its value.
func WriteFixture(w io.Writer, head Header, s Session) error {
	b := origin([]byte(`{"keytrail":"fixture","version":1,`), head, s)
	b = rawjson.Quote(append(b, `,"state":`...), s.State)
	b = append(b, `,"expect":[`...)
	for i := range s.Data.Len() {
		if i > 0 {
			b = append(b, ',')
		}
		e := s.Data.At(i)
		b = rawjson.Quote(append(b, "\n{\"key\":"...), e.Key)
		b = fmt.Appendf(b, `,"kind":%q,"value":%s}`, e.Value.Kind(), e.Value.Literal())
	}
	b = append(b, "\n]}\n"...)
	if _, err := w.Write(b); err != nil {
		return fmt.Errorf("capture: write fixture: %w", err)
	}
	return nil
}
