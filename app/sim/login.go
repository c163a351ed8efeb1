package sim

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/wire"
)

const (
	loginCookie   = "JSESSIONID"
	browserCookie = "BAYEUX_BROWSER"
	csrfHeader    = "X-CSRF-TOKEN"
	loginLifetime = 30 * time.Minute // Jetty's sessionMaxInactiveInterval
	maxLogins     = 10_000
)

// A login is one HTTP session.
type login struct {
	id, csrf string
	used     time.Time
	fresh    bool // its cookie has not been sent yet
}

// admit finds or makes the HTTP session of a request, or says why it is not let
// in: no credentials, or no valid CSRF token on a request that may change
// something (page CSRFProtection).
func (s *Sim) admit(req *wire.Request, isComet bool) (*login, *wire.Response) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.logins[cookie(req, loginCookie)]
	if l != nil && time.Since(l.used) > loginLifetime {
		delete(s.logins, l.id)
		l = nil
	}
	if l == nil && !s.credentials(req.Header.Get("Authorization")) {
		return nil, refuse(unauthenticated, "not authenticated: send credentials")
	}
	exempt := s.o.NoCSRF || isComet && s.o.Quirks.CometWithoutCSRF
	if !safe(req.Method) && !exempt && (l == nil || req.Header.Get(csrfHeader) != l.csrf) {
		return nil, refuseCSRF()
	}
	if l == nil {
		l = s.newLogin()
	}
	l.used = time.Now()
	return l, nil
}

func refuseCSRF() *wire.Response {
	resp := &wire.Response{Status: 403, Body: []byte("Missing or invalid Csrf token")}
	resp.Header.Set("Content-Type", "text/plain;charset=UTF-8")
	resp.Header.Set("Cache-Control", "no-store")
	return resp
}

func (s *Sim) credentials(header string) bool {
	if s.o.Password == "" && s.o.Token == "" {
		return true
	}
	if token, ok := strings.CutPrefix(header, "Bearer "); ok {
		return s.o.Token != "" && token == s.o.Token
	}
	basic, ok := strings.CutPrefix(header, "Basic ")
	if !ok || s.o.Password == "" {
		return false
	}
	pair, err := base64.StdEncoding.DecodeString(basic)
	return err == nil && string(pair) == s.o.User+":"+s.o.Password
}

// newLogin starts an HTTP session. Callers without a cookie store start one with
// every request, so the oldest give way.
func (s *Sim) newLogin() *login {
	if len(s.logins) >= maxLogins {
		var oldest *login
		for _, l := range s.logins {
			if oldest == nil || l.used.Before(oldest.used) {
				oldest = l
			}
		}
		delete(s.logins, oldest.id)
	}
	l := &login{id: "node0" + secret(), csrf: uuid(), fresh: true}
	s.logins[l.id] = l
	return l
}

// stamp adds the session's headers to a response: the cookie once, and the CSRF
// pair on every GET.
func (s *Sim) stamp(req *wire.Request, resp *wire.Response, l *login) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l.fresh {
		l.fresh = false
		resp.Header.Add("Set-Cookie", loginCookie+"="+l.id+"; Path=/; HttpOnly")
	}
	if req.Method == "GET" && !s.o.NoCSRF {
		resp.Header.Set("X-CSRF-HEADER", csrfHeader)
		resp.Header.Set(csrfHeader, l.csrf)
	}
}

// safe reports whether a method changes nothing, so that it needs no CSRF token.
func safe(method string) bool { return method == "GET" || method == "HEAD" }

// cookie returns the value of a cookie of the request, or "".
func cookie(req *wire.Request, name string) string {
	for _, line := range req.Header.Values("Cookie") {
		for pair := range strings.SplitSeq(line, ";") {
			if k, v, ok := strings.Cut(strings.TrimSpace(pair), "="); ok && k == name {
				return v
			}
		}
	}
	return ""
}

// secret returns 160 random bits as text. Identities that a client could guess
// are not part of the story, so the seed has no say in them.
func secret() string {
	return fmt.Sprintf("%016x%016x%08x", rand.Uint64(), rand.Uint64(), rand.Uint32())
}

func uuid() string {
	a, b := rand.Uint64(), rand.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-a%03x-%012x", a>>32, a>>16&0xffff, a&0xfff, b>>48&0xfff, b&0xffffffffffff)
}

// preflight answers an OPTIONS request by the documented crossOriginSettings.
func (s *Sim) preflight(req *wire.Request) *wire.Response {
	if !s.originAllowed(req.Header.Get("Origin")) {
		return refuse(forbidden, "this origin is not in allowedOrigins")
	}
	resp := &wire.Response{Status: 200}
	s.allowOrigin(req, resp)
	resp.Header.Set("Access-Control-Allow-Methods", "GET,POST,PUT,DELETE,OPTIONS")
	resp.Header.Set("Access-Control-Allow-Headers", "X-Requested-With,Content-Type,Accept,Origin,Cookie,"+
		"authorization,ssid,surl,ContactCenterId,X-CSRF-TOKEN")
	resp.Header.Set("Access-Control-Max-Age", "120")
	return resp
}

// allowOrigin lets the page of an allowed foreign origin read a response.
func (s *Sim) allowOrigin(req *wire.Request, resp *wire.Response) {
	origin := req.Header.Get("Origin")
	if !s.originAllowed(origin) {
		return
	}
	resp.Header.Set("Access-Control-Allow-Origin", origin)
	resp.Header.Set("Access-Control-Allow-Credentials", "true")
	resp.Header.Set("Access-Control-Expose-Headers", "X-CSRF-HEADER,X-CSRF-TOKEN")
	resp.Header.Add("Vary", "Origin")
}

func (s *Sim) originAllowed(origin string) bool {
	return origin != "" && slices.ContainsFunc(s.o.Origins, func(allowed string) bool {
		scheme, domain, wild := strings.Cut(allowed, "*.")
		if !wild {
			return origin == allowed
		}
		name, ok := strings.CutPrefix(origin, scheme)
		return ok && len(name) > len(domain)+1 && strings.HasSuffix(name, "."+domain)
	})
}
