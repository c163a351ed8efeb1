package page

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/uitest"
	"github.com/keytrail/keytrail/app/ui/writing"
)

func TestPastedTextIsRepaired(t *testing.T) {
	for _, test := range []struct {
		name, text string
		op         int
		rows       int
	}{
		{"Python", "{u'a': None, 'b': True, 'c': 12L}", draft.UpdateOp, 3},
		{"a comma too many", `{"a":1,}`, draft.UpdateOp, 1},
		{"a whole request", `{"operationName":"AttachUserData","userData":{"a":1,"b":2}}`, draft.UpdateOp, 2},
		{"userData under its name", `{"userData":{"a":1,"b":2}}`, draft.UpdateOp, 2},
		{"a notification inside prose", `It said: {"notificationType":"PropertiesUpdated","userData":{"a":1}} then.`, draft.UpdateOp, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, _ := modelOf(uitest.Usual(t))
			m.Act("panel", "write")
			m.Writing.SetOperation(test.op)
			m.Act("raw", "")
			m.Typed("draft", 0, "raw", test.text)
			require.NotEmpty(t, m.Writing.Draft.Repair.Text)
			assert.NotEmpty(t, m.Writing.Draft.Repair.Fixes)
			m.Act("use-repair", "")
			assert.Empty(t, m.Writing.Draft.RawErr)
			assert.Len(t, m.Writing.Draft.Rows, test.rows)
		})
	}
}

// undoable is a session in which a write of this page changed, added and
// removed keys, and somebody else changed one afterwards.
func undoable(t *testing.T, w proof.Write, after string) *tracker.State {
	x := uitest.Session(t, "s1", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"a":"1","b":"2"}`},
		{history.Event{Kind: history.Write, Write: 1, Author: history.You, Time: uitest.Before(50 * time.Second)}, ""},
		{history.Event{Kind: history.Notification, Write: 1, Author: history.You, Time: uitest.Before(49 * time.Second)}, `{"a":"new","b":"2","c":"3"}`},
		{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: uitest.Before(4 * time.Second)}, after},
	})
	w.N = 1
	x.Writes = []*proof.Proof{{Write: w, Reply: &proof.Reply{Time: uitest.Noon, HTTPStatus: 200}, Verdict: proof.Exact, Event: 3, Seen: uitest.Noon}}
	return uitest.StateOf(x)
}

func TestPrepareUndo(t *testing.T) {
	for _, test := range []struct {
		name      string
		write     proof.Write
		after     string
		op        int
		rows      []draft.Row
		then      []draft.Row
		conflicts int
	}{
		{"what was changed is set back, what was added is deleted next", proof.Write{Operation: "UpdateUserData", Data: uitest.Parse(t, `{"a":"new","c":"3"}`)},
			"", draft.UpdateOp, []draft.Row{{Key: "a", Kind: "text", Text: "1"}}, []draft.Row{{Key: "c", Kind: "text"}}, 0},
		{"only added", proof.Write{Operation: "AttachUserData", Data: uitest.Parse(t, `{"c":"3"}`)}, "", draft.DeleteOp, []draft.Row{{Key: "c", Kind: "text"}}, nil, 0},
		{"deleted", proof.Write{Operation: "DeleteUserData", Keys: []string{"b", "none"}}, "", draft.UpdateOp, []draft.Row{{Key: "b", Kind: "text", Text: "2"}}, nil, 0},
		{"somebody wrote since", proof.Write{Operation: "UpdateUserData", Data: uitest.Parse(t, `{"a":"new"}`)},
			`{"a":"theirs","b":"2","c":"3"}`, draft.UpdateOp, []draft.Row{{Key: "a", Kind: "text", Text: "1"}}, nil, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, out := modelOf(undoable(t, test.write, test.after))
			m.Act("undo", "1")
			assert.Equal(t, test.op, m.Writing.Draft.Op)
			assert.Equal(t, test.rows, m.Writing.Draft.Rows)
			assert.Equal(t, test.then, m.Writing.Draft.Then)
			assert.Len(t, m.Writing.Conflicts(m.Writing.Foresight()), test.conflicts)
			assert.Empty(t, *out, "nothing is sent")
		})
	}
}

// Putting back takes what you wrote since away, too.
func TestAnUndoPointsOutWhatYouWroteSince(t *testing.T) {
	x := uitest.Session(t, "s1", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"a":"1"}`},
		{history.Event{Kind: history.Write, Write: 1, Author: history.You, Time: uitest.Before(50 * time.Second)}, ""},
		{history.Event{Kind: history.Notification, Write: 1, Author: history.You, Time: uitest.Before(49 * time.Second)}, `{"a":"2"}`},
		{history.Event{Kind: history.Write, Write: 2, Author: history.You, Time: uitest.Before(30 * time.Second)}, ""},
		{history.Event{Kind: history.Notification, Write: 2, Author: history.You, Time: uitest.Before(29 * time.Second)}, `{"a":"3"}`},
	})
	for n, text := range []string{`{"a":"2"}`, `{"a":"3"}`} {
		x.Writes = append(x.Writes, &proof.Proof{Write: proof.Write{N: n + 1, Operation: "UpdateUserData", Data: uitest.Parse(t, text)}, Verdict: proof.Exact, Event: 2*n + 3})
	}
	m, _ := modelOf(uitest.StateOf(x))
	m.Act("undo", "1")
	assert.Len(t, m.Writing.Conflicts(m.Writing.Foresight()), 1)
}

