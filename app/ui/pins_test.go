package ui

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestKeysOnTopAreShownAndRemembered(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.act("panel", string(pinsPanel))
	m.typed("pins", 0, "", "Subject = What it is about\nRStrategyName")
	m.submit("pins")
	assert.Equal(t, []string{"Subject", "RStrategyName"}, []string{m.scene.rows[0].key, m.scene.rows[1].key}, "in their order, and never folded away")
	assert.Contains(t, html(t, &grid{Model: m}), "What it is about")
	again, _ := modelOf(usual(t))
	again.restore(m.view.prefs.text())
	assert.Equal(t, m.view.pins, again.view.pins)
	assert.Equal(t, m.view.names, again.view.names)
	m.typed("pins", 0, "", "\"open")
	m.submit("pins")
	assert.Error(t, m.pinsErr)
	assert.Len(t, m.view.pins, 2, "what cannot be read changes nothing")
}
