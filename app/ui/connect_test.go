package ui

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
)

// stuck is a link that did not get past a step.
func stuck(at string, state link.State, kind link.ObstacleKind, said string) func(t *testing.T) *tracker.State {
	return func(*testing.T) *tracker.State {
		s := stateOf()
		err := &link.Obstacle{Kind: kind, Err: errors.New(said)}
		s.Link = link.Status{State: state, Since: noon, Problem: err, Profile: settings.Profile{Name: "GWS", BaseURL: "https://gws.example.com"}}
		done := link.Done
		for _, name := range []string{"reach", "CORS", "sign in", "CSRF", "handshake", "subscribe", "first message"} {
			step := link.Step{Name: name, State: done}
			if name == at {
				step.State, step.Err, done = link.Failed, err, link.Pending
			}
			s.Link.Steps = append(s.Link.Steps, step)
		}
		return s
	}
}

func TestConnectGallery(t *testing.T) {
	linkShown := func(m *model) { m.togglePanel(linkPanel) }
	for _, row := range []struct {
		name  string
		state func(t *testing.T) *tracker.State
		view  func(m *model)
	}{
		{"diagnosis-unreachable", stuck("reach", link.Reconnecting, link.Unreachable, "no response: Failed to fetch"), linkShown},
		{"diagnosis-cors", stuck("CORS", link.Refused, link.CrossOrigin, "no response: Failed to fetch"), linkShown},
		{"diagnosis-signin", stuck("sign in", link.SignedOut, link.NoCredentials, "gws: GET /api/v2/me: 401 statusCode 20: not signed in"), linkShown},
		{"diagnosis-page", stuck("sign in", link.SignedOut, link.WebPage, "gws: GET /api/v2/me: 200: a web page came"), linkShown},
		{"diagnosis-csrf", stuck("CSRF", link.Refused, link.NoCSRFToken, "bayeux: handshake: HTTP 403: Missing or invalid Csrf token"), linkShown},
		{"diagnosis-csrf-here", func(t *testing.T) *tracker.State {
			s := stuck("CSRF", link.Refused, link.NoCSRFToken, "bayeux: handshake: HTTP 403: Missing or invalid Csrf token")(t)
			s.Link.Profile = settings.Profile{Name: "This server"}
			return s
		}, linkShown},
		{"diagnosis-handshake", stuck("handshake", link.Reconnecting, link.ServerFault, "bayeux: handshake: HTTP 503"), linkShown},
		{"diagnosis-subscribe", stuck("subscribe", link.Connected, link.Undetermined, "bayeux: subscribe: 403::denied"), linkShown},
		{"diagnosis-silent", func(t *testing.T) *tracker.State { s := usual(t); s.Received = 0; return s }, linkShown},
		{"connectform-profiles", usual, func(m *model) {
			m.togglePanel(connectPanel)
			m.typed("connect", 0, "base", "https://gws.example.com")
			m.act("channel-sms", "")
			m.act("start-session", "")
			m.act("production", "")
			m.act("save-profile", "")
			m.act("list-profiles", "")
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			m, _ := modelOf(row.state(t))
			m.origin = "https://keytrail.example"
			row.view(m)
			got := html(t, panelOf(m))
			assert.NotContains(t, got, `class="fault"`)
			golden(t, row.name, got)
		})
	}
	t.Run("signin-expired", func(t *testing.T) {
		m, _ := modelOf(expired(t))
		m.act("auth", "1")
		golden(t, "signin-expired", html(t, &signIn{Model: m}))
	})
}

func expired(t *testing.T) *tracker.State {
	s := usual(t)
	s.Link.State, s.Link.Problem = link.SignedOut, &link.Obstacle{Kind: link.NoCredentials, Err: errors.New("401")}
	s.Link.Profile = settings.Profile{Name: "GWS", BaseURL: "https://gws.example.com", User: "sam"}
	return s
}

func TestSigningInAgainKeepsTheDraft(t *testing.T) {
	m, out := modelOf(usual(t))
	m.act("panel", "write")
	m.typed("draft", 0, "key", "a")
	m.take(expired(t), noon)
	m.act("auth", "1")
	m.typed("signin", 0, "password", "s3cret")
	m.submit("signin")
	require.Len(t, *out, 1)
	c := (*out)[0].(tracker.Connect)
	assert.Equal(t, settings.Profile{Name: "GWS", BaseURL: "https://gws.example.com", Auth: settings.Basic, User: "sam"}, c.Profile)
	assert.Equal(t, "s3cret", c.Credentials.Password)
	assert.Empty(t, m.connect.password, "the form forgets it")
	assert.Equal(t, "a", m.draft.rows[0].key)
	assert.Len(t, m.state.Sessions, 1)
}

func TestEachObstacleHasAdvice(t *testing.T) {
	for k := link.Unreachable; k <= link.Undetermined; k++ {
		a := adviceOn(k)
		assert.NotEmpty(t, a.means)
		assert.NotEmpty(t, a.do)
		assert.Contains(t, explain(&link.Obstacle{Kind: k, Err: errors.New("x")}), a.do)
	}
}

func TestProfilesInAFile(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.run = func(_ string, job func() func()) { job()() }
	m.profiles = []settings.Profile{{Name: "Lab", BaseURL: "https://gws.example.com", Auth: settings.Basic, User: "sam"}}
	m.act("save-profiles", "")
	saved := m.effects[len(m.effects)-1]
	require.Equal(t, saveFile, saved.do)
	require.Equal(t, "keytrail-profiles.txt", saved.target)

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
			m.openProfiles(io.MultiReader(strings.NewReader(test.text), iotest.ErrReader(orEOF(test.err))), test.bytes)
			assert.Equal(t, test.said, m.connect.said)
			assert.Len(t, m.profiles, 1, "the profiles stay")
		})
	}
	want := m.profiles
	m.profiles = nil
	m.openProfiles(strings.NewReader(saved.text), len(saved.text))
	assert.Equal(t, want, m.profiles)
	assert.Equal(t, "1 profile read.", m.connect.said)
}

func orEOF(err error) error {
	if err == nil {
		return io.EOF
	}
	return err
}

func TestStoredProfilesHoldNoSecret(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.act("panel", "connect")
	m.typed("connect", 0, "base", "https://gws.example.com")
	m.act("auth", "1")
	m.typed("connect", 0, "user", "sam")
	m.typed("connect", 0, "password", "s3cret")
	m.typed("connect", 0, "token", "t0ken")
	m.act("save-profile", "")
	var kept string
	for _, e := range m.effects {
		if e.do == keepText {
			kept = e.text
		}
	}
	assert.Contains(t, kept, "user sam")
	assert.NotContains(t, kept, "s3cret")
	assert.NotContains(t, kept, "t0ken")
	m.act("use-profile", "0")
	assert.Equal(t, settings.Basic, m.connect.auth)
	m.act("forget-profile", "0")
	assert.Empty(t, m.profiles)
}
