package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
)

func TestContract(t *testing.T) {
	at := func(s int, json string) struct {
		event history.Event
		data  string
	} {
		return struct {
			event history.Event
			data  string
		}{history.Event{Kind: history.Notification, Author: history.Routing, Time: before(time.Duration(60-s) * time.Second)}, json}
	}
	events := story{at(1, `{"a":1}`), at(2, `{"a":1,"b":"x"}`), at(3, `{"a":"1","b":"x"}`), at(4, `{"a":"2"}`), at(5, `{"a":"2","c":1.5}`)}
	for _, row := range []struct {
		name, text string
		ended      bool
		want       standing
		event      int
	}{
		{"there", "a text", false, holds, 0},
		{"any type will do", "a", false, holds, 0},
		{"another type, named with the event that changed it", "a number", false, broken, 3},
		{"gone, named with the event that removed it", "b text", false, broken, 4},
		{"not yet", "d text", false, open, 0},
		{"never", "d text", true, broken, 0},
		{"an optional key that is gone", "maybe b text", false, holds, 0},
		{"an optional key of another type", "maybe c int", false, broken, 5},
		{"a decimal", "c decimal", false, holds, 0},
		{"a key that must not be there", "never c", false, broken, 5},
		{"a key that is not there any more", "never b", false, holds, 0},
		{"order", "order a < b < c", false, holds, 0},
		{"the wrong order", "order a < c < b", false, broken, 2},
		{"order, one to come", "order a < d", false, open, 0},
		{"order, the first never came", "order d < b", false, broken, 2},
	} {
		t.Run(row.name, func(t *testing.T) {
			contract, err := parseContract(row.text)
			require.NoError(t, err)
			x := session(t, "x", events)
			x.Ended = row.ended
			got := judge(contract, x, x.History.Last(), noon)
			require.Len(t, got, 1)
			assert.Equal(t, row.want, got[0].standing, got[0].text)
			assert.Equal(t, row.event, got[0].event, got[0].text)
			assert.Equal(t, row.want == holds, got[0].text == "")
		})
	}
}

func TestAContractHoldsForThePast(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.setContract("UserData1 text\nTempReservation text")
	assert.Equal(t, []standing{holds, broken}, []standing{m.findings[0].standing, m.findings[1].standing})
	assert.Equal(t, 2, m.findings[1].event)
	m.review(1)
	assert.Equal(t, []standing{open, holds}, []standing{m.findings[0].standing, m.findings[1].standing})
}

func TestParseContract(t *testing.T) {
	good := "# what the strategy owes\n\n\"Order No\" any\nDISP_KEY string\nmaybe Priority int\nnever Temp\norder A < \"B C\" < D\nexpect \"B C\" value:=\"x y\" -by:you within 30s after state:Chatting\nexpect A is:added after state:LeftChat within 2m\nexpect A value:1"
	c, err := parseContract(good)
	require.NoError(t, err)
	var lines []string
	for _, x := range c {
		lines = append(lines, x.String())
	}
	assert.Equal(t, []string{`"Order No" any`, "DISP_KEY text", "maybe Priority int", "never Temp", `order A < "B C" < D`,
		`expect "B C" value:="x y" -by:you within 30s after state:Chatting`, `expect A is:added within 2m after state:LeftChat`, "expect A value:1"}, lines)
	assert.Equal(t, 3, c[0].line)
	for _, row := range []struct{ text, want string }{
		{"a\nDISP_KEY txet", "line 2: column 10: types are any"},
		{`"open`, `line 1: column 1: the text that begins here has no closing "`},
		{"order A", "line 1: column 1: an order wants two keys"},
		{"order A B", "line 1: column 9: keys of an order stand with <"},
		{"order A < B <", "an order wants two keys"},
		{"a text text", "column 8: nothing is expected here"},
		{"never a text", "column 9: nothing is expected here"},
		{"expect A", "an expectation wants a key and a condition"},
		{"expect A within 30s", "an expectation wants a key and a condition"},
		{"expect A value:1 within soon", "column 25: within wants a time"},
		{"expect A type:nummer", "column 15: type: knows text"},
		{"expect A ever:x", "column 10: ever: says nothing"},
	} {
		_, err := parseContract(row.text)
		assert.ErrorContains(t, err, row.want, row.text)
	}
}
