package ui

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/detail"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
	"github.com/keytrail/keytrail/app/ui/writing"
)

// drafting fills the first row of the form.
func drafting(m *page.Model, op int, key, kind, text string) {
	m.Act("panel", "write")
	m.Writing.SetOperation(op)
	m.Typed("draft", 0, "key", key)
	m.Typed("draft", 0, "type", kind)
	m.Typed("draft", 0, "value", text)
}

// changedSince is chat after another client has changed a key.
func changedSince(t *testing.T) *tracker.State {
	x := uitest.Session(t, "0000Wa9CAM6W00J", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"DISP_KEY":"pending","Subject":"a"}`},
		{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: uitest.Before(4 * time.Second)}, `{"DISP_KEY":"resolved","Subject":"a"}`},
	})
	return uitest.StateOf(x)
}

func atFirst(t *testing.T) *tracker.State {
	return uitest.StateOf(uitest.Session(t, "0000Wa9CAM6W00J", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"DISP_KEY":"pending","Subject":"a"}`}}))
}

func conflicting(t *testing.T) (*page.Model, *pagetest.Sent) {
	m, out := pagetest.ModelOf(atFirst(t))
	drafting(m, draft.UpdateOp, "DISP_KEY", "text", "closed")
	m.Take(changedSince(t), uitest.Noon)
	return m, out
}

func TestWriteGallery(t *testing.T) {
	form := func(name string, m *page.Model) {
		t.Run(name, func(t *testing.T) {
			m.Writing.Draft.UUID = "00000000-0000-4000-8000-000000000000"
			draws(t, name, panelOf(m))
		})
	}
	for _, row := range []struct {
		name string
		view func(m *page.Model)
	}{
		{"writeform-duplicate", func(m *page.Model) { drafting(m, draft.AttachOp, "DISP_KEY", "text", "closed") }},
		{"writeform-near", func(m *page.Model) { drafting(m, draft.AttachOp, "disp key", "text", "<b>") }},
		{"writeform-routing", func(m *page.Model) { drafting(m, draft.UpdateOp, "RStrategyName", "text", "x") }},
		{"writeform-noop", func(m *page.Model) { drafting(m, draft.UpdateOp, "DISP_KEY", "text", "resolved") }},
		{"writeform-json", func(m *page.Model) {
			drafting(m, draft.AttachOp, "n", "number", "12345678901234567890")
			m.Act("raw", "")
		}},
		{"writeform-repair", func(m *page.Model) {
			m.Act("panel", "write")
			m.Act("raw", "")
			m.Typed("draft", 0, "raw", "{'a': None, 'b': 12L,}")
		}},
		{"writeform-templates", func(m *page.Model) {
			drafting(m, draft.UpdateOp, "stamp", "text", "{{session}} {{now}}")
			m.Act("templates", "")
			m.Typed("draft", 0, "template", "Stamp")
			m.Act("save-template", "")
		}},
	} {
		m, _ := pagetest.ModelOf(uitest.Usual(t))
		row.view(m)
		form(row.name, m)
	}
	m, _ := conflicting(t)
	m.Writing.SubmitWrite()
	form("writeform-conflict", m)
	t.Run("proofs-verdicts", func(t *testing.T) {
		m, _ := pagetest.ModelOf(everyVerdict(t))
		var got strings.Builder
		for _, p := range m.Scene.Session.Writes {
			m.Act("write", strconv.Itoa(p.Write.N))
			got.WriteString(markupOf(t, &detail.ProofList{Model: m}))
		}
		golden(t, "proofs-verdicts", got.String())
	})
	t.Run("timeline-latency", func(t *testing.T) {
		m, _ := pagetest.ModelOf(everyVerdict(t))
		m.Act("tab", "writes")
		draws(t, "timeline-latency", timelineOf(m))
	})
}

