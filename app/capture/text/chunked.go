package text

import (
	"bytes"
	"strconv"
	"strings"
)

// chunked returns the body of a reply whose headers stand in front of it, put
// together from the chunks in which it was sent (RFC 9112, 7.1), and how long they
// are. ok is false for what is none; whole is false while more of it may come.
func (f *Reader) chunked(text []byte, last bool) (body []byte, n int, whole, ok bool) {
	lines := strings.Split(strings.TrimRight(f.context, "\r\n"), "\n")
	size, isSize := chunkSize(lines[len(lines)-1])
	if !isSize || size == 0 || !strings.HasSuffix(f.context, "\n") || !strings.Contains(strings.ToLower(f.context), "transfer-encoding: chunked") {
		return nil, 0, false, false
	}
	for size > 0 {
		if n+size > len(text) {
			return body, n, false, !last && n+size < loose
		}
		body = append(body, text[n:n+size]...)
		n += size
		rest := bytes.TrimPrefix(bytes.TrimPrefix(text[n:], []byte{'\r'}), []byte{'\n'})
		end := bytes.IndexByte(rest, '\n')
		if end < 0 && !last {
			return nil, 0, false, true
		}
		if end < 0 {
			end = len(rest)
		}
		if size, ok = chunkSize(string(rest[:end])); !ok || len(rest) == len(text[n:]) {
			return nil, 0, false, false
		}
		n = min(len(text)-len(rest)+end+1, len(text))
	}
	return body, n, true, true
}

// chunkSize reads the line in front of a chunk.
func chunkSize(line string) (n int, ok bool) {
	digits, _, _ := strings.Cut(strings.TrimRight(line, "\r"), ";")
	size, err := strconv.ParseUint(digits, 16, 31)
	return int(size), err == nil
}
