package tracker_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
	"github.com/keytrail/keytrail/app/wire"
)

// A desktop is a page that is watched, and what carries requests out in it.
type desktop struct {
	seen  chan []link.Seen
	asked []string      // origins and bodies
	held  chan struct{} // no answer before it is closed, unless it is nil
}

// token is the desktop's, of which nothing may be kept.
const token = "the desktop's own token"

func (d *desktop) RoundTrip(_ context.Context, req *wire.Request) (*wire.Response, error) {
	d.asked = append(d.asked, string(req.Body))
	if d.held != nil {
		<-d.held
	}
	r := &wire.Response{Status: 200, Body: []byte(`{"statusCode":0}`)}
	r.Header.Set("X-CSRF-TOKEN", token)
	return r, nil
}

func (d *desktop) watch() tracker.Watch {
	return tracker.Watch{Page: link.Page{
		Next: func(ctx context.Context) ([]link.Seen, error) {
			select {
			case s := <-d.seen:
				return s, nil
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		},
		Others: func() int { return 7 },
		At: func(origin string) wire.Transport {
			d.asked = append(d.asked, "at "+origin)
			return d
		},
	}}
}

// finished tells of a request that ended now.
func (d *desktop) finished(method, path, request, reply string) {
	now := time.Now().Add(-time.Millisecond)
	d.seen <- []link.Seen{{Kind: link.SeenEntry, Text: fmt.Sprintf(`{"startedDateTime":%q,"time":1,"request":{"method":%q,"url":%q,"headers":[{"name":"X-CSRF-TOKEN","value":%q}],"postData":{"text":%q}},`+
		`"response":{"status":200,"headers":[],"content":{"text":%q}}}`, now.Format(time.RFC3339Nano), method, "https://gws.example.com/api/v2/"+path, token, request, reply)}}
}

// heard tells of a poll that brought a notification.
func (d *desktop) heard(userData string) {
	d.finished("POST", "notifications/connect", `[{"channel":"/meta/connect","id":"1","clientId":"c"}]`,
		`[{"channel":"/v2/me/smssessions","data":{"messageType":"SMSsessionStateChangeMessage","notificationType":"PropertiesUpdated","smssession":{"id":"S1","state":"Chatting","userData":`+
			userData+`}}},{"channel":"/meta/connect","id":"1","successful":true}]`)
}

// watching starts a tracker that watches a desktop.
func watching(t *testing.T) (*tracker.Tracker, *desktop, func()) {
	ctx, cancel := context.WithCancel(t.Context())
	tr, d := tracker.New(tracker.Options{}), &desktop{seen: make(chan []link.Seen)}
	done := make(chan struct{})
	go func() { tr.Run(ctx); close(done) }()
	tr.Do(d.watch())
	return tr, d, func() { cancel(); <-done }
}

// What a page says and hears is shown, and a write that it sends for this
// program is entered once, though it is told in two ways.
func TestWatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tr, d, end := watching(t)
		defer end()
		d.seen <- []link.Seen{{Kind: link.SeenPage, Text: "https://desk.example.com/ui?token=secret#x"}}
		d.finished("GET", "me", "", `{"statusCode":0,"user":{"userName":"agent"}}`)
		d.heard(`{"Key":1.0}`)
		time.Sleep(time.Second)
		s := tr.State()
		assert.Equal(t, link.Watching, s.Link.State)
		assert.Equal(t, "https://desk.example.com", s.Link.Profile.Name)
		assert.True(t, s.Link.Profile.Production, "nothing is written before somebody allows it")
		assert.Equal(t, "agent", s.Link.User)
		assert.Equal(t, link.Watched{Requests: 2, Others: 7}, *s.Watched)
		require.NotNil(t, s.Session("S1"))
		assert.Equal(t, `{"Key":1.0}`, string(s.Session("S1").Data.Bytes()))
		require.Len(t, s.Notes, 1)
		assert.NotContains(t, s.Notes[0].Text, "secret")
		assert.Equal(t, []string{"at https://desk.example.com"}, d.asked, "nothing was asked of the page")

		data, err := userdata.Parse([]byte(`{"Key":2}`))
		require.NoError(t, err)
		write := tracker.Operate{Session: "S1", Operation: "UpdateUserData", Data: data}
		tr.Do(write)
		synctest.Wait()
		d.finished("POST", "me/smssessions/S1", bodyOf(t, write), `{"statusCode":0}`)
		d.heard(`{"Key":2}`)
		time.Sleep(time.Second)
		s = tr.State()
		require.Len(t, s.Session("S1").Writes, 1)
		assert.Equal(t, proof.Exact, s.Session("S1").Writes[0].Verdict)
		assert.Equal(t, 0, s.Session("S1").Writes[0].Reply.StatusCode)
		assert.Len(t, d.asked, 2)
	})
}

// polled tells of a poll that brought nothing, and of what the page said in it.
func (d *desktop) polled(message string) {
	d.finished("POST", "notifications/connect", `[{"channel":"`+message+`","id":"1","clientId":"c"}]`, `[{"channel":"`+message+`","id":"1","successful":true}]`)
}

