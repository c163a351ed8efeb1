package e2e_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/relay"
	"github.com/keytrail/keytrail/app/e2e/rig"
)

// A rigged link is a page that reaches the program through a relay, and another
// application that reaches the far side without one.
type rigged struct {
	t       *testing.T
	page    *rig.Page
	link    *relay.Relay
	peer    *rig.Peer // nil in front of the simulator
	other   *rig.Agent
	session string
	seen    int // the newest event of the session before anything happened
}

// A backend is what the program runs in front of.
type backend struct {
	name  string
	flags []string // of the peer; nil for the simulator
}

var backends = []backend{
	{"CometD with ack", []string{"--ack"}},
	{"CometD without ack", []string{"--sessions", "4"}},
	{"simulator", nil},
}

func rigUp(t *testing.T, b backend) *rigged {
	t.Helper()
	r := &rigged{t: t}
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
	r.other = rig.SignIn(t, far)
	r.session = r.other.Writable(t).ID
	r.page = rig.OpenBrowser(t).Open(t, link.URL())
	r.page.ExpectNetworkErrors()
	r.page.WaitConnected()
	r.page.Select(r.session)
	r.page.Grid().Wait()
	r.page.ShowAll()
	r.seen = r.page.Events()[0].N
	return r
}

// writes lets the other application write the key Counter n times, in bursts
// with a pause in between, so that polls are idle as well as busy.
func (r *rigged) writes(n int) {
	r.t.Helper()
	pause := time.NewTicker(300 * time.Millisecond)
	defer pause.Stop()
	for i := 1; i <= n; i++ {
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

// accounts asserts that n writes of one key are in the history once each or,
// where they were not observed, under a gap that says so.
func (r *rigged) accounts(n int) {
	r.t.Helper()
	changes, gaps := 0, 0
	for _, e := range r.page.Events() {
		if e.N <= r.seen {
			continue
		}
		changes += e.Added + e.Changed + e.Removed
		if e.Kind == "gap" {
			gaps++
		}
	}
	assert.LessOrEqual(r.t, changes, n, "changes are shown twice")
	if changes < n {
		assert.NotZero(r.t, gaps, "%d of %d changes are shown and nothing says that any was missed", changes, n)
	}
	r.t.Logf("%d writes: %d changes shown, %d unobserved intervals", n, changes, gaps)
}

// Whatever happens to every third poll, the screen ends with the truth, and
// says where it did not see it coming about.
func TestDroppedPolls(t *testing.T) {
	faults := []struct {
		name  string
		fault relay.Fault
	}{
		{"idle", relay.Fault{Kind: relay.DropIdle, Wait: 50 * time.Millisecond, Every: 3}.Polls()},
		{"instead of a reply", relay.Fault{Kind: relay.DropReply, Every: 3}.Polls()},
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
	grace    = 3 * time.Second
)

// A server that forgets its clients, is restarted or goes away for a while gets
// them back.
func TestServerGoesAway(t *testing.T) {
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
		name   string
		happen func(r *rigged)
		peer   bool // needs the peer
	}{
		{"forgets every eighth poll", func(r *rigged) { r.peer.ForgetEvery(r.t, 8) }, true},
		{"is restarted", func(r *rigged) { r.peer.Do(r.t, "signout", nil, nil); r.peer.Do(r.t, "forget", nil, nil) }, true},
		{"is away for 4 s", away(4 * time.Second), false},
		{"is away for 60 s", away(60 * time.Second), false},
	}
	for _, b := range backends {
		for _, f := range faults {
			if f.peer && b.flags == nil {
				continue
			}
			t.Run(b.name+"/"+f.name, func(t *testing.T) {
				t.Parallel()
				r := rigUp(t, b)
				f.happen(r)
				r.other = rig.SignIn(t, r.other.Base())
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
	html := relay.Fault{Kind: relay.Answer, Status: 200, Type: "text/html", Text: loginPage}
	faults := []struct {
		name  string
		fault relay.Fault
		chip  []string
	}{
		{"401", relay.Fault{Kind: relay.Answer, Status: 401, Type: "application/json", Text: `{"statusCode":20,"statusMessage":"not authenticated"}`}, []string{"signed-out"}},
		{"403", relay.Fault{Kind: relay.Answer, Status: 403, Type: "text/plain", Text: "Missing or invalid Csrf token"}, []string{"refused", "reconnecting"}},
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
