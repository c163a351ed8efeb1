package page

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestSortByColumns(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.UnfoldAll()
	keys := func() (out []string) {
		for _, r := range m.Scene.Rows[:2] {
			out = append(out, r.Key)
		}
		return out
	}
	usualOrder := keys()
	m.Act("sort", strconv.Itoa(int(scene.KeyColumn)))
	assert.Equal(t, []string{"CBR-IT-path_DBIDs", "CustomerSegment"}, keys())
	m.Act("sort", strconv.Itoa(int(scene.KeyColumn)))
	assert.Equal(t, []string{"UserData2", "UserData1"}, keys())
	m.Act("sort", strconv.Itoa(int(scene.KeyColumn)))
	assert.Equal(t, usualOrder, keys())
	for range 2 { // once the newest on top, once the oldest
		m.Act("sort", strconv.Itoa(int(scene.WhenColumn)))
	}
	assert.Equal(t, scene.ParsePrefs(m.View.Prefs.Text()).Sort, scene.SortOrder{By: scene.WhenColumn}, "the order outlives the page")
	m.Act("sort", strconv.Itoa(int(scene.WasColumn)))
	assert.Equal(t, usualOrder, keys(), "the values before are no order")
}
