package har_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/capturetest"
)

// cometd writes the entry of a request of CometD from one second to another, a client
// sending a message and getting others.
func cometd(from, to float64, address, sent, got string) string {
	start := time.Date(2026, 1, 5, 10, 0, 0, int(from*1e9), time.UTC)
	return capturetest.HAREntry(start.Format(time.RFC3339Nano), int((to-from)*1000+0.5), "POST", address, "["+sent+"]", got)
}

// begin, poll and failed are what a client does.
func begin(from float64, client string) string {
	return cometd(from, from+0.125, capturetest.Base+"/notifications/handshake", `{"channel":"/meta/handshake"}`,
		`[{"channel":"/meta/handshake","successful":true,"clientId":"`+client+`"}]`)
}

func poll(from, to float64, client string, carried ...string) string {
	return cometd(from, to, capturetest.Base+"/notifications/connect", `{"channel":"/meta/connect","clientId":"`+client+`"}`,
		"["+strings.Join(append(carried, `{"channel":"/meta/connect","successful":true}`), ",")+"]")
}

func failed(from, to float64, client string) string {
	return strings.Replace(poll(from, to, client), `"status":200`, `"status":504`, 1)
}

// untimed takes away how long an entry took.
func untimed(entry string) string {
	return regexp.MustCompile(`"time":\d+,`).ReplaceAllString(entry, "")
}

func other(from float64, channel, client string) string {
	return cometd(from, from+0.125, capturetest.Base+"/notifications", `{"channel":"`+channel+`","clientId":"`+client+`"}`, `[{"channel":"`+channel+`","successful":true}]`)
}

// A file says of the times in which nobody heard what was published, and of no
// others, that nobody did.
func TestGapsOfFiles(t *testing.T) {
	const anew, lost = " the CometD session began anew", " a CometD request failed or its answer was not recorded"
	for _, test := range []struct {
		name    string
		entries []string
		want    []string
	}{
		{"one poll follows on another", []string{begin(0, "a"), poll(0.5, 1, "a"), poll(1, 30, "a"), poll(30, 60, "a")}, nil},
		{"a page was loaded again", []string{begin(0, "a"), poll(0.5, 30, "a"), begin(40, "b"), poll(40.5, 41, "b"), poll(41, 60, "b")},
			[]string{" 30-40.125" + anew, " 30-41" + anew}},
		{"a page was loaded again at once", []string{begin(0, "a"), poll(0.5, 30, "a"), begin(30.5, "b"), poll(31, 31.5, "b"), poll(31.5, 60, "b")},
			[]string{" 30-31.5" + anew}},
		{"a poll failed", []string{begin(0, "a"), poll(0.5, 30, "a"), failed(30, 40, "a"), poll(40, 41, "a"), poll(41, 60, "a")},
			[]string{" 30-40" + lost, " 30-41" + lost}},
		{"a poll was refused", []string{begin(0, "a"), poll(0.5, 30, "a"), strings.Replace(poll(30, 40, "a"), `"status":200`, `"status":500`, 1), poll(40, 41, "a"), poll(41, 60, "a")},
			[]string{" 30-40" + lost, " 30-41" + lost}},
		{"another client heard meanwhile", []string{begin(0, "a"), poll(0.5, 30, "a"), begin(1, "b"), other(1.25, "/meta/subscribe", "b"), poll(1.5, 50, "b"), failed(30, 40, "a"), poll(40, 60, "a"), poll(50, 60, "b")}, nil},
		{"what is published or no longer subscribed to does not tell of hearing", []string{begin(0, "a"), poll(0.5, 30, "a"), poll(30, 60, "a"),
			other(35, "/meta/unsubscribe", "a"), other(36, "/service/x", "a"), other(58, "/meta/disconnect", "a")}, nil},
		{"a poll failed where nobody wrote down how long one took", []string{begin(0, "a"), untimed(poll(1, 31, "a")), untimed(poll(31, 61, "a")), untimed(failed(61, 91, "a")), untimed(poll(91, 121, "a")), untimed(poll(121, 151, "a")), untimed(poll(151, 181, "a"))},
			[]string{" 31-91" + lost, " 31-121" + lost}},
		{"a page was loaded again where nobody wrote it down", []string{begin(0, "a"), untimed(poll(1, 31, "a")), untimed(poll(31, 61, "a")), untimed(begin(90, "b")), untimed(poll(91, 121, "b")), untimed(poll(121, 151, "b"))},
			[]string{" 31-91" + anew, " 31-91" + anew}},
		{"another poll took the place of one whose end nobody wrote down", []string{begin(0, "a"), poll(0.5, 30, "a"), untimed(strings.Replace(poll(30, 60, "a"), `"status":200`, `"status":500`, 1)), poll(39, 60, "a")}, nil},
		{"a refused subscription", []string{begin(0, "a"), poll(0.5, 30, "a"), strings.Replace(other(31, "/meta/subscribe", "a"), `\"successful\":true`, `\"successful\":false`, 1)},
			[]string{" 30-31.125" + lost}},
		{"a poll that another one took the place of", []string{begin(0, "a"), poll(0.5, 30, "a"), strings.Replace(poll(30, 40, "a"), `"status":200`, `"status":500`, 1), poll(39, 60, "a")}, nil},
		{"a poll whose body is not in the file", []string{begin(0, "a"), poll(0.5, 30, "a"), cometd(30, 40, capturetest.Base+"/notifications/connect", "", ""), poll(40, 60, "a")},
			[]string{" 30-40" + lost, " 30-60" + lost}},
	} {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.want, gapsOf(capturetest.Open(t, capturetest.HAR(test.entries...))))
		})
	}
}

