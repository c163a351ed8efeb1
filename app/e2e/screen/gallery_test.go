package screen_test

import (
	"bytes"
	"flag"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

var galleryDir = flag.String("gallery", "", "write the gallery's pages and pictures to `DIR`, to be looked at")

// The layers of the style sheet, which come before the components.
var layers = []string{"tokens.css", "base.css", "layout.css"}

// flagged finds ARIA attributes that the goldens write without their value,
// which is true.
var flagged = regexp.MustCompile(`( aria-[a-z]+)([ >])`)

// writeGallery writes a page for each golden of the components, with the style
// sheet of the program, and an index of them.
func writeGallery(t *testing.T, dir string) (names []string) {
	t.Helper()
	root := filepath.Join(rig.Dir(), "..", "..")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "app.css"), styleSheet(t, filepath.Join(root, "web", "css")), 0o644))
	goldens, err := filepath.Glob(filepath.Join(root, "app", "ui", "testdata", "*.html"))
	require.NoError(t, err)
	require.NotEmpty(t, goldens)
	var index bytes.Buffer
	for _, golden := range goldens {
		name := strings.TrimSuffix(filepath.Base(golden), ".html")
		component, err := os.ReadFile(golden)
		require.NoError(t, err)
		body := flagged.ReplaceAllString(string(component), `$1="true"$2`)
		require.NoError(t, os.WriteFile(filepath.Join(dir, name+".html"), galleryPage(name, body), 0o644))
		fmt.Fprintf(&index, `<p><a href="%[1]s.html">%[1]s</a></p>`+"\n", html.EscapeString(name))
		names = append(names, name)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "index.html"), galleryPage("Gallery", index.String()), 0o644))
	return names
}

func galleryPage(title, body string) []byte {
	return []byte(`<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8"><title>` + html.EscapeString(title) +
		`</title><link rel="icon" href="data:,"><link rel="stylesheet" href="app.css"></head><body>` + body + `</body></html>`)
}

func styleSheet(t *testing.T, dir string) []byte {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	files := slices.Clone(layers)
	for _, e := range entries {
		if !slices.Contains(layers, e.Name()) {
			files = append(files, e.Name())
		}
	}
	var css bytes.Buffer
	for _, f := range files {
		part, err := os.ReadFile(filepath.Join(dir, f))
		require.NoError(t, err)
		css.Write(append(part, '\n'))
	}
	return css.Bytes()
}

// Every component in every state of the gallery is accessible as far as axe can
// tell, light and dark. With -gallery the pages stay, with a picture of each and
// one without colours, which must read as well.
func TestGalleryIsAccessible(t *testing.T) {
	dir := *galleryDir
	if dir == "" {
		dir = t.TempDir()
	}
	dir, err := filepath.Abs(dir)
	require.NoError(t, err)
	names := writeGallery(t, dir)
	base := rig.Host(t, dir, "/gallery/")
	page := rig.OpenBrowser(t).Blank(t, rig.Sized(1280, 800))
	for _, name := range names {
		page.Visit(base + name + ".html")
		for theme, rules := range map[string][]string{"light": nil, "dark": ofColours} {
			page.Eval(`void (document.documentElement.dataset.theme = "`+theme+`")`, nil)
			assertAccessible(t, page, name+", "+theme, rules...)
			if *galleryDir != "" {
				page.Screenshot(filepath.Join(dir, name+"-"+theme+".png"))
			}
		}
		if *galleryDir != "" {
			page.Eval(`void (document.documentElement.dataset.theme = "light", document.documentElement.style.filter = "grayscale(1)")`, nil)
			page.Screenshot(filepath.Join(dir, name+"-grey.png"))
		}
	}
}
