package tracker_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

// told is what the timeline and the cards say of a session.
func told(s *tracker.Session) string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s ended=%v customer=%s comment=%q %v\n%s\n", s.ID, s.State, s.Ended, s.Customer, s.Comment, s.Capabilities, s.Data.Bytes())
	for n := s.History.First(); n <= s.History.Last(); n++ {
		e, _ := s.History.Event(n)
		fmt.Fprintf(&b, "%d %s %s %s ref=%s %s write=%d %q +%d -%d ~%d\n", e.N, e.Time.UTC(), e.Kind, e.Type, e.ReferenceID, e.Author, e.Write, e.Note, e.Added, e.Removed, e.Changed)
	}
	for _, p := range s.Writes {
		fmt.Fprintf(&b, "write %d %s %s: %s %s (%s) event %d %s\n", p.Write.N, p.Write.Operation, p.Write.Request, p.Verdict, p.Confidence, p.Reason, p.Event, p.ReferenceID)
	}
	for _, m := range s.Messages {
		fmt.Fprintf(&b, "%d %s %s: %s\n", m.Index, m.Type, m.From.Nickname, m.Text)
	}
	return b.String()
}

func TestExportedAndOpenedAgainIsTheSameScreen(t *testing.T) {
	inBubble(t, sim.Options{Rate: 10, Seed: 3}, func(r rig) {
		id := r.writable().ID
		r.settle(20 * time.Second)
		r.Do(tracker.Operate{Session: id, Operation: "UpdateUserData", Data: userdata.Of(
			userdata.Entry{Key: "UserData1", Value: userdata.TextValue("DATA1")})})
		r.settle(5 * time.Second)
		r.sim.Expire()
		r.settle(time.Minute)
		r.Do(tracker.Operate{Session: id, Operation: "NoSuchOperation"})
		r.Do(tracker.Annotate{Session: id, Event: 2, Text: "look here"})
		live := r.settle(40 * time.Second)

		whole, err := r.Tape(r.t.Context())
		require.NoError(t, err)
		var file bytes.Buffer
		cut, _ := capture.Cut(whole, capture.Export{Plain: true})
		require.NoError(t, capture.Write(&file, cut))
		r.Do(tracker.Open{Name: "a file", Reader: &file, Size: int64(file.Len())})
		opened := r.settle(10 * time.Second)

		require.NotNil(t, opened.Opening)
		require.True(t, opened.Opening.Done)
		require.NoError(t, opened.Opening.Err)
		require.Empty(t, opened.Opening.Problems)
		assert.Equal(t, tracker.File, opened.Link.State)
		require.Len(t, opened.Sessions, len(live.Sessions))
		for i, s := range live.Sessions {
			assert.Equal(t, told(s), told(opened.Sessions[i]))
		}
		require.Len(t, opened.Notes, 1)
		assert.Equal(t, live.Notes[0].Text, opened.Notes[0].Text)
		assert.Equal(t, live.Notes[0].Event, opened.Notes[0].Event)
	})
}

// TestLongTape turns several reels and drops some: what is left must be
// understood without what was dropped.
func TestLongTape(t *testing.T) {
	inBubbleWith(t, sim.Options{Rate: 100, Seed: 5, Sessions: 3}, tracker.Options{TapeLength: 200}, func(r rig) {
		live := r.settle(10 * time.Second)
		require.Greater(t, live.Received, 500)
		whole, err := r.Tape(r.t.Context())
		require.NoError(t, err)
		require.Less(t, whole.Len(), live.Received)
		now := map[string]*tracker.Session{}
		for _, s := range r.State().Sessions {
			now[s.ID] = s
		}
		checked := 0
		for _, s := range tracker.Replay(whole) {
			if x := now[s.ID]; x != nil && !x.Ended {
				assert.Equal(t, string(x.Data.Canonical()), string(s.Data.Canonical()), s.ID)
				checked++
			}
		}
		assert.NotZero(t, checked)
	})
}

func TestOpeningNothingKeepsTheScreen(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		before := r.State()
		r.Do(tracker.Open{Name: "shopping.txt", Reader: bytes.NewReader([]byte("milk, bread"))})
		s := r.settle(time.Second)
		require.NotNil(t, s.Opening)
		assert.True(t, s.Opening.Done)
		assert.ErrorIs(t, s.Opening.Err, capture.ErrNothing)
		assert.Equal(t, tracker.Connected, s.Link.State)
		assert.Equal(t, before.Sessions, s.Sessions)
	})
}

func TestWhoWroteWhatInOneNotification(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		id := r.writable().ID
		r.Do(tracker.Operate{Session: id, Operation: "UpdateUserData", Data: userdata.Of(
			userdata.Entry{Key: "Mine", Value: userdata.TextValue("1")})})
		s := r.settle(time.Second).Session(id)
		e, ok := s.History.LastWriter("Mine", s.History.Last())
		require.True(t, ok)
		assert.Equal(t, history.You, s.Who(e, "Mine"))
		assert.Equal(t, history.AnotherClient, s.Who(e, "Theirs"))
		assert.Equal(t, history.Routing, s.Who(e, "RTargetObjectSelected"))
	})
}
