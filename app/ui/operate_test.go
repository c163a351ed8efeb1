package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
)

func panelOf(m *model) app.Composer { return &sidePanel{Model: m} }

// talking is a session in which something was said, with some capabilities.
func talking(t *testing.T) *tracker.State {
	x := chat(t)
	x.Capabilities = []string{"SendMessage", "SendStartTypingNotification", "Transfer", "SetDisposition", "Complete", "AttachUserData"}
	x.Messages = []book.Message{
		{Index: 1, Type: "ParticipantJoined", From: book.Participant{Nickname: "Sam", Type: "Agent"}, Time: before(time.Minute)},
		{Index: 2, Type: "Text", From: book.Participant{Nickname: "+44 7700 900118", Type: "Customer"}, Text: "<b>Where</b> is my order?", Time: before(50 * time.Second)},
		{Index: 3, Type: "Text", From: book.Participant{Nickname: "Sam", Type: "Agent"}, Text: "One moment", Time: before(40 * time.Second)},
		{Index: 4, Type: "Text", From: book.Participant{Nickname: "Lee", Type: "Agent"}, Text: "try the depot", Visibility: "Agents", Time: before(30 * time.Second)},
	}
	return stateOf(x)
}

func TestOperateGallery(t *testing.T) {
	choose := func(name string) func(m *model) {
		return func(m *model) { m.togglePanel(operatePanel); m.chooseOperation(name) }
	}
	for _, row := range []struct {
		name  string
		state func(t *testing.T) *tracker.State
		view  func(m *model)
	}{
		{"operateform-message", talking, choose("SendMessage")},
		{"operateform-transfer", talking, func(m *model) { choose("Transfer")(m); m.submitOperation() }},
		{"operateform-complete", talking, func(m *model) { choose("Complete")(m); m.toggleFlag("saveLAR") }},
		{"operateform-ended", ended, func(m *model) { m.togglePanel(operatePanel) }},
		{"writeform-capable", talking, func(m *model) { m.togglePanel(writePanel) }},
		{"writeform-incapable", invited, func(m *model) { m.togglePanel(writePanel) }},
		{"production-readonly", inProduction, func(m *model) { m.togglePanel(operatePanel); m.chooseOperation("SendMessage") }},
		{"production-allowed", inProduction, func(m *model) { m.togglePanel(writePanel); m.allowWrites() }},
	} {
		t.Run(row.name, func(t *testing.T) {
			m, _ := modelOf(row.state(t))
			row.view(m)
			got := html(t, panelOf(m))
			assert.NotContains(t, got, `class="fault"`)
			golden(t, row.name, got)
		})
	}
}

// invited is a session that takes nothing but an answer.
func invited(t *testing.T) *tracker.State {
	x := chat(t)
	x.State, x.Capabilities = "Invited", []string{"Accept", "Reject"}
	return stateOf(x)
}

func TestWritesFollowWhatTheSessionOffers(t *testing.T) {
	for _, test := range []struct {
		name         string
		capabilities []string
		ended        bool
		says         [3]string // at Attach, Update and Delete
	}{
		{name: "never told"},
		{"all of them", []string{"DeleteUserData", "AttachUserData", "UpdateUserData"}, false, [3]string{}},
		{"one is missing", []string{"DeleteUserData", "AttachUserData"}, false, [3]string{1: "Update needs the capability UpdateUserData."}},
		{"two are missing", []string{"UpdateUserData"}, false, [3]string{"Attach needs the capability AttachUserData.", "", "Delete needs the capability DeleteUserData."}},
		{"none is there", []string{}, false, [3]string{"Attach needs the capability AttachUserData.", "Update needs the capability UpdateUserData.", "Delete needs the capability DeleteUserData."}},
		{"over", nil, true, [3]string{"Attach needs the capability AttachUserData.", "Update needs the capability UpdateUserData.", "Delete needs the capability DeleteUserData."}},
	} {
		t.Run(test.name, func(t *testing.T) {
			x := chat(t)
			x.Capabilities, x.Ended = test.capabilities, test.ended
			m, out := modelOf(stateOf(x))
			m.act("panel", string(writePanel))
			page := strings.Join(strings.Fields(html(t, panelOf(m))), " ")
			for i, op := range operations() {
				off := test.says[i] != ""
				assert.Contains(t, page, `aria-describedby="needs-`+op.name+`" `+disabled(off)+` class="segments-item"`)
				assert.Contains(t, page, `<span id="needs-`+op.name+`"> `+strings.TrimSpace(test.says[i]+" </span>"))

				m.startDraft(m.view.session, i, draftRow{key: "k", kind: "text", text: "v"})
				assert.Contains(t, html(t, panelOf(m)), `<button aria-describedby="draft-preview draft-problem lock-note" `+disabled(off)+` class="btn btn--primary" type="submit">`)
				*out = nil
				m.submitWrite()
				assert.Equal(t, off, len(*out) == 0, "%s is sent where it is offered and not otherwise", op.verb)
				m.draft.sent = false
			}
		})
	}
}

