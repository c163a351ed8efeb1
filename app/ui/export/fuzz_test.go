package export_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/capturetest"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/report"
	"github.com/keytrail/keytrail/app/ui/export"
)

// Whatever is opened can be saved again, in every format and under either choice of
// redaction.
func FuzzFileOf(f *testing.F) {
	f.Add([]byte(capturetest.HAR(capturetest.HAREntry("2026-01-05T10:00:01Z", 2500, "POST", capturetest.Base+"/notifications/connect", "[]", `[{"channel":"/v2/me/smssessions","data":`+capturetest.Chatting+`}]`))))
	f.Add([]byte("[" + capturetest.Invited + "," + capturetest.Chatting + "]"))
	files, err := filepath.Glob("../../capture/open/testdata/people/*")
	require.NoError(f, err)
	require.NotEmpty(f, files)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(f, err)
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := capturetest.File(t.Context(), bytes.NewReader(text), int64(len(text)), nil)
		if err != nil {
			return
		}
		tape := func(context.Context) (*capture.Capture, error) { return c, nil }
		session, key, ab := "", "", report.Comparison{A: "a", B: "b"}
		for _, x := range book.Replay(c) {
			session, ab.Old, ab.New = x.ID, x.Data, x.Data
			for k := range x.Data.All() {
				key = k
			}
		}
		for _, format := range export.Formats() {
			for _, plain := range []bool{false, true} {
				_, err := export.FileOf(t.Context(), tape, format, redact.Export{Plain: plain, Progress: func(done, total int64) {}}, session, key, ab)
				if session != "" && err != nil { // what stands where an id is expected may be hidden
					require.ErrorContains(t, err, "holds nothing of the selected session", format.Name)
				}
			}
		}
	})
}
