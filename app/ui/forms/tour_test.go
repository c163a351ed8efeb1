package forms

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/uitest"
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

// The chip names one way, and counts the others where there are any.
func TestTheChipSaysHowTheSimulatorMisbehaves(t *testing.T) {
	s := uitest.Usual(t)
	s.Misbehaviours = &link.Misbehaviours{Ways: []link.Misbehaviour{{Way: "coerce"}, {Way: "drop"}, {Way: "late"}}}
	m, _ := pagetest.ModelOf(s)
	for i, want := range []string{"Simulator: coerce<", "Simulator: coerce and 1 more<", "Simulator: coerce and 2 more<"} {
		s.Misbehaviours.Ways[i].On = true
		assert.Contains(t, strings.ReplaceAll(app.HTMLString(SimulatorChip(m)), "\n", ""), want)
	}
}
