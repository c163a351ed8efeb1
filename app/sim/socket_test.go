package sim_test

import (
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/wire"
	"github.com/keytrail/keytrail/app/wire/nethttp"
)

// The simulator is the same behind a socket.
func TestBehindASocket(t *testing.T) {
	s, id := quiet(sim.Options{})
	server := httptest.NewServer(nethttp.Handler(s))
	defer server.Close()
	p := newPage(t, s)
	p.to = &wire.Jar{Transport: &nethttp.Transport{Base: server.URL}}
	p.csrf = p.do("GET", "/api/v2/me", "").Header.Get("X-CSRF-TOKEN")
	p.listen("/v2/me/*")
	require.Equal(t, 200, p.post(id, attach).Status)
	data := p.events(1)[0]["smssession"].(map[string]any)["userData"]
	assert.Contains(t, data, "a")
	p.csrf = ""
	assert.Equal(t, 403, p.post(id, attach).Status)
}
