package har_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/capturetest"
	"github.com/keytrail/keytrail/app/capture/har"
)

// required are the members that HAR 1.2 demands, by object.
var required = map[string]string{
	"log":      "version creator entries",
	"creator":  "name version",
	"entry":    "startedDateTime time request response cache timings",
	"request":  "method url httpVersion cookies headers queryString headersSize bodySize",
	"response": "status statusText httpVersion cookies headers content redirectURL headersSize bodySize",
	"content":  "size mimeType",
	"timings":  "send wait receive",
	"postData": "mimeType text",
}

func checkHAR(t *testing.T, text []byte) {
	t.Helper()
	var har struct{ Log map[string]any }
	require.NoError(t, json.Unmarshal(text, &har))
	check := func(name string, object any) map[string]any {
		m, ok := object.(map[string]any)
		require.True(t, ok, "%s is no object", name)
		for field := range strings.FieldsSeq(required[name]) {
			require.Contains(t, m, field, name)
			require.NotNil(t, m[field], "%s.%s", name, field)
		}
		return m
	}
	log := check("log", any(har.Log))
	check("creator", log["creator"])
	for _, e := range log["entries"].([]any) {
		entry := check("entry", e)
		_, err := time.Parse(time.RFC3339Nano, entry["startedDateTime"].(string))
		require.NoError(t, err)
		require.GreaterOrEqual(t, entry["time"].(float64), 0.0)
		check("timings", entry["timings"])
		req := check("request", entry["request"])
		require.Contains(t, req["url"], "://")
		if req["postData"] != nil {
			check("postData", req["postData"])
		}
		check("content", check("response", entry["response"])["content"])
	}
}

func writeHAR(t *testing.T, c *capture.Capture) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, har.Write(&b, c))
	checkHAR(t, b.Bytes())
	return b.Bytes()
}

func TestWriteHAR(t *testing.T) {
	original := capturetest.Open(t, capturetest.HAR(
		capturetest.HAREntry("2026-01-05T10:00:00Z", 20, "GET", capturetest.Base+"/me/smssessions?fields=*&q=%20a", "", `{"statusCode":0,"smssessions":[`+capturetest.Session+`]}`),
		capturetest.HAREntry("2026-01-05T10:00:01Z", 2500, "POST", capturetest.Base+"/notifications/connect", "[]", `[{"channel":"/v2/me/smssessions","data":`+capturetest.Chatting+`}]`),
		capturetest.HAREntry("2026-01-05T10:00:02Z", 100, "POST", capturetest.Base+"/me/smssessions/00aA", capturetest.Attach, `{"statusCode":0}`),
	))
	back := capturetest.Open(t, string(writeHAR(t, original)))
	assert.Equal(t, capturetest.All(original), capturetest.All(back), "nothing is lost on the way out and in")
}

// What was hidden in a HAR is known when it is opened again.
func TestWriteHARWithWhatWasHidden(t *testing.T) {
	c := capturetest.Everything()
	c.Header.Redaction = &capture.Redaction{Version: 4, Chosen: "a person", Rules: "[log-filter-data]\nAccount=hide\n", Hidden: map[string]int{"phone": 2}, Unclassified: 3}
	assert.Equal(t, c.Header.Redaction, capturetest.Open(t, string(writeHAR(t, c))).Header.Redaction)
	c.Header.Redaction = nil
	back := capturetest.Open(t, string(writeHAR(t, c)))
	assert.Nil(t, back.Header.Redaction)
	assert.True(t, back.Header.Cleaned, "who wrote it has removed the credentials")
	assert.False(t, capturetest.Open(t, `{"log":{"version":"1.2","creator":{"name":"Firefox"},"entries":[{"startedDateTime":"2026-01-05T10:00:00Z","request":{"method":"GET","url":"http://a/api/v2/me"},"response":{"status":200,"content":{"text":"{}"}}}]}}`).Header.Cleaned)
}

