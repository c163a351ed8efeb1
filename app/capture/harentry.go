package capture

import (
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/rawjson"
)

// A harEntry is what we read of an entry.
type harEntry struct {
	Started string
	Time    float64 // milliseconds
	Request struct {
		Method, URL string
		Headers     []harPair
		PostData    *harBody
	}
	Response struct {
		Status  int
		Headers []harPair
		Content harBody
		Error   string // Chrome's
	}
	Origin harOrigin // ours
}

type harPair struct{ Name, Value string }

type harBody struct {
	Text     []byte // as it stands in the HAR
	Encoding string
}

func (e *harEntry) read(m *member) {
	switch m.name {
	case "startedDateTime":
		m.text(&e.Started)
	case "time":
		m.float(&e.Time)
	case "request":
		m.object(e.readRequest)
	case "response":
		m.object(e.readResponse)
	case "_keytrail":
		m.object(e.Origin.read)
	}
}

func (e *harEntry) readRequest(m *member) {
	switch m.name {
	case "method":
		m.text(&e.Request.Method)
	case "url":
		m.text(&e.Request.URL)
	case "headers":
		e.Request.Headers = readHARPairs(m)
	case "postData":
		e.Request.PostData = &harBody{}
		m.object(e.Request.PostData.read)
	}
}

func (e *harEntry) readResponse(m *member) {
	switch m.name {
	case "status":
		m.int(&e.Response.Status)
	case "headers":
		e.Response.Headers = readHARPairs(m)
	case "content":
		m.object(e.Response.Content.read)
	case "_error":
		m.text(&e.Response.Error)
	}
}

func (b *harBody) read(m *member) {
	switch m.name {
	case "text":
		b.Text = m.value
	case "encoding":
		m.text(&b.Encoding)
	}
}

func readHARPairs(m *member) (list []harPair) {
	m.each(func(e *member) {
		var p harPair
		e.object(func(m *member) {
			switch m.name {
			case "name":
				m.text(&p.Name)
			case "value":
				m.text(&p.Value)
			}
		})
		list = append(list, p)
	})
	return list
}

// bytes returns the body, nil when the HAR has none.
func (b *harBody) bytes() ([]byte, error) {
	if b == nil || len(b.Text) == 0 {
		return nil, nil
	}
	text, ok := rawjson.Text(b.Text)
	if !ok {
		return nil, fmt.Errorf("the text of a body is not a string")
	}
	if !strings.EqualFold(b.Encoding, "base64") {
		return []byte(text), nil
	}
	raw, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("a body that should be base64 is not: %w", err)
	}
	return raw, nil
}

// take turns an entry into observations.
func (f *harFormat) take(raw []byte) error {
	if err := rawjson.Check(raw); err != nil {
		return err
	}
	var e harEntry
	if err := readMembers(raw, e.read); err != nil {
		return err
	}
	if !e.Origin.known && !ofInterest(e.Request.URL) {
		f.found.others++
		return nil
	}
	sent, err := e.Request.PostData.bytes()
	if err != nil {
		return err
	}
	got, err := e.Response.Content.bytes()
	if err != nil {
		return err
	}
	begin, _ := time.Parse(time.RFC3339Nano, e.Started)
	if begin.IsZero() {
		begin, _, _ = timeIn(e.Started)
	}
	if begin.Equal(time.Unix(0, 0)) {
		begin = time.Time{} // what started writes
	}
	f.queue.release(f.to, begin, e.Origin.first())
	f.exchanged(e, begin.UTC(), sent, got)
	return nil
}

// ofInterest reports whether a request goes to Web Services.
func ofInterest(address string) bool {
	path, _, _ := strings.Cut(address, "?")
	return strings.Contains(path, "/api/v2") || strings.HasSuffix(path, "/notifications") || sessionOf(address) != ""
}

// exchanged queues a request, its reply and what the reply carries.
func (f *harFormat) exchanged(e harEntry, begin time.Time, sent, got []byte) {
	f.exchange++
	end := begin
	if e.Time > 0 && e.Time < 1e12 && !begin.IsZero() {
		end = begin.Add(time.Duration(e.Time * float64(time.Millisecond)))
	}
	comet := strings.Contains(e.Request.URL, "/notifications")
	session := sessionOf(e.Request.URL)
	ask := Observation{Kind: Request, Time: begin, Session: session, Exchange: f.exchange, Method: e.Request.Method,
		URL: e.Request.URL, Header: pairs(e.Request.Headers), Meta: comet, Raw: sent}
	reply := Observation{Kind: Reply, Time: end, Session: session, Exchange: f.exchange, Status: e.Response.Status,
		Header: pairs(e.Response.Headers), Meta: comet, Text: e.Response.Error, Raw: got}
	if reply.Status == 0 && reply.Text == "" {
		reply.Text = "no response came"
	}
	if e.Origin.known {
		ask.URL = strings.TrimPrefix(ask.URL, noServer[:len(noServer)-len("/api/v2")])
		for _, o := range e.Origin.number(ask, reply, candidates(comet, ask.Method, end, got)) {
			f.add(o)
		}
		return
	}
	f.add(ask)
	if !comet && end.Equal(begin) {
		reply.Time = time.Time{} // nobody wrote down how long it took
	}
	f.found.count(reply.Kind)
	f.queue.addAt(reply, end)
	for _, o := range candidates(comet, ask.Method, end, got) {
		f.add(o)
	}
}

func (f *harFormat) add(o Observation) {
	f.found.count(o.Kind)
	f.queue.add(o)
}

func pairs(list []harPair) [][2]string {
	var out [][2]string
	for _, p := range list {
		out = append(out, [2]string{p.Name, p.Value})
	}
	return out
}

func (f *harFormat) source() string {
	s := "HAR 1.2"
	if f.by != "" {
		s += " by " + f.by
	}
	s += ": " + f.found.String()
	if f.found.others > 0 {
		s += fmt.Sprintf("; %s to other places left out", plural(f.found.others, "request"))
	}
	return s
}
