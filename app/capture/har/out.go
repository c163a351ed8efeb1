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

// json writes an entry. Sizes that were not recorded are -1, as HAR has it.
func (h entry) json() []byte {
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

func pair(p [2]string) []byte {
	var o rawjson.Object
	o.Text("name", p[0])
	o.Text("value", p[1])
	return o.End()
}

func (r request) json() []byte {
	var o rawjson.Object
	o.Text("method", r.Method)
	o.Text("url", r.URL)
	o.Text("httpVersion", "HTTP/1.1")
	o.Raw("cookies", []byte("[]"))
	o.Raw("headers", rawjson.List(r.Headers, pair))
	o.Raw("queryString", rawjson.List(query(r.URL), pair))
	size := 0
	if r.Post != nil {
		size = r.Post.size
		o.Raw("postData", r.Post.json(nil))
	}
	o.Int("headersSize", -1)
	o.Int("bodySize", size)
	return o.End()
}

func (r response) json() []byte {
	var content rawjson.Object
	content.Int("size", r.Content.size)
	var o rawjson.Object
	o.Int("status", r.Status)
	o.Text("statusText", "")
	o.Text("httpVersion", "HTTP/1.1")
	o.Raw("cookies", []byte("[]"))
	o.Raw("headers", rawjson.List(r.Headers, pair))
	o.Raw("content", r.Content.json(content))
	o.Text("redirectURL", "")
	o.Int("headersSize", -1)
	o.Int("bodySize", r.Content.size)
	o.SomeText("_error", r.Error)
	return o.End()
}

// json adds the body to the members that it has already.
func (b *body) json(o rawjson.Object) []byte {
	o.Text("mimeType", "application/json")
	if b.text != nil {
		o.Raw("text", b.text)
	}
	o.SomeText("encoding", b.encoding)
	return o.End()
}

func newEntry(ask, reply capture.Observation, comment string) entry {
	took := 0.0
	if !ask.Time.IsZero() && reply.Time.After(ask.Time) {
		took = float64(reply.Time.Sub(ask.Time)) / float64(time.Millisecond)
	}
	e := entry{Started: started(ask.Time), Time: took, Request: asking(ask), Response: answering(reply), Comment: comment}
	ask.Raw, reply.Raw = nil, nil
	e.Origin = origin{request: ask.N, reply: reply.N, as: []note{note(ask), note(reply)}}
	return e
}

// started writes a time as HAR wants it. HAR has no word for an unknown one.
func started(t time.Time) string {
	if t.IsZero() {
		t = time.Unix(0, 0)
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func asking(o capture.Observation) request {
	r := request{Method: cmp.Or(o.Method, "GET"), URL: absolute(o), Headers: o.Header}
	if o.Raw != nil {
		b := bodyOf(o.Raw)
		r.Post = &b
	}
	return r
}

func query(address string) (list [][2]string) {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	for part := range strings.SplitSeq(u.RawQuery, "&") {
		name, value, _ := strings.Cut(part, "=")
		if name, err := url.QueryUnescape(name); err == nil && part != "" {
			value, _ := url.QueryUnescape(value)
			list = append(list, [2]string{name, value})
		}
	}
	return list
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
	return noServer + strings.TrimPrefix("/"+strings.TrimLeft(o.URL, "/"), "/api/v2")
}

func answering(o capture.Observation) response {
	r := response{Status: o.Status, Headers: o.Header, Content: bodyOf(o.Raw)}
	if o.Status == 0 {
		r.Error = cmp.Or(o.Text, "no response came")
	}
	return r
}

// bodyOf writes a body. HAR has an encoding for replies alone, but what is not
// UTF-8 would be lost without one.
func bodyOf(raw []byte) body {
	switch {
	case raw == nil:
		return body{}
	case utf8.Valid(raw):
		return body{text: rawjson.Quoted(string(raw)), size: len(raw)}
	}
	return body{text: rawjson.Quoted(base64.StdEncoding.EncodeToString(raw)), encoding: "base64", size: len(raw)}
}
