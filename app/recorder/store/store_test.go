//go:build js && wasm

package store_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall/js"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/recorder"
	"github.com/keytrail/keytrail/app/recorder/store"
)

var at = time.Date(2026, time.March, 1, 12, 0, 0, 5_000_000, time.UTC)

// open opens the database, and leaves nothing of it to the next test.
func open(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context())
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, s.DeleteAll(context.Background())) })
	return s
}

func begin(t *testing.T, s *store.Store, expires time.Time, chunks ...string) (recording string) {
	t.Helper()
	recording, err := s.Begin(t.Context(), "a name", at, expires)
	require.NoError(t, err)
	for _, chunk := range chunks {
		require.NoError(t, s.Append(t.Context(), recording, []byte(chunk)))
	}
	return recording
}

func read(t *testing.T, s *store.Store, recording string) (chunks []string) {
	t.Helper()
	err := s.Read(t.Context(), recording, func(chunk []byte) error {
		chunks = append(chunks, string(chunk))
		return nil
	})
	require.NoError(t, err)
	return chunks
}

func ids(t *testing.T, s *store.Store) (ids []string) {
	t.Helper()
	list, err := s.List(t.Context())
	require.NoError(t, err)
	for _, r := range list {
		ids = append(ids, r.ID)
	}
	return ids
}

func TestWhatWasAppendedIsReadInOrder(t *testing.T) {
	tests := []struct {
		name   string
		chunks []string
	}{
		{"none", nil},
		{"an empty one", []string{""}},
		{"any bytes", []string{"\x00\xff\xfe", "{}", "\r\n"}},
		{"many, in several batches", strings.SplitAfter(strings.Repeat(strings.Repeat("x", 20_000)+"\n", 120), "\n")},
		{"large ones", []string{strings.Repeat("a", 3<<20), strings.Repeat("b", 3<<20), "c"}},
		{"one that no batch expects", append(strings.Split(strings.Repeat(".", 50), ""), strings.Repeat("b", 3<<20), "c")},
	}
	s := open(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			other := begin(t, s, time.Time{}, "other")
			recording := begin(t, s, time.Time{}, test.chunks...)

			require.Empty(t, cmp.Diff(test.chunks, read(t, s, recording)))
			assert.Equal(t, []string{"other"}, read(t, s, other))
		})
	}
}

// A recording that a page ended while it was going away is whole and closed for
// the next one, and for this one should it come back.
func TestEnd(t *testing.T) {
	s := open(t)
	for _, test := range []struct {
		name, last string
		want       []string
	}{
		{"with a last chunk", "last", []string{"first", "last"}},
		{"with nothing to add", "", []string{"first"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			recording := begin(t, s, time.Time{}, "first")
			require.NoError(t, s.End(t.Context(), recording, []byte(test.last)))

			next, err := store.Open(t.Context())
			require.NoError(t, err)
			for _, s := range []*store.Store{next, s} {
				list, err := s.List(t.Context())
				require.NoError(t, err)
				at := slices.IndexFunc(list, func(r recorder.Recording) bool { return r.ID == recording })
				require.GreaterOrEqual(t, at, 0)
				assert.True(t, list[at].Closed)
				assert.Equal(t, len(test.want), list[at].Chunks)
				assert.Equal(t, int64(len("first"+test.last)), list[at].Bytes)
				assert.Equal(t, test.want, read(t, s, recording))
			}
			require.NoError(t, s.Delete(t.Context(), recording))
			assert.ErrorIs(t, s.Read(t.Context(), recording, nil), recorder.ErrDeleted)
		})
	}
}

func TestReadEndsWithTheErrorOfItsCaller(t *testing.T) {
	s := open(t)
	recording, enough := begin(t, s, time.Time{}, "a", "b"), errors.New("enough")
	assert.Same(t, enough, s.Read(t.Context(), recording, func([]byte) error { return enough }))
}

func TestListTellsWhatIsKnown(t *testing.T) {
	s := open(t)
	expires := at.Add(24 * time.Hour)
	before := time.Now().Truncate(time.Millisecond)
	cut := begin(t, s, time.Time{}, "four", "three")
	ended, err := s.Begin(t.Context(), "Ünï \u202e<b>", at.Add(time.Hour), expires)
	require.NoError(t, err)
	require.NoError(t, s.Close(t.Context(), ended))

	list, err := s.List(t.Context())
	require.NoError(t, err)
	require.Len(t, list, 2)
	last := list[1].Last
	assert.False(t, last.Before(before) || last.After(time.Now()), "of the last chunk: %v", last)
	assert.Empty(t, cmp.Diff([]recorder.Recording{
		{ID: ended, Name: "Ünï \u202e<b>", Begun: at.Add(time.Hour), Last: at.Add(time.Hour), Expires: expires, Closed: true},
		{ID: cut, Name: "a name", Begun: at, Last: last, Bytes: 9, Chunks: 2, Running: true},
	}, list))
}

