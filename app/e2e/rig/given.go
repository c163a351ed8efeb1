package rig

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/har"
)

// Main runs the tests of a package and ends what they shared; TestMain calls it.
func Main(m *testing.M) {
	code := m.Run()
	closeShared()
	os.Exit(code)
}

// Long leaves a test that takes minutes out of the short round.
func Long(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("left out of the short round, since it takes minutes: make e2e runs it")
	}
}

// LoginPage is what a GWS with single sign-on answers to whom it does not know.
const LoginPage = `<!doctype html><title>Sign in</title><p>Please sign in to Example Corp`

// Notification is a GWS event about a session's userData, anything that
// encoding/json takes.
func Notification(t *testing.T, session string, userData any) string {
	t.Helper()
	text, err := json.Marshal(map[string]any{
		"messageType":      "SMSsessionStateChangeMessage",
		"notificationType": "PropertiesUpdated",
		"smssession":       map[string]any{"id": session, "state": "Chatting", "userData": userData},
	})
	require.NoError(t, err)
	return string(text)
}

// Message is a Bayeux message that brings a [Notification].
func Message(t *testing.T, session string, userData any) string {
	t.Helper()
	return `{"channel":"/v2/me/smssessions","data":` + Notification(t, session, userData) + `}`
}

// Openables are files of every kind, each with the session 00aA, which no
// simulator has and whose key Kind tells which.
func Openables(t *testing.T) map[string][]byte {
	t.Helper()
	data := func(kind string) string { return Notification(t, "00aA", map[string]string{"Kind": kind}) }
	taped := func(kind string) *capture.Capture {
		c := new(capture.Capture)
		c.Append(capture.Observation{Kind: capture.Notification, Session: "00aA", Channel: "/v2/me/smssessions", Raw: []byte(data(kind))})
		return c
	}
	var own, archive bytes.Buffer
	require.NoError(t, capture.Write(&own, taped("capture")))
	require.NoError(t, har.Write(&archive, taped("HAR")))
	return map[string][]byte{
		"capture": own.Bytes(),
		"HAR":     archive.Bytes(),
		"lines":   []byte(data("first") + "\n" + data("lines") + "\n"),
		"array":   []byte("[" + data("array") + "]"),
		"Bayeux":  []byte("[" + Message(t, "00aA", map[string]string{"Kind": "Bayeux"}) + "]"),
		"session": []byte(`{"id":"00aA","state":"Chatting","userData":{"Kind":"session"}}`),
		"log":     []byte("2026-01-05 10:00:00,123 INFO [poll-7] event " + data("log") + " done\n"),
		"Python":  []byte(`{u'messageType': u'SMSsessionStateChangeMessage', u'smssession': {u'id': u'00aA', u'state': u'Chatting', u'userData': {u'Kind': u'Python', u'n': 12L,}}}`),
	}
}

// Publish serves an exported site below a path, until another handler is stored
// as the current one.
func Publish(t *testing.T, dir string) (url string, current *atomic.Pointer[http.Handler], stop func()) {
	t.Helper()
	current = &atomic.Pointer[http.Handler]{}
	current.Store(new(http.FileServer(http.Dir(dir))))
	server := httptest.NewServer(http.StripPrefix("/tools/keytrail", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		(*current.Load()).ServeHTTP(w, r)
	})))
	t.Cleanup(server.Close)
	url = strings.Replace(server.URL, "127.0.0.1", "localhost", 1) + "/tools/keytrail/"
	return url, current, server.Close
}

// WatchPeer opens a page that looks at a session of a peer.
func WatchPeer(t *testing.T) (page *Page, peer *Peer, session string) {
	t.Helper()
	peer = StartPeer(t)
	page = OpenBrowser(t).Open(t, Start(t, "-upstream", peer.URL).URL)
	page.WaitConnected()
	session = page.Writable()
	page.Select(session)
	page.Grid().Wait()
	return page, peer, session
}
