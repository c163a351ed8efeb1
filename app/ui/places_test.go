package ui

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

// at is a state of a place.
func at(t *testing.T, p settings.Profile, state link.State) *tracker.State {
	s := usual(t)
	s.Link.Profile, s.Link.State = p, state
	return s
}

func TestEachPlaceHasRulesOfItsOwn(t *testing.T) {
	lab, live := settings.Profile{Name: "Lab", BaseURL: "https://lab.example.com"}, settings.Profile{Name: "Live", BaseURL: "https://live.example.com"}
	m, _ := modelOf(at(t, lab, link.Connected))
	rules := func() string { return m.view.book.Rules.String() }
	m.hideKeys(hideOption{match: userdata.Prefix, pattern: "User"})
	require.NotContains(t, keysOf(m), "UserData1")

	m.take(at(t, live, link.Connecting), noon)
	assert.Empty(t, rules())
	assert.Contains(t, keysOf(m), "UserData1", "another profile shows what the first one hides")
	m.setRules("hide class business\nrouting exact MyKey Mine.")
	m.take(at(t, settings.Profile{Name: "Simulator", BaseURL: settings.Simulator}, link.Connected), noon)
	m.hideKeys(hideOption{pattern: "DISP_KEY"})
	m.take(at(t, settings.Profile{Name: "a capture"}, link.File), noon)
	assert.Empty(t, rules(), "files have rules of their own, whatever they are called")
	m.hideKeys(hideOption{pattern: "Subject"})

	again, _ := modelOf(at(t, settings.Profile{Name: "another capture"}, link.File))
	again.restore(m.view.prefs.text())
	assert.Equal(t, m.view.prefs.text(), again.view.prefs.text())
	m = again
	assert.Equal(t, "hide exact Subject\n", rules(), "they outlive the page")
	m.take(at(t, lab, link.Refused), noon)
	assert.Equal(t, "hide prefix User\n", rules())
	m.take(at(t, live, link.Connected), noon)
	assert.Equal(t, "hide class business\nrouting exact MyKey Mine.\n", rules())
	m.take(at(t, settings.Profile{BaseURL: settings.Simulator}, link.Connected), noon)
	assert.Equal(t, "hide exact DISP_KEY\n", rules())

	m.profiles = []settings.Profile{live, lab}
	m.forgetProfile(0)
	m.take(at(t, live, link.Connected), noon)
	assert.Empty(t, rules(), "a profile's rules go with it")
}

func TestRulesFromBeforeAreCarriedOver(t *testing.T) {
	m, _ := modelOf(at(t, settings.Profile{Name: "Lab"}, link.Connected))
	m.restore("lens=Integration&rules=" + "hide+prefix+User%0A")
	assert.NotContains(t, keysOf(m), "UserData1")
	m.setRules("")
	assert.Contains(t, keysOf(m), "UserData1", "also when they are given up here")
	m.take(at(t, settings.Profile{Name: "Live"}, link.Connected), noon)
	assert.NotContains(t, keysOf(m), "UserData1", "other profiles keep them")

	again, _ := modelOf(at(t, settings.Profile{Name: "Lab"}, link.Connected))
	again.restore(m.view.prefs.text())
	assert.Contains(t, keysOf(again), "UserData1")
}

func TestTheFormOfTheRulesFollowsThePlace(t *testing.T) {
	m, _ := modelOf(at(t, settings.Profile{Name: "Lab"}, link.Connected))
	m.setRules("hide exact DISP_KEY")
	m.togglePanel(noisePanel)
	assert.Contains(t, html(t, panelOf(m)), "the profile Lab")
	m.effects = nil
	m.take(at(t, settings.Profile{Name: "<b>"}, link.Connected), noon)
	assert.Contains(t, m.effects, effect{do: setValue, target: "#rules-text"})
	assert.Contains(t, html(t, panelOf(m)), "the profile &lt;b&gt;")
}
