package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// A customer with two sessions is in a chart twice, and it is seen which is which.
func TestChartsTellSessionsOfACustomerApart(t *testing.T) {
	s := uitest.StateOf()
	for id, customer := range map[string]string{"0000aaaaaaaa1": "Ada", "0000bbbbbbbb2": "Ada", "0000cccccccc3": "Bea"} {
		x := uitest.Session(t, id, uitest.Story{
			{history.Event{Kind: history.Snapshot, Time: uitest.Before(2 * time.Minute)}, `{"a":1}`},
			{history.Event{Time: uitest.Before(time.Minute)}, `{"a":2}`}})
		x.Customer = customer
		s.Sessions = append(s.Sessions, x)
	}
	m, _ := pagetest.ModelOf(s)
	m.Act("board-charts", "")
	var names []string
	for _, e := range m.Charts()[1].List {
		names = append(names, e.Name)
	}
	assert.Equal(t, []string{"Ada …aaaaa1", "Ada …bbbbb2", "Bea"}, names)
}

// A contract is one, and a session that breaks two of its clauses one session.
func TestTheBoardCountsSessionsThatBreakTheContract(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Several(t))
	m.SetContract("Missing\nGone")
	m.Act("board", "")
	m.Act("board-ended", "")
	assert.Equal(t, "2 sessions · contract broken by 1", boardCount(m))
}
