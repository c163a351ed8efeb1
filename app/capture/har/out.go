package har

import (
	"cmp"
	"encoding/base64"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/shape"
	"github.com/keytrail/keytrail/app/rawjson"
)

// The parts of an entry. Sizes that were not recorded are -1, as HAR has it.
type entryOut struct {
	Started  string
	Time     float64
	Request  request
	Response response
	Comment  string // why the entry was made up, "" for one that was recorded
	Origin   origin
}

type field struct{ Name, Value string }

type request struct {
	Method, URL string
	Headers     []field
	Query       []field
	Post        *string
	BodySize    int
}

type response struct {
	Status   int
	Headers  []field
	Size     int
	Text     string
	Encoding string
	Error    string
}

func (h entryOut) json() []byte {
	var timings rawjson.Object
	timings.Int("send", 0)
	timings.Float("wait", h.Time)
	timings.Int("receive", 0)
	var o rawjson.Object
	o.Text("startedDateTime", h.Started)
	o.Float("time", h.Time)
	o.Raw("request", h.Request.json())
	o.Raw("response", h.Response.json())
	o.Raw("cache", []byte("{}"))
	o.Raw("timings", timings.End())
	o.SomeText("comment", h.Comment)
	o.Raw("_keytrail", h.Origin.json())
	return o.End()
}

func (f field) json() []byte {
	var o rawjson.Object
	o.Text("name", f.Name)
	o.Text("value", f.Value)
	return o.End()
}

func (r request) json() []byte {
	var o rawjson.Object
	o.Text("method", r.Method)
	o.Text("url", r.URL)
	o.Text("httpVersion", "HTTP/1.1")
	o.Raw("cookies", []byte("[]"))
	o.Raw("headers", rawjson.List(r.Headers, field.json))
	o.Raw("queryString", rawjson.List(r.Query, field.json))
	if r.Post != nil {
		var post rawjson.Object
		post.Text("mimeType", "application/json")
		post.Text("text", *r.Post)
		o.Raw("postData", post.End())
	}
	o.Int("headersSize", -1)
	o.Int("bodySize", r.BodySize)
	return o.End()
}

func (r response) json() []byte {
	var content rawjson.Object
	content.Int("size", r.Size)
	content.Text("mimeType", "application/json")
	content.SomeText("text", r.Text)
	content.SomeText("encoding", r.Encoding)
	var o rawjson.Object
	o.Int("status", r.Status)
	o.Text("statusText", "")
	o.Text("httpVersion", "HTTP/1.1")
	o.Raw("cookies", []byte("[]"))
	o.Raw("headers", rawjson.List(r.Headers, field.json))
	o.Raw("content", content.End())
	o.Text("redirectURL", "")
	o.Int("headersSize", -1)
	o.Int("bodySize", r.Size)
	o.SomeText("_error", r.Error)
	return o.End()
}

func newEntry(ask, reply capture.Observation, comment string) entryOut {
	took := 0.0
	if !ask.Time.IsZero() && reply.Time.After(ask.Time) {
		took = float64(reply.Time.Sub(ask.Time)) / float64(time.Millisecond)
	}
	return entryOut{Started: started(ask.Time), Time: took, Request: asking(ask), Response: answering(reply), Comment: comment,
		Origin: origin{request: ask.N, reply: reply.N}}
}

// started writes a time as HAR wants it. HAR has no word for an unknown one.
func started(t time.Time) string {
	if t.IsZero() {
		t = time.Unix(0, 0)
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func asking(o capture.Observation) request {
	r := request{Method: cmp.Or(o.Method, "GET"), URL: absolute(o), Headers: fields(o.Header), BodySize: len(o.Raw)}
	if u, err := url.Parse(r.URL); err == nil {
		for part := range strings.SplitSeq(u.RawQuery, "&") {
			name, value, _ := strings.Cut(part, "=")
			if name, err := url.QueryUnescape(name); err == nil && part != "" {
				value, _ := url.QueryUnescape(value)
				r.Query = append(r.Query, field{name, value})
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
func absolute(o capture.Observation) string {
	switch {
	case strings.Contains(o.URL, "://"):
		return o.URL
	case o.URL == "" && o.Meta:
		return noServer + "/notifications"
	case o.URL == "" && o.Session != "":
		return noServer + shape.Address(o.Session)
	case o.URL == "":
		return noServer + "/me"
	}
	path := "/" + strings.TrimLeft(o.URL, "/")
	if strings.HasPrefix(path, "/api/v2") {
		path = strings.TrimPrefix(path, "/api/v2")
	}
	return noServer + path
}

func fields(h [][2]string) (out []field) {
	for _, f := range h {
		out = append(out, field{f[0], f[1]})
	}
	return out
}

func answering(o capture.Observation) response {
	r := response{Status: o.Status, Headers: fields(o.Header), Size: len(o.Raw)}
	if o.Status == 0 {
		r.Error = cmp.Or(o.Text, "no response came")
	}
	if utf8.Valid(o.Raw) {
		r.Text = string(o.Raw)
		return r
	}
	r.Text, r.Encoding = base64.StdEncoding.EncodeToString(o.Raw), "base64"
	return r
}
