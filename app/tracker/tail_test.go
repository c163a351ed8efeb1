package tracker_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture/open"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/tracker"
)

// A log is a file that somebody writes, and counts what is read of it. What was
// looked at before a change cannot be read any more, as in a browser.
type log struct {
	mu      sync.Mutex
	text    string
	changes int
	read    int64
	gone    error
}

func (l *log) write(text string) { l.replace(l.text + text) }

func (l *log) replace(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text, l.changes = text, l.changes+1
}

// goes has the file out of reach, or back where err is nil.
func (l *log) goes(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.gone = err
}

func (l *log) wasRead() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.read
}

func (l *log) look() (tracker.Snapshot, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.gone != nil {
		return nil, l.gone
	}
	return moment{l, int64(len(l.text)), l.changes}, nil
}

type moment struct {
	log    *log
	size   int64
	change int
}

func (m moment) Size() int64 { return m.size }

func (m moment) ReadAt(p []byte, at int64) (int, error) {
	m.log.mu.Lock()
	defer m.log.mu.Unlock()
	if m.change != m.log.changes {
		return 0, errors.New("changed since")
	}
	n, err := strings.NewReader(m.log.text).ReadAt(p, at)
	m.log.read += int64(n)
	return n, err
}

// line is one of a log that tells of a session's data.
func line(id string, value int) string {
	text, _ := io.ReadAll(notified(id, fmt.Sprint(value)))
	return string(text)
}

func TestAFileThatGrows(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		l := &log{}
		value := func(s *tracker.State) string {
			if s.Session("S1") == nil {
				return "no session"
			}
			return s.Session("S1").Data.Get("Number").Text()
		}
		r.Do(tracker.Open{Name: "desk.log", Grows: l.look})
		s := r.settle(2 * time.Second)
		require.NotNil(t, s.Opening)
		assert.Equal(t, link.Connected, s.Link.State, "nothing of it is there to be shown")
		assert.False(t, s.Opening.Done, "more may come")

		l.write("09:00:00 started\n" + line("S1", 1))
		s = r.settle(time.Second)
		assert.Equal(t, link.Following, s.Link.State)
		assert.Equal(t, link.Connected, s.Live.State, "the link is up beside it")
		assert.Equal(t, "1", value(s))
		assert.Equal(t, int64(len(l.text)), s.Opening.Read)
		assert.Equal(t, s.Opening.Size, s.Opening.Read)
		grown := s.Link.Heartbeat
		assert.WithinDuration(t, time.Now(), grown, 2*time.Second)

		next := line("S1", 2)
		l.write(next[:len(next)-40])
		s = r.settle(time.Second)
		assert.Equal(t, "1", value(s), "half a line waits for its rest")
		assert.Empty(t, s.Opening.Problems)
		l.write(next[len(next)-40:])
		s = r.settle(time.Second)
		assert.Equal(t, "2", value(s))
		assert.True(t, s.Link.Heartbeat.After(grown))

		const many = 2000
		for n := range many { // faster than it is looked at
			l.write(line("S1", n))
			if n%10 == 0 {
				time.Sleep(7 * time.Millisecond)
			}
		}
		s = r.settle(2 * time.Second)
		assert.Equal(t, fmt.Sprint(many-1), value(s))
		assert.Equal(t, many+2, s.Received, "none is lost")
		assert.Less(t, l.wasRead(), int64(len(l.text))*11/10, "what was read is not read again")
		idle := l.wasRead()
		r.settle(time.Minute)
		assert.Equal(t, idle, l.wasRead(), "nothing is read of what does not grow")

		l.goes(errors.New("moved away"))
		s = r.settle(time.Second)
		assert.ErrorContains(t, s.Link.Problem, "moved away")
		assert.Equal(t, fmt.Sprint(many-1), value(s), "what was read stays")
		l.goes(nil)
		s = r.settle(time.Second)
		assert.NoError(t, s.Link.Problem)

		l.replace(line("S1", 7))
		s = r.settle(2 * time.Second)
		assert.Equal(t, "7", value(s), "another file of the same name is read from its beginning")
		require.Len(t, s.Notes, 1)
		assert.Contains(t, s.Notes[0].Text, "truncated or replaced")
		assert.WithinDuration(t, time.Now(), s.Notes[0].Time, 5*time.Second)
		l.replace(line("S1", 8) + line("S1", 9)) // longer than what was read, and not the same
		s = r.settle(2 * time.Second)
		assert.Equal(t, "9", value(s))
		assert.Len(t, s.Notes, 2)
		assert.Equal(t, many+5, s.Received)

		r.Do(tracker.Cancel{})
		synctest.Wait()
		s = r.State()
		assert.Equal(t, link.File, s.Link.State, "it is a file as others")
		assert.True(t, s.Opening.Done)
		assert.ErrorIs(t, s.Opening.Err, tracker.ErrCanceled)
		l.write(line("S1", 10))
		s = r.settle(2 * time.Second)
		assert.Equal(t, "9", value(s))
	})
}

func TestWhatDoesNotGrow(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		l := &log{}
		l.write(`{"log":{"version":"1.2","creator":{"name":"x","version":"1"},` + "\n" + `"entries":[`)
		r.Do(tracker.Open{Name: "a.har", Grows: l.look})
		s := r.settle(2 * time.Second)
		assert.ErrorIs(t, s.Opening.Err, open.ErrWhole)
		assert.True(t, s.Opening.Done)
	})
}
