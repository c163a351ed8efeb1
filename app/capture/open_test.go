package capture_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
)

// open opens text and requires that it can be opened.
func open(t *testing.T, text string) *capture.Capture {
	t.Helper()
	c, err := capture.Open(t.Context(), strings.NewReader(text), int64(len(text)), nil)
	require.NoError(t, err)
	return c
}

func all(c *capture.Capture) []capture.Observation { return slices.Collect(c.All()) }

// brief writes observations as one word each: kind, and the session behind @.
func brief(list []capture.Observation) []string {
	var out []string
	for _, o := range list {
		word := o.Kind.String()
		if o.Meta {
			word = "meta " + word
		}
		if o.Session != "" {
			word += "@" + o.Session
		}
		out = append(out, word)
	}
	return out
}

func TestOpenPage(t *testing.T) {
	page, err := os.ReadFile("testdata/attach-user-data-page.txt")
	require.NoError(t, err)
	c := open(t, string(page))
	list := all(c)
	const id = "0000Wa9CAM6W00J"
	require.Equal(t, []string{"request@" + id, "reply@" + id, "notification@" + id, "note@" + id}, brief(list))
	assert.Equal(t, "POST", list[0].Method)
	assert.Equal(t, "api/v2/me/smssessions/0071023821aec011", list[0].URL)
	assert.Equal(t, list[0].Exchange, list[1].Exchange)
	assert.Contains(t, string(list[0].Raw), `"UserData2":123456789`)
	assert.Contains(t, string(list[2].Raw), `"RRequestedSkills": null`)
	assert.Contains(t, list[3].Text, "0071023821aec011", "taking two ids for one is said")
	require.Len(t, c.Fixes, 1)
	assert.Equal(t, bytes.Count(page[:bytes.Index(page, []byte("None"))], []byte("\n"))+1, c.Fixes[0].Line)
	assert.Contains(t, c.Understood, "1 request, 1 reply, 1 notification")
	assert.Contains(t, c.Understood, "1 repair")
}

const (
	invited  = `{"messageType":"SMSsessionStateChangeMessage","notificationType":"StatusChange","smssession":{"id":"00aA","state":"Invited","userData":{"n":1.0}}}`
	chatting = `{"notificationType":"StatusChange","messageType":"SMSsessionStateChangeMessage","referenceId":7,"smssession":{"id":"00aA","state":"Chatting","userData":{"n":1.0,"k":"v"}}}`
	attach   = `{"operationName":"AttachUserData","userData":{"k":"v"}}`
	session  = `{"id":"00aA","state":"Chatting","capabilities":[],"userData":{"n":1.0}}`
)

