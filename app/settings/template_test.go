package settings_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/settings"
)

func TestTemplates(t *testing.T) {
	all := []settings.Template{{"a\tb \"q\"\n", 0, []settings.Row{{Key: "k", Type: "text", Text: "{{now}}\n\t\x00"}}}, {"del", 2, []settings.Row{{Key: "x", Type: "text"}, {Key: "", Type: "null"}}}}
	assert.Equal(t, all, settings.ParseTemplates(settings.FormatTemplates(all)))
	for _, bad := range []string{"", "x", "\"a\"\t3\t\"k\"\t\"text\"\t\"\"\n", "\"a\"\t0\t\"k\"\t\"magic\"\t\"\"\n", "\"a\t0\t\"k\"\t\"text\"\t\"\"\n"} {
		assert.Empty(t, settings.ParseTemplates(bad), "%q", bad)
	}
}
