package ui

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Two commands of one name, of which only the last would ever be done, are a
// mistake.
func TestEveryCommandHasANameOfItsOwn(t *testing.T) {
	table := commandsByName()
	for _, c := range commands() {
		assert.NotEmpty(t, c.name)
		assert.NotNil(t, c.do, c.name)
	}
	assert.Len(t, table, len(commands()), "a name stands twice")
}

// Whatever a button of the page names is a command.
func TestEveryButtonLeadsToACommand(t *testing.T) {
	files, err := filepath.Glob("testdata/*.html")
	require.NoError(t, err)
	named := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, found := range regexp.MustCompile(`data-do="([^"]*)"`).FindAllSubmatch(text, -1) {
			named[string(found[1])] = file
		}
	}
	require.Greater(t, len(named), 100)
	delete(named, "size") // an edge, which is dragged and moved with the arrows
	table := commandsByName()
	for _, name := range slices.Sorted(maps.Keys(named)) {
		assert.Contains(t, table, name, "%s has a button for it", named[name])
	}
}

// Whatever the palette and the menus list is a command.
func TestEveryEntryLeadsToACommand(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.selectKey("DISP_KEY")
	m.search("")
	lists := [][]entry{m.palette.found, m.rowMenu(m.selectedRow()), m.eventMenu(), m.sessionMenu()}
	for _, list := range lists {
		require.NotEmpty(t, list)
		for _, e := range list {
			if e.name != "" { // a line between groups
				assert.Contains(t, m.commands, e.do, e.name)
			}
		}
	}
}

// No key of a pane leads to two commands, and each leads to one.
func TestNoTwoCommandsShareAKeyInAPane(t *testing.T) {
	table := commandsByName()
	for _, p := range []pane{sessionsPane, dataPane, timelinePane, detailPane} {
		taken := map[string]string{}
		for _, b := range slices.Concat(bindings(), pageBindings()) {
			assert.Contains(t, table, b.do, b.key)
			if b.in == nil || slices.Contains(b.in, p) {
				assert.Empty(t, taken[b.key], "%q in %s leads to %s and %s", b.key, p, taken[b.key], b.do)
				taken[b.key] = b.do
			}
		}
	}
	for _, b := range otherKeys() {
		assert.Contains(t, table, b.do)
	}
}

// Every key that the help shows does something somewhere, in the pane that its
// line names if it names one.
func TestEveryKeyOfTheHelpWorks(t *testing.T) {
	names := map[string]keypress{"↓": {key: "ArrowDown"}, "↑": {key: "ArrowUp"}, "PgUp": {key: "PageUp"}, "PgDn": {key: "PageDown"},
		"Space": {key: " "}, "Menu": {key: "ContextMenu"}, "Esc": {key: "Escape"}}
	works := func(k keypress, does string) bool {
		for start, p := range map[string]pane{"in the sessions:": sessionsPane, "in the table:": dataPane, "in the timeline:": timelinePane} {
			if strings.HasPrefix(does, "in the ") && !strings.HasPrefix(does, start) {
				continue
			}
			m, _ := modelOf(usual(t))
			m.selectKey("DISP_KEY")
			m.review(2)
			if start == "in the timeline:" {
				m, _ = modelOf(stateOf(written(t)))
				m.review(5) // which proves a write
			}
			if k.pane = p; strings.Contains(does, "send the draft") {
				k.form = "draft"
			}
			if m.press(k) {
				return true
			}
		}
		return false
	}
	for _, s := range shortcuts() {
		keys, letters, going := strings.Cut(s.keys, " then ")
		var shift, ctrl bool
		for _, word := range strings.Fields(keys) {
			if word == "Shift" || word == "Ctrl/⌘" {
				shift, ctrl = word == "Shift", word == "Ctrl/⌘"
				continue
			}
			k, known := names[word]
			if !known {
				k.key = word
			}
			if k.shift, k.ctrl = shift, ctrl; ctrl && len(k.key) == 1 {
				k.key = strings.ToLower(k.key)
			}
			shift, ctrl = false, false
			assert.True(t, works(k, s.does), "%q of %q: %s", word, s.keys, s.does)
		}
		for _, letter := range strings.Fields(letters) {
			m, _ := modelOf(usual(t))
			require.True(t, going && m.press(keypress{key: keys, pane: dataPane}))
			assert.True(t, m.press(keypress{key: letter, pane: dataPane}), letter)
		}
	}
}

// The keys that stand beside an entry are those that do the same.
func TestTheKeysBesideAnEntryDoIt(t *testing.T) {
	keys := keysBeside()
	for _, row := range [][3]string{{"step", "-1", "["}, {"choose-row", "", "Space"}, {"choose-rows", "", "Shift Space"}, {"export", "", "Ctrl S"},
		{"lens", "2", "3"}, {"tab", "writes", ""}, {"live", "", "End"}} {
		assert.Equal(t, row[2], keys[[...]string{row[0], row[1]}], row[0])
	}
}
