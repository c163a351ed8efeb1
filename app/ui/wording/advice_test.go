package wording

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/bayeux"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
)

func TestEachObstacleHasAdvice(t *testing.T) {
	for k := link.Unreachable; k <= link.Undetermined; k++ {
		a := adviceOn(k)
		assert.NotEmpty(t, a.Means)
		assert.NotEmpty(t, a.Do)
		assert.Contains(t, Explain(&link.Obstacle{Kind: k, Err: errors.New("x")}), a.Do)
	}
}

// Of the server that the page came from nobody has typed an address, and no rule for
// other origins holds.
func TestTheServerOfThePageIsExplainedAsThat(t *testing.T) {
	away := &link.Obstacle{Kind: link.Unreachable, Err: errors.New("Failed to fetch")}
	assert.Contains(t, ExplainHere(away, settings.Profile{}), "the server that this page came from")
	assert.Contains(t, ExplainHere(away, settings.Profile{BaseURL: "https://gws.example.com"}), "Nothing answered at this address")
}

// An obstacle of no kind is explained by its words, where these tell something.
func TestAServerThatHasForgottenTheConnectionIsUnderstood(t *testing.T) {
	forgotten := &link.Obstacle{Kind: link.Undetermined, Err: &bayeux.ReplyError{Op: "connect", Code: 402, Text: "session_unknown."}}
	assert.Equal(t, "The server has forgotten this connection; it is being set up anew. The error was: bayeux: connect: 402 session_unknown.", Explain(forgotten))
}
