package draft_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/ui/draft"
)

// What GWS does not list any more may go on elsewhere.
func TestWhyASessionTakesNoWrite(t *testing.T) {
	d := draft.New(1)
	for _, tt := range []struct {
		x           book.Session
		write, list string
	}{
		{book.Session{State: "Completed", Ended: true}, "This session has ended (Completed). It takes no more writes.",
			"The session (Completed) is over: it lists no capability any more."},
		{book.Session{State: "Chatting", Ended: true, Unlisted: true}, "This session is not listed any more (Chatting). It takes no more writes.",
			"The session (Chatting) is not listed any more, and no capability of it."},
	} {
		why, off := d.Obstacle(&tt.x)
		assert.True(t, off)
		assert.Equal(t, tt.write, why)
		assert.Equal(t, tt.list, draft.Unlisted(&tt.x, "this"))
	}
}
