package ui

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
)

const first, second = "0000Wa9CAM6W00J", "0000Wa9CAM69ZK2"

// twoCustomers are two sessions that can be written to.
func twoCustomers(t *testing.T) *tracker.State {
	other := session(t, second, story{{data: `{"a":"theirs"}`}})
	other.Customer = "+44 <b>"
	return stateOf(chat(t), other)
}

func TestAFormStaysWithItsSession(t *testing.T) {
	m, out := modelOf(twoCustomers(t))
	drafting(m, updateOp, "a", "text", "1")
	m.selectSession(second)
	got := shownOf(t, m)
	hasMarkup(t, got, first, "the form names its session")
	hasMarkup(t, got, "You are looking at another session")
	m.submit("draft")
	require.Len(t, *out, 1)
	assert.Equal(t, first, (*out)[0].(tracker.Operate).Session)
}

func TestAWriteShowsItsEventInItsOwnSession(t *testing.T) {
	s := verdicts(t)
	s.Sessions = append(s.Sessions, session(t, second, story{{data: `{"a":"theirs"}`}}))
	m, _ := modelOf(s)
	var seen *proof.Proof
	for _, p := range s.Sessions[0].Writes {
		if p.Event > 0 {
			seen = p
		}
	}
	m.act("tab", "writes")
	m.selectSession(second)
	m.act("write", itoa(seen.Write.N))
	m.act("seen", itoa(seen.Write.N))
	assert.Equal(t, s.Sessions[0].ID, m.view.session)
	assert.Equal(t, seen.Event, m.scene.at)
	assert.Equal(t, changesTab, m.view.tab)
}

func TestAFormIsUsedForAnotherSessionOnlyWhenAsked(t *testing.T) {
	m, out := modelOf(twoCustomers(t))
	drafting(m, updateOp, "a", "text", "1")
	m.selectSession(second)
	m.act("rebind", "draft")
	got := shownOf(t, m)
	assert.False(t, strings.Contains(got, "You are looking at another session"))
	hasMarkup(t, got, "theirs", "what it would change is that session's")
	m.submit("draft")
	require.Len(t, *out, 1)
	assert.Equal(t, second, (*out)[0].(tracker.Operate).Session)
}

func TestABlankFormGoesAlongAndSaysSo(t *testing.T) {
	m, _ := modelOf(twoCustomers(t))
	m.act("panel", "write")
	m.selectSession(second)
	hasMarkup(t, shownOf(t, m), second)
	assert.Contains(t, m.notices.status+strings.Join(m.notices.other, ""), "The form writes to +44 <b> now")
}

func TestAFormOutlivesItsSession(t *testing.T) {
	m, out := modelOf(twoCustomers(t))
	drafting(m, updateOp, "a", "text", "1")
	s := twoCustomers(t)
	s.Sessions = s.Sessions[1:]
	m.take(s, noon)
	hasMarkup(t, shownOf(t, m), "is not there any more")
	m.submit("draft")
	assert.Empty(t, *out)
	m.act("rebind", "draft")
	m.submit("draft")
	assert.Len(t, *out, 1)
}

func TestAnOperationStaysWithItsSession(t *testing.T) {
	s := twoCustomers(t)
	for _, x := range s.Sessions {
		x.Capabilities = []string{"SendMessage"}
	}
	m, out := modelOf(s)
	m.act("panel", "operate")
	m.act("choose", "SendMessage")
	m.selectSession(second)
	m.selectSession(first)
	m.typed("operate", 0, "text", "hello")
	m.selectSession(second)
	hasMarkup(t, html(t, panelOf(m)), "You are looking at another session")
	m.submit("operate")
	require.Len(t, *out, 1)
	assert.Equal(t, first, (*out)[0].(tracker.Operate).Session)
}

func TestANoteStaysWithItsSession(t *testing.T) {
	m, out := modelOf(twoCustomers(t))
	m.act("panel", "session")
	m.typed("session", 0, "session-note", "call back")
	m.selectSession(second)
	m.submit("session")
	assert.Equal(t, []tracker.Command{tracker.Annotate{Session: first, Text: "call back"}}, []tracker.Command(*out))
}

