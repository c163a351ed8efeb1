package capture

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

// Where an observation names no server, HAR still wants an absolute URL.
const noServer = "https://gws.invalid/api/v2"

// WriteHAR writes c as HAR 1.2 (w3c.github.io/web-performance/specs/HAR), valid
// for other viewers. A notification without the poll that brought it becomes an
// entry of its own, marked _keytrail; gaps, marks, notes and strays stand in
// the log's _keytrail member. Opening the file again gives the same requests,
// replies and notifications.
func WriteHAR(w io.Writer, c *Capture) error {
	h := harWriter{w: w, answered: map[int]bool{}, polls: polls(c)}
	for o := range c.All() {
		if o.Kind == Reply && o.Exchange > 0 {
			h.answered[o.Exchange] = true
		}
	}
	h.head(c)
	for o := range c.All() {
		h.observation(o)
	}
	h.flush(true)
	h.print("\n]}}\n")
	if h.err != nil {
		return fmt.Errorf("capture: write HAR: %w", h.err)
	}
	return nil
}

// polls reports whether the notifications of c came with CometD replies that
// are in c, too.
func polls(c *Capture) bool {
	for o := range c.All() {
		if o.Kind == Reply && o.Meta && strings.Contains(string(o.Raw), `"data"`) {
			return true
		}
	}
	return false
}

// A harWriter writes entries in the order in which the requests were sent. An
// entry waits until its reply has come by.
type harWriter struct {
	w        io.Writer
	answered map[int]bool // exchanges that have a reply
	polls    bool
	waiting  []*harEntryOut // in order; the first is incomplete
	entries  int
	err      error
}

// A harEntryOut is an entry on its way out.
type harEntryOut struct {
	ask  Observation
	out  harOut
	done bool
}

func (h *harWriter) print(s string) {
	if h.err == nil {
		_, h.err = io.WriteString(h.w, s)
	}
}

func (h *harWriter) json(v any) {
	b, err := plainJSON(v)
	if h.err == nil {
		h.err = err
	}
	h.print(string(b))
}

type harNote struct {
	Kind  string     `json:"kind"`
	Time  *time.Time `json:"time,omitempty"`
	Since *time.Time `json:"since,omitempty"`
	Text  string     `json:"text,omitempty"`
	Raw   string     `json:"raw,omitempty"`
}

func (h *harWriter) head(c *Capture) {
	h.print(`{"log":{"version":"1.2","creator":{"name":"Keytrail","version":"1"},"comment":`)
	h.json("scope: " + firstOf(c.Header.Scope, "all"))
	h.print(`,"_keytrail":`)
	notes := []harNote{}
	for o := range c.All() {
		if o.Kind >= Gap {
			notes = append(notes, harNote{o.Kind.String(), moment(o.Time), moment(o.Since), o.Text, string(o.Raw)})
		}
	}
	h.json(struct {
		Redaction *Redaction `json:"redaction"`
		Notes     []harNote  `json:"notes"`
	}{c.Header.Redaction, notes})
	h.print(`,"entries":[`)
}

// observation writes the entry that o completes, if it does.
func (h *harWriter) observation(o Observation) {
	switch o.Kind {
	case Request:
		if h.answered[o.Exchange] {
			h.waiting = append(h.waiting, &harEntryOut{ask: o})
			return
		}
		h.entry(o, Observation{Kind: Reply, Time: o.Time, Text: "no reply was recorded"}, "")
	case Reply:
		for _, e := range h.waiting {
			if e.ask.Exchange == o.Exchange && !e.done && o.Exchange > 0 {
				e.out, e.done = newHAROut(e.ask, o, ""), true
				h.flush(false)
				return
			}
		}
		h.entry(Observation{Time: o.Time, Meta: o.Meta, Session: o.Session}, o, "the request was not recorded")
	case Notification:
		if !h.polls {
			h.entry(Observation{Time: o.Time, Method: "POST", URL: noServer + "/notifications", Meta: true, Raw: []byte("[]")}, pushed(o), "one notification, without the poll that brought it")
		}
	case Snapshot:
		if o.Exchange == 0 && len(h.answered) == 0 {
			h.entry(Observation{Time: o.Time, Method: "GET", URL: noServer + "/me/smssessions/" + url.PathEscape(o.Session)},
				Observation{Time: o.Time, Status: 200, Raw: fmt.Appendf(nil, `{"statusCode":0,"smssession":%s}`, o.Raw)}, "one session, without the request that read it")
		}
	}
}

// pushed returns the answer of a poll that carries one notification.
func pushed(o Observation) Observation {
	channel, _ := plainJSON(firstOf(o.Channel, "/v2/me/smssessions"))
	return Observation{Time: o.Time, Status: 200, Meta: true, Raw: fmt.Appendf(nil, `[{"channel":%s,"data":%s}]`, channel, o.Raw)}
}

// entry adds a complete entry.
func (h *harWriter) entry(ask, reply Observation, comment string) {
	h.waiting = append(h.waiting, &harEntryOut{out: newHAROut(ask, reply, comment), done: true})
	h.flush(false)
}

