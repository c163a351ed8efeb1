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
	"github.com/keytrail/keytrail/app/capture/capturetest"
	"github.com/keytrail/keytrail/app/recorder"
	"github.com/keytrail/keytrail/app/recorder/recordertest"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/records"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// recording returns a model that records n pieces on the shelf and then ends.
func recording(t *testing.T, s *recordertest.Shelf, n int) *Model {
	m, _ := modelOf(uitest.Usual(t))
	m.Shelf.Open = func(context.Context) (recorder.Keeper, error) { return s, nil }
	m.Shelf.Tail = func() (func(context.Context) (*capture.Capture, bool, error), func()) {
		i := 0
		return func(context.Context) (*capture.Capture, bool, error) {
			if i++; i >= n {
				m.Shelf.Stop()
			}
			if i > n {
				return new(capture.Capture), false, nil
			}
			c := new(capture.Capture)
			c.Put(capture.Observation{N: i, Kind: capture.Notification, Time: uitest.Before(time.Duration(n-i) * time.Second), Session: "a", Raw: []byte(`{"n":` + strconv.Itoa(i) + `}`)})
			return c, i == 1, nil
		}, func() {}
	}
	return m
}

// reopened is what a recording holds.
func reopened(t *testing.T, s *recordertest.Shelf, id string) *capture.Capture {
	t.Helper()
	r := recorder.NewReader(func(context.Context) (recorder.Keeper, error) { return s, nil }, id)
	defer r.Close()
	c, err := capturetest.File(t.Context(), r, 0, nil)
	require.NoError(t, err)
	require.Empty(t, c.Problems)
	return c
}

// A page that goes away ends its recording with what it has seen, and goes on
// with another one when it comes back.
func TestARecordingEndsWithItsPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := recordertest.NewShelf(100)
		m := recording(t, s, 100)
		var page sync.Mutex
		m.Later = func(do func()) { page.Lock(); defer page.Unlock(); do() }
		m.Run = func(_ string, job func() func()) { go func() { m.Later(job()) }() }
		m.Later(m.Shelf.ToggleRecording)
		time.Sleep(recorder.Every * 3 / 2)
		synctest.Wait()
		m.Later(m.Shelf.HideRecording)
		synctest.Wait()
		assert.True(t, s.Closed["1"])
		assert.Equal(t, 3, reopened(t, s, "1").Len(), "at the beginning, after half a second, and at the end")

		m.Later(m.Shelf.ShowRecording)
		synctest.Wait()
		assert.Len(t, s.Names, 2)
		assert.False(t, s.Closed["2"])
		m.Later(m.Shelf.ToggleRecording)
		synctest.Wait()
		assert.True(t, s.Closed["2"])
		assert.Len(t, s.Names, 2, "a person has ended it")
	})
}

func TestAFullDiskEndsTheRecordingAndNothingElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := recordertest.NewShelf(1)
		m := recording(t, s, 3)
		m.Act("keep-record", "")
		assert.Contains(t, m.Shelf.Problem, "no more room")
		assert.Contains(t, m.Shelf.Problem, "the live view goes on")
		assert.Equal(t, 1, reopened(t, s, "1").Len())
		out := new(sent)
		m.Send = out.send
		m.Act("keep-open", "1")
		require.Len(t, *out, 1)
		open := (*out)[0].(tracker.Open)
		require.NoError(t, open.Reader.(io.Closer).Close())
		assert.Equal(t, records.CutOff, open.Note, "the cut is marked")
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
		m.Shelf.Recorded(test.err)
		assert.Equal(t, test.says, m.Shelf.Problem)
	}
}

// The list is read anew each time that it comes on top.
func TestTheListOfRecordingsIsReadAnew(t *testing.T) {
	s := recordertest.NewShelf(1)
	m := recording(t, s, 1)
	m.Act("panel", string(scene.KeepPanel))
	assert.Empty(t, m.Shelf.List)
	_, err := s.Begin(t.Context(), "another tab's", uitest.Noon, time.Time{})
	require.NoError(t, err)
	m.Act("panel", string(scene.KeepPanel))
	m.Act("panel", string(scene.KeepPanel))
	assert.Len(t, m.Shelf.List, 1)
}

// What has just ended here goes on nowhere, also before the list is read anew.
func TestARecordingThatHasEndedHere(t *testing.T) {
	for _, err := range []error{nil, recordertest.ErrFull} {
		m, _ := modelOf(uitest.Usual(t))
		m.Shelf.Current, m.Shelf.List = "1", []recorder.Recording{{ID: "1", Running: true}}
		m.Shelf.Recorded(err)
		assert.Equal(t, []recorder.Recording{{ID: "1", Closed: err == nil, Cut: err != nil}}, m.Shelf.List)
	}
}

// Where another tab has deleted everything, the list is that of what is there now.
func TestTheListAfterAnotherTabHasDeletedEverything(t *testing.T) {
	m := recording(t, recordertest.NewShelf(1), 1)
	again := m.Shelf.Open
	first := &shutting{Keeper: recordertest.NewShelf(1)}
	m.Shelf.Open = func(context.Context) (recorder.Keeper, error) { return first, nil }
	m.Shelf.FindRecordings()
	first.shut, m.Shelf.Open = true, again
	m.Shelf.List = []recorder.Recording{{ID: "1"}}
	m.Act("panel", string(scene.KeepPanel))
	assert.Empty(t, m.Shelf.List)
	assert.Empty(t, m.Shelf.Problem)
}

// shutting is a database that may be closed under its keeper.
type shutting struct {
	recorder.Keeper
	shut bool
}

func (s *shutting) Expire(ctx context.Context, now time.Time) (int, error) {
	if s.shut {
		return 0, recorder.ErrShut
	}
	return s.Keeper.Expire(ctx, now)
}

func TestARecordingIsOpenedAsAFileIs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := recordertest.NewShelf(100)
		m := recording(t, s, 2)
		m.Act("keep-record", "")
		out := new(sent)
		m.Send = out.send
		m.Shelf.FindRecordings()
		require.Len(t, m.Shelf.List, 1)
		m.Act("keep-open", "1")
		require.Len(t, *out, 1)
		asked, ok := (*out)[0].(tracker.Open)
		require.True(t, ok)
		assert.Empty(t, asked.Note, "it was ended properly")
		c, err := capturetest.File(t.Context(), asked.Reader, 0, nil)
		require.NoError(t, err)
		assert.Empty(t, c.Problems)
		assert.Equal(t, 2, c.Len())
	})
}
