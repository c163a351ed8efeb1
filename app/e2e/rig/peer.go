package rig

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// A Peer is the official CometD server with a small GWS beside it, in a
// process of its own.
type Peer struct {
	URL     string `json:"url"`     // the base URL for clients
	Control string `json:"control"` // the base URL for the test
}

// StartPeer starts a peer with the flags that peer/server.mjs explains.
func StartPeer(t *testing.T, flags ...string) *Peer {
	t.Helper()
	cmd := exec.Command(Node(t), append([]string{filepath.Join(Dir(), "peer", "server.mjs")}, flags...)...)
	var stderr lockedBuffer
	cmd.Stderr = &stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stdin.Close() // the peer ends with its standard input
		if err := cmd.Wait(); err != nil || stderr.String() != "" {
			t.Errorf("peer: %v\n%s", err, stderr.String())
		}
	})
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	if err != nil {
		t.Fatalf("peer: %v\n%s", err, stderr.String())
	}
	p := &Peer{}
	if err := json.Unmarshal(line, p); err != nil {
		t.Fatalf("peer printed %q: %v", line, err)
	}
	return p
}

// A PeerRequest is a request that a client made.
type PeerRequest struct {
	At     int64  `json:"at"` // milliseconds of the Unix epoch
	Method string `json:"method"`
	Path   string `json:"path"`
	Body   string `json:"body"`
}

// Time returns when the request came.
func (r PeerRequest) Time() time.Time { return time.UnixMilli(r.At) }

// Requests returns every request of clients so far.
func (p *Peer) Requests(t *testing.T) []PeerRequest {
	t.Helper()
	var requests []PeerRequest
	p.Do(t, "requests", nil, &requests)
	return requests
}

// Publish sends data on the SMS channel as it stands.
func (p *Peer) Publish(t *testing.T, data string) {
	t.Helper()
	p.Do(t, "publish", map[string]any{"data": json.RawMessage(data)}, nil)
}

// Flood has so many notifications of a session published, at a rate per second,
// each with its number in the key Count, and does not wait for them.
func (p *Peer) Flood(t *testing.T, session string, times, rate int) {
	t.Helper()
	p.Do(t, "flood", map[string]any{"session": session, "times": times, "rate": rate}, nil)
}

// An Answer replaces the peer's own answers to requests.
type Answer struct {
	Method  string            `json:"method"`
	Path    string            `json:"path"` // a prefix
	Times   int               `json:"times,omitempty"`
	Drop    bool              `json:"drop,omitempty"` // cut the connection instead
	Status  int               `json:"status,omitempty"`
	Body    string            `json:"body"`
	Headers map[string]string `json:"headers,omitempty"`
}

// Answer puts an answer in place.
func (p *Peer) Answer(t *testing.T, a Answer) {
	t.Helper()
	p.Do(t, "answer", a, nil)
}

// ForgetEvery makes the CometD server forget every client at each n-th poll.
func (p *Peer) ForgetEvery(t *testing.T, n int) {
	t.Helper()
	p.Do(t, "forget", map[string]int{"every": n}, nil)
}

// Do calls the named action of the peer's control and decodes its answer.
func (p *Peer) Do(t *testing.T, action string, argument, result any) {
	t.Helper()
	body, err := json.Marshal(argument)
	if err != nil {
		t.Fatal(err)
	}
	if argument == nil {
		body = nil
	}
	resp, err := http.Post(p.Control+"/"+action, "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatalf("peer: %s: %v", action, err)
	}
	defer resp.Body.Close()
	reply, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("peer: %s: %s %v\n%s", action, resp.Status, err, reply)
	}
	if result != nil {
		if err := json.Unmarshal(reply, result); err != nil {
			t.Fatalf("peer: %s: %v in %s", action, err, reply)
		}
	}
}
