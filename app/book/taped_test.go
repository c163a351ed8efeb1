package book_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
)

// An event leads to the observation that it came from, also when the history has
// let go of the ones before it.
func TestEventsLeadToTheTapeWhenOlderOnesAreGone(t *testing.T) {
	b := book.New(book.Options{HistoryBudget: 50_000, TapeLength: 10_000, TapeBudget: 16 << 20})
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	for n := range 2000 {
		at = at.Add(time.Second)
		b.Notified(at, "/v2/me/sms", fmt.Appendf(nil, `{"notificationType":"StatusChange","messageType":"SmsSessionStateChanged","smssession":{"id":"s","state":"Chatting","userData":{"n":%d}}}`, n+1))
	}
	v := b.View()
	require.Len(t, v.Sessions, 1)
	s := v.Sessions[0]
	require.Equal(t, 2000, s.History.Last())
	require.Greater(t, s.History.First(), 1, "the oldest are gone")
	raw := map[int]string{}
	for o := range b.Tape().Join(func() {}).All() {
		raw[o.N] = string(o.Raw)
	}
	for _, n := range []int{s.History.First(), s.History.First() + 1, s.History.Last()} {
		assert.Contains(t, raw[s.Taped(n)], fmt.Sprintf(`"n":%d}`, n), "event %d", n)
	}
	assert.Zero(t, s.Taped(s.History.First()-1)+s.Taped(s.History.Last()+1)+s.Taped(0))
}
