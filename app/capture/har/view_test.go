package har_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/capturetest"
)

// What other viewers show, which know nothing of our members.
func TestWriteHARForOthers(t *testing.T) {
	const address = "https://gws.test/api/v2/me/smssessions/00aA"
	later := capturetest.Noon.Add(1500 * time.Microsecond)
	type seen struct {
		at, url, comment, failed string
		took                     float64
		query                    string
		sent, got                string
	}
	for name, test := range map[string]struct {
		list []capture.Observation
		want seen
	}{
		"an exchange": {
			[]capture.Observation{
				{Kind: capture.Request, Time: capturetest.Noon, Exchange: 1, Method: "GET", URL: address + "?fields=*&q=%20a&&b", Raw: []byte("sent")},
				{Kind: capture.Reply, Time: later, Exchange: 1, Status: 200, Raw: []byte("got")},
			},
			seen{at: "2026-01-05T12:00:00.123456789Z", url: address + "?fields=*&q=%20a&&b", took: 1.5, query: `[{"name":"fields","value":"*"},{"name":"q","value":" a"},{"name":"b","value":""}]`, sent: "sent", got: "got"},
		},
		"a request that failed": {
			[]capture.Observation{{Kind: capture.Request, Exchange: 1, Method: "GET", URL: "/api/v2/me"}, {Kind: capture.Reply, Exchange: 1, Text: "the network is gone"}},
			seen{at: "1970-01-01T00:00:00Z", url: "https://gws.invalid/api/v2/me", failed: "the network is gone", query: "[]"},
		},
		"a request without a reply": {
			[]capture.Observation{{Kind: capture.Request, Time: capturetest.Noon, Exchange: 1, Method: "POST", Session: "00aA"}},
			seen{at: "2026-01-05T12:00:00.123456789Z", url: "https://gws.invalid/api/v2/me/smssessions/00aA", failed: "no reply was recorded", query: "[]"},
		},
		"a reply without a request": {
			[]capture.Observation{{Kind: capture.Reply, Time: later, Exchange: 1, Status: 200, Raw: []byte("\xff")}},
			seen{at: "2026-01-05T12:00:00.124956789Z", url: "https://gws.invalid/api/v2/me", comment: "the request was not recorded", query: "[]", got: "/w=="},
		},
		"a notification": {
			[]capture.Observation{{Kind: capture.Notification, Time: later, Session: "00aA", Channel: "/x", Raw: []byte(`{"a":1}`)}},
			seen{at: "2026-01-05T12:00:00.124956789Z", url: "https://gws.invalid/api/v2/notifications", comment: "one notification, without the poll that brought it", query: "[]", sent: "[]", got: `[{"channel":"/x","data":{"a":1}}]`},
		},
		"a session": {
			[]capture.Observation{{Kind: capture.Snapshot, Time: later, Session: "00aA", Raw: []byte(capturetest.Session)}},
			seen{at: "2026-01-05T12:00:00.124956789Z", url: "https://gws.invalid/api/v2/me/smssessions/00aA", comment: "one session, without the request that read it", query: "[]", got: `{"statusCode":0,"smssession":` + capturetest.Session + `}`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := new(capture.Capture)
			for _, o := range test.list {
				c.Append(o)
			}
			var file struct {
				Log struct {
					Entries []struct {
						StartedDateTime string
						Time            float64
						Comment         string
						Request         struct {
							URL         string
							QueryString json.RawMessage
							PostData    struct{ Text string }
						}
						Response struct {
							Error   string `json:"_error"`
							Content struct{ Text string }
						}
					}
				}
			}
			require.NoError(t, json.Unmarshal(writeHAR(t, c), &file))
			require.Len(t, file.Log.Entries, 1)
			e := file.Log.Entries[0]
			assert.Equal(t, test.want, seen{e.StartedDateTime, e.Request.URL, e.Comment, e.Response.Error, e.Time, string(e.Request.QueryString), e.Request.PostData.Text, e.Response.Content.Text})
		})
	}
}

// A part of a capture keeps the numbers that its marks speak of.
func TestWriteHAROfAPart(t *testing.T) {
	c := new(capture.Capture)
	c.Put(capture.Observation{N: 3, Kind: capture.Notification, Session: "00aA", Raw: []byte(capturetest.Invited)})
	c.Put(capture.Observation{N: 7, Kind: capture.Notification, Session: "00aA", Raw: []byte(capturetest.Chatting)})
	c.Put(capture.Observation{N: 12, Kind: capture.Mark, About: 7, Session: "00aA"})
	assert.Equal(t, capturetest.All(c), capturetest.All(capturetest.Open(t, string(writeHAR(t, c)))))
}