func TestAnUndoInTwoPartsGoesOnWithTheSecond(t *testing.T) {
	s := undoable(t, proof.Write{Operation: "UpdateUserData", Data: uitest.Parse(t, `{"a":"new","c":"3"}`)}, "")
	m, out := modelOf(s)
	m.Act("undo", "1")
	m.Submit("draft")
	x := *s.Sessions[0]
	x.Writes = append(slices.Clip(x.Writes), &proof.Proof{Write: proof.Write{N: 2, Operation: "UpdateUserData"}, Reply: &proof.Reply{HTTPStatus: 200}})
	m.Take(uitest.StateOf(&x), uitest.Noon)
	assert.Equal(t, "Now delete what the write had added", m.Notices.Status)
	m.Submit("draft")
	require.Len(t, *out, 2)
	assert.Equal(t, tracker.Operate{Session: "s1", Operation: "DeleteUserData", Keys: []string{"c"}}, (*out)[1])
}

func TestEditAndSendAgain(t *testing.T) {
	m, out := modelOf(uitest.Usual(t))
	m.Act("edit-again", "1")
	m.Submit("draft")
	require.Len(t, *out, 1)
	c := (*out)[0].(tracker.Operate)
	assert.Equal(t, "AttachUserData", c.Operation)
	assert.Equal(t, `{"UserData1":"DATA1","UserData2":123456789}`, string(c.Data.Bytes()))
}

func TestAWriteThatChangedNothingIsCounted(t *testing.T) {
	s := undoable(t, proof.Write{Operation: "UpdateUserData", Data: uitest.Parse(t, `{"a":"1"}`)}, "")
	m, _ := modelOf(s)
	assert.False(t, m.Writing.Idle(s.Sessions[0], s.Sessions[0].Writes[0]), "what proves it shows that its key changed")
	s.Sessions[0].Writes[0].Event = 4
	assert.True(t, m.Writing.Idle(s.Sessions[0], s.Sessions[0].Writes[0]))
	s = undoable(t, proof.Write{Operation: "UpdateUserData", Data: uitest.Parse(t, `{"a":1}`)}, "")
	m, _ = modelOf(s)
	assert.False(t, m.Writing.Idle(s.Sessions[0], s.Sessions[0].Writes[0]), "another type is another value")
}

func TestWhatADeletionDoesNotFindIsNotNew(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Writing.SetOperation(draft.DeleteOp)
	m.Typed("draft", 0, "key", "disp key")
	assert.Equal(t, `"disp key" is not there, and "DISP_KEY" looks much like it.`, m.Writing.Cautions(m.Writing.Foresight())[0].Text)
}

func TestWhatReadsLikeAnotherTypeIsPointedOut(t *testing.T) {
	for _, row := range []struct{ text, caution, way string }{
		{"00123", "lose its zeros", ""},
		{"123456789", "sent as text", "Send as number"},
		{"true", "sent as text", "Send as true/false"},
		{"null", "sent as text", "Send as null"},
		{"absent", "", ""},
		{"a {{nope}}", "is sent as text: only {{now}}, {{uuid}} and {{session}} are filled in", ""},
		{"{{uuid}}", "", ""},
		{"DATA1", "", ""},
		{"0", "sent as text", "Send as number"},
	} {
		t.Run(row.text, func(t *testing.T) {
			m, _ := modelOf(uitest.Usual(t))
			m.Typed("draft", 0, "key", "K")
			m.Typed("draft", 0, "value", row.text)
			c := cautionOnType(m)
			assert.Contains(t, c.Text, row.caution)
			assert.Equal(t, row.caution == "", c.Text == "")
			if row.way == "" {
				assert.Empty(t, c.Choices)
				return
			}
			assert.Equal(t, row.way, c.Choices[0].Label)
			m.Act(c.Choices[0].Do, c.Choices[0].Arg)
			assert.Equal(t, strings.TrimPrefix(row.way, "Send as "), m.Writing.Draft.Rows[0].Kind)
			assert.Empty(t, cautionOnType(m).Text)
		})
	}
}

// cautionOnType is what the form says of the type of a value.
func cautionOnType(m *Model) writing.Caution {
	all := m.Writing.Cautions(m.Writing.Foresight())
	if i := slices.IndexFunc(all, func(c writing.Caution) bool { return strings.Contains(c.Text, "sent as text") }); i >= 0 {
		return all[i]
	}
	return writing.Caution{}
}
