package report_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/report"
	"github.com/keytrail/keytrail/app/userdata"
)

var noon = time.Date(2026, 1, 5, 12, 0, 0, 123e6, time.UTC)

// told is a session with a history of its own.
func told(t *testing.T, versions ...string) report.Session {
	t.Helper()
	log := history.New(1 << 20)
	s := report.Session{ID: "00aA", State: "Chatting"}
	for i, v := range versions {
		data, err := userdata.Parse([]byte(v))
		require.NoError(t, err)
		log.Append(history.Event{Time: noon.Add(time.Duration(i) * time.Second), Kind: history.Notification, Type: "PropertiesUpdated",
			Changes: userdata.Diff(s.Data, data)}, data)
		s.Data = data
	}
	s.History = log.View()
	return s
}

func TestWritePatches(t *testing.T) {
	s := told(t, `{"a/b":1,"c~d":{"e":[1,2]},"x":1.0}`, `{"a/b":2,"c~d":{"e":[2]},"new":"<&>"}`, `{"a/b":2,"c~d":{"e":[2]},"new":"<&>"}`, `{"new":1,"new":2}`, `{"new":3,"new":2}`, `{"new":3,"new":2,"old":1}`)
	var b bytes.Buffer
	require.NoError(t, report.WritePatches(&b, capture.Header{Scope: "events 1 to 4 of session 00aA"}, s))
	lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
	require.Len(t, lines, 6, "an event without changes has no patch")
	assert.JSONEq(t, `{"keytrail":"patches","version":1,"session":"00aA","scope":"events 1 to 4 of session 00aA","redacted":false}`, lines[0])
	lines = lines[1:]
	for _, l := range lines {
		require.True(t, json.Valid([]byte(l)), l)
	}
	assert.Contains(t, lines[1], `{"op":"replace","path":"/a~1b","value":2}`)
	assert.Contains(t, lines[1], `{"op":"remove","path":"/x"}`)
	assert.Contains(t, lines[2], `"patch":null`, "a key that stands twice is said in words")
	assert.Contains(t, lines[3], `"patch":null`, "and so is what becomes of one of the two")
	assert.Contains(t, lines[4], `"patch":[{"op":"add","path":"/old","value":1}]`)
}

func TestWriteCSV(t *testing.T) {
	evil := []string{`"=1+2"`, `"+49 170"`, `"-2+3"`, `"@SUM(A1)"`, `"\t=1"`, `-5`, `"two\nlines, \"quoted\""`, `"＝1"`, `"a;=1+2; @x"`}
	versions := make([]string, len(evil))
	for i, v := range evil {
		versions[i] = `{"k":` + v + `}`
	}
	var b bytes.Buffer
	require.NoError(t, report.WriteCSV(&b, capture.Header{Scope: "session 00aA"}, told(t, versions...), "k"))
	rows, err := csv.NewReader(&b).ReadAll()
	require.NoError(t, err)
	require.Len(t, rows, 1+len(evil))
	var last []string
	for _, row := range rows[1:] {
		last = append(last, row[len(row)-3])
		assert.Equal(t, []string{"00aA", "session 00aA"}, row[len(row)-2:])
	}
	assert.Equal(t, []string{"'=1+2", "'+49 170", "'-2+3", "'@SUM(A1)", "'\t'=1", "-5", "two\nlines, \"quoted\"", "'＝1", "a;'=1+2; '@x"}, last)
}

func TestWriteFixture(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, report.WriteFixture(&b, capture.Header{Redaction: &capture.Redaction{}}, told(t, `{"n":1.0,"t":"a","e":"","z":null,"d":1,"d":2}`)))
	var got struct {
		Session, State, Scope string
		Redacted              bool
		Expect                []struct {
			Key, Kind string
			Value     json.RawMessage
		}
	}
	require.NoError(t, json.Unmarshal(b.Bytes(), &got))
	assert.Equal(t, "00aA", got.Session)
	assert.Equal(t, "all", got.Scope)
	assert.True(t, got.Redacted)
	require.Len(t, got.Expect, 6)
	assert.Equal(t, "1.0", string(got.Expect[0].Value))
	assert.Equal(t, "number", got.Expect[0].Kind)
	assert.Equal(t, "null", got.Expect[3].Kind)
}

