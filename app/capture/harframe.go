package capture

import (
	"bytes"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/rawjson"
)

// A harFrame is a message of a WebSocket, as browsers and proxies add them to the
// entry of the request that opened it.
type harFrame struct {
	sent bool
	time string // seconds since 1970, or as entries have it
	data string
}

func (e *harEntry) readFrame(m *member) {
	var f harFrame
	m.object(func(m *member) {
		switch m.name {
		case "type":
			f.sent = strings.HasPrefix(string(m.value), `"send`) || strings.HasPrefix(string(m.value), `"out`)
		case "time":
			f.time = strings.Trim(string(m.value), `"`)
		case "data":
			m.text(&f.data)
		}
		e.forgive(m)
	})
	e.forgive(m)
	e.Frames = append(e.Frames, f)
}

func (f harFrame) when() time.Time {
	if s, err := strconv.ParseFloat(f.time, 64); err == nil && s > 1e9 && s < 1e10 {
		return time.UnixMicro(int64(s*1e6 + 0.5)).UTC()
	}
	s, _ := stampIn(f.time)
	if s.kind != dated {
		return time.Time{}
	}
	return s.time
}

// framed queues the messages of a WebSocket. What is received belongs to the
// request whose ids it answers; else the server sent it of its own accord.
func (f *harFormat) framed(e harEntry) {
	asked, last := map[string]int{}, time.Time{}
	for _, frame := range e.Frames {
		raw, at := []byte(frame.data), frame.when()
		if !at.IsZero() {
			last = at
		}
		ids := frameIDs(raw)
		if frame.sent {
			f.exchange++
			for _, id := range ids {
				asked[id] = f.exchange
			}
			f.addAt(Observation{Kind: Request, Time: at, Exchange: f.exchange, Method: "WS", URL: e.Request.URL, Meta: true, Raw: raw}, last)
			continue
		}
		reply := Observation{Kind: Reply, Time: at, Status: 200, Meta: true, Raw: raw}
		for _, id := range ids {
			if n := asked[id]; n > 0 {
				reply.Exchange = n
				delete(asked, id)
			}
		}
		f.addAt(reply, last)
		for _, o := range candidates(true, "", at, raw) {
			f.addAt(o, last)
		}
	}
}

// frameIDs returns the ids of the Bayeux messages in raw.
func frameIDs(raw []byte) (ids []string) {
	_ = eachMessage(raw, func(s shape, channel string) { // what is no CometD has none
		if id, ok := rawjson.Text(s.id); ok && channel != "" {
			ids = append(ids, id)
		}
	})
	return ids
}

// unpadded returns the JSON of a reply to callback-polling: a call of a function
// with the messages in it.
func unpadded(body []byte) []byte {
	body = bytes.TrimSpace(body)
	call := bytes.TrimSpace(bytes.TrimPrefix(body, []byte("/**/")))
	open := bytes.IndexByte(call, '(')
	call = bytes.TrimRight(call, "; \t\r\n")
	if open < 1 || open > longestBareKey || call[len(call)-1] != ')' {
		return body
	}
	for _, c := range call[:open] {
		if !isWord(c) && c != '.' && c != ' ' {
			return body
		}
	}
	return bytes.TrimSpace(call[open+1 : len(call)-1])
}

// askedBy returns the messages that a request of callback-polling has in its
// address, nil for none.
func askedBy(address string) []byte {
	if _, query, ok := strings.Cut(address, "?"); ok {
		values, _ := url.ParseQuery(query) // what can be read of it is enough
		if message := values.Get("message"); message != "" {
			return []byte(message)
		}
	}
	return nil
}
