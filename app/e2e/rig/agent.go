package rig

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"slices"
	"strings"
	"testing"
)

// An Agent is another application of the same user: it signs in to a GWS with
// plain net/http, reads sessions and writes to them.
type Agent struct {
	Base   string // the base URL that it signed in to
	client *http.Client
	csrf   [2]string // name and value of the CSRF header
}

// SignIn signs an agent in to the GWS at a base URL.
func SignIn(t *testing.T, base string) *Agent {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	a := &Agent{Base: base, client: &http.Client{Jar: jar}}
	resp, err := a.client.Get(base + "/api/v2/me")
	if err != nil {
		t.Fatalf("sign in: %v", err)
	}
	defer resp.Body.Close()
	_, _ = io.Copy(io.Discard, resp.Body)
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("sign in: %s", resp.Status)
	}
	if name := resp.Header.Get("X-CSRF-HEADER"); name != "" {
		a.csrf = [2]string{name, resp.Header.Get(name)}
	}
	return a
}

// A Session is what GWS tells of an SMS session, as far as the tests care.
type Session struct {
	ID           string          `json:"id"`
	State        string          `json:"state"`
	Capabilities []string        `json:"capabilities"`
	UserData     json.RawMessage `json:"userData"`
}

// Can reports whether the session's capabilities list the operation.
func (s Session) Can(operation string) bool { return slices.Contains(s.Capabilities, operation) }

// Sessions reads all sessions.
func (a *Agent) Sessions(t *testing.T) []Session {
	t.Helper()
	var reply struct {
		Sessions []Session `json:"smssessions"`
	}
	if err := a.send(http.MethodGet, "/api/v2/me/smssessions?fields=*", nil, &reply); err != nil {
		t.Fatal(err)
	}
	return reply.Sessions
}

// Writable returns a session that allows AttachUserData.
func (a *Agent) Writable(t *testing.T) Session {
	t.Helper()
	for _, s := range a.Sessions(t) {
		if s.Can("AttachUserData") {
			return s
		}
	}
	t.Fatal("no session allows AttachUserData")
	return Session{}
}

// Update writes userData, a JSON object, with UpdateUserData.
func (a *Agent) Update(session, userData string) error {
	return a.Operate(session, `{"operationName":"UpdateUserData","userData":`+userData+`}`)
}

// Operate posts the body of an operation; what is no SMS session is named with its
// collection, calls/….
func (a *Agent) Operate(session, body string) error {
	if !strings.Contains(session, "/") {
		session = "smssessions/" + session
	}
	return a.send(http.MethodPost, "/api/v2/me/"+session, []byte(body), nil)
}

func (a *Agent) send(method, path string, body []byte, result any) error {
	req, err := http.NewRequest(method, a.Base+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	if a.csrf[0] != "" {
		req.Header.Set(a.csrf[0], a.csrf[1])
	}
	resp, err := a.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	reply, err := io.ReadAll(resp.Body)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK || !strings.Contains(string(reply), `"statusCode":0`) {
		return fmt.Errorf("%s %s: %s: %s", method, path, resp.Status, reply)
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(reply, result)
}
