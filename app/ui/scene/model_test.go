package scene

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestOnlyTraffic(t *testing.T) {
	for _, row := range []struct {
		name   string
		change func(*tracker.State)
		want   bool
	}{
		{"a message that changes nothing", func(s *tracker.State) { s.Received++ }, true},
		{"an exchange", func(s *tracker.State) { s.Traffic = append(s.Traffic, new(book.Exchange)) }, true},
		{"another session", func(s *tracker.State) { s.Sessions = append(s.Sessions, s.Sessions[0]) }, false},
		{"a session that was sought", func(s *tracker.State) { s.Finding = &link.Finding{Session: "x"} }, false},
		{"a lost link", func(s *tracker.State) { s.Link.State = link.Reconnecting }, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			old := uitest.Usual(t)
			s := *old
			row.change(&s)
			assert.Equal(t, row.want, OnlyTraffic(old, &s))
		})
	}
}
