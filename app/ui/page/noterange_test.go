package page

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestARangeIsMarkedByKeyboard(t *testing.T) {
	m, out := modelOf(uitest.Usual(t))
	id := m.View.Session
	keys := func(all string) {
		for _, k := range strings.Split(all, "") {
			m.Press(Keypress{Key: k, Pane: scene.TimelinePane})
		}
	}
	keys("[[M")
	assert.Equal(t, 1, m.View.Base, "it begins here")
	assert.Contains(t, m.Notices.Status+strings.Join(m.Notices.Other, ". "), "A range begins at event 1")
	keys("]M")
	assert.Equal(t, scene.NotesTab, m.View.Tab)
	m.Typed("note", 0, "note", " slow ")
	m.Submit("note")
	assert.Equal(t, tracker.Annotate{Session: id, Event: 1, Until: 2, Text: "slow"}, (*out)[0])
	keys("m")
	m.Submit("note")
	assert.Equal(t, tracker.Annotate{Session: id, Event: 2}, (*out)[1], "the next mark is one of an event again")
}
