package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/detail"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/table"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// It is said where the change is shown: in the table and in the key's history.
func TestALookalikeIsSaidOfItsChange(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.StateOf(uitest.Session(t, "x", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"Name":"Café"}`},
		{history.Event{Kind: history.Notification, Type: "PropertiesUpdated", Author: history.AnotherClient, Time: uitest.Before(2 * time.Second)}, "{\"Name\":\"Cafe\u0301\"}"},
	})))
	m.Inspect("Name")
	assert.Contains(t, markupOf(t, &detail.Inspector{Model: m}), "Character 4: U+00E9 (Latin) → U+0065 (Latin) U+0301 (combining mark)")
	assert.Contains(t, markupOf(t, &table.Grid{Model: m}), "≠ code points")
}
