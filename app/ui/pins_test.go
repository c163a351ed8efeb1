package ui

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/table"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestKeysOnTopAreShownAndRemembered(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	m.Act("panel", string(scene.PinsPanel))
	m.Typed("pins", 0, "", "Subject = What it is about\nRStrategyName")
	m.Submit("pins")
	assert.Equal(t, []string{"Subject", "RStrategyName"}, []string{m.Scene.Rows[0].Key, m.Scene.Rows[1].Key}, "in their order, and never folded away")
	assert.Contains(t, markupOf(t, &table.Grid{Model: m}), "What it is about")
	again, _ := pagetest.ModelOf(uitest.Usual(t))
	again.Restore(m.View.Prefs.Text())
	assert.Equal(t, m.View.Pins, again.View.Pins)
	assert.Equal(t, m.View.Names, again.View.Names)
	m.Typed("pins", 0, "", "\"open")
	m.Submit("pins")
	assert.Error(t, m.PinsErr)
	assert.Len(t, m.View.Pins, 2, "what cannot be read changes nothing")
}