func TestOpenTexts(t *testing.T) {
	tests := []struct {
		name, reason, text string
		want               []string
		times              []string // "-" for none
		understood         string
	}{
		{name: "JSON Lines of notifications", text: invited + "\n" + chatting + "\n", want: []string{"notification@00aA", "notification@00aA"}, understood: "JSON values: 2 notifications"},
		{name: "an array of notifications", text: "[" + invited + ",\n" + chatting + "]", want: []string{"notification@00aA", "notification@00aA"}, understood: "a JSON array: 2 notifications"},
		{name: "an array inside a text", text: "see [" + invited + "," + chatting + "] there", want: []string{"notification@00aA", "notification@00aA"}},
		{name: "Bayeux messages", text: `[{"channel":"/meta/connect","successful":true,"id":"4"},{"channel":"/v2/me/smssessions","data":` + invited + `}]`,
			want: []string{"meta reply", "notification@00aA"}},
		{name: "sessions", text: session + "\n" + strings.Replace(session, "00aA", "00bB", 1), want: []string{"snapshot@00aA", "snapshot@00bB"}},
		{name: "a reply with sessions", text: `{"statusCode":0,"smssessions":[` + session + `]}`, want: []string{"reply", "snapshot@00aA"}},
		{name: "a message without its channel", text: `{"data":` + invited + `}`, want: []string{"notification@00aA"}},
		{name: "a Python repr", text: `{u'data': {u'messageType': u'SMSsessionStateChangeMessage', u'smssession': {u'id': u'00aA', u'state': u'Invited'}}, u'channel': u'/v2/me/smssessions'}`,
			want: []string{"notification@00aA"}},
		{name: "a log", text: "2026-01-05 10:00:00,123 INFO [x] --> POST /api/v2/me/smssessions/00aA " + attach + "\n" +
			"2026-01-05T10:00:00.250+01:00 <-- 200 {\"statusCode\":0}\n noise {id}\n2026-01-05 10:00:01.000+0000 event " + chatting + " done\n",
			want:  []string{"request@00aA", "reply@00aA", "notification@00aA"},
			times: []string{"2026-01-05T10:00:00.123Z", "2026-01-05T09:00:00.25Z", "2026-01-05T10:00:01Z"}},
		{name: "a GET in a log", text: "2026-01-05 10:00:00 GET /api/v2/me/smssessions/00aA\n{\"statusCode\":0,\"smssession\":" + session + "}",
			want: []string{"request@00aA", "reply@00aA", "snapshot@00aA"}},
		{name: "a log line that is cut off", reason: "the next line is another message",
			text: "2026-01-05 10:00:00 " + invited[:100] + "\n2026-01-05 10:00:01 " + chatting + "\n", want: []string{"notification", "notification@00aA"}},
		{name: "a missing brace between two samples", text: invited[:len(invited)-1] + "\n\nAnd then\n" + chatting, want: []string{"notification@00aA", "notification@00aA"}},
		{name: "a structured log", text: `{"@timestamp":"2026-01-05T10:00:00.5Z","level":"INFO","message":` + strconv.Quote(chatting) + `}`,
			want: []string{"notification@00aA"}, times: []string{"2026-01-05T10:00:00.5Z"}},
		{name: "JSON of other kinds is shown", text: `{"a":1}`, want: []string{"stray"}, understood: "JSON values: 1 value not understood"},
		{name: "hostile keys", text: `{"__proto__":{"x":1},"operationName":"AttachUserData","userData":{"<script>":"\u202e"}}`, want: []string{"request"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := open(t, tt.text)
			assert.Equal(t, tt.want, brief(all(c)), tt.reason)
			if tt.understood != "" {
				assert.Equal(t, tt.understood, c.Understood)
			}
			for i, want := range tt.times {
				assert.Equal(t, want, all(c)[i].Time.Format(time.RFC3339Nano))
			}
			slow, err := capture.Open(t.Context(), iotest.OneByteReader(strings.NewReader(tt.text)), 0, nil)
			require.NoError(t, err)
			assert.Equal(t, all(c), all(slow), "slices make no difference")
		})
	}
}