func TestARecordingThatCannotTakeAChunk(t *testing.T) {
	s := open(t)
	ended, deleted := begin(t, s, time.Time{}), begin(t, s, time.Time{}, "x")
	require.NoError(t, s.Close(t.Context(), ended))
	require.NoError(t, s.Delete(t.Context(), deleted))

	assert.ErrorContains(t, s.Append(t.Context(), ended, nil), "store: append: the recording was closed")
	assert.ErrorIs(t, s.Append(t.Context(), deleted, nil), recorder.ErrDeleted)
	assert.ErrorIs(t, s.Close(t.Context(), deleted), recorder.ErrDeleted)
	assert.ErrorIs(t, s.Read(t.Context(), deleted, nil), recorder.ErrDeleted)
	assert.NoError(t, s.Delete(t.Context(), deleted), "it is gone, as asked for")
	assert.Equal(t, []string{ended}, ids(t, s))
}

func TestDeletedWhileItIsRead(t *testing.T) {
	s := open(t)
	large := strings.Repeat("x", 2<<20)
	recording := begin(t, s, time.Time{}, large, large)
	n := 0
	err := s.Read(t.Context(), recording, func([]byte) error {
		n++
		return s.Delete(t.Context(), recording)
	})
	assert.ErrorIs(t, err, recorder.ErrDeleted)
	assert.Equal(t, 1, n)
}

func TestExpire(t *testing.T) {
	s := open(t)
	never := begin(t, s, time.Time{}, "never")
	later := begin(t, s, at.Add(time.Millisecond), "later")
	now := begin(t, s, at, "now")

	n, err := s.Expire(t.Context(), at)
	require.NoError(t, err)
	assert.Equal(t, 1, n)
	assert.ElementsMatch(t, []string{never, later}, ids(t, s))
	assert.ErrorIs(t, s.Append(t.Context(), now, nil), recorder.ErrDeleted)
	assert.Equal(t, []string{"later"}, read(t, s, later))
}

// Appends of many goroutines, and of two connections as two tabs have them,
// are all there, each goroutine's in order.
func TestAppendsAtTheSameTime(t *testing.T) {
	s := open(t)
	other, err := store.Open(t.Context())
	require.NoError(t, err)
	recording := begin(t, s, time.Time{})
	const writers, each = 8, 25
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for n := range each {
				assert.NoError(t, []*store.Store{s, other}[w%2].Append(t.Context(), recording, fmt.Appendf(nil, "%d %d", w, n)))
			}
		})
	}
	all.Wait()

	var next [writers]int
	for _, chunk := range read(t, other, recording) {
		var w, n int
		_, err := fmt.Sscan(chunk, &w, &n)
		require.NoError(t, err)
		assert.Equal(t, next[w], n, "of writer %d", w)
		next[w]++
	}
	for _, n := range next {
		assert.Equal(t, each, n)
	}
}

