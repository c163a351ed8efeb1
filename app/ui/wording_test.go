package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/userdata"
)

// What the timeline calls a write, its card calls it, too.
func TestTimelineAndCardAgreeOnAVerdict(t *testing.T) {
	x := chat(t)
	x.Writes[0].Verdict = proof.Coerced
	m, _ := modelOf(stateOf(x))
	m.act("write", "1")
	row := strings.Join(strings.Fields(html(t, &timeline{Model: m})), " ")
	hasMarkup(t, row, "← your AttachUserData: proven, coerced")
	hasMarkup(t, html(t, &proofList{Model: m}), "Proven, coerced")
	assert.False(t, strings.Contains(row, "AttachUserData, exact"))
}

func TestAGapWithinASecondHasTwoEnds(t *testing.T) {
	m, _ := modelOf(usual(t))
	for _, test := range []struct {
		since, until time.Duration
		want         string
	}{
		{82 * time.Second, 20 * time.Second, "sometime between 11:58:38 and 11:59:40"},
		{500 * time.Millisecond, 250 * time.Millisecond, "sometime between 11:59:59.500 and 11:59:59.750"},
	} {
		assert.Equal(t, test.want, m.sometime(history.Event{Since: before(test.since), Time: before(test.until)}))
	}
}

func TestTheirsIsTakenOnlyWhereThereIsAThey(t *testing.T) {
	v, none := value(t, "1"), userdata.Value{}
	assert.Equal(t, "Take theirs", takeText(history.AnotherClient, v))
	assert.Equal(t, "Take the present value", takeText(history.You, v))
	assert.Equal(t, "Take the present value", takeText(history.Unknown, v))
	assert.Equal(t, "Leave it out", takeText(history.AnotherClient, none))
}

func TestThePaletteSaysHowMuchItShows(t *testing.T) {
	p := palette{found: make([]entry, 2*maxEntries)}
	assert.Equal(t, "The first 60; type on to narrow them", paletteNote(&p, maxEntries))
	p.found = p.found[:1]
	assert.Equal(t, "1 found", paletteNote(&p, 1))
}

func TestTheConnectionIsToldInSentences(t *testing.T) {
	for s, want := range map[link.State]string{
		link.Connected: "Connected", link.Reconnecting: "The connection is lost; trying again", link.Slow: "The connection is slow",
		link.SignedOut: "Signed out", link.File: "A file is on the screen", link.Refused: "Refused",
	} {
		assert.Equal(t, want, linkNews(s))
	}
}

func TestOneWriteHasNoPercentiles(t *testing.T) {
	assert.Equal(t, "reply 74 ms", latency{n: 1, reply: []time.Duration{74 * time.Millisecond}}.text())
}

func TestTheHelpSaysWhichBuildItIs(t *testing.T) {
	for built, want := range map[string]string{
		"full,v1.2-3-g66afa17": "Full build, revision v1.2-3-g66afa17.",
		"quick,66afa17-dirty":  "Quick build, for trying out, revision 66afa17-dirty.",
		"full":                 "Full build, revision unknown.",
		"":                     "It is not known how it was built, revision unknown.",
	} {
		assert.Contains(t, html(t, &helpDialog{Built: built}), "This is Keytrail. "+want)
	}
}