func TestWriteMarkdown(t *testing.T) {
	s := told(t, `{"k":"a | b"}`, `{"k":"<script>alert(1)</script>\u202e\n# no heading"}`)
	s.Writes = []*proof.Proof{{Write: proof.Write{N: 1, Operation: "AttachUserData", Sent: noon}, Verdict: proof.Coerced, Confidence: proof.Certain,
		Reason: "number → text, @boss, www.evil.test", Keys: []proof.KeyProof{{Key: "k`", Verdict: proof.Coerced, Note: "![x](http://evil.test)"}}}}
	s.Remarks = []report.Remark{{Time: noon, Text: "<b>call back"}, {First: 1, Text: ""}, {First: 1, Last: 2, Text: "a | b"}}
	log := history.New(1 << 20)
	log.Append(history.Event{Kind: history.Gap, Since: noon, Time: noon.Add(time.Minute), Note: "link lost"}, nil)
	var b bytes.Buffer
	require.NoError(t, report.WriteMarkdown(&b, capture.Header{Scope: "all", Source: "a *log*"}, []report.Session{s, {ID: "gap", History: log.View()}}))
	text := b.String()
	for _, evil := range []string{"<script", "\u202e", "a | b", "![x](", "*log*", "@boss", "://evil", "www."} {
		assert.NotContains(t, text, evil)
	}
	for _, want := range []string{"## Session 00aA", "0 keys at the end", "| 1 | 2026-01-05T12:00:00.123Z | AttachUserData | coerced | exact |", `\\u202e`, "### Not observed", "link lost", "credentials only",
		`| the session | 2026-01-05T12:00:00.123Z | &lt;b\>call back |`, "| 1 | 2026-01-05T12:00:00.123Z | marked |", `| 1 to 2 | 2026-01-05T12:00:00.123Z to 2026-01-05T12:00:01.123Z | a \| b |`} {
		assert.Contains(t, text, want)
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "|") {
			assert.Equal(t, byte('|'), line[len(line)-2], line)
		}
	}
}

// Every word of a report on one session.
func TestReportOfASession(t *testing.T) {
	log := history.New(20_000)
	for n := range 300 {
		log.Append(history.Event{Time: noon, Kind: history.Notification}, parsed(t, fmt.Sprintf(`{"old":%d}`, n)))
	}
	log.Append(history.Event{Time: noon, Kind: history.Notification, Type: "PropertiesUpdated", Author: history.AnotherClient}, parsed(t, `{"n":"1","o":{"p":1,"q":2}}`))
	log.Append(history.Event{Since: noon, Time: noon.Add(time.Minute), Kind: history.Gap, Note: "link lost", Author: history.Unknown}, parsed(t, `{"n":1,"o":{"q":2,"p":1}}`))
	s := report.Session{ID: "00aA", Data: parsed(t, `{"n":1}`), History: log.View()}
	s.Writes = []*proof.Proof{{Write: proof.Write{N: 1, Operation: "AttachUserData"}, Verdict: proof.Coerced, Confidence: proof.Likely, Reason: "why",
		Keys: []proof.KeyProof{{Key: "n", Sent: userdata.TextValue("1"), Verdict: proof.Coerced, Note: "text"}}}}
	var b bytes.Buffer
	head := capture.Header{Scope: "session 00aA", Source: "a log", Redaction: &capture.Redaction{Hidden: map[string]int{"phone": 2, "name": 1}, Unclassified: 1}}
	require.NoError(t, report.WriteMarkdown(&b, head, []report.Session{s}))
	old := 0
	var text strings.Builder
	for line := range strings.Lines(b.String()) {
		if strings.Contains(line, "| old |") {
			old++
			continue
		}
		text.WriteString(line)
	}
	assert.Equal(t, 301-log.View().Dropped(), old)
	assert.Equal(t, fmt.Sprintf(`# Keytrail report

- Scope: session 00aA
- Read from: a log
- Redaction: at most 3 values hidden, 1 key unclassified

## Session 00aA

State unknown, 1 key at the end.
The oldest %d events had been dropped to save memory and are not in this report.

### Writes

| # | Time | Operation | Verdict | Confidence | Why |
|--:|--|--|--|--|--|
| 1 | unknown | AttachUserData | coerced | likely | why |
| | | n | coerced | | "1" → absent text |

### Changes

| Event | Time | What | By | Key | Change | Was | Is |
|--:|--|--|--|--|--|--|--|
| 301 | 2026-01-05T12:00:00.123Z | PropertiesUpdated | another client | n | added | absent | "1" |
| 301 | 2026-01-05T12:00:00.123Z | PropertiesUpdated | another client | o | added | absent | \{"p":1,"q":2\} |
| 302 | 2026-01-05T12:01:00.123Z | gap | unknown | n | retyped | "1" | 1 |
| 302 | 2026-01-05T12:01:00.123Z | gap | unknown | o | reordered |  |  |

### Not observed

- 2026-01-05T12:00:00.123Z to 2026-01-05T12:01:00.123Z: 2 changes; when exactly and by whom is unknown. link lost
`, log.View().Dropped()), text.String())
}
