package recorder_test

import (
	"context"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/capturetest"
	"github.com/keytrail/keytrail/app/recorder"
	"github.com/keytrail/keytrail/app/recorder/recordertest"
)

// tail yields n pieces, of which those numbered in anew begin a recording, and
// then ends the context.
func tail(t *testing.T, n int, anew ...int) (ctx context.Context, next func(context.Context) (*capture.Capture, bool, error)) {
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	i := 0
	return ctx, func(context.Context) (*capture.Capture, bool, error) {
		if i++; i >= n {
			stop()
		}
		c := new(capture.Capture)
		if i <= n {
			c.Put(capture.Observation{N: i, Kind: capture.Notification, Time: recordertest.Begun, Session: "a", Raw: []byte(`{"n":` + strconv.Itoa(i) + `}`)})
		}
		for _, a := range anew {
			if a == i {
				return c, true, nil
			}
		}
		return c, false, nil
	}
}

// on is a recorder on a shelf, which counts what was kept.
func on(s *recordertest.Shelf, next func(context.Context) (*capture.Capture, bool, error), messages *int) *recorder.Recorder {
	return &recorder.Recorder{Keeper: s, Next: next, Name: "This server", Begun: func(string) {}, Kept: func(_, n int) { *messages += n }}
}

// raw is what a recording holds.
func raw(t *testing.T, s *recordertest.Shelf, id string) (out []string) {
	t.Helper()
	r := recorder.NewReader(func(context.Context) (recorder.Keeper, error) { return s, nil }, id)
	defer r.Close()
	c, err := capturetest.File(t.Context(), r, 0, nil)
	require.NoError(t, err)
	require.Empty(t, c.Problems)
	assert.False(t, c.Header.Created.IsZero(), "a capture of this program says that it is one, and that credentials are not in it")
	for o := range c.All() {
		out = append(out, string(o.Raw))
	}
	return out
}

func TestARecordingHoldsEveryPiece(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, kept := recordertest.NewShelf(100), 0
		ctx, next := tail(t, 3)
		require.NoError(t, on(s, next, &kept).Record(ctx, nil))
		assert.True(t, s.Closed["1"])
		assert.Equal(t, []string{`{"n":1}`, `{"n":2}`, `{"n":3}`}, raw(t, s, "1"))
		assert.Equal(t, []string{"This server"}, s.Names)
		assert.Equal(t, 3, kept)
	})
}

func TestWhatIsAnotherRecordsGoesIntoARecordingOfItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, kept := recordertest.NewShelf(100), 0
		ctx, next := tail(t, 4, 1, 3)
		require.NoError(t, on(s, next, &kept).Record(ctx, nil))
		assert.Equal(t, []string{`{"n":1}`, `{"n":2}`}, raw(t, s, "1"))
		assert.Equal(t, []string{`{"n":3}`, `{"n":4}`}, raw(t, s, "2"))
		assert.True(t, s.Closed["1"] && s.Closed["2"])
	})
}

// What is observed is on its way to the disk half a second later at most.
func TestWhatIsObservedIsKeptWithinASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, kept := recordertest.NewShelf(100), 0
		ctx, next := tail(t, 20)
		var late time.Duration
		seen := time.Now()
		timed := func(ctx context.Context) (*capture.Capture, bool, error) {
			late, seen = max(late, time.Since(seen)), time.Now()
			return next(ctx)
		}
		require.NoError(t, on(s, timed, &kept).Record(ctx, nil))
		assert.Len(t, s.Chunks["1"], 20)
		assert.LessOrEqual(t, late, recorder.Every)
	})
}

func TestAPageThatHidesEndsItsRecordingWithWhatItHasSeen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, kept := recordertest.NewShelf(100), 0
		_, next := tail(t, 100)
		hide, done := make(chan struct{}), make(chan error)
		r, hidden := on(s, next, &kept), false
		r.Rest = func() { assert.False(t, hidden, "a page that goes away comes back from no rest") }
		go func() { done <- r.Record(t.Context(), hide) }()
		time.Sleep(recorder.Every * 3 / 2)
		synctest.Wait()
		hidden = true
		hide <- struct{}{}
		require.NoError(t, <-done)
		assert.True(t, s.Closed["1"])
		assert.Len(t, raw(t, s, "1"), 3, "at the beginning, after half a second, and at the end")
	})
}

// What is another record's at the very end is kept as well.
func TestARecordingThatBeginsAtTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, kept := recordertest.NewShelf(100), 0
		_, next := tail(t, 100, 1, 3)
		hide, done := make(chan struct{}), make(chan error)
		go func() { done <- on(s, next, &kept).Record(t.Context(), hide) }()
		time.Sleep(recorder.Every * 3 / 2)
		hide <- struct{}{}
		require.NoError(t, <-done)
		assert.Equal(t, []string{`{"n":1}`, `{"n":2}`}, raw(t, s, "1"))
		assert.Equal(t, []string{`{"n":3}`}, raw(t, s, "2"))
		assert.True(t, s.Closed["1"] && s.Closed["2"])
	})
}

func TestAFullShelfLeavesTheRecordingAsIfCutOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, kept := recordertest.NewShelf(1), 0
		ctx, next := tail(t, 3)
		require.ErrorIs(t, on(s, next, &kept).Record(ctx, nil), recordertest.ErrFull)
		assert.False(t, s.Closed["1"])
		assert.Len(t, raw(t, s, "1"), 1)
		assert.Equal(t, 1, kept, "only what the keeper has taken counts")
	})
}

func TestAReaderIsLetGoEarly(t *testing.T) {
	s := recordertest.NewShelf(9)
	require.NoError(t, s.Append(t.Context(), "1", []byte("abc")))
	require.NoError(t, s.Append(t.Context(), "1", []byte("def")))
	r := recorder.NewReader(func(context.Context) (recorder.Keeper, error) { return s, nil }, "1")
	b := make([]byte, 2)
	n, err := r.Read(b)
	require.NoError(t, err)
	assert.Equal(t, "ab", string(b[:n]))
	require.NoError(t, r.Close())

	broken := recorder.NewReader(func(context.Context) (recorder.Keeper, error) { return nil, recordertest.ErrFull }, "1")
	_, err = broken.Read(b)
	assert.ErrorIs(t, err, recordertest.ErrFull)
}

// No credential is kept, neither in a piece nor in the last one nor in the name, and
// the same one is the same in all of them.
func TestNoCredentialIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := recordertest.NewShelf(100)
		ctx, next := tail(t, 3)
		secret := func(ctx context.Context) (*capture.Capture, bool, error) {
			c, anew, err := next(ctx)
			out := new(capture.Capture)
			for o := range c.All() {
				o.Raw = []byte(`{"n":1,"password":"MARKx7q-` + strconv.Itoa(o.N%2) + `"}`)
				out.Put(o)
			}
			return out, anew, err
		}
		r := on(s, secret, new(int))
		r.Name = "https://u:MARKx7q@gws.test"
		require.NoError(t, r.Record(ctx, nil))
		assert.Equal(t, []string{"https://u:‹credential-1›@gws.test"}, s.Names)
		assert.Equal(t, []string{`{"n":1,"password":"‹credential-2›"}`, `{"n":1,"password":"‹credential-3›"}`, `{"n":1,"password":"‹credential-2›"}`}, raw(t, s, "1"))
	})
}
