package contract_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/contract"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/userdata"
)

// slow is a session that is answered after 10 s and resolved 50 s later.
func slow(t *testing.T) contract.Session {
	at := func(s int, state string) history.Event {
		return history.Event{Kind: history.Notification, Author: history.AnotherClient, State: state, Time: before(time.Duration(70-s) * time.Second)}
	}
	return session(t, story{{at(0, "Invited"), `{"DISP_KEY":"open"}`}, {at(10, "Chatting"), `{"DISP_KEY":"open","a":1}`},
		{at(60, "Chatting"), `{"DISP_KEY":"resolved","a":1}`}, {at(65, "LeftChat"), `{"DISP_KEY":"resolved","a":2}`}})
}

func TestExpectations(t *testing.T) {
	for _, row := range []struct {
		name, text string
		at         int
		now        time.Duration // before noon
		ended      bool
		want       contract.Standing
		event      int
	}{
		{"met at last", "expect DISP_KEY value:=resolved", 4, 0, false, contract.Holds, 0},
		{"met from the beginning", "expect DISP_KEY value:=open within 1s", 4, 0, false, contract.Holds, 0},
		{"met in time", "expect DISP_KEY value:=resolved within 50s after state:Chatting", 4, 0, false, contract.Holds, 0},
		{"too late", "expect DISP_KEY value:=resolved within 30s after state:Chatting", 4, 0, false, contract.Broken, 3},
		{"another value, too late", "expect DISP_KEY value:=closed within 30s after state:Chatting", 4, 0, false, contract.Broken, 0},
		{"still time", "expect DISP_KEY value:=resolved within 30s after state:Chatting", 2, 50 * time.Second, false, contract.Open, 0},
		{"time is over", "expect DISP_KEY value:=resolved within 30s after state:Chatting", 2, 20 * time.Second, false, contract.Broken, 0},
		{"not yet", "expect DISP_KEY value:=never", 4, 0, false, contract.Open, 0},
		{"never", "expect DISP_KEY value:=never", 4, 0, true, contract.Broken, 0},
		{"the state has not come", "expect a value:2 after state:Completed", 4, 0, false, contract.Open, 0},
		{"the state never came", "expect a value:2 after state:Completed", 4, 0, true, contract.Holds, 0},
		{"only what comes after the state counts", "expect DISP_KEY value:=open after state:LeftChat", 4, 0, true, contract.Broken, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			owed, err := contract.Parse(row.text)
			require.NoError(t, err)
			x := slow(t)
			x.Ended = row.ended
			got := owed.Judge(x, row.at, before(row.now))[0]
			assert.Equal(t, row.want, got.Standing, got.Reason)
			assert.Equal(t, row.event, got.Event, got.Reason)
		})
	}
}

// What came too late is the event after which it was so, and none before it.
func TestTheEventThatCameTooLate(t *testing.T) {
	at := func(s int) history.Event { return history.Event{Time: before(time.Duration(70-s) * time.Second)} }
	x := session(t, story{{at(0), `{"a":"open"}`}, {at(40), `{"a":"waiting"}`}, {at(50), `{"a":"resolved"}`}})
	owed, err := contract.Parse("expect a value:=resolved within 30s\nexpect a value:=closed within 30s")
	require.NoError(t, err)
	got := owed.Judge(x, 3, before(time.Minute))
	assert.Equal(t, 3, got[0].Event)
	assert.Equal(t, contract.Broken, got[1].Standing, "events after it tell that the time is over")
	assert.Equal(t, "was never so within 30s", got[1].Reason)
}

