package ui

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/ui/detail"
	"github.com/keytrail/keytrail/app/ui/dialogs"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/timeline"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// What the timeline calls a write, its card calls it, too.
func TestTimelineAndCardAgreeOnAVerdict(t *testing.T) {
	x := uitest.Chat(t)
	x.Writes[0].Verdict = proof.Coerced
	m, _ := pagetest.ModelOf(uitest.StateOf(x))
	m.Act("write", "1")
	row := strings.Join(strings.Fields(markupOf(t, &timeline.Timeline{Model: m})), " ")
	uitest.HasMarkup(t, row, "← your AttachUserData: proven, coerced")
	uitest.HasMarkup(t, markupOf(t, &detail.ProofList{Model: m}), "Proven, coerced")
	assert.False(t, strings.Contains(row, "AttachUserData, exact"))
}

func TestTheHelpSaysWhichBuildItIs(t *testing.T) {
	for built, want := range map[string]string{
		"full,v1.2-3-g66afa17": "Full build, revision v1.2-3-g66afa17.",
		"quick,66afa17-dirty":  "Quick build, for trying out, revision 66afa17-dirty.",
		"full":                 "Full build, revision unknown.",
		"":                     "It is not known how it was built, revision unknown.",
	} {
		assert.Contains(t, markupOf(t, &dialogs.Help{Built: built}), "This is Keytrail. "+want)
	}
}
