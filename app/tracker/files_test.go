package tracker_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/open"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
	"github.com/keytrail/keytrail/app/wire"
	"github.com/keytrail/keytrail/app/wire/wiretest"
)

// notified is a file of one notification: a session with one key.
func notified(id, value string) io.Reader {
	return strings.NewReader(`{"channel":"/v2/me/smssessions","data":{"notificationType":"PropertiesUpdated","messageType":"SmsSessionStateChanged","smsSession":{"id":"` + id + `","state":"Chatting","userData":{"Number":"` + value + `"}}}}` + "\n")
}

func TestRecordingGoesOnWhileAFileIsOnTheScreen(t *testing.T) {
	inBubble(t, sim.Options{Rate: 5, Seed: 4}, func(r rig) {
		next, stop := r.Follow()
		defer stop()
		_, _, err := next(r.t.Context())
		require.NoError(t, err)
		before := r.State()
		x := before.Sessions[0]

		r.Do(tracker.Open{Name: "a.json", Reader: notified(x.ID, "from a")})
		s := r.settle(time.Second)
		assert.NotEqual(t, before.Book, s.Book, "another book is shown")
		assert.Equal(t, link.File, s.Link.State)
		assert.Equal(t, link.Connected, s.Live.State, "the link is up all the same")
		require.Len(t, s.Sessions, 1)
		assert.Equal(t, "from a", s.Session(x.ID).Data.Get("Number").Text(), "the file's session, not the live one of the same id")
		r.settle(30 * time.Second)
		piece, anew, err := next(r.t.Context())
		require.NoError(t, err)
		assert.False(t, anew, "it is one recording")
		assert.NotZero(t, piece.Count(capture.Notification), "a recording has what came meanwhile")

		r.Do(tracker.Show{})
		s = r.settle(time.Second)
		assert.Equal(t, before.Book, s.Book)
		assert.Equal(t, link.Connected, s.Link.State)
		assert.Greater(t, s.Received, before.Received, "what came meanwhile was recorded")
		assert.Len(t, s.Files, 1, "the file is still open")
		for _, was := range before.Sessions {
			now := s.Session(was.ID)
			require.NotNil(t, now, "nothing was forgotten")
			assert.Equal(t, was.History.First(), now.History.First())
			assert.GreaterOrEqual(t, now.History.Last(), was.History.Last())
			for n := was.History.Last() + 1; n <= now.History.Last(); n++ {
				e, _ := now.History.Event(n)
				assert.True(t, e.Since.IsZero(), "and nothing went unobserved: %v", e)
			}
		}
		tape, err := r.Tape(r.t.Context(), 0)
		require.NoError(t, err)
		assert.GreaterOrEqual(t, tape.Count(capture.Notification), s.Received, "the tape has all of it")
	})
}

func TestSeveralFilesAreOpenAtOnce(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		value := func(s *tracker.State) string { return s.Sessions[0].Data.Get("Number").Text() }
		r.Do(tracker.Open{Name: "a", Reader: notified("1", "from a")})
		r.Do(tracker.Open{Name: "b", Reader: notified("1", "from b")})
		s := r.settle(time.Second)
		require.Len(t, s.Files, 2, "the second does not give the first up")
		assert.Equal(t, "from b", value(s), "what was asked for last is shown")
		second := s.Book

		r.Do(tracker.Show{File: s.Files[0].N})
		s = r.settle(time.Second)
		assert.Equal(t, "from a", value(s))
		assert.Equal(t, "a", s.Opening.Name)
		assert.NotEqual(t, second, s.Book)

		r.Do(tracker.Open{Name: "b", Reader: notified("1", "from b")})
		s = r.settle(time.Second)
		require.Len(t, s.Files, 3, "opened a second time it is another one")
		assert.NotEqual(t, second, s.Book)

		r.Do(tracker.Close{File: s.Files[1].N})
		s = r.settle(time.Second)
		require.Len(t, s.Files, 2)
		assert.Equal(t, "from b", value(s), "what is on the screen stays there")

		r.Do(tracker.Close{File: s.Opening.N})
		s = r.settle(time.Second)
		assert.Equal(t, link.Connected, s.Link.State, "closing what is on the screen leads to the live record")
		assert.Nil(t, s.Opening)
		require.Len(t, s.Files, 1)
		assert.Equal(t, "a", s.Files[0].Name)

		for range tracker.MaxFiles {
			r.Do(tracker.Open{Name: "more", Reader: notified("1", "more")})
		}
		s = r.settle(time.Second)
		require.Len(t, s.Files, tracker.MaxFiles+1)
		assert.ErrorIs(t, s.Files[tracker.MaxFiles].Err, tracker.ErrTooManyFiles)
		assert.Equal(t, "more", value(s), "the others are open")
		r.Do(tracker.Open{Name: "more", Reader: notified("1", "too many")})
		s = r.settle(time.Second)
		assert.Len(t, s.Files, tracker.MaxFiles+1)
		assert.ErrorIs(t, s.Opening.Err, tracker.ErrTooManyFiles)
		assert.Equal(t, "more", value(s), "what was on the screen stays there")
	})
}