// everyVerdict has a write of each verdict.
func everyVerdict(t *testing.T) *tracker.State {
	x := uitest.Chat(t)
	x.Writes = nil
	for v := proof.Waiting; v <= proof.CannotTell; v++ {
		p := *uitest.ExactProof(t)
		p.Write.N, p.Verdict, p.Reason = int(v)+1, v, "because"
		if v == proof.Waiting {
			p.Seen = time.Time{}
		}
		x.Writes = append(x.Writes, &p)
	}
	return uitest.StateOf(x)
}

func TestAttachOnAnExistingKeyOffersUpdate(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	drafting(m, draft.AttachOp, "DISP_KEY", "text", "closed")
	all := m.Writing.Cautions(m.Writing.Foresight())
	require.Len(t, all, 1)
	require.Equal(t, []writing.WayOut{{Label: "Use Update", Do: "operation", Arg: "1"}}, all[0].Choices)
	m.Act(all[0].Choices[0].Do, all[0].Choices[0].Arg)
	assert.Equal(t, draft.UpdateOp, m.Writing.Draft.Op)
	assert.Empty(t, m.Writing.Cautions(m.Writing.Foresight()))
}

// Cells of a table that were pasted where one key belongs, and a blank that came
// along, would make a key that nobody asks for.
func TestAKeyThatTookMoreAlongIsPointedOut(t *testing.T) {
	for key, want := range map[string]string{"Branch\tDATA1": "has a tab in it", "Branch ": "ends with a blank", "Order No": ""} {
		m, _ := pagetest.ModelOf(uitest.Usual(t))
		drafting(m, draft.AttachOp, key, "text", "x")
		if all := m.Writing.Cautions(m.Writing.Foresight()); want == "" {
			assert.Empty(t, all, key)
		} else if assert.Len(t, all, 1, key) {
			assert.Contains(t, all[0].Text, want)
		}
	}
}

func TestANearKeyIsOffered(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	drafting(m, draft.UpdateOp, "disp key", "text", "x")
	all := m.Writing.Cautions(m.Writing.Foresight())
	require.Len(t, all, 1)
	m.Act(all[0].Choices[0].Do, all[0].Choices[0].Arg)
	assert.Equal(t, "DISP_KEY", m.Writing.Draft.Rows[0].Key)
}

