package ui

import (
	"context"
	"errors"
	"io"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/tracker"
)

// A shelf keeps recordings in memory, with room for so many chunks.
type shelf struct {
	mu     sync.Mutex
	room   int
	chunks map[string][][]byte
	closed map[string]bool
	names  []string
}

var errFull = errors.New("no more room")

func (s *shelf) Begin(_ context.Context, name string, _, _ time.Time) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.names = append(s.names, name)
	return itoa(len(s.names)), nil
}

func (s *shelf) Append(_ context.Context, id string, chunk []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.room--; s.room < 0 {
		return errFull
	}
	s.chunks[id] = append(s.chunks[id], chunk)
	return nil
}

func (s *shelf) Close(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed[id] = true
	return nil
}

func (s *shelf) End(ctx context.Context, id string, chunk []byte) error {
	if len(chunk) > 0 {
		if err := s.Append(ctx, id, chunk); err != nil {
			return err
		}
	}
	return s.Close(ctx, id)
}

func (s *shelf) List(context.Context) ([]Recording, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Recording
	for i, name := range s.names {
		id := itoa(i + 1)
		list = append(list, Recording{ID: id, Name: name, Chunks: len(s.chunks[id]), Closed: s.closed[id], Begun: before(time.Hour), Last: before(time.Minute)})
	}
	return list, nil
}

func (s *shelf) Read(_ context.Context, id string, f func([]byte) error) error {
	for _, c := range s.chunks[id] {
		if err := f(c); err != nil {
			return err
		}
	}
	return nil
}

func (s *shelf) Delete(context.Context, string) error                { return nil }
func (s *shelf) Expire(context.Context, time.Time) (int, error)      { return 0, nil }
func (s *shelf) DeleteAll(context.Context) error                     { return nil }
func (s *shelf) Quota(context.Context) (used, room int64, err error) { return 1, 2, nil }

func newShelf(room int) *shelf {
	return &shelf{room: room, chunks: map[string][][]byte{}, closed: map[string]bool{}}
}

// recorder returns a model that records n pieces on the shelf and then ends.
func recorder(t *testing.T, s *shelf, n int) (*model, context.Context) {
	m, _ := modelOf(usual(t))
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	m.keeping.open = func(context.Context) (Keeper, error) { return s, nil }
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
func reopened(t *testing.T, s *shelf, id string) *capture.Capture {
	t.Helper()
	r := newRecordingReader(func(context.Context) (Keeper, error) { return s, nil }, id)
	defer r.Close()
	c, err := capture.Open(t.Context(), r, 0, nil)
	require.NoError(t, err)
	require.Empty(t, c.Problems)
	return c
}

func TestARecordingHoldsEveryPiece(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShelf(100)
		m, ctx := recorder(t, s, 3)
		require.NoError(t, m.record(ctx, nil, "This server", time.Time{}))
		assert.True(t, s.closed["1"])
		var got []string
		for o := range reopened(t, s, "1").All() {
			got = append(got, string(o.Raw))
		}
		assert.Equal(t, []string{`{"n":1}`, `{"n":2}`, `{"n":3}`}, got)
	})
}

// A page that goes away ends its recording with what it has seen, and goes on
// with another one when it comes back.
func TestARecordingEndsWithItsPage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShelf(100)
		m, _ := recorder(t, s, 100)
		var page sync.Mutex
		m.later = func(do func()) { page.Lock(); defer page.Unlock(); do() }
		m.run = func(_ string, job func() func()) { go func() { m.later(job()) }() }
		m.later(m.toggleRecording)
		time.Sleep(recordEvery * 3 / 2)
		synctest.Wait()
		m.later(m.hideRecording)
		synctest.Wait()
		assert.True(t, s.closed["1"])
		assert.Equal(t, 3, reopened(t, s, "1").Len(), "at the beginning, after half a second, and at the end")

		m.later(m.showRecording)
		synctest.Wait()
		assert.Len(t, s.names, 2)
		assert.False(t, s.closed["2"])
		m.later(m.toggleRecording)
		synctest.Wait()
		assert.True(t, s.closed["2"])
		assert.Len(t, s.names, 2, "a person has ended it")
	})
}

// What is observed is on its way to the disk half a second later at most.
func TestWhatIsObservedIsKeptWithinASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShelf(100)
		m, ctx := recorder(t, s, 20)
		var late time.Duration
		tail, seen := m.tail, time.Now()
		m.tail = func() (func(context.Context) (*capture.Capture, bool, error), func()) {
			next, stop := tail()
			return func(ctx context.Context) (*capture.Capture, bool, error) {
				late, seen = max(late, time.Since(seen)), time.Now()
				return next(ctx)
			}, stop
		}
		require.NoError(t, m.record(ctx, nil, "x", time.Time{}))
		assert.Len(t, s.chunks["1"], 20)
		assert.LessOrEqual(t, late, recordEvery)
	})
}

func TestAFullDiskEndsTheRecordingAndNothingElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newShelf(1)
		m, ctx := recorder(t, s, 3)
		err := m.record(ctx, nil, "This server", time.Time{})
		require.ErrorIs(t, err, errFull)
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
		s := newShelf(100)
		m, ctx := recorder(t, s, 2)
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