// Nothing is broken of which nobody knows whether it was in time.
func TestAnExpectationAtAnUnknownTime(t *testing.T) {
	unknown := history.Event{Kind: history.Reread}
	x := session(t, story{{history.Event{State: "Chatting", Time: before(time.Minute)}, `{"a":"open"}`}, {unknown, `{"a":"resolved"}`}, {history.Event{Time: noon}, `{"a":"closed"}`}})
	owed, err := contract.Parse("expect a value:=resolved within 30s\nexpect a value:=never within 30s\nexpect a value:=resolved")
	require.NoError(t, err)
	got := owed.Judge(x, 3, noon)
	assert.Equal(t, "was so, and whether in time is not known", got[0].Reason)
	assert.Equal(t, []contract.Standing{contract.Open, contract.Broken, contract.Holds}, []contract.Standing{got[0].Standing, got[1].Standing, got[2].Standing})

	x = session(t, story{{history.Event{Time: before(time.Minute)}, `{"a":"open"}`}, {unknown, `{"a":"resolved"}`}, {history.Event{Time: before(time.Second)}, `{"a":"closed"}`},
		{history.Event{Time: noon}, `{"a":"resolved"}`}})
	assert.Equal(t, "was so, and whether in time is not known", owed.Judge(x, 4, noon)[0].Reason, "once more is too late")

	x = session(t, story{{unknown, `{"a":"open"}`}})
	assert.Equal(t, contract.Open, owed.Judge(x, 1, noon)[0].Standing)
}

// Nothing is said of time in which nobody looked.
func TestWhatWasNotObservedBreaksNothing(t *testing.T) {
	at := func(s int, e history.Event) history.Event {
		e.Time = noon.Add(time.Duration(s) * time.Second)
		return e
	}
	gap := history.Event{Kind: history.Reread, Since: noon.Add(10 * time.Second)}
	x := session(t, story{{at(0, history.Event{State: "Chatting"}), `{"A":"1"}`}, {at(60, gap), `{"A":"q","C":"1","D":"1"}`}})
	owed, err := contract.Parse("expect A value:=q within 30s\nexpect A value:=z within 30s\nexpect A value:=z within 5s\norder C < D\norder D < C\nexpect A value:=q after state:Completed\nexpect A value:=z")
	require.NoError(t, err)
	standings := func(x contract.Session, at int) (list []contract.Standing) {
		for _, f := range owed.Judge(x, at, noon.Add(2*time.Minute)) {
			list = append(list, f.Standing)
		}
		return list
	}
	const open, broken = contract.Open, contract.Broken
	assert.Equal(t, []contract.Standing{open, open, broken, open, open, open, open}, standings(x, 2))
	x.Ended = true
	assert.Equal(t, []contract.Standing{open, open, broken, open, open, open, open}, standings(x, 2))

	late := history.Event{Kind: history.Reread, State: "Completed", Since: noon.Add(10 * time.Second)}
	x = session(t, story{{at(0, history.Event{State: "Chatting"}), `{"A":"1"}`}, {at(60, late), `{"A":"1"}`}})
	owed, err = contract.Parse("expect A value:=q within 30s after state:Completed")
	require.NoError(t, err)
	assert.Equal(t, []contract.Standing{open}, standings(x, 2), "the state may have come, and the value have been there, unseen")
}

// What a long history has dropped is not what never was.
func TestWhatWasDroppedBreaksNothing(t *testing.T) {
	begin := story{
		{history.Event{State: "Invited"}, `{}`},
		{history.Event{State: "Chatting"}, `{"A":"q"}`},
		{history.Event{State: "Chatting"}, `{"A":"q","B":"1"}`},
		{history.Event{State: "Chatting"}, `{"A":"r","B":"1"}`},
	}
	log := history.New(20_000)
	for n := range 300 {
		e, data := history.Event{State: "Chatting"}, fmt.Sprintf(`{"A":"r","B":"1","n":%d}`, n)
		if n < len(begin) {
			e, data = begin[n].event, begin[n].data
		}
		e.Time = noon.Add(time.Duration(n) * time.Second)
		m, err := userdata.Parse([]byte(data))
		require.NoError(t, err)
		log.Append(e, m)
	}
	for n, data := range []string{`{"A":"r","B":"2"}`, `{"A":"r","B":"2","C":"1"}`} {
		m, err := userdata.Parse([]byte(data))
		require.NoError(t, err)
		log.Append(history.Event{State: [...]string{"Chatting", "LeftChat"}[n], Time: noon.Add(time.Duration(300+n) * time.Second)}, m)
	}
	v := log.View()
	require.Greater(t, v.Dropped(), len(begin))
	owed, err := contract.Parse("order A < B\norder B < A\norder A < C\norder B < C\norder C < A\norder C < B\norder D < A\norder D < C\n" +
		"expect A value:=q within 30s\nexpect A value:=q within 30s after state:Invited\nexpect A value:=r\nexpect A value:=q within 30s after state:LeftChat")
	require.NoError(t, err)
	const open, broken, holds = contract.Open, contract.Broken, contract.Holds
	var got []contract.Standing
	for _, f := range owed.Judge(contract.Session{History: v, Ended: true, Who: func(history.Event, string) history.Author { return history.Unknown }}, v.Last(), noon.Add(time.Hour)) {
		got = append(got, f.Standing)
		assert.NotContains(t, f.Reason, "never came")
		_, kept := v.Event(f.Event)
		assert.True(t, f.Event == 0 || kept, "nobody can look at event %d", f.Event)
	}
	assert.Equal(t, []contract.Standing{open, open, holds, holds, broken, broken, broken, broken, open, open, holds, broken}, got)
}

