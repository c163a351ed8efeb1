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
	c, err := capture.Open(t.Context(), r, 0, nil)
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
		open, ok := (*out)[0].(tracker.Open)
		require.True(t, ok)
		assert.Empty(t, open.Note, "it was ended properly")
		c, err := capture.Open(t.Context(), open.Reader, 0, nil)
		require.NoError(t, err)
		assert.Empty(t, c.Problems)
		assert.Equal(t, 2, c.Len())
	})
}
