package main

import (
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEncodings(t *testing.T) {
	address, _ := start(t, web())
	for _, test := range []struct {
		accept, encoding, body string
		status                 int
	}{
		{"", "", "\x00asm the program", 200},
		{"gzip, deflate, br, zstd", "br", "the program in brotli", 200},
		{"gzip", "gzip", "the program in gzip", 200},
		{"x-gzip", "gzip", "the program in gzip", 200},
		{"br;q=0.5, gzip;q=0.8", "gzip", "the program in gzip", 200},
		{"br;q=0.5, gzip;q=0.5", "br", "the program in brotli", 200},
		{"br;q=0, gzip", "gzip", "the program in gzip", 200},
		{"br;q=0, gzip;q=0.000", "", "\x00asm the program", 200},
		{"BR;Q=1", "br", "the program in brotli", 200},
		{"*", "br", "the program in brotli", 200},
		{"*;q=0, gzip", "gzip", "the program in gzip", 200},
		{"identity, br;q=0.5", "", "\x00asm the program", 200},
		{"br;q=high", "", "\x00asm the program", 200},
		{"deflate", "", "\x00asm the program", 200},
		{"identity;q=0, deflate", "", "the file cannot be had in an encoding that the request accepts\n", 406},
		{"*;q=0", "", "the file cannot be had in an encoding that the request accepts\n", 406},
	} {
		t.Run(test.accept, func(t *testing.T) {
			resp, body := do(t, "GET", address+"/app.wasm", "Accept-Encoding", test.accept)
			assert.Equal(t, test.status, resp.StatusCode)
			assert.Equal(t, test.encoding, resp.Header.Get("Content-Encoding"))
			assert.Equal(t, test.body, body)
			assert.Equal(t, "Accept-Encoding", resp.Header.Get("Vary"))
			if test.status == 200 {
				assert.Equal(t, "application/wasm", resp.Header.Get("Content-Type"))
			}
		})
	}
}

func TestCaching(t *testing.T) {
	address, _ := start(t, web())
	_, page := do(t, "GET", address+"/")
	program := regexp.MustCompile(`app\.[0-9a-f]{12}\.wasm`).FindString(page)
	require.NotEmpty(t, program, page)
	assert.Contains(t, page, `data-bytes="16"`, "the size of what arrives, not of what is sent")
	for _, test := range []struct{ path, cache string }{
		{"/", "no-cache"},
		{"/index.html", "no-cache"},
		{"/worker.js", "no-cache"},
		{"/app.wasm", "no-cache"},
		{"/" + program, "public, max-age=31536000, immutable"},
	} {
		t.Run(test.path, func(t *testing.T) {
			resp, body := do(t, "GET", address+test.path)
			tag := resp.Header.Get("ETag")
			assert.Equal(t, test.cache, resp.Header.Get("Cache-Control"))
			assert.Regexp(t, `^"[^"]+"$`, tag)
			for _, known := range []string{tag, `"other", W/` + tag, "*"} {
				resp, again := do(t, "GET", address+test.path, "If-None-Match", known)
				assert.Equal(t, 304, resp.StatusCode, known)
				assert.Empty(t, again)
				assert.Equal(t, tag, resp.Header.Get("ETag"))
			}
			resp, _ = do(t, "GET", address+test.path, "If-None-Match", `"other"`)
			assert.Equal(t, 200, resp.StatusCode)
			resp, _ = do(t, "GET", address+test.path, "Accept-Encoding", "gzip")
			assert.NotEqual(t, tag, resp.Header.Get("ETag"), "other bytes, another tag")
			resp, none := do(t, "HEAD", address+test.path)
			assert.Equal(t, int64(len(body)), resp.ContentLength)
			assert.Empty(t, none)
			resp, _ = do(t, "POST", address+test.path)
			assert.Equal(t, 405, resp.StatusCode)
			assert.Equal(t, "GET, HEAD", resp.Header.Get("Allow"))
		})
	}
}

func TestWhatIsNotServed(t *testing.T) {
	address, _ := start(t, web())
	for _, path := range []string{"/css/", "/css/tokens.css", "/notes.txt", "/web/", "/app.000000000000.wasm", "/robots.txt", "/%2e%2e/server.go", "/app.wasm.br"} {
		resp, _ := do(t, "GET", address+path)
		assert.Equal(t, 404, resp.StatusCode, path)
	}
}

func TestStylesComeInOrder(t *testing.T) {
	address, _ := start(t, web())
	_, css := do(t, "GET", address+"/app.css")
	assert.Equal(t, "/* 1 */\n/* 2 */\n/* 3 */\n/* 4 */\n/* 5 */\n", css)
}

// versionOf is what the worker of a site calls its version.
func versionOf(t *testing.T, files fstest.MapFS, p page) string {
	t.Helper()
	s, err := newSite(files, p)
	require.NoError(t, err)
	worker := string(s.assets["worker.js"].encodings["identity"])
	version := regexp.MustCompile(`VERSION = "([0-9a-f]{12})"`).FindStringSubmatch(worker)
	require.NotNil(t, version, worker)
	assert.Contains(t, string(s.assets["index.html"].encodings["identity"]), version[1])
	return version[1]
}

func TestTheVersionIsTheContent(t *testing.T) {
	origin := page{api: "origin"}
	before := versionOf(t, web(), origin)
	assert.Equal(t, before, versionOf(t, web(), origin), "a restart is no update")
	assert.NotEqual(t, before, versionOf(t, web(), page{api: "simulator"}))
	static := page{api: "simulator", packed: true}
	packedBefore := versionOf(t, web(), static)
	for name := range web() {
		if slices.Contains([]string{".br", ".gz", ".lzma"}, path.Ext(name)) || name == "notes.txt" {
			continue // the same content in another form, and what is not served
		}
		changed := web()
		changed[name] = &fstest.MapFile{Data: append(changed[name].Data, ' ')}
		assert.NotEqual(t, packedBefore, versionOf(t, changed, static), name)
		assert.Equal(t, name == unpacker, before == versionOf(t, changed, origin), "%s: a server compresses, and nothing is unpacked", name)
	}
}

func TestWorkerListsWhatThePageNeeds(t *testing.T) {
	s, err := newSite(web(), page{api: "origin"})
	require.NoError(t, err)
	worker := string(s.assets["worker.js"].encodings["identity"])
	named := regexp.MustCompile(`[a-z_]+\.[0-9a-f]{12}\.[a-z]+`)
	for _, name := range []string{"index.html", "manifest.webmanifest"} {
		for _, used := range named.FindAllString(string(s.assets[name].encodings["identity"]), -1) {
			assert.Contains(t, worker, `"`+used+`"`)
		}
	}
	for _, kept := range named.FindAllString(worker, -1) {
		assert.Contains(t, s.assets, kept)
	}
}

func TestExport(t *testing.T) {
	for _, test := range []struct {
		name    string
		args    []string
		api     string
		connect string
	}{
		{"with the simulator", []string{"-sim-seed", "7", "-sim-quiet"}, "simulator", "connect-src &#39;self&#39; https: http:;"},
		{"with an API", []string{"-api", "https://gws.example.com:8443/base/"}, "https://gws.example.com:8443/base", "connect-src &#39;self&#39; https://gws.example.com:8443;"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "new", "site")
			for range 2 { // the second replaces the first
				require.NoError(t, run(t.Context(), web(), append([]string{"-export", dir}, test.args...), io.Discard))
			}
			read := func(name string) string {
				data, err := os.ReadFile(filepath.Join(dir, name))
				require.NoError(t, err)
				return string(data)
			}
			index := read("index.html")
			assert.Contains(t, index, `name="keytrail-api" content="`+test.api+`"`)
			assert.Contains(t, index, test.connect)
			assert.NotContains(t, index, "frame-ancestors", "a <meta> cannot say that, and browsers complain")
			assert.Less(t, strings.Index(index, "Content-Security-Policy"), strings.Index(index, "<script"), "a policy counts from where it stands")
			if test.api == "simulator" {
				assert.Contains(t, index, "seed=7")
				assert.Contains(t, index, "quiet=true")
			}
			for _, ref := range regexp.MustCompile(`(?:src|href|data-program)="([^"]+)"`).FindAllStringSubmatch(index, -1) {
				file, _, _ := strings.Cut(ref[1], "?")
				assert.FileExists(t, filepath.Join(dir, file))
				assert.False(t, strings.HasPrefix(ref[1], "/"), "%s: names must work below any path", ref[1])
			}
			program := regexp.MustCompile(`app\.[0-9a-f]{12}\.wasm`).FindString(index)
			assert.Equal(t, "\x00asm the program", read(program))
			assert.Equal(t, "the program in brotli", read(program+".br"))
			assert.Equal(t, "the program in gzip", read(program+".gz"))
			assert.Equal(t, "the program in LZMA", read(program+".lzma"))
			assert.Contains(t, index, `data-packed="`+program+`.lzma"`)
			assert.Contains(t, read("worker.js"), `PACKED = "`+program+`.lzma"`)
			assert.Contains(t, read("worker.js"), "function unpack()")
			assert.Contains(t, read("boot.js"), "function unpack()")
			assert.NotEmpty(t, read("worker.js"))
			assert.NotEmpty(t, read("index.html.gz"))
		})
	}
}

