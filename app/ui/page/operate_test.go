package page

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestArrowKeysPassOverAWriteThatIsNotOffered(t *testing.T) {
	x := uitest.Chat(t)
	x.Capabilities = []string{"AttachUserData", "DeleteUserData"}
	m, _ := modelOf(uitest.StateOf(x))
	m.Act("panel", string(scene.WritePanel))
	m.turn("operation", 1)
	assert.Equal(t, draft.DeleteOp, m.Writing.Draft.Op)
	m.turn("operation", -1)
	assert.Equal(t, draft.AttachOp, m.Writing.Draft.Op)
	m.Act("operation", "1")
	assert.Equal(t, draft.AttachOp, m.Writing.Draft.Op, "nor does a click choose it")
	assert.Contains(t, m.Notices.Status, "does not list the capability UpdateUserData")

	m.SelectKey("DISP_KEY")
	m.Writing.EditKey()
	require.Len(t, m.Notices.Alerts, 1, "the key e says why it does nothing")
	assert.Equal(t, draft.AttachOp, m.Writing.Draft.Op)
	m.Writing.DeleteKey()
	assert.Equal(t, draft.DeleteOp, m.Writing.Draft.Op)
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
			m, out := modelOf(uitest.Talking(t))
			m.Act("panel", "operate")
			m.Act("choose", test.operation)
			for _, f := range test.fields {
				m.Typed("operate", 0, f[0], f[1])
			}
			m.Submit("operate")
			assert.Equal(t, test.problem, m.Writing.Operating.Wait.Failed)
			if test.params == "" {
				assert.Empty(t, *out)
				return
			}
			require.Len(t, *out, 1)
			assert.NotNil(t, m.Writing.OperateSession(), "the form is still for the session while it waits")
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
		lost    bool
		kept    string
		says    string
	}{
		{"accepted", proof.Waiting, false, "", ""},
		{"refused", proof.Rejected, false, "hello", "SendMessage was not accepted."},
		{"lost", proof.Waiting, true, "hello", "Whether SendMessage was carried out is not known."},
		{"without a reply", proof.NotSeen, false, "hello", "No reply came."},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := uitest.Talking(t)
			m, _ := modelOf(s)
			m.Act("panel", "operate")
			m.Act("choose", "SendMessage")
			m.Typed("operate", 0, "text", "hello")
			m.Submit("operate")
			require.True(t, m.Writing.Operating.Wait.Pending)
			x := *s.Sessions[0]
			p := &proof.Proof{Write: proof.Write{N: 2, Operation: "SendMessage", Sent: uitest.Noon}, Verdict: test.verdict, Lost: test.lost}
			if test.says == "" || test.verdict == proof.Rejected {
				p.Reply = &proof.Reply{Time: uitest.Noon, HTTPStatus: 200}
			}
			x.Writes = append(x.Writes[:len(x.Writes):len(x.Writes)], p)
			m.Take(uitest.StateOf(&x), uitest.Noon)
			assert.False(t, m.Writing.Operating.Wait.Pending)
			assert.Equal(t, test.kept, m.Writing.Operating.Values["text"])
			assert.True(t, strings.HasPrefix(m.Writing.Operating.Wait.Failed, test.says), m.Writing.Operating.Wait.Failed)
		})
	}
}

func TestAnotherOperationDoesNotLoseWhatWasEntered(t *testing.T) {
	m, out := modelOf(uitest.Talking(t))
	m.Act("panel", "operate")
	m.Act("choose", "SendMessage")
	m.Typed("operate", 0, "text", "hello")
	m.Act("choose", "Transfer")
	assert.Empty(t, m.Writing.Operating.Values)
	m.Effects = nil
	m.Act("choose", "SendMessage")
	assert.Contains(t, m.Effects, stage.Effect{Do: stage.SetValue, Target: "#operate [data-field=text]", Text: "hello"})
	m.Submit("operate")
	require.Len(t, *out, 1)
	m.Act("choose", "Transfer")
	m.Act("choose", "SendMessage")
	assert.Empty(t, m.Writing.Operating.Values, "what was sent is not sent again")
}

// What was begun for one customer is not sent to another one who was selected since,
// nor to one who does not take it any more.
func TestAnOperationStaysWithItsSession(t *testing.T) {
	s := uitest.Talking(t)
	x := *s.Sessions[0]
	s = uitest.StateOf(&x, uitest.Life(t, "other", time.Minute, "v"))
	m, out := modelOf(s)
	m.SelectSession(x.ID)
	m.Act("panel", "operate")
	m.Act("choose", "SendMessage")
	m.Typed("operate", 0, "text", "hel")
	m.SelectSession("other")
	m.Typed("operate", 0, "text", "hello")
	assert.Equal(t, x.ID, m.Writing.OperateSession().ID)
	x.Capabilities = []string{"Complete"}
	m.Submit("operate")
	assert.Empty(t, *out)
	assert.Contains(t, m.Notices.Status, "does not list the capability SendMessage")
}

// Writing to production takes two deliberate acts: allowing it, and naming the
// session, each time anew.
func TestProductionIsGuarded(t *testing.T) {
	s := uitest.InProduction(t)
	m, out := modelOf(s)
	x := s.Sessions[0]
	write := func() {
		m.Writing.Draft = draft.New(m.Writing.Draft.Gen + 1)
		m.Writing.OpenDraft()
		m.Typed("draft", 0, "key", "a")
		m.Submit("draft")
	}
	write()
	assert.Empty(t, *out)
	assert.Contains(t, m.Writing.Draft.Failed, "read-only")
	m.Act("allow-writes", "")
	write()
	assert.Empty(t, *out)
	assert.Contains(t, m.Writing.Draft.Failed, "last four characters")
	m.Typed("draft", 0, "confirm", x.ID[len(x.ID)-4:])
	write()
	require.Len(t, *out, 1)
	assert.Empty(t, m.Writing.Guard.Typed, "the next write asks again")
	m.Act("choose", "SendStartTypingNotification")
	m.Submit("operate")
	assert.Len(t, *out, 1, "so does any other operation")
	m.Typed("operate", 0, "confirm", x.ID[len(x.ID)-4:])
	m.Submit("operate")
	assert.Len(t, *out, 2)
	assert.Empty(t, m.Writing.Guard.Typed)

	other := uitest.StateOf(uitest.Chat(t))
	other.Link.Profile = settings.Profile{Name: "other", BaseURL: "https://other.example", Production: true}
	m.Take(other, uitest.Noon)
	assert.False(t, m.Writing.Guard.Allowed, "another profile begins read-only")
}
