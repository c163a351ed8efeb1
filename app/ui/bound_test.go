package ui

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
	"github.com/keytrail/keytrail/app/ui/writing"
)

// twoCustomers are two sessions that can be written to.
func twoCustomers(t *testing.T) *tracker.State {
	other := uitest.Session(t, uitest.Second, uitest.Story{{Data: `{"a":"theirs"}`}})
	other.Customer = "+44 <b>"
	return uitest.StateOf(uitest.Chat(t), other)
}

func TestAFormStaysWithItsSession(t *testing.T) {
	m, out := pagetest.ModelOf(twoCustomers(t))
	drafting(m, draft.UpdateOp, "a", "text", "1")
	m.SelectSession(uitest.Second)
	got := shownOf(t, m)
	uitest.HasMarkup(t, got, uitest.First, "the form names its session")
	uitest.HasMarkup(t, got, "You are looking at another session")
	m.Submit("draft")
	require.Len(t, *out, 1)
	assert.Equal(t, uitest.First, (*out)[0].(tracker.Operate).Session)
}

func TestAFormIsUsedForAnotherSessionOnlyWhenAsked(t *testing.T) {
	m, out := pagetest.ModelOf(twoCustomers(t))
	drafting(m, draft.UpdateOp, "a", "text", "1")
	m.SelectSession(uitest.Second)
	m.Act("rebind", "draft")
	got := shownOf(t, m)
	assert.False(t, strings.Contains(got, "You are looking at another session"))
	uitest.HasMarkup(t, got, "theirs", "what it would change is that session's")
	m.Submit("draft")
	require.Len(t, *out, 1)
	assert.Equal(t, uitest.Second, (*out)[0].(tracker.Operate).Session)
}

func TestABlankFormGoesAlongAndSaysSo(t *testing.T) {
	m, _ := pagetest.ModelOf(twoCustomers(t))
	m.Act("panel", "write")
	m.SelectSession(uitest.Second)
	uitest.HasMarkup(t, shownOf(t, m), uitest.Second)
	assert.Contains(t, m.Notices.Status+strings.Join(m.Notices.Other, ""), "The form writes to +44 <b> now")
}

func TestAFormOutlivesItsSession(t *testing.T) {
	m, out := pagetest.ModelOf(twoCustomers(t))
	drafting(m, draft.UpdateOp, "a", "text", "1")
	s := twoCustomers(t)
	s.Sessions = s.Sessions[1:]
	m.Take(s, uitest.Noon)
	uitest.HasMarkup(t, shownOf(t, m), "is not there any more")
	m.Submit("draft")
	assert.Empty(t, *out)
	m.Act("rebind", "draft")
	m.Submit("draft")
	assert.Len(t, *out, 1)
}

func TestAnOperationStaysWithItsSession(t *testing.T) {
	s := twoCustomers(t)
	for _, x := range s.Sessions {
		x.Capabilities = []string{"SendMessage"}
	}
	m, out := pagetest.ModelOf(s)
	m.Act("panel", "operate")
	m.Act("choose", "SendMessage")
	m.SelectSession(uitest.Second)
	m.SelectSession(uitest.First)
	m.Typed("operate", 0, "text", "hello")
	m.SelectSession(uitest.Second)
	uitest.HasMarkup(t, markupOf(t, panelOf(m)), "You are looking at another session")
	m.Submit("operate")
	require.Len(t, *out, 1)
	assert.Equal(t, uitest.First, (*out)[0].(tracker.Operate).Session)
}

func TestANoteStaysWithItsSession(t *testing.T) {
	m, out := pagetest.ModelOf(twoCustomers(t))
	m.Act("panel", "session")
	m.Typed("session", 0, "session-note", "call back")
	m.SelectSession(uitest.Second)
	m.Submit("session")
	assert.Equal(t, []tracker.Command{tracker.Annotate{Session: uitest.First, Text: "call back"}}, []tracker.Command(*out))
}