// A key of a template is the one that is sent.
func TestAKeyWithAPlaceholderIsFoundInItsRow(t *testing.T) {
	of := func(value string) *tracker.State {
		return uitest.StateOf(uitest.Session(t, "KEY", uitest.Story{
			{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"DISP_KEY":"pending"}`},
			{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: uitest.Noon}, `{"DISP_KEY":"` + value + `"}`},
		}))
	}
	m, _ := pagetest.ModelOf(of("pending"))
	drafting(m, draft.UpdateOp, "disp {{session}}", "text", "1")
	for _, c := range m.Writing.Cautions(m.Writing.Foresight()) {
		for _, way := range c.Choices {
			m.Act(way.Do, way.Arg)
		}
	}
	assert.Equal(t, draft.Row{Key: "DISP_KEY", Kind: "number", Text: "1"}, m.Writing.Draft.Rows[0])

	m, _ = pagetest.ModelOf(of("pending"))
	drafting(m, draft.UpdateOp, "DISP_{{session}}", "text", "closed")
	m.Take(of("resolved"), uitest.Noon)
	require.Len(t, m.Writing.Conflicts(m.Writing.Foresight()), 1)
	way := m.Writing.Cautions(m.Writing.Foresight())[0].Choices[0]
	m.Act(way.Do, way.Arg)
	assert.Empty(t, m.Writing.Conflicts(m.Writing.Foresight()))
}

// A key that somebody changed while the form was open holds the write back
// once, and can be settled either way.
func TestConflicts(t *testing.T) {
	for _, test := range []struct {
		name  string
		act   func(m *page.Model)
		sent  bool
		value string
	}{
		{"keep mine", func(m *page.Model) { m.Act("keep-mine", "0"); m.Submit("draft") }, true, "closed"},
		{"take theirs", func(m *page.Model) { m.Act("take-theirs", "0") }, false, "resolved"},
		{"undecided", func(m *page.Model) { m.Submit("draft") }, false, "closed"},
		{"sent all the same", func(m *page.Model) { m.Submit("draft"); m.Submit("draft") }, true, "closed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, out := conflicting(t)
			require.Len(t, m.Writing.Conflicts(m.Writing.Foresight()), 1)
			test.act(m)
			assert.Equal(t, test.sent, len(*out) > 0)
			assert.Equal(t, test.value, m.Writing.Draft.Rows[0].Text)
		})
	}
}

// Giving way to what another client did sends nothing of the key, also where it is
// the only one of the form.
func TestGivingWayLeavesTheKeyOut(t *testing.T) {
	gone := uitest.StateOf(uitest.Session(t, "0000Wa9CAM6W00J", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"DISP_KEY":"pending","Subject":"a"}`},
		{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: uitest.Before(4 * time.Second)}, `{"Subject":"a"}`},
	}))
	for _, test := range []struct {
		name string
		op   int
		then *tracker.State
	}{
		{"a value for a key that they deleted", draft.UpdateOp, gone},
		{"a deletion of a key that they changed", draft.DeleteOp, changedSince(t)},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, out := pagetest.ModelOf(atFirst(t))
			drafting(m, test.op, "DISP_KEY", "text", "closed")
			m.Take(test.then, uitest.Noon)
			way := m.Writing.Cautions(m.Writing.Foresight())[0].Choices[1]
			assert.Equal(t, "Leave it out", way.Label)
			m.Act(way.Do, way.Arg)
			m.Submit("draft")
			assert.Empty(t, *out)
			assert.True(t, m.Writing.Draft.Blank())
		})
	}
}

// What is shown as JSON is what is sent, whoever changed it.
func TestTheJSONFollowsWhatIsChosenBesideIt(t *testing.T) {
	for _, test := range []struct {
		name, typed, do, arg, want string
	}{
		{"another operation", `{"DISP_KEY":"x"}`, "operation", "2", "[\n  \"DISP_KEY\"\n]"},
		{"the operation that takes it", `["DISP_KEY"]`, "operation", "2", "[\n  \"DISP_KEY\"\n]"},
		{"another type", `{"n":"1"}`, "retype", "0 number", "{\n  \"n\": 1\n}"},
		{"the key that it is like", `{"disp key":"x"}`, "use-near", "0", "{\n  \"DISP_KEY\": \"x\"\n}"},
		{"their value", `{"DISP_KEY":"x"}`, "take-theirs", "0", "{\n  \"DISP_KEY\": \"resolved\"\n}"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, _ := pagetest.ModelOf(changedSince(t))
			m.Act("panel", "write")
			m.Writing.SetOperation(draft.UpdateOp)
			m.Act("raw", "")
			m.Typed("draft", 0, "raw", test.typed)
			m.Act(test.do, test.arg)
			assert.Equal(t, test.want, m.Writing.Draft.RawText)
			assert.Contains(t, m.Effects, stage.Effect{Do: stage.SetValue, Target: draft.RawField, Text: test.want})
			why, off := m.Writing.Draft.Obstacle(m.Scene.Session)
			assert.False(t, off, why)
		})
	}
}