// gapsOf writes the gaps of a capture as a session, seconds and words.
func gapsOf(c *capture.Capture) (list []string) {
	for o := range c.All() {
		if o.Kind == capture.Gap {
			second := func(t time.Time) float64 { return t.Sub(time.Date(2026, 1, 5, 10, 0, 0, 0, time.UTC)).Seconds() }
			why, _, _ := strings.Cut(o.Text, ";")
			list = append(list, fmt.Sprintf("%s %v-%v %s", o.Session, second(o.Since), second(o.Time), why))
		}
	}
	return list
}

// socket writes the entry of a WebSocket that one notification came through.
func socket(address string) string {
	return `{"startedDateTime":"2026-01-05T10:00:01Z","time":9,"request":{"method":"GET","url":"` + address + `","headers":[]},"response":{"status":101,"headers":[],"content":{}},"_webSocketMessages":[` +
		`{"type":"receive","time":"2026-01-05T10:00:02Z","data":` + fmt.Sprintf("%q", `[{"channel":"/v2/me/smssessions","data":`+capturetest.Chatting+`}]`) + `}]}`
}

// Wherever a WebSocket leads to, what it brings of CometD is no other place's, also
// where the file begins in the middle.
func TestSocketOfAnotherAddress(t *testing.T) {
	c := capturetest.Open(t, capturetest.HAR(socket("wss://desk.test/live")))
	assert.Equal(t, []string{"request", "reply", "meta reply", "notification@00aA"}, capturetest.Brief(capturetest.All(c)))
}

// What a poll brought is not said to have been there when it was sent, where a file
// has 0 for how long it took.
func TestPollsThatTookNoTime(t *testing.T) {
	notified := `{"channel":"/v2/me/smssessions","data":` + capturetest.Chatting + `}`
	write := capturetest.HAREntry("2026-01-05T10:00:05Z", 100, "POST", capturetest.Base+"/me/smssessions/00aA", capturetest.Attach, `{"statusCode":0}`)
	for _, took := range []string{`"time":0,`, `"time":-1,`, ``} {
		long := strings.Replace(poll(1, 20, "a", notified), `"time":19000,`, took, 1)
		list := capturetest.All(capturetest.Open(t, capturetest.HAR(begin(0, "a"), long, write, poll(20, 21, "a"))))
		assert.Equal(t, []string{"meta request", "meta reply", "meta request", "request@00aA", "reply@00aA", "meta reply", "notification@00aA", "meta request", "meta reply"}, capturetest.Brief(list))
		assert.Zero(t, list[5].Time)
	}
}

// Of several servers, a gap is one of the sessions that its server told of, by
// whichever way.
func TestGapsOfSeveralServers(t *testing.T) {
	elsewhere := capturetest.HAREntry("2026-01-05T10:00:00Z", 3, "POST", "https://intake.test/api/v2/rum", "", "{}")
	c := capturetest.Open(t, capturetest.HAR(elsewhere, begin(0.5, "a"), poll(0.75, 1, "a"), socket("wss://gws.test/api/v2/notifications"), failed(1, 30, "a")))
	assert.Equal(t, []string{"00aA 1-30 a CometD request failed or its answer was not recorded"}, gapsOf(c))
}
