package ui

import (
	"io"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/tracker"
)

// pick runs the item of the open menu with that name.
func pick(t *testing.T, m *model, name string) {
	t.Helper()
	i := slices.IndexFunc(m.menu.items, func(c entry) bool { return c.name == name })
	require.GreaterOrEqual(t, i, 0, "no item %q among %v", name, m.menu.items)
	m.act("menu-do", itoa(i))
}

func TestTheMenuOfARow(t *testing.T) {
	for _, row := range []struct {
		item  string
		check func(m *model) bool
	}{
		{"Edit in the form", func(m *model) bool { return m.draft.op == updateOp && m.draft.rows[0].key == "DISP_KEY" }},
		{"Draft its deletion", func(m *model) bool { return m.draft.op == deleteOp && m.draft.rows[0].key == "DISP_KEY" }},
		{"Copy the value", func(m *model) bool { return wants(m, copyText, "resolved") }},
		{"Copy its JSON pointer", func(m *model) bool { return wants(m, copyText, "/DISP_KEY") }},
		{"Before its last change", func(m *model) bool { return m.scene.at == 1 }},
		{"Only its events", func(m *model) bool { return m.view.limited && m.view.only == "DISP_KEY" }},
		{"Watch", func(m *model) bool { return m.view.watching("DISP_KEY") == 0 }},
		{"Stop the view when it changes…", func(m *model) bool { return m.view.watches[0].stop && m.view.panel == watchPanel }},
		{"Filter by this key", func(m *model) bool { return m.view.filter == "key:=DISP_KEY" && len(m.scene.rows) == 1 }},
		{"Filter by this value", func(m *model) bool { return m.view.filter == "value:=resolved" }},
		{"Filter by the class disposition", func(m *model) bool { return m.view.filter == "class:disposition" }},
		{"Filter by who wrote it: another client", func(m *model) bool { return m.view.filter == "by:other" }},
		{"Do not count event 2 as its writer", func(m *model) bool { return m.view.skips.has(m.view.session, 2) }},
		{"Do not count another client as a writer", func(m *model) bool { return m.view.skips.authors.Has(history.AnotherClient) }},
		{"Hide only DISP_KEY (1 key)", func(m *model) bool { return m.scene.find("DISP_KEY") < 0 && len(m.view.book.Hides) == 1 }},
		{"Hide the class disposition (1 key)", func(m *model) bool { return m.scene.find("DISP_KEY") < 0 && m.view.book.Folded != 0 }},
	} {
		t.Run(row.item, func(t *testing.T) {
			m, _ := modelOf(usual(t))
			m.selectKey("DISP_KEY")
			require.True(t, m.press(keypress{key: "F10", shift: true, pane: dataPane}))
			pick(t, m, row.item)
			assert.True(t, row.check(m))
			assert.True(t, wants(m, closeModal, ""), "the menu closes")
		})
	}
}

// wants reports whether the model asked the browser for that.
func wants(m *model, do effectKind, text string) bool {
	return slices.ContainsFunc(m.effects, func(e effect) bool { return e.do == do && e.text == text })
}

func TestTheMenuByKeyboard(t *testing.T) {
	m, _ := modelOf(usual(t))
	assert.False(t, m.press(keypress{key: "ContextMenu", pane: dataPane}), "nothing is selected")
	m.selectKey("TempReservation")
	m.setBase(1)
	require.True(t, m.press(keypress{key: "ContextMenu", pane: dataPane}))
	assert.Equal(t, "Copy the row as Markdown", m.menu.items[0].name, "what is gone can be neither edited nor copied")
	in := func(key string) bool { return m.press(keypress{key: key, modal: true, form: "menu"}) }
	in("ArrowDown")
	in("ArrowDown")
	in("ArrowDown")
	assert.Equal(t, "History of this key", m.menu.items[m.menu.at].name, "the line between two groups is passed over")
	in("ArrowUp")
	in("ArrowUp")
	assert.Equal(t, "Copy its JSON pointer", m.menu.items[m.menu.at].name)
	in("End")
	assert.Equal(t, len(m.menu.items)-1, m.menu.at)
	assert.False(t, in("Escape"), "the browser closes it")
	assert.False(t, in("Enter"), "the browser clicks the item")
	require.True(t, in("w"), "a key does in the menu what it does without")
	assert.Equal(t, 0, m.view.watching("TempReservation"))
}

func TestTheMenusOfEventsAndSessions(t *testing.T) {
	m, out := modelOf(usual(t))
	m.review(2)
	require.True(t, m.openMenu(timelinePane, "10 20"))
	assert.True(t, wants(m, showMenu, "10 20"))
	pick(t, m, "Do not count it as a writer")
	assert.True(t, m.view.skips.has(m.view.session, 2))
	m.openMenu(timelinePane, "")
	pick(t, m, "Hold what follows against it (set A)")
	assert.Equal(t, 2, m.view.base)
	require.True(t, m.openMenu(sessionsPane, ""))
	pick(t, m, "Pin to the top")
	assert.Equal(t, sent{tracker.Label{Session: "0000Wa9CAM6W00J", Pinned: true}}, *out)
	m.act("tab", string(trafficTab))
	assert.False(t, m.openMenu(timelinePane, ""), "an exchange has no menu")
}

func TestPointersAreEscaped(t *testing.T) {
	assert.Equal(t, "/a~1b~0c", pointer("a/b~c"))
}

func TestAMessageIsTreatedAsASample(t *testing.T) {
	m, out := modelOf(strays(t))
	m.act("stray", "1")
	m.act("as-sample", "")
	require.Len(t, *out, 1)
	open, ok := (*out)[0].(tracker.Open)
	require.True(t, ok)
	text, err := io.ReadAll(open.Reader)
	require.NoError(t, err)
	assert.Equal(t, `{"a" <script>`, string(text))
}
