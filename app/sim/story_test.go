package sim_test

import (
	"bytes"
	"context"
	"encoding/json"
	"regexp"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/sim"
)

// whens are what differs between two tellings of one story.
var whens = regexp.MustCompile(`"(timestamp|timestampSeconds|receivedDate|OccuredAt)":("[^"]*"|\d+)`)

// told returns the notifications that a story consists of, without times.
func told(t *testing.T, o sim.Options, n int, tell func(context.Context, *sim.Sim)) []string {
	var got []string
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		s := sim.New(o)
		p := newPage(t, s)
		p.listen("/v2/me/*")
		tell(ctx, s)
		for len(got) < n {
			resp := p.do("POST", "/api/v2/notifications", p.connectMessage(""))
			for _, e := range decode[[]json.RawMessage](t, resp.Body) {
				if bytes.Contains(e, []byte(`"data":`)) {
					got = append(got, whens.ReplaceAllString(string(e), `"$1":0`))
				}
			}
		}
	})
	return got[:n]
}

func steps(n int) func(context.Context, *sim.Sim) {
	return func(_ context.Context, s *sim.Sim) {
		for range n {
			s.Step()
		}
	}
}

// The seed decides the story, and neither the clock nor the pace has a say.
func TestSameSeedSameStory(t *testing.T) {
	const n = 400
	o := sim.Options{Seed: 7, Keys: 40}
	first := told(t, o, n, steps(n))
	assert.Empty(t, cmp.Diff(first, told(t, o, n, steps(n))), "told twice")
	o.Speed = 40
	running := told(t, o, n, func(ctx context.Context, s *sim.Sim) { go s.Run(ctx) })
	assert.Empty(t, cmp.Diff(first, running), "by Run as by Step")
	o.Seed = 8
	assert.NotEqual(t, first, told(t, o, n, steps(n)), "another seed")
}

func TestSameSeedSameBeginning(t *testing.T) {
	first, second := sim.New(sim.Options{Seed: 3}), sim.New(sim.Options{Seed: 3})
	require.Len(t, first.Sessions(), 6)
	assert.Equal(t, first.Sessions(), second.Sessions())
	assert.NotEqual(t, first.Sessions(), sim.New(sim.Options{Seed: 4}).Sessions())
}

// Somebody who looks for the first time sees conversations at once, some of them
// waiting for an answer, and no customer has a number that could be real.
func TestBeginning(t *testing.T) {
	s, _ := quiet(sim.Options{Sessions: 6})
	states := map[any]int{}
	for _, x := range newPage(t, s).get("/api/v2/me/smssessions?fields=*")["smssessions"].([]any) {
		x := x.(map[string]any)
		states[x["state"]]++
		customer := x["participants"].([]any)[0].(map[string]any)
		assert.Regexp(t, `^\+44 7700 900\d{3}$`, customer["nickname"])
		assert.Equal(t, "Customer", customer["type"])
		received, err := time.Parse("2006-01-02 15:04:05.000-0700", x["receivedDate"].(string))
		require.NoError(t, err)
		assert.False(t, received.After(time.Now()))
	}
	assert.Equal(t, 6, states["Chatting"]+states["Invited"])
	assert.GreaterOrEqual(t, states["Chatting"], 3)
	assert.GreaterOrEqual(t, states["Invited"], 1)
}

// In an hour of the story everything happens that there is to see.
func TestEverythingHappens(t *testing.T) {
	const n = 3000
	happened := map[string]int{}
	before := map[string]map[string]any{}
	for _, e := range told(t, sim.Options{Seed: 1}, n, steps(n)) {
		data := decode[map[string]any](t, []byte(e))["data"].(map[string]any)
		assert.NotContains(t, data, "referenceId", "nobody has asked for anything")
		x, isState := data["smssession"].(map[string]any)
		if !isState {
			happened[data["messages"].([]any)[0].(map[string]any)["type"].(string)]++
			continue
		}
		happened[x["state"].(string)]++
		if now, ok := x["userData"].(map[string]any); ok {
			id := x["id"].(string)
			if old, known := before[id]; known {
				compare(happened, old, now)
			}
			before[id] = now
		}
	}
	for _, what := range []string{"Invited", "Chatting", "LeftChat", "Completed", "Revoked",
		"Text", "TypingStarted", "TypingStopped", "ParticipantJoined", "ParticipantLeft",
		"added", "removed", "changed", "number to text", "text to number", "became null", "became empty"} {
		assert.Positive(t, happened[what], what)
	}
}

