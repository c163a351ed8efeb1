package tracker_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

// Everybody can see what becomes of a write that the server treats badly.
func TestEveryVerdictCanBeSeen(t *testing.T) {
	for _, test := range []struct {
		way  string
		wait time.Duration
		want proof.Verdict
	}{
		{"", time.Second, proof.Exact},
		{sim.Refuse, time.Second, proof.Rejected},
		{sim.Fail, time.Second, proof.Rejected},
		{sim.Coerce, time.Second, proof.Coerced},
		{sim.Differ, time.Second, proof.Differs},
		{sim.DropKey, 40 * time.Second, proof.Partly},
		{sim.Overwrite, 3 * time.Second, proof.Overwritten},
		{sim.Late, 3 * time.Second, proof.Waiting},
		{sim.Late, 7 * time.Second, proof.Exact},
		{sim.LoseReply, 3 * time.Second, proof.Exact},
		{sim.Silent, 60 * time.Second, proof.NotSeen},
		{sim.BreakLink, 60 * time.Second, proof.CannotTell},
	} {
		t.Run(test.way+" "+test.want.String(), func(t *testing.T) {
			inBubble(t, sim.Options{Quiet: true}, func(r rig) {
				require.NotNil(t, r.State().Misbehaviours, "the server says that it is the simulator")
				r.Do(tracker.Misbehave{Ways: []string{test.way}})
				require.NoError(t, r.settle(time.Second).Misbehaviours.Err)
				id := r.writable().ID
				number, err := userdata.ParseValue("123456789")
				require.NoError(t, err)
				r.Do(tracker.Operate{Session: id, Operation: "AttachUserData", Data: userdata.Of(
					userdata.Entry{Key: "UserData2", Value: number},
					userdata.Entry{Key: "UserData1", Value: userdata.TextValue("DATA1")},
				)})
				p := r.settle(test.wait).Session(id).Writes[0]
				assert.Equal(t, test.want, p.Verdict, p.Reason)
			})
		})
	}
}

func TestTheSimulatorTellsHowItMisbehaves(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true, Misbehave: []string{sim.Coerce}}, func(r rig) {
		on := func() (ways []string) {
			r.Do(tracker.Misbehave{})
			time.Sleep(time.Second)
			synctest.Wait()
			m := r.State().Misbehaviours
			require.NoError(t, m.Err)
			assert.Len(t, m.Ways, len(sim.Misbehaviours()))
			for _, w := range m.Ways {
				if w.On {
					ways = append(ways, w.Way)
				}
			}
			return ways
		}
		assert.Equal(t, []string{sim.Coerce}, on())
		r.Do(tracker.Misbehave{Ways: []string{sim.Late, sim.Refuse, "of another release"}})
		r.settle(time.Second)
		assert.Equal(t, []string{sim.Refuse, sim.Late}, on())
		r.Do(tracker.Misbehave{Ways: []string{}})
		r.settle(time.Second)
		assert.Empty(t, on())
	})
}

// What one simulator was told, another one was not.
func TestAnotherSimulatorIsNotSaidToMisbehave(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true, Misbehave: []string{sim.Coerce}}, func(r rig) {
		r.Do(tracker.Misbehave{})
		synctest.Wait()
		require.NotEmpty(t, r.State().Misbehaviours.Ways)
		r.Do(tracker.Connect{Profile: settings.Profile{BaseURL: "https://other.example"}})
		time.Sleep(time.Second)
		synctest.Wait()
		require.NotNil(t, r.State().Misbehaviours)
		require.Empty(t, r.State().Misbehaviours.Ways, "it was not asked")
	})
}
