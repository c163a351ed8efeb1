package har

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/shape"
	"github.com/keytrail/keytrail/app/capture/stamp"
	"github.com/keytrail/keytrail/app/rawjson"
)

// A frame is a message of a WebSocket, as browsers and proxies add them to the
// entry of the request that opened it.
type frame struct {
	sent bool
	time string // seconds or milliseconds since 1970, or as entries have it
	data string
}

func (e *entry) readFrame(m *rawjson.Field) {
	var f frame
	m.Object(func(m *rawjson.Field) {
		switch m.Name {
		case "type":
			f.sent = strings.HasPrefix(string(m.Value), `"send`) || strings.HasPrefix(string(m.Value), `"out`)
		case "time":
			f.time = strings.Trim(string(m.Value), `"`)
		case "data":
			m.Text(&f.data)
		}
		e.forgive(m)
	})
	e.forgive(m)
	e.Frames = append(e.Frames, f)
}

func (f frame) when() time.Time {
	text := f.time
	if n, err := strconv.ParseFloat(text, 64); err == nil && strings.ContainsAny(text, "eE") {
		text = strconv.FormatFloat(n, 'f', -1, 64) // programs in Java write so
	}
	s, _ := stamp.Find(text)
	return s.Date()
}

// framed queues the messages of a WebSocket. What is received belongs to the
// request whose ids it answers; else the server sent it of its own accord.
func (f *Reader) framed(e entry) {
	asked, last := map[string]int{}, time.Time{}
	for _, frame := range e.Frames {
		raw, at := []byte(frame.data), frame.when()
		if !at.IsZero() {
			last = at
		}
		ids := shape.IDs(raw)
		if frame.sent {
			f.exchange++
			for _, id := range ids {
				asked[id] = f.exchange
			}
			f.addAt(capture.Observation{Kind: capture.Request, Time: at, Exchange: f.exchange, Method: "WS", URL: e.Request.URL, Meta: true, Raw: raw}, last)
			continue
		}
		reply := capture.Observation{Kind: capture.Reply, Time: at, Status: 200, Meta: true, Raw: raw}
		for _, id := range ids {
			if n := asked[id]; n > 0 {
				reply.Exchange = n
				delete(asked, id)
			}
		}
		if reply.Exchange == 0 { // nothing else says by which way it came
			reply.Method, reply.URL = "WS", e.Request.URL
		}
		f.addAt(reply, last)
		for _, o := range candidates(true, "", "", at, raw) {
			f.addAt(o, last)
		}
	}
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
