// Package gws speaks the part of the REST interface of Genesys Web Services,
// version 2, that has to do with SMS sessions, and with what else carries userData:
// it reads sessions and transcripts, sends operations, and turns CometD
// notifications into values.
//
// Start with [New] and [Client.Me], which signs in and learns the CSRF pair
// that everything else needs, then [Client.Sessions], [Client.Operate] and
// [DecodeNotification]. [Operations] describes what can be asked of a session.
// [Media] is the table of what is known of each medium; everything else reads it.
//
// A caller must keep one rule: a reply with statusCode 0 means that a request
// was accepted, not that it was carried out. Only a later notification or
// another reading of the session shows that.
//
// The package holds no state of sessions, decodes no userData (it hands the
// bytes on as they stood on the wire), and does not speak Bayeux.
package gws

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/keytrail/keytrail/app/wire"
)

// root is the path under which version 2 of the API lives.
const root = "/api/v2"

// Options say how a [Client] signs in.
type Options struct {
	// Authorization returns the value of the Authorization header for each
	// request, or "" to send none and rely on a cookie. It may be nil. It is
	// called from whatever goroutine sends a request.
	Authorization func() string
}

// A Client sends requests to one GWS node. It is safe for concurrent use.
type Client struct {
	transport wire.Transport
	options   Options

	mu   sync.Mutex // guards csrf
	csrf wire.Field // the pair to echo; an empty Name means that none is known
}

// New returns a client that sends its requests through t.
func New(t wire.Transport, o Options) *Client {
	return &Client{transport: t, options: o}
}

// Me signs in and returns the user: GET /api/v2/me with all subresources. It
// must come before any other request, since its reply sets the session cookie
// and carries the CSRF pair (page CSRFProtection). A reply without the pair
// means that the server wants none, and none is sent from then on. The error
// is an *[Error] when a response came.
func (c *Client) Me(ctx context.Context) (*User, error) {
	const path = root + "/me?subresources=*"
	resp, err := c.send(ctx, "GET", path, nil)
	if err != nil {
		return nil, err
	}
	b, err := c.accepted("GET", path, resp)
	if err != nil {
		return nil, err
	}
	c.learn(resp.Header, true)
	user, err := decodeUser(b.raw)
	if err == nil {
		user.Simulated = resp.Header.Get("X-Simulator") != ""
	}
	return user, err
}

