package har_test

import (
	"encoding/base64"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture/capturetest"
)

func TestOpenHAR(t *testing.T) {
	poll := `[{"channel":"/v2/me/smssessions","data":` + capturetest.Chatting + `},{"channel":"/meta/connect","successful":true,"id":"3"}]`
	handshake := `[{"channel":"/meta/handshake","successful":true,"clientId":"x"}]`
	base64Poll := strings.Replace(capturetest.HAREntry("2026-01-05T11:00:09.000+01:00", 1000, "POST", capturetest.Base+"/notifications/connect", "[]", "BODY"),
		`"text":"BODY"`, `"encoding":"base64","text":"`+base64.StdEncoding.EncodeToString([]byte(poll))+`"`, 1)
	text := capturetest.HAR(
		capturetest.HAREntry("2026-01-05T10:00:00.000Z", 20, "GET", capturetest.Base+"/me/smssessions?fields=*", "", `{"statusCode":0,"smssessions":[`+capturetest.Session+`]}`),
		capturetest.HAREntry("2026-01-05T10:00:00.100Z", 10, "POST", capturetest.Base+"/notifications/handshake", "[]", handshake),
		capturetest.HAREntry("2026-01-05T10:00:01.000Z", 2500, "POST", capturetest.Base+"/notifications/connect", "[]", poll),
		capturetest.HAREntry("2026-01-05T10:00:02.000Z", 100, "POST", capturetest.Base+"/me/smssessions/00aA", capturetest.Attach, `{"statusCode":0}`),
		capturetest.HAREntry("2026-01-05T10:00:02.500Z", 100, "GET", "https://gws.test/logo.png", "", "x"),
		base64Poll,
		strings.Replace(capturetest.HAREntry("2026-01-05T10:00:11.000Z", 0, "POST", capturetest.Base+"/notifications/connect", "[]", ""), `"status":200`, `"status":0,"_error":"net::ERR_ABORTED"`, 1),
		capturetest.HAREntry("2026-01-05T10:00:20.000Z", 5, "POST", capturetest.Base+"/notifications/handshake", "[]", handshake),
	)
	c := capturetest.Open(t, text)
	list := capturetest.All(c)
	assert.Equal(t, []string{
		"request", "reply", "snapshot@00aA",
		"meta request", "meta reply",
		"meta request", "request@00aA", "reply@00aA", "meta reply", "notification@00aA",
		"meta request", "meta reply", "notification@00aA",
		"meta request", "gap", "meta reply",
		"meta request", "gap", "meta reply",
	}, capturetest.Brief(list), "in order of time, the poll answered after the write")
	assert.Equal(t, capturetest.Chatting, string(list[9].Raw))
	assert.Equal(t, "2026-01-05T10:00:03.5Z", list[9].Time.Format(time.RFC3339Nano))
	assert.Equal(t, capturetest.Chatting, string(list[12].Raw), "from base64")
	assert.Equal(t, list[5].Exchange, list[8].Exchange)
	assert.Equal(t, [][2]string{{"Cookie", "a=b"}}, list[0].Header)
	assert.Equal(t, "net::ERR_ABORTED", list[15].Text)
	for i, until := range map[int]string{14: "2026-01-05T10:00:20Z", 17: "2026-01-05T10:00:20.005Z"} {
		assert.Equal(t, "2026-01-05T10:00:10Z", list[i].Since.Format(time.RFC3339Nano))
		assert.Equal(t, until, list[i].Time.Format(time.RFC3339Nano))
	}
	assert.Equal(t, "HAR 1.2 by WebInspector 537.36: 7 requests, 7 replies, 2 notifications, 1 session; 1 request to other places left out", c.Understood)
	assert.Empty(t, c.Problems)
	assert.Empty(t, c.Fixes)

	first, end := strings.Index(text, "},\n{")+1, strings.LastIndex(text, "]")
	for i := first; i <= end; i++ { // cut at every byte, what is whole is kept
		cut, err := capturetest.File(t.Context(), strings.NewReader(text[:i]), int64(i), nil)
		require.NoError(t, err)
		require.NotEmpty(t, cut.Problems, "cut at %d of %d", i, len(text))
		require.GreaterOrEqual(t, cut.Len(), 3)
	}
}

// What stands in front of the entries is read once, however long it is and
// however it is cut into slices.
func TestOpenHARWithALongHead(t *testing.T) {
	entry := capturetest.HAREntry("2026-01-05T10:00:01Z", 1, "POST", capturetest.Base+"/me/smssessions/00aA", capturetest.Attach, `{"statusCode":0}`)
	text := strings.Replace(capturetest.HAR(entry), `"pages"`, `"comment": "`+strings.Repeat("long ", 2<<18)+`", "_entries": [{"entries": []}], "pages"`, 1)
	assert.Equal(t, []string{"request@00aA", "reply@00aA"}, capturetest.Brief(capturetest.All(capturetest.Open(t, text))))
	short := strings.Replace(capturetest.HAR(entry), `"entries": [`, "\"entries\"\n \t:\n [", 1)
	slow, err := capturetest.File(t.Context(), iotest.OneByteReader(strings.NewReader(short)), 0, nil)
	require.NoError(t, err)
	assert.Equal(t, 2, slow.Len())
}

