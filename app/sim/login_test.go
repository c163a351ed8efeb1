package sim_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/wire"
)

// roundTrip sends a request just as it is, without a cookie store.
func roundTrip(t *testing.T, s *sim.Sim, method, path, body string, header ...string) *wire.Response {
	t.Helper()
	req := &wire.Request{Method: method, Path: path, Body: []byte(body)}
	for i := 0; i < len(header); i += 2 {
		req.Header.Add(header[i], header[i+1])
	}
	resp, err := s.RoundTrip(t.Context(), req)
	require.NoError(t, err)
	return resp
}

func cookieOf(resp *wire.Response) string {
	c, _, _ := strings.Cut(resp.Header.Get("Set-Cookie"), ";")
	return c
}

// The page CSRFProtection: a GET hands out the pair, and a POST without the
// token or without the cookie is refused with a text.
func TestCSRF(t *testing.T) {
	const leave = `{"operationName":"Leave"}`
	s, id := quiet(sim.Options{})
	me := roundTrip(t, s, "GET", "/api/v2/me", "")
	require.Equal(t, 200, me.Status)
	name, token, cookie := me.Header.Get("X-CSRF-HEADER"), me.Header.Get("X-CSRF-TOKEN"), cookieOf(me)
	assert.Equal(t, "X-CSRF-TOKEN", name)
	assert.Len(t, token, 36, "a UUID")
	assert.True(t, strings.HasPrefix(cookie, "JSESSIONID="))

	again := roundTrip(t, s, "GET", "/api/v2/me", "", "Cookie", "x=y; "+cookie)
	assert.Equal(t, token, again.Header.Get("X-CSRF-TOKEN"), "the token lives as long as the session")
	assert.Empty(t, cookieOf(again))

	for _, tt := range []struct {
		name   string
		header []string
	}{
		{"neither", nil},
		{"no token", []string{"Cookie", cookie}},
		{"wrong token", []string{"Cookie", cookie, name, token + "0"}},
		{"no cookie", []string{name, token}},
		{"unknown cookie", []string{"Cookie", cookie + "0", name, token}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, path := range []string{"/api/v2/me/smssessions/" + id, "/api/v2/notifications"} {
				resp := roundTrip(t, s, "POST", path, leave, tt.header...)
				assert.Equal(t, 403, resp.Status)
				assert.Equal(t, "Missing or invalid Csrf token", string(resp.Body))
			}
		})
	}
	assert.Equal(t, 200, roundTrip(t, s, "POST", "/api/v2/me/smssessions/"+id, leave, "Cookie", cookie, name, token).Status)

	s.RotateCSRF()
	assert.Equal(t, 403, roundTrip(t, s, "POST", "/api/v2/me", `{"operationName":"Ready"}`, "Cookie", cookie, name, token).Status)
	s.SignOut()
	assert.NotEmpty(t, cookieOf(roundTrip(t, s, "GET", "/api/v2/me", "", "Cookie", cookie)), "a new session")
}

func TestCSRFSwitchedOff(t *testing.T) {
	s, _ := quiet(sim.Options{NoCSRF: true})
	assert.Empty(t, roundTrip(t, s, "GET", "/api/v2/me", "").Header.Get("X-CSRF-HEADER"))
	assert.Equal(t, 200, roundTrip(t, s, "POST", "/api/v2/me", `{"operationName":"Ready"}`).Status)

	s, _ = quiet(sim.Options{Quirks: sim.Quirks{CometWithoutCSRF: true}})
	assert.Equal(t, 200, roundTrip(t, s, "POST", "/api/v2/notifications", `[{}]`).Status)
	assert.Equal(t, 403, roundTrip(t, s, "POST", "/api/v2/me", `{"operationName":"Ready"}`).Status)
}