func compare(happened map[string]int, old, now map[string]any) {
	for key := range old {
		if _, kept := now[key]; !kept {
			happened["removed"]++
		}
	}
	for key, v := range now {
		was, had := old[key]
		_, wasNumber := was.(json.Number)
		_, isNumber := v.(json.Number)
		switch {
		case !had:
			happened["added"]++
		case was == v:
			continue
		case v == nil:
			happened["became null"]++
		case v == "":
			happened["became empty"]++
		case wasNumber && !isNumber:
			happened["number to text"]++
		case !wasNumber && isNumber:
			happened["text to number"]++
		default:
			happened["changed"]++
		}
	}
}

func TestKeys(t *testing.T) {
	for _, n := range []int{1, 5, 11, 20, 32, 33, 1000, 10_000} {
		s, _ := quiet(sim.Options{Sessions: 3, Keys: n})
		raw, err := s.UserData(s.Sessions()[2]) // routed, and nothing else yet
		require.NoError(t, err)
		assert.Len(t, decode[map[string]any](t, raw), n)
	}
}

// Run keeps to the rate, as fast as it is asked to.
func TestPace(t *testing.T) {
	for _, tt := range []struct {
		name        string
		rate, speed float64
		want        float64 // notifications a second
	}{
		{"as in life", 0, 0, 0.8},
		{"fifty times", 0, 50, 40},
		{"two hundred a second", 200, 0, 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := sim.New(sim.Options{Rate: tt.rate, Speed: tt.speed, Sessions: 20})
				p := newPage(t, s)
				p.listen("/v2/me/*")
				ctx, cancel := context.WithCancel(t.Context())
				go s.Run(ctx)
				start := time.Now()
				n := 0
				for ; n < 2000; n++ {
					events, _ := p.poll("")
					n += len(events) - 1
				}
				cancel()
				assert.InEpsilon(t, tt.want, float64(n)/time.Since(start).Seconds(), 0.1)
			})
		})
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	for _, isQuiet := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			s := sim.New(sim.Options{Quiet: isQuiet})
			before := s.Sessions()
			ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
			defer cancel()
			assert.ErrorIs(t, s.Run(ctx), context.DeadlineExceeded)
			assert.Equal(t, isQuiet, cmp.Equal(before, s.Sessions()), "an hour goes by")
		})
	}
}

// The user's own session outlives what the user does to it by twenty seconds, no
// matter how much happens elsewhere.
func TestTheUserIsNotInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := sim.New(sim.Options{Sessions: 1, Rate: 10})
		p := newPage(t, s)
		id := s.Sessions()[0]
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go s.Run(ctx)
		for range 40 {
			require.Equal(t, 200, p.post(id, attach).Status, "still there")
			time.Sleep(19 * time.Second)
		}
		require.Contains(t, s.Sessions(), id)
		time.Sleep(time.Minute)
		assert.NotContains(t, s.Sessions(), id, "at last it ends")
	})
}

// The story does not put words into the user's mouth, does not answer for the
// user, and goes on when the user has deleted all there was.
func TestTheUserIsTheAgent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := sim.New(sim.Options{Sessions: 1, Seed: 2})
		id := s.Invite()
		for range 30 {
			s.Step()
		}
		p := newPage(t, s)
		x := p.get("/api/v2/me/smssessions/" + id)["smssession"].(map[string]any)
		require.Equal(t, "Invited", x["state"])
		require.Equal(t, 200, p.post(id, `{"operationName":"Accept","nickname":"Me"}`).Status)
		for range 200 {
			all, err := s.UserData(id)
			require.NoError(t, err)
			list, err := json.Marshal(keys(t, all))
			require.NoError(t, err)
			require.Equal(t, 200, p.post(id, `{"operationName":"DeleteUserData","keys":`+string(list)+`}`).Status)
			s.Step()
		}
		texts := 0
		for _, m := range p.get("/api/v2/me/smssessions/" + id + "/messages")["messages"].([]any) {
			m := m.(map[string]any)
			if m["type"] == "Text" {
				texts++
				assert.Equal(t, "Customer", m["from"].(map[string]any)["type"], m["text"])
			}
		}
		assert.Greater(t, texts, 1, "the customer goes on writing")
	})
}
