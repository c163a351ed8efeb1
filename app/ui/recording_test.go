package ui

import (
	"context"
	"io"
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
)

// recording returns a model that records n pieces on the shelf and then ends.
func recording(t *testing.T, s *recordertest.Shelf, n int) (*model, context.Context) {
	m, _ := modelOf(usual(t))
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	m.keeping.open = func(context.Context) (recorder.Keeper, error) { return s, nil }
	m.tail = func() (func(context.Context) (*capture.Capture, bool, error), func()) {
		i := 0
		return func(context.Context) (*capture.Capture, bool, error) {
			if i++; i >= n {
				stop()
			}
			if i > n {
				return new(capture.Capture), false, nil
			}
			c := new(capture.Capture)
			c.Put(capture.Observation{N: i, Kind: capture.Notification, Time: before(time.Duration(n-i) * time.Second), Session: "a", Raw: []byte(`{"n":` + itoa(i) + `}`)})
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
		m.later = func(do func()) { page.Lock(); defer page.Unlock(); do() }
		m.run = func(_ string, job func() func()) { go func() { m.later(job()) }() }
		m.later(m.toggleRecording)
		time.Sleep(recorder.Every * 3 / 2)
		synctest.Wait()
		m.later(m.hideRecording)
		synctest.Wait()
		assert.True(t, s.Closed["1"])
		assert.Equal(t, 3, reopened(t, s, "1").Len(), "at the beginning, after half a second, and at the end")

		m.later(m.showRecording)
		synctest.Wait()
		assert.Len(t, s.Names, 2)
		assert.False(t, s.Closed["2"])
		m.later(m.toggleRecording)
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
		m.recorded(err)
		assert.Contains(t, m.keeping.problem, "no more room")
		assert.Contains(t, m.keeping.problem, "the live view goes on")
		assert.Equal(t, 1, reopened(t, s, "1").Len())
		out := new(sent)
		m.send = out.send
		m.act("keep-open", "1")
		require.Len(t, *out, 1)
		open := (*out)[0].(tracker.Open)
		require.NoError(t, open.Reader.(io.Closer).Close())
		assert.Equal(t, cutOff, open.Note, "the cut is marked")
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
		m, _ := modelOf(usual(t))
		m.recorded(test.err)
		assert.Equal(t, test.says, m.keeping.problem)
	}
}

// The list is read anew each time that it comes on top.
func TestTheListOfRecordingsIsReadAnew(t *testing.T) {
	s := recordertest.NewShelf(1)
	m, _ := recording(t, s, 1)
	m.act("panel", string(keepPanel))
	assert.Empty(t, m.keeping.list)
	_, err := s.Begin(t.Context(), "another tab's", noon, time.Time{})
	require.NoError(t, err)
	m.act("panel", string(keepPanel))
	m.act("panel", string(keepPanel))
	assert.Len(t, m.keeping.list, 1)
}

// A recording of another tab is neither finished nor cut off.
func TestARecordingOfAnotherTab(t *testing.T) {
	m, out := modelOf(usual(t))
	m.keeping.open = func(context.Context) (recorder.Keeper, error) { return recordertest.NewShelf(1), nil }
	for _, test := range []struct {
		recorder.Recording
		says, not, note string
	}{
		{recorder.Recording{Running: true}, "0 bytes · going on in another tab", "cut off", goesOn},
		{recorder.Recording{Cut: true}, "0 bytes · cut off at", "going on", cutOff},
		{recorder.Recording{Closed: true}, "0 bytes", "cut off", ""},
		{recorder.Recording{}, "0 bytes · not ended: cut off, or going on in another tab", "cut off at", notEnded},
	} {
		test.ID, test.Begun, test.Last = "1", before(time.Hour), before(time.Minute)
		m.keeping.list = []recorder.Recording{test.Recording}
		m.view.panel = keepPanel
		words := html(t, &sidePanel{Model: m})
		assert.Contains(t, words, test.says)
		assert.NotContains(t, words, test.not)
		*out = nil
		m.act("keep-open", "1")
		require.Len(t, *out, 1)
		open := (*out)[0].(tracker.Open)
		require.NoError(t, open.Reader.(io.Closer).Close())
		assert.Equal(t, test.note, open.Note)
	}
}

// What has just ended here goes on nowhere, also before the list is read anew.
func TestARecordingThatHasEndedHere(t *testing.T) {
	for _, err := range []error{nil, recordertest.ErrFull} {
		m, _ := modelOf(usual(t))
		m.keeping.current, m.keeping.list = "1", []recorder.Recording{{ID: "1", Running: true}}
		m.recorded(err)
		assert.Equal(t, []recorder.Recording{{ID: "1", Closed: err == nil, Cut: err != nil}}, m.keeping.list)
	}
}

// Where another tab has deleted everything, the list is that of what is there now.
func TestTheListAfterAnotherTabHasDeletedEverything(t *testing.T) {
	m, _ := recording(t, recordertest.NewShelf(1), 1)
	m.keeping.keeper = shut{}
	m.keeping.list = []recorder.Recording{{ID: "1"}}
	m.act("panel", string(keepPanel))
	assert.Empty(t, m.keeping.list)
	assert.Empty(t, m.keeping.problem)
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
		m.send = out.send
		m.findRecordings()
		require.Len(t, m.keeping.list, 1)
		m.act("keep-open", "1")
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
