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
