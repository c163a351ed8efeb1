package nethttp

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/wire"
)

// MaxBody is the largest request body in bytes that Handler takes.
const MaxBody = 1 << 20

// Handler serves what t answers. A body of more than MaxBody bytes is refused
// with 413. An error of t becomes a 502 with one line of text, or a 503 when
// the request's context ended: then the client has gone or the server stops,
// and whoever still listens may try again.
func Handler(t wire.Transport) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBody))
		if err != nil {
			refuse(w, err)
			return
		}
		resp, err := t.RoundTrip(r.Context(), request(r, body))
		switch {
		case r.Context().Err() != nil:
			http.Error(w, "the server is stopping", http.StatusServiceUnavailable)
		case err != nil:
			http.Error(w, err.Error(), http.StatusBadGateway)
		default:
			reply(w, resp)
		}
	})
}

func refuse(w http.ResponseWriter, err error) {
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		http.Error(w, "the request body is larger than 1 MB", http.StatusRequestEntityTooLarge)
		return
	}
	http.Error(w, "the request body could not be read", http.StatusBadRequest)
}

func request(r *http.Request, body []byte) *wire.Request {
	req := &wire.Request{Method: r.Method, Path: r.URL.RequestURI(), Header: fields(r.Header)}
	if len(body) > 0 {
		req.Body = body
	}
	// net/http moves Host out of the header.
	req.Header.Set("Host", r.Host)
	return req
}

func reply(w http.ResponseWriter, resp *wire.Response) {
	if resp.Status < 200 || resp.Status > 999 {
		http.Error(w, "no response: the status is out of range", http.StatusBadGateway)
		return
	}
	// A nil entry keeps net/http from guessing a type that t did not state.
	w.Header()["Content-Type"] = nil
	dropped := hopByHop(resp.Header.Values("Connection"))
	for _, f := range resp.Header {
		if slices.Contains(dropped, strings.ToLower(f.Name)) || strings.EqualFold(f.Name, "Content-Length") {
			continue
		}
		w.Header().Add(f.Name, f.Value)
	}
	w.WriteHeader(resp.Status)
	// The only error left is a client that has gone.
	_, _ = w.Write(resp.Body)
}

// fields turns h into a wire.Header: sorted by name, so that two equal
// requests look alike, and without what concerns one connection only.
func fields(h http.Header) wire.Header {
	names := make([]string, 0, len(h))
	dropped := hopByHop(h.Values("Connection"))
	for name := range h {
		if !slices.Contains(dropped, strings.ToLower(name)) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	out := make(wire.Header, 0, len(names)+1)
	for _, name := range names {
		for _, value := range h[name] {
			out.Add(name, value)
		}
	}
	return out
}

// hopByHop lists, in lower case, the fields that must not be passed on
// (RFC 9110, section 7.6.1), with those that Connection itself names.
func hopByHop(connection []string) []string {
	names := []string{"connection", "proxy-connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "proxy-authenticate", "proxy-authorization"}
	for _, line := range connection {
		for name := range strings.SplitSeq(line, ",") {
			names = append(names, strings.ToLower(strings.TrimSpace(name)))
		}
	}
	return names
}
