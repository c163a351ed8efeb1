package open_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/capturetest"
)

var update = flag.Bool("update", false, "rewrite what is expected of testdata/people")

// Files as people have them, of many programs, each with what is read of it
// beside it.
func TestPeople(t *testing.T) {
	files, err := filepath.Glob("testdata/people/*")
	require.NoError(t, err)
	for _, file := range files {
		if strings.HasSuffix(file, ".want") {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			c, err := capturetest.File(t.Context(), bytes.NewReader(text), int64(len(text)), nil)
			require.NoError(t, err)
			got := listed(c)
			if *update {
				require.NoError(t, os.WriteFile(file+".want", []byte(got), 0o644))
			}
			want, err := os.ReadFile(file + ".want")
			require.NoError(t, err)
			assert.Equal(t, string(want), got)
			slow, err := capturetest.File(t.Context(), iotest.OneByteReader(bytes.NewReader(text)), 0, nil)
			require.NoError(t, err)
			assert.Equal(t, got, listed(slow), "slices make no difference")
		})
	}
}

// listed writes what was read of a file, one line for each thing.
func listed(c *capture.Capture) string {
	var b strings.Builder
	fmt.Fprintln(&b, c.Understood)
	for _, p := range c.Problems {
		fmt.Fprintf(&b, "! line %d: %s\n", p.Line, p.Text)
	}
	for _, f := range c.Fixes {
		fmt.Fprintf(&b, "~ %d:%d %q -> %q %s\n", f.Line, f.Column, f.Was, f.Now, f.Why)
	}
	for o := range c.All() {
		at := "-"
		if !o.Time.IsZero() {
			at = o.Time.Format(time.RFC3339Nano)
		}
		fmt.Fprintln(&b, strings.Join(strings.Fields(fmt.Sprint(at, " ", capturetest.Brief([]capture.Observation{o})[0], " #", o.Exchange, " ", o.Method, " ", o.URL, " ", o.Status, " ", o.Channel, " ", o.Text)), " "))
		for _, h := range o.Header {
			fmt.Fprintf(&b, "    %s: %s\n", h[0], h[1])
		}
		if o.Raw != nil {
			fmt.Fprintf(&b, "    %q\n", o.Raw)
		}
	}
	return b.String()
}
