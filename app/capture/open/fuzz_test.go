package open_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/capturetest"
	"github.com/keytrail/keytrail/app/capture/har"
	"github.com/keytrail/keytrail/app/capture/redact"
)

// FuzzOpen opens anything. Whatever could be read must survive a round through
// our own file and through redaction, and slices must make no difference.
func FuzzOpen(f *testing.F) {
	page, err := os.ReadFile("../text/testdata/attach-user-data-page.txt")
	require.NoError(f, err)
	var file bytes.Buffer
	require.NoError(f, capture.Write(&file, capturetest.Everything()))
	f.Add(page)
	f.Add(file.Bytes())
	f.Add([]byte(capturetest.HAR(capturetest.HAREntry("2026-01-05T10:00:01Z", 2500, "POST", capturetest.Base+"/notifications/connect", "[]", `[{"channel":"/v2/me/smssessions","data":`+capturetest.Chatting+`}]`))))
	f.Add([]byte(`{"keytrail":"capture","version":2}` + "\n" + `{"n":1,"kind":"stray","body":"ab","sha256":"fb8e20fc2e4c3f248c60c39bd652f3c1"}` + "\n" + `{"n":2,"kind":"stray","from":1,"edits":[[0,2],[0,1,2],[1,1,1]],"sha256":"a667282675f4876021d392aa6592f39d"}` + "\n"))
	f.Add([]byte(`{"keytrail":"capture","version":1}` + "\n" + `{"n":1,"kind":"stray","body":"ab","sha256":"fb8e20fc2e4c3f248c60c39bd652f3c1"}` + "\n" + `{"n":2,"kind":"stray","from":1,"edits":[[0,2],"c"],"sha256":"ba7816bf8f01cfea414140de5dae2223"}` + "\n"))
	f.Add([]byte("[" + capturetest.Invited + "," + capturetest.Chatting + "]"))
	f.Add([]byte("2026-01-05 10:00:00,123 POST /api/v2/me/smssessions/00aA " + capturetest.Attach + "\n{\"statusCode\":0}\n{u'id': '1', 'state': None,"))
	f.Add([]byte(`{"log":{"entries":[{"request":{"url":"/api/v2"}},`))
	files, err := filepath.Glob("testdata/people/*")
	require.NoError(f, err)
	for _, file := range files {
		if text, err := os.ReadFile(file); err == nil && !strings.HasSuffix(file, ".want") {
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := capturetest.File(context.Background(), bytes.NewReader(text), int64(len(text)), nil)
		require.NotNil(t, c)
		list := capturetest.All(c)
		require.Len(t, list, c.Len())
		if err != nil {
			return
		}
		var b bytes.Buffer
		require.NoError(t, capture.Write(&b, c))
		back, err := capturetest.File(context.Background(), &b, 0, nil)
		require.NoError(t, err)
		require.Empty(t, back.Problems)
		require.Len(t, capturetest.All(back), len(list))
		for i, o := range capturetest.All(back) {
			require.Equal(t, list[i].Raw, o.Raw)
		}
		if len(text) < 4096 {
			slow, err := capturetest.File(context.Background(), iotest.OneByteReader(bytes.NewReader(text)), 0, nil)
			require.NoError(t, err)
			require.Equal(t, list, capturetest.All(slow))
		}
		cut, _ := redact.Cut(c, redact.Export{})
		require.Equal(t, c.Len(), cut.Len())
		require.NoError(t, har.Write(&b, cut))
	})
}
