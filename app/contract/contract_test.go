package contract_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/contract"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/userdata"
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
		want       contract.Standing
		event      int
	}{
		{"there", "a text", false, contract.Holds, 0},
		{"any type will do", "a", false, contract.Holds, 0},
		{"another type, named with the event that changed it", "a number", false, contract.Broken, 3},
		{"gone, named with the event that removed it", "b text", false, contract.Broken, 4},
		{"not yet", "d text", false, contract.Open, 0},
		{"never", "d text", true, contract.Broken, 0},
		{"an optional key that is gone", "maybe b text", false, contract.Holds, 0},
		{"an optional key of another type", "maybe c int", false, contract.Broken, 5},
		{"a decimal", "c decimal", false, contract.Holds, 0},
		{"a key that must not be there", "never c", false, contract.Broken, 5},
		{"a key that is not there any more", "never b", false, contract.Holds, 0},
		{"order", "order a < b < c", false, contract.Holds, 0},
		{"the wrong order", "order a < c < b", false, contract.Broken, 2},
		{"order, one to come", "order a < d", false, contract.Open, 0},
		{"order, the first never came", "order d < b", false, contract.Broken, 2},
	} {
		t.Run(row.name, func(t *testing.T) {
			owed, err := contract.Parse(row.text)
			require.NoError(t, err)
			x := session(t, events)
			x.Ended = row.ended
			got := owed.Judge(x, x.History.Last(), noon)
			require.Len(t, got, 1)
			assert.Equal(t, row.want, got[0].Standing, got[0].Reason)
			assert.Equal(t, row.event, got[0].Event, got[0].Reason)
			assert.Equal(t, row.want == contract.Holds, got[0].Reason == "")
		})
	}
}

// What is wrong began with the last event that made it so, and a session is over at its
// last event only.
func TestSinceWhenAClauseIsBroken(t *testing.T) {
	event := history.Event{Kind: history.Notification, Author: history.Routing}
	x := session(t, story{{event, `{"t":1,"b":1}`}, {event, `{"b":1}`}, {event, `{"t":2,"b":1}`}, {event, `{"t":3}`}, {event, `{"t":3,"d":1}`}})
	x.Ended, x.Medium = true, "voice"
	for _, row := range []struct {
		text   string
		at     int
		want   contract.Standing
		event  int
		reason string
	}{
		{"never t", 5, contract.Broken, 3, "is there"},
		{"never t", 2, contract.Holds, 0, ""},
		{"b int", 5, contract.Broken, 4, "is not there any more"},
		{"c int", 5, contract.Broken, 0, "never came"},
		{"c int", 4, contract.Open, 0, "has not come yet"},
		{"order b < c", 5, contract.Broken, 0, "c never came"},
		{"order b < c", 4, contract.Open, 0, "c has not come yet"},
		{"order t < d < b", 5, contract.Broken, 1, "b came before d"},
		{"order t < b < d", 5, contract.Holds, 0, ""}, // two came with one event
		{"expect t value:=9", 5, contract.Broken, 0, "was never so"},
		{"expect t value:=9", 4, contract.Open, 0, "is not so yet"},
		{"expect t value:=3 medium:voice", 5, contract.Holds, 0, "met in event 4"},
		{"expect t value:=3 medium:chat", 5, contract.Broken, 0, "was never so"},
	} {
		t.Run(fmt.Sprint(row.text, " at ", row.at), func(t *testing.T) {
			owed, err := contract.Parse(row.text)
			require.NoError(t, err)
			got := owed.Judge(x, row.at, noon)[0]
			assert.Equal(t, row.want.String(), got.Standing.String())
			assert.Equal(t, row.event, got.Event)
			assert.Equal(t, row.reason, got.Reason)
			assert.Equal(t, row.want == contract.Open && strings.HasPrefix(row.text, "expect"), got.Waits())
		})
	}
}

func TestParseContract(t *testing.T) {
	good := "# what the strategy owes\n\n\"Order No\" any\nDISP_KEY string\nmaybe Priority int\nnever Temp\norder A < \"B C\" < D\nexpect \"B C\" value:=\"x y\" -by:you within 30s after state:Chatting\nexpect A is:added after state:LeftChat within 2m\nexpect A value:1"
	c, err := contract.Parse(good)
	require.NoError(t, err)
	var lines []string
	for _, x := range c {
		lines = append(lines, x.String())
	}
	assert.Equal(t, []string{`"Order No" any`, "DISP_KEY text", "maybe Priority int", "never Temp", `order A < "B C" < D`,
		`expect "B C" value:="x y" -by:you within 30s after state:Chatting`, `expect A is:added within 2m after state:LeftChat`, "expect A value:1"}, lines)
	for _, row := range []struct{ text, want string }{
		{"a\nDISP_KEY txet", "line 2: column 10: types are any"},
		{`"open`, `line 1: column 1: the text that begins here has no closing "`},
		{"order A", "line 1: column 1: an order wants two keys"},
		{"order A B", "line 1: column 9: keys of an order stand with <"},
		{"order A < B <", "an order wants two keys"},
		{"a text text", "column 8: nothing is expected here"},
		{"never a text", "column 9: nothing is expected here"},
		{"expect A", "an expectation wants a key and a condition"},
		{`expect A ""`, "an expectation wants a key and a condition"},
		{"expect A within 30s", "an expectation wants a key and a condition"},
		{"expect A value:1 within soon", "column 25: within wants a time"},
		{"expect A type:nummer", "column 15: type: knows text"},
		{"expect A ever:x", "column 10: ever: says nothing"},
	} {
		_, err := contract.Parse(row.text)
		assert.ErrorContains(t, err, row.want, row.text)
	}
}