// disabled is the attribute as the golden files have it.
func disabled(on bool) string { return either(on, `aria-disabled`, `aria-disabled="false"`) }

func TestArrowKeysPassOverAWriteThatIsNotOffered(t *testing.T) {
	x := chat(t)
	x.Capabilities = []string{"AttachUserData", "DeleteUserData"}
	m, _ := modelOf(stateOf(x))
	m.act("panel", string(writePanel))
	m.turn("operation", 1)
	assert.Equal(t, deleteOp, m.draft.op)
	m.turn("operation", -1)
	assert.Equal(t, attachOp, m.draft.op)
	m.act("operation", "1")
	assert.Equal(t, attachOp, m.draft.op, "nor does a click choose it")
	assert.Contains(t, m.notices.status, "does not list the capability UpdateUserData")

	m.selectKey("DISP_KEY")
	m.editKey()
	require.Len(t, m.notices.alerts, 1, "the key e says why it does nothing")
	assert.Equal(t, attachOp, m.draft.op)
	m.deleteKey()
	assert.Equal(t, deleteOp, m.draft.op)
}

func inProduction(t *testing.T) *tracker.State {
	s := talking(t)
	s.Link.Profile.Production = true
	return s
}

func TestOperationsLeaveWithWhatWasFilledIn(t *testing.T) {
	for _, test := range []struct {
		name, operation string
		fields          [][2]string
		params          string // "" for nothing sent
		problem         string
	}{
		{"without parameters", "SendStartTypingNotification", nil, `null`, ""},
		{"a text", "SendMessage", [][2]string{{"text", "hello  \n"}}, `{"text":"hello  \n"}`, ""},
		{"a mandatory one is missing", "SendMessage", nil, "", "Fill in text."},
		{"one of two", "Transfer", [][2]string{{"queueName", "q"}}, `{"queueName":"q"}`, ""},
		{"neither of two", "Transfer", nil, "", "Fill in targetUri or queueName."},
		{"both of two", "Transfer", [][2]string{{"targetUri", "u"}, {"queueName", "q"}}, "", "Leave one empty: queueName excludes the other."},
		{"a flag", "Complete", [][2]string{{"saveLAR", "true"}}, `{"saveLAR":true}`, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, out := modelOf(talking(t))
			m.act("panel", "operate")
			m.act("choose", test.operation)
			for _, f := range test.fields {
				m.typed("operate", 0, f[0], f[1])
			}
			m.submit("operate")
			assert.Equal(t, test.problem, m.operating.wait.failed)
			if test.params == "" {
				assert.Empty(t, *out)
				return
			}
			require.Len(t, *out, 1)
			c := (*out)[0].(tracker.Operate)
			assert.Equal(t, test.operation, c.Operation)
			if test.params == "null" {
				assert.Nil(t, c.Params)
			} else {
				assert.Equal(t, test.params, string(c.Params.Bytes()))
			}
		})
	}
}

func TestAnOperationIsClearedWhenAcceptedAndKeptWhenRefused(t *testing.T) {
	for _, test := range []struct {
		name    string
		verdict proof.Verdict
		kept    string
	}{
		{"accepted", proof.Waiting, ""},
		{"refused", proof.Rejected, "hello"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := talking(t)
			m, _ := modelOf(s)
			m.act("panel", "operate")
			m.act("choose", "SendMessage")
			m.typed("operate", 0, "text", "hello")
			m.submit("operate")
			require.True(t, m.operating.wait.pending)
			x := *s.Sessions[0]
			x.Writes = append(x.Writes[:len(x.Writes):len(x.Writes)], &proof.Proof{Write: proof.Write{N: 2, Operation: "SendMessage", Sent: noon},
				Reply: &proof.Reply{Time: noon, HTTPStatus: 200}, Verdict: test.verdict})
			m.take(stateOf(&x), noon)
			assert.False(t, m.operating.wait.pending)
			assert.Equal(t, test.kept, m.operating.values["text"])
		})
	}
}

// Writing to production takes two deliberate acts: allowing it, and naming the
// session, each time anew.
func TestProductionIsGuarded(t *testing.T) {
	s := inProduction(t)
	m, out := modelOf(s)
	x := s.Sessions[0]
	write := func() {
		m.draft = newDraft(m.draft.gen + 1)
		m.openDraft()
		m.typed("draft", 0, "key", "a")
		m.submit("draft")
	}
	write()
	assert.Empty(t, *out)
	assert.Contains(t, m.draft.failed, "read-only")
	m.act("allow-writes", "")
	write()
	assert.Empty(t, *out)
	assert.Contains(t, m.draft.failed, "last four characters")
	m.typed("draft", 0, "confirm", x.ID[len(x.ID)-4:])
	write()
	require.Len(t, *out, 1)
	assert.Empty(t, m.guard.typed, "the next write asks again")

	other := stateOf(chat(t))
	other.Link.Profile = settings.Profile{Name: "other", BaseURL: "https://other.example", Production: true}
	m.take(other, noon)
	assert.False(t, m.guard.allowed, "another profile begins read-only")
}
