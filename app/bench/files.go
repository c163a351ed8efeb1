package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/capture"
)

// largeFile is how many bytes the files have that are opened.
const largeFile = 100_000_000

// A large file is one of a kind that Keytrail opens.
type large struct {
	id, name, what string
	fill           func(w io.Writer, size func() int64, m *traffic) error
}

var largeFiles = []large{
	{"har", "large.har", "a HAR", fillHAR},
	{"lines", "large.jsonl", "JSON lines", fillLines},
	{"capture", "large.jsonl.gz", "a capture", fillCapture},
	{"log", "large.log", "a log excerpt", fillLog},
}

func (l large) write(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	w := &sized{w: bufio.NewWriterSize(file, 1<<20)}
	if err := l.fill(w, func() int64 { return w.n }, newTraffic()); err != nil {
		return err
	}
	return w.w.Flush()
}

// A sized writer counts what goes through it.
type sized struct {
	w *bufio.Writer
	n int64
}

func (s *sized) Write(p []byte) (int, error) {
	n, err := s.w.Write(p)
	s.n += int64(n)
	return n, err
}

// traffic makes the notifications of twenty sessions of a hundred keys, of
// which ten change each time: some 5 KB, the same in every run.
type traffic struct {
	random *rand.Rand
	data   [20][100]string
	n      int
	time   time.Time
}

func newTraffic() *traffic {
	t := &traffic{random: rand.New(rand.NewPCG(1, 2)), time: time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC)}
	for s := range t.data {
		for k := range t.data[s] {
			t.data[s][k] = t.word()
		}
	}
	return t
}

func (t *traffic) word() string {
	return fmt.Sprintf("%016x%016x", t.random.Uint64(), t.random.Uint64())
}

// next returns the next notification, its session and its time.
func (t *traffic) next() (data, session string, at time.Time) {
	t.n++
	t.time = t.time.Add(50 * time.Millisecond)
	s := t.n % len(t.data)
	for range 10 {
		t.data[s][t.random.IntN(len(t.data[s]))] = t.word()
	}
	session = fmt.Sprintf("0000Wa9CAM6W%04d", s)
	var b strings.Builder
	fmt.Fprintf(&b, `{"notificationType":"PropertiesUpdated","messageType":"SMSsessionStateChangeMessage","smssession":{"id":"%s","state":"Chatting","userData":{`, session)
	for k, v := range t.data[s] {
		if k > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `"Customer_Field_%02d":"%s"`, k, v)
	}
	b.WriteString("}}}")
	return b.String(), session, t.time
}

const channel = "/v2/me/smssessions"

func fillLines(w io.Writer, size func() int64, t *traffic) error {
	for size() < largeFile {
		data, _, _ := t.next()
		if _, err := fmt.Fprintf(w, `{"channel":"%s","data":%s}`+"\n", channel, data); err != nil {
			return err
		}
	}
	return nil
}

func fillLog(w io.Writer, size func() int64, t *traffic) error {
	for size() < largeFile {
		data, session, at := t.next()
		stamp := at.Format("2006-01-02 15:04:05,000")
		if _, err := fmt.Fprintf(w, "%s INFO [poll-7] worker is idle, 3 of 8 threads in use\n%s DEBUG [poll-7] event for %s: %s\n", stamp, stamp, session, data); err != nil {
			return err
		}
	}
	return nil
}

// fillHAR writes what a browser's own recording has: polls with an event or
// two, and four pictures for each of them.
func fillHAR(w io.Writer, size func() int64, t *traffic) error {
	entry := `%s{"startedDateTime":"%s","time":40,"request":{"method":"%s","url":"https://gws.example%s","httpVersion":"HTTP/1.1","headers":[{"name":"Accept","value":"*/*"}],"cookies":[],"queryString":[],"headersSize":-1,"bodySize":0},` +
		`"response":{"status":200,"statusText":"OK","httpVersion":"HTTP/1.1","headers":[],"cookies":[],"content":{"size":%d,"mimeType":"application/json","text":%s},"redirectURL":"","headersSize":-1,"bodySize":0},"cache":{},"timings":{"send":0,"wait":40,"receive":0}}`
	if _, err := io.WriteString(w, `{"log":{"version":"1.2","creator":{"name":"WebInspector","version":"537.36"},"entries":[`); err != nil {
		return err
	}
	for comma := "\n"; size() < largeFile; comma = ",\n" {
		data, _, at := t.next()
		body := fmt.Sprintf(`[{"channel":"%s","data":%s},{"channel":"/meta/connect","successful":true}]`, channel, data)
		text, err := json.Marshal(body)
		if err != nil {
			return err
		}
		stamp := at.Format(time.RFC3339Nano)
		if _, err := fmt.Fprintf(w, entry, comma, stamp, "POST", "/api/v2/notifications/connect", len(body), text); err != nil {
			return err
		}
		for range 4 {
			if _, err := fmt.Fprintf(w, entry, ",\n", stamp, "GET", "/desktop/picture.png", 1200, `"`+strings.Repeat(t.word(), 50)+`"`); err != nil {
				return err
			}
		}
	}
	_, err := io.WriteString(w, "]}}\n")
	return err
}

// fillCapture writes captures one after the other, as a recording does.
func fillCapture(w io.Writer, size func() int64, t *traffic) error {
	for size() < largeFile {
		piece := new(capture.Capture)
		for range 1000 {
			data, session, at := t.next()
			piece.Put(capture.Observation{N: t.n, Kind: capture.Notification, Time: at, Session: session, Channel: channel, Raw: []byte(data)})
		}
		if err := capture.Write(w, piece); err != nil {
			return err
		}
	}
	return nil
}
