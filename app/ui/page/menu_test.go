package page

import (
	"io"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// pick runs the item of the open menu with that name.
func pick(t *testing.T, m *Model, name string) {
	t.Helper()
	i := slices.IndexFunc(m.Menu.Items, func(c Entry) bool { return c.Name == name })
	require.GreaterOrEqual(t, i, 0, "no item %q among %v", name, m.Menu.Items)
	m.Act("menu-do", strconv.Itoa(i))
}

func TestTheMenuOfARow(t *testing.T) {
	for _, row := range []struct {
		item  string
		check func(m *Model) bool
	}{
		{"Edit in the form", func(m *Model) bool {
			return m.Writing.Draft.Op == draft.UpdateOp && m.Writing.Draft.Rows[0].Key == "DISP_KEY"
		}},
		{"Draft its deletion", func(m *Model) bool {
			return m.Writing.Draft.Op == draft.DeleteOp && m.Writing.Draft.Rows[0].Key == "DISP_KEY"
		}},
		{"Copy the value", func(m *Model) bool { return wants(m, stage.CopyText, "resolved") }},
		{"Copy its JSON pointer", func(m *Model) bool { return wants(m, stage.CopyText, "/DISP_KEY") }},
		{"Before its last change", func(m *Model) bool { return m.Scene.At == 1 }},
		{"Only its events", func(m *Model) bool { return m.View.Limited && m.View.Only == "DISP_KEY" }},
		{"Watch", func(m *Model) bool { return m.View.Watching("DISP_KEY") == 0 }},
		{"Stop the view when it changes…", func(m *Model) bool { return m.View.Watches[0].Stop && m.View.Panel == scene.WatchPanel }},
		{"Filter by this key", func(m *Model) bool { return m.View.Filter == "key:=DISP_KEY" && len(m.Scene.Rows) == 1 }},
		{"Filter by this value", func(m *Model) bool { return m.View.Filter == "value:=resolved" }},
		{"Filter by the class disposition", func(m *Model) bool { return m.View.Filter == "class:disposition" }},
		{"Filter by who wrote it: another client", func(m *Model) bool { return m.View.Filter == "by:other" }},
		{"Do not count event 2 as its writer", func(m *Model) bool { return m.View.Skips.Has(m.View.Session, 2) }},
		{"Do not count another client as a writer", func(m *Model) bool { return m.View.Skips.Authors.Has(history.AnotherClient) }},
		{"Hide only DISP_KEY (1 key)", func(m *Model) bool { return m.Scene.Find("DISP_KEY") < 0 && len(m.View.Book.Hides) == 1 }},
		{"Hide the class disposition (1 key)", func(m *Model) bool { return m.Scene.Find("DISP_KEY") < 0 && m.View.Book.Folded != 0 }},
	} {
		t.Run(row.item, func(t *testing.T) {
			m, _ := modelOf(uitest.Usual(t))
			m.SelectKey("DISP_KEY")
			require.True(t, m.Press(Keypress{Key: "F10", Shift: true, Pane: scene.DataPane}))
			pick(t, m, row.item)
			assert.True(t, row.check(m))
			assert.True(t, wants(m, stage.CloseModal, ""), "the menu closes")
		})
	}
}

// wants reports whether the model asked the browser for that.
func wants(m *Model, do stage.EffectKind, text string) bool {
	return slices.ContainsFunc(m.Effects, func(e stage.Effect) bool { return e.Do == do && e.Text == text })
}

func TestTheMenuByKeyboard(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.SetFilter("nothing is called this")
	assert.False(t, m.Press(Keypress{Key: "ContextMenu", Pane: scene.DataPane}), "there is no row")
	m.SetFilter("")
	m.SelectKey("TempReservation")
	m.SetBase(1)
	require.True(t, m.Press(Keypress{Key: "ContextMenu", Pane: scene.DataPane}))
	assert.Equal(t, "Copy the row as Markdown", m.Menu.Items[0].Name, "what is gone can be neither edited nor copied")
	in := func(key string) bool { return m.Press(Keypress{Key: key, Modal: true, Form: "menu"}) }
	in("ArrowDown")
	in("ArrowDown")
	in("ArrowDown")
	assert.Equal(t, "History of this key", m.Menu.Items[m.Menu.At].Name, "the line between two groups is passed over")
	in("ArrowUp")
	in("ArrowUp")
	assert.Equal(t, "Copy its JSON pointer", m.Menu.Items[m.Menu.At].Name)
	in("End")
	assert.Equal(t, len(m.Menu.Items)-1, m.Menu.At)
	assert.False(t, in("Escape"), "the browser closes it")
	assert.False(t, in("Enter"), "the browser clicks the item")
	require.True(t, in("w"), "a key does in the menu what it does without")
	assert.Equal(t, 0, m.View.Watching("TempReservation"))
}

func TestTheMenusOfEventsAndSessions(t *testing.T) {
	m, out := modelOf(uitest.Usual(t))
	m.Review(2)
	require.True(t, m.OpenMenu(scene.TimelinePane, "10 20"))
	assert.True(t, wants(m, stage.ShowMenu, "10 20"))
	pick(t, m, "Do not count it as a writer")
	assert.True(t, m.View.Skips.Has(m.View.Session, 2))
	m.OpenMenu(scene.TimelinePane, "")
	pick(t, m, "Hold what follows against it (set A)")
	assert.Equal(t, 2, m.View.Base)
	require.True(t, m.OpenMenu(scene.SessionsPane, ""))
	pick(t, m, "Pin to the top")
	assert.Equal(t, sent{tracker.Label{Session: "0000Wa9CAM6W00J", Pinned: true}}, *out)
	m.Act("tab", string(scene.TrafficTab))
	assert.False(t, m.OpenMenu(scene.TimelinePane, ""), "an exchange has no menu")
}

func TestAMessageIsTreatedAsASample(t *testing.T) {
	m, out := modelOf(uitest.Strays(t))
	m.Act("stray", "1")
	m.Act("as-sample", "")
	require.Len(t, *out, 1)
	open, ok := (*out)[0].(tracker.Open)
	require.True(t, ok)
	text, err := io.ReadAll(open.Reader)
	require.NoError(t, err)
	assert.Equal(t, `{"a" <script>`, string(text))
}
