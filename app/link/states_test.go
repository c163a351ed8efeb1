package link

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
)

// The states below are what a Link is made of; whoever uses one sees only what
// they bring about together, so each is tested by itself.

func TestASweepReadsOnceAndOnceMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s sweep
		given := 0
		begin := func() bool { return s.begin(time.Now(), func() { given++ }) }
		closed := func(c chan struct{}) bool {
			select {
			case <-c:
				return true
			default:
				return false
			}
		}
		nobody := make(chan struct{})
		s.await(nobody)
		assert.True(t, closed(nobody), "nothing is under way")

		require.True(t, begin())
		poll := make(chan struct{})
		s.await(poll)
		assert.False(t, begin(), "one is under way")
		assert.False(t, begin(), "and one will follow, which does for both")
		s.hurry(time.Now())
		assert.Zero(t, given, "it has only begun")
		time.Sleep(2 * time.Second)
		s.hurry(time.Now())
		assert.Equal(t, 1, given, "it hangs")

		assert.True(t, s.end(), "another one was asked for")
		assert.False(t, closed(poll), "the poll waits for that, too")
		require.True(t, begin())
		assert.False(t, s.end())
		assert.True(t, closed(poll))
	})
}

func TestASweepThatFailsIsMadeAgain(t *testing.T) {
	var s sweep
	assert.False(t, s.succeed(), "nothing failed")
	wait, begin := s.fail()
	assert.Equal(t, firstWait, wait)
	assert.True(t, begin)
	wait, begin = s.fail()
	assert.Equal(t, 2*firstWait, wait)
	assert.False(t, begin, "one is due already")
	assert.True(t, s.repeat())
	for range 100 {
		wait, _ = s.fail()
	}
	assert.Equal(t, maxWait, wait)
	assert.True(t, s.succeed())
	assert.False(t, s.repeat(), "one that succeeded meanwhile does")
}

func TestReadingsWaitForThePolls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var h held
		first, second := new(book.Reading), new(book.Reading)
		early := time.Now()
		time.Sleep(time.Second)
		h.hold(first, time.Now())
		time.Sleep(time.Second)
		between := time.Now()
		time.Sleep(time.Second)
		h.hold(second, time.Now())

		judged, again := h.polled(early)
		assert.Empty(t, judged, "a poll that went out before says nothing of what came after it")
		assert.False(t, again)
		judged, _ = h.polled(between)
		assert.Equal(t, []*book.Reading{first}, judged)
		assert.False(t, h.release(first), "it waits no more")

		require.True(t, h.release(second), "patience has an end")
		assert.False(t, h.holds(second))
		_, again = h.polled(between)
		assert.False(t, again, "what it shows may still come")
		_, again = h.polled(time.Now())
		assert.True(t, again, "it was taken in before anybody could judge it")
		_, again = h.polled(time.Now())
		assert.False(t, again)
	})
}

func TestWhatWentUnobserved(t *testing.T) {
	at := func(s int) time.Time { return time.Unix(int64(s), 0) }
	var u unobserved
	u.lost(at(1))
	assert.False(t, u.owed(), "nothing was read that could be missed")
	assert.False(t, u.doubt())
	assert.Equal(t, book.Reason{Asked: true}, u.reason(true))

	u.read(&book.Reading{At: at(2)})
	assert.False(t, u.unread())
	assert.Equal(t, book.Reason{Confirmed: at(2)}, u.reason(false))

	require.True(t, u.doubt())
	assert.Equal(t, book.Reason{Confirmed: at(2), How: suspected}, u.reason(false), "a guess is told as one")
	u.lost(at(3))
	u.lost(at(4))
	why := u.reason(false)
	assert.Equal(t, book.Reason{Confirmed: at(2), How: lost, Lost: at(3)}, why, "it begins when it was first so")

	u.read(&book.Reading{Reason: book.Reason{Confirmed: at(2)}, At: at(5)})
	assert.True(t, u.owed(), "a reading that was asked for before does not tell of it")
	u.read(&book.Reading{Reason: why, At: at(6)})
	assert.False(t, u.owed())
	assert.Equal(t, book.Reason{Confirmed: at(6)}, u.reason(false))
}

// heardWords are the words of what a tab posts.
type heardWords []string

func (h *heardWords) Lead(context.Context) (func(), error) { return nil, nil }
func (h *heardWords) Leave()                               {}

func (h *heardWords) Post(b []byte) {
	word, _, _ := strings.Cut(string(b), "\n")
	*h = append(*h, word)
}

func TestATabSpeaksToOthersOnly(t *testing.T) {
	var posted heardWords
	now := time.Unix(1, 0)
	var x tabs
	say := func() { x.tell(tellMessage, now, "", nil) }
	say()
	x.commons, x.role = &posted, following
	say()
	x.role = leading
	say()
	assert.Empty(t, posted, "nobody listens")
	x.meet(tellHello, now)
	x.meet(tellHello, now)
	assert.Equal(t, heardWords{tellHello}, posted, "it is greeted once")
	say()
	assert.Equal(t, heardWords{tellHello, tellMessage}, posted)
	x.role = following
	say()
	assert.Len(t, posted, 2, "it is the leader's to tell")
}

func TestWhatTabsTell(t *testing.T) {
	at := time.Unix(3, 141592653)
	word, when, text, data, ok := untell(tell(tellMessage, at, "a\n\"b\"", []byte("{\n}\n")))
	require.True(t, ok)
	assert.Equal(t, []any{tellMessage, at, "a\n\"b\"", "{\n}\n"}, []any{word, when, text, string(data)})
	for _, other := range []string{"", "message", "message\nnow\n\"\"\n", "message\n1\nno text\n"} {
		_, _, _, _, ok := untell([]byte(other))
		assert.False(t, ok, "%q is no word of ours", other)
	}
}
