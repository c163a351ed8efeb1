package tracker_test

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/har"
	"github.com/keytrail/keytrail/app/capture/open"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

// told is what the timeline and the cards say of a session.
func told(s *book.Session) string {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s %s ended=%v customer=%s comment=%q %v\n%s\n", s.ID, s.State, s.Ended, s.Customer, s.Comment, s.Capabilities, s.Data.Bytes())
	for n := s.History.First(); n <= s.History.Last(); n++ {
		e, _ := s.History.Event(n)
		fmt.Fprintf(&b, "%d %s %s %s ref=%s %s write=%d %q +%d -%d ~%d\n", e.N, e.Time.UTC(), e.Kind, e.Type, e.ReferenceID, e.Author, e.Write, e.Note, e.Added, e.Removed, e.Changed)
	}
	for _, p := range s.Writes {
		fmt.Fprintf(&b, "write %d %s %s: %s %s (%s) event %d %s\n", p.Write.N, p.Write.Operation, p.Write.Request, p.Verdict, p.Confidence, p.Reason, p.Event, p.ReferenceID)
	}
	for _, m := range s.Messages {
		fmt.Fprintf(&b, "%d %s %s: %s\n", m.Index, m.Type, m.From.Nickname, m.Text)
	}
	return b.String()
}

func TestExportedAndOpenedAgainIsTheSameScreen(t *testing.T) {
	inBubble(t, sim.Options{Rate: 3, Seed: 3}, func(r rig) {
		id := r.writable().ID
		r.settle(20 * time.Second)
		r.Do(tracker.Operate{Session: id, Operation: "UpdateUserData", Data: userdata.Of(
			userdata.Entry{Key: "UserData1", Value: userdata.TextValue("DATA1")})})
		r.settle(5 * time.Second)
		r.sim.Expire()
		r.settle(time.Minute)
		r.Do(tracker.Operate{Session: id, Operation: "NoSuchOperation"})
		r.Do(tracker.Annotate{Session: id, Event: 2, Text: "look here"})
		r.Do(tracker.Annotate{Session: id, Event: 2, Until: 4, Text: "and what followed"})
		r.Do(tracker.Annotate{Session: id, Event: 3, Until: 3, Text: "no range"})
		r.Do(tracker.Annotate{Session: id, Event: 3, Until: 1, Text: "nor is this"})
		live := r.settle(40 * time.Second)

		whole, err := r.Tape(r.t.Context(), 0)
		require.NoError(t, err)
		cut, _ := redact.Cut(whole, redact.Export{Plain: true})
		for _, format := range []struct {
			name  string
			write func(io.Writer, *capture.Capture) error
		}{{"capture", capture.Write}, {"HAR", har.Write}} {
			var file bytes.Buffer
			require.NoError(t, format.write(&file, cut), format.name)
			r.Do(tracker.Open{Name: "a file", Reader: &file, Size: int64(file.Len())})
			sameScreen(t, format.name, live, r.settle(10*time.Second))
		}
	})
}

// sameScreen requires that an opened file shows what was live.
func sameScreen(t *testing.T, format string, live, opened *tracker.State) {
	t.Helper()
	require.NotNil(t, opened.Opening, format)
	require.True(t, opened.Opening.Done, format)
	require.NoError(t, opened.Opening.Err, format)
	require.Empty(t, opened.Opening.Problems, format)
	assert.Equal(t, link.File, opened.Link.State, format)
	require.Len(t, opened.Sessions, len(live.Sessions), format)
	for i, s := range live.Sessions {
		require.Equal(t, told(s), told(opened.Sessions[i]), format)
	}
	assert.True(t, slices.Equal(sentAndReceived(live), sentAndReceived(opened)), "%s: the traffic", format)
	noted := func(s *tracker.State) (lines []string) {
		for _, n := range s.Notes {
			lines = append(lines, fmt.Sprint(n.Session, " ", n.Event, "-", n.Until, " ", n.Text))
		}
		return lines
	}
	require.Len(t, live.Notes, 4)
	assert.Equal(t, []int{0, 4, 0, 0}, []int{live.Notes[0].Until, live.Notes[1].Until, live.Notes[2].Until, live.Notes[3].Until}, "a range goes on")
	assert.Equal(t, noted(live), noted(opened), format)
}

