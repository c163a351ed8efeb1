package rig

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Host serves a directory under a sub-path, as a plain file server does that
// knows nothing of the program, and returns the URL of the sub-path. Whatever
// is not a file below it is a 404, which fails a page that asks for it.
func Host(t *testing.T, dir, path string) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle(path, http.StripPrefix(strings.TrimSuffix(path, "/"), http.FileServer(http.Dir(dir))))
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	// A page on localhost is a secure context, as one on https would be.
	return strings.Replace(server.URL, "127.0.0.1", "localhost", 1) + path
}
