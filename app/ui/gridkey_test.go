package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/table"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// longKeys is a session with keys that fit no usual column.
func longKeys(t *testing.T) *tracker.State {
	return uitest.StateOf(uitest.Session(t, "a1", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(3 * time.Minute)}, `{"CBR-contract_DBIDs_ActualVolume":"1","CBR-contract_DBIDs_ActualPercent":"1","ACustomerKeyWithQuiteALongName":"x","RVQID":""}`},
		{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: uitest.Before(time.Second)}, `{"CBR-contract_DBIDs_ActualVolume":"2","CBR-contract_DBIDs_ActualPercent":"1","RVQID":""}`},
	}))
}

func TestLongKeysAreWholeForThoseWhoDoNotSee(t *testing.T) {
	m, _ := pagetest.ModelOf(longKeys(t))
	m.UnfoldAll()
	m.ToggleWatch("CBR-contract_DBIDs_ActualPercent")
	for _, filter := range []string{"", "DBIDs_Act", "alVol", "_"} {
		m.SetFilter(filter)
		page := markupOf(t, &table.Grid{Model: m})
		assert.Contains(t, page, `aria-label="CBR-contract_DBIDs_ActualVolume"`, "filter %q", filter)
		assert.Contains(t, page, `title="CBR-contract_DBIDs_ActualVolume"`, "filter %q", filter)
	}
	m.SetFilter("")
	assert.Contains(t, markupOf(t, &table.Grid{Model: m}), `aria-label="CBR-contract_DBIDs_ActualPercent watched"`)
	for _, find := range [][]string{nil, {"b"}, {"cde"}, {"fgh"}, {"a", "h"}} {
		var all strings.Builder
		for _, part := range [][2]int{{0, 4}, {4, 8}} {
			for _, node := range html.ExactFound("abcdefgh", find, part[0], part[1]) {
				app.PrintHTML(&all, html.Drawn(node))
			}
		}
		bare := strings.NewReplacer(`<mark class="grid-mark">`, "", "</mark>", "", "\n", "").Replace(all.String())
		assert.Equal(t, "abcdefgh", bare, "marking %q loses nothing", find)
	}
}

func TestTheFooterSaysWhatARowHasNoRoomFor(t *testing.T) {
	m, _ := pagetest.ModelOf(longKeys(t))
	m.UnfoldAll()
	page := func() string { return strings.Join(strings.Fields(markupOf(t, &footer{Model: m})), " ") }
	assert.Contains(t, page(), `<span class="foot-focus"></span>`)
	m.Hold(&m.View.Focused, true)
	assert.Contains(t, page(), m.Scene.Rows[0].Key, "the row that has the focus")
	m.SelectKey("CBR-contract_DBIDs_ActualVolume")
	assert.Contains(t, page(), `<code> CBR-contract_DBIDs_ActualVolume</code> <span class="foot-time"> · 2026-03-05 11:59:59.000 +00:00</span>`)
}

func TestWhatWasNullIsNotNamedTwice(t *testing.T) {
	for was, named := range map[string]bool{`null`: false, `1`: true} {
		m, _ := pagetest.ModelOf(uitest.StateOf(uitest.Session(t, "a1", uitest.Story{
			{history.Event{Kind: history.Snapshot, Time: uitest.Before(3 * time.Minute)}, `{"a":` + was + `}`},
			{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: uitest.Before(time.Second)}, `{"a":"x"}`},
		})))
		_, cell, _ := strings.Cut(markupOf(t, &table.Grid{Model: m}), `data-col="was"`)
		cell, _, _ = strings.Cut(cell, "</td>")
		assert.Equal(t, named, strings.Contains(cell, "grid-word"), was)
	}
}
