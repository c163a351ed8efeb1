package capture

import (
	"encoding/base64"
	"fmt"
	"hash/crc32"
	"slices"
	"unicode/utf8"

	"github.com/keytrail/keytrail/app/rawjson"
)

// Version is the version of the file that Write writes. Opening reads it and
// all before it.
const Version = 3

// A head is the first line of a file.
type head struct {
	Keytrail string // "capture"
	Version  int
	Header
}

func readHead(text []byte) (h head, err error) {
	err = rawjson.Fields(text, func(m *rawjson.Field) {
		switch m.Name {
		case "keytrail":
			m.Text(&h.Keytrail)
		case "version":
			m.Int(&h.Version)
		case "created":
			m.Time(&h.Created)
		case "source":
			m.Text(&h.Source)
		case "scope":
			m.Text(&h.Scope)
		case "redaction":
			h.Redaction = &Redaction{}
			m.Object(h.Redaction.Read)
		}
	})
	return h, err
}

func (h head) json() []byte {
	var o rawjson.Object
	o.Text("keytrail", h.Keytrail)
	o.Int("version", h.Version)
	o.Time("created", h.Created.UTC())
	o.SomeText("source", h.Source)
	o.SomeText("scope", h.Scope)
	if h.Redaction != nil {
		o.Raw("redaction", h.Redaction.JSON())
	}
	return o.End()
}

// A line is one observation in a file, with what its bytes are made of in their place.
type line struct {
	Observation
	Word   string // of its kind
	Body   *string
	Base64 *string
	From   int
	Edits  []edit
	CRC32  string
	SHA256 string // of versions 1 and 2
}

func readLine(text []byte) (l line, err error) {
	err = rawjson.Fields(text, func(m *rawjson.Field) {
		switch m.Name {
		case "n":
			m.Int(&l.N)
		case "kind":
			m.Text(&l.Word)
		case "time":
			m.Time(&l.Time)
		case "since":
			m.Time(&l.Since)
		case "session":
			m.Text(&l.Session)
		case "exchange":
			m.Int(&l.Exchange)
		case "method":
			m.Text(&l.Method)
		case "url":
			m.Text(&l.URL)
		case "status":
			m.Int(&l.Status)
		case "header":
			m.Each(func(e *rawjson.Field) { l.Header = append(l.Header, readPair(e)) })
		case "channel":
			m.Text(&l.Channel)
		case "meta":
			m.Bool(&l.Meta)
		case "about":
			m.Int(&l.About)
		case "through":
			m.Int(&l.Through)
		case "text":
			m.Text(&l.Text)
		case "pinned":
			m.Bool(&l.Pinned)
		case "body":
			l.Body = new(string)
			m.Text(l.Body)
		case "base64":
			l.Base64 = new(string)
			m.Text(l.Base64)
		case "from":
			m.Int(&l.From)
		case "edits":
			m.Each(func(e *rawjson.Field) { l.Edits = append(l.Edits, readEdit(e)) })
		case "crc32":
			m.Text(&l.CRC32)
		case "sha256":
			m.Text(&l.SHA256)
		}
	})
	return l, err
}

// readPair reads the name and the value of a header.
func readPair(m *rawjson.Field) (pair [2]string) {
	n := 0
	m.Each(func(e *rawjson.Field) {
		if n < len(pair) {
			e.Text(&pair[n])
		}
		n++
	})
	return pair
}

// readEdit reads [at, n] or [at, n, from] for a copy and a text for an insertion.
func readEdit(m *rawjson.Field) (e edit) {
	if m.Value[0] == '"' {
		m.Text(&e.text)
		return e
	}
	var numbers []int
	m.Each(func(number *rawjson.Field) {
		n := 0
		number.Int(&n)
		numbers = append(numbers, n)
	})
	if len(numbers) == 2 {
		numbers = append(numbers, 0)
	}
	m.Expect(len(numbers) == 3 && numbers[0] >= 0 && numbers[1] > 0 && numbers[2] >= 0, "a text or a pair of offset and length")
	if m.Err == nil {
		e.at, e.n, e.from = numbers[0], numbers[1], numbers[2]
	}
	return e
}

func (e edit) json() []byte {
	if e.n == 0 {
		return rawjson.Quoted(e.text)
	}
	if e.from == 0 {
		return fmt.Appendf(nil, "[%d,%d]", e.at, e.n)
	}
	return fmt.Appendf(nil, "[%d,%d,%d]", e.at, e.n, e.from)
}

func (l line) json() []byte {
	var o rawjson.Object
	o.Int("n", l.N)
	o.Text("kind", l.Kind.String())
	o.SomeTime("time", l.Time)
	o.SomeTime("since", l.Since)
	o.SomeText("session", l.Session)
	o.SomeInt("exchange", l.Exchange)
	o.SomeText("method", l.Method)
	o.SomeText("url", l.URL)
	o.SomeInt("status", l.Status)
	if len(l.Header) > 0 {
		o.Raw("header", rawjson.List(l.Header, func(p [2]string) []byte {
			return rawjson.List(p[:], rawjson.Quoted)
		}))
	}
	o.SomeText("channel", l.Channel)
	o.SomeBool("meta", l.Meta)
	o.SomeInt("about", l.About)
	o.SomeInt("through", l.Through)
	o.SomeText("text", l.Text)
	o.SomeBool("pinned", l.Pinned)
	if l.Body != nil {
		o.Text("body", *l.Body)
	}
	if l.Base64 != nil {
		o.Text("base64", *l.Base64)
	}
	o.SomeInt("from", l.From)
	if len(l.Edits) > 0 {
		o.Raw("edits", rawjson.List(l.Edits, edit.json))
	}
	o.SomeText("crc32", l.CRC32)
	return o.End()
}

// sum is the CRC-32 (IEEE) of a body, as 8 hexadecimal digits. It shows damage,
// and hides nothing.
func sum(raw []byte) string { return fmt.Sprintf("%08x", crc32.ChecksumIEEE(raw)) }

// newLine returns the line for o, whose bytes b rebuilds.
func newLine(o Observation, b body) line {
	l := line{Observation: o}
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
