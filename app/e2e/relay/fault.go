package relay

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// A Kind says what is done to a request. The zero Kind passes it on unharmed.
type Kind int

// The kinds of fault.
const (
	Pass       Kind = iota
	DropIdle        // cut the connection while the server holds the request for longer than Wait
	DropReply       // let the server answer, then cut the connection after Wait instead of passing the answer on
	DropHalf        // pass on the head and half the body, then cut the connection
	Truncate        // pass on half the body as if it were the whole
	Delay           // pass the answer on after Wait
	Answer          // answer with Status, Type and Body; the server never sees the request
	Swallow         // answer nothing and keep the connection open until the client gives up
	Disconnect      // cut the connection before the server sees the request
)

// A Fault is what to do to which requests. Its zero fields fit any request.
type Fault struct {
	Kind   Kind
	Method string // fits this method only
	Path   string // fits paths with this prefix
	Body   string // fits bodies that contain this, such as "/meta/connect"
	Every  int    // does it to each Every-th fitting request; 0 and 1 mean to all
	Times  int    // stops after so many; 0 means never

	Wait   time.Duration // for DropIdle, DropReply and Delay
	Status int           // for Answer
	Type   string        // for Answer: the Content-Type
	Text   string        // for Answer: the body
}

// Polls returns the fault restricted to Bayeux polls.
func (f Fault) Polls() Fault {
	f.Method, f.Body = http.MethodPost, `"/meta/connect"`
	return f
}

// A counted fault knows how often it fitted and how often it was done.
type counted struct {
	Fault
	fitted, done int
}

func (f *counted) fits(req *http.Request, body []byte) bool {
	return (f.Method == "" || f.Method == req.Method) &&
		strings.HasPrefix(req.URL.Path, f.Path) &&
		bytes.Contains(body, []byte(f.Body))
}

// due counts a fitting request and reports whether it is to be harmed.
func (f *counted) due() bool {
	f.fitted++
	if f.Times > 0 && f.done >= f.Times || f.Every > 1 && f.fitted%f.Every != 0 {
		return false
	}
	f.done++
	return true
}

func (f Fault) do(r *Relay, w http.ResponseWriter, req *http.Request, body []byte) {
	switch f.Kind {
	case Answer:
		w.Header().Set("Content-Type", f.Type)
		w.WriteHeader(f.Status)
		fmt.Fprint(w, f.Text)
	case Swallow:
		<-req.Context().Done()
	case Disconnect:
		cut(w, nil)
	default:
		f.pass(r, w, req, body)
	}
}

// pass lets the server answer and harms the answer, if at all.
func (f Fault) pass(r *Relay, w http.ResponseWriter, req *http.Request, body []byte) {
	if f.Kind == DropIdle {
		ctx, cancel := context.WithTimeout(req.Context(), f.Wait)
		defer cancel()
		req = req.WithContext(ctx)
	}
	resp, reply, err := r.forward(req, body)
	whole := err == nil && f.Kind != DropReply && f.Kind != DropHalf && f.Kind != Truncate
	silenced := r.hush(req)
	if f.Kind == DropReply || f.Kind == Delay {
		f.wait(req)
	}
	// A reply counts from before it is passed on: afterwards it may be on the
	// screen already.
	r.note(body, reply, whole && !silenced)
	switch {
	case silenced:
		cut(w, nil)
	case err != nil: // the server cut the connection, or DropIdle's time is over
		cut(w, nil)
	case f.Kind == DropReply:
		cut(w, nil)
	case f.Kind == DropHalf:
		cut(w, halfway(resp, reply))
	default:
		f.write(w, req, resp, reply)
	}
}

// wait lets the fault's time pass, as long as the client waits, too.
func (f Fault) wait(req *http.Request) {
	select {
	case <-time.After(f.Wait):
	case <-req.Context().Done():
	}
}

func (f Fault) write(w http.ResponseWriter, req *http.Request, resp *http.Response, reply []byte) {
	if f.Kind == Truncate {
		reply = reply[:len(reply)/2]
		resp.Header.Set("Content-Length", strconv.Itoa(len(reply)))
	}
	for name, values := range resp.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(resp.StatusCode)
	_, _ = w.Write(reply) // a client that has gone away needs no answer
}

// halfway returns the bytes of a reply up to the middle of its body.
func halfway(resp *http.Response, reply []byte) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %s\r\n", resp.Status)
	resp.Header.Del("Transfer-Encoding")
	resp.Header.Set("Content-Length", strconv.Itoa(len(reply)))
	_ = resp.Header.Write(&b)
	b.WriteString("\r\n")
	b.Write(reply[:len(reply)/2])
	return b.Bytes()
}

// cut writes the last bytes, if any, and ends the connection.
func cut(w http.ResponseWriter, last []byte) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // the same to the client
	}
	_, _ = conn.Write(last)
	_ = conn.Close()
}
