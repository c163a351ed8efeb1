package ui

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/detail"
	"github.com/keytrail/keytrail/app/ui/dialogs"
	"github.com/keytrail/keytrail/app/ui/forms"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/parts"
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

// What was sent is accepted by a reply, and by nothing before it.
func TestNothingIsAcceptedBeforeTheReply(t *testing.T) {
	x := uitest.Chat(t)
	x.Writes[0].Verdict, x.Writes[0].Reply, x.Writes[0].Event = proof.Waiting, nil, 0
	m, _ := pagetest.ModelOf(uitest.StateOf(x))
	m.Act("tab", "writes")
	m.Act("write", "1")
	for name, part := range map[string]app.Composer{"row": &timeline.Timeline{Model: m}, "card": &detail.ProofList{Model: m}} {
		got := inOneLine(markupOf(t, part))
		assert.Contains(t, got, "Sent, waiting for the reply", name)
		assert.NotContains(t, got, "Accepted", name)
	}
}

// Of a session that is over, and of a file, nothing is known beyond the end.
func TestNothingIsStillThereBehindTheEnd(t *testing.T) {
	said := func(s *tracker.State) string {
		m, _ := pagetest.ModelOf(s)
		m.Inspect("DISP_KEY")
		text := inOneLine(markupOf(t, &detail.Inspector{Model: m}))
		m.SetFilter("value:resolved")
		m.LookUp()
		return text + inOneLine(markupOf(t, &forms.SidePanel{Model: m}))
	}
	over := uitest.Usual(t)
	over.Sessions[0].Ended = true
	for _, s := range []*tracker.State{over, uitest.OnFile(uitest.Usual(t), 2)} {
		got := said(s)
		assert.NotContains(t, got, "still there")
		assert.NotContains(t, got, " s now")
		assert.Contains(t, got, " s, to the end")
	}
	gone := uitest.Usual(t)
	gone.Sessions[0].Ended, gone.Sessions[0].Unlisted = true, true
	assert.Contains(t, said(gone), "as long as it was listed", "its end was not seen")
	live := said(uitest.Usual(t))
	assert.Contains(t, live, "still there")
	assert.Contains(t, live, " s now")
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

func TestMarksAgainstALaterEventAreNotSinceIt(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	m.SetBase(2)
	assert.Equal(t, "since event 2", parts.MarkSpan(m))
	m.Review(1)
	assert.Equal(t, "against event 2", parts.MarkSpan(m))

	x, log := *uitest.Chat(t), history.New(1) // nothing but the newest fits
	for range 3 {
		log.Append(history.Event{Kind: history.Notification, Time: uitest.Before(time.Second)}, x.Data)
	}
	x.History = log.View()
	m, _ = pagetest.ModelOf(uitest.StateOf(&x))
	m.SetBase(1)
	assert.Equal(t, "since event 3", parts.MarkSpan(m), "the first that is kept")

	// Of a file whose times are not known, nothing is within minutes of anything.
	file := uitest.OnFile(uitest.Later(t, `"a"`, `"b"`), 2)
	m, _ = pagetest.ModelOf(file)
	assert.Equal(t, "in the file's last 2 minutes", parts.MarkSpan(m))
	m.Scene.Session.LastChange = time.Time{}
	assert.Equal(t, "in event "+strconv.Itoa(m.Scene.At), parts.MarkSpan(m))
}
