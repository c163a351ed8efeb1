package capture_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
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
	require.NoError(t, capture.WriteHAR(&b, c))
	checkHAR(t, b.Bytes())
	return b.Bytes()
}

func TestWriteHAR(t *testing.T) {
	original := open(t, har(
		harEntry("2026-01-05T10:00:00Z", 20, "GET", base+"/me/smssessions?fields=*&q=%20a", "", `{"statusCode":0,"smssessions":[`+session+`]}`),
		harEntry("2026-01-05T10:00:01Z", 2500, "POST", base+"/notifications/connect", "[]", `[{"channel":"/v2/me/smssessions","data":`+chatting+`}]`),
		harEntry("2026-01-05T10:00:02Z", 100, "POST", base+"/me/smssessions/00aA", attach, `{"statusCode":0}`),
	))
	back := open(t, string(writeHAR(t, original)))
	assert.Equal(t, all(original), all(back), "nothing is lost on the way out and in")
}

// Notifications that came without their polls, as those of samples and logs,
// are still there after a round through HAR.
func TestWriteHARWithoutPolls(t *testing.T) {
	c := open(t, "2026-01-05 10:00:00 POST /api/v2/me/smssessions/00aA "+attach+"\n2026-01-05 10:00:01 {\"statusCode\":0}\n2026-01-05 10:00:02 "+chatting+"\n")
	back := open(t, string(writeHAR(t, c)))
	assert.Equal(t, []string{"request@00aA", "reply@00aA", "notification@00aA"}, brief(all(back)), "the poll that was made up is none")
	assert.Equal(t, chatting, string(all(back)[2].Raw))
	rest := all(everything())
	returned := all(open(t, string(writeHAR(t, everything()))))
	require.Len(t, returned, len(rest))
	for i, o := range rest {
		if o.Kind > capture.Reply {
			assert.Equal(t, o, returned[i], "gaps, marks, notes and strays as they were")
		}
		assert.Equal(t, o.N, returned[i].N)
		assert.Equal(t, o.Kind, returned[i].Kind)
	}
	mixed := &capture.Capture{}
	mixed.Append(capture.Observation{Kind: capture.Reply, Time: noon, Exchange: 1, Meta: true, Status: 200, Raw: []byte(`[{"channel":"/x","data":` + invited + `}]`)})
	mixed.Append(capture.Observation{Kind: capture.Notification, Time: noon, Session: "00aA", Channel: "/x", Raw: []byte(invited)})
	mixed.Append(capture.Observation{Kind: capture.Notification, Time: noon, Session: "00aA", Channel: "/x", Raw: []byte(chatting)})
	assert.Equal(t, 2, strings.Count(strings.Join(brief(all(open(t, string(writeHAR(t, mixed))))), " "), "notification"))
	writeHAR(t, &capture.Capture{})
}
