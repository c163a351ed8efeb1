package har_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture/capturetest"
	"github.com/keytrail/keytrail/app/capture/har"
)

// Entries are told when they are finished. What began earlier and ended later
// comes in its place; what cannot be had is said to be missing.
func TestLive(t *testing.T) {
	at := func(ms int) time.Time { return time.Date(2026, 1, 5, 10, 0, 0, ms*1e6, time.UTC) }
	entry := func(url string, from, to int, request, content string) string {
		return fmt.Sprintf(`{"startedDateTime":%q,"time":%d,"request":{"method":"POST","url":%q,"headers":[],"postData":{"text":%q}},`+
			`"response":{"status":200,"headers":[],"content":%s}}`, at(from).Format(time.RFC3339Nano), to-from, url, request, content)
	}
	const gws = "https://gws.example.com/api/v2/"
	var l har.Live
	require.NoError(t, l.Entry(entry("https://elsewhere.example.com/x", 0, 1, "", `{}`)))
	require.NoError(t, l.Entry(entry(gws+"me/smssessions/S1", 500, 520, `{"operationName":"Accept"}`, `{"text":"eyJzdGF0dXNDb2RlIjowfQ==","encoding":"base64"}`)))
	require.NoError(t, l.Entry(entry(gws+"notifications/connect", 100, 530, `[{"channel":"/meta/connect","id":"1"}]`,
		`{"text":"[{\"channel\":\"/v2/me/smssessions\",\"data\":{\"messageType\":\"SMSsessionStateChangeMessage\",\"smssession\":{\"id\":\"S1\",\"state\":\"Chatting\"}}},{\"channel\":\"/meta/connect\",\"id\":\"1\",\"successful\":true}]"}`)))
	require.NoError(t, l.Entry(entry(gws+"me/smssessions/S1", 600, 610, `{"operationName":"Leave"}`, `{"size":16}`)))
	assert.Error(t, l.Entry(`{"request":`))
	assert.Equal(t, 1, l.Others())

	list, _ := l.Until(at(590))
	var kinds []string
	for _, o := range list {
		kinds = append(kinds, o.Kind.String())
	}
	assert.Equal(t, []string{"request", "request", "reply", "reply", "notification"}, kinds)
	assert.True(t, l.Waiting())
	assert.Equal(t, `{"statusCode":0}`, string(list[2].Raw))

	list, _ = l.Until(at(700))
	require.Len(t, list, 2)
	assert.Nil(t, list[1].Raw, "the developer tools no longer had it")
	assert.False(t, l.Waiting())
}

// A poll that was answered within the millisecond is not held back until the next one
// is finished, which may take half a minute.
func TestLivePollThatTookNoTime(t *testing.T) {
	var l har.Live
	entry := strings.Replace(poll(1, 2, "a", `{"channel":"/v2/me/smssessions","data":`+capturetest.Chatting+`}`), `"time":1000,`, `"time":0,`, 1)
	require.NoError(t, l.Entry(entry))
	list, problems := l.Until(capturetest.Noon)
	assert.Empty(t, problems)
	assert.Equal(t, []string{"meta request", "meta reply", "notification@00aA"}, capturetest.Brief(list))
}