// sentAndReceived is what the traffic tab shows, without the poll that is open,
// and without the requests' bodies, whose clientId an export hides.
func sentAndReceived(s *tracker.State) (lines []string) {
	for _, x := range s.Traffic {
		if x.Status == 0 && x.Failure == "" {
			continue
		}
		line := fmt.Sprintf("%s %s %v %s %s %d %s", x.Method, x.Path, x.Meta, x.Session, x.Start.UTC(), x.Status, x.Failure)
		if !x.Meta {
			line += string(x.Response)
		}
		lines = append(lines, line)
	}
	return lines
}

func TestOpeningNothingKeepsTheScreen(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		before := r.State()
		r.Do(tracker.Open{Name: "shopping.txt", Reader: bytes.NewReader([]byte("milk, bread"))})
		s := r.settle(time.Second)
		require.NotNil(t, s.Opening)
		assert.True(t, s.Opening.Done)
		assert.ErrorIs(t, s.Opening.Err, open.ErrNothing)
		assert.Equal(t, link.Connected, s.Link.State)
		assert.Equal(t, before.Sessions, s.Sessions)
	})
}

func TestWhoWroteWhatInOneNotification(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		id := r.writable().ID
		r.Do(tracker.Operate{Session: id, Operation: "UpdateUserData", Data: userdata.Of(
			userdata.Entry{Key: "Mine", Value: userdata.TextValue("1")})})
		s := r.settle(time.Second).Session(id)
		e, ok := s.History.LastWriter("Mine", s.History.Last())
		require.True(t, ok)
		assert.Equal(t, history.You, s.Who(e, "Mine"))
		assert.Equal(t, history.AnotherClient, s.Who(e, "Theirs"))
		assert.Equal(t, history.Routing, s.Who(e, "RTargetObjectSelected"))
	})
}

// slowly hands out a file in small pieces and stops before the end until told.
type slowly struct {
	text []byte
	stop int // where to wait for more
	more chan struct{}
}

func (s *slowly) Read(p []byte) (int, error) {
	if s.stop == 0 {
		<-s.more
		s.stop = len(s.text)
	}
	n := copy(p, s.text[:s.stop])
	s.text, s.stop = s.text[n:], s.stop-n
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

func TestALongFileIsOnTheScreenWhileItIsBeingRead(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		var lines bytes.Buffer
		for i := range 2000 {
			fmt.Fprintf(&lines, `{"channel":"/v2/me/smssessions","data":{"notificationType":"PropertiesUpdated","messageType":"SmsSessionStateChanged","smsSession":{"id":"a","state":"Chatting","userData":{"Counter":%d,"filler":"%0200d"}}}}`+"\n", i, i)
		}
		file := &slowly{text: lines.Bytes(), stop: 300 << 10, more: make(chan struct{})}
		r.Do(tracker.Open{Name: "long", Reader: file, Size: int64(lines.Len())})
		s := r.settle(time.Second)
		require.NotNil(t, s.Opening)
		assert.False(t, s.Opening.Done)
		assert.Equal(t, link.File, s.Link.State)
		require.Len(t, s.Sessions, 1)

		close(file.more)
		s = r.settle(time.Minute)
		require.True(t, s.Opening.Done)
		require.NoError(t, s.Opening.Err)
		assert.Equal(t, "1999", s.Sessions[0].Data.Get("Counter").Text())

		r.Do(tracker.Connect{Profile: settings.Profile{}})
		s = r.settle(10 * time.Second)
		assert.Equal(t, link.Connected, s.Link.State, "back to live")
		assert.Nil(t, s.Opening)
		assert.Nil(t, s.Session("a"), "the file's sessions are not the server's")
	})
}

func TestGivingUpKeepsWhatIsOnTheScreen(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		line := `{"channel":"/v2/me/smssessions","data":{"notificationType":"PropertiesUpdated","messageType":"SmsSessionStateChanged","smsSession":{"id":"a","state":"Chatting","userData":{"k":"v"}}}}` + "\n"
		file := &slowly{text: bytes.Repeat([]byte(line), 4000), stop: 300 << 10, more: make(chan struct{})}
		r.Do(tracker.Open{Name: "long", Reader: file})
		r.settle(time.Second)
		r.Do(tracker.Cancel{})
		close(file.more)
		s := r.settle(time.Second)
		require.NotNil(t, s.Opening)
		assert.True(t, s.Opening.Done)
		assert.ErrorIs(t, s.Opening.Err, tracker.ErrCanceled)
		require.Len(t, s.Sessions, 1)
	})
}

