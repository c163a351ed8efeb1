package book_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/book"
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
