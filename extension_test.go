package main

import (
	"archive/zip"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// withDevtools is the page with the files of the extension as they are.
func withDevtools(t *testing.T) fstest.MapFS {
	t.Helper()
	files := web()
	files["app.wasm.gz"] = &fstest.MapFile{Data: newAsset("app.txt", files["app.wasm"].Data).encodings["gzip"]}
	for _, name := range []string{"manifest.json", "devtools.html", "devtools.js", "panel.js"} {
		data, err := fs.ReadFile(os.DirFS("web/devtools"), name)
		require.NoError(t, err)
		files["devtools/"+name] = &fstest.MapFile{Data: data}
	}
	return files
}

func TestExtension(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "extension")
	for range 2 { // the second replaces the first
		require.NoError(t, run(t.Context(), withDevtools(t), []string{"-extension", dir}, io.Discard))
	}
	read := func(name string) string {
		data, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		return string(data)
	}
	var manifest map[string]any
	require.NoError(t, json.Unmarshal([]byte(read("manifest.json")), &manifest))
	for _, name := range []string{"permissions", "host_permissions", "background", "content_scripts", "web_accessible_resources"} {
		assert.NotContains(t, manifest, name, "a panel needs none")
	}
	assert.Equal(t, map[string]any{"extension_pages": "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"}, manifest["content_security_policy"])
	devtools := read(manifest["devtools_page"].(string))
	_, script, _ := strings.Cut(devtools, `<script src="`)
	script, _, _ = strings.Cut(script, `"`)
	assert.Contains(t, read(script), `"index.html"`)
	index := read("index.html")
	assert.Contains(t, index, `name="keytrail-api" content="devtools"`)
	assert.Contains(t, index, "connect-src &#39;self&#39;;", "the panel may connect to nothing")
	assert.Regexp(t, `<script src="panel\.[0-9a-f]{12}\.js" defer></script>`, index)

	packed, err := zip.OpenReader(dir + ".zip")
	require.NoError(t, err)
	defer packed.Close()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, packed.File, len(entries))
	for i, f := range packed.File {
		assert.Equal(t, entries[i].Name(), f.Name)
		in, err := f.Open()
		require.NoError(t, err)
		data, err := io.ReadAll(in)
		require.NoError(t, err)
		assert.Equal(t, read(f.Name), string(data), f.Name)
	}
}

func TestExtensionLeavesWhatIsNotItsOwn(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "extension")
	require.NoError(t, os.WriteFile(dir+".zip", []byte("mine"), 0o644))
	assert.ErrorContains(t, run(t.Context(), withDevtools(t), []string{"-extension", dir}, io.Discard), "name another directory")
	data, err := os.ReadFile(dir + ".zip")
	require.NoError(t, err)
	assert.Equal(t, "mine", string(data))
}
