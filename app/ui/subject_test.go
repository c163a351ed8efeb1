package ui

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
)

// shownOf is what the column beside the table shows, its other parts being out
// of sight.
func shownOf(t *testing.T, m *model) string {
	t.Helper()
	switch m.view.slot() {
	case "panel":
		return html(t, panelOf(m)) + html(t, &proofList{Model: m})
	case "write":
		return html(t, &proofList{Model: m})
	}
	return html(t, &inspector{Model: m})
}

// hasMarkup says what is missing without all that is there.
func hasMarkup(t *testing.T, markup, want string, why ...string) {
	t.Helper()
	assert.True(t, strings.Contains(markup, want), "%s %v", want, why)
}

func TestTheColumnShowsWhatWasAskedForLast(t *testing.T) {
	writes := func(t *testing.T) *tracker.State {
		s := busy(t)
		for n := range 40 {
			s.Sessions[0].Writes = append(s.Sessions[0].Writes, &proof.Proof{Write: proof.Write{N: n + 2, Operation: "UpdateUserData", Keys: []string{"k"}}})
		}
		return s
	}
	for _, test := range []struct {
		name string
		ask  func(m *model)
		want string
	}{
		{"a key", func(m *model) { m.act("row", "0") }, `inspector-value`},
		{"a key by keyboard", func(m *model) { m.press(keypress{key: "j", pane: dataPane}) }, `inspector-value`},
		{"the history of a key", func(m *model) { m.selectKey("Subject"); m.act("panel", "view"); m.act("history", "") }, `inspector-value`},
		{"a row of the traffic", func(m *model) { m.act("exchange", "2") }, "smssessions?fields=*"},
		{"a write", func(m *model) { m.act("write", "7") }, `data-write="7"`},
		{"a panel", func(m *model) { m.act("panel", "view") }, "How a screen reader"},
		{"the form", (*model).openWrite, `id="draft"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, _ := modelOf(writes(t))
			for _, before := range []func(){
				func() {},
				func() { m.act("panel", "write") },
				func() { m.act("write", "3") },
				func() { m.act("exchange", "1") },
				func() { m.act("panel", "operate") },
			} {
				m.view.subject, m.view.back = subject{}, nil
				m.touchColumn()
				before()
				covered := m.view.subject
				test.ask(m)
				hasMarkup(t, shownOf(t, m), test.want)
				if on := m.view.subject; covered != (subject{}) && on.slot() != covered.slot() {
					require.NotEmpty(t, m.view.back)
					m.act("back", "")
					for m.view.subject != covered && len(m.view.back) > 0 {
						m.act("back", "")
					}
					assert.Equal(t, covered, m.view.subject, "the way back")
				}
			}
		})
	}
}

func TestTheWayBack(t *testing.T) {
	m, _ := modelOf(busy(t))
	drafting(m, attachOp, "half", "text", "typed")
	m.act("row", "1")
	m.press(keypress{key: "j", pane: dataPane})
	m.act("exchange", "2")
	m.act("write", "1")

	s := html(t, &screen{src: &still{state: m.state}, m: m})
	hasMarkup(t, s, "GET of 11:59:00")
	hasMarkup(t, s, `data-shows="write"`)
	hasMarkup(t, s, `id="draft"`, "what is covered is kept as it is")

	m.act("back", "")
	assert.Equal(t, 2, m.view.exchange)
	m.act("back", "")
	assert.True(t, m.view.keyed)
	assert.Equal(t, m.scene.rows[2].key, m.view.key, "moving on to the next key leaves nothing behind")
	m.act("back", "")
	assert.Equal(t, writePanel, m.view.panel)
	assert.Equal(t, "typed", m.draft.rows[0].text)
	assert.Empty(t, m.view.back)
}

func TestKeysMoveThroughWritesAndTraffic(t *testing.T) {
	m, _ := modelOf(busy(t))
	m.act("tab", "traffic")
	for _, want := range []int{4, 3, 2, 2} { // the newest first; the heartbeat is folded away
		require.True(t, m.press(keypress{key: "j", pane: timelinePane}))
		assert.Equal(t, want, m.view.exchange)
	}
	assert.Empty(t, m.view.back)
	m.act("tab", "writes")
	require.True(t, m.press(keypress{key: "End", pane: timelinePane}))
	assert.Equal(t, 1, m.view.write)
	assert.True(t, m.view.live(), "no event was asked for")
}

func TestWhatIsClosedUncoversWhatWasBelow(t *testing.T) {
	m, _ := modelOf(busy(t))
	m.act("panel", "write")
	m.act("row", "0")
	m.act("exchange", "2")
	require.True(t, m.press(keypress{key: "Escape"}))
	assert.True(t, m.view.keyed)
	assert.False(t, m.press(keypress{key: "Escape"}), "a key stays selected")
	m.act("panel", "write")
	m.act("close-panel", "")
	assert.True(t, m.view.keyed)
	assert.Empty(t, m.view.back)
}

func TestThePaletteDoesNotCloseWhatItIsAskedFor(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.act("panel", "write")
	m.palette.found = []entry{{"Attach data", "panel", string(writePanel)}}
	m.runCommand(0)
	assert.Equal(t, writePanel, m.view.panel)
}

func TestAnotherSessionTakesItsThingsAway(t *testing.T) {
	m, _ := modelOf(several(t))
	m.selectSession("0000Wa9CAM6W00J")
	m.act("panel", "view")
	m.act("write", "1")
	m.act("row", "0")
	m.selectSession("0000Wa9CAM69ZK2")
	assert.Equal(t, subject{}, m.view.subject)
	assert.Equal(t, []subject{{panel: viewPanel}}, m.view.back)
}

// A form whose inputs are made anew has the texts that it would send.
func TestAFormThatComesBackHasItsTexts(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.act("panel", "operate")
	m.act("choose", "SendMessage")
	m.typed("operate", 0, "text", "hello")
	m.act("close-panel", "")
	m.effects = nil
	m.act("panel", "operate")
	assert.Contains(t, m.effects, effect{do: setValue, target: "#operate [data-field=text]", text: "hello"})
}

func TestTheFormKeepsTheWriteThatItHasSent(t *testing.T) {
	m, _ := modelOf(atFirst(t))
	drafting(m, attachOp, "a", "text", "1")
	assert.False(t, strings.Contains(shownOf(t, m), "data-write"))
	m.submit("draft")
	s := atFirst(t)
	s.Sessions[0].Writes = []*proof.Proof{exactProof(t)}
	m.take(s, noon)
	hasMarkup(t, shownOf(t, m), `data-write="1"`)
	hasMarkup(t, shownOf(t, m), `id="draft"`)
	m.act("close-panel", "")
	m.act("panel", "write")
	hasMarkup(t, shownOf(t, m), `data-write="1"`)
}