// The rows are older than a text that cannot be read, so they do not replace it.
func TestJSONThatCannotBeReadStays(t *testing.T) {
	for _, do := range []string{"raw", "save-template"} {
		m, _ := pagetest.ModelOf(uitest.Usual(t))
		drafting(m, draft.UpdateOp, "n", "number", "1")
		m.Typed("draft", 0, "template", "mine")
		m.Act("raw", "")
		m.Typed("draft", 0, "raw", `{"n":2,`)
		m.Act(do, "")
		assert.True(t, m.Writing.Draft.Raw)
		assert.Equal(t, `{"n":2,`, m.Writing.Draft.RawText)
		assert.Contains(t, m.Writing.Draft.Failed, "Correct the JSON first")
		assert.Empty(t, m.Writing.Templates)
		m.Typed("draft", 0, "raw", "")
		m.Act("raw", "")
		assert.False(t, m.Writing.Draft.Raw)
	}
}

// A request that is pasted as a whole is offered as what it asks for, whichever of the
// writes was chosen.
func TestAPastedRequestChoosesItsOperation(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	m.Act("panel", "write")
	m.Act("raw", "")
	assert.Empty(t, m.Writing.Draft.RawText, "what is pasted stands alone")
	for _, test := range []struct{ pasted, op, want string }{
		{`{"operationName":"DeleteUserData","keys":["DISP_KEY"]}`, "Delete", `["DISP_KEY"]`},
		{`{"operationName":"UpdateUserData","userData":{"DISP_KEY":"x"}}`, "Update", `{"DISP_KEY":"x"}`},
		{"POST /api/v2/me HTTP/1.1\n\n" + `{"operationName":"DeleteUserData","keys":["DISP_KEY"]}`, "Delete", `["DISP_KEY"]`},
		{"DISP_KEY\nSegment", "Delete", `["DISP_KEY","Segment"]`},
	} {
		m.Typed("draft", 0, "raw", test.pasted)
		m.Act("use-repair", "")
		assert.Equal(t, test.op, draft.Operations()[m.Writing.Draft.Op].Verb)
		assert.JSONEq(t, test.want, m.Writing.Draft.RawText)
		assert.Empty(t, m.Writing.Draft.RawErr)
	}
}

// A row that cannot be sent is not left out of the code in silence.
func TestADraftWithAMistakeIsNotCopied(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	drafting(m, draft.UpdateOp, "DISP_KEY", "text", "x")
	m.Act("add-row", "")
	m.Typed("draft", 1, "key", "n")
	m.Typed("draft", 1, "type", "number")
	m.Typed("draft", 1, "value", "007")
	m.Effects = nil
	m.Act("copy-code", "0 cURL")
	assert.Empty(t, m.Effects)
	assert.Equal(t, "Not copied: Row 2 cannot be sent: look at its value.", m.Notices.Status)
}

func TestRawAndRowsSayTheSame(t *testing.T) {
	m, out := pagetest.ModelOf(uitest.Usual(t))
	drafting(m, draft.UpdateOp, "n", "number", "1.0")
	m.Act("raw", "")
	assert.Equal(t, "{\n  \"n\": 1.0\n}", m.Writing.Draft.RawText)
	m.Typed("draft", 0, "raw", `{"n":1e0,"t":"00123","l":[1, 2],"none":null,"yes":true}`)
	m.Act("raw", "")
	assert.Equal(t, []draft.Row{{Key: "n", Kind: "number", Text: "1e0"}, {Key: "t", Kind: "text", Text: "00123"},
		{Key: "l", Kind: "JSON", Text: "[1, 2]"}, {Key: "none", Kind: "null", Text: "null"}, {Key: "yes", Kind: "true/false", Text: "true"}}, m.Writing.Draft.Rows)
	m.Act("raw", "")
	m.Typed("draft", 0, "raw", `{"n":`)
	m.Submit("draft")
	assert.Empty(t, *out, "what cannot be read is not sent")
	assert.NotEmpty(t, m.Writing.Draft.RawErr)
	m.Typed("draft", 0, "raw", `{"n":2}`)
	m.Submit("draft")
	require.Len(t, *out, 1)
	assert.Equal(t, `{"n":2}`, string((*out)[0].(tracker.Operate).Data.Bytes()))
}