// A page that was kept too long finds a script under its old name; the script
// tells by its own mark that the page is none of its own.
func TestPageAndScriptKnowEachOther(t *testing.T) {
	origin := page{api: "origin"}
	marks := func(files fstest.MapFS) (page, script string) {
		s, err := newSite(files, origin)
		require.NoError(t, err)
		find := func(name, pattern string) string {
			found := regexp.MustCompile(pattern).FindSubmatch(s.assets[name].encodings["identity"])
			require.NotNil(t, found, name)
			return string(found[1])
		}
		page, script = find("index.html", `data-parts="(.*?)"`), find("boot.js", `PARTS = "(.*?)"`)
		assert.Equal(t, page, find("index.html", `src="boot.js\?(.*?)"`))
		assert.Contains(t, find("worker.js", `FILES = (.*);`), `"boot.js?`+script+`"`)
		return page, script
	}
	page, script := marks(web())
	assert.Equal(t, page, script)
	for _, name := range []string{"app.wasm", "boot.js", "wasm_exec.js", "css/base.css"} {
		changed := web()
		changed[name] = &fstest.MapFile{Data: append(changed[name].Data, ' ')}
		_, other := marks(changed)
		assert.NotEqual(t, script, other, name)
	}
}

// Each export names its files by their content: an earlier one would be left
// behind for ever.
func TestExportRemovesAnEarlierOne(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, run(t.Context(), web(), []string{"-export", dir}, io.Discard))
	before, err := os.ReadDir(dir)
	require.NoError(t, err)
	changed := web()
	changed["boot.js"] = &fstest.MapFile{Data: []byte("const PARTS = \"\";\nboot, newer")}
	require.NoError(t, run(t.Context(), changed, []string{"-export", dir}, io.Discard))
	after, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, after, len(before))
}

