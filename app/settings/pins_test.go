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
	for _, text := range [...]string{"a\n\"open", "\n= a name"} {
		_, _, err = settings.ParsePins(text)
		assert.ErrorContains(t, err, "line 2", text)
	}
	pins, names, err = settings.ParsePins("DISP_KEY\tDisposition = how it ended\nOrder\t = No\n\"a b\"\tTwo words\nSubject\t")
	require.NoError(t, err, "two cells of a table stand with a tab between them")
	assert.Equal(t, []string{"DISP_KEY", "Order", "a b", "Subject"}, pins)
	assert.Equal(t, map[string]string{"DISP_KEY": "Disposition = how it ended", "Order": "No", "a b": "Two words"}, names)
}

// A key may hold anything, and is pinned with a keystroke.
func TestAnyKeyOnTopIsReadAgain(t *testing.T) {
	keys := []string{"two\nlines", "a \"quoted\"\nline", `back\slash`, "\u00a0no-break", "line end\r", "tab\t", "=", "#1", "", "Größe", "\xff"}
	names := map[string]string{"two\nlines": "Two lines", "": "The empty one"}
	pins, again, err := settings.ParsePins(settings.FormatPins(keys, names))
	require.NoError(t, err)
	assert.Equal(t, keys, pins)
	assert.Equal(t, names, again)
}

func TestAKeyIsOnTopOnce(t *testing.T) {
	pins, names, err := settings.ParsePins("  # mine\n  \"a\"\nb\na = A")
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b"}, pins, "taking it off takes it off")
	assert.Equal(t, map[string]string{"a": "A"}, names)
}
