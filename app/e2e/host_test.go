package e2e_test

import (
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/e2e/rig"
)

// An asked collects the names of the files that a host was asked for.
type asked struct {
	mu    sync.Mutex
	names []string
}

func (a *asked) note(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.mu.Lock()
		a.names = append(a.names, r.URL.Path)
		a.mu.Unlock()
		next.ServeHTTP(w, r)
	})
}

// with returns how often a file was asked for whose name ends so.
func (a *asked) with(suffix string) (n int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, name := range a.names {
		if strings.HasSuffix(name, suffix) {
			n++
		}
	}
	return n
}

// bucket serves the files as a store of objects does: as they are, with the type
// that somebody gave them or none, without any negotiation.
func bucket(dir string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := path.Base(r.URL.Path)
		if strings.HasSuffix(r.URL.Path, "/") {
			name = "index.html"
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		types := map[string]string{".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
		w.Header().Set("Content-Type", "application/octet-stream")
		if known := types[path.Ext(name)]; known != "" {
			w.Header().Set("Content-Type", known)
		}
		_, _ = w.Write(data)
	})
}

// compressing compresses what has one of the types, whatever it is.
func compressing(next http.Handler, suffixes ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, suffix := range suffixes {
			if strings.HasSuffix(r.URL.Path, suffix) {
				w.Header().Set("Content-Encoding", "gzip")
				packed := gzip.NewWriter(w)
				defer packed.Close()
				next.ServeHTTP(packer{w, packed}, r)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

type packer struct {
	http.ResponseWriter
	packed *gzip.Writer
}

func (p packer) Write(b []byte) (int, error) { return p.packed.Write(b) }

func (p packer) WriteHeader(status int) {
	p.Header().Del("Content-Length")
	p.ResponseWriter.WriteHeader(status)
}

// without hides the files whose name ends so.
func without(suffix string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, suffix) {
			http.NotFound(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// answering gives the page for whatever is not there, as hosts of single-page
// programs do.
func answering(dir string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(path.Clean("/"+r.URL.Path)))); err != nil {
			r.URL.Path = "/index.html"
		}
		next.ServeHTTP(w, r)
	})
}

// Whatever a host does about compression, the program is downloaded once, in the
// smallest form that the host has to offer, and kept for a visit without it.
func TestAnyHost(t *testing.T) {
	dir := rig.Export(t, "-sim-quiet")
	type hosted struct {
		name          string
		host          http.Handler
		plain, packed int // how often the program is asked for in either form
		fails         bool
	}
	tests := []hosted{
		{name: "a file server", host: http.FileServer(http.Dir(dir)), packed: 1},
		{name: "a bucket", host: bucket(dir), packed: 1},
		{name: "one that compresses everything", host: compressing(bucket(dir), ".js", ".wasm"), plain: 1},
		{name: "one that compresses text only", host: compressing(http.FileServer(http.Dir(dir)), ".js"), plain: 2, packed: 1},
		{name: "one that was not given what is packed", host: without(".lzma", bucket(dir)), plain: 2, packed: 1, fails: true},
	}
	lacking := filepath.Join(t.TempDir(), "lacking")
	require.NoError(t, os.CopyFS(lacking, os.DirFS(dir)))
	packed, err := filepath.Glob(filepath.Join(lacking, "*.lzma"))
	require.NoError(t, err)
	require.Len(t, packed, 1)
	require.NoError(t, os.Remove(packed[0]))
	tests = append(tests, hosted{name: "one that answers with the page what it does not have", host: answering(lacking, bucket(lacking)), plain: 2, packed: 1})
	browser := rig.OpenBrowser(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			url, current, stop := rig.Publish(t, dir)
			var seen asked
			host := seen.note(test.host)
			current.Store(&host)
			page := browser.Blank(t)
			if test.fails {
				page.ExpectNetworkErrors()
			}
			page.Visit(url)
			page.WaitReady()
			page.WaitConnected()
			assert.Equal(t, test.packed, seen.with(".wasm.lzma"), "packed, by the page")
			settled(page)
			t.Logf("asked for: %v", seen.names)
			assert.LessOrEqual(t, seen.with(".wasm"), test.plain, "as it is")
			assert.LessOrEqual(t, seen.with(".wasm.lzma"), test.packed+1, "packed")
			stop()
			reload(page)
			var controlled bool
			page.Eval(`navigator.serviceWorker.controller !== null`, &controlled)
			assert.True(t, controlled)
		})
	}
}

