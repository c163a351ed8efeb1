package faults_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/relay"
	"github.com/keytrail/keytrail/app/e2e/rig"
)

func TestMain(m *testing.M) { rig.Main(m) }

// A rigged link is a page that reaches the program through a relay, and another
// application that reaches the far side without one.
type rigged struct {
	t       *testing.T
	browser *rig.Browser
	page    *rig.Page
	link    *relay.Relay
	peer    *rig.Peer // nil in front of the simulator
	other   *rig.Agent
	session string
	seen    int               // the newest event of the session before anything happened
	wrote   map[int]time.Time // before the write of each value of Counter
}

// A backend is what the program runs in front of.
type backend struct {
	name  string
	flags []string // of the peer; nil for the simulator
	bare  bool     // the program does not know which requests a browser repeats
}

var backends = []backend{
	{"CometD with ack", []string{"--ack"}, false},
	{"CometD without ack", []string{"--sessions", "4"}, false},
	{"simulator", nil, false},
}

// A tall window shows many rows at once: reading them by scrolling takes time.
var tall = rig.Sized(1440, 4000)

func rigUp(t *testing.T, b backend) *rigged {
	t.Helper()
	r := &rigged{t: t, wrote: map[int]time.Time{}}
	args := []string{"-sim-quiet"}
	if b.flags != nil {
		r.peer = rig.StartPeer(t, b.flags...)
		args = []string{"-upstream", r.peer.URL}
	}
	program := rig.Start(t, args...)
	far := program.URL
	if r.peer != nil {
		far = r.peer.URL
	}
	link, err := relay.New(program.URL)
	require.NoError(t, err)
	t.Cleanup(link.Close)
	r.link = link
	if b.bare {
		link.Bare()
	}
	r.other = rig.SignIn(t, far)
	r.session = r.other.Writable(t).ID
	r.browser = rig.OpenBrowserAlone(t)
	r.page = r.browser.Open(t, link.URL(), tall)
	r.look()
	return r
}

// look chooses the session on the page.
func (r *rigged) look() {
	r.t.Helper()
	r.page.ExpectNetworkErrors()
	r.page.WaitConnected()
	r.page.Select(r.session)
	r.page.Grid().Wait()
	r.page.ShowAll()
	r.page.Drag(".edge--time", 0, -1000)
	r.seen = r.page.Events()[0].N
}

// truth returns the session's userData as the server has it.
func (r *rigged) truth() (data map[string]json.RawMessage) {
	r.t.Helper()
	for _, s := range r.other.Sessions(r.t) {
		if s.ID == r.session {
			require.NoError(r.t, json.Unmarshal(s.UserData, &data))
		}
	}
	return data
}

// shows reports whether the screen has the number as a key's value, and what it has.
func (r *rigged) shows(key string, number int) (bool, string) {
	value := r.page.AllOfIt()[key].Cells["value"]
	return value == strconv.Itoa(number), value
}

// asked counts the requests with a Bayeux channel that passed the relay.
func (r *rigged) asked(channel string) (n int) {
	for _, x := range r.link.Log() {
		if x.Channel == channel {
			n++
		}
	}
	return n
}

// last returns when the last request with a Bayeux channel passed the relay.
func (r *rigged) last(channel string) (at time.Time) {
	for _, x := range r.link.Log() {
		if x.Channel == channel {
			at = x.At
		}
	}
	return at
}

// writes lets the other application write the key Counter n times, in bursts
// with a pause in between, so that polls are idle as well as busy.
func (r *rigged) writes(n int) {
	r.t.Helper()
	pause := time.NewTicker(300 * time.Millisecond)
	defer pause.Stop()
	for i := 1; i <= n; i++ {
		r.wrote[i] = time.Now()
		require.NoError(r.t, r.other.Update(r.session, fmt.Sprintf(`{"Counter":%d}`, i)))
		if i%8 == 0 {
			<-pause.C
		}
	}
}

// converges waits until the screen shows every session's userData as the
// server has it.
func (r *rigged) converges() {
	r.t.Helper()
	for _, s := range r.other.Sessions(r.t) {
		var truth map[string]json.RawMessage
		require.NoError(r.t, json.Unmarshal(s.UserData, &truth))
		r.page.Select(s.ID)
		r.page.Grid().Wait()
		r.page.ShowAll()
		r.page.Until("the screen to show session "+s.ID+" as the server has it", func() (bool, string) {
			return same(truth, r.page.AllOfIt())
		})
	}
	r.page.Select(r.session)
}

