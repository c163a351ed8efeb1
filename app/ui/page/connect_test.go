package page

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestSigningInAgainKeepsTheDraft(t *testing.T) {
	m, out := modelOf(uitest.Usual(t))
	m.Act("panel", "write")
	m.Typed("draft", 0, "key", "a")
	m.Take(uitest.Expired(t), uitest.Noon)
	m.Act("auth", "1")
	m.Typed("signin", 0, "password", "s3cret")
	m.Submit("signin")
	require.Len(t, *out, 1)
	c := (*out)[0].(tracker.Connect)
	assert.Equal(t, settings.Profile{Name: "GWS", BaseURL: "https://gws.example.com", Auth: settings.Basic, User: "sam"}, c.Profile)
	assert.Equal(t, "s3cret", c.Credentials.Password)
	assert.Empty(t, m.Connect.Password, "the form forgets it")
	assert.Equal(t, "a", m.Writing.Draft.Rows[0].Key)
	assert.Len(t, m.State.Sessions, 1)
}

// What is no list of profiles, pasted by mistake, costs neither the stored ones nor
// the text itself.
func TestATextWithoutProfilesChangesNothing(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Connect.Profiles = []settings.Profile{{Name: "Lab", BaseURL: "https://gws.example.com"}}
	m.Act("list-profiles", "")
	read := func(text string) {
		m.Connect.Text = text
		m.Act("read-profiles", "")
	}
	read(`[{"name":"Lab"}]`)
	assert.Contains(t, m.Connect.Said, "nothing was changed")
	assert.Len(t, m.Connect.Profiles, 1)
	assert.Equal(t, `[{"name":"Lab"}]`, m.Connect.Text)
	read("")
	assert.Empty(t, m.Connect.Profiles)
}

func TestProfilesInAFile(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Run = func(_ string, job func() func()) { job()() }
	m.Connect.Profiles = []settings.Profile{{Name: "Lab", BaseURL: "https://gws.example.com", Auth: settings.Basic, User: "sam"}}
	m.Act("save-profiles", "")
	saved := m.Effects[len(m.Effects)-1]
	require.Equal(t, stage.SaveFile, saved.Do)
	require.Equal(t, "keytrail-profiles.txt", saved.Target)

	for _, test := range []struct {
		name, text string
		err        error
		bytes      int
		said       string
	}{
		{"another file", "GET / HTTP/1.1\n", nil, 0, "There is no profile in that file."},
		{"a large file", "", nil, 2 << 20, "That is no file of profiles: it has 2.1 MB."},
		{"a file that cannot be read", "profile a\n", errors.New("moved"), 0, "moved"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m.Connect.OpenProfiles(io.MultiReader(strings.NewReader(test.text), iotest.ErrReader(orEOF(test.err))), test.bytes)
			assert.Equal(t, test.said, m.Connect.Said)
			assert.Len(t, m.Connect.Profiles, 1, "the profiles stay")
		})
	}
	want := m.Connect.Profiles
	m.Connect.Profiles = nil
	m.Connect.OpenProfiles(strings.NewReader(saved.Text), len(saved.Text))
	assert.Equal(t, want, m.Connect.Profiles)
	assert.Equal(t, "1 profile read.", m.Connect.Said)
}

func orEOF(err error) error {
	if err == nil {
		return io.EOF
	}
	return err
}

func TestStoredProfilesHoldNoSecret(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Act("panel", "connect")
	m.Typed("connect", 0, "base", "https://gws.example.com")
	m.Act("auth", "1")
	m.Typed("connect", 0, "user", "sam")
	m.Typed("connect", 0, "password", "s3cret")
	m.Typed("connect", 0, "token", "t0ken")
	m.Act("save-profile", "")
	var kept string
	for _, e := range m.Effects {
		if e.Do == stage.KeepText {
			kept = e.Text
		}
	}
	assert.Contains(t, kept, "user sam")
	assert.NotContains(t, kept, "s3cret")
	assert.NotContains(t, kept, "t0ken")
	m.Act("use-profile", "0")
	assert.Equal(t, settings.Basic, m.Connect.Auth)
	m.Act("forget-profile", "0")
	assert.Empty(t, m.Connect.Profiles)
}

// The rules of a profile are kept under its name, so this is what it is after a reload.
func TestAProfileIsCalledWhatItIsStoredAs(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Act("panel", "connect")
	m.Typed("connect", 0, "name", " Test  lab ")
	m.Act("save-profile", "")
	stored, problems := settings.ParseProfiles(settings.FormatProfiles(m.Connect.Profiles))
	assert.Empty(t, problems)
	assert.Equal(t, stored, m.Connect.Profiles)
}
