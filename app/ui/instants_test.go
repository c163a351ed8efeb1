package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// The gallery of what instants are for.
func TestClockGallery(t *testing.T) {
	pair := func(t *testing.T) *tracker.State {
		return uitest.StateOf(uitest.Life(t, "x", 40*time.Second, "x"), uitest.Life(t, "o", 60*time.Second, "o"))
	}
	marked := func(t *testing.T) *tracker.State {
		s := uitest.Usual(t)
		s.Notes = []book.Note{{Time: uitest.Noon, Session: s.Sessions[0].ID, Event: 2, Text: "<b>here</b>"}, {Time: uitest.Noon, Session: s.Sessions[0].ID, Event: 3}}
		return s
	}
	text := strings.Repeat("The customer asked about the contract. ", 3)
	deep := func(t *testing.T) *tracker.State {
		return uitest.StateOf(uitest.Session(t, "x", uitest.Story{
			{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"k":{"a":1,"b":[1,2]},"t":"` + text + `","d":1}`},
			{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: uitest.Before(time.Second)}, `{"k":{"a":2,"b":[1]},"t":"` + strings.Replace(text, "contract", "invoice", 1) + `","d":1,"d":"2"}`},
		}))
	}
	hang(t, []picture{
		{"compare-sessions", pair, func(m *page.Model) { m.Act("session", "x"); m.CompareWith("o") }, headOf},
		{"compare-table", pair, func(m *page.Model) { m.Act("session", "x"); m.CompareWith("o") }, gridOf},
		{"compare-equal", uitest.Usual, func(m *page.Model) { m.SetBase(3) }, headOf},
		{"compare-choose", uitest.Usual, func(m *page.Model) { m.OpenCompare() }, headOf},
		{"columns-when", uitest.Usual, func(m *page.Model) { m.SortBy(scene.WhenColumn) }, gridOf},
		{"columns-sorted", uitest.Usual, func(m *page.Model) { m.SortBy(scene.KeyColumn); m.Resize("was", 200) }, gridOf},
		{"grid-gap", gapped, func(*page.Model) {}, gridOf},
		{"keyhistory-limited", uitest.Usual, func(m *page.Model) { m.SelectKey("DISP_KEY"); m.Limit() }, inspectorOf},
		{"timeline-limited", uitest.Usual, func(m *page.Model) { m.SelectKey("DISP_KEY"); m.Limit() }, timelineOf},
		{"notes-marked", marked, func(m *page.Model) { m.OpenNote() }, timelineOf},
		{"noterange-form", marked, func(m *page.Model) { m.SetBase(1); m.Review(2); m.OpenRange() }, timelineOf},
		{"noterange-log", ranged, func(m *page.Model) { m.Review(2) }, timelineOf},
		{"noterange-list", ranged, func(m *page.Model) { m.Review(2); m.OpenNote() }, timelineOf},
		{"notes-none", uitest.Usual, func(m *page.Model) { m.OpenNote() }, timelineOf},
		{"traffic-folded", uitest.Comets, func(m *page.Model) { m.Act("tab", "traffic") }, timelineOf},
		{"traffic-meta", uitest.Comets, func(m *page.Model) { m.Act("tab", "traffic"); m.Act("meta", "") }, timelineOf},
		{"exchange-message", uitest.Comets, func(m *page.Model) { m.Act("bayeux", "3:2") }, inspectorOf},
		{"exchange-bytes", uitest.Comets, func(m *page.Model) { m.Act("exchange", "4") }, inspectorOf},
		{"inside-nested", deep, func(m *page.Model) { m.SelectKey("k") }, inspectorOf},
		{"inside-text", deep, func(m *page.Model) { m.SelectKey("t") }, inspectorOf},
		{"inside-twice", deep, func(m *page.Model) { m.SelectKey("d") }, inspectorOf},
	})
}
