package capture

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"
)

// Version is the version of the file that Write writes. Opening reads it and
// all before it.
const Version = 1

// A head is the first line of a file.
type head struct {
	Keytrail  string     `json:"keytrail"` // "capture"
	Version   int        `json:"version"`
	Created   time.Time  `json:"created"`
	Source    string     `json:"source,omitempty"`
	Scope     string     `json:"scope,omitempty"`
	Redaction *Redaction `json:"redaction,omitempty"`
}

// A line is one observation in a file.
type line struct {
	N        int         `json:"n"`
	Kind     string      `json:"kind"`
	Time     *time.Time  `json:"time,omitempty"`
	Since    *time.Time  `json:"since,omitempty"`
	Session  string      `json:"session,omitempty"`
	Exchange int         `json:"exchange,omitempty"`
	Method   string      `json:"method,omitempty"`
	URL      string      `json:"url,omitempty"`
	Status   int         `json:"status,omitempty"`
	Header   [][2]string `json:"header,omitempty"`
	Channel  string      `json:"channel,omitempty"`
	Meta     bool        `json:"meta,omitempty"`
	About    int         `json:"about,omitempty"`
	Text     string      `json:"text,omitempty"`
	Pinned   bool        `json:"pinned,omitempty"`
	Body     *string     `json:"body,omitempty"`
	Base64   *string     `json:"base64,omitempty"`
	From     int         `json:"from,omitempty"`
	Edits    []edit      `json:"edits,omitempty"`
	Hash     string      `json:"sha256,omitempty"`
}

// sum is the hash of a body as it stands in the file: the first 16 bytes of its
// SHA-256, in hexadecimal digits.
func sum(raw []byte) string {
	h := sha256.Sum256(raw)
	return hex.EncodeToString(h[:16])
}

// MarshalJSON writes [at, n] for a copy and the text for an insertion.
func (e edit) MarshalJSON() ([]byte, error) {
	if e.n == 0 {
		return plainJSON(e.text)
	}
	return fmt.Appendf(nil, "[%d,%d]", e.at, e.n), nil
}

// UnmarshalJSON reads what MarshalJSON writes.
func (e *edit) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &e.text)
	}
	var pair []int
	if err := json.Unmarshal(b, &pair); err != nil {
		return err
	}
	if len(pair) != 2 || pair[0] < 0 || pair[1] <= 0 {
		return errors.New("an edit is a text or a pair of offset and length")
	}
	e.at, e.n = pair[0], pair[1]
	return nil
}

// newLine returns the line for o, whose bytes b rebuilds.
func newLine(o Observation, b body) line {
	l := line{N: o.N, Kind: o.Kind.String(), Time: moment(o.Time), Since: moment(o.Since), Session: o.Session,
		Exchange: o.Exchange, Method: o.Method, URL: o.URL, Status: o.Status, Header: o.Header,
		Channel: o.Channel, Meta: o.Meta, About: o.About, Text: o.Text, Pinned: o.Pinned}
	if b.kind == noBody {
		return l
	}
	l.Hash = sum(o.Raw)
	switch {
	case b.kind == deltaBody && validEdits(b.edits):
		l.From, l.Edits = b.from, b.edits
	case utf8.Valid(o.Raw):
		text := string(o.Raw)
		l.Body = &text
	default:
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
		Status: l.Status, Header: l.Header, Channel: l.Channel, Meta: l.Meta, About: l.About, Text: l.Text, Pinned: l.Pinned}
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
		return body{kind: wholeBody, whole: *l.Body}, nil
	case l.Base64 != nil:
		raw, err := base64.StdEncoding.DecodeString(*l.Base64)
		return body{kind: wholeBody, whole: string(raw)}, err
	case l.From != 0:
		return body{kind: deltaBody, from: l.From, edits: l.Edits}, nil
	}
	return body{}, nil
}