// A version of which a part is still to come is not kept: such a host answers for it
// with the page.
func TestAVersionThatIsHalfThereIsNotKept(t *testing.T) {
	dir := rig.Export(t, "-sim-quiet")
	url, current, _ := rig.Publish(t, dir)
	page := rig.OpenBrowser(t).Blank(t)
	page.Visit(url)
	page.WaitReady()
	settled(page)

	half := filepath.Join(t.TempDir(), "half")
	require.NoError(t, os.CopyFS(half, os.DirFS(dir)))
	worker := filepath.Join(half, "worker.js")
	code, err := os.ReadFile(worker)
	require.NoError(t, err)
	missing := regexp.MustCompile(`app\.[0-9a-f]{12}\.css`).ReplaceAll(code, []byte("app.0123456789ab.css"))
	require.NotEqual(t, code, missing)
	require.NoError(t, os.WriteFile(worker, missing, 0o600))
	host := answering(half, bucket(half))
	current.Store(&host)
	var became string
	page.Eval(`navigator.serviceWorker.getRegistration().then((r) => new Promise((done) => {
		r.addEventListener("updatefound", () => r.installing.addEventListener("statechange", ({ target }) => done(target.state)));
		r.update();
	}))`, &became)
	assert.Equal(t, "redundant", became)
	reload(page)
}

// halting waits in the middle of a file whose name has a part.
func halting(part string, wait <-chan struct{}, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, part) {
			w = halter{w, wait}
		}
		next.ServeHTTP(w, r)
	})
}

type halter struct {
	http.ResponseWriter
	wait <-chan struct{}
}

func (h halter) Write(b []byte) (int, error) {
	n, err := h.ResponseWriter.Write(b[:len(b)/2])
	if err != nil {
		return n, err
	}
	h.ResponseWriter.(http.Flusher).Flush()
	<-h.wait
	rest, err := h.ResponseWriter.Write(b[n:])
	return n + rest, err
}

// A program that the page unpacks itself is counted as it comes out.
func TestProgressOfWhatIsUnpacked(t *testing.T) {
	dir := rig.Export(t, "-sim-quiet")
	url, current, _ := rig.Publish(t, dir)
	wait := make(chan struct{})
	release := sync.OnceFunc(func() { close(wait) })
	defer release()
	host := halting(".wasm.", wait, bucket(dir))
	current.Store(&host)
	page := rig.OpenBrowser(t).Blank(t)
	page.Visit(url)
	page.UntilTrue("a part of it", `(({ value, max }) => value > max / 10 && value < max)(document.getElementById("shell-bytes"))`)
	var all int64
	var text string
	page.Eval(`document.getElementById("shell-bytes").max`, &all)
	page.Eval(`document.getElementById("shell-count").textContent`, &text)
	files, err := filepath.Glob(filepath.Join(dir, "app.*.wasm"))
	require.NoError(t, err)
	require.Len(t, files, 1)
	program, err := os.Stat(files[0])
	require.NoError(t, err)
	assert.Equal(t, program.Size(), all)
	assert.Contains(t, text, fmt.Sprintf(" of %.1f MB", float64(all)/1e6))
	release()
	page.WaitReady()
}

