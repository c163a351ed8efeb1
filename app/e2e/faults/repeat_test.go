package faults_test

import (
	"flag"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/relay"
	"github.com/keytrail/keytrail/app/e2e/rig"
)

var crowdedFor = flag.Duration("crowded", 20*time.Second, "how long tabs that lack connections are watched for false suspicions")

// unaided is a server without the acknowledge extension, reached without anybody
// who knows which requests a browser repeats.
var unaided = backend{"CometD, unaided", []string{"--sessions", "4"}, true}

// repeats returns how often each marked request that a browser repeated came.
func (r *rigged) repeats(fits func(relay.Exchange) bool) map[string]int {
	times := map[string]int{}
	for _, x := range r.link.Log() {
		if x.Mark != "" && fits(x) {
			times[x.Mark]++
		}
	}
	for mark, n := range times {
		if n == 1 {
			delete(times, mark)
		}
	}
	return times
}

func polls(x relay.Exchange) bool { return x.Channel == "/meta/connect" }

// crowd has a tab ask for more than its browser has connections for, as long as
// the tab is open, and keeps it busy. What is asked anew waits for an answer: a
// queue that only grows ends as a lost link.
const crowd = `void (() => {
	const pause = () => new Promise((done) => setTimeout(done, 300));
	for (let i = 0; i < 3; i++) (async () => {
		for (;;) await fetch("/api/v2/me/smssessions?fields=*&crowd").catch(() => {}).then(pause);
	})();
	setInterval(() => {
		const end = performance.now() + 80;
		while (performance.now() < end);
	}, 1000);
})()`

// Where requests queue for a connection and everything is slow, no poll is taken
// for one that was sent twice: nothing is called unobserved, and every change is
// in every tab's history, as long as the relay sees each poll once.
func TestACrowdIsNoSuspicion(t *testing.T) {
	r := rigUp(t, unaided)
	tabs := []*rigged{r}
	for range 2 {
		other := *r
		other.page = r.browser.Open(t, r.link.URL(), rig.Beside(r.page))
		other.look()
		tabs = append(tabs, &other)
	}
	slow := relay.Fault{Kind: relay.Delay, Path: "/api/v2/me", Wait: 1500 * time.Millisecond}
	r.link.Break(slow)
	for _, tab := range tabs {
		tab.page.Eval(crowd, nil)
	}
	written := 0
	for end := time.Now().Add(*crowdedFor); time.Now().Before(end); {
		for range 2 {
			written++
			require.NoError(t, r.other.Update(r.session, `{"Counter":`+strconv.Itoa(written)+`}`))
		}
		<-time.After(1300 * time.Millisecond)
	}
	for i, tab := range tabs {
		tab.page.UntilWithin(promised+grace, "the newest value", func() (bool, string) { return tab.shows("Counter", written) })
		changes := 0
		for _, e := range tab.events() {
			changes += e.Added + e.Changed
		}
		assert.Equal(t, written, changes, "changes that tab %d shows", i)
		assert.Empty(t, gapsAmong(tab.events()), "intervals that tab %d calls unobserved", i)
	}
	assert.Empty(t, r.repeats(polls), "polls that came more than once")
	t.Logf("%d writes in %v, %d polls, %d other requests", written, *crowdedFor, r.asked("/meta/connect"), r.asked(""))
}

// A poll that the browser does repeat loses what the first reply brought. That is
// read within five seconds, although nobody but the browser knows.
func TestARepeatedPollIsNoticedSoon(t *testing.T) {
	r := rigUp(t, unaided)
	// The connection is used more than once before it dies.
	r.writes(3)
	r.page.Until("the third value", func() (bool, string) { return r.shows("Counter", 3) })
	r.link.Break(relay.Fault{Kind: relay.DropReply, Wait: farAway, Times: 1}.Polls())
	r.page.Until("a poll that will be lost", func() (bool, string) {
		log := r.link.Log()
		return log[len(log)-1].Fault == relay.DropReply, ""
	})
	require.NoError(t, r.other.Update(r.session, `{"Lost":1}`))
	lost := time.Now()

	r.page.UntilWithin(5*time.Second+grace, "what was lost", func() (bool, string) { return r.shows("Lost", 1) })
	t.Logf("read %v after it was lost", time.Since(lost).Round(time.Millisecond))
	require.Len(t, r.repeats(polls), 1, "the browser repeats the poll")
	gaps := gapsAmong(r.events())
	require.Len(t, gaps, 1)
	assert.True(t, gaps[0].Covers(lost), "%v", gaps)
	r.page.Timeline("Changes").UntilText("perhaps the browser sent a poll twice")
	r.converges()
}

// A write that the browser repeats may overwrite what somebody else wrote
// meanwhile. That nobody but the browser knows of it makes nobody else its author.
func TestARepeatedWriteIsNobodyElses(t *testing.T) {
	r := rigUp(t, unaided)
	form := r.page.AttachForm()
	form.Fill(0, "Contested", "text", "ours")
	r.link.Break(relay.Fault{Kind: relay.DropReply, Method: "POST", Path: "/api/v2/me/smssessions/", Wait: 4 * time.Second, Times: 1})
	form.Submit("Attach")
	contested := func(want string) func() (bool, string) {
		return func() (bool, string) {
			value := r.page.AllOfIt()["Contested"].Cells["value"]
			return value == want, value
		}
	}
	r.page.Until("our write", contested("ours"))
	require.NoError(t, r.other.Update(r.session, `{"Contested":"theirs"}`))
	r.page.Until("their write", contested("theirs"))

	r.page.Until("our write once more", contested("ours"))
	require.Len(t, r.repeats(func(x relay.Exchange) bool { return x.Method == "POST" && x.Channel == "" }), 1, "the browser repeats the write")
	r.page.Until("the author", func() (bool, string) {
		who := r.page.Row("Contested").Cells["who"]
		return who == "you, possibly repeated", who
	})
	r.page.LastWrite().UntilText("may have been sent twice")
	r.converges()
}
