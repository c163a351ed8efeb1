package ui

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/require"
)

// The tests of this package stand inside it: the page has one exported
// function, which needs a browser, and everything worth testing is behind it.

var update = flag.Bool("update", false, "write the golden files")

// markupOf returns the markup of a mounted component with its attributes sorted:
// go-app writes them in the order of a map.
func markupOf(t testing.TB, c app.Composer) string {
	t.Helper()
	d := app.NewClientTester(c)
	defer d.Close()
	d.Consume()
	d.Consume()
	var b bytes.Buffer
	app.PrintHTMLWithIndent(&b, c)
	return visible(sortAttributes(b.String()))
}

// visible spells control characters out, so that a golden file stays a text.
func visible(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < ' ' && r != '\n' || r == '\u202e' {
			fmt.Fprintf(&b, "\\u%04x", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// golden compares got with testdata/name.html.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".html")
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
		return
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "write it with go test -update")
	require.Equal(t, string(want), got)
}

// sortAttributes puts the attributes of each tag in order.
func sortAttributes(s string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		end := tagEnd(s, i)
		b.WriteString(sortTag(s[i:end]))
		s = s[end:]
	}
}

// tagEnd returns where the tag that begins at i ends; quoted text may hold a >.
func tagEnd(s string, i int) int {
	quoted := false
	for ; i < len(s); i++ {
		switch {
		case s[i] == '\\' && quoted:
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == '>' && !quoted:
			return i + 1
		}
	}
	return len(s)
}

func sortTag(tag string) string {
	if strings.HasPrefix(tag, "</") || strings.HasPrefix(tag, "<!") {
		return tag
	}
	body := strings.TrimSuffix(tag[1:], ">")
	var parts []string
	start, quoted := 0, false
	for i := 0; i < len(body); i++ {
		switch {
		case body[i] == '\\' && quoted:
			i++
		case body[i] == '"':
			quoted = !quoted
		case body[i] == ' ' && !quoted:
			parts = append(parts, body[start:i])
			start = i + 1
		}
	}
	parts = append(parts, body[start:])
	slices.Sort(parts[1:])
	return "<" + strings.Join(parts, " ") + ">"
}

var errDown = errors.New("fetch: GET /api/v2/me: connection refused")