// flush writes the entries in front that are complete; all writes the others,
// too.
func (h *harWriter) flush(all bool) {
	for len(h.waiting) > 0 && (h.waiting[0].done || all) {
		e := h.waiting[0]
		h.waiting = h.waiting[1:]
		if !e.done {
			e.out = newHAROut(e.ask, Observation{Time: e.ask.Time, Text: "no reply was recorded"}, "")
		}
		if h.entries > 0 {
			h.print(",")
		}
		h.entries++
		h.print("\n")
		h.json(e.out)
	}
}

// The parts of an entry. Sizes that were not recorded are -1, as HAR has it.
type harOut struct {
	Started  string         `json:"startedDateTime"`
	Time     float64        `json:"time"`
	Request  harRequest     `json:"request"`
	Response harResponse    `json:"response"`
	Cache    struct{}       `json:"cache"`
	Timings  harTimings     `json:"timings"`
	Comment  string         `json:"comment,omitempty"`
	Keytrail map[string]any `json:"_keytrail,omitempty"`
}

type harTimings struct {
	Send    float64 `json:"send"`
	Wait    float64 `json:"wait"`
	Receive float64 `json:"receive"`
}

type harField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type harPost struct {
	Mime string `json:"mimeType"`
	Text string `json:"text"`
}

type harRequest struct {
	Method      string     `json:"method"`
	URL         string     `json:"url"`
	HTTP        string     `json:"httpVersion"`
	Cookies     []harField `json:"cookies"`
	Headers     []harField `json:"headers"`
	Query       []harField `json:"queryString"`
	Post        *harPost   `json:"postData,omitempty"`
	HeadersSize int        `json:"headersSize"`
	BodySize    int        `json:"bodySize"`
}

type harResponse struct {
	Status      int        `json:"status"`
	StatusText  string     `json:"statusText"`
	HTTP        string     `json:"httpVersion"`
	Cookies     []harField `json:"cookies"`
	Headers     []harField `json:"headers"`
	Content     harContent `json:"content"`
	Redirect    string     `json:"redirectURL"`
	HeadersSize int        `json:"headersSize"`
	BodySize    int        `json:"bodySize"`
	Error       string     `json:"_error,omitempty"`
}

type harContent struct {
	Size     int    `json:"size"`
	Mime     string `json:"mimeType"`
	Text     string `json:"text,omitempty"`
	Encoding string `json:"encoding,omitempty"`
}

func newHAROut(ask, reply Observation, comment string) harOut {
	took := 0.0
	if !ask.Time.IsZero() && reply.Time.After(ask.Time) {
		took = float64(reply.Time.Sub(ask.Time)) / float64(time.Millisecond)
	}
	out := harOut{Started: started(ask.Time), Time: took, Request: harAsk(ask), Response: harAnswer(reply),
		Timings: harTimings{Wait: took}, Comment: comment}
	if comment != "" {
		out.Keytrail = map[string]any{"made": true}
	}
	return out
}

// started writes a time as HAR wants it. HAR has no word for an unknown one.
func started(t time.Time) string {
	if t.IsZero() {
		t = time.Unix(0, 0)
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func harAsk(o Observation) harRequest {
	r := harRequest{Method: firstOf(o.Method, "GET"), URL: absolute(o), HTTP: "HTTP/1.1", Cookies: []harField{},
		Headers: harFields(o.Header), Query: []harField{}, HeadersSize: -1, BodySize: len(o.Raw)}
	if u, err := url.Parse(r.URL); err == nil {
		for part := range strings.SplitSeq(u.RawQuery, "&") {
			name, value, _ := strings.Cut(part, "=")
			if name, err := url.QueryUnescape(name); err == nil && part != "" {
				value, _ := url.QueryUnescape(value)
				r.Query = append(r.Query, harField{name, value})
			}
		}
	}
	if o.Raw != nil {
		r.Post = &harPost{"application/json", string(o.Raw)}
	}
	return r
}

// absolute returns the URL of a request with a server in front.
func absolute(o Observation) string {
	switch {
	case strings.Contains(o.URL, "://"):
		return o.URL
	case o.URL == "" && o.Meta:
		return noServer + "/notifications"
	case o.URL == "" && o.Session != "":
		return noServer + "/me/smssessions/" + url.PathEscape(o.Session)
	case o.URL == "":
		return noServer + "/me"
	}
	path := "/" + strings.TrimLeft(o.URL, "/")
	if strings.HasPrefix(path, "/api/v2") {
		path = strings.TrimPrefix(path, "/api/v2")
	}
	return noServer + path
}

func harFields(h [][2]string) []harField {
	out := []harField{}
	for _, f := range h {
		out = append(out, harField{f[0], f[1]})
	}
	return out
}

func harAnswer(o Observation) harResponse {
	r := harResponse{Status: o.Status, HTTP: "HTTP/1.1", Cookies: []harField{}, Headers: harFields(o.Header),
		HeadersSize: -1, BodySize: len(o.Raw), Content: harContent{Size: len(o.Raw), Mime: "application/json"}}
	if o.Status == 0 {
		r.Error = firstOf(o.Text, "no response came")
	}
	if utf8.Valid(o.Raw) {
		r.Content.Text = string(o.Raw)
		return r
	}
	r.Content.Text, r.Content.Encoding = base64.StdEncoding.EncodeToString(o.Raw), "base64"
	return r
}