func TestEntriesInDisorderAreShownInOrder(t *testing.T) {
	inBubble(t, sim.Options{Quiet: true}, func(r rig) {
		entry := func(second, counter int) string {
			body := fmt.Sprintf(`{"statusCode":0,"smssession":{"id":"a","state":"Chatting","userData":{"Counter":%d}}}`, counter)
			return fmt.Sprintf(`{"startedDateTime":"2026-01-05T12:00:%02dZ","time":1,"request":{"method":"GET","url":"https://gws/api/v2/me/smssessions/a","headers":[]},"response":{"status":200,"headers":[],"content":{"mimeType":"application/json","text":%q}}}`, second, body)
		}
		file := `{"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":[` + entry(30, 3) + "," + entry(10, 1) + "," + entry(20, 2) + `]}}`
		r.Do(tracker.Open{Name: "har", Reader: bytes.NewReader([]byte(file))})
		s := r.settle(time.Second)
		require.True(t, s.Opening.Done)
		require.NoError(t, s.Opening.Err)
		require.Len(t, s.Sessions, 1)
		assert.Equal(t, "3", s.Sessions[0].Data.Get("Counter").Text())
	})
}

// What a session's history drops, its record of the tape drops, too; notes about
// the events that are left go on to say which observation they speak of.
func TestANoteFindsItsObservationInALongHistory(t *testing.T) {
	for _, tt := range []struct {
		name    string
		options tracker.Options
	}{
		{"in one", tracker.Options{Book: book.Options{HistoryBudget: 64 << 10}}},
		{"in all", tracker.Options{Book: book.Options{HistoriesBudget: 128 << 10}}},
	} {
		t.Run(tt.name, func(t *testing.T) { noteInALongHistory(t, tt.options) })
	}
}

func noteInALongHistory(t *testing.T, options tracker.Options) {
	inBubbleWith(t, sim.Options{Quiet: true}, options, func(r rig) {
		id := r.writable().ID
		for n := range 2000 {
			require.NoError(r.t, r.sim.Update(id, "crm", fmt.Sprintf(`{"Counter":%d}`, n)))
			r.settle(time.Millisecond)
		}
		h := r.State().Session(id).History
		require.Greater(r.t, h.Dropped(), 100)
		for _, n := range []int{1, h.First(), h.Last() - 1} {
			r.Do(tracker.Annotate{Session: id, Event: n, Text: fmt.Sprint(n)})
		}
		r.settle(time.Millisecond)
		whole, err := r.Tape(r.t.Context(), 0)
		require.NoError(r.t, err)
		about, said := map[string]int{}, map[int]string{}
		for o := range whole.All() {
			said[o.N] = string(o.Raw)
			if o.Kind == capture.Note {
				about[o.Text] = o.About
			}
		}
		assert.Zero(r.t, about["1"], "the event is not kept any more")
		for _, n := range []int{h.First(), h.Last() - 1} {
			e, _ := h.Event(n)
			assert.Contains(r.t, said[about[fmt.Sprint(n)]], `"Counter":`+e.Changes[0].New.Literal())
		}
	})
}

// Many sessions do not keep more than they may together, and each keeps its
// state and what was last.
func TestAllHistoriesHaveABudget(t *testing.T) {
	const budget = 400_000
	inBubbleWith(t, sim.Options{Seed: 1, Rate: 100, Sessions: 5}, tracker.Options{Book: book.Options{HistoriesBudget: budget}}, func(r rig) {
		s := r.settle(30 * time.Second)
		kept, dropped := 0, 0
		for _, x := range s.Sessions {
			kept += x.History.Size()
			dropped += x.History.Dropped()
			assert.Equal(r.t, string(x.Data.Canonical()), string(x.History.At(x.History.Last()).Canonical()))
		}
		assert.NotZero(r.t, dropped)
		assert.Less(r.t, kept, budget*5/4)
	})
}