func TestExportLeavesWhatIsNotItsOwn(t *testing.T) {
	dir := t.TempDir()
	export := func(files fs.FS) error { return run(t.Context(), files, []string{"-export", dir}, io.Discard) }
	require.NoError(t, export(web()))
	others := []string{"notes.css", "my.html", "app.js", "picture.png", "icon.0123456789ab.svg", ".htaccess"}
	for _, name := range others {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("mine"), 0o644))
	}
	changed := web()
	changed["boot.js"] = &fstest.MapFile{Data: []byte("const PARTS = \"\";\nboot, newer")}
	require.NoError(t, export(changed))
	for _, name := range others {
		assert.FileExists(t, filepath.Join(dir, name))
	}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		assert.False(t, strings.HasPrefix(e.Name(), besideName), "nothing is left of the writing: %s", e.Name())
	}

	// What stands under a name that the next export needs is somebody's too.
	next := web()
	next["icon.svg"] = &fstest.MapFile{Data: []byte("<svg></svg>")}
	s, err := newSite(next, page{api: "origin"})
	require.NoError(t, err)
	icon := slices.IndexFunc(s.hashed(), func(name string) bool { return strings.HasPrefix(name, "icon.") })
	taken := filepath.Join(dir, s.hashed()[icon])
	require.NoError(t, os.WriteFile(taken, []byte("mine"), 0o644))
	before, err := os.ReadFile(filepath.Join(dir, "index.html"))
	require.NoError(t, err)
	assert.ErrorContains(t, export(next), "no export wrote it")
	mine, err := os.ReadFile(taken)
	require.NoError(t, err)
	assert.Equal(t, "mine", string(mine))
	after, err := os.ReadFile(filepath.Join(dir, "index.html"))
	require.NoError(t, err)
	assert.Equal(t, string(before), string(after))
}

// A limit for the size of files stands for a full disk: writing ends in the
// middle of the program.
func TestExportWithoutRoom(t *testing.T) {
	if dir := os.Getenv("KEYTRAIL_TEST_EXPORT"); dir != "" {
		signal.Ignore(syscall.SIGXFSZ)
		require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 4 << 10, Max: 4 << 10}))
		large := web()
		large["app.wasm"] = &fstest.MapFile{Data: make([]byte, 8<<10)}
		err := run(t.Context(), large, []string{"-export", dir}, io.Discard)
		require.ErrorIs(t, err, syscall.EFBIG)
		return
	}
	dir := t.TempDir()
	require.NoError(t, run(t.Context(), web(), []string{"-export", dir}, io.Discard))
	read := func() map[string]string {
		all := map[string]string{}
		entries, err := os.ReadDir(dir)
		require.NoError(t, err)
		for _, e := range entries {
			data, err := os.ReadFile(filepath.Join(dir, e.Name()))
			require.NoError(t, err)
			all[e.Name()] = string(data)
		}
		return all
	}
	before := read()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestExportWithoutRoom$")
	cmd.Env = append(os.Environ(), "KEYTRAIL_TEST_EXPORT="+dir)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	assert.Equal(t, before, read())
}

// An export that was cut off leaves files under names that it did not come to
// list; the next one takes them for its own by what is in them.
func TestExportAfterOneThatWasCutOff(t *testing.T) {
	dir := t.TempDir()
	s, err := newSite(web(), page{api: "origin"})
	require.NoError(t, err)
	require.NoError(t, s.replace(dir))
	newer := web()
	newer["boot.js"] = &fstest.MapFile{Data: []byte("const PARTS = \"\";\nboot, newer")}
	s, err = newSite(newer, page{api: "origin"})
	require.NoError(t, err)
	beside := filepath.Join(dir, besideName+"1")
	require.NoError(t, os.Mkdir(beside, 0o755))
	names, err := s.write(beside)
	require.NoError(t, err)
	for _, name := range names[:len(names)/2] {
		require.NoError(t, os.Rename(filepath.Join(beside, name), filepath.Join(dir, name)))
	}
	require.NoError(t, s.replace(dir))
	index, err := os.ReadFile(filepath.Join(dir, "index.html"))
	require.NoError(t, err)
	assert.Equal(t, string(s.assets["index.html"].encodings["identity"]), string(index))
}