func TestOpenHARInDisorder(t *testing.T) {
	c := capturetest.Open(t, capturetest.HAR(
		capturetest.HAREntry("2026-01-05T10:00:09Z", 1, "GET", capturetest.Base+"/me", "", `{"statusCode":0}`),
		capturetest.HAREntry("2026-01-05T10:00:01Z", 1, "POST", capturetest.Base+"/me/smssessions/00aA", capturetest.Attach, `{"statusCode":0}`),
	))
	assert.Equal(t, []string{"request@00aA", "reply@00aA", "request", "reply"}, capturetest.Brief(capturetest.All(c)))
	c = capturetest.Open(t, capturetest.HAR(
		capturetest.HAREntry("2026-01-05T10:00:09Z", 1, "GET", capturetest.Base+"/me", "", `{"statusCode":0}`),
		capturetest.HAREntry("2026-01-05T10:00:20Z", 0, "GET", capturetest.Base+"/me", "", `{"statusCode":0}`),
		capturetest.HAREntry("2026-01-05T10:00:01Z", 0, "POST", capturetest.Base+"/me/smssessions/00aA", capturetest.Attach, `{"statusCode":0}`),
	))
	assert.Equal(t, []string{"request@00aA", "reply@00aA", "request", "reply", "request", "reply"}, capturetest.Brief(capturetest.All(c)), "a reply whose time nobody wrote down stays behind its request")
}

func TestOpenHARBrokenEntry(t *testing.T) {
	good := capturetest.HAREntry("2026-01-05T10:00:01Z", 1, "POST", capturetest.Base+"/me/smssessions/00aA", capturetest.Attach, `{"statusCode":0}`)
	c := capturetest.Open(t, capturetest.HAR(`{"request": tru}`, good))
	assert.Equal(t, []string{"stray", "request@00aA", "reply@00aA"}, capturetest.Brief(capturetest.All(c)))
	require.Len(t, c.Problems, 1)
	assert.Equal(t, 6, c.Problems[0].Line)
	assert.Contains(t, c.Problems[0].Text, "entry 1")
}

// How long something took is a fraction of milliseconds that binary has no word for.
func TestOpenHARRoundsToTheNanosecond(t *testing.T) {
	entry := strings.Replace(capturetest.HAREntry("2026-01-05T10:00:01Z", 1, "POST", capturetest.Base+"/me/smssessions/00aA", capturetest.Attach, `{"statusCode":0}`), `"time":1,`, `"time":2.01,`, 1)
	reply := capturetest.All(capturetest.Open(t, capturetest.HAR(entry)))[1]
	assert.Equal(t, "2026-01-05T10:00:01.00201Z", reply.Time.Format(time.RFC3339Nano))
}

// Some programs wrap the log, and some files have several, one behind the other or in a list.
func TestOpenHARsWhereverTheLogStands(t *testing.T) {
	first := capturetest.HAR(capturetest.HAREntry("2026-01-05T10:00:09Z", 1, "GET", capturetest.Base+"/me", "", `{"statusCode":0}`))
	second := strings.Replace(capturetest.HAR(capturetest.HAREntry("2026-01-05T10:00:01Z", 1, "POST", capturetest.Base+"/me/smssessions/00aA", capturetest.Attach, `{"statusCode":0}`)), "WebInspector", "Firefox", 1)
	const both = "HAR 1.2 by WebInspector 537.36 and Firefox 537.36: 2 requests, 2 replies"
	for name, test := range map[string]struct {
		text, source string
		n            int
		problem      string
	}{
		"one behind the other":      {first + "\n" + second, both, 4, ""},
		"in a list":                 {"[" + first + ", " + second + "]\n", both, 4, ""},
		"in an object":              {`{"har": ` + first + `, "log": {"entries": "none"}}`, "HAR 1.2 by WebInspector 537.36: 1 request, 1 reply", 2, ""},
		"in objects":                {`{"data":{"har":` + first + "}}", "HAR 1.2 by WebInspector 537.36: 1 request, 1 reply", 2, ""},
		"a log without entries":     {first + "\n" + `{"log":{"version":"1.2"}}`, "HAR 1.2 by WebInspector 537.36: 1 request, 1 reply", 2, "what stands behind the HAR is left out: it has no entries"},
		"one that is cut off":       {first + `{"log":{"version":`, "HAR 1.2 by WebInspector 537.36: 1 request, 1 reply", 2, "what stands behind the HAR is left out: it has no entries"},
		"what is of something else": {first + "\n{}\nand so on", "HAR 1.2 by WebInspector 537.36: 1 request, 1 reply", 2, "what stands behind the HAR is left out: it has no entries"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, r := range []io.Reader{strings.NewReader(test.text), iotest.OneByteReader(strings.NewReader(test.text))} {
				c, err := capturetest.File(t.Context(), r, 0, nil)
				require.NoError(t, err)
				assert.Equal(t, test.source, c.Understood)
				assert.Equal(t, test.n, c.Len())
				if c.Len() == 4 {
					assert.Equal(t, []string{"request@00aA", "reply@00aA", "request", "reply"}, capturetest.Brief(capturetest.All(c)))
				}
				problems := ""
				for _, p := range c.Problems {
					problems += p.Text
				}
				assert.Equal(t, test.problem, problems)
			}
		})
	}
	c := capturetest.Open(t, `{"log":{"level":"info"},"text":"`+capturetest.Base+`"}`+"\n"+capturetest.Chatting)
	assert.Contains(t, capturetest.Brief(capturetest.All(c)), "notification@00aA", "a record of a log has a member of that name, too")
}
