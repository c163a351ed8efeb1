package tracker_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
	"github.com/keytrail/keytrail/app/wire"
)

// The main job on every medium: nothing is sent before a person allows it; then what
// its row documents arrives, and nothing else of the interaction changes.
func TestTheMainJobOnOtherMedia(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true, Media: true, Sessions: -1}, func(r rig) {
		data := userdata.Of(userdata.Entry{Key: "UserData1", Value: userdata.TextValue("DATA1")})
		job := func() {
			for _, id := range r.sim.Others() {
				for _, c := range []tracker.Operate{
					{Session: id, Operation: "UpdateUserData", Data: data},
					{Session: id, Operation: "DeleteUserData", Keys: []string{"UserData1"}},
				} {
					r.Do(c)
					time.Sleep(time.Second)
				}
			}
			time.Sleep(20 * time.Second)
		}
		require.Len(t, r.State().Sessions, 4, "what the user's own resource lists")
		for range 11 {
			r.sim.Stir()
		}
		time.Sleep(time.Second)
		require.Len(t, r.State().Sessions, 11, "and what notifications tell of")
		before := map[string]string{}
		for _, id := range r.sim.Others() {
			before[id] = string(r.sim.OtherData(id))
		}
		job()
		for _, x := range r.State().Sessions {
			for _, p := range x.Writes {
				require.NotNil(t, p.Reply, x.ID)
				assert.True(t, p.Reply.Unsent, "%s: %s", x.ID, p.Reply.Message)
			}
		}
		for _, x := range r.State().Traffic {
			assert.False(t, x.Method == "POST" && !x.Meta && strings.Contains(x.Path, "/me/"), "%s %s", x.Method, x.Path)
		}
		tape, err := r.Tape(r.t.Context(), 0)
		require.NoError(t, err)
		for o := range tape.All() {
			assert.False(t, o.Session != "" && o.Method == "POST", "what stayed is not recorded as sent: %s %s", o.URL, o.Raw)
			assert.NotContains(t, o.Text, "nothing was sent")
		}

		r.Do(tracker.Connect{Profile: settings.Profile{BaseURL: settings.Simulator, OtherMedia: true}})
		time.Sleep(time.Second)
		job()
		written := 0
		for _, id := range r.sim.Others() {
			x := r.State().Session(id)
			require.NotNil(t, x, id)
			assert.Equal(t, before[id], string(r.sim.OtherData(id)), "%s: only the key of ours came and went", id)
			for _, p := range x.Writes[2:] {
				if p.Reply != nil && p.Reply.Unsent {
					assert.Contains(t, []string{"facebook-public", "twitter-older", "outbound"}, x.Medium)
					continue
				}
				written++
				assert.Equal(t, proof.Exact, p.Verdict, "%s: %s", id, p.Write.Operation)
			}
		}
		assert.Equal(t, 16, written, "two writes to each of eight media")
	})
}

