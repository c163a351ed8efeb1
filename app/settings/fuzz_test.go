package settings_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/settings"
)

// What was read of a text of any kind is written so that it is read again, and
// the same.
func FuzzForms(f *testing.F) {
	for _, text := range []string{
		"hide class reporting\nhide exact \"Order No\"\nhide prefix RVQ\nrouting exact MyKey What the strategy noted.\n",
		"DISP_KEY = Disposition\n\"Order \\\"No\"\nSubject=What = it is about\n# none\n",
		"profile a\nurl https://gws.example.com/\nuser u\n\nprofile\n",
		"\"mine\"\t1\t\"Key\"\t\"text\"\t\"a\\tb\"\n",
		"you other",
		"hide exact Order\v x\nrouting exact A\u00a0 Why.\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if rules, err := settings.ParseRules(text); err == nil {
			again, err := settings.ParseRules(rules.String())
			require.NoError(t, err, "%q", rules.String())
			assert.Equal(t, rules.String(), again.String())
		}
		if pins, names, err := settings.ParsePins(text); err == nil {
			written := settings.FormatPins(pins, names)
			againPins, againNames, err := settings.ParsePins(written)
			require.NoError(t, err, "%q", written)
			assert.Equal(t, pins, againPins, "%q", written)
			assert.Equal(t, names, againNames, "%q", written)
		}
		profiles, _ := settings.ParseProfiles(text)
		again, problems := settings.ParseProfiles(settings.FormatProfiles(profiles))
		assert.Empty(t, problems)
		assert.Equal(t, profiles, again)
		templates := settings.ParseTemplates(text)
		assert.Equal(t, templates, settings.ParseTemplates(settings.FormatTemplates(templates)))
		authors := settings.ParseAuthors(text)
		assert.Equal(t, authors, settings.ParseAuthors(authors.String()))
	})
}
