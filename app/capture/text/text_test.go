package text_test

import (
	"bytes"
	"os"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture/capturetest"
)

func TestOpenPage(t *testing.T) {
	page, err := os.ReadFile("testdata/attach-user-data-page.txt")
	require.NoError(t, err)
	c := capturetest.Open(t, string(page))
	list := capturetest.All(c)
	const id = "0000Wa9CAM6W00J"
	require.Equal(t, []string{"request@" + id, "reply@" + id, "notification@" + id, "note@" + id}, capturetest.Brief(list))
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

func TestOpenTexts(t *testing.T) {
	tests := []struct {
		name, reason, text string
		want               []string
		times              []string // "-" for none
		understood         string
	}{
		{name: "JSON Lines of notifications", text: capturetest.Invited + "\n" + capturetest.Chatting + "\n", want: []string{"notification@00aA", "notification@00aA"}, understood: "JSON values: 2 notifications"},
		{name: "an array of notifications", text: "[" + capturetest.Invited + ",\n" + capturetest.Chatting + "]", want: []string{"notification@00aA", "notification@00aA"}, understood: "a JSON array: 2 notifications"},
		{name: "an array inside a text", text: "see [" + capturetest.Invited + "," + capturetest.Chatting + "] there", want: []string{"notification@00aA", "notification@00aA"}},
		{name: "Bayeux messages", text: `[{"channel":"/meta/connect","successful":true,"id":"4"},{"channel":"/v2/me/smssessions","data":` + capturetest.Invited + `}]`,
			want: []string{"meta reply", "notification@00aA"}},
		{name: "sessions", text: capturetest.Session + "\n" + strings.Replace(capturetest.Session, "00aA", "00bB", 1), want: []string{"snapshot@00aA", "snapshot@00bB"}},
		{name: "a reply with sessions", text: `{"statusCode":0,"smssessions":[` + capturetest.Session + `]}`, want: []string{"reply", "snapshot@00aA"}},
		{name: "a message without its channel", text: `{"data":` + capturetest.Invited + `}`, want: []string{"notification@00aA"}},
		{name: "a Python repr", text: `{u'data': {u'messageType': u'SMSsessionStateChangeMessage', u'smssession': {u'id': u'00aA', u'state': u'Invited'}}, u'channel': u'/v2/me/smssessions'}`,
			want: []string{"notification@00aA"}},
		{name: "a log", text: "2026-01-05 10:00:00,123 INFO [x] --> POST /api/v2/me/smssessions/00aA " + capturetest.Attach + "\n" +
			"2026-01-05T10:00:00.250+01:00 <-- 200 {\"statusCode\":0}\n noise {id}\n2026-01-05 10:00:01.000+0000 event " + capturetest.Chatting + " done\n",
			want:  []string{"request@00aA", "reply@00aA", "notification@00aA"},
			times: []string{"2026-01-05T10:00:00.123Z", "2026-01-05T09:00:00.25Z", "2026-01-05T10:00:01Z"}},
		{name: "a GET in a log", text: "2026-01-05 10:00:00 GET /api/v2/me/smssessions/00aA\n{\"statusCode\":0,\"smssession\":" + capturetest.Session + "}",
			want: []string{"request@00aA", "reply@00aA", "snapshot@00aA"}},
		{name: "a log line that is cut off", reason: "the next line is another message",
			text: "2026-01-05 10:00:00 " + capturetest.Invited[:100] + "\n2026-01-05 10:00:01 " + capturetest.Chatting + "\n", want: []string{"notification", "notification@00aA"}},
		{name: "a missing brace between two samples", text: capturetest.Invited[:len(capturetest.Invited)-1] + "\n\nAnd then\n" + capturetest.Chatting, want: []string{"notification@00aA", "notification@00aA"}},
		{name: "a structured log", text: `{"@timestamp":"2026-01-05T10:00:00.5Z","level":"INFO","message":` + strconv.Quote(capturetest.Chatting) + `}`,
			want: []string{"notification@00aA"}, times: []string{"2026-01-05T10:00:00.5Z"}},
		{name: "JSON of other kinds is shown", text: `{"a":1}`, want: []string{"stray"}, understood: "JSON values: 1 value not understood"},
		{name: "hostile keys", text: `{"__proto__":{"x":1},"operationName":"AttachUserData","userData":{"<script>":"\u202e"}}`, want: []string{"request"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := capturetest.Open(t, tt.text)
			assert.Equal(t, tt.want, capturetest.Brief(capturetest.All(c)), tt.reason)
			if tt.understood != "" {
				assert.Equal(t, tt.understood, c.Understood)
			}
			for i, want := range tt.times {
				assert.Equal(t, want, capturetest.All(c)[i].Time.Format(time.RFC3339Nano))
			}
			slow, err := capturetest.File(t.Context(), iotest.OneByteReader(strings.NewReader(tt.text)), 0, nil)
			require.NoError(t, err)
			assert.Equal(t, capturetest.All(c), capturetest.All(slow), "slices make no difference")
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
			[]string{"2026-01-13T10:00:00Z", "2026-01-14T10:00:00Z", "2026-01-15T10:00:00Z", "0000-01-01T10:00:00Z"}},
		{"day or month, as the file has it", []string{"2026-02-01 10:00:00", "01/02/2026 10:00:01", "02/01/2026 10:00:02"},
			[]string{"2026-02-01T10:00:00Z", "2026-02-01T10:00:01Z", "2026-02-01T10:00:02Z"}},
		{"day or month, before the file tells", []string{"09:00:00", "11/02/2026 10:00:00", "13/02/2026 08:00:00", "01/03/2026 10:00:00"},
			[]string{"2026-02-13T09:00:00Z", "0000-01-01T10:00:00Z", "2026-02-13T08:00:00Z", "2026-03-01T10:00:00Z"}},
		{"none", []string{"2026-01-05 10:00:00", "event", "yesterday at ten", "port 12345:10:00:00:7", "99:00:00", "12:30"},
			[]string{"2026-01-05T10:00:00Z", unknown, unknown, unknown, unknown, unknown}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := capturetest.Open(t, strings.Join(tt.lines, event+"\n")+event+"\n")
			var got []string
			for o := range c.All() {
				got = append(got, o.Time.Format(time.RFC3339Nano))
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

// A text that is full of what only looks like commands is not read anew for each
// of them: after 16 MiB that were read in vain nobody looks for more.
func TestOpenEndsTheSearchForCommands(t *testing.T) {
	const size = 512 << 10

	times := capturetest.Rested(t, strings.Repeat("Invoke-WebRequest /me ", size/22))

	assert.Less(t, times, 2*(16<<20)/(32<<10))
}
