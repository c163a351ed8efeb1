package ui

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/userdata"
)

// written is a session in which two writes were sent: the first is proven by
// event 5, with another client's event in between, the second is not seen yet.
func written(t testing.TB) *book.Session {
	x := session(t, "w", story{
		{history.Event{Kind: history.Snapshot, Time: before(time.Minute)}, `{"a":1}`},
		{history.Event{Kind: history.Write, Type: "UpdateUserData", Write: 1, Time: before(30 * time.Second)}, ""},
		{history.Event{Kind: history.Reply, Type: "UpdateUserData", Write: 1, Time: before(29 * time.Second)}, ""},
		{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: before(28 * time.Second)}, `{"a":1,"other":true}`},
		{history.Event{Kind: history.Notification, Author: history.You, Write: 1, Time: before(27 * time.Second)}, `{"a":"x","other":true}`},
		{history.Event{Kind: history.Write, Type: "UpdateUserData", Write: 2, Time: before(5 * time.Second)}, ""},
		{history.Event{Kind: history.Reply, Type: "UpdateUserData", Write: 2, Time: before(4 * time.Second)}, ""},
	})
	sent := func(n int, ago time.Duration, data string) proof.Write {
		return proof.Write{N: n, Session: "w", Operation: "UpdateUserData", Data: parse(t, data), Sent: before(ago)}
	}
	x.Writes = []*proof.Proof{
		{Write: sent(1, 30*time.Second, `{"a":"x"}`), Reply: &proof.Reply{Time: before(29 * time.Second)}, Verdict: proof.Exact, Confidence: proof.Certain, Seen: before(27 * time.Second), Event: 5},
		{Write: sent(2, 5*time.Second, `{"a":"y"}`), Reply: &proof.Reply{Time: before(4 * time.Second)}},
	}
	return x
}

// loggedEvents are the events that have rows of their own, newest first.
func loggedEvents(m *model) []int {
	l := m.log()
	var out []int
	for i := range l.len() {
		_, n := l.at(i)
		out = append(out, n)
	}
	return out
}

func TestAWriteHasOneRow(t *testing.T) {
	m, _ := modelOf(stateOf(written(t)))
	assert.Equal(t, []int{6, 5, 4, 1}, loggedEvents(m), "what proves the first, the request of the second")
	m.act("spread", "1")
	assert.Equal(t, []int{6, 5, 4, 3, 2, 1}, loggedEvents(m))
	m.act("spread", "2")
	assert.Equal(t, []int{7, 6, 5, 4, 3, 2, 1}, loggedEvents(m))
	m.act("spread", "1")
	m.act("spread", "2")
	assert.Equal(t, []int{6, 5, 4, 1}, loggedEvents(m))

	m.review(3)
	assert.Equal(t, []int{6, 5, 4, 3, 2, 1}, loggedEvents(m), "what is looked at has a row")
	m.review(5)
	assert.Equal(t, []int{6, 5, 4, 1}, loggedEvents(m))
	require.True(t, m.press(keypress{key: "Enter", pane: timelinePane}))
	assert.Equal(t, []int{6, 5, 4, 3, 2, 1}, loggedEvents(m))
	m.review(4)
	assert.False(t, m.press(keypress{key: "o", pane: timelinePane}), "no write of this page")
}

func TestTheRowOfAWriteSaysWhatBecameOfIt(t *testing.T) {
	m, _ := modelOf(stateOf(written(t)))
	text := func(n int) string {
		_, row := (&timeline{Model: m}).all()
		return visible(app.HTMLString(drawn(row(slices.Index(loggedEvents(m), n)).Node)))
	}
	assert.Contains(t, text(5), "← your UpdateUserData: proven exact; accepted after 1.0 s, seen 3.0 s after it was sent")
	assert.Contains(t, text(6), "accepted after 1.0 s; a reply proves nothing yet")
	m.act("spread", "1")
	assert.NotContains(t, text(5), "accepted after", "the reply has a row of its own")
}

func TestStraysStandBesideFoldedEvents(t *testing.T) {
	s := stateOf(written(t))
	s.Strays = []history.Event{{N: 1, Kind: history.Stray, Time: before(28*time.Second + 500*time.Millisecond), Raw: []byte("?")}}
	m, _ := modelOf(s)
	l := m.log()
	var out []string
	for i := range l.len() {
		stray, n := l.at(i)
		out = append(out, itoa(n)+"/"+itoa(stray))
	}
	assert.Equal(t, []string{"6/0", "5/0", "4/0", "0/1", "1/0"}, out)
}

func TestAnEventTellsItsFirstChanges(t *testing.T) {
	old := parse(t, `{"a":1,"b":"x","gone":null,"list":[1,2],"long":"`+strings.Repeat("l", 80)+`","z1":1,"z2":1,"z3":1}`)
	now := parse(t, `{"a":"1","b":"y","list":[1,3],"long":"","new":true,"z1":2,"z2":2,"z3":2}`)
	e := history.Event{Kind: history.Notification, Author: history.Routing, Changes: userdata.Diff(old, now)}
	var b bytes.Buffer
	changes, rest := eventChanges(e)
	app.PrintHTML(&b, app.Span().Body(shown(changes...)...))
	words := strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(b.String(), " ")), " ")
	assert.Equal(t, "⇄ a 1 → 1 , ~ b x → y , − gone null , list , long , new", words)
	assert.Equal(t, 3, rest)
	for _, name := range []string{"retyped", "changed", "removed"} {
		assert.Contains(t, b.String(), `aria-label="`+name+`"`, "a sign is read as its word")
	}
}

func TestAnEventNamesLookalikes(t *testing.T) {
	e := history.Event{Author: history.Routing, Changes: userdata.Diff(parse(t, `{"name":"Caf\u00e9"}`), parse(t, `{"name":"Cafe\u0301"}`))}
	var b bytes.Buffer
	changes, _ := eventChanges(e)
	app.PrintHTML(&b, app.Span().Body(shown(changes...)...))
	assert.Contains(t, b.String(), "U+0301")
}

func TestTimesOfAnotherDayHaveADate(t *testing.T) {
	m, _ := modelOf(stateOf(written(t)))
	assert.Empty(t, m.otherDay(before(11*time.Hour)))
	assert.Equal(t, "2026-03-04", m.otherDay(before(13*time.Hour)))
	assert.Empty(t, m.otherDay(time.Time{}))
	m.view.times = "relative"
	assert.Empty(t, m.otherDay(before(13*time.Hour)))
}