// Notifications that came without their polls, as those of samples and logs,
// are still there after a round through HAR.
func TestWriteHARWithoutPolls(t *testing.T) {
	c := capturetest.Open(t, "2026-01-05 10:00:00 POST /api/v2/me/smssessions/00aA "+capturetest.Attach+"\n2026-01-05 10:00:01 {\"statusCode\":0}\n2026-01-05 10:00:02 "+capturetest.Chatting+"\n")
	back := capturetest.Open(t, string(writeHAR(t, c)))
	assert.Equal(t, []string{"request@00aA", "reply@00aA", "notification@00aA"}, capturetest.Brief(capturetest.All(back)), "the poll that was made up is none")
	assert.Equal(t, capturetest.Chatting, string(capturetest.All(back)[2].Raw))
	rest := capturetest.All(capturetest.Everything())
	returned := capturetest.All(capturetest.Open(t, string(writeHAR(t, capturetest.Everything()))))
	require.Len(t, returned, len(rest))
	for i, o := range rest {
		returned[i].Exchange = o.Exchange // it only has to be the same for both
		assert.Equal(t, o, returned[i])
	}
	mixed := &capture.Capture{}
	mixed.Append(capture.Observation{Kind: capture.Reply, Time: capturetest.Noon, Exchange: 1, Meta: true, Status: 200, Raw: []byte(`[{"channel":"/x","data":` + capturetest.Invited + `}]`)})
	mixed.Append(capture.Observation{Kind: capture.Notification, Time: capturetest.Noon, Session: "00aA", Channel: "/x", Raw: []byte(capturetest.Invited)})
	mixed.Append(capture.Observation{Kind: capture.Notification, Time: capturetest.Noon, Session: "00aA", Channel: "/x", Raw: []byte(capturetest.Chatting)})
	assert.Equal(t, 2, strings.Count(strings.Join(capturetest.Brief(capturetest.All(capturetest.Open(t, string(writeHAR(t, mixed))))), " "), "notification"))
	writeHAR(t, &capture.Capture{})
}

// What HAR has no word for, or another one, comes back as it was.
func TestWriteHARExactly(t *testing.T) {
	const address = "https://gws.test/api/v2/me/smssessions/00aA"
	second := capturetest.Noon.Add(time.Second)
	for name, o := range map[string]capture.Observation{
		"a write put into another session than its address names": {Kind: capture.Request, Time: second, Session: "00bB", Method: "POST", URL: address, Raw: []byte(capturetest.Attach)},
		"a write without an address":                              {Kind: capture.Request, Time: second, Method: "POST", Raw: []byte(capturetest.Attach)},
		"a message of CometD at another address":                  {Kind: capture.Request, Time: second, Method: "POST", URL: "https://gws.test/cometd", Channel: "/meta/connect", Meta: true, Raw: []byte("[]")},
		"a request that is not UTF-8":                             {Kind: capture.Request, Time: second, Method: "POST", URL: address, Raw: []byte("a\xffb")},
		"a reply whose time is not known":                         {Kind: capture.Reply, Status: 200, Raw: []byte("{}")},
		"a reply in front of its request":                         {Kind: capture.Reply, Time: capturetest.Noon.Add(-time.Hour), Status: 200, Raw: []byte("{}")},
		"a body that could not be read":                           {Kind: capture.Reply, Time: second, Status: 200, Text: "the body is compressed with br, which is not read here", Raw: []byte("\x8b\xff")},
		"a reply with an empty body":                              {Kind: capture.Reply, Time: second, Status: 200, Raw: []byte{}},
		"a reply without a body":                                  {Kind: capture.Reply, Time: second, Status: 200},
		"what a WebSocket brought unasked":                        {Kind: capture.Reply, Time: second, Status: 200, Method: "WS", URL: "wss://gws.test/api/v2/notifications", Meta: true, Raw: []byte("[]")},
	} {
		t.Run(name, func(t *testing.T) {
			c := &capture.Capture{}
			if o.Exchange = 1; o.Kind == capture.Reply && o.Method == "" {
				c.Append(capture.Observation{Kind: capture.Request, Time: capturetest.Noon, Exchange: 1, Method: "GET", URL: address})
			}
			c.Append(o)
			assert.Equal(t, capturetest.All(c), capturetest.All(capturetest.Open(t, string(writeHAR(t, c)))))
		})
	}
}

// Two of ours, one behind the other, are read as the one and then the other.
func TestOpenTwoHARsOfOurs(t *testing.T) {
	file := string(writeHAR(t, capturetest.Everything()))
	once := capturetest.All(capturetest.Open(t, file))
	twice := capturetest.Open(t, file+file)
	list := capturetest.All(twice)
	require.Equal(t, slices.Concat(capturetest.Brief(once), capturetest.Brief(once)), capturetest.Brief(list))
	for i, o := range once {
		again := list[len(once)+i]
		assert.Equal(t, o.Raw, again.Raw)
		if o.About > 0 {
			assert.Equal(t, o.About+len(once), again.About)
		}
		if o.Through > 0 {
			assert.Equal(t, o.Through+len(once), again.Through)
		}
	}
	assert.True(t, twice.Header.Cleaned)
	other := capturetest.HAR(capturetest.HAREntry("2026-01-05T10:00:09Z", 1, "GET", capturetest.Base+"/me", "", `{"statusCode":0}`))
	assert.False(t, capturetest.Open(t, file+other).Header.Cleaned, "nobody removed the credentials of the other")
	assert.False(t, capturetest.Open(t, other+file).Header.Cleaned)
}
