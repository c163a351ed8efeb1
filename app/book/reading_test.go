package book_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/history"
)

// To read one session again costs the same however many others there are: those
// that change all the time are read often.
func TestReadingOneSessionLeavesTheOthersAlone(t *testing.T) {
	cost := func(sessions int) float64 {
		b := book.New(book.Options{})
		for i := range sessions {
			b.Notified(time.Now(), "/v2/me/smssessions", fmt.Appendf(nil, `{"smssession":{"id":"s%d","state":"Chatting","userData":{"a":1}},"notificationType":"PropertiesUpdated","messageType":"SMSsessionStateChangeMessage"}`, i))
		}
		return testing.AllocsPerRun(10, func() {
			r := b.Ask(book.Reason{}, "s1")
			r.News()
			r.Drop()
		})
	}
	assert.Equal(t, cost(2), cost(500))
}

// A session that is not listed any more ended after the last that was heard of it, or
// went to somebody else: that nobody saw which is said as such.
func TestWhatIsNoLongerListedEndedUnseen(t *testing.T) {
	b := book.New(book.Options{})
	hear := func(at time.Time, value int) {
		b.Notified(at, "/v2/me/smssessions", fmt.Appendf(nil, `{"smssession":{"id":"s1","state":"Chatting","userData":{"a":%d}},"notificationType":"PropertiesUpdated","messageType":"SMSsessionStateChangeMessage"}`, value))
	}
	read := func(at time.Time, sessions ...gws.Session) {
		r := b.Ask(book.Reason{Asked: true}, "")
		r.At, r.Sessions = at, sessions
		r.Take()
	}
	hear(noon(0), 1)
	listed, err := gws.DecodeSession([]byte(`{"id":"s1","state":"Chatting","userData":{"a":1}}`))
	require.NoError(t, err)
	read(noon(1), listed)
	hear(noon(26), 2)
	require.False(t, b.Sessions()[0].Unlisted)
	read(noon(60))

	x := b.Sessions()[0]
	assert.True(t, x.Unlisted)
	e, _ := x.History.Event(x.History.Last())
	assert.Equal(t, history.Gap, e.Kind)
	assert.Equal(t, []time.Time{noon(26), noon(60)}, []time.Time{e.Since, e.Time}, "not before a notification that was seen")
}
