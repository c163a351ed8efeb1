package har

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/scan"
	"github.com/keytrail/keytrail/app/rawjson"
)

// A body is the body of a request or reply as the HAR has it.
type body struct {
	text     []byte // as it stands in the HAR
	encoding string
	media    string // its type, perhaps with a charset
	file     string // where it stands instead
	size     int    // of the bytes
}

func (b *body) read(m *rawjson.Field) {
	switch m.Name {
	case "text":
		b.text = m.Value
	case "encoding":
		m.Text(&b.encoding)
	case "mimeType":
		m.Text(&b.media)
	case "_file", "_sha1":
		m.Text(&b.file)
	case "size":
		size := 0.0
		m.Loose(&size)
		b.size, m.Err = int(size), nil // it only tells of a body that is not there
	}
}

// bodies reads the bodies of a HAR.
type bodies struct {
	files    func(name string) ([]byte, error) // those beside it, nil where there are none
	expanded int64                             // bytes that decompression has made so far
	said     []string                          // what is to be said of a body that was read
}

// of returns the body as it was before it was transferred, nil when the HAR has
// none. why is not empty when it is missing or cannot be read. exact says that
// this program wrote it, as it was.
func (r *bodies) of(b *body, header [][2]string, exact bool) (raw []byte, why string) {
	if b == nil {
		return nil, ""
	}
	text, ok := rawjson.Text(b.text)
	switch {
	case b.text == nil && b.file != "":
		if raw, why = r.beside(b.file); why != "" {
			return nil, why
		}
	case b.text == nil || text == "" && !exact:
		return nil, ""
	case !ok:
		return b.text, "" // some write the JSON itself
	case strings.EqualFold(b.encoding, "base64"):
		raw = fromBase64(text, exact)
	default:
		raw = []byte(text)
		if narrow, ok := narrowed(text); ok && !exact {
			raw = narrow
		}
	}
	if exact {
		return raw, ""
	}
	raw, why = r.expand(raw, headerOf(header, "content-encoding"))
	if why == "" {
		raw = r.inUTF8(raw, b.media+";"+headerOf(header, "content-type"))
	}
	return raw, why
}

// beside reads a body that stands in a file of its own.
func (r *bodies) beside(name string) ([]byte, string) {
	missing := "the body is not in the file: it stood beside it as " + name
	if r.files == nil {
		return nil, missing
	}
	raw, err := r.files(name)
	if err != nil {
		return nil, missing + " (" + err.Error() + ")"
	}
	return raw, ""
}

// fromBase64 decodes what is base64, folded or not padded or in the letters of
// URLs, too. Some browsers say so of plain text, which is taken as it stands.
func fromBase64(text string, exact bool) []byte {
	if !exact && rawjson.Check([]byte(text)) == nil {
		return []byte(text) // a word or number of JSON may look like base64
	}
	bare := strings.NewReplacer("\r", "", "\n", "", " ", "", "\t", "", "=", "", "-", "+", "_", "/").Replace(text)
	if raw, err := base64.RawStdEncoding.DecodeString(bare); err == nil {
		return raw
	}
	return []byte(text)
}

// narrowed returns the bytes of a text of which each character stands for one,
// as some programs write what is compressed.
func narrowed(text string) ([]byte, bool) {
	if !strings.HasPrefix(text, "\x1f\u008b") {
		return nil, false
	}
	raw := make([]byte, 0, len(text))
	for _, c := range text {
		if c > 0xff {
			return nil, false
		}
		raw = append(raw, byte(c))
	}
	return raw, true
}

func headerOf(header [][2]string, name string) string {
	for _, h := range header {
		if strings.EqualFold(h[0], name) {
			return strings.ToLower(h[1])
		}
	}
	return ""
}

// expand undoes a Content-Encoding, if it was not undone before the HAR was
// written.
func (r *bodies) expand(raw []byte, coding string) ([]byte, string) {
	codings := strings.FieldsFunc(coding, func(c rune) bool { return c == ',' || c == ' ' })
	for i := len(codings) - 1; i >= 0; i-- {
		if legible(raw) {
			break
		}
		var in io.Reader
		var err error
		switch from := bytes.NewReader(raw); codings[i] {
		case "gzip", "x-gzip":
			in, err = gzip.NewReader(from)
		case "deflate":
			if len(raw) > 2 && raw[0]&0x0f == 8 && (int(raw[0])<<8|int(raw[1]))%31 == 0 {
				_, err = from.Seek(2, io.SeekStart) // the header of zlib, which many leave out
			}
			in = flate.NewReader(from)
		case "identity":
			continue
		default:
			return raw, "the body is compressed with " + codings[i] + ", which is not read here"
		}
		if err == nil {
			raw, err = r.all(in, raw)
		}
		if err != nil {
			return raw, fmt.Sprintf("the body should be compressed with %s and cannot be read: %v", codings[i], err)
		}
	}
	if bytes.HasPrefix(raw, []byte{0x1f, 0x8b}) && len(codings) == 0 {
		return r.expand(raw, "gzip") // no header tells, the bytes do
	}
	return raw, ""
}

// all decompresses in, within the limits of what is opened.
func (r *bodies) all(in io.Reader, raw []byte) ([]byte, error) {
	limit := min(capture.MaxBody, capture.MaxText-r.expanded)
	out, err := io.ReadAll(io.LimitReader(in, limit+1))
	r.expanded += int64(len(out))
	if int64(len(out)) > limit {
		return raw, errors.New("it grows beyond 64 MiB, or beyond 1 GiB with all others")
	}
	if err != nil {
		return raw, err
	}
	return out, nil
}

// legible reports whether a body is text already: it begins as JSON or markup does,
// or has no character that is none in a text.
func legible(raw []byte) bool {
	text := bytes.TrimLeft(raw, " \t\r\n\ufeff")
	begins := len(text) == 0 || bytes.IndexByte([]byte("{[/\"<"), text[0]) >= 0
	return utf8.Valid(raw) && (begins || bytes.IndexFunc(text, func(c rune) bool { return c < ' ' && c != '\t' && c != '\r' && c != '\n' }) < 0)
}

// inUTF8 returns text as UTF-8. JSON shows by its first bytes whether it is UTF-16.
func (r *bodies) inUTF8(raw []byte, media string) []byte {
	media = strings.ToLower(media)
	order := scan.OrderOf(raw)
	if order == nil && utf8.Valid(raw) { // whatever its type says: a browser has decoded it
		return bytes.TrimPrefix(raw, []byte("\ufeff"))
	}
	in := &scan.UTF8{In: bytes.NewReader(raw), Order: order}
	out, _ := io.ReadAll(in) // memory does not fail
	if in.Latin > 0 && !strings.Contains(media, "8859-1") && !strings.Contains(media, "1252") && !strings.Contains(media, "latin") {
		r.said = append(r.said, "the body "+scan.NoUTF8)
	}
	return bytes.TrimPrefix(out, []byte("\ufeff"))
}