// Nor is it said that what may stand in a dropped event never was.
func TestWhatWasDroppedMayHaveBeen(t *testing.T) {
	log := history.New(1)
	for range 3 {
		m, err := userdata.Parse([]byte(`{"B":"1"}`))
		require.NoError(t, err)
		log.Append(history.Event{Kind: history.Notification, State: "Chatting", Time: noon}, m)
	}
	v := log.View()
	require.Positive(t, v.Dropped())
	owed, err := contract.Parse("A\nexpect B value:=2 after state:Invited")
	require.NoError(t, err)
	for _, ended := range []bool{false, true} {
		for _, f := range owed.Judge(contract.Session{History: v, Ended: ended}, v.Last(), noon) {
			assert.Contains(t, []string{"is not there, and earlier events are not kept", "the session was not seen Invited, and not observed all the time"}, f.Reason)
			assert.Equal(t, ended && f.Duty == contract.Must, f.Standing == contract.Broken, f.Reason)
		}
	}
}

// Nobody is blamed for what began in an event that is not kept.
func TestNobodyIsBlamedForWhatWasDropped(t *testing.T) {
	log := history.New(20_000)
	for n := range 302 {
		data := fmt.Sprintf(`{"A":"r","B":"1","O":{"p":1},"n":%d}`, n)
		switch n {
		case 300:
			data = `{"A":"r","B":"2","O":{"p":2}}`
		case 301:
			data = `{"A":"r","B":"2","O":{"p":2},"C":"1"}`
		}
		m, err := userdata.Parse([]byte(data))
		require.NoError(t, err)
		log.Append(history.Event{Time: noon.Add(time.Duration(n) * time.Second)}, m)
	}
	v := log.View()
	require.Positive(t, v.Dropped())
	owed, err := contract.Parse("never A\nnever B\nnever O\nnever C\nB int\nO text\nC int\nn int")
	require.NoError(t, err)
	var got []int
	for _, f := range owed.Judge(contract.Session{History: v}, v.Last(), noon.Add(time.Hour)) {
		assert.Equal(t, contract.Broken, f.Standing, f.Reason)
		got = append(got, f.Event)
	}
	assert.Equal(t, []int{0, 0, 0, 302, 0, 0, 302, 301}, got)
}

func TestWhatAConditionAsks(t *testing.T) {
	x := session(t, story{{history.Event{Kind: history.Snapshot, Time: before(time.Minute)}, `{"RTarget":"a"}`}, {history.Event{Author: history.Routing, Time: noon}, `{"RTarget":"b"}`}})
	rules, err := userdata.ParseRules("business exact RTarget")
	require.NoError(t, err)
	for _, row := range []struct {
		text string
		want contract.Standing
	}{
		{"expect RTarget class:routing", contract.Holds}, {"expect RTarget class:business", contract.Open},
		{"expect RTarget by:routing was:a is:changed", contract.Holds}, {"expect RTarget by:you", contract.Open},
		{"expect RTarget by:first value:a", contract.Holds}, {"expect RTarget is:pinned", contract.Open},
	} {
		owed, err := contract.Parse(row.text)
		require.NoError(t, err)
		assert.Equal(t, row.want, owed.Judge(x, 2, noon)[0].Standing, row.text)
	}
	x.Rules = rules
	owed, err := contract.Parse("expect RTarget class:business")
	require.NoError(t, err)
	assert.Equal(t, contract.Holds, owed.Judge(x, 2, noon)[0].Standing, "the person's own classes count")
}
