package page

import (
	"context"
	"io"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/open"
	"github.com/keytrail/keytrail/app/recorder"
	"github.com/keytrail/keytrail/app/recorder/recordertest"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// recording returns a model that records n pieces on the shelf and then ends.
func recording(t *testing.T, s *recordertest.Shelf, n int) (*Model, context.Context) {
	m, _ := modelOf(uitest.Usual(t))
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	m.Keeping.Open = func(context.Context) (recorder.Keeper, error) { return s, nil }
	m.Tail = func() (func(context.Context) (*capture.Capture, bool, error), func()) {
		i := 0
		return func(context.Context) (*capture.Capture, bool, error) {
			if i++; i >= n {
				stop()
			}
			if i > n {
				return new(capture.Capture), false, nil
			}
			c := new(capture.Capture)
			c.Put(capture.Observation{N: i, Kind: capture.Notification, Time: uitest.Before(time.Duration(n-i) * time.Second), Session: "a", Raw: []byte(`{"n":` + strconv.Itoa(i) + `}`)})
			return c, i == 1, nil
		}, func() {}
	}
	return m, ctx
}

// reopened is what a recording holds.
func reopened(t *testing.T, s *recordertest.Shelf, id string) *capture.Capture {
	t.Helper()
	r := recorder.NewReader(func(context.Context) (recorder.Keeper, error) { return s, nil }, id)
	defer r.Close()
	c, err := open.File(t.Context(), r, 0, nil)
	require.NoError(t, err)
	require.Empty(t, c.Problems)
	return c
}

// A page that goes away ends its recording with what it has seen, and goes on
// with another one when it comes back.
func TestARecordingEndsWithItsPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := recordertest.NewShelf(100)
		m, _ := recording(t, s, 100)
		var page sync.Mutex
		m.Later = func(do func()) { page.Lock(); defer page.Unlock(); do() }
		m.Run = func(_ string, job func() func()) { go func() { m.Later(job()) }() }
		m.Later(m.toggleRecording)
		time.Sleep(recorder.Every * 3 / 2)
		synctest.Wait()
		m.Later(m.HideRecording)
		synctest.Wait()
		assert.True(t, s.Closed["1"])
		assert.Equal(t, 3, reopened(t, s, "1").Len(), "at the beginning, after half a second, and at the end")

		m.Later(m.ShowRecording)
		synctest.Wait()
		assert.Len(t, s.Names, 2)
		assert.False(t, s.Closed["2"])
		m.Later(m.toggleRecording)
		synctest.Wait()
		assert.True(t, s.Closed["2"])
		assert.Len(t, s.Names, 2, "a person has ended it")
	})
}

func TestAFullDiskEndsTheRecordingAndNothingElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := recordertest.NewShelf(1)
		m, ctx := recording(t, s, 3)
		err := m.record(ctx, nil, "This server", time.Time{})
		require.ErrorIs(t, err, recordertest.ErrFull)
		m.Recorded(err)
		assert.Contains(t, m.Keeping.Problem, "no more room")
		assert.Contains(t, m.Keeping.Problem, "the live view goes on")
		assert.Equal(t, 1, reopened(t, s, "1").Len())
		out := new(sent)
		m.Send = out.send
		m.Act("keep-open", "1")
		require.Len(t, *out, 1)
		open := (*out)[0].(tracker.Open)
		require.NoError(t, open.Reader.(io.Closer).Close())
		assert.Equal(t, CutOff, open.Note, "the cut is marked")
	})
}

// What is said of a recording that stopped is true of it.
func TestWhatBecameOfARecording(t *testing.T) {
	for _, test := range []struct {
		err  error
		says string
	}{
		{recordertest.ErrFull, "Recording stopped: " + recordertest.ErrFull.Error() + ". What was recorded before is kept, and the live view goes on."},
		{recorder.ErrDeleted, "Recording stopped: it was deleted or has expired, here or in another tab. Nothing of it is kept, and the live view goes on."},
		{recorder.ErrShut, "Recording stopped: another tab has deleted everything or brought a newer version, or the browser has cleared the data of this site. The list of recordings tells whether what was recorded before is kept, and the live view goes on."},
	} {
		m, _ := modelOf(uitest.Usual(t))
		m.Recorded(test.err)
		assert.Equal(t, test.says, m.Keeping.Problem)
	}
}

// The list is read anew each time that it comes on top.
func TestTheListOfRecordingsIsReadAnew(t *testing.T) {
	s := recordertest.NewShelf(1)
	m, _ := recording(t, s, 1)
	m.Act("panel", string(scene.KeepPanel))
	assert.Empty(t, m.Keeping.List)
	_, err := s.Begin(t.Context(), "another tab's", uitest.Noon, time.Time{})
	require.NoError(t, err)
	m.Act("panel", string(scene.KeepPanel))
	m.Act("panel", string(scene.KeepPanel))
	assert.Len(t, m.Keeping.List, 1)
}

// What has just ended here goes on nowhere, also before the list is read anew.
func TestARecordingThatHasEndedHere(t *testing.T) {
	for _, err := range []error{nil, recordertest.ErrFull} {
		m, _ := modelOf(uitest.Usual(t))
		m.Keeping.Current, m.Keeping.List = "1", []recorder.Recording{{ID: "1", Running: true}}
		m.Recorded(err)
		assert.Equal(t, []recorder.Recording{{ID: "1", Closed: err == nil, Cut: err != nil}}, m.Keeping.List)
	}
}

// Where another tab has deleted everything, the list is that of what is there now.
func TestTheListAfterAnotherTabHasDeletedEverything(t *testing.T) {
	m, _ := recording(t, recordertest.NewShelf(1), 1)
	m.Keeping.keeper = shut{}
	m.Keeping.List = []recorder.Recording{{ID: "1"}}
	m.Act("panel", string(scene.KeepPanel))
	assert.Empty(t, m.Keeping.List)
	assert.Empty(t, m.Keeping.Problem)
}

// shut is a database that was closed under its keeper.
type shut struct{ recorder.Keeper }

func (shut) Expire(context.Context, time.Time) (int, error) { return 0, recorder.ErrShut }

func TestARecordingIsOpenedAsAFileIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := recordertest.NewShelf(100)
		m, ctx := recording(t, s, 2)
		require.NoError(t, m.record(ctx, nil, "x", time.Time{}))
		out := new(sent)
		m.Send = out.send
		m.findRecordings()
		require.Len(t, m.Keeping.List, 1)
		m.Act("keep-open", "1")
		require.Len(t, *out, 1)
		asked, ok := (*out)[0].(tracker.Open)
		require.True(t, ok)
		assert.Empty(t, asked.Note, "it was ended properly")
		c, err := open.File(t.Context(), asked.Reader, 0, nil)
		require.NoError(t, err)
		assert.Empty(t, c.Problems)
		assert.Equal(t, 2, c.Len())
	})
}