func TestPreviewAndButtonCountWhatWouldBeSent(t *testing.T) {
	for _, test := range []struct {
		name    string
		rows    []draft.Row
		preview string
		button  string
		why     string
	}{
		{"nothing", []draft.Row{{Kind: "text"}}, "Nothing to send yet: enter a key.", "Attach<", ""},
		{"a row that is not used", []draft.Row{{Key: "a", Kind: "text"}, {Kind: "text"}}, "Will send: 1 new key.", "Attach 1 key<", ""},
		{"no key", []draft.Row{{Key: "a", Kind: "text"}, {Kind: "text", Text: "x"}}, "Would send: 1 new key.", "Attach 1 key<", "Row 2 needs a key first."},
		{"not a number", []draft.Row{{Key: "a", Kind: "text"}, {Key: "b", Kind: "number", Text: "1x"}}, "Would send: 1 new key.", "Attach 1 key<", "Row 2 cannot be sent: look at its value."},
		{"no number yet", []draft.Row{{Key: "b", Kind: "number"}}, "Nothing can be sent yet.", "Attach<", "Row 1 needs a value first."},
		{"twice the same key", []draft.Row{{Key: "gone", Gone: true}, {Key: "a", Kind: "text"}, {Key: "a", Kind: "text"}}, "Would send: 1 new key.", "Attach 1 key<", "Row 2 cannot be sent: look at its key."},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, _ := pagetest.ModelOf(atFirst(t))
			m.Act("panel", "write")
			m.Writing.Draft.Rows = test.rows
			got := strings.Join(strings.Fields(markupOf(t, panelOf(m))), " ")
			uitest.HasMarkup(t, strings.ReplaceAll(got, "> ", ">"), ">"+test.preview+"<")
			uitest.HasMarkup(t, strings.ReplaceAll(got, "> ", ">"), ">"+test.button)
			uitest.HasMarkup(t, got, test.why)
			assert.Equal(t, test.why != "" || test.preview == draft.NothingYet, strings.Contains(got, `lock-note" aria-disabled class`), "the button is off")
		})
	}
}

func TestTrueOrFalseIsChosen(t *testing.T) {
	m, out := pagetest.ModelOf(atFirst(t))
	drafting(m, draft.AttachOp, "a", "text", "yes")
	m.Typed("draft", 0, "type", "true/false")
	got := markupOf(t, panelOf(m))
	uitest.HasMarkup(t, got, `<option value="false">`)
	m.Submit("draft")
	assert.Empty(t, *out)
	m.Typed("draft", 0, "value", "true")
	m.Submit("draft")
	assert.Len(t, *out, 1)
}

func TestEnterInAFieldSendsNothing(t *testing.T) {
	m, out := pagetest.ModelOf(atFirst(t))
	drafting(m, draft.AttachOp, "a", "text", "1")
	m.Effects = nil
	assert.True(t, m.Press(page.Keypress{Key: "Enter", Form: "draft", Typing: true, Field: "key"}))
	assert.Equal(t, []stage.Effect{{Do: stage.FocusOn, Target: writing.RowField(0, "value") + ":not([hidden], :disabled)"}}, m.Effects)
	assert.True(t, m.Press(page.Keypress{Key: "Enter", Form: "draft", Typing: true, Field: "value", Line: true}))
	assert.True(t, m.Press(page.Keypress{Key: "Enter", Form: "draft", Typing: true, Field: "template"}))
	assert.True(t, m.Press(page.Keypress{Key: "Enter", Form: "operate", Typing: true, Line: true}))
	assert.False(t, m.Press(page.Keypress{Key: "Enter", Form: "draft", Typing: true, Field: "value", Line: true, Shift: true}), "a new line, as asked")
	assert.False(t, m.Press(page.Keypress{Key: "Enter", Form: "draft", Typing: true, Field: "value"}), "there are several lines already")
	assert.Empty(t, *out)
	assert.True(t, m.Press(page.Keypress{Key: "Enter", Form: "draft", Typing: true, Field: "value", Ctrl: true}))
	assert.Len(t, *out, 1)
}

func TestAValueOfSeveralLinesSaysSo(t *testing.T) {
	m, _ := pagetest.ModelOf(atFirst(t))
	drafting(m, draft.AttachOp, "a", "text", "1\n2")
	uitest.HasMarkup(t, markupOf(t, panelOf(m)), "2 lines; the line breaks are part of the value.")
	m.Typed("draft", 0, "type", "JSON")
	assert.False(t, strings.Contains(markupOf(t, panelOf(m)), "2 lines"))
	m.Typed("draft", 0, "type", "text")
	m.Typed("draft", 0, "value", "1\r\n2")
	uitest.HasMarkup(t, markupOf(t, panelOf(m)), "carriage returns")
}

// What somebody typed is not lost to a draft that is made from a key, a write or
// a template.
func TestADraftThatIsReplacedCanBeBroughtBack(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	drafting(m, draft.AttachOp, "half", "text", "typed")
	m.SelectKey("DISP_KEY")
	m.Act("edit-key", "")
	assert.Equal(t, "DISP_KEY", m.Writing.Draft.Rows[0].Key)
	gen := m.Writing.Draft.Gen
	m.Effects = nil
	m.Act("draft-before", "")
	assert.Equal(t, draft.Row{Key: "half", Kind: "text", Text: "typed"}, m.Writing.Draft.Rows[0])
	assert.Equal(t, draft.AttachOp, m.Writing.Draft.Op)
	assert.Greater(t, m.Writing.Draft.Gen, gen, "its inputs are new")
	assert.Contains(t, m.Effects, stage.Effect{Do: stage.SetValue, Target: writing.RowField(0, "value"), Text: "typed"})
	m.Act("draft-before", "")
	assert.Equal(t, "DISP_KEY", m.Writing.Draft.Rows[0].Key)
}