// Logs write times in many ways; a line whose time is in none of them has none,
// and not that of its neighbour.
func TestTimesOfLogs(t *testing.T) {
	const event = ` {"notificationType":"StatusChange","messageType":"SMSsessionStateChangeMessage","smssession":{"id":"00aA","state":"Chatting"}}`
	const unknown = "0001-01-01T00:00:00Z"
	for _, tt := range []struct {
		name  string
		lines []string
		want  []string
	}{
		{"a date", []string{"2026-01-05 10:00:00.5", "2026-01-05T10:00:00,25Z", "2026-01-05 10:00:00:125", "2026-01-05T12:00:00+02:00", "[2026-01-05 10:00:00 -0130]"},
			[]string{"2026-01-05T10:00:00.5Z", "2026-01-05T10:00:00.25Z", "2026-01-05T10:00:00.125Z", "2026-01-05T10:00:00Z", "2026-01-05T11:30:00Z"}},
		{"with slashes, with points, without", []string{"2026/01/05 10:00:00", "2026.01.05 10:00:00", "[20260105 10:00:00:115 EDT (exec-1)]", "20260105T100000Z", "20260105-100000"},
			[]string{"2026-01-05T10:00:00Z", "2026-01-05T10:00:00Z", "2026-01-05T10:00:00.115Z", "2026-01-05T10:00:00Z", "2026-01-05T10:00:00Z"}},
		{"with the name of the month", []string{`10.0.0.1 - - [05/Jan/2026:10:00:00 +0100] "GET /x"`, "05-Jan-2026 10:00:00.123 INFO", "Jan 5, 2026 10:00:07 PM com.x", "Jan 5, 2026 12:00:07 AM", "Mon Jan 05 10:00:00 CET 2026", "Mon, 5 Jan 2026 10:00:00 GMT"},
			[]string{"2026-01-05T09:00:00Z", "2026-01-05T10:00:00.123Z", "2026-01-05T22:00:07Z", "2026-01-05T00:00:07Z", "2026-01-05T10:00:00Z", "2026-01-05T10:00:00Z"}},
		{"since 1970", []string{"1767607200", "1767607200.5 x", "1767607200123", "[1767607200123456]", "1767607200123456789"},
			[]string{"2026-01-05T10:00:00Z", "2026-01-05T10:00:00.5Z", "2026-01-05T10:00:00.123Z", "2026-01-05T10:00:00.123456Z", "2026-01-05T10:00:00.123456789Z"}},
		{"a time of day, and the date of the file", []string{"23:59:59.5 Int 04543", "2026-01-06 00:00:01", "@00:00:02.2500 [0]", "11:00:00", "23:30:00", "00:30:00"},
			[]string{"2026-01-05T23:59:59.5Z", "2026-01-06T00:00:01Z", "2026-01-06T00:00:02.25Z", "2026-01-06T11:00:00Z", "2026-01-06T23:30:00Z", "2026-01-07T00:30:00Z"}},
		{"a time of day, and no date", []string{"09:00:01.000 Int", "9:00:02", "Jan  5 09:00:03 host app:"},
			[]string{"0000-01-01T09:00:01Z", "0000-01-01T09:00:02Z", "0000-01-01T09:00:03Z"}},
		{"day or month", []string{"13/01/2026 10:00:00", "01/14/2026, 10:00:00", "15.01.2026 10:00:00", "01/02/2026 10:00:00"},
			[]string{"2026-01-13T10:00:00Z", "2026-01-14T10:00:00Z", "2026-01-15T10:00:00Z", "2026-01-15T10:00:00Z"}},
		{"day or month, as the file has it", []string{"2026-02-01 10:00:00", "01/02/2026 10:00:01", "02/01/2026 10:00:02"},
			[]string{"2026-02-01T10:00:00Z", "2026-02-01T10:00:01Z", "2026-02-01T10:00:02Z"}},
		{"none", []string{"2026-01-05 10:00:00", "event", "yesterday at ten", "port 12345:10:00:00:7", "99:00:00", "12:30"},
			[]string{"2026-01-05T10:00:00Z", unknown, unknown, unknown, unknown, unknown}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := open(t, strings.Join(tt.lines, event+"\n")+event+"\n")
			var got []string
			for o := range c.All() {
				got = append(got, o.Time.Format(time.RFC3339Nano))
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

// harEntry writes one entry as Chrome does.
func harEntry(start string, ms int, method, url, sent, got string) string {
	post := ""
	if sent != "" {
		post = fmt.Sprintf(`,"postData":{"mimeType":"application/json","text":%q}`, sent)
	}
	return fmt.Sprintf(`{"_initiator":{},"startedDateTime":%q,"time":%d,"request":{"method":%q,"url":%q,"httpVersion":"HTTP/1.1","headers":[{"name":"Cookie","value":"a=b"}]%s},`+
		`"response":{"status":200,"headers":[],"content":{"size":1,"mimeType":"application/json","text":%q}}}`, start, ms, method, url, post, got)
}

const base = "https://gws.test/api/v2"

func har(entries ...string) string {
	return `{
  "log": {
    "version": "1.2",
    "creator": {"name": "WebInspector", "version": "537.36"},
    "pages": [{"entries": "not these"}],
    "entries": [` + strings.Join(entries, ",\n") + `]
  }
}`
}

func TestOpenHAR(t *testing.T) {
	poll := `[{"channel":"/v2/me/smssessions","data":` + chatting + `},{"channel":"/meta/connect","successful":true,"id":"3"}]`
	handshake := `[{"channel":"/meta/handshake","successful":true,"clientId":"x"}]`
	base64Poll := strings.Replace(harEntry("2026-01-05T11:00:09.000+01:00", 1000, "POST", base+"/notifications/connect", "[]", "BODY"),
		`"text":"BODY"`, `"encoding":"base64","text":"`+base64.StdEncoding.EncodeToString([]byte(poll))+`"`, 1)
	text := har(
		harEntry("2026-01-05T10:00:00.000Z", 20, "GET", base+"/me/smssessions?fields=*", "", `{"statusCode":0,"smssessions":[`+session+`]}`),
		harEntry("2026-01-05T10:00:00.100Z", 10, "POST", base+"/notifications/handshake", "[]", handshake),
		harEntry("2026-01-05T10:00:01.000Z", 2500, "POST", base+"/notifications/connect", "[]", poll),
		harEntry("2026-01-05T10:00:02.000Z", 100, "POST", base+"/me/smssessions/00aA", attach, `{"statusCode":0}`),
		harEntry("2026-01-05T10:00:02.500Z", 100, "GET", "https://gws.test/logo.png", "", "x"),
		base64Poll,
		strings.Replace(harEntry("2026-01-05T10:00:11.000Z", 0, "POST", base+"/notifications/connect", "[]", ""), `"status":200`, `"status":0,"_error":"net::ERR_ABORTED"`, 1),
		harEntry("2026-01-05T10:00:20.000Z", 5, "POST", base+"/notifications/handshake", "[]", handshake),
	)
	c := open(t, text)
	list := all(c)
	assert.Equal(t, []string{
		"request", "reply", "snapshot@00aA",
		"meta request", "meta reply",
		"meta request", "request@00aA", "reply@00aA", "meta reply", "notification@00aA",
		"meta request", "meta reply", "notification@00aA",
		"meta request", "gap", "meta reply",
		"meta request", "gap", "meta reply",
	}, brief(list), "in order of time, the poll answered after the write")
	assert.Equal(t, chatting, string(list[9].Raw))
	assert.Equal(t, "2026-01-05T10:00:03.5Z", list[9].Time.Format(time.RFC3339Nano))
	assert.Equal(t, chatting, string(list[12].Raw), "from base64")
	assert.Equal(t, list[5].Exchange, list[8].Exchange)
	assert.Equal(t, [][2]string{{"Cookie", "a=b"}}, list[0].Header)
	assert.Equal(t, "net::ERR_ABORTED", list[15].Text)
	for i, until := range map[int]string{14: "2026-01-05T10:00:11Z", 17: "2026-01-05T10:00:20.005Z"} {
		assert.Equal(t, "2026-01-05T10:00:10Z", list[i].Since.Format(time.RFC3339Nano))
		assert.Equal(t, until, list[i].Time.Format(time.RFC3339Nano))
	}
	assert.Equal(t, "HAR 1.2 by WebInspector 537.36: 7 requests, 7 replies, 2 notifications, 1 session; 1 request to other places left out", c.Understood)
	assert.Empty(t, c.Problems)
	assert.Empty(t, c.Fixes)

	first, end := strings.Index(text, "},\n{")+1, strings.LastIndex(text, "]")
	for i := first; i <= end; i++ { // cut at every byte, what is whole is kept
		cut, err := capture.Open(t.Context(), strings.NewReader(text[:i]), int64(i), nil)
		require.NoError(t, err)
		require.NotEmpty(t, cut.Problems, "cut at %d of %d", i, len(text))
		require.GreaterOrEqual(t, cut.Len(), 3)
	}
}

// What stands in front of the entries is read once, however long it is and
// however it is cut into slices.
func TestOpenHARWithALongHead(t *testing.T) {
	entry := harEntry("2026-01-05T10:00:01Z", 1, "POST", base+"/me/smssessions/00aA", attach, `{"statusCode":0}`)
	text := strings.Replace(har(entry), `"pages"`, `"comment": "`+strings.Repeat("long ", 2<<20)+`", "_entries": [{"entries": []}], "pages"`, 1)
	assert.Equal(t, []string{"request@00aA", "reply@00aA"}, brief(all(open(t, text))))
	short := strings.Replace(har(entry), `"entries": [`, "\"entries\"\n \t:\n [", 1)
	slow, err := capture.Open(t.Context(), iotest.OneByteReader(strings.NewReader(short)), 0, nil)
	require.NoError(t, err)
	assert.Equal(t, 2, slow.Len())
}

func TestOpenHARInDisorder(t *testing.T) {
	c := open(t, har(
		harEntry("2026-01-05T10:00:09Z", 1, "GET", base+"/me", "", `{"statusCode":0}`),
		harEntry("2026-01-05T10:00:01Z", 1, "POST", base+"/me/smssessions/00aA", attach, `{"statusCode":0}`),
	))
	assert.Equal(t, []string{"request@00aA", "reply@00aA", "request", "reply"}, brief(all(c)))
}

func TestOpenHARBrokenEntry(t *testing.T) {
	good := harEntry("2026-01-05T10:00:01Z", 1, "POST", base+"/me/smssessions/00aA", attach, `{"statusCode":0}`)
	c := open(t, har(`{"request": tru}`, good))
	assert.Equal(t, []string{"stray", "request@00aA", "reply@00aA"}, brief(all(c)))
	require.Len(t, c.Problems, 1)
	assert.Equal(t, 6, c.Problems[0].Line)
	assert.Contains(t, c.Problems[0].Text, "entry 1")
}

func TestOpenCompressed(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(invited))
	require.NoError(t, z.Close())
	assert.Equal(t, []string{"notification@00aA"}, brief(all(open(t, b.String()))))
}

// A file that decompresses to far more than it can honestly hold is stopped.
func TestOpenBomb(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(invited + "\n"))
	blank := bytes.Repeat([]byte(" "), 1<<20)
	for range 200 {
		_, _ = z.Write(blank)
	}
	require.NoError(t, z.Close())
	c := open(t, b.String())
	assert.Equal(t, 1, c.Len(), "what came before is kept")
	require.Len(t, c.Problems, 1)
	assert.Contains(t, c.Problems[0].Text, "1000 times")
}

func TestOpenManyKeys(t *testing.T) {
	if testing.Short() {
		t.Skip("a million keys")
	}
	var b strings.Builder
	b.WriteString(`{"messageType":"SMSsessionStateChangeMessage","smssession":{"id":"00aA","state":"Chatting","userData":{"k":0`)
	for i := range 1_000_000 {
		fmt.Fprintf(&b, `,"k%d":%d`, i, i)
	}
	b.WriteString("}}}")
	c := open(t, b.String())
	assert.Equal(t, []string{"notification@00aA"}, brief(all(c)))
	assert.Equal(t, b.String(), string(all(c)[0].Raw))
}

func TestOpenNothing(t *testing.T) {
	for _, text := range []string{"", "   \n", "only words", "GIF89a\x00\x01", "{", "[[[["} {
		c, err := capture.Open(t.Context(), strings.NewReader(text), 0, nil)
		require.NotNil(t, c)
		if err != nil {
			assert.ErrorIs(t, err, capture.ErrNothing, text)
		}
	}
}

func TestOpenCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	text := strings.Repeat(invited+"\n", 5000)
	c, err := capture.Open(ctx, strings.NewReader(text), int64(len(text)), func(read, size int64) {
		assert.LessOrEqual(t, read, size)
		cancel()
	})
	require.ErrorIs(t, err, context.Canceled)
	assert.Positive(t, c.Len(), "what was read is kept")
	assert.Less(t, c.Len(), 5000)
}

func TestOpenBrokenInput(t *testing.T) {
	in := iotest.TimeoutReader(iotest.HalfReader(strings.NewReader(strings.Repeat(invited+"\n", 2000))))
	c, err := capture.Open(t.Context(), in, 0, nil)
	require.NoError(t, err)
	assert.Positive(t, c.Len())
	require.NotEmpty(t, c.Problems)
	assert.Contains(t, c.Problems[0].Text, iotest.ErrTimeout.Error())
	_, err = capture.Open(t.Context(), iotest.ErrReader(errors.New("gone")), 0, nil)
	assert.ErrorIs(t, err, capture.ErrNothing)
}
