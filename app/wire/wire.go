// Package wire is the seam between Keytrail's clients and whatever answers
// them: the browser's fetch, net/http, or the simulator in the same process.
// Start with [Transport], [Request] and [Response]. A caller must not change a
// Request or a Response once it has been handed over. The package knows nothing
// of Genesys Web Services or Bayeux.
package wire

import (
	"context"
	"strings"
)

// A Transport carries one request to whatever answers: a server, or the
// simulator in this very process. It is safe for concurrent use: a long poll
// is open most of the time.
type Transport interface {
	// RoundTrip returns the response, whatever its status. An error means
	// that no complete response came; it wraps ctx.Err() when ctx ended.
	RoundTrip(ctx context.Context, req *Request) (*Response, error)
}

// A Request is one HTTP request as a value.
type Request struct {
	Method string // "GET", "POST", …; never empty
	Path   string // begins with "/"; may carry a query: "/api/v2/me?subresources=*"
	Header Header
	Body   []byte // nil for none
	// Outlive asks that the request be finished even if the page that sent it
	// goes away (fetch's keepalive, at most 64 KiB of body).
	Outlive bool
}

// A Response is one complete HTTP response as a value. A 404 is a Response.
type Response struct {
	Status int
	Header Header
	Body   []byte
}

// Once is the header field by which Keytrail's own server recognises a request
// that a browser repeats: each request has its own value. A reply that has the
// field too says that a repeated request goes on to GWS only once.
const Once = "Keytrail-Once"

// Origin returns the scheme, the host and the port of an address.
func Origin(address string) string {
	scheme, rest, _ := strings.Cut(address, "://")
	host, _, _ := strings.Cut(rest, "/")
	return scheme + "://" + host
}
