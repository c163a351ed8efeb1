package stage

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/link"
)

func TestTheConnectionIsToldInSentences(t *testing.T) {
	for s, want := range map[link.State]string{
		link.Connected: "Connected", link.Reconnecting: "The connection is lost; trying again", link.Slow: "The connection is slow",
		link.SignedOut: "Signed out", link.File: "A file is on the screen", link.Refused: "Refused",
	} {
		assert.Equal(t, want, linkNews(s))
	}
}
