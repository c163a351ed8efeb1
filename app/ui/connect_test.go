package ui

import (
	"errors"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/forms"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// stuck is a link that did not get past a step.
func stuck(at string, state link.State, kind link.ObstacleKind, said string) func(t *testing.T) *tracker.State {
	return func(*testing.T) *tracker.State {
		s := uitest.StateOf()
		err := &link.Obstacle{Kind: kind, Err: errors.New(said)}
		s.Link = link.Status{State: state, Since: uitest.Noon, Problem: err, Profile: settings.Profile{Name: "GWS", BaseURL: "https://gws.example.com"}}
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

// A poll that is answered without a subscription is silent for good.
func TestARefusedSubscriptionIsNotCalledNormal(t *testing.T) {
	for name, view := range map[string]func(m *page.Model) app.Composer{"welcome": gridOf, "details": panelOf} {
		t.Run(name, func(t *testing.T) {
			s := silent(t)
			s.Received = 0
			s.Link.Problem = errors.New("subscribe: 403 denied")
			s.Link.Steps = []link.Step{{Name: "subscribe", State: link.Failed, Note: "/v2/me/*", Err: s.Link.Problem}}
			m, _ := pagetest.ModelOf(s)
			if name == "details" {
				m.TogglePanel(scene.LinkPanel)
			}
			got := markupOf(t, view(m))
			assert.NotContains(t, got, "normal until")
			uitest.HasMarkup(t, got, "403 denied")
		})
	}
}

func TestConnectGallery(t *testing.T) {
	linkShown := func(m *page.Model) { m.TogglePanel(scene.LinkPanel) }
	for _, row := range []struct {
		name  string
		state func(t *testing.T) *tracker.State
		view  func(m *page.Model)
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
		{"diagnosis-silent", func(t *testing.T) *tracker.State { s := uitest.Usual(t); s.Received = 0; return s }, linkShown},
		{"diagnosis-lost", stuck("", link.Reconnecting, link.Unreachable, "no response: Failed to fetch"), linkShown},
		{"connectform-profiles", uitest.Usual, func(m *page.Model) {
			m.TogglePanel(scene.ConnectPanel)
			m.Typed("connect", 0, "base", "https://gws.example.com")
			m.Act("channel-sms", "")
			m.Act("start-session", "")
			m.Act("production", "")
			m.Act("save-profile", "")
			m.Act("list-profiles", "")
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			m, _ := pagetest.ModelOf(row.state(t))
			m.Origin = "https://keytrail.example"
			row.view(m)
			draws(t, row.name, panelOf(m))
		})
	}
	t.Run("signin-expired", func(t *testing.T) {
		m, _ := pagetest.ModelOf(uitest.Expired(t))
		m.Act("auth", "1")
		draws(t, "signin-expired", &forms.SignIn{Model: m})
	})
}
