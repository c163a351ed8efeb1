package ui

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/table"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// Of a session of which a file holds a write alone nothing is said that the file
// does not say.
func TestASessionOfWhichAFileShowsNoData(t *testing.T) {
	x := uitest.Session(t, "a1b2", uitest.Story{{history.Event{Kind: history.Write, Write: 1, Author: history.You}, ""}})
	x.State, x.Customer = "", ""
	m, _ := pagetest.ModelOf(uitest.OnFile(uitest.StateOf(x), 2))
	assert.Contains(t, markupOf(t, &table.Grid{Model: m}), "The file shows no user data of this session.")
	assert.Contains(t, markupOf(t, &sessionList{Model: m}), " a1b2</span>", "no state behind it")
}
