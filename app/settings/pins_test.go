package settings_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/settings"
)

func TestKeysOnTop(t *testing.T) {
	pins, names, err := settings.ParsePins("DISP_KEY = Disposition\r\n\n# a comment\n\"Order = No\"=Order\nSubject\n\"\"")
	require.NoError(t, err)
	assert.Equal(t, []string{"DISP_KEY", "Order = No", "Subject", ""}, pins)
	assert.Equal(t, map[string]string{"DISP_KEY": "Disposition", "Order = No": "Order"}, names)
	again, sameNames, err := settings.ParsePins(settings.FormatPins(pins, names))
	require.NoError(t, err)
	assert.Equal(t, pins, again)
	assert.Equal(t, names, sameNames)
	_, _, err = settings.ParsePins("a\n\"open")
	assert.ErrorContains(t, err, "line 2")
}
