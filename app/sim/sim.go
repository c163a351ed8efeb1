// Package sim is a small Genesys Web Services in memory: REST and CometD over
// long polling, with a scripted contact centre behind them. Start with [New],
// [Sim.RoundTrip] and [Sim.Run]; [Options] says how large and how odd it is.
//
// A Sim behaves like a server, so a caller must behave like a browser: keep the
// cookies, as a [wire.Jar] before it does, and send the CSRF token that a GET
// returned.
//
// The package reads and writes JSON with code of its own and shares only package
// wire with the clients: a name that a client misspells is unknown here. It is
// not a server; a handler of wire/nethttp puts it on a socket.
package sim

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/keytrail/keytrail/app/wire"
)

// A Sim is one simulated contact centre with one user, who may be signed in
// from several browsers. It is safe for concurrent use and implements
// [wire.Transport].
type Sim struct {
	o          Options
	operations map[string]operation

	mu       sync.Mutex // guards everything below
	logins   map[string]*login
	clients  map[string]*client
	sessions []*session // in the order of their arrival; ended ones are gone
	outbox   []parcel   // notifications that wait for their time, oldest first
	refs     int        // the last referenceId given out
	state    string     // the user's state on the SMS channel
	story    story
	ways     []string       // in which it misbehaves
	others   []*interaction // of other media
	stirred  int            // how often one of them changed
}

// New returns a contact centre in which o.Sessions conversations are already
// under way. Nothing moves by itself until Run is called.
func New(o Options) *Sim {
	s := &Sim{
		o:          o.withDefaults(),
		operations: operations(),
		logins:     map[string]*login{},
		clients:    map[string]*client{},
		state:      "NotReady",
		ways:       o.Misbehave,
	}
	if s.o.Media {
		s.others = interactions()
	}
	s.begin()
	return s
}

// RoundTrip answers one request as GWS would. The only errors are the end of ctx
// and [Sim.Drop], both as a [wire.NoResponse]; everything else is a Response.
func (s *Sim) RoundTrip(ctx context.Context, req *wire.Request) (*wire.Response, error) {
	if err := ctx.Err(); err != nil {
		return nil, &wire.NoResponse{Err: err}
	}
	if req.Method == "OPTIONS" {
		return s.preflight(req), nil
	}
	resp, err := s.answer(ctx, req)
	if err != nil {
		return nil, &wire.NoResponse{Err: err}
	}
	s.allowOrigin(req, resp)
	return resp, nil
}

func (s *Sim) answer(ctx context.Context, req *wire.Request) (*wire.Response, error) {
	u, err := url.ParseRequestURI(req.Path)
	if err != nil {
		return refuse(invalidParameter, "the request target cannot be read"), nil
	}
	path, ok := strings.CutPrefix(u.Path, "/api/v2/")
	if !ok {
		return refuse(notFound, "resources are below /api/v2/"), nil
	}
	if len(req.Body) > s.o.MaxBody {
		return refuseHTTP(413, outOfRange, fmt.Sprintf("the body is larger than %d bytes", s.o.MaxBody)), nil
	}
	rest, isComet := strings.CutPrefix(path, "notifications")
	l, refusal := s.admit(req, isComet)
	if refusal != nil {
		return refusal, nil
	}
	var resp *wire.Response
	if isComet && (rest == "" || rest[0] == '/') {
		resp, err = s.comet(ctx, req, rest)
	} else if err = s.hesitate(ctx, req); err == nil {
		resp = s.rest(req, strings.Split(strings.TrimSuffix(path, "/"), "/"), u.Query())
	}
	if err == nil {
		s.stamp(req, resp, l)
		err = s.pause(ctx, req, isComet)
	}
	if err == nil && s.treats(req, LoseReply) {
		return nil, errDropped
	}
	return resp, err
}

// pause holds the reply to a REST write back in the mode in which notifications
// come first.
func (s *Sim) pause(ctx context.Context, req *wire.Request, isComet bool) error {
	if !s.o.Quirks.ReplyLast || isComet || safe(req.Method) {
		return nil
	}
	return wait(ctx, s.o.Delay)
}

// wait lets a time pass, or as much of it as there is before ctx ends.
func wait(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
