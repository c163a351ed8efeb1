package ui

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
	"github.com/keytrail/keytrail/app/ui/wording"
)

func TestOperateGallery(t *testing.T) {
	choose := func(name string) func(m *page.Model) {
		return func(m *page.Model) { m.TogglePanel(scene.OperatePanel); m.Writing.ChooseOperation(name) }
	}
	for _, row := range []struct {
		name  string
		state func(t *testing.T) *tracker.State
		view  func(m *page.Model)
	}{
		{"operateform-message", uitest.Talking, choose("SendMessage")},
		{"operateform-transfer", uitest.Talking, func(m *page.Model) { choose("Transfer")(m); m.Writing.SubmitOperation() }},
		{"operateform-complete", uitest.Talking, func(m *page.Model) { choose("Complete")(m); m.Writing.ToggleFlag("saveLAR") }},
		{"operateform-ended", ended, func(m *page.Model) { m.TogglePanel(scene.OperatePanel) }},
		{"writeform-capable", uitest.Talking, func(m *page.Model) { m.TogglePanel(scene.WritePanel) }},
		{"writeform-incapable", invited, func(m *page.Model) { m.TogglePanel(scene.WritePanel) }},
		{"production-readonly", uitest.InProduction, func(m *page.Model) { m.TogglePanel(scene.OperatePanel); m.Writing.ChooseOperation("SendMessage") }},
		{"production-allowed", uitest.InProduction, func(m *page.Model) { m.TogglePanel(scene.WritePanel); m.Writing.AllowWrites() }},
	} {
		t.Run(row.name, func(t *testing.T) {
			m, _ := pagetest.ModelOf(row.state(t))
			row.view(m)
			draws(t, row.name, panelOf(m))
		})
	}
}

// invited is a session that takes nothing but an answer.
func invited(t *testing.T) *tracker.State {
	x := uitest.Chat(t)
	x.State, x.Capabilities = "Invited", []string{"Accept", "Reject"}
	return uitest.StateOf(x)
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
			x := uitest.Chat(t)
			x.Capabilities, x.Ended = test.capabilities, test.ended
			m, out := pagetest.ModelOf(uitest.StateOf(x))
			m.Act("panel", string(scene.WritePanel))
			page := strings.Join(strings.Fields(markupOf(t, panelOf(m))), " ")
			for i, op := range draft.Operations() {
				off := test.says[i] != ""
				assert.Contains(t, page, `aria-describedby="needs-`+op.Name+`" `+disabled(off)+` class="segments-item"`)
				assert.Contains(t, page, `<span id="needs-`+op.Name+`"> `+strings.TrimSpace(test.says[i]+" </span>"))

				m.Writing.StartDraft(m.View.Session, i, draft.Row{Key: "k", Kind: "text", Text: "v"})
				assert.Contains(t, markupOf(t, panelOf(m)), `<button aria-describedby="draft-preview draft-problem lock-note" `+disabled(off)+` class="btn btn--primary" type="submit">`)
				*out = nil
				m.Writing.SubmitWrite()
				assert.Equal(t, off, len(*out) == 0, "%s is sent where it is offered and not otherwise", op.Verb)
				m.Writing.Draft.Sent = false
			}
		})
	}
}

// What is in the way of a write to another medium is said once: where no capability
// would help, none is named, and where one would, it is that of what would be sent.
func TestTheFormOfAnotherMediumSaysWhatIsInTheWay(t *testing.T) {
	all := []string{"AttachUserData", "UpdateUserData", "DeleteUserData"}
	for _, test := range []struct {
		name, id, medium string
		capabilities     []string
		allowed, ended   bool
		says, lacks      string
	}{
		{name: "a call", id: "calls/C", medium: "voice", capabilities: all, allowed: true, lacks: "Delete needs the capability DeleteUserDataPair."},
		{name: "a chat", id: "chats/C", medium: "chat", capabilities: all[:2], allowed: true, lacks: "Delete needs the capability DeleteUserData."},
		{name: "one that is over", id: "chats/C", medium: "chat", allowed: true, ended: true, says: "It takes no more writes."},
		{name: "not allowed", id: "calls/C", medium: "voice", capabilities: all, says: "Call: only read. Connect with a profile that allows writes"},
		{name: "neither allowed nor listed", id: "chats/C", medium: "chat", says: "Chat: only read. Connect with a profile that allows writes"},
		{name: "never written to", id: "facebook/F", medium: "facebook-public", capabilities: all, says: "Facebook, public: only read. No documentation says"},
		{name: "never, though allowed", id: "outbound-records/R", medium: "outbound", allowed: true, says: "Outbound record: only read. No documentation says"},
	} {
		t.Run(test.name, func(t *testing.T) {
			x := uitest.Chat(t)
			x.ID, x.Medium, x.Capabilities, x.Ended = test.id, test.medium, test.capabilities, test.ended
			s := uitest.StateOf(x)
			s.Link.Profile.OtherMedia = test.allowed
			m, _ := pagetest.ModelOf(s)
			m.Act("panel", string(scene.WritePanel))
			m.Writing.StartDraft(test.id, draft.AttachOp, draft.Row{Key: "k", Kind: "text", Text: "v"})
			form := strings.Join(strings.Fields(markupOf(t, panelOf(m))), " ")
			_, problem, _ := strings.Cut(form, `id="draft-problem"`)
			problem, _, _ = strings.Cut(problem, "</p>")
			assert.Contains(t, problem, test.says)
			m.Effects = nil
			m.Act("copy-code", "0 cURL")
			copied := slices.ContainsFunc(m.Effects, func(e stage.Effect) bool { return e.Do == stage.CopyText })
			assert.Equal(t, !strings.Contains(test.says, "No documentation"), copied, "code that does what the medium documents")
			if test.lacks != "" {
				assert.Contains(t, form, test.lacks)
				assert.Equal(t, 1, strings.Count(form, "needs the capability"))
				return
			}
			assert.NotContains(t, form, "capability")
			assert.Contains(t, form, `aria-describedby="draft-preview draft-problem lock-note" aria-disabled class="btn btn--primary"`)
		})
	}
}

// disabled is the attribute as the golden files have it.
func disabled(on bool) string { return wording.Either(on, `aria-disabled`, `aria-disabled="false"`) }