// same compares a map with the table's rows.
func same(truth map[string]json.RawMessage, rows map[string]rig.Row) (bool, string) {
	shown := 0
	for key, row := range rows {
		if row.Change != "removed" {
			shown++
		}
		if _, ok := truth[key]; !ok && row.Change != "removed" {
			return false, "a key that is not there: " + key
		}
	}
	for key, raw := range truth {
		want := string(raw)
		var text string
		if json.Unmarshal(raw, &text) == nil && want != "null" {
			want = text
		}
		if got := rows[key].Cells["value"]; got != want {
			return false, fmt.Sprintf("%s: %q instead of %q", key, got, want)
		}
	}
	return shown == len(truth), fmt.Sprintf("%d of %d keys", shown, len(truth))
}

// counter finds what the other application wrote in a reply.
var counter = regexp.MustCompile(`"Counter":(\d+)`)

func counters(body []byte) (found []int) {
	for _, m := range counter.FindAllSubmatch(body, -1) {
		n, _ := strconv.Atoi(string(m[1])) // digits
		found = append(found, n)
	}
	return found
}

// lost returns, for each of the n writes of which no reply told the page, the
// times at which the reply that told of it may have been lost, and that of the
// write itself: a page that has just been closed leaves a reply under way for as
// long as its server likes.
func (r *rigged) lost(n int) map[int][]time.Time {
	delivered, lost := map[int]bool{}, map[int][]time.Time{}
	replies := r.link.Replies()
	for _, reply := range replies {
		for _, c := range counters(reply.Body) {
			delivered[c] = delivered[c] || reply.Whole
		}
	}
	for c := 1; c <= n; c++ {
		for _, reply := range replies {
			// A reply that the relay never saw was under way to a connection
			// that had been cut.
			may := slices.Contains(counters(reply.Body), c) || reply.Body == nil && reply.At.After(r.wrote[c])
			if !delivered[c] && !reply.Whole && may {
				lost[c] = append(lost[c], reply.At, r.wrote[c])
			}
		}
	}
	return lost
}

// accounts asserts that n writes of one key are in the history once each or,
// where no reply told the page of them, inside an interval that the timeline
// shows as unobserved.
func (r *rigged) accounts(n int) {
	r.t.Helper()
	lost, events, changes := r.lost(n), r.events(), 0
	gaps := gapsAmong(events)
	for _, e := range events {
		changes += e.Added + e.Changed + e.Removed
	}
	assert.LessOrEqual(r.t, changes, n, "changes are shown twice")
	for c, times := range lost {
		shown := slices.ContainsFunc(gaps, func(g rig.Gap) bool { return slices.ContainsFunc(times, g.Covers) })
		assert.True(r.t, shown, "write %d was lost at one of %v and is in none of the gaps %v", c, times, gaps)
	}
	r.t.Logf("%d writes: %d changes shown, %d lost on the way, %d unobserved intervals", n, changes, len(lost), len(gaps))
}

// events returns what the timeline shows of the session since the beginning.
func (r *rigged) events() (since []rig.Event) {
	r.t.Helper()
	for _, e := range r.page.Events() {
		if e.N > r.seen {
			since = append(since, e)
		}
	}
	return since
}

// gapsAmong returns the intervals that the timeline shows as unobserved.
func gapsAmong(events []rig.Event) (gaps []rig.Gap) {
	for _, e := range events {
		if gap, ok := e.Gap(); ok {
			gaps = append(gaps, gap)
		}
	}
	return gaps
}

// farAway is the least time between a poll and the death of its connection. The
// browser repeats such a poll without a word, and all that can give it away is
// the time that the first attempt took; one that failed within forty
// milliseconds, or on a busy machine somewhat more, cannot be told from none.
const farAway = 250 * time.Millisecond

// Whatever happens to every third poll, the screen ends with the truth, and
// says where it did not see it coming about.
func TestDroppedPolls(t *testing.T) {
	rig.Long(t)
	faults := []struct {
		name  string
		fault relay.Fault
	}{
		{"idle", relay.Fault{Kind: relay.DropIdle, Wait: farAway, Every: 3}.Polls()},
		{"instead of a reply", relay.Fault{Kind: relay.DropReply, Wait: farAway, Every: 3}.Polls()},
		{"half way through a reply", relay.Fault{Kind: relay.DropHalf, Every: 3}.Polls()},
	}
	for _, b := range backends {
		for _, f := range faults {
			t.Run(b.name+"/"+f.name, func(t *testing.T) {
				t.Parallel()
				r := rigUp(t, b)
				r.link.Break(f.fault)
				r.writes(writesPerFault)
				r.link.Break()
				r.converges()
				r.accounts(writesPerFault)
			})
		}
	}
}

