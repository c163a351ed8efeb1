package capture

import (
	"encoding/base64"
	"fmt"
	"hash/crc32"
	"slices"
	"time"
	"unicode/utf8"
)

// Version is the version of the file that Write writes. Opening reads it and
// all before it.
const Version = 3

// A head is the first line of a file.
type head struct {
	Keytrail  string // "capture"
	Version   int
	Created   time.Time
	Source    string
	Scope     string
	Redaction *Redaction
}

func readHead(text []byte) (h head, err error) {
	err = readMembers(text, func(m *member) {
		switch m.name {
		case "keytrail":
			m.text(&h.Keytrail)
		case "version":
			m.int(&h.Version)
		case "created":
			m.time(&h.Created)
		case "source":
			m.text(&h.Source)
		case "scope":
			m.text(&h.Scope)
		case "redaction":
			h.Redaction = &Redaction{}
			m.object(h.Redaction.read)
		}
	})
	return h, err
}

func (h head) json() []byte {
	var o object
	o.text("keytrail", h.Keytrail)
	o.int("version", h.Version)
	o.time("created", h.Created)
	o.someText("source", h.Source)
	o.someText("scope", h.Scope)
	if h.Redaction != nil {
		o.raw("redaction", h.Redaction.json())
	}
	return o.end()
}

// A line is one observation in a file.
type line struct {
	N        int
	Kind     string
	Time     *time.Time
	Since    *time.Time
	Session  string
	Exchange int
	Method   string
	URL      string
	Status   int
	Header   [][2]string
	Channel  string
	Meta     bool
	About    int
	Through  int
	Text     string
	Pinned   bool
	Body     *string
	Base64   *string
	From     int
	Edits    []edit
	CRC32    string
	SHA256   string // of versions 1 and 2
}

func readLine(text []byte) (l line, err error) {
	err = readMembers(text, func(m *member) {
		switch m.name {
		case "n":
			m.int(&l.N)
		case "kind":
			m.text(&l.Kind)
		case "time":
			l.Time = new(time.Time)
			m.time(l.Time)
		case "since":
			l.Since = new(time.Time)
			m.time(l.Since)
		case "session":
			m.text(&l.Session)
		case "exchange":
			m.int(&l.Exchange)
		case "method":
			m.text(&l.Method)
		case "url":
			m.text(&l.URL)
		case "status":
			m.int(&l.Status)
		case "header":
			m.each(func(e *member) { l.Header = append(l.Header, readPair(e)) })
		case "channel":
			m.text(&l.Channel)
		case "meta":
			m.bool(&l.Meta)
		case "about":
			m.int(&l.About)
		case "through":
			m.int(&l.Through)
		case "text":
			m.text(&l.Text)
		case "pinned":
			m.bool(&l.Pinned)
		case "body":
			l.Body = new(string)
			m.text(l.Body)
		case "base64":
			l.Base64 = new(string)
			m.text(l.Base64)
		case "from":
			m.int(&l.From)
		case "edits":
			m.each(func(e *member) { l.Edits = append(l.Edits, readEdit(e)) })
		case "crc32":
			m.text(&l.CRC32)
		case "sha256":
			m.text(&l.SHA256)
		}
	})
	return l, err
}

// readPair reads the name and the value of a header.
func readPair(m *member) (pair [2]string) {
	n := 0
	m.each(func(e *member) {
		if n < len(pair) {
			e.text(&pair[n])
		}
		n++
	})
	return pair
}

// readEdit reads [at, n] or [at, n, from] for a copy and a text for an insertion.
func readEdit(m *member) (e edit) {
	if m.value[0] == '"' {
		m.text(&e.text)
		return e
	}
	var numbers []int
	m.each(func(number *member) {
		n := 0
		number.int(&n)
		numbers = append(numbers, n)
	})
	if len(numbers) == 2 {
		numbers = append(numbers, 0)
	}
	m.expect(len(numbers) == 3 && numbers[0] >= 0 && numbers[1] > 0 && numbers[2] >= 0, "a text or a pair of offset and length")
	if m.err == nil {
		e.at, e.n, e.from = numbers[0], numbers[1], numbers[2]
	}
	return e
}