func TestWhatIsNoneOfTheKindsChangesNothing(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		for _, file := range []string{"", "a"} {
			if file != "" {
				r.Do(tracker.Open{Name: file, Reader: notified("1", "x")})
			}
			before := r.settle(time.Second)
			r.Do(tracker.Open{Name: "Pasted text", Reader: strings.NewReader(`{"a":1}`)})
			s := r.settle(time.Second)
			require.NotNil(t, s.Opening)
			assert.True(t, s.Opening.Done)
			assert.ErrorIs(t, s.Opening.Err, open.ErrNothing)
			assert.NotEmpty(t, s.Opening.Problems, "and says why")
			assert.Equal(t, before.Book, s.Book)
			assert.Equal(t, before.Link.State, s.Link.State)
			assert.Equal(t, before.Sessions, s.Sessions)

			r.Do(tracker.Show{File: s.Opening.N})
			s = r.settle(time.Second)
			assert.Equal(t, before.Book, s.Book, "there is nothing to be shown")
		}
	})
}

func TestAFileThatArrivesLateDoesNotTakeTheScreen(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		text, _ := io.ReadAll(notified("1", "x"))
		file := &slowly{text: bytes.Repeat(text, 2), stop: 0, more: make(chan struct{})}
		live := r.State().Book
		r.Do(tracker.Open{Name: "slow", Reader: file})
		r.settle(time.Second)
		r.Do(tracker.Show{})
		r.settle(time.Second)
		close(file.more)
		s := r.settle(time.Second)
		assert.Equal(t, live, s.Book, "somebody has gone back to live before it came")
		require.Len(t, s.Files, 1)
		assert.True(t, s.Files[0].Shown, "and can look at it later")
	})
}

func TestNothingIsSentForASessionOfAFile(t *testing.T) {
	posts := 0
	withFaults(t, func(r rig, x *wiretest.Faulty) {
		x.Answer(func(ctx context.Context, req *wire.Request) (*wire.Response, error) {
			if req.Method == "POST" && strings.Contains(req.Path, "/smssessions/") {
				posts++
			}
			return r.sim.RoundTrip(ctx, req)
		})
		id := r.writable().ID
		live := r.State().Book
		r.Do(tracker.Open{Name: "a", Reader: notified(id, "x")})
		s := r.settle(time.Second)
		data := userdata.Of(userdata.Entry{Key: "Mine", Value: userdata.TextValue("1")})
		r.Do(tracker.Operate{Session: id, Operation: "UpdateUserData", Data: data})
		r.Do(tracker.Operate{Book: s.Book, Session: id, Operation: "UpdateUserData", Data: data})
		r.settle(time.Second)
		assert.Zero(t, posts, "the customer of a file is nobody's")

		r.Do(tracker.Operate{Book: live, Session: id, Operation: "UpdateUserData", Data: data})
		r.settle(time.Second)
		assert.NotZero(t, posts, "what was asked for of the live one goes there, whatever is on the screen")
		r.Do(tracker.Show{})
		s = r.settle(time.Second)
		assert.Len(t, s.Session(id).Writes, 1)
	})
}

