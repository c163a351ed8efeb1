package stage_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/ui/stage"
)

// Nobody is said to be unknown of whom there may be none.
func TestASessionIsCalledByWhatItHas(t *testing.T) {
	for _, c := range []struct {
		want string
		of   book.Session
	}{
		{"the one that called twice", book.Session{ID: "0000aaaa", Name: "the one that called twice", Customer: "+44"}},
		{"+44", book.Session{ID: "0000aaaa", Customer: "+44"}},
		{"unknown customer", book.Session{ID: "0000aaaa"}},
		{"Work item …k00001", book.Session{ID: "workitems/0000Work00001", Medium: "workitem"}},
	} {
		var m stage.Stage
		assert.Equal(t, c.want, m.SessionName(&c.of))
	}
}