// Over every medium, set of capabilities and operation: what goes out is what the
// interaction lists, in the form that is documented for its medium, and nothing
// before a person allows it. What is documented this test knows by itself.
func TestWhatGoesOutIsWhatIsListed(t *testing.T) {
	names := []string{"AttachUserData", "UpdateUserData", "DeleteUserData", "DeleteUserDataPair"}
	const usual = `{"operationName":"DeleteUserData","keys":["A"]}`
	deletes := map[string]string{"calls": `{"operationName":"DeleteUserDataPair","key":"A"}`, "im-sessions": `{"operationName":"DeleteUserData","key":"A"}`,
		"chats": usual, "emails": usual, "workitems": usual, "openmedia": usual, "facebooksessions": usual, "tweets": usual}
	inWorld(t, sim.Options{}, 1, func(w *world) {
		var sent []string
		w.mu.Lock()
		w.harm = func(_ context.Context, _ int, req *wire.Request, next func() (*wire.Response, error)) (*wire.Response, error) {
			path, below := strings.CutPrefix(req.Path, "/api/v2/me/")
			if req.Method != "POST" || !below {
				return next()
			}
			w.mu.Lock()
			defer w.mu.Unlock()
			sent = append(sent, path+" "+string(req.Body))
			return &wire.Response{Status: 403, Body: []byte(`{"statusCode":3}`)}, nil
		}
		w.mu.Unlock()
		page, total := w.tabs[0], 0
		for _, allowed := range []bool{false, true} {
			page.Do(tracker.Connect{Profile: settings.Profile{BaseURL: settings.Simulator, OtherMedia: allowed}})
			page.settle(2 * time.Second)
			for set := range 1<<len(names) + 1 { // the last one is not told of
				var listed []string
				for i, name := range names {
					if set>>i&1 == 1 {
						listed = append(listed, name)
					}
				}
				says := `,"capabilities":["` + strings.Join(listed, `","`) + `"]`
				if set == 1<<len(names) {
					says = ""
				}
				var asked []tracker.Operate
				var want []string
				for _, m := range gws.Media()[1:] {
					id := fmt.Sprintf("%v%d", allowed, set)
					key, envelope := gws.Key(m, "fax", id), "fax"
					if m.Keys != nil {
						envelope = m.Keys[0]
					}
					require.NoError(t, w.sim.Publish("/v2/me/any", fmt.Appendf(nil, `{"messageType":%q,%q:{"id":%q,"mediatype":"fax","mediaType":"fax","state":"Held","userData":{"A":"1"}%s}}`, m.Type, envelope, id, says)))
					for _, name := range append(names, "Complete") {
						c := tracker.Operate{Session: key, Operation: name, Data: userdata.Of(userdata.Entry{Key: "A", Value: userdata.TextValue("2")})}
						operation, body := name, `{"operationName":"`+name+`","userData":{"A":"2"}}`
						if strings.HasPrefix(name, "Delete") {
							c.Data, c.Keys, body = nil, []string{"A"}, deletes[m.Collection]
							if m.Collection == "calls" {
								operation = "DeleteUserDataPair"
							}
						}
						asked = append(asked, c)
						if allowed && slices.Contains(names[:3], name) && deletes[m.Collection] != "" && slices.Contains(listed, operation) {
							want = append(want, key+" "+body)
						}
					}
				}
				page.settle(time.Second)
				for _, c := range asked {
					page.Do(c)
				}
				page.settle(2 * time.Minute)
				w.mu.Lock()
				assert.ElementsMatch(t, want, sent, "allowed: %v%s", allowed, says)
				total, sent = total+len(sent), nil
				w.mu.Unlock()
			}
		}
		assert.Equal(t, 8*3*8, total, "three writes to each of eight media, each listed by half of the sets")
	})
}

// A write without a connection stayed here as well: it has its proof, and no
// recording has a request of it.
func TestWhatStayedIsNotRecordedAsSent(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		id := r.writable().ID
		r.Do(tracker.Disconnect{})
		r.settle(time.Second)
		r.Do(tracker.Operate{Session: id, Operation: "DeleteUserData", Keys: []string{"Subject"}})
		x := r.settle(time.Second).Session(id)
		require.Len(t, x.Writes, 1)
		assert.Equal(t, proof.Rejected, x.Writes[0].Verdict)
		assert.True(t, x.Writes[0].Reply.Unsent)
		e, ok := x.History.Event(x.History.Last())
		require.True(t, ok)
		assert.Equal(t, 1, e.Write, "the timeline tells of it")
		tape, err := r.Tape(r.t.Context(), 0)
		require.NoError(t, err)
		for o := range tape.All() {
			assert.False(t, o.Session == id && o.Method == "POST", "%s %s", o.URL, o.Raw)
		}
	})
}

// The simulator shows the first of two equal keys of a call: a notification comes and
// cannot tell, a key that is new is proven, and so is the way a key of a call is deleted.
func TestAnAttachToACallThatHasTheKey(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true, Media: true, Sessions: -1}, func(r rig) {
		r.Do(tracker.Connect{Profile: settings.Profile{BaseURL: settings.Simulator, OtherMedia: true}})
		r.settle(time.Second)
		const id = "calls/01SIMCALL00000000000000000000001"
		attach := func(key string) tracker.Operate {
			return tracker.Operate{Session: id, Operation: "AttachUserData", Data: userdata.Of(userdata.Entry{Key: key, Value: userdata.TextValue("9999")})}
		}
		for _, c := range []tracker.Operate{attach("Account"), attach("New"), {Session: id, Operation: "DeleteUserData", Keys: []string{"New"}}} {
			r.Do(c)
			r.settle(40 * time.Second)
		}
		writes := r.State().Session(id).Writes
		require.Len(t, writes, 3)
		assert.Equal(t, proof.CannotTell, writes[0].Verdict)
		assert.Equal(t, "what was published since shows Account as it was; attaching adds a second one of a key that is there, and only one of them may be shown", writes[0].Reason)
		assert.Equal(t, proof.Exact, writes[1].Verdict, writes[1].Reason)
		assert.Equal(t, "the key arrived with the value and type you sent", writes[1].Reason)
		assert.Equal(t, proof.Exact, writes[2].Verdict, writes[2].Reason)
		assert.Equal(t, []string{"DeleteUserDataPair", "DeleteUserData"}, []string{writes[2].Write.Operation, tracker.Asked(writes[2].Write)})
	})
}