// A word in quotes is a key, and no word of the language.
func TestQuotesMakeAKeyOfAWord(t *testing.T) {
	for _, row := range []struct{ text, key, want string }{
		{`"never" text`, "never", `"never" text`},
		{`maybe "order"`, "order", `maybe "order" any`},
		{`"#1"`, "#1", `"#1" any`},
		{`never "a b"`, "a b", `never "a b"`},
		{`expect "expect" "within" 30s`, "expect", `expect "expect" "within" 30s`},
		{`expect a value:"x " within 2m`, "a", `expect a value:"x " within 2m`},
		{`expect a value:" ""b"`, "a", `expect a value:" " b`},
		{`expect "within" 0`, "within", `expect "within" 0`},
		{`expect a value:x "after" state:y within 90s`, "a", `expect a value:x "after" state:y within 90s`},
		{`expect a value:x after noon`, "a", `expect a value:x "after" noon`},
		{`expect a value:x after "state:y"`, "a", `expect a value:x "after" state:y`},
		{`expect a value:x after state:y after state:z`, "a", `expect a value:x "after" state:y after state:z`},
		{`expect a value:x within 1s within 2s`, "a", `expect a value:x "within" 1s within 2s`},
		{"a text\r", "a", "a text"},
	} {
		c, err := contract.Parse(row.text)
		require.NoError(t, err, row.text)
		require.Len(t, c, 1, row.text)
		assert.Equal(t, row.key, c[0].Keys[0], row.text)
		assert.Equal(t, row.want, c[0].String())
	}
}

func TestAnErrorSaysWhere(t *testing.T) {
	_, err := contract.Parse("a\n\"é b\" txet")
	var where *contract.Error
	require.ErrorAs(t, err, &where)
	assert.Equal(t, [2]int{2, 7}, [2]int{where.Line, where.What.Column})
}

func TestTally(t *testing.T) {
	owed, err := contract.Parse("a\nb\nc\nnever a")
	require.NoError(t, err)
	x := session(t, story{{history.Event{Time: noon}, `{"a":1,"b":2}`}})
	hold, broken := contract.Tally(owed.Judge(x, 1, noon))
	assert.Equal(t, [2]int{2, 1}, [2]int{hold, broken}, "one is open")
}

// Whatever is typed: reading does not panic, an error stands within its line,
// what is written is read again, and any session can be held against it.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"# c\n\"a b\" text\nmaybe b", "order a < \"b\" < c", "never \"never\"", "expect a value:=\"x y\" -by:you within 90s after state:s", "expect \"\" \"within\" 1s", "a\rb", `expect """"`} {
		f.Add(s)
	}
	x := session(f, story{{history.Event{State: "s", Time: before(time.Minute)}, `{"a":"x y","b":1}`}, {history.Event{Time: noon}, `{"b":"1","c":null}`}})
	f.Fuzz(func(t *testing.T, text string) {
		owed, err := contract.Parse(text)
		if err != nil {
			var where *contract.Error
			require.ErrorAs(t, err, &where)
			lines := strings.Split(text, "\n")
			require.LessOrEqual(t, where.Line, len(lines))
			assert.LessOrEqual(t, where.What.Column, len([]rune(lines[where.Line-1]))+1)
			return
		}
		for _, c := range owed {
			again, err := contract.Parse(c.String())
			require.NoError(t, err, "%q", c.String())
			require.Len(t, again, 1, "%q", c.String())
			assert.Equal(t, c.String(), again[0].String())
			assert.Equal(t, [...]any{c.Duty, c.Keys, c.Type, c.Within, c.State}, [...]any{again[0].Duty, again[0].Keys, again[0].Type, again[0].Within, again[0].State})
		}
		assert.Len(t, owed.Judge(x, 2, noon), len(owed))
	})
}

// What a clause on one key says agrees with looking at the map itself.
func FuzzJudge(f *testing.F) {
	f.Add("a", "text", `{"a":"x"}`, false)
	f.Add("a", "int", `{"a":1.5,"b":1}`, true)
	f.Fuzz(func(t *testing.T, key, kind, data string, ended bool) {
		m, err := userdata.Parse([]byte(data))
		if err != nil {
			t.Skip("the data is no JSON object, which package userdata refuses")
		}
		for _, duty := range []contract.Duty{contract.Must, contract.Maybe, contract.Never} {
			c := contract.Contract{{Duty: duty, Keys: []string{key}, Type: kind}}
			x := session(t, story{{history.Event{Time: noon}, data}})
			x.Ended = ended
			value := m.Get(key)
			there, fits := value.Kind() != userdata.Absent, kind == "any" || query.IsType(value, kind)
			want := contract.Broken
			switch {
			case duty == contract.Never && !there, duty == contract.Maybe && !there, duty != contract.Never && there && fits:
				want = contract.Holds
			case duty == contract.Must && !there && !ended:
				want = contract.Open
			}
			got := c.Judge(x, 1, noon)[0]
			assert.Equal(t, want, got.Standing, "%s %q in %s", duty, key, data)
			assert.Equal(t, want == contract.Broken && there, got.Event == 1, "the event that brought it broke it")
		}
	})
}
