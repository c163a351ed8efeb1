package ui

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/detail"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// shownOf is what the column beside the table shows, its other parts being out
// of sight.
func shownOf(t *testing.T, m *page.Model) string {
	t.Helper()
	switch m.View.Slot() {
	case "panel":
		return markupOf(t, panelOf(m)) + markupOf(t, &detail.ProofList{Model: m})
	case "write":
		return markupOf(t, &detail.ProofList{Model: m})
	}
	return markupOf(t, &detail.Inspector{Model: m})
}

func TestTheColumnShowsWhatWasAskedForLast(t *testing.T) {
	writes := func(t *testing.T) *tracker.State {
		s := uitest.Busy(t)
		for n := range 40 {
			s.Sessions[0].Writes = append(s.Sessions[0].Writes, &proof.Proof{Write: proof.Write{N: n + 2, Operation: "UpdateUserData", Keys: []string{"k"}}})
		}
		return s
	}
	for _, test := range []struct {
		name string
		ask  func(m *page.Model)
		want string
	}{
		{"a key", func(m *page.Model) { m.Act("row", "0") }, `inspector-value`},
		{"a key by keyboard", func(m *page.Model) { m.Press(page.Keypress{Key: "j", Pane: scene.DataPane}) }, `inspector-value`},
		{"the history of a key", func(m *page.Model) { m.SelectKey("Subject"); m.Act("panel", "view"); m.Act("history", "") }, `inspector-value`},
		{"a row of the traffic", func(m *page.Model) { m.Act("exchange", "2") }, "smssessions?fields=*"},
		{"a write", func(m *page.Model) { m.Act("write", "7") }, `data-write="7"`},
		{"a panel", func(m *page.Model) { m.Act("panel", "view") }, "How a screen reader"},
		{"the form", (*page.Model).OpenWrite, `id="draft"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, _ := pagetest.ModelOf(writes(t))
			for _, before := range []func(){
				func() {},
				func() { m.Act("panel", "write") },
				func() { m.Act("write", "3") },
				func() { m.Act("exchange", "1") },
				func() { m.Act("panel", "operate") },
			} {
				m.View.Subject, m.View.Back = scene.Subject{}, nil
				before()
				covered := m.View.Subject
				test.ask(m)
				uitest.HasMarkup(t, shownOf(t, m), test.want)
				if on := m.View.Subject; covered != (scene.Subject{}) && on.Slot() != covered.Slot() {
					require.NotEmpty(t, m.View.Back)
					m.Act("back", "")
					for m.View.Subject != covered && len(m.View.Back) > 0 {
						m.Act("back", "")
					}
					assert.Equal(t, covered, m.View.Subject, "the way back")
				}
			}
		})
	}
}

func TestTheWayBack(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Busy(t))
	drafting(m, draft.AttachOp, "half", "text", "typed")
	m.Act("row", "1")
	m.Press(page.Keypress{Key: "j", Pane: scene.DataPane})
	m.Act("exchange", "2")
	m.Act("write", "1")

	s := markupOf(t, &screen{src: &still{state: m.State}, m: m})
	uitest.HasMarkup(t, s, "GET of 11:59:00")
	uitest.HasMarkup(t, s, `data-shows="write"`)
	uitest.HasMarkup(t, s, `id="draft"`, "what is covered is kept as it is")

	m.Act("back", "")
	assert.Equal(t, 2, m.View.Exchange)
	m.Act("back", "")
	assert.True(t, m.View.Keyed)
	assert.Equal(t, m.Scene.Rows[2].Key, m.View.Key, "moving on to the next key leaves nothing behind")
	m.Act("back", "")
	assert.Equal(t, scene.WritePanel, m.View.Panel)
	assert.Equal(t, "typed", m.Writing.Draft.Rows[0].Text)
	assert.Empty(t, m.View.Back)
}

func TestTheFormKeepsTheWriteThatItHasSent(t *testing.T) {
	m, _ := pagetest.ModelOf(atFirst(t))
	drafting(m, draft.AttachOp, "a", "text", "1")
	assert.False(t, strings.Contains(shownOf(t, m), "data-write"))
	m.Submit("draft")
	s := atFirst(t)
	s.Sessions[0].Writes = []*proof.Proof{uitest.ExactProof(t)}
	m.Take(s, uitest.Noon)
	uitest.HasMarkup(t, shownOf(t, m), `data-write="1"`)
	uitest.HasMarkup(t, shownOf(t, m), `id="draft"`)
	m.Act("close-panel", "")
	m.Act("panel", "write")
	uitest.HasMarkup(t, shownOf(t, m), `data-write="1"`)
}
