package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"maps"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/keytrail/keytrail/app/wire"
)

// What is remembered of marks. A browser repeats at once, or when it notices
// that the connection is dead.
const (
	marksKept  = 1000
	markLife   = 5 * time.Minute
	replyKept  = 16 << 10 // bytes of a reply; a longer one is not given twice
	markedBody = 64 << 20 // bytes of a request
)

// A browser silently sends a request again when a connection dies before the first
// byte of the reply. What the page sends therefore carries a mark of its own in the
// header wire.Once, by which the second is known.

// once passes a marked request on to next once. The second gets the reply to the
// first, or none where there is none to give, so that nobody takes it for a
// refusal. A repeated poll is refused: the reply to the first went into the dead
// connection, and the page has to hear of that.
type once struct {
	next http.Handler

	mu    sync.Mutex
	seen  map[[sha256.Size]byte]*passed // guarded by mu
	order []*passed                     // guarded by mu; oldest first
}

// A passed request is one that went on to next.
type passed struct {
	key   [sha256.Size]byte
	at    time.Time
	done  chan struct{}
	reply *recorded // set before done is closed; nil for none
}

func newOnce(next http.Handler) *once {
	return &once{next: next, seen: map[[sha256.Size]byte]*passed{}}
}

func (o *once) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	mark := r.Header.Get(wire.Once)
	r.Header.Del(wire.Once)
	if mark == "" || r.Method == http.MethodGet || r.Method == http.MethodHead {
		o.next.ServeHTTP(w, r)
		return
	}
	// Half a request does not count: it has to be complete.
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, markedBody))
	if err != nil {
		http.Error(w, "the request did not come whole", http.StatusBadRequest)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	p, first := o.claim(r, mark)
	w.Header().Set(wire.Once, "known")
	poll := strings.HasSuffix(r.URL.Path, "/connect") || strings.HasSuffix(r.URL.Path, "/notifications")
	switch {
	case poll && first:
		o.next.ServeHTTP(w, r)
	case poll:
		http.Error(w, "the browser sent this poll twice; the first reply went into a dead connection", http.StatusConflict)
	case first:
		o.pass(w, r, p)
	default:
		repeat(w, r, p)
	}
}

// claim finds the request that came first with a mark. Another user, address or
// method is another request, whatever its mark.
func (o *once) claim(r *http.Request, mark string) (p *passed, first bool) {
	key := sha256.Sum256([]byte(strings.Join([]string{
		mark, r.Method, r.URL.RequestURI(), r.Header.Get("Authorization"), strings.Join(r.Header["Cookie"], ";"),
	}, "\n")))
	o.mu.Lock()
	defer o.mu.Unlock()
	now := time.Now()
	for len(o.order) > 0 && (len(o.order) >= marksKept || now.Sub(o.order[0].at) > markLife) {
		delete(o.seen, o.order[0].key)
		o.order = o.order[1:]
	}
	if p := o.seen[key]; p != nil {
		return p, false
	}
	p = &passed{key: key, at: now, done: make(chan struct{})}
	o.seen[key] = p
	o.order = append(o.order, p)
	return p, true
}

// pass has next answer, even if the browser's connection dies meanwhile: a write
// that is under way is not called back by that.
func (o *once) pass(w http.ResponseWriter, r *http.Request, p *passed) {
	defer close(p.done)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), answerWithin)
	defer cancel()
	reply := &recorded{header: w.Header().Clone()}
	o.next.ServeHTTP(reply, r.WithContext(ctx))
	reply.WriteHeader(http.StatusOK) // where nothing was written
	if reply.body.Len() <= replyKept {
		p.reply = reply
	}
	give(w, reply)
}

// repeat answers a request that came before.
func repeat(w http.ResponseWriter, r *http.Request, p *passed) {
	select {
	case <-p.done:
	case <-r.Context().Done():
	}
	select {
	case <-p.done:
		if p.reply != nil {
			give(w, p.reply)
			return
		}
	default:
	}
	panic(http.ErrAbortHandler) // no reply: nobody can tell
}

func give(w http.ResponseWriter, reply *recorded) {
	maps.Copy(w.Header(), reply.header)
	w.WriteHeader(reply.status)
	_, _ = w.Write(reply.body.Bytes()) // a browser that has gone away needs no answer
}

// A recorded reply is an http.ResponseWriter that keeps what is written.
type recorded struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorded) Header() http.Header { return r.header }

func (r *recorded) WriteHeader(status int) {
	if r.status == 0 && status >= 200 { // an interim reply is not the reply
		r.status = status
	}
}

func (r *recorded) Write(b []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(b)
}
