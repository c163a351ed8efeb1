package timeline

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestTheLogOfOneKey(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	m.SelectKey("UserData1")
	m.Press(page.Keypress{Key: "f", Pane: scene.DataPane})
	l := m.Log()
	require.Equal(t, 2, l.Len())
	_, n := l.At(0)
	assert.Equal(t, 3, n)
	assert.Equal(t, "2 events that did not touch UserData1", l.Left(m.Stage, 1))
	assert.Equal(t, 1, strings.Count(strokes(m).SVG(3, 3, nil), "M"), "one stroke is left")
	m.Press(page.Keypress{Key: "f", Pane: scene.DataPane})
	l = m.Log()
	assert.Equal(t, 3, l.Len())
}