// A poll that had begun before anybody watched is never told of: until the next one
// began, nobody knows what came. Where the page is seen to begin, nothing is missing.
func TestThePollBeforeWatchingIsAGap(t *testing.T) {
	for _, tt := range []struct {
		name, first string
		gaps        int
	}{
		{"in the middle of it", "/meta/connect", 1},
		{"from its beginning", "/meta/handshake", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				tr, d, end := watching(t)
				defer end()
				d.seen <- []link.Seen{{Kind: link.SeenPage, Text: "https://desk.example.com/ui"}}
				d.finished("GET", "me/smssessions/S1", "", `{"statusCode":0,"smssession":{"id":"S1","state":"Chatting","userData":{"Key":1}}}`)
				time.Sleep(time.Second)
				d.polled(tt.first)
				time.Sleep(time.Second)
				d.heard(`{"Key":2}`)
				time.Sleep(time.Second)
				d.heard(`{"Key":3}`)
				time.Sleep(time.Second)

				h := tr.State().Session("S1").History
				var told []string
				for n := h.First(); n <= h.Last(); n++ {
					if e, _ := h.Event(n); e.Kind == history.Gap {
						told = append(told, e.Note)
					}
				}
				require.Len(t, told, tt.gaps)
				for _, note := range told {
					assert.Contains(t, note, "a poll that had begun before they were opened")
				}
				e, ok := h.LastWriter("Key", h.Last())
				require.True(t, ok)
				assert.True(t, e.Since.IsZero(), "the newest change was seen as it came")
				assert.Equal(t, 4, tr.State().Watched.Requests)
			})
		})
	}
}

// What the developer tools could not hand over is counted, and what they never tell
// of, a reply to a write of this program, the page tells itself.
func TestWhatTheLogDoesNotTell(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tr, d, end := watching(t)
		defer end()
		d.seen <- []link.Seen{{Kind: link.SeenPage, Text: "https://desk.example.com/ui"}, {Kind: link.SeenLost, Text: "too large"}, {Kind: link.SeenEntry, Text: "{"}}
		d.heard(`{"Key":1}`)
		time.Sleep(time.Second)
		assert.Equal(t, 2, tr.State().Watched.Problems)
		assert.Contains(t, tr.State().Watched.Problem, "a request could not be read")

		data, err := userdata.Parse([]byte(`{"Key":2}`))
		require.NoError(t, err)
		tr.Do(tracker.Operate{Session: "S1", Operation: "UpdateUserData", Data: data})
		time.Sleep(time.Second)
		require.Len(t, tr.State().Session("S1").Writes, 1)
		require.NotNil(t, tr.State().Session("S1").Writes[0].Reply, "the page tells it")
		assert.Equal(t, proof.Waiting, tr.State().Session("S1").Writes[0].Verdict)
		time.Sleep(time.Minute)
		assert.Equal(t, proof.CannotTell, tr.State().Session("S1").Writes[0].Verdict, "the window passes by itself, and no poll was answered in it")
	})
}

// The developer tools may tell of a reply before the page does. What the desktop
// itself writes after that is its own, though it is the same.
func TestAReplyOfTheLogIsCountedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tr, d, end := watching(t)
		defer end()
		d.seen <- []link.Seen{{Kind: link.SeenPage, Text: "https://desk.example.com/ui"}}
		d.heard(`{"Key":1}`)
		time.Sleep(time.Second)
		data, err := userdata.Parse([]byte(`{"Key":2}`))
		require.NoError(t, err)
		write := tracker.Operate{Session: "S1", Operation: "UpdateUserData", Data: data}
		d.held = make(chan struct{})
		tr.Do(write)
		synctest.Wait()
		d.finished("POST", "me/smssessions/S1", bodyOf(t, write), `{"statusCode":0}`)
		d.heard(`{"Key":2}`)
		time.Sleep(time.Second)
		told := tr.State().Session("S1").Writes
		require.Len(t, told, 1)
		require.NotNil(t, told[0].Reply, "the log tells it")
		assert.Equal(t, proof.Exact, told[0].Verdict)
		close(d.held)
		time.Sleep(time.Second)
		assert.Equal(t, told, tr.State().Session("S1").Writes, "the page's answer adds nothing")

		d.finished("POST", "me/smssessions/S1", bodyOf(t, write), `{"statusCode":0}`)
		time.Sleep(time.Second)
		assert.Len(t, tr.State().Session("S1").Writes, 2)
		for _, x := range tr.State().Traffic {
			assert.NotContains(t, fmt.Sprint(x.Sent, x.Header), token)
		}

		tape, err := tr.Tape(t.Context(), 0)
		require.NoError(t, err)
		for o := range tape.All() {
			assert.NotContains(t, fmt.Sprint(o.Header, string(o.Raw)), token)
		}
	})
}

// bodyOf is what an operation is sent as.
func bodyOf(t *testing.T, c tracker.Operate) string {
	_, body, err := c.Compose()
	require.NoError(t, err)
	return string(body)
}
