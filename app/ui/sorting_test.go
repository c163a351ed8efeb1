package ui

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/table"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestSortByWriter(t *testing.T) {
	for _, test := range []struct {
		name    string
		presses int
		by      scene.TableColumn
		skip    bool // another client's writes do not count
		want    []string
		sorted  string // what assistive technology is told
	}{
		{"the newest first", 1, scene.WhenColumn, false, []string{"RTarget", "mine", "theirs", "first"}, "descending"},
		{"the oldest first", 2, scene.WhenColumn, false, []string{"first", "theirs", "mine", "RTarget"}, "ascending"},
		{"the usual order", 3, scene.WhenColumn, false, []string{"first", "mine", "theirs", "RTarget"}, "none"},
		{"by name of the author", 1, scene.WhoColumn, false, []string{"theirs", "first", "RTarget", "mine"}, "ascending"},
		{"the other way round", 2, scene.WhoColumn, false, []string{"mine", "RTarget", "first", "theirs"}, "descending"},
		{"who does not count is passed over", 1, scene.WhenColumn, true, []string{"RTarget", "mine", "first", "theirs"}, "descending"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, _ := pagetest.ModelOf(uitest.Authored(t))
			m.UnfoldAll()
			if test.skip {
				m.SkipAuthor(int(history.AnotherClient))
			}
			for range test.presses {
				m.Act("sort", strconv.Itoa(int(test.by)))
			}
			assert.Equal(t, test.want, shownKeys(m))
			assert.Contains(t, markupOf(t, &table.Grid{Model: m}), `<th aria-sort="`+test.sorted+`" scope="col">`)
		})
	}
}

func TestSortedRowsStayUnderThePointer(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Authored(t))
	m.UnfoldAll()
	m.Act("sort", strconv.Itoa(int(scene.WhenColumn)))
	stood := shownKeys(m)
	m.Hold(&m.View.Pointed, true)
	m.Draw(uitest.Authored(t, `{"first":"2","mine":"2","theirs":"2","RTarget":"2","late":"1"}`), uitest.Noon)
	assert.Equal(t, append(stood, "late"), shownKeys(m), "nothing moves while the pointer is there")
	assert.Positive(t, m.Scene.Moved)
	m.Act("resort", "")
	assert.Equal(t, []string{"first", "late", "RTarget", "mine", "theirs"}, shownKeys(m))
	m.Hold(&m.View.Pointed, false)
	m.Draw(uitest.Authored(t, `{"first":"2","mine":"2","theirs":"2","RTarget":"2","late":"1"}`, `{"first":"2","mine":"3","theirs":"2","RTarget":"2","late":"1"}`), uitest.Noon)
	assert.Equal(t, "mine", shownKeys(m)[0], "and they follow once it has gone")
}

func shownKeys(m *page.Model) (out []string) {
	for _, r := range m.Scene.Rows {
		out = append(out, r.Key)
	}
	return out
}
