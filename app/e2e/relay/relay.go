// Package relay stands between a client and a server and harms what passes:
// it drops polls, cuts replies, delays them, answers in the server's place and
// goes away for a while. Start with [New] and [Relay.Break]. A caller must
// close a Relay. It is for tests on the loopback interface and no proxy for
// anything else: it keeps whole messages in memory.
package relay

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"time"
)

// A Relay is a running relay. Its methods may be called from any goroutine.
type Relay struct {
	server *httptest.Server
	client *http.Transport

	mu       sync.Mutex
	upstream *url.URL
	faults   []*counted
	away     bool
	bare     bool
	silent   chan struct{} // closed by the Break that ends a Silence, nil for none
	log      []Exchange
	events   []Reply // to Bayeux messages
}

// An Exchange is one request that a Relay saw.
type Exchange struct {
	At      time.Time
	Method  string
	Path    string
	Channel string // the first Bayeux channel in the body, "" for none
	Mark    string // what the page marked the request with; one that its browser repeats has the same
	Fault   Kind   // what was done to it
}

// A Reply is what a server answered to a Bayeux message.
type Reply struct {
	At    time.Time // when it was passed on or lost
	Body  []byte    // nil when the server was cut off before it answered
	Whole bool      // passed on unharmed
}

// New starts a relay on a free loopback port in front of the server at the
// base URL upstream, which has neither path nor query.
func New(upstream string) (*Relay, error) {
	r := &Relay{client: &http.Transport{DisableCompression: true}}
	if err := r.To(upstream); err != nil {
		return nil, err
	}
	r.server = httptest.NewUnstartedServer(http.HandlerFunc(r.serve))
	r.server.Config.ConnState = r.refuseWhileAway
	r.server.Start()
	return r, nil
}

// To puts the relay in front of another server.
func (r *Relay) To(upstream string) error {
	u, err := url.Parse(upstream)
	if err != nil {
		return fmt.Errorf("relay: upstream: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.upstream = u
	return nil
}

// far is the server behind the relay.
func (r *Relay) far() *url.URL {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.upstream
}

// URL returns the relay's own base URL. It names localhost, so that a page
// loaded through the relay is a secure context.
func (r *Relay) URL() string {
	_, port, _ := net.SplitHostPort(r.server.Listener.Addr().String())
	return "http://localhost:" + port
}

// Close ends the relay and every connection through it.
func (r *Relay) Close() {
	r.server.CloseClientConnections()
	r.server.Close()
	r.client.CloseIdleConnections()
}

// Break puts faults in force in place of earlier ones; none restores peace.
// The first fault that fits a request is done to it.
func (r *Relay) Break(faults ...Fault) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.endSilence()
	r.faults = nil
	for _, f := range faults {
		r.faults = append(r.faults, &counted{Fault: f})
	}
}

// Silence holds back every reply from now on, also to requests that are under
// way, as a connection does that died unnoticed. What is held back by the next
// Break is lost: the connections are cut then.
func (r *Relay) Silence() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.silent == nil {
		r.silent = make(chan struct{})
	}
}

func (r *Relay) endSilence() {
	if r.silent != nil {
		close(r.silent)
		r.silent = nil
	}
}

// hush waits for the end of a silence and reports whether there was one.
func (r *Relay) hush(req *http.Request) bool {
	r.mu.Lock()
	silent := r.silent
	r.mu.Unlock()
	if silent == nil {
		return false
	}
	select {
	case <-silent:
	case <-req.Context().Done():
	}
	return true
}

// Away cuts every connection and resets every new one until Back.
func (r *Relay) Away() {
	r.setAway(true)
	r.server.CloseClientConnections()
}

// Back ends Away.
func (r *Relay) Back() { r.setAway(false) }

func (r *Relay) setAway(away bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.away = away
}

// Bare takes the marks of the page off what it passes on, so that the server does
// not know which requests a browser repeats.
func (r *Relay) Bare() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.bare = true
}

// Log returns what the relay saw so far, oldest first.
func (r *Relay) Log() []Exchange {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]Exchange(nil), r.log...)
}

// Replies returns the replies to Bayeux messages so far, oldest first.
func (r *Relay) Replies() []Reply {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]Reply(nil), r.events...)
}

// note keeps a reply if it answers a Bayeux message.
func (r *Relay) note(request, reply []byte, whole bool) {
	if channel(request) == "" {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.events = append(r.events, Reply{At: time.Now(), Body: reply, Whole: whole})
}

// refuseWhileAway resets a connection before its first byte is read. A closed
// port would do the same, but could not be had back for certain.
func (r *Relay) refuseWhileAway(c net.Conn, state http.ConnState) {
	r.mu.Lock()
	away := r.away
	r.mu.Unlock()
	if state != http.StateNew || !away {
		return
	}
	if tcp, ok := c.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.Close()
}

func (r *Relay) serve(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return // the client went away
	}
	fault := r.choose(req, body)
	fault.do(r, w, req, body)
}

// choose notes the request and returns the fault for it, or the zero Fault.
func (r *Relay) choose(req *http.Request, body []byte) Fault {
	r.mu.Lock()
	defer r.mu.Unlock()
	chosen := Fault{}
	for _, f := range r.faults {
		if f.fits(req, body) && f.due() {
			chosen = f.Fault
			break
		}
	}
	r.log = append(r.log, Exchange{
		At: time.Now(), Method: req.Method, Path: req.URL.Path, Channel: channel(body), Mark: req.Header.Get(mark), Fault: chosen.Kind,
	})
	if r.bare {
		req.Header.Del(mark)
	}
	return chosen
}

// mark is the field that has it.
const mark = "Keytrail-Once"

// channel returns the first Bayeux channel named in a request's body.
func channel(body []byte) string {
	_, rest, found := bytes.Cut(body, []byte(`"channel":"`))
	if !found {
		return ""
	}
	name, _, _ := bytes.Cut(rest, []byte(`"`))
	return string(name)
}

// forward sends the request on and returns the whole reply.
func (r *Relay) forward(req *http.Request, body []byte) (*http.Response, []byte, error) {
	out, far := req.Clone(req.Context()), r.far()
	out.URL.Scheme, out.URL.Host, out.Host = far.Scheme, far.Host, far.Host
	out.RequestURI = ""
	out.Body, out.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	r.moveOrigin(out.Header, far)
	resp, err := r.client.RoundTrip(out)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	reply, err := io.ReadAll(resp.Body)
	return resp, reply, err
}

// moveOrigin makes a request from a page of the relay one from a page of the
// server, which refuses foreign origins.
func (r *Relay) moveOrigin(h http.Header, far *url.URL) {
	for _, name := range []string{"Origin", "Referer"} {
		if value := h.Get(name); strings.HasPrefix(value, r.URL()) {
			h.Set(name, far.String()+strings.TrimPrefix(value, r.URL()))
		}
	}
}
