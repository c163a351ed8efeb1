package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/detail"
	"github.com/keytrail/keytrail/app/ui/forms"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/table"
	"github.com/keytrail/keytrail/app/ui/timeline"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// timeless is a session of a file that says of some things no time, and of others
// the time of day alone.
func timeless(t *testing.T) *tracker.State {
	ofDay := time.Date(0, 1, 1, 9, 0, 1, 500_000_000, time.UTC)
	x := uitest.Session(t, "a1", uitest.Story{
		{history.Event{Kind: history.Snapshot}, `{"k":"1"}`},
		{history.Event{Kind: history.Write, Write: 1, Author: history.You, Time: uitest.Before(time.Minute)}, ""},
		{history.Event{Kind: history.Reply, Write: 1, Author: history.You}, ""},
		{history.Event{Kind: history.Notification, Author: history.You, Write: 1}, `{"k":"2"}`},
		{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: ofDay}, `{"k":"2","day":"1"}`},
		{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: ofDay.Add(2 * time.Second)}, `{"k":"2","day":"2"}`},
	})
	x.LastChange = time.Time{}
	x.Writes = []*proof.Proof{{Write: proof.Write{N: 1, Operation: "UpdateUserData", Data: uitest.Parse(t, `{"k":"2"}`), Sent: uitest.Before(time.Minute)},
		Reply: &proof.Reply{HTTPStatus: 200}, Verdict: proof.Exact, Event: 4}}
	s := uitest.StateOf(x)
	s.Link = link.Status{State: link.File}
	s.Traffic = []*book.Exchange{{N: 1, Method: "GET", Path: "/x", Status: 200, Untimed: true}}
	return s
}

// What a file does not say of a time is not said, and nothing is reckoned with it.
func TestUnknownTimesStayUnknown(t *testing.T) {
	for _, tab := range []string{"changes", "writes", "traffic"} {
		for _, times := range scene.TimeFormats {
			m, _ := pagetest.ModelOf(timeless(t))
			m.Here = time.FixedZone("", 3600)
			m.Act("tab", tab)
			m.UnfoldAll()
			m.SelectKey("k")
			m.View.Times = times
			m.View.Exchange = 1
			var text strings.Builder
			for _, c := range []app.Composer{&timeline.Timeline{Model: m}, &table.Grid{Model: m}, &detail.Inspector{Model: m}, &detail.ProofList{Model: m}, &sessionList{Model: m}, &footer{Model: m}} {
				text.WriteString(markupOf(t, c))
			}
			for _, invented := range []string{"106751", "92233", "2562047", "292 y", "0001-", "0000-", " 0 ms", "+-", "10:00:01"} {
				assert.False(t, strings.Contains(text.String(), invented), "%q in %s, %s", invented, tab, times)
			}
			m.View.Open[1] = true
			bodies := text.String() + markupOf(t, &detail.ProofList{Model: m})
			assert.True(t, strings.Contains(bodies, detail.NotRecorded), "a body that a file does not have was not empty")
			if tab == "traffic" {
				assert.NotContains(t, markupOf(t, &timeline.Timeline{Model: m}), "0 bytes", "nor in the list")
			}
			if tab == "changes" {
				assert.True(t, strings.Contains(text.String(), "09:00:03.500"), "the time of day, as it was written, in whatever way times are shown")
				assert.True(t, strings.Contains(text.String(), "time unknown"))
				assert.Equal(t, 1, strings.Count(text.String(), "+2.0"), "from one time of day to the next")
			}
		}
	}
}