// The page that goes away and comes back shows the file still, and listens again.
func TestAFileStaysOnTheScreenWhileTheLinkComesAndGoes(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		r.Do(tracker.Open{Name: "a", Reader: notified("1", "x")})
		shown := r.settle(time.Second).Book
		r.Do(tracker.Suspend{})
		s := r.settle(time.Second)
		assert.Equal(t, link.Offline, s.Connection().State)
		assert.Equal(t, shown, s.Book)
		r.Do(tracker.RetryNow{})
		s = r.settle(10 * time.Second)
		assert.Equal(t, link.Connected, s.Connection().State)
		assert.Equal(t, link.File, s.Link.State)
		assert.Equal(t, shown, s.Book)

		r.Do(tracker.Connect{Profile: settings.Profile{Name: "another", BaseURL: "https://b"}})
		s = r.settle(10 * time.Second)
		assert.Equal(t, link.Connected, s.Link.State, "who connects wants to see it")
		assert.Nil(t, s.Session("1"))
		assert.Len(t, s.Files, 1)
	})
}

func TestNotesBelongToTheirBook(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		id := r.writable().ID
		live := r.State().Book
		r.Do(tracker.Open{Name: "a", Reader: notified(id, "x")})
		r.settle(time.Second)
		r.Do(tracker.Annotate{Book: live, Session: id, Text: "live"})
		r.Do(tracker.Annotate{Session: id, Text: "of the file"})
		r.Do(tracker.Label{Session: id, Name: "the file's"})
		s := r.settle(time.Second)
		require.Len(t, s.Notes, 1)
		assert.Equal(t, "of the file", s.Notes[0].Text)
		assert.Equal(t, "the file's", s.Session(id).Name)
		r.Do(tracker.Show{})
		s = r.settle(time.Second)
		require.Len(t, s.Notes, 1)
		assert.Equal(t, "live", s.Notes[0].Text)
		assert.Empty(t, s.Session(id).Name)
	})
}

// A file that was read is in memory once, as far as it is kept at all: what its
// reader held is let go of.
func TestAFileThatWasReadIsKeptOnce(t *testing.T) {
	options := tracker.Options{Book: book.Options{HistoryBudget: 256 << 10, TapeBudget: 256 << 10}}
	inBubbleWith(t, sim.Options{Quiet: true}, options, func(r rig) {
		const lines = 1000 // of 8 kB, none of which is like another
		read, gone := &randomLines{rand: rand.New(rand.NewPCG(1, 2)), left: lines}, new(atomic.Bool)
		runtime.AddCleanup(read, func(gone *atomic.Bool) { gone.Store(true) }, gone)
		before := heap()
		r.Do(tracker.Open{Name: "a", Reader: read})
		read = nil
		s := r.settle(time.Second)
		require.True(t, s.Opening.Done)
		assert.Equal(t, lines, s.Received)
		assert.Positive(t, s.Opening.Memory.Histories)
		assert.Positive(t, s.Opening.Memory.Tape)
		assert.Positive(t, s.Memory.MostHistories)
		for range 10_000 { // the collector cleans up beside us
			if runtime.GC(); gone.Load() {
				break
			}
		}
		assert.True(t, gone.Load(), "the reader of the file is still held")
		assert.Less(t, heap()-before, lines*8_000/4, "bytes are held of a file of which next to nothing is kept")
		runtime.KeepAlive(r)
	})
}

// heap is how many bytes are in use.
func heap() int {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// randomLines is a file of notifications, each with 8 kB of userData.
type randomLines struct {
	rand *rand.Rand
	left int
	line []byte
}

func (f *randomLines) Read(p []byte) (int, error) {
	if len(f.line) == 0 && f.left == 0 {
		return 0, io.EOF
	}
	if len(f.line) == 0 {
		f.left--
		f.line = append(f.line, `{"channel":"/v2/me/smssessions","data":{"notificationType":"PropertiesUpdated","messageType":"SmsSessionStateChanged","smsSession":{"id":"a","state":"Chatting","userData":{"Random":"`...)
		for range 1000 {
			f.line = fmt.Appendf(f.line, "%08x", f.rand.Uint32())
		}
		f.line = append(f.line, "\"}}}}\n"...)
	}
	n := copy(p, f.line)
	f.line = f.line[n:]
	return n, nil
}
