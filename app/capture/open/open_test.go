package open_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture/capturetest"
	"github.com/keytrail/keytrail/app/capture/open"
)

func TestOpenCompressed(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(capturetest.Invited))
	require.NoError(t, z.Close())
	assert.Equal(t, []string{"notification@00aA"}, capturetest.Brief(capturetest.All(capturetest.Open(t, b.String()))))

	var zipped bytes.Buffer
	files := zip.NewWriter(&zipped)
	log, err := files.Create("gws.log.gz")
	require.NoError(t, err)
	_, _ = log.Write(b.Bytes())
	require.NoError(t, files.Close())
	assert.Equal(t, []string{"notification@00aA"}, capturetest.Brief(capturetest.All(capturetest.Open(t, zipped.String()))), "a log that was compressed before")
}

func TestOpenManyKeys(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"messageType":"SMSsessionStateChangeMessage","smssession":{"id":"00aA","state":"Chatting","userData":{"k":0`)
	for i := range 200_000 {
		fmt.Fprintf(&b, `,"k%d":%d`, i, i)
	}
	b.WriteString("}}}")
	c := capturetest.Open(t, b.String())
	assert.Equal(t, []string{"notification@00aA"}, capturetest.Brief(capturetest.All(c)))
	assert.Equal(t, b.String(), string(capturetest.All(c)[0].Raw))
}

func TestOpenNothing(t *testing.T) {
	for _, text := range []string{"", "   \n", "only words", "GIF89a\x00\x01", "{", "[[[["} {
		c, err := capturetest.File(t.Context(), strings.NewReader(text), 0, nil)
		require.NotNil(t, c)
		if err != nil {
			assert.ErrorIs(t, err, open.ErrNothing, text)
			assert.NotContains(t, c.Header.Source, "text", "nobody knows what it is")
		}
	}
}

func TestOpenCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	text := strings.Repeat(capturetest.Invited+"\n", 5000)
	c, err := capturetest.File(ctx, strings.NewReader(text), int64(len(text)), func(read, size int64) {
		assert.LessOrEqual(t, read, size)
		cancel()
	})
	require.ErrorIs(t, err, context.Canceled)
	assert.Positive(t, c.Len(), "what was read is kept")
	assert.Less(t, c.Len(), 5000)
}

func TestOpenBrokenInput(t *testing.T) {
	in := iotest.TimeoutReader(iotest.HalfReader(strings.NewReader(strings.Repeat(capturetest.Invited+"\n", 2000))))
	c, err := capturetest.File(t.Context(), in, 0, nil)
	assert.ErrorIs(t, err, iotest.ErrTimeout)
	assert.Positive(t, c.Len(), "what was read is kept")
	require.NotEmpty(t, c.Problems)
	assert.Contains(t, c.Problems[0].Text, iotest.ErrTimeout.Error())
	gone := errors.New("gone")
	c, err = capturetest.File(t.Context(), iotest.ErrReader(gone), 0, nil)
	assert.ErrorIs(t, err, gone, "nobody knows what is in it")
	assert.Empty(t, c.Understood)
}
