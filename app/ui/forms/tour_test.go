package forms

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/ui/writing"
)

// The page and the simulator share no code, so their words are compared here.
func TestThePageKnowsTheWaysOfTheSimulator(t *testing.T) {
	var words []string
	for _, w := range Ways {
		words = append(words, w.Word)
	}
	assert.ElementsMatch(t, sim.Misbehaviours(), words)
	for _, s := range writing.Stops {
		assert.Contains(t, append(words, ""), s.Way)
	}
}