func (e edit) json() []byte {
	if e.n == 0 {
		return quoted(e.text)
	}
	if e.from == 0 {
		return fmt.Appendf(nil, "[%d,%d]", e.at, e.n)
	}
	return fmt.Appendf(nil, "[%d,%d,%d]", e.at, e.n, e.from)
}

func (l line) json() []byte {
	var o object
	o.int("n", l.N)
	o.text("kind", l.Kind)
	o.someTime("time", l.Time)
	o.someTime("since", l.Since)
	o.someText("session", l.Session)
	o.someInt("exchange", l.Exchange)
	o.someText("method", l.Method)
	o.someText("url", l.URL)
	o.someInt("status", l.Status)
	if len(l.Header) > 0 {
		o.raw("header", list(l.Header, func(p [2]string) []byte {
			return list(p[:], quoted)
		}))
	}
	o.someText("channel", l.Channel)
	if l.Meta {
		o.raw("meta", []byte("true"))
	}
	o.someInt("about", l.About)
	o.someInt("through", l.Through)
	o.someText("text", l.Text)
	if l.Pinned {
		o.raw("pinned", []byte("true"))
	}
	if l.Body != nil {
		o.text("body", *l.Body)
	}
	if l.Base64 != nil {
		o.text("base64", *l.Base64)
	}
	o.someInt("from", l.From)
	if len(l.Edits) > 0 {
		o.raw("edits", list(l.Edits, edit.json))
	}
	o.someText("crc32", l.CRC32)
	return o.end()
}

// sum is the CRC-32 (IEEE) of a body, as 8 hexadecimal digits. It tells damage,
// and keeps no secret.
func sum(raw []byte) string { return fmt.Sprintf("%08x", crc32.ChecksumIEEE(raw)) }

// newLine returns the line for o, whose bytes b rebuilds.
func newLine(o Observation, b body) line {
	l := line{N: o.N, Kind: o.Kind.String(), Time: moment(o.Time), Since: moment(o.Since), Session: o.Session,
		Exchange: o.Exchange, Method: o.Method, URL: o.URL, Status: o.Status, Header: o.Header,
		Channel: o.Channel, Meta: o.Meta, About: o.About, Through: o.Through, Text: o.Text, Pinned: o.Pinned}
	if b.kind == noBody {
		return l
	}
	l.CRC32 = sum(o.Raw)
	if b.kind == deltaBody {
		l.From, l.Edits = b.from, decode(b.text)
	}
	switch {
	case validEdits(l.Edits):
	case utf8.Valid(o.Raw):
		text := string(o.Raw)
		l.From, l.Edits, l.Body = 0, nil, &text
	default:
		l.From, l.Edits = 0, nil
		text := base64.StdEncoding.EncodeToString(o.Raw)
		l.Base64 = &text
	}
	return l
}

// validEdits reports whether the edits can be written: a JSON string holds
// UTF-8 only.
func validEdits(edits []edit) bool {
	return len(edits) > 0 && !slices.ContainsFunc(edits, func(e edit) bool { return !utf8.ValidString(e.text) })
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// observation returns what the line says, without the bytes.
func (l line) observation() (Observation, error) {
	kind := slices.Index(kindNames[:], l.Kind)
	if kind < 0 {
		return Observation{}, fmt.Errorf("kind %q is unknown", l.Kind)
	}
	o := Observation{N: l.N, Kind: Kind(kind), Session: l.Session, Exchange: l.Exchange, Method: l.Method, URL: l.URL,
		Status: l.Status, Header: l.Header, Channel: l.Channel, Meta: l.Meta, About: l.About, Through: l.Through, Text: l.Text, Pinned: l.Pinned}
	if l.Time != nil {
		o.Time = *l.Time
	}
	if l.Since != nil {
		o.Since = *l.Since
	}
	return o, nil
}

// body returns what rebuilds the bytes of the line.
func (l line) body() (body, error) {
	switch {
	case l.Body != nil:
		return body{kind: wholeBody, text: *l.Body}, nil
	case l.Base64 != nil:
		raw, err := base64.StdEncoding.DecodeString(*l.Base64)
		return body{kind: wholeBody, text: string(raw)}, err
	case l.From != 0:
		return body{kind: deltaBody, from: l.From, text: encode(l.Edits)}, nil
	}
	return body{}, nil
}
