package open_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/base64"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/capturetest"
	"github.com/keytrail/keytrail/app/capture/open"
)

// squeezed is text in the form of DEFLATE (RFC 1951): some of it, and then a part
// millions of times. It has no end.
func squeezed(t *testing.T, front, part string, times int) string {
	t.Helper()
	var b bytes.Buffer
	z, err := flate.NewWriter(&b, flate.BestCompression)
	require.NoError(t, err)
	from, many := 0, strings.Repeat(part, 8<<20)
	for _, text := range []string{front, many, many} {
		from = b.Len()
		_, _ = z.Write([]byte(text))
		require.NoError(t, z.Flush())
	}
	return b.String() + strings.Repeat(b.String()[from:], times)
}

// packed is squeezed in gzip's form.
func packed(t *testing.T, front, part string) string {
	return "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff" + squeezed(t, front, part, 25)
}

// What unpacks to more than anybody has room for is refused in words that name the
// limit, and opening it takes no more memory than a page has.
func TestBombsAreRefusedInLittleMemory(t *testing.T) {
	const entry = `{"log":{"entries":[{"startedDateTime":"2026-03-05T12:00:00Z","request":{"method":"GET","url":"https://gws.test/api/v2/me","headers":[]},"response":{"status":200,"headers":[],"content":{`
	body := base64.StdEncoding.EncodeToString([]byte(packed(t, `{"a":"`, "x")))
	var zipped bytes.Buffer
	z := zip.NewWriter(&zipped)
	inside := squeezed(t, entry+`"text":"`, "x", 25)
	f, err := z.CreateRaw(&zip.FileHeader{Name: "a.har", Method: zip.Deflate, CompressedSize64: uint64(len(inside)), UncompressedSize64: 1 << 30})
	require.NoError(t, err)
	_, _ = f.Write([]byte(inside))
	require.NoError(t, z.Close())
	for _, test := range []struct {
		name, text, says string
		kept             bool
	}{
		{"blanks", packed(t, capturetest.Invited+"\n", " "), "1000 times", true},
		{"one line", packed(t, capturetest.Invited+"\n", "x"), "1000 times", true},
		{"one value", packed(t, `{"messageType":"X","a":"`, "x"), "1000 times", false},
		{"an open list", packed(t, "", "["), "1000 times", false},
		{"a body", entry + `"encoding":"base64","mimeType":"application/json","text":"` + body + `"}}}]}}`, "64 MiB", false},
		{"in a zip", zipped.String(), "64 MiB", false},
		{"as it is", capturetest.Invited + "\n" + `{"messageType":"X","a":"` + strings.Repeat("x", 65<<20), "64 MiB", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			runtime.GC()
			var before, now runtime.MemStats
			runtime.ReadMemStats(&before)
			most := uint64(0)
			r := open.NewReader(strings.NewReader(test.text), int64(len(test.text)))
			r.Capture().Rest = func() {
				runtime.ReadMemStats(&now)
				most = max(most, now.HeapAlloc-min(now.HeapAlloc, before.HeapAlloc))
			}
			var err error
			for err == nil {
				err = r.Step(t.Context())
				r.Capture().Rest()
			}
			said := err.Error() + "\n"
			for _, p := range r.Capture().Problems {
				said += p.Text + "\n"
			}
			assert.Contains(t, said, test.says)
			if test.kept {
				assert.Equal(t, 1, r.Capture().Count(capture.Notification), "what came before is kept")
			}
			assert.LessOrEqual(t, most, uint64(300<<20))
			t.Logf("%d MB; %s", most>>20, said)
		})
	}
}