func TestPreviewAndButtonCountWhatWouldBeSent(t *testing.T) {
	for _, test := range []struct {
		name    string
		rows    []draftRow
		preview string
		button  string
		why     string
	}{
		{"nothing", []draftRow{{kind: "text"}}, "Nothing to send yet: enter a key.", "Attach<", ""},
		{"a row that is not used", []draftRow{{key: "a", kind: "text"}, {kind: "text"}}, "Will send: 1 new key.", "Attach 1 key<", ""},
		{"no key", []draftRow{{key: "a", kind: "text"}, {kind: "text", text: "x"}}, "Would send: 1 new key.", "Attach 1 key<", "Row 2 needs a key first."},
		{"not a number", []draftRow{{key: "a", kind: "text"}, {key: "b", kind: "number", text: "1x"}}, "Would send: 1 new key.", "Attach 1 key<", "Row 2 cannot be sent: look at its value."},
		{"no number yet", []draftRow{{key: "b", kind: "number"}}, "Nothing can be sent yet.", "Attach<", "Row 1 needs a value first."},
		{"twice the same key", []draftRow{{key: "gone", gone: true}, {key: "a", kind: "text"}, {key: "a", kind: "text"}}, "Would send: 1 new key.", "Attach 1 key<", "Row 2 cannot be sent: look at its key."},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, _ := modelOf(atFirst(t))
			m.act("panel", "write")
			m.draft.rows = test.rows
			got := strings.Join(strings.Fields(html(t, panelOf(m))), " ")
			hasMarkup(t, strings.ReplaceAll(got, "> ", ">"), ">"+test.preview+"<")
			hasMarkup(t, strings.ReplaceAll(got, "> ", ">"), ">"+test.button)
			hasMarkup(t, got, test.why)
			assert.Equal(t, test.why != "" || test.preview == nothingYet, strings.Contains(got, `lock-note" aria-disabled class`), "the button is off")
		})
	}
}

func TestTrueOrFalseIsChosen(t *testing.T) {
	m, out := modelOf(atFirst(t))
	drafting(m, attachOp, "a", "text", "yes")
	m.typed("draft", 0, "type", "true/false")
	got := html(t, panelOf(m))
	hasMarkup(t, got, `<option value="false">`)
	m.submit("draft")
	assert.Empty(t, *out)
	m.typed("draft", 0, "value", "true")
	m.submit("draft")
	assert.Len(t, *out, 1)
}

func TestEnterInAFieldSendsNothing(t *testing.T) {
	m, out := modelOf(atFirst(t))
	drafting(m, attachOp, "a", "text", "1")
	m.effects = nil
	assert.True(t, m.press(keypress{key: "Enter", form: "draft", typing: true, field: "key"}))
	assert.Equal(t, []effect{{do: focusOn, target: rowField(0, "value") + ":not([hidden], :disabled)"}}, m.effects)
	assert.True(t, m.press(keypress{key: "Enter", form: "draft", typing: true, field: "value", line: true}))
	assert.True(t, m.press(keypress{key: "Enter", form: "draft", typing: true, field: "template"}))
	assert.True(t, m.press(keypress{key: "Enter", form: "operate", typing: true, line: true}))
	assert.False(t, m.press(keypress{key: "Enter", form: "draft", typing: true, field: "value", line: true, shift: true}), "a new line, as asked")
	assert.False(t, m.press(keypress{key: "Enter", form: "draft", typing: true, field: "value"}), "there are several lines already")
	assert.Empty(t, *out)
	assert.True(t, m.press(keypress{key: "Enter", form: "draft", typing: true, field: "value", ctrl: true}))
	assert.Len(t, *out, 1)
}

func TestAValueOfSeveralLinesSaysSo(t *testing.T) {
	m, _ := modelOf(atFirst(t))
	drafting(m, attachOp, "a", "text", "1\n2")
	hasMarkup(t, html(t, panelOf(m)), "2 lines; the line breaks are part of the value.")
	m.typed("draft", 0, "type", "JSON")
	assert.False(t, strings.Contains(html(t, panelOf(m)), "2 lines"))
	m.typed("draft", 0, "type", "text")
	m.typed("draft", 0, "value", "1\r\n2")
	hasMarkup(t, html(t, panelOf(m)), "carriage returns")
}

// What somebody typed is not lost to a draft that is made from a key, a write or
// a template.
func TestADraftThatIsReplacedCanBeBroughtBack(t *testing.T) {
	m, _ := modelOf(usual(t))
	drafting(m, attachOp, "half", "text", "typed")
	m.selectKey("DISP_KEY")
	m.act("edit-key", "")
	assert.Equal(t, "DISP_KEY", m.draft.rows[0].key)
	gen := m.draft.gen
	m.effects = nil
	m.act("draft-before", "")
	assert.Equal(t, draftRow{key: "half", kind: "text", text: "typed"}, m.draft.rows[0])
	assert.Equal(t, attachOp, m.draft.op)
	assert.Greater(t, m.draft.gen, gen, "its inputs are new")
	assert.Contains(t, m.effects, effect{do: setValue, target: rowField(0, "value"), text: "typed"})
	m.act("draft-before", "")
	assert.Equal(t, "DISP_KEY", m.draft.rows[0].key)
}
