package page

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// Two commands of one name, of which only the last would ever be done, are a
// mistake.
func TestEveryCommandHasANameOfItsOwn(t *testing.T) {
	table := newTable()
	for _, c := range table.all {
		assert.NotEmpty(t, c.name)
		assert.NotNil(t, c.do, c.name)
	}
	assert.Len(t, table.named, len(table.all), "a name stands twice")
}

// Whatever a button of the page names is a command.
func TestEveryButtonLeadsToACommand(t *testing.T) {
	files, err := filepath.Glob("../testdata/*.html")
	require.NoError(t, err)
	board, err := filepath.Glob("../dashboard/testdata/*.html")
	require.NoError(t, err)
	require.NotEmpty(t, board)
	named := map[string]string{}
	for _, file := range append(files, board...) {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, found := range regexp.MustCompile(`data-do="([^"]*)"`).FindAllSubmatch(text, -1) {
			named[string(found[1])] = file
		}
	}
	require.Greater(t, len(named), 100)
	delete(named, "size") // an edge, which is dragged and moved with the arrows
	table := newTable().named
	for _, name := range slices.Sorted(maps.Keys(named)) {
		assert.Contains(t, table, name, "%s has a button for it", named[name])
	}
}

// A button that does nothing now says why.
func TestEveryDisabledButtonSaysWhy(t *testing.T) {
	files, err := filepath.Glob("../testdata/*.html")
	require.NoError(t, err)
	refused := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, button := range regexp.MustCompile(`<button [^>]*>`).FindAllString(string(text), -1) {
			if !strings.Contains(button, "data-do=") || !strings.Contains(button, " disabled") {
				continue
			}
			refused++
			assert.Regexp(t, `title="|aria-describedby="`, button, file)
		}
	}
	require.Greater(t, refused, 10)
}

// Whatever the palette and the menus list is a command.
func TestEveryEntryLeadsToACommand(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.SelectKey("DISP_KEY")
	m.search("")
	lists := [][]Entry{m.Palette.Found, m.rowMenu(m.SelectedRow()), m.eventMenu(), m.sessionMenu()}
	for _, list := range lists {
		require.NotEmpty(t, list)
		for _, e := range list {
			if e.Name != "" { // a line between groups
				assert.Contains(t, m.commands.named, e.Do, e.Name)
			}
		}
	}
}

// No key of a pane leads to two commands, and each is told in the help or known to
// [Model.Press].
func TestNoTwoCommandsShareAKeyInAPane(t *testing.T) {
	table := newTable()
	for _, p := range everywhere {
		taken := map[string]string{}
		for _, b := range table.boundIn(p) {
			assert.Empty(t, taken[b.key], "%q in %q leads to %s and %s", b.key, p, taken[b.key], b.do)
			taken[b.key] = b.do
		}
	}
	for _, b := range table.bound {
		assert.Equal(t, b.in == nil, b.does == "", "%q of %s: what the help says of it", b.key, b.do)
	}
}

// The keys that stand beside an entry are those that do the same.
func TestTheKeysBesideAnEntryDoIt(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	for _, row := range [][3]string{{"step", "-1", "["}, {"choose-row", "", "Space"}, {"choose-rows", "", "Shift Space"}, {"export", "", "Ctrl S"},
		{"lens", "2", "3"}, {"tab", "writes", ""}, {"live", "", "End"}} {
		assert.Equal(t, row[2], m.KeyOf(row[0], row[1]), row[0])
	}
}

// What cannot be done says why, wherever it was asked for.
func TestWhatIsImpossibleSaysWhy(t *testing.T) {
	for name, state := range map[string]*tracker.State{"no session": uitest.StateOf(), "no key selected": uitest.Usual(t)} {
		table := newTable()
		asked := table.entries()
		for _, b := range table.bound {
			asked = append(asked, Entry{b.key, b.do, b.arg})
		}
		for _, e := range asked {
			switch e.Do {
			case "live", "tab", "speed": // may be so already
				continue
			}
			m, sent := modelOf(state)
			before, why := looks(m, sent), m.Missing(e.Do, e.Arg)
			m.Act(e.Do, e.Arg)
			assert.True(t, why == "" || m.Notices.Status == why, "%s: %s", name, e.Name)
			assert.NotEqual(t, before, looks(m, sent), "%s: %s (%s %s) neither does anything nor says why not", name, e.Name, e.Do, e.Arg)
		}
	}
}

// looks is everything that a command can change.
func looks(m *Model, sent *sent) string {
	return fmt.Sprintf("%+v", []any{m.View, m.Boarded, m.Board, m.Player, m.Export, m.Writing, m.Notices, m.Lookup, *sent, m.Effects})
}
