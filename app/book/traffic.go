package book

import (
	"bytes"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/keytrail/keytrail/app/capture/shape"
	"github.com/keytrail/keytrail/app/rawjson"
)

// Limits of what is kept of the traffic. The histories keep what the data
// was; this is the raw record beside them.
const (
	maxExchanges    = 1000
	maxTrafficBytes = 8 << 20
	maxBodyBytes    = 1 << 20
)

// An Exchange is one request and what came of it, or one Bayeux message inside.
type Exchange struct {
	N        int
	Method   string
	Path     string
	Start    time.Time
	Duration time.Duration // 0 while open
	Untimed  bool          // Duration is not known, although it ended
	Status   int           // 0 while open or failed
	Failure  string        // why no response came
	Untold   bool          // the file does not say what came of it
	Request  []byte        // the body, a clientId in it masked
	Response []byte        // the body, possibly cut, a clientId in it masked
	Sent     [][2]string   // request header as far as it is known, secrets masked
	Header   [][2]string   // response header, secrets masked
	Reads    bool          // an operation of a file that changes nothing
	Meta     bool          // CometD housekeeping without data
	Session  string        // the session the request names, "" for none
	Cut      int           // bytes of Response beyond what is kept
}

// traffic is the bounded record of exchanges, newest last.
type traffic struct {
	list    []*Exchange
	bytes   int
	dropped int
	seq     int
	last    []*Exchange // what was published, nil when something changed since
}

// begin records an exchange that is under way.
func (t *traffic) begin(x Exchange) (n int, begun *Exchange) {
	t.seq++
	x.N = t.seq
	x.Request = maskedBody(x.Path, x.Request)
	t.list = append(t.list, &x)
	t.bytes += len(x.Request)
	t.trim()
	t.last = nil
	return x.N, &x
}

// finish replaces an exchange by its completed self, which it returns with the
// whole body of the response. One that was dropped meanwhile stays dropped.
func (t *traffic) finish(n int, complete func(*Exchange)) (whole Exchange, ok bool) {
	for i := len(t.list) - 1; i >= 0 && t.list[i].N >= n; i-- {
		if t.list[i].N != n {
			continue
		}
		x := *t.list[i]
		complete(&x)
		x.Meta = x.Meta && !carriesData(x.Response)
		x.Response = maskedBody(x.Path, x.Response)
		whole, ok = x, true
		x.bound()
		t.bytes += len(x.Response)
		t.list[i] = &x
	}
	t.trim()
	t.last = nil
	return whole, ok
}

// handed is how long a request may take at most from being recorded to being made.
const handed = 5 * time.Millisecond

// made returns the newest exchange with an address that was made by a time, nil
// for none.
func (t *traffic) made(address string, at time.Time) *Exchange {
	for _, x := range slices.Backward(t.list) {
		if strings.HasSuffix(address, x.Path) && !x.Start.After(at.Add(handed)) {
			return x
		}
	}
	return nil
}

func (t *traffic) trim() {
	for len(t.list) > maxExchanges || (t.bytes > maxTrafficBytes && len(t.list) > 1) {
		t.bytes -= len(t.list[0].Request) + len(t.list[0].Response)
		t.list[0] = nil // the array behind the list would keep it
		t.list = t.list[1:]
		t.dropped++
	}
}

func (t *traffic) snapshot() []*Exchange {
	if t.last == nil {
		t.last = slices.Clone(t.list)
	}
	return t.last
}

// carriesData reports whether an answer of CometD has more than housekeeping.
func carriesData(body []byte) bool { return bytes.Contains(body, []byte(`"data"`)) }

// bound keeps the first part of a huge response, up to the end of a character.
func (x *Exchange) bound() {
	if n := maxBodyBytes; len(x.Response) > n {
		for n > maxBodyBytes-utf8.UTFMax+1 && !utf8.RuneStart(x.Response[n]) {
			n--
		}
		x.Cut = len(x.Response) - n
		// Copied, so that the rest can be freed.
		x.Response = bytes.Clone(x.Response[:n])
	}
}

// maskedBody returns a body of a CometD exchange with stars in place of each
// character of the clientId, which lets its holder act as this client (Bayeux
// 1.0, section 9.1). Its length stays, so sizes and places are those of the
// wire. userData may well have a key of that name, which is no secret: only
// members of the messages themselves are masked.
func maskedBody(path string, b []byte) []byte {
	if !Comet(path) || !bytes.Contains(b, []byte("clientId")) {
		return b
	}
	b = bytes.Clone(b)
	if messages := shape.Unpadded(b); rawjson.Elements(messages, maskMessage) != nil && maskMessage(messages) != nil {
		maskTorn(b)
	}
	return b
}

// maskTorn masks every member of that name in what is not JSON, because it was
// cut off: better one star too many.
func maskTorn(b []byte) {
	for {
		_, rest, found := bytes.Cut(b, []byte(`"clientId"`))
		if !found {
			return
		}
		open := bytes.IndexByte(rest, '"') + 1
		end := open
		for open > 0 && end < len(rest) && rest[end] != '"' {
			rest[end] = '*'
			end++
		}
		b = rest[end:]
	}
}

func maskMessage(message []byte) error {
	return rawjson.Members(message, func(key string, value []byte) error {
		if key == "clientId" && len(value) > 2 && value[0] == '"' {
			copy(value[1:len(value)-1], bytes.Repeat([]byte("*"), len(value)))
		}
		return nil
	})
}