// A reverse proxy that takes the path and the Host away from requests, as nginx
// does when nobody tells it otherwise, offers all of the program below that path.
func TestBehindAReverseProxy(t *testing.T) {
	var handler atomic.Pointer[http.Handler]
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { (*handler.Load()).ServeHTTP(w, r) }))
	t.Cleanup(front.Close)
	at := strings.Replace(front.URL, "127.0.0.1", "localhost", 1) + "/tools/keytrail"
	program, err := url.Parse(rig.Start(t, "-sim-quiet", "-public", at).URL)
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.Handle("/tools/keytrail/", http.StripPrefix("/tools/keytrail", &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(program) }}))
	handler.Store(new(http.Handler(mux)))

	page := rig.OpenBrowser(t).Open(t, at+"/")
	page.WaitConnected()
	page.Select(page.Writable())
	form := page.AttachForm()
	form.Fill(0, "Behind", "text", "a proxy")
	form.Submit("Attach")
	page.LastWrite().UntilAttr("data-verdict", "exact")
}

// older makes of an exported page the page of an earlier version, all of whose
// parts had other names.
func older(t *testing.T, dir string) (index []byte) {
	t.Helper()
	index, err := os.ReadFile(filepath.Join(dir, "index.html"))
	require.NoError(t, err)
	digest := regexp.MustCompile(`\b[0-9a-f]{12}\b`)
	require.Greater(t, len(digest.FindAll(index, -1)), 5)
	return digest.ReplaceAll(index, []byte("0123456789ab"))
}

// keeping serves the files, but for as long as old says so the page instead that
// a cache of the host has kept.
func keeping(page []byte, others http.Handler, old func() bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "max-age=86400")
		if strings.HasSuffix(r.URL.Path, "/") && old() {
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write(page)
			return
		}
		others.ServeHTTP(w, r)
	})
}

// A page that a cache has kept too long never asks for the program that is gone:
// it says so and loads the one that is there. Over plain http there is no worker
// that would keep the parts together.
func TestAPageThatWasKeptTooLong(t *testing.T) {
	dir := rig.Export(t, "-sim-quiet")
	var seen asked
	server := httptest.NewServer(seen.note(keeping(older(t, dir), http.FileServer(http.Dir(dir)), func() bool { return seen.with("/") == 1 })))
	t.Cleanup(server.Close)
	page := rig.OpenBrowser(t).Blank(t, rig.Running(`delete Navigator.prototype.serviceWorker`))
	page.ExpectNetworkErrors()
	page.Expect("MIME type ('text/plain')") // what stands in place of its parts
	page.Visit(server.URL + "/")

	page.UntilTrue("the version that is there", `document.querySelector("meta[name=keytrail-version]")?.content !== "0123456789ab"`)
	page.WaitReady()
	page.WaitConnected()
	assert.Zero(t, seen.with("0123456789ab.wasm")+seen.with("0123456789ab.wasm.lzma"), "the program that is gone: %v", seen.names)
	page.UntilTrue("no mark that would keep it from happening again", `sessionStorage.getItem("keytrail-superseded") === null`)
}

// Where the host never hands out another page, the page says what is wrong and
// does not reload itself for ever.
func TestAPageThatIsKeptForEver(t *testing.T) {
	dir := rig.Export(t, "-sim-quiet")
	var seen asked
	server := httptest.NewServer(seen.note(keeping(older(t, dir), http.FileServer(http.Dir(dir)), func() bool { return true })))
	t.Cleanup(server.Close)
	page := rig.OpenBrowser(t).Blank(t, rig.Running(`delete Navigator.prototype.serviceWorker`))
	page.ExpectNetworkErrors()
	page.Expect("MIME type ('text/plain')") // what stands in place of its parts
	page.Visit(server.URL + "/")

	page.By("button", "Try again").Wait()
	page.CSS("#shell-problem").UntilText("could not be loaded")
	assert.LessOrEqual(t, seen.with("/"), 4, "%v", seen.names)
	assert.Zero(t, seen.with("0123456789ab.wasm")+seen.with("0123456789ab.wasm.lzma"), "%v", seen.names)
}
