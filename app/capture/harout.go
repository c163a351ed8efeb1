package capture

import (
	"encoding/base64"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

// The parts of an entry. Sizes that were not recorded are -1, as HAR has it.
type harOut struct {
	Started  string
	Time     float64
	Request  harRequest
	Response harResponse
	Comment  string // why the entry was made up, "" for one that was recorded
	Origin   harOrigin
}

type harField struct{ Name, Value string }

type harRequest struct {
	Method, URL string
	Headers     []harField
	Query       []harField
	Post        *string
	BodySize    int
}

type harResponse struct {
	Status   int
	Headers  []harField
	Size     int
	Text     string
	Encoding string
	Error    string
}

func (h harOut) json() []byte {
	var timings object
	timings.int("send", 0)
	timings.float("wait", h.Time)
	timings.int("receive", 0)
	var o object
	o.text("startedDateTime", h.Started)
	o.float("time", h.Time)
	o.raw("request", h.Request.json())
	o.raw("response", h.Response.json())
	o.raw("cache", []byte("{}"))
	o.raw("timings", timings.end())
	o.someText("comment", h.Comment)
	o.raw("_keytrail", h.Origin.json())
	return o.end()
}

func (f harField) json() []byte {
	var o object
	o.text("name", f.Name)
	o.text("value", f.Value)
	return o.end()
}

func (r harRequest) json() []byte {
	var o object
	o.text("method", r.Method)
	o.text("url", r.URL)
	o.text("httpVersion", "HTTP/1.1")
	o.raw("cookies", []byte("[]"))
	o.raw("headers", list(r.Headers, harField.json))
	o.raw("queryString", list(r.Query, harField.json))
	if r.Post != nil {
		var post object
		post.text("mimeType", "application/json")
		post.text("text", *r.Post)
		o.raw("postData", post.end())
	}
	o.int("headersSize", -1)
	o.int("bodySize", r.BodySize)
	return o.end()
}

func (r harResponse) json() []byte {
	var content object
	content.int("size", r.Size)
	content.text("mimeType", "application/json")
	content.someText("text", r.Text)
	content.someText("encoding", r.Encoding)
	var o object
	o.int("status", r.Status)
	o.text("statusText", "")
	o.text("httpVersion", "HTTP/1.1")
	o.raw("cookies", []byte("[]"))
	o.raw("headers", list(r.Headers, harField.json))
	o.raw("content", content.end())
	o.text("redirectURL", "")
	o.int("headersSize", -1)
	o.int("bodySize", r.Size)
	o.someText("_error", r.Error)
	return o.end()
}

func newHAROut(ask, reply Observation, comment string) harOut {
	took := 0.0
	if !ask.Time.IsZero() && reply.Time.After(ask.Time) {
		took = float64(reply.Time.Sub(ask.Time)) / float64(time.Millisecond)
	}
	return harOut{Started: started(ask.Time), Time: took, Request: harAsk(ask), Response: harAnswer(reply), Comment: comment,
		Origin: harOrigin{request: ask.N, reply: reply.N}}
}

// started writes a time as HAR wants it. HAR has no word for an unknown one.
func started(t time.Time) string {
	if t.IsZero() {
		t = time.Unix(0, 0)
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func harAsk(o Observation) harRequest {
	r := harRequest{Method: firstOf(o.Method, "GET"), URL: absolute(o), Headers: harFields(o.Header), BodySize: len(o.Raw)}
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
		text := string(o.Raw)
		r.Post = &text
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

func harFields(h [][2]string) (out []harField) {
	for _, f := range h {
		out = append(out, harField{f[0], f[1]})
	}
	return out
}

func harAnswer(o Observation) harResponse {
	r := harResponse{Status: o.Status, Headers: harFields(o.Header), Size: len(o.Raw)}
	if o.Status == 0 {
		r.Error = firstOf(o.Text, "no response came")
	}
	if utf8.Valid(o.Raw) {
		r.Text = string(o.Raw)
		return r
	}
	r.Text, r.Encoding = base64.StdEncoding.EncodeToString(o.Raw), "base64"
	return r
}
