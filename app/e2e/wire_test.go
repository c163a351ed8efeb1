package e2e_test

import (
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/rig"
	"github.com/keytrail/keytrail/app/wire/nethttp"
	"github.com/keytrail/keytrail/app/wire/wiretest"
)

// The transport over fetch keeps its contract in a real browser: the tests of
// its package, compiled for the browser, ask the service that they also ask
// under Node.
func TestFetchInTheBrowser(t *testing.T) {
	page := rig.OpenBrowser(t).Blank(t)
	page.ExpectNetworkErrors()
	nobody := "http://" + unused(t)
	page.Expect(nobody)
	page.Visit(echoService(t, compileTests(t, "./app/wire/fetch"), nobody))
	passes(t, page, "TestContract")
}

// echoService serves the test program and what it asks, on one origin.
func echoService(t *testing.T, binary, nobody string) string {
	t.Helper()
	var mux http.ServeMux
	server := httptest.NewServer(&mux)
	t.Cleanup(server.Close)
	handleProgram(t, &mux, binary, map[string]string{"KEYTRAIL_ECHO": server.URL, "KEYTRAIL_NOBODY": nobody})
	mux.Handle("/", nethttp.Handler(&wiretest.Echo{}))
	reached := make(chan struct{}, 1)
	mux.HandleFunc("/half", func(w http.ResponseWriter, r *http.Request) { half(w, r, reached) })
	mux.HandleFunc("/reached", func(http.ResponseWriter, *http.Request) { <-reached })
	return server.URL
}

// half sends the beginning of a response; then it breaks the connection or, once
// it has said that it got there, keeps it open.
func half(w http.ResponseWriter, r *http.Request, reached chan<- struct{}) {
	if r.URL.RawQuery == "break" {
		w.Header().Set("Content-Length", "100")
		_, _ = w.Write([]byte("half"))
		return
	}
	_, _ = w.Write([]byte("half"))
	_ = http.NewResponseController(w).Flush()
	reached <- struct{}{}
	<-r.Context().Done()
}

// unused returns an address at which nobody listens.
func unused(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	return l.Addr().String()
}
