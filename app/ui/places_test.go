package ui

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
	"github.com/keytrail/keytrail/app/userdata"
)

// at is a state of a place.
func at(t *testing.T, p settings.Profile, state link.State) *tracker.State {
	s := uitest.Usual(t)
	s.Link.Profile, s.Link.State = p, state
	return s
}

func TestEachPlaceHasRulesOfItsOwn(t *testing.T) {
	lab, live := settings.Profile{Name: "Lab", BaseURL: "https://lab.example.com"}, settings.Profile{Name: "Live", BaseURL: "https://live.example.com"}
	m, _ := pagetest.ModelOf(at(t, lab, link.Connected))
	rules := func() string { return m.View.Book.Rules.String() }
	m.HideKeys(page.HideOption{Match: userdata.Prefix, Pattern: "User"})
	require.NotContains(t, keysOf(m), "UserData1")

	m.Take(at(t, live, link.Connecting), uitest.Noon)
	assert.Empty(t, rules())
	assert.Contains(t, keysOf(m), "UserData1", "another profile shows what the first one hides")
	m.SetRules("hide class business\nrouting exact MyKey Mine.")
	m.Take(at(t, settings.Profile{Name: "Simulator", BaseURL: settings.Simulator}, link.Connected), uitest.Noon)
	m.HideKeys(page.HideOption{Pattern: "DISP_KEY"})
	m.Take(at(t, settings.Profile{Name: "a capture"}, link.File), uitest.Noon)
	assert.Empty(t, rules(), "files have rules of their own, whatever they are called")
	m.HideKeys(page.HideOption{Pattern: "Subject"})

	again, _ := pagetest.ModelOf(at(t, settings.Profile{Name: "another capture"}, link.File))
	again.Restore(m.View.Prefs.Text())
	assert.Equal(t, m.View.Prefs.Text(), again.View.Prefs.Text())
	m = again
	assert.Equal(t, "hide exact Subject\n", rules(), "they outlive the page")
	m.Take(at(t, lab, link.Refused), uitest.Noon)
	assert.Equal(t, "hide prefix User\n", rules())
	m.Take(at(t, live, link.Connected), uitest.Noon)
	assert.Equal(t, "hide class business\nrouting exact MyKey Mine.\n", rules())
	m.Take(at(t, settings.Profile{BaseURL: settings.Simulator}, link.Connected), uitest.Noon)
	assert.Equal(t, "hide exact DISP_KEY\n", rules())

	m.Connect.Profiles = []settings.Profile{live, lab}
	m.Connect.ForgetProfile(0)
	m.Take(at(t, live, link.Connected), uitest.Noon)
	assert.Empty(t, rules(), "a profile's rules go with it")
}

func TestRulesFromBeforeAreCarriedOver(t *testing.T) {
	m, _ := pagetest.ModelOf(at(t, settings.Profile{Name: "Lab"}, link.Connected))
	m.Restore("lens=Integration&rules=" + "hide+prefix+User%0A")
	assert.NotContains(t, keysOf(m), "UserData1")
	m.SetRules("")
	assert.Contains(t, keysOf(m), "UserData1", "also when they are given up here")
	m.Take(at(t, settings.Profile{Name: "Live"}, link.Connected), uitest.Noon)
	assert.NotContains(t, keysOf(m), "UserData1", "other profiles keep them")

	again, _ := pagetest.ModelOf(at(t, settings.Profile{Name: "Lab"}, link.Connected))
	again.Restore(m.View.Prefs.Text())
	assert.Contains(t, keysOf(again), "UserData1")
}

func TestTheFormOfTheRulesFollowsThePlace(t *testing.T) {
	m, _ := pagetest.ModelOf(at(t, settings.Profile{Name: "Lab"}, link.Connected))
	m.SetRules("hide exact DISP_KEY")
	m.TogglePanel(scene.NoisePanel)
	assert.Contains(t, markupOf(t, panelOf(m)), "the profile Lab")
	m.Effects = nil
	m.Take(at(t, settings.Profile{Name: "<b>"}, link.Connected), uitest.Noon)
	assert.Contains(t, m.Effects, stage.Effect{Do: stage.SetValue, Target: "#rules-text"})
	assert.Contains(t, markupOf(t, panelOf(m)), "the profile &lt;b&gt;")
}