// writesPerFault is how often the other application writes during a fault.
const writesPerFault = 200

// promised is within what time of the server's return the page must be
// connected again; grace is for the machine that runs the tests.
const (
	promised = 2 * time.Second
	grace    = 18 * time.Second
)

// A server that forgets its clients, is restarted or goes away for a while gets
// them back.
func TestServerGoesAway(t *testing.T) {
	rig.Long(t)
	away := func(d time.Duration) func(r *rigged) {
		return func(r *rigged) {
			r.link.Away()
			r.page.Link().UntilAttr("data-link", "reconnecting", "refused", "offline")
			r.writes(8)
			<-time.After(d)
			r.link.Back()
			back := time.Now()
			r.page.Link().UntilAttrWithin(promised+grace, "data-link", "connected")
			r.t.Logf("connected again after %v", time.Since(back).Round(time.Millisecond))
		}
	}
	faults := []struct {
		name     string
		happen   func(r *rigged)
		backends []backend
	}{
		{"forgets every eighth poll", func(r *rigged) { r.peer.ForgetEvery(r.t, 8) }, backends[:2]},
		{"is restarted", func(r *rigged) { r.peer.Do(r.t, "signout", nil, nil); r.peer.Do(r.t, "forget", nil, nil) }, backends[:2]},
		{"is away for 4 s", away(4 * time.Second), backends},
		{"is away for 60 s", away(time.Minute), backends[1:2]},
	}
	for _, f := range faults {
		for _, b := range f.backends {
			t.Run(f.name+"/"+b.name, func(t *testing.T) {
				t.Parallel()
				r := rigUp(t, b)
				f.happen(r)
				r.other = rig.SignIn(t, r.other.Base)
				r.writes(writesPerFault)
				if r.peer != nil {
					r.peer.ForgetEvery(t, 0)
				}
				r.page.WaitConnected()
				r.converges()
			})
		}
	}
}

// A server that refuses or talks nonsense is not hammered, the chip says one
// thing, and all is well once the server is.
func TestServerTalksNonsense(t *testing.T) {
	rig.Long(t)
	html := relay.Fault{Kind: relay.Answer, Status: 200, Type: "text/html", Text: rig.LoginPage}
	faults := []struct {
		name  string
		fault relay.Fault
		chip  []string
	}{
		{"401", relay.Fault{Kind: relay.Answer, Status: 401, Type: "application/json", Text: `{"statusCode":20,"statusMessage":"not authenticated"}`}, []string{"signed-out"}},
		{"403", relay.Fault{Kind: relay.Answer, Status: 403, Type: "text/plain", Text: "Missing or invalid Csrf token"}, []string{"signed-out"}}, // a session cookie that is gone is answered so
		{"500", relay.Fault{Kind: relay.Answer, Status: 500, Type: "application/json", Text: `{"statusCode":4}`}, []string{"reconnecting"}},
		{"an HTML page", html, []string{"signed-out", "refused", "reconnecting"}},
		{"truncated JSON", relay.Fault{Kind: relay.Truncate}, []string{"reconnecting"}},
	}
	for _, f := range faults {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			r := rigUp(t, backends[1])
			f.fault.Path = "/api/"
			r.link.Break(f.fault)
			// The poll that is held gets the next event, and then the fault.
			require.NoError(t, r.other.Update(r.session, `{"before":1}`))
			r.page.Link().UntilAttr("data-link", f.chip...)

			before := len(r.link.Log())
			<-time.After(10 * time.Second)
			asked := len(r.link.Log()) - before
			assert.LessOrEqual(t, asked, 10, "requests in ten seconds")

			r.link.Break()
			require.NoError(t, r.other.Update(r.session, `{"after":2}`))
			r.retry()
			r.page.WaitConnected()
			r.converges()
		})
	}
}

// retry asks for the connection where the page waits for a person to do so.
func (r *rigged) retry() {
	r.t.Helper()
	state := r.page.Link().Attr("data-link")
	if state != "signed-out" && state != "refused" {
		return
	}
	r.page.Link().Click()
	r.page.ByPrefix("button", "Retry").Click()
}