// Header returns what a request beside the REST ones, such as a Bayeux POST,
// must carry to be let in: Authorization and the CSRF pair, as far as known.
func (c *Client) Header() wire.Header {
	var h wire.Header
	if c.options.Authorization != nil {
		if v := c.options.Authorization(); v != "" {
			h.Set("Authorization", v)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.csrf.Name != "" {
		h.Set(c.csrf.Name, c.csrf.Value)
	}
	return h
}

// Session reads one interaction by its key: GET /api/v2/me/smssessions/{id}, and the
// like for other media.
func (c *Client) Session(ctx context.Context, key string) (Session, error) {
	path := SessionPath(key)
	if path == "" {
		return Session{}, fmt.Errorf("gws: %s: no address is known", key)
	}
	b, err := c.get(ctx, path)
	if err != nil {
		return Session{}, err
	}
	m, mediaType, _ := Parts(key)
	list, _, err := decodeSessions(m, b.raw)
	if err == nil && len(list) != 1 {
		err = fmt.Errorf("%d sessions in the reply, want 1", len(list))
	}
	if err != nil {
		return Session{}, fmt.Errorf("gws: GET %s: %w", path, err)
	}
	g := list[0]
	if m.Typed {
		g.ID = Key(m, mediaType, IDOf(g.ID)) // the resource itself need not tell its media type
	}
	return Whole(g), nil
}

// Whole returns what a reading showed of an interaction: a call that says what may
// be done with it, and has no userData, has none (page DeleteUserData of voice).
func Whole(g Session) Session {
	if g.UserData == nil && g.Capabilities != nil && MediumOf(g.ID) == voice {
		g.UserData = []byte("{}")
	}
	return g
}

// Others reads the interactions of other media that a reply to /me lists: calls,
// chats, e-mails and work items that go on. A family that is absent has none.
// Entries that cannot be understood are left out.
func (c *Client) Others(ctx context.Context) ([]Session, error) {
	b, err := c.get(ctx, root+"/me?subresources=calls,chats,emails,workitems")
	if refusal, ok := errors.AsType[*Error](err); ok && refusal.StatusCode > 0 && !refusal.SignIn() {
		b, err = c.get(ctx, root+"/me?subresources=*") // that a choice is understood is documented for some versions only
	}
	if err != nil {
		return nil, err
	}
	var list []Session
	for _, f := range FindAll(b.raw, "") {
		m := MediumOf(f.Key)
		if g, err := Decode(m, f.Raw); err == nil && m != sms && m.Listed {
			list = append(list, Whole(g))
		}
	}
	return list, nil
}

// Sessions reads all sessions of the user with every field: GET
// /api/v2/me/smssessions?fields=* (page SMSResources). A server that answers
// with addresses only has each of them read. Entries that cannot be understood
// are left out and named by the error; those that can are returned beside it.
func (c *Client) Sessions(ctx context.Context) ([]Session, error) {
	const path = root + "/me/smssessions?fields=*"
	b, err := c.get(ctx, path)
	if err != nil {
		return nil, err
	}
	list, ids, err := decodeSessions(sms, b.raw)
	if err != nil {
		return list, fmt.Errorf("gws: GET %s: %w", path, err)
	}
	for _, id := range ids {
		s, err := c.Session(ctx, id)
		if err != nil {
			return list, err
		}
		list = append(list, s)
	}
	return list, nil
}

// StartContactCenterSession logs the user in on the named channels; the one of
// SMS is usually "smssession". When only some of them opened, the error is an
// *[Error] whose StatusCode is 7, and the session has begun all the same (page
// StartContactCenterSession).
func (c *Client) StartContactCenterSession(ctx context.Context, channels []string) error {
	_, err := c.post(ctx, root+"/me", Body("StartContactCenterSession", Texts("channels", channels)))
	return err
}

// Operate sends an operation, made by [Body], to an interaction by its key: POST
// /api/v2/me/smssessions/{id}, and the like for other media. What the medium's
// row of [Media] does not document is not sent; the error is then
// [ErrNotDocumented]. The Reply is filled in as far as a response came, whatever
// the error. The error is nil when the operation was accepted and an *[Error]
// when it was refused or the response made no sense; any other error means that
// no response came, and the operation may have been carried out or not.
func (c *Client) Operate(ctx context.Context, key string, body []byte) (Reply, error) {
	if !documented(key, body) {
		return Reply{StatusCode: -1}, ErrNotDocumented
	}
	return c.post(ctx, SessionPath(key), body)
}

func (c *Client) get(ctx context.Context, path string) (body, error) {
	resp, err := c.send(ctx, "GET", path, nil)
	if err != nil {
		return body{}, err
	}
	b, err := c.accepted("GET", path, resp)
	if err == nil {
		c.learn(resp.Header, false)
	}
	return b, err
}

// post sends body once, and once more with a fresh token where the refusal
// looks like one of CSRF: the token dies with the HTTP session. A request
// refused with 403 was not carried out, so that repeating it is safe.
func (c *Client) post(ctx context.Context, path string, payload []byte) (Reply, error) {
	resp, err := c.send(ctx, "POST", path, payload)
	if err != nil {
		return Reply{StatusCode: -1}, err
	}
	if aboutCSRF(resp) {
		if _, err := c.Me(ctx); err == nil {
			if resp, err = c.send(ctx, "POST", path, payload); err != nil {
				return Reply{StatusCode: -1}, err
			}
		}
	}
	b, err := c.accepted("POST", path, resp)
	return b.reply(resp), err
}

// OperateHeader returns the header that [Client.Operate] sends.
func (c *Client) OperateHeader() wire.Header { return c.header(true) }

// header returns the header of a request, with a body or without.
func (c *Client) header(body bool) wire.Header {
	h := c.Header()
	h.Set("Accept", "application/json")
	if body {
		h.Set("Content-Type", "application/json")
	}
	return h
}

func (c *Client) send(ctx context.Context, method, path string, payload []byte) (*wire.Response, error) {
	h := c.header(payload != nil)
	resp, err := c.transport.RoundTrip(ctx, &wire.Request{Method: method, Path: path, Header: h, Body: payload})
	if err != nil {
		return nil, fmt.Errorf("gws: %s %s: %w", method, path, err)
	}
	return resp, nil
}

// learn takes over the CSRF pair of a reply. X-CSRF-HEADER names the header
// that holds the token, both here and in the requests to come.
func (c *Client) learn(h wire.Header, forget bool) {
	name := h.Get("X-CSRF-HEADER")
	if !isToken(name) {
		name = "X-CSRF-TOKEN"
	}
	value := cmp.Or(h.Get(name), h.Get("X-CSRF-TOKEN"))
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case value != "":
		c.csrf = wire.Field{Name: name, Value: value}
	case forget:
		c.csrf = wire.Field{}
	}
}

// isToken reports whether s can be the name of a header (RFC 9110, section
// 5.6.2). The server chooses it, and a wrong one must not break requests.
func isToken(s string) bool {
	for _, r := range s {
		if r <= ' ' || r > '~' || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r) {
			return false
		}
	}
	return s != ""
}
