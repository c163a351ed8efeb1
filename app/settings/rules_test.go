package settings_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/userdata"
)

func TestNoiseRulesAsText(t *testing.T) {
	const good = "hide class reporting\nhide exact \"Order No\"\nhide prefix RVQ\nhide glob CRM_*_Id\nrouting exact MyKey What the strategy noted.\n"
	rules, err := settings.ParseRules("# mine\n" + good)
	require.NoError(t, err)
	assert.Equal(t, good, rules.String(), "what was read can be shared again")
	c, why := rules.Own.Classify("MyKey")
	assert.Equal(t, userdata.Routing, c)
	assert.Equal(t, "What the strategy noted.", why)
	hider, err := rules.Hider()
	require.NoError(t, err)
	for key, want := range map[string]int{"Order No": 1, "Order": 0, "RVQID": 2, "CRM_Case_Id": 3, "RTargetTypeSelected": 0, "": 0} {
		assert.Equal(t, want, hider.Hides(key), key)
	}
	rules, err = settings.ParseRules("hide exact a\nhide exact a\n")
	require.NoError(t, err)
	assert.Equal(t, "hide exact a\n", rules.String(), "once is enough")
	for _, row := range []struct{ text, want string }{
		{"\nhide class nobody", "line 2"},
		{"hide sometimes x", "line 1"},
		{"hide exact Order No", "double quotes"}, // what stands behind a pattern would be lost, and Order hidden
		{"hide regexp (", "line 1"},
		{"# fine\nhide prefix R\nroting exact x", "line 3"},
	} {
		_, err := settings.ParseRules(row.text)
		assert.ErrorContains(t, err, row.want, row.text)
	}
}
