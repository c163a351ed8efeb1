package sim_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/wire"
)

// A page is what a browser does with a simulator: it keeps cookies and sends the
// CSRF token, and it speaks Bayeux by hand.
type page struct {
	t        *testing.T
	to       wire.Transport
	csrf     string
	clientID string
	ack      string // "" without the extension
}

func newPage(t *testing.T, s *sim.Sim) *page {
	p := &page{t: t, to: &wire.Jar{Transport: s}}
	p.csrf = p.do("GET", "/api/v2/me", "").Header.Get("X-CSRF-TOKEN")
	return p
}

func (p *page) try(ctx context.Context, method, path, body string) (*wire.Response, error) {
	req := &wire.Request{Method: method, Path: path}
	if body != "" {
		req.Body = []byte(body)
		req.Header.Set("Content-Type", "application/json")
	}
	if p.csrf != "" {
		req.Header.Set("X-CSRF-TOKEN", p.csrf)
	}
	return p.to.RoundTrip(ctx, req)
}

func (p *page) do(method, path, body string) *wire.Response {
	p.t.Helper()
	resp, err := p.try(p.t.Context(), method, path, body)
	require.NoError(p.t, err)
	return resp
}

// get returns the decoded body of a successful GET.
func (p *page) get(path string) map[string]any {
	p.t.Helper()
	resp := p.do("GET", path, "")
	require.Equal(p.t, 200, resp.Status, string(resp.Body))
	return decode[map[string]any](p.t, resp.Body)
}

// post sends an operation to a session.
func (p *page) post(id, body string) *wire.Response {
	p.t.Helper()
	return p.do("POST", "/api/v2/me/smssessions/"+id, body)
}

// comet sends Bayeux messages and returns the answers.
func (p *page) comet(messages string) []map[string]any {
	p.t.Helper()
	resp := p.do("POST", "/api/v2/notifications", messages)
	require.Equal(p.t, 200, resp.Status, string(resp.Body))
	return decode[[]map[string]any](p.t, resp.Body)
}

// listen shakes hands and subscribes.
func (p *page) listen(channels ...string) {
	p.t.Helper()
	r := p.comet(`[{"id":"1","channel":"/meta/handshake","version":"1.0",
		"supportedConnectionTypes":["long-polling"],"ext":{"ack":true}}]`)
	require.Equal(p.t, true, r[0]["successful"])
	p.clientID = r[0]["clientId"].(string)
	if r[0]["ext"] != nil {
		p.ack = "0"
	}
	for _, c := range channels {
		r = p.comet(`[{"id":"2","channel":"/meta/subscribe","clientId":"` + p.clientID + `","subscription":"` + c + `"}]`)
		require.Equal(p.t, true, r[0]["successful"])
	}
}

func (p *page) connectMessage(extra string) string {
	if p.ack != "" {
		extra += `,"ext":{"ack":` + p.ack + `}`
	}
	return `[{"id":"3","channel":"/meta/connect","clientId":"` + p.clientID + `","connectionType":"long-polling"` + extra + `}]`
}

// poll sends a connect and returns the events that it brought and its reply.
func (p *page) poll(extra string) (events []map[string]any, reply map[string]any) {
	p.t.Helper()
	all := p.comet(p.connectMessage(extra))
	reply = all[len(all)-1]
	require.Equal(p.t, "/meta/connect", reply["channel"])
	return all[:len(all)-1], reply
}

// events polls until n events have come.
func (p *page) events(n int) []map[string]any {
	p.t.Helper()
	var got []map[string]any
	for len(got) < n {
		events, reply := p.poll("")
		require.Equal(p.t, true, reply["successful"])
		if ext, ok := reply["ext"].(map[string]any); ok {
			p.ack = ext["ack"].(json.Number).String()
		}
		for _, e := range events {
			got = append(got, e["data"].(map[string]any))
		}
	}
	require.Len(p.t, got, n)
	return got
}

func decode[T any](t *testing.T, body []byte) T {
	t.Helper()
	var v T
	d := json.NewDecoder(strings.NewReader(string(body)))
	d.UseNumber()
	require.NoError(t, d.Decode(&v), string(body))
	return v
}

// quiet returns a simulator with one session, under way, and no script.
func quiet(o sim.Options) (*sim.Sim, string) {
	o.Quiet = true
	if o.Sessions == 0 {
		o.Sessions = 1
	}
	s := sim.New(o)
	return s, s.Sessions()[0]
}

// eventsUntilQuiet collects what comes until a poll brings nothing.
func (p *page) eventsUntilQuiet() []map[string]any {
	p.t.Helper()
	var got []map[string]any
	for {
		events, _ := p.poll("")
		if len(events) == 0 {
			return got
		}
		for _, e := range events {
			got = append(got, e["data"].(map[string]any))
		}
	}
}

// letNotificationsPass waits until nothing is left of what came before. It needs
// a synctest bubble.
func (p *page) letNotificationsPass() {
	p.listen("/v2/me/*")
	p.eventsUntilQuiet()
	p.comet(`[{"id":"9","channel":"/meta/disconnect","clientId":"` + p.clientID + `"}]`)
}

// between returns what stands in text behind one mark and before the other.
func between(text, before, after string) string {
	_, rest, _ := strings.Cut(text, before)
	found, _, _ := strings.Cut(rest, after)
	return found
}