func TestAContextThatHasEnded(t *testing.T) {
	s := open(t)
	recording := begin(t, s, time.Time{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := store.Open(ctx)
	assert.ErrorIs(t, err, context.Canceled)
	assert.ErrorIs(t, s.Append(ctx, recording, []byte("x")), context.Canceled)
	_, err = s.List(ctx)
	assert.ErrorIs(t, err, context.Canceled)
	_, _, err = s.Quota(ctx)
	assert.ErrorIs(t, err, context.Canceled)
	assert.Empty(t, read(t, s, recording))
}

// When the context ends in the middle, the answer and the database agree.
func TestAContextThatEndsInBetween(t *testing.T) {
	s := open(t)
	recording := begin(t, s, time.Time{})
	var want []string
	for n := range 40 {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Duration(n)*100*time.Microsecond, cancel)
		chunk := fmt.Sprint(n)
		if err := s.Append(ctx, recording, []byte(chunk)); err == nil {
			want = append(want, chunk)
		} else {
			require.ErrorIs(t, err, context.Canceled)
		}
		cancel()
	}
	assert.Empty(t, cmp.Diff(want, read(t, s, recording)))
}

func TestQuota(t *testing.T) {
	used, available, err := open(t).Quota(t.Context())
	require.NoError(t, err)
	assert.GreaterOrEqual(t, used, int64(0))
	assert.Positive(t, available)
}

// A recording is going on from its beginning until it is closed, ended or cannot
// go on, and not any more than that.
func TestARecordingIsRunningUntilItsEnd(t *testing.T) {
	s := open(t)
	running := func() (ids []string) {
		list, err := s.List(t.Context())
		require.NoError(t, err)
		for _, r := range list {
			if r.Running {
				ids = append(ids, r.ID)
			}
		}
		return ids
	}
	closed, ended, deleted := begin(t, s, time.Time{}), begin(t, s, time.Time{}), begin(t, s, time.Time{})
	assert.ElementsMatch(t, []string{closed, ended, deleted}, running())
	require.NoError(t, s.Close(t.Context(), closed))
	assert.ElementsMatch(t, []string{ended, deleted}, running())
	require.NoError(t, s.End(t.Context(), ended, nil))
	assert.Equal(t, []string{deleted}, running())
	require.NoError(t, s.Delete(t.Context(), deleted))
	require.Error(t, s.Append(t.Context(), deleted, nil))
	assert.Empty(t, running())
}

// Not one callback stays behind, whether an append succeeds or fails.
func TestNoCallbackStays(t *testing.T) {
	s := open(t)
	recording := begin(t, s, time.Time{}, "x")
	before := live()
	const rounds = 100
	for range rounds {
		require.NoError(t, s.Append(t.Context(), recording, []byte("x")))
		require.Error(t, s.Append(t.Context(), "nowhere", []byte("x")))
		require.NoError(t, s.Read(t.Context(), recording, func([]byte) error { return nil }))
	}
	require.Eventually(t, func() bool { return live() < before+rounds/2 }, time.Minute, 10*time.Millisecond)
}

// live counts the values of JavaScript that Go holds on to, callbacks among
// them, as wasm_exec.js keeps them.
func live() int {
	runtime.GC()
	program := js.Global().Get("program")
	return program.Get("_values").Length() - program.Get("_idPool").Length()
}

func TestDeleteAll(t *testing.T) {
	s, err := store.Open(t.Context())
	require.NoError(t, err)
	other, err := store.Open(t.Context())
	require.NoError(t, err)
	recording := begin(t, s, time.Time{}, "x")
	for _, storage := range []string{"localStorage", "sessionStorage"} {
		js.Global().Get(storage).Call("setItem", "keytrail-theme", "dark")
		js.Global().Get(storage).Call("setItem", "another program's", "x")
	}

	require.NoError(t, s.DeleteAll(t.Context()))

	for _, s := range []*store.Store{s, other} {
		assert.ErrorIs(t, s.Append(t.Context(), recording, nil), recorder.ErrShut)
		_, err := s.List(t.Context())
		assert.ErrorIs(t, err, recorder.ErrShut)
	}
	for _, storage := range []string{"localStorage", "sessionStorage"} {
		assert.True(t, js.Global().Get(storage).Call("getItem", "keytrail-theme").IsNull())
		assert.Equal(t, "x", js.Global().Get(storage).Call("getItem", "another program's").String())
	}
	assert.Empty(t, ids(t, open(t)), "a new database is empty")
}

// A connection of somebody who does not let go: what is left is said, and it
// goes when they do.
func TestDeleteAllThatIsHeldUp(t *testing.T) {
	s, err := store.Open(t.Context())
	require.NoError(t, err)
	begin(t, s, time.Time{}, "x")
	held := hold(t)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()

	err = s.DeleteAll(ctx)

	require.ErrorContains(t, err, "store: delete everything: still there: the database keytrail ")
	require.ErrorContains(t, err, "another tab uses the recordings, close it")
	held.Call("close")
	assert.Empty(t, ids(t, open(t)))
}

// hold opens the database as a tab does that answers to nothing.
func hold(t *testing.T) js.Value {
	t.Helper()
	name := "keytrail " + js.Global().Get("location").Get("origin").String() + "/"
	request := js.Global().Get("indexedDB").Call("open", name)
	opened := make(chan js.Value)
	f := js.FuncOf(func(js.Value, []js.Value) any {
		go func() { opened <- request.Get("result") }()
		return nil
	})
	defer f.Release()
	request.Set("onsuccess", f)
	return <-opened
}