func TestCredentials(t *testing.T) {
	basic := func(pair string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(pair)) }
	for _, tt := range []struct {
		name, header string
		want         int
	}{
		{"right password", basic("sam.sample:secret"), 200},
		{"right token", "Bearer t0ken", 200},
		{"none", "", 401},
		{"wrong password", basic("sam.sample:Secret"), 401},
		{"wrong user", basic("someone:secret"), 401},
		{"not base64", "Basic %%%", 401},
		{"wrong token", "Bearer secret", 401},
		{"another scheme", "Digest x", 401},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, _ := quiet(sim.Options{Password: "secret", Token: "t0ken"})
			resp := roundTrip(t, s, "GET", "/api/v2/me", "", "Authorization", tt.header)
			assert.Equal(t, tt.want, resp.Status)
			if tt.want == 401 {
				assert.Equal(t, json.Number("20"), decode[map[string]any](t, resp.Body)["statusCode"])
				assert.Empty(t, resp.Header.Get("X-CSRF-TOKEN"))
				return
			}
			assert.Equal(t, 200, roundTrip(t, s, "GET", "/api/v2/me", "", "Cookie", cookieOf(resp)).Status, "the cookie is enough afterwards")
			s.SignOut()
			assert.Equal(t, 401, roundTrip(t, s, "GET", "/api/v2/me", "", "Cookie", cookieOf(resp)).Status)
		})
	}
}

// Without a password the simulator lets everybody in, whatever they send.
func TestNoCredentialsNeeded(t *testing.T) {
	s, _ := quiet(sim.Options{})
	assert.Equal(t, 200, roundTrip(t, s, "GET", "/api/v2/me", "", "Authorization", "Bearer anything").Status)
}

func TestLoginExpiresWhenIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := quiet(sim.Options{})
		cookie := cookieOf(roundTrip(t, s, "GET", "/api/v2/me", ""))
		for range 3 {
			time.Sleep(29 * time.Minute)
			assert.Empty(t, cookieOf(roundTrip(t, s, "GET", "/api/v2/me", "", "Cookie", cookie)))
		}
		time.Sleep(31 * time.Minute)
		assert.NotEmpty(t, cookieOf(roundTrip(t, s, "GET", "/api/v2/me", "", "Cookie", cookie)))
	})
}

func TestCORS(t *testing.T) {
	s, _ := quiet(sim.Options{Origins: []string{"https://desk.test", "https://*.agents.test"}})
	for _, tt := range []struct {
		origin  string
		allowed bool
	}{
		{"https://desk.test", true},
		{"https://a.agents.test", true},
		{"https://a.b.agents.test", true},
		{"https://agents.test", false},
		{"https://.agents.test", false},
		{"https://evilagents.test", false},
		{"http://desk.test", false},
		{"https://desk.test.evil.test", false},
		{"null", false},
		{"", false},
	} {
		t.Run(tt.origin, func(t *testing.T) {
			get := roundTrip(t, s, "GET", "/api/v2/me", "", "Origin", tt.origin)
			preflight := roundTrip(t, s, "OPTIONS", "/api/v2/me", "", "Origin", tt.origin,
				"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type,x-csrf-token")
			assert.Equal(t, 200, get.Status)
			if !tt.allowed {
				assert.Empty(t, get.Header.Get("Access-Control-Allow-Origin"))
				assert.Equal(t, 403, preflight.Status)
				return
			}
			for _, resp := range []*wire.Response{get, preflight} {
				assert.Equal(t, tt.origin, resp.Header.Get("Access-Control-Allow-Origin"))
				assert.Equal(t, "true", resp.Header.Get("Access-Control-Allow-Credentials"))
				assert.Equal(t, "X-CSRF-HEADER,X-CSRF-TOKEN", resp.Header.Get("Access-Control-Expose-Headers"))
				assert.Equal(t, "Origin", resp.Header.Get("Vary"))
			}
			assert.Contains(t, preflight.Header.Get("Access-Control-Allow-Headers"), "X-CSRF-TOKEN")
		})
	}
}
