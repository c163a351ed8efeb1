// Package capturetest has what the tests of captures share: samples of what Web
// Services send, a capture with everything in it, and files made of them.
//
// Start with [Everything] and [Open].
//
// The one rule: only tests import it. It is not where files of other programs
// lie; these are below the rooms that read them.
package capturetest

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/open"
)

// File reads a file to its end, as who opens one does step by step; size is its
// length in bytes, 0 when unknown, and progress may be nil. The capture holds what
// could be read, even beside an error.
func File(ctx context.Context, r io.Reader, size int64, progress func(read, size int64)) (*capture.Capture, error) {
	reader := open.NewReader(r, size)
	for {
		err := reader.Step(ctx)
		if progress != nil {
			progress(reader.Progress())
		}
		if err == io.EOF && reader.Capture().Len() == 0 {
			return reader.Capture(), open.ErrNothing
		}
		if err == io.EOF {
			return reader.Capture(), nil
		}
		if err != nil {
			return reader.Capture(), err
		}
	}
}

// Open opens text and requires that it can be opened.
func Open(t *testing.T, text string) *capture.Capture {
	t.Helper()
	c, err := File(t.Context(), strings.NewReader(text), int64(len(text)), nil)
	require.NoError(t, err)
	return c
}

// All returns the observations of a capture.
func All(c *capture.Capture) []capture.Observation { return slices.Collect(c.All()) }

// Brief writes observations as one word each: kind, and the session behind @.
func Brief(list []capture.Observation) []string {
	var out []string
	for _, o := range list {
		word := o.Kind.String()
		if o.Meta {
			word = "meta " + word
		}
		if o.Session != "" {
			word += "@" + o.Session
		}
		out = append(out, word)
	}
	return out
}

// What Web Services send of one session, and a request.
const (
	Invited  = `{"messageType":"SMSsessionStateChangeMessage","notificationType":"StatusChange","smssession":{"id":"00aA","state":"Invited","userData":{"n":1.0}}}`
	Chatting = `{"notificationType":"StatusChange","messageType":"SMSsessionStateChangeMessage","referenceId":7,"smssession":{"id":"00aA","state":"Chatting","userData":{"n":1.0,"k":"v"}}}`
	Attach   = `{"operationName":"AttachUserData","userData":{"k":"v"}}`
	Session  = `{"id":"00aA","state":"Chatting","capabilities":[],"userData":{"n":1.0}}`
)

// HAREntry writes one entry as Chrome does.
func HAREntry(start string, ms int, method, url, sent, got string) string {
	post := ""
	if sent != "" {
		post = fmt.Sprintf(`,"postData":{"mimeType":"application/json","text":%q}`, sent)
	}
	return fmt.Sprintf(`{"_initiator":{},"startedDateTime":%q,"time":%d,"request":{"method":%q,"url":%q,"httpVersion":"HTTP/1.1","headers":[{"name":"Cookie","value":"a=b"}]%s},`+
		`"response":{"status":200,"headers":[],"content":{"size":1,"mimeType":"application/json","text":%q}}}`, start, ms, method, url, post, got)
}

// Base is where the requests of HAREntry go.
const Base = "https://gws.test/api/v2"

// HAR writes a file of entries.
func HAR(entries ...string) string {
	return `{
  "log": {
    "version": "1.2",
    "creator": {"name": "WebInspector", "version": "537.36"},
    "pages": [{"entries": "not these"}],
    "entries": [` + strings.Join(entries, ",\n") + `]
  }
}`
}

// Noon is when it happened.
var Noon = time.Date(2026, 1, 5, 12, 0, 0, 123456789, time.UTC)

// Everything is a capture with every kind and every field.
func Everything() *capture.Capture {
	c := &capture.Capture{Header: capture.Header{Created: Noon, Source: "a test", Scope: "all"}}
	for _, o := range []capture.Observation{
		{Kind: capture.Request, Time: Noon, Session: "00aA", Exchange: 1, Method: "POST", URL: "https://gws.test/api/v2/me/smssessions/00aA", Header: [][2]string{{"Accept", "*/*"}}, Raw: []byte(Attach)},
		{Kind: capture.Reply, Time: Noon.Add(time.Millisecond), Session: "00aA", Exchange: 1, Status: 200, Raw: []byte(`{"statusCode":0}`)},
		{Kind: capture.Reply, Exchange: 2, Meta: true, Text: "the network is gone"},
		{Kind: capture.Notification, Time: Noon.Add(time.Second), Session: "00aA", Channel: "/v2/me/smssessions", Raw: []byte(Invited)},
		{Kind: capture.Notification, Session: "00aA", Raw: []byte(Chatting)},
		{Kind: capture.Snapshot, Session: "00aA", Raw: []byte(Session)},
		{Kind: capture.Gap, Since: Noon, Time: Noon.Add(time.Minute), Text: "link lost"},
		{Kind: capture.Mark, About: 4, Text: "here <b>\u2028\u202e\x00"},
		{Kind: capture.Note, Text: "line one\nline two"},
		{Kind: capture.Note, Session: "00aA", About: 4, Through: 6, Text: "it began here"},
		{Kind: capture.Stray, Text: "not JSON", Raw: []byte("\xff\xfe{\"")},
		{Kind: capture.Stray, Text: "empty", Raw: []byte{}},
		{Kind: capture.Label, Time: Noon, Session: "00aA", Text: "the angry one", Pinned: true},
	} {
		c.Append(o)
	}
	return c
}

// Write returns a capture as a file.
func Write(t *testing.T, c *capture.Capture) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, capture.Write(&b, c))
	return b.Bytes()
}

// Unzip returns the lines of a file.
func Unzip(t *testing.T, file []byte) string {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(file))
	require.NoError(t, err)
	text, err := io.ReadAll(z)
	require.NoError(t, err)
	return string(text)
}

// Near returns a capture of n notifications of keys keys that differ a little.
func Near(keys, n int) (c *capture.Capture, raw int) {
	c = &capture.Capture{Header: capture.Header{Created: Noon}}
	data := make([]string, keys)
	for i := range data {
		data[i] = fmt.Sprintf(`"CBR-Key_%04d": "value %x of strategy"`, i, i*2654435761%0xffffff)
	}
	for i := range n {
		data[i*37%keys] = fmt.Sprintf(`"CBR-Key_%04d": "changed %d"`, i*37%keys, i)
		data[i*101%keys] = fmt.Sprintf(`"CBR-Key_%04d": %d`, i*101%keys, i)
		b := fmt.Sprintf(`{"referenceId": %d, "smssession": {"id": "00aA", "state": "Chatting", "userData": {%s}}, "messageType": "SMSsessionStateChangeMessage"}`,
			i, strings.Join(data, ", "))
		c.Append(capture.Observation{Kind: capture.Notification, Time: Noon.Add(time.Duration(i) * time.Second), Session: "00aA", Channel: "/v2/me/smssessions", Raw: []byte(b)})
		raw += len(b)
	}
	return c, raw
}

// Rested opens a text and returns how many times the reader has rested.
func Rested(t *testing.T, text string) (times int) {
	t.Helper()
	r := open.NewReader(strings.NewReader(text), int64(len(text)))
	r.Capture().Rest = func() { times++ }
	for r.Step(context.Background()) == nil {
	}
	return times
}
