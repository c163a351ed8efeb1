package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/detail"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/forms"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/table"
	"github.com/keytrail/keytrail/app/ui/timeline"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// A new key that looks like one that is there is named as such wherever it is
// seen: in the event that brought it, in its row and in its details.
func TestANewKeyThatLooksLikeAnotherIsNamed(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.StateOf(uitest.Session(t, "x", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"Name":"a"}`},
		{history.Event{Kind: history.Notification, Type: "PropertiesUpdated", Author: history.AnotherClient, Time: uitest.Before(2 * time.Second)}, "{\"Name\":\"a\",\"N\u0430me\":\"b\"}"},
		{history.Event{Kind: history.Notification, Type: "PropertiesUpdated", Author: history.AnotherClient, Time: uitest.Before(time.Second)}, "{\"Name\":\"c\",\"N\u0430me\":\"b\"}"},
	})))
	const said = "Character 2: U+0061 (Latin) → U+0430 (Cyrillic)"
	log := markupOf(t, &timeline.Timeline{Model: m})
	assert.Equal(t, 1, strings.Count(log, said), "the event that brought it, and no other")
	assert.Contains(t, markupOf(t, &table.Grid{Model: m}), said)
	m.Inspect("N\u0430me")
	assert.Contains(t, markupOf(t, &detail.Inspector{Model: m}), said)
	drafting(m, draft.AttachOp, "N\u0430m\u0435", "text", "1")
	assert.Contains(t, markupOf(t, &forms.SidePanel{Model: m}), "Looks like the key “Name”", "and one that is about to be written")
	m.Review(1)
	assert.NotContains(t, markupOf(t, &table.Grid{Model: m}), said, "it was alone then")
	assert.Contains(t, markupOf(t, &timeline.Timeline{Model: m}), said)
}