// A notification that carries your key and somebody else's is yours for one of
// them.
func TestTheTimelineBlamesKeyByKey(t *testing.T) {
	x := uitest.Session(t, "a1", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{}`},
		{history.Event{Kind: history.Notification, Author: history.You, Write: 1, Time: uitest.Before(time.Second)}, `{"Mine":"1","Both":"b","Theirs":"2","RTarget":"q"}`},
	})
	x.Writes = []*proof.Proof{{Write: proof.Write{N: 1, Operation: "AttachUserData", Data: uitest.Parse(t, `{"Mine":"1","Both":"a"}`)}, Verdict: proof.Partly, Confidence: proof.Likely, Event: 2}}
	m, _ := pagetest.ModelOf(uitest.StateOf(x))
	text := markupOf(t, &timeline.Timeline{Model: m})
	assert.True(t, strings.Contains(text, "← your AttachUserData of Mine: partly, match likely; RTarget by routing; Theirs by another client; Both by somebody unknown"))
	x.Writes[0].Write.Data = x.Data
	m, _ = pagetest.ModelOf(uitest.StateOf(x))
	assert.True(t, strings.Contains(markupOf(t, &timeline.Timeline{Model: m}), "← your AttachUserData: partly, match likely<"))
}

// A time of another day stands with its date, wherever it stands.
func TestAnotherDayHasItsDate(t *testing.T) {
	yesterday := uitest.Before(24 * time.Hour)
	x := uitest.Session(t, "a1", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: yesterday}, `{"k":"1"}`},
		{history.Event{Kind: history.Gap, Since: yesterday.Add(time.Minute), Time: yesterday.Add(time.Hour)}, `{"k":"2"}`},
		{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: uitest.Before(time.Minute)}, `{"k":"3"}`},
	})
	m, _ := pagetest.ModelOf(uitest.StateOf(x))
	m.SelectKey("k")
	date, text := yesterday.Format("2006-01-02 "), markupOf(t, &detail.Inspector{Model: m})
	for _, want := range []string{
		date + yesterday.Format("15:04:05.000") + "<",
		"sometime between " + date + yesterday.Add(time.Minute).Format("15:04:05") + " and " + date + yesterday.Add(time.Hour).Format("15:04:05"),
		"  " + uitest.Before(time.Minute).Format("15:04:05.000") + "<", // today's needs none
	} {
		assert.Contains(t, text, want)
	}
}

// A row of a gap begins with the date of the time that it begins with.
func TestAGapHasTheDateOfItsBeginning(t *testing.T) {
	x := uitest.Session(t, "a1", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(14 * time.Hour)}, `{"k":"1"}`},
		{history.Event{Kind: history.Gap, Since: uitest.Before(13 * time.Hour), Time: uitest.Before(time.Hour)}, `{"k":"2"}`},
	})
	m, _ := pagetest.ModelOf(uitest.StateOf(x))
	row := markupOf(t, &timeline.Timeline{Model: m})
	row = row[strings.Index(row, "timeline-row--gap"):]
	row = row[:strings.Index(row, "23:00:00 – 11:00:00")]
	assert.Contains(t, row, "03-04")
}

// What changed while nobody looked has no exact time, wherever it is told of.
func TestWhatChangedUnseenHasNoExactTime(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.StateOf(uitest.Session(t, "s", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(10 * time.Minute)}, `{"k":"1"}`},
		{history.Event{Kind: history.Gap, Author: history.Unknown, Since: uitest.Before(8 * time.Minute), Time: uitest.Before(5 * time.Minute)}, `{"k":"2"}`},
		{history.Event{Kind: history.Gap, Author: history.Unknown, Since: uitest.Before(4 * time.Minute), Time: uitest.Before(3 * time.Minute)}, `{"k":"3"}`},
	})))
	m.ToggleWatch("k")
	m.Inspect("k")
	m.SetFilter("value:2")
	m.LookUp()
	said := "sometime between 11:52:00 and 11:55:00"
	history := inOneLine(markupOf(t, &detail.Inspector{Model: m}))
	for _, want := range []string{"for at most 5 m", "for about 2 m", "for at least 3 m now"} {
		assert.Contains(t, history, want)
	}
	assert.Contains(t, inOneLine(markupOf(t, &forms.SidePanel{Model: m})), said)
	assert.Contains(t, inOneLine(markupOf(t, &table.WatchStrip{Model: m})), "? 3 m")
	assert.Contains(t, inOneLine(markupOf(t, &footer{Model: m})), "sometime between 11:56:00 and 11:57:00")
}

// Whoever asked for UTC has it in titles, too, also when the page is opened again.
func TestUTCIsKept(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.StateOf(uitest.Session(t, "s", uitest.Story{
		{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: uitest.Before(time.Minute)}, `{"k":"1"}`},
	})))
	m.Here = time.FixedZone("", 3600)
	assert.Contains(t, markupOf(t, &table.Grid{Model: m}), "+01:00")
	m.SetTimes("UTC")
	stored := m.View.Prefs.Text()
	m.SetTimes(scene.TimeFormats[0])
	m.Restore(stored)
	assert.NotContains(t, markupOf(t, &table.Grid{Model: m}), "+01:00")
}
