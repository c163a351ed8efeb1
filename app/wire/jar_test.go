package wire_test

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/wire"
	"github.com/keytrail/keytrail/app/wire/wiretest"
)

// A setter answers each request with the next list of Set-Cookie lines and
// remembers the Cookie fields that came.
type setter struct {
	mu   sync.Mutex
	set  [][]string
	came [][]string
}

func (s *setter) RoundTrip(_ context.Context, req *wire.Request) (*wire.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.came = append(s.came, req.Header.Values("Cookie"))
	resp := &wire.Response{Status: 200, Header: wire.Header{{Name: "X-Kept", Value: "yes"}}}
	if len(s.set) > 0 {
		for _, line := range s.set[0] {
			resp.Header.Add("Set-Cookie", line)
		}
		s.set = s.set[1:]
	}
	return resp, nil
}

func TestJar(t *testing.T) {
	for _, test := range []struct {
		name   string
		set    [][]string // by request
		first  string     // path of the request that is answered with them
		second string     // path of the request that is looked at
		want   []string
	}{
		{"a session cookie", [][]string{{"JSESSIONID=ab12; Path=/; HttpOnly"}}, "/api/v2/me", "/api/v2/notifications", []string{"JSESSIONID=ab12"}},
		{"secure, same-site and domain do not matter in process", [][]string{{"a=1; Secure; SameSite=None; Domain=gws.example.com; Path=/"}}, "/", "/", []string{"a=1"}},
		{"two cookies, in the order they came", [][]string{{"a=1; Path=/", "b=2; Path=/"}}, "/", "/", []string{"a=1; b=2"}},
		{"a longer path goes first", [][]string{{"a=1; Path=/", "b=2; Path=/api"}}, "/", "/api/v2", []string{"b=2; a=1"}},
		{"another path", [][]string{{"a=1; Path=/api/v2/notifications"}}, "/", "/api/v2/me", nil},
		{"a path that begins alike", [][]string{{"a=1; Path=/api"}}, "/", "/apis", nil},
		{"a path that ends in a slash", [][]string{{"a=1; Path=/api/"}}, "/", "/api/v2", []string{"a=1"}},
		{"the path itself, with a query", [][]string{{"a=1; Path=/api"}}, "/", "/api?x=/y", []string{"a=1"}},
		{"no path means the directory of the request", [][]string{{"a=1"}}, "/api/v2/me?x=/y", "/api/v2/smssessions", []string{"a=1"}},
		{"and not above it", [][]string{{"a=1"}}, "/api/v2/me", "/api", nil},
		{"a path that is none", [][]string{{"a=1; Path=api"}}, "/x/y", "/x", []string{"a=1"}},
		{"replaced", [][]string{{"a=1; Path=/"}, {"a=2; Path=/"}}, "/", "/", []string{"a=2"}},
		{"the same name on two paths is two cookies", [][]string{{"a=1; Path=/", "a=2; Path=/api"}}, "/", "/api", []string{"a=2; a=1"}},
		{"deleted by Max-Age", [][]string{{"a=1; Path=/"}, {"a=; Path=/; Max-Age=0"}}, "/", "/", nil},
		{"deleted by Expires", [][]string{{"a=1; Path=/"}, {"a=; Path=/; Expires=Thu, 01-Jan-1970 00:00:00 GMT"}}, "/", "/", nil},
		{"Max-Age wins over Expires", [][]string{{"a=1; Path=/; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT"}}, "/", "/", []string{"a=1"}},
		{"kept for longer than can be reckoned", [][]string{{"a=1; Path=/; Max-Age=9223372037", "b=1; Path=/"}, {"b=; Path=/; Max-Age=-9223372037"}}, "/", "/", []string{"a=1"}},
		{"a date that is none", [][]string{{"a=1; Path=/; Expires=soon; Max-Age=long"}}, "/", "/", []string{"a=1"}},
		{"an empty value and one with equal signs", [][]string{{"a=; Path=/", "b=x=y==; Path=/"}}, "/", "/", []string{"a=; b=x=y=="}},
		{"no name, no pair", [][]string{{"=1; Path=/", "nothing", ""}}, "/", "/", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := &setter{set: test.set}
			jar := &wire.Jar{Transport: s}
			for range test.set {
				resp, err := jar.RoundTrip(t.Context(), &wire.Request{Method: "GET", Path: test.first})
				require.NoError(t, err)
				assert.Equal(t, wire.Header{{Name: "X-Kept", Value: "yes"}}, resp.Header, "a page does not see Set-Cookie")
			}
			req := &wire.Request{Method: "GET", Path: test.second, Header: wire.Header{{Name: "cookie", Value: "forged=1"}}}
			_, err := jar.RoundTrip(t.Context(), req)
			require.NoError(t, err)
			assert.Equal(t, test.want, s.came[len(s.came)-1])
			assert.Equal(t, "forged=1", req.Header.Get("Cookie"), "the caller's request is not changed")
		})
	}
}

func TestJarForgetsInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &setter{set: [][]string{{"a=1; Path=/; Max-Age=60"}}}
		jar := &wire.Jar{Transport: s}
		for _, wait := range []time.Duration{0, 59 * time.Second, time.Second} {
			time.Sleep(wait)
			_, err := jar.RoundTrip(t.Context(), &wire.Request{Method: "GET", Path: "/"})
			require.NoError(t, err)
		}
		assert.Equal(t, [][]string{nil, {"a=1"}, nil}, s.came)
	})
}

func TestJarKeepsTheContract(t *testing.T) {
	wiretest.Test(t, &wire.Jar{Transport: &wiretest.Echo{}})
}

func TestHeader(t *testing.T) {
	var h wire.Header
	assert.Empty(t, h.Get("A"))
	h.Add("A", "1")
	h.Add("B", "2")
	h.Add("a", "3")
	assert.Equal(t, "1", h.Get("a"))
	assert.Equal(t, []string{"1", "3"}, h.Values("A"))
	shared := h
	h.Set("A", "4")
	assert.Equal(t, wire.Header{{Name: "B", Value: "2"}, {Name: "A", Value: "4"}}, h)
	assert.Equal(t, []string{"1", "3"}, shared.Values("A"), "Set does not write into a copy's fields")
}

// Whatever a server sets, what goes out is the text of one field.
func FuzzJar(f *testing.F) {
	f.Add("a=1; Path=/; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "/api/v2/me?x=/y")
	f.Add("=; path=;;max-age=-1", "")
	f.Fuzz(func(t *testing.T, line, path string) {
		s := &setter{set: [][]string{{line, "last=1; Path=/"}}}
		jar := &wire.Jar{Transport: s}
		for range 2 {
			_, err := jar.RoundTrip(t.Context(), &wire.Request{Method: "GET", Path: "/" + path})
			require.NoError(t, err)
		}
		require.Len(t, s.came[1], 1)
		assert.Contains(t, s.came[1][0], "last=1", "one cookie takes nothing from another")
	})
}
