package settings_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/settings"
)

func TestEachPlaceHasItsRules(t *testing.T) {
	book := settings.ReadRuleBook([]string{"files\nhide prefix A\n"}, "hide prefix Common\n")
	assert.Equal(t, "hide prefix Common\n", book.Rules.String(), "nowhere has none of its own")
	book.Enter(settings.FilesPlace)
	assert.Equal(t, "hide prefix A\n", book.Rules.String())

	mine, err := settings.ParseRules("hide exact x")
	require.NoError(t, err)
	book.Enter(settings.ProfilePlace("Lab"))
	book.Rules = mine
	assert.False(t, book.Forget(settings.ProfilePlace("Lab")), "it is the one that is shown")
	book.Enter(settings.SimulatorPlace)
	lines := []string{"files\nhide prefix A\n", "profile Lab\nhide exact x\n"}
	assert.Equal(t, lines, book.Lines(), "those that go by the common rules are not written")
	again := settings.ReadRuleBook(book.Lines(), book.Common())
	again.Enter(settings.ProfilePlace("Lab"))
	assert.Equal(t, "hide exact x\n", again.Rules.String())
	again.Rules, err = settings.ParseRules(again.Common())
	require.NoError(t, err)
	assert.Equal(t, lines[:1], again.Lines(), "it goes by the common rules again")
	assert.True(t, book.Forget(settings.ProfilePlace("Lab")))
	assert.Equal(t, lines[:1], book.Lines())
}

func TestPlaceNames(t *testing.T) {
	for place, want := range map[string]string{settings.Nowhere: "the page while it is not connected", settings.FilesPlace: "all files", settings.SimulatorPlace: "the simulator", settings.ProfilePlace("Lab"): "the profile Lab"} {
		assert.Equal(t, want, settings.PlaceName(place))
	}
}
