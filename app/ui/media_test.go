package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/dashboard"
	"github.com/keytrail/keytrail/app/ui/detail"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/table"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// call is a call to which a write was sent, before and after it.
func call(t *testing.T, w proof.Write, before, after string) *tracker.State {
	x := uitest.Session(t, "calls/C", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, before},
		{history.Event{Kind: history.Write, Write: 1, Author: history.You, Time: uitest.Before(50 * time.Second)}, ""},
		{history.Event{Kind: history.Notification, Write: 1, Author: history.You, Time: uitest.Before(49 * time.Second)}, after},
	})
	x.State, x.Medium, x.Ended = "Established", "voice", false
	x.Capabilities = []string{"UpdateUserData", "AttachUserData", "DeleteUserDataPair", "DeleteUserData"}
	w.N, w.Session = 1, x.ID
	x.Writes = []*proof.Proof{{Write: w, Reply: &proof.Reply{Time: uitest.Noon, HTTPStatus: 200}, Verdict: proof.Exact, Event: 3, Seen: uitest.Noon}}
	s := uitest.StateOf(x)
	s.Link.Profile.OtherMedia = true
	return s
}

func inOneLine(markup string) string { return strings.Join(strings.Fields(markup), " ") }

// A consult call says which call it is about, whether that was seen or not.
func TestAConsultCallSaysWhatItIsAbout(t *testing.T) {
	s := call(t, proof.Write{Operation: "UpdateUserData"}, `{"Account":"4711"}`, "")
	about := s.Sessions[0]
	about.Customer = "15001"
	consult := *about
	consult.ID, consult.Parent, consult.Writes = "calls/V2", about.ID, nil
	s.Sessions = append(s.Sessions, &consult)
	m, _ := pagetest.ModelOf(s)
	m.Act("session", consult.ID)
	m.TogglePanel(scene.SessionPanel)
	says := func() string { return inOneLine(markupOf(t, panelOf(m))) }
	uitest.HasMarkup(t, says(), `<dt> Consults about</dt> <dd> 15001 C</dd>`)

	consult.Parent = "calls/V1"
	uitest.HasMarkup(t, says(), `<dt> Consults about</dt> <dd> a call that was not seen</dd>`)

	m.Act("session", about.ID)
	assert.NotContains(t, says(), "Consults about")
}

const addsOneMore = "&#34;Account&#34; is there already: attaching adds one more beside it. Update sets it instead."

func TestTheFormSaysThatAnAttachToACallAddsOneMore(t *testing.T) {
	m, _ := pagetest.ModelOf(call(t, proof.Write{Operation: "UpdateUserData"}, `{"Account":"4711"}`, ""))
	drafting(m, draft.AttachOp, "Account", "text", "9999")
	got := inOneLine(markupOf(t, panelOf(m)))
	assert.Contains(t, got, addsOneMore)
	assert.Contains(t, got, "Use Update")
	assert.Contains(t, got, "Will send: 1 key once more.")
	uitest.HasMarkup(t, got, `<span class="write-was"> &#34;4711&#34;</span> stays, and beside it <span class="write-to"> &#34;9999&#34;</span>`)
	m.Writing.SetOperation(draft.UpdateOp)
	got = inOneLine(markupOf(t, panelOf(m)))
	assert.NotContains(t, got, "once more")
	uitest.HasMarkup(t, got, `<span class="write-was"> &#34;4711&#34;</span> → <span class="write-to"> &#34;9999&#34;</span>`)
}

func TestEditAndSendAgainOfAnAttachToACallWarns(t *testing.T) {
	w := proof.Write{Operation: "AttachUserData", Doubles: true, Data: uitest.Parse(t, `{"Account":"9999"}`)}
	for after, want := range map[string]string{
		`{"Account":"9999"}`:                  addsOneMore, // whether it stood there before or not
		`{"Account":"4711","Account":"9999"}`: "&#34;Account&#34; is there twice already: attaching adds one more beside it. Update sets it instead.",
	} {
		m, out := pagetest.ModelOf(call(t, w, `{"Account":"4711"}`, after))
		m.Act("edit-again", "1")
		assert.Equal(t, draft.AttachOp, m.Writing.Draft.Op)
		assert.Contains(t, inOneLine(markupOf(t, panelOf(m))), want)
		assert.Empty(t, *out)
	}
}

// What was attached once more has changed something, whatever its value is.
func TestAnAttachOfTheSameValueToACallIsNotIdle(t *testing.T) {
	w := proof.Write{Operation: "AttachUserData", Doubles: true, Data: uitest.Parse(t, `{"Account":"4711"}`)}
	s := call(t, w, `{"Account":"4711"}`, "")
	m, _ := pagetest.ModelOf(s)
	assert.False(t, m.Writing.Idle(s.Sessions[0], s.Sessions[0].Writes[0]))
}