func TestPlaceholdersAreFilledWhenSent(t *testing.T) {
	m, out := pagetest.ModelOf(uitest.Usual(t))
	drafting(m, draft.UpdateOp, "stamp", "text", "{{session}} {{now}} {{uuid}}")
	m.Submit("draft")
	require.Len(t, *out, 1)
	got := (*out)[0].(tracker.Operate).Data.Get("stamp").Text()
	assert.Regexp(t, `^0000Wa9CAM6W00J 2026-03-05T12:00:00\.000Z [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, got)
}

func TestAClosedFormKeepsItsDraft(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	drafting(m, draft.UpdateOp, "k", "text", "v")
	m.Act("close-panel", "")
	m.Effects = nil
	m.Act("panel", "write")
	assert.Contains(t, m.Effects, stage.Effect{Do: stage.SetValue, Target: writing.RowField(0, "key"), Text: "k"})
	assert.Contains(t, m.Effects, stage.Effect{Do: stage.SetValue, Target: writing.RowField(0, "value"), Text: "v"})
}

// What was in doubt because no reply came is said to be so only until a
// notification shows it.
func TestADoubtEndsWithTheNotification(t *testing.T) {
	m, out := pagetest.ModelOf(atFirst(t))
	drafting(m, draft.UpdateOp, "DISP_KEY", "text", "closed")
	m.Submit("draft")
	require.Len(t, *out, 1)
	took := func(change func(*proof.Proof)) {
		p := *uitest.ExactProof(t)
		p.Write.N, p.Reply = 1, &proof.Reply{Message: "Failed to fetch"}
		change(&p)
		s := atFirst(t)
		s.Sessions[0].Writes = []*proof.Proof{&p}
		m.Take(s, uitest.Noon)
	}
	took(func(p *proof.Proof) { p.Verdict, p.Lost = proof.Waiting, true })
	assert.Contains(t, m.Writing.Draft.Failed, "not known")
	require.Len(t, m.Notices.Alerts, 1)
	assert.Contains(t, m.Notices.Alerts[0].Text, "not known")
	took(func(*proof.Proof) {})
	assert.NotContains(t, m.Writing.Draft.Failed, "not known")
	assert.Contains(t, m.Writing.Draft.Failed, "notification")
	assert.Empty(t, m.Notices.Alerts)
	assert.Equal(t, "DISP_KEY", m.Writing.Draft.Rows[0].Key, "what was typed is kept")
}

// A write that meets the end of the sign-in says so before any poll does.
func TestARefusalForWantOfASignInSaysWhatToDo(t *testing.T) {
	for code, want := range map[int]bool{20: true, 3: false} {
		m, _ := pagetest.ModelOf(atFirst(t))
		drafting(m, draft.UpdateOp, "DISP_KEY", "text", "closed")
		m.Submit("draft")
		p := *uitest.ExactProof(t)
		p.Write.N, p.Verdict, p.Reply = 1, proof.Rejected, &proof.Reply{HTTPStatus: 401, StatusCode: code}
		s := atFirst(t)
		s.Sessions[0].Writes = []*proof.Proof{&p}
		m.Take(s, uitest.Noon)
		require.Len(t, m.Notices.Alerts, 1)
		assert.Equal(t, want, strings.Contains(m.Notices.Alerts[0].Text, "Sign in again"))
	}
}

// While the JSON cannot be read, the button counts no keys of what stood there before.
func TestWhatCannotBeReadIsNotCounted(t *testing.T) {
	m, _ := pagetest.ModelOf(atFirst(t))
	m.Act("panel", "write")
	m.Act("raw", "")
	m.Typed("draft", 0, "raw", `{"a":1,"b":2}`)
	assert.Equal(t, "Attach 2 keys", m.Writing.Draft.SubmitLabel())
	m.Typed("draft", 0, "raw", `{"a":1,"b":`)
	assert.Equal(t, "Attach", m.Writing.Draft.SubmitLabel())
}
