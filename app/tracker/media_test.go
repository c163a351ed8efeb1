package tracker_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
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
