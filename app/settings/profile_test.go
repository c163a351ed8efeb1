package settings_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/settings"
)

func TestProfilesAsText(t *testing.T) {
	all := []settings.Profile{
		{Name: "Test lab", BaseURL: "https://gws.example.com:8080", Auth: settings.Basic, User: "sam", Channels: []string{"/v2/me/*", "/v2/me/smssessions"}},
		{Name: "Live", BaseURL: "https://live.example.com", Auth: settings.Bearer, StartSession: true, ChannelID: "smssession", Production: true},
		{Name: "Here"},
	}
	text := settings.FormatProfiles(all)
	back, problems := settings.ParseProfiles(text)
	assert.Equal(t, all, back)
	assert.Empty(t, problems)
}

func TestForeignProfileText(t *testing.T) {
	for _, test := range []struct {
		name, text string
		profiles   int
		problems   []string
	}{
		{"nothing", "", 0, nil},
		{"comments and blanks", "# mine\n\nprofile a\n", 1, nil},
		{"a secret is not read and not repeated", "profile a\npassword hunter2\n", 1, []string{"line 2 (password)"}},
		{"a line before the first profile", "base https://x\n", 0, []string{"line 1 (base)"}},
		{"an address that is none", "profile a\nbase javascript:1\n", 0, []string{"line 2 (base)"}},
		{"a way to sign in that is none", "profile a\nauth magic\n", 1, []string{"line 2 (auth)"}},
		{"line ends of Windows", "profile a\r\nproduction yes\r\n", 1, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			all, problems := settings.ParseProfiles(test.text)
			assert.Len(t, all, test.profiles)
			assert.Equal(t, test.problems, problems)
		})
	}
}

// Who writes of a production system in words of their own is guarded, not let through.
func TestWhatIsSaidOfProductionGuards(t *testing.T) {
	for value, want := range map[string]bool{"yes": true, "Yes": true, "true": true, "": true, "no": false, "No": false} {
		all, problems := settings.ParseProfiles("profile a\nproduction " + value)
		assert.Equal(t, want, all[0].Production, value)
		assert.Equal(t, value != "yes" && value != "no", len(problems) == 1, value)
	}
}

func TestAddressProblem(t *testing.T) {
	for _, good := range []string{"", "simulator", " https://gws.example.com:8080 ", "http://x"} {
		assert.Empty(t, settings.AddressProblem(good), good)
	}
	for text, want := range map[string]string{"gws.example.com": "scheme", "ftp://x": "scheme", "https://": "scheme", "https://:8080": "scheme", "https://sam:secret@x": "Leave user and password out",
		"https://x/api?access_token=y": "Leave out what", "https://x/#y": "Leave out what", "https://x/ui/#": "Leave out what", "https://x?": "Leave out what"} {
		assert.Contains(t, settings.AddressProblem(text), want, text)
	}
}
