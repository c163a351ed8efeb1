package parts_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/ui/parts"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// What took less than the clock can tell has ended all the same.
func TestHowLongAnExchangeTook(t *testing.T) {
	for _, tt := range []struct {
		want string
		x    book.Exchange
	}{
		{"open", book.Exchange{}},
		{"0 ms", book.Exchange{Status: 200}},
		{"0 ms", book.Exchange{Failure: "offline"}},
		{"5 ms", book.Exchange{Status: 200, Duration: 5 * time.Millisecond}},
		{"", book.Exchange{Status: 200, Untimed: true}},
		{"", book.Exchange{Untold: true}},
	} {
		assert.Equal(t, tt.want, parts.Took(&tt.x))
		tt.x.Start = uitest.Before(time.Minute)
		assert.Equal(t, tt.want == "open", parts.Lasting(&tt.x, uitest.Noon) != "")
	}
}