func TestADeleteOnACallCanBeEditedAndUndone(t *testing.T) {
	for _, operation := range []string{"DeleteUserDataPair", "DeleteUserData"} {
		w := proof.Write{Operation: operation, Keys: []string{"Account"}}
		m, out := pagetest.ModelOf(call(t, w, `{"Account":"4711"}`, `{}`))
		m.Act("write", "1")
		card := markupOf(t, &detail.ProofList{Model: m})
		assert.Contains(t, card, `data-do="undo"`)
		assert.NotRegexp(t, `data-do="undo" hidden`, card)

		m.Act("edit-again", "1")
		assert.Equal(t, scene.WritePanel, m.Writing.Form())
		assert.Equal(t, draft.DeleteOp, m.Writing.Draft.Op)
		assert.Equal(t, []draft.Row{{Key: "Account", Kind: "text"}}, m.Writing.Draft.Rows)

		m.Act("undo", "1")
		assert.Equal(t, draft.UpdateOp, m.Writing.Draft.Op)
		assert.Equal(t, []draft.Row{{Key: "Account", Kind: "text", Text: "4711"}}, m.Writing.Draft.Rows)
		m.Submit("draft")
		require.Len(t, *out, 1)
		assert.Equal(t, "UpdateUserData", (*out)[0].(tracker.Operate).Operation)
	}
}

// What arrived although no reply said so was never seen to be accepted.
func TestAGatewaysErrorIsNoAcceptance(t *testing.T) {
	x := uitest.Chat(t)
	p := x.Writes[0]
	p.Reply.HTTPStatus, p.Reply.StatusCode, p.Reply.Message = 502, -1, "the connection was dropped"
	m, _ := pagetest.ModelOf(uitest.StateOf(x))
	m.Act("write", "1")
	assert.Contains(t, inOneLine(markupOf(t, &detail.ProofList{Model: m})), `<span class="proof-step proof-step--open"> <b> accepted?</b>`)
	assert.Negative(t, dashboard.Latencies(m.State.Sessions)[0].Accepted)
}

// What was not observed is not named as if it had been: nothing but a colour would
// tell the two apart.
func TestAStepThatIsAwaitedSaysSo(t *testing.T) {
	s := call(t, proof.Write{Operation: "UpdateUserData", Data: uitest.Parse(t, `{"Account":"1"}`)}, `{"Account":"4711"}`, "")
	p := s.Sessions[0].Writes[0]
	steps := func(change func()) string {
		change()
		m, _ := pagetest.ModelOf(s)
		m.Act("write", "1")
		return inOneLine(markupOf(t, &detail.ProofList{Model: m}))
	}
	got := steps(func() { p.Verdict, p.Seen, p.Event = proof.Waiting, time.Time{}, 0 })
	assert.Contains(t, got, "<b> accepted</b>")
	assert.Contains(t, got, "<b> not seen</b>")
	assert.Contains(t, steps(func() { p.Reply = nil }), "<b> no reply</b>")
}

// A write that stayed is not shown as one that was sent.
func TestAWriteThatStayedWasNotSent(t *testing.T) {
	for unsent, want := range map[bool]string{true: `proof-step--bad"> <b> not sent</b>`, false: `proof-step--done"> <b> sent</b>`} {
		s := call(t, proof.Write{Operation: "UpdateUserData", Data: uitest.Parse(t, `{"Account":"1"}`)}, `{"Account":"4711"}`, "")
		p := s.Sessions[0].Writes[0]
		p.Verdict, p.Reply.Unsent = proof.Rejected, unsent
		m, _ := pagetest.ModelOf(s)
		m.Act("write", "1")
		assert.Contains(t, inOneLine(markupOf(t, &detail.ProofList{Model: m})), `<span class="proof-step `+want)
	}
}

// While a past event is on the screen, so is the state of the session at that time.
func TestTheStateIsOfTheEventOnTheScreen(t *testing.T) {
	x := uitest.Life(t, "s", time.Minute, "a")
	x.State, x.Ended = "Completed", true
	m, _ := pagetest.ModelOf(uitest.StateOf(x))
	for _, test := range []struct {
		event int
		want  string
	}{{0, "Completed, ended"}, {1, "Invited"}, {3, "Chatting"}, {4, "Completed"}} {
		m.Review(test.event)
		assert.Contains(t, markupOf(t, &table.Head{Model: m}), `title="`+test.want+`"`, "event %d", test.event)
	}
}
