package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/chromedp/cdproto/page"
)

// emptyComponent is the least that the framework can show: one line of text.
const emptyComponent = `package main

import "github.com/maxence-charriere/go-app/v9/pkg/app"

type component struct{ app.Compo }

func (component) OnMount(app.Context) {
	app.Window().Get("document").Get("documentElement").Call("setAttribute", "data-ready", "true")
}

func (component) Render() app.UI { return app.Div().Text("Hello") }

func main() {
	app.Route("/", &component{})
	app.RunWhenOnBrowser()
}
`

const emptyPage = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>An empty component</title>
<script src="wasm_exec.js"></script>
<script>
  window.goappGetenv = (name) => (name === "GOAPP_INTERNAL_URLS" ? "null" : "");
  const go = new Go();
  WebAssembly.instantiateStreaming(fetch("app.wasm"), go.importObject).then((p) => go.run(p.instance));
</script>
<body><div></div></body></html>
`

// visit measures the first second: how soon there is something to read, how
// soon the page answers, and how much came over the line.
func visit(ctx context.Context, b *bench) ([]row, error) {
	ours, err := b.start(ctx)
	if err != nil {
		return nil, err
	}
	defer ours.stop()
	empty, err := b.emptySite(ctx)
	if err != nil {
		return nil, err
	}
	defer empty.Close()
	var shell, static, cold, plain, again []float64
	for range 7 {
		t := b.probed()
		first, err := t.arrive(ours.url)
		if err == nil {
			shell, cold = append(shell, first.text), append(cold, first.ready)
			err = t.stored()
		}
		if err == nil {
			first, err = t.arrive(ours.url)
			again = append(again, first.ready)
		}
		t.end()
		if err != nil {
			return nil, err
		}
		if first, err = b.once(empty.URL); err != nil {
			return nil, err
		}
		plain = append(plain, first.ready)
		if first, err = b.once(b.site.URL + "/page/static.html"); err != nil {
			return nil, err
		}
		static = append(static, first.text)
	}
	transfer, err := b.transfer(ours.url)
	if err != nil {
		return nil, err
	}
	offline, err := b.offline(ctx)
	if err != nil {
		return nil, err
	}
	return []row{
		{Name: "shell-text", What: "from navigation to the first text that can be read", Unit: "ms", Ours: median(shell), Peer: "static page", PeerValue: median(static), Goal: 1.5},
		{Name: "ready-cold", What: "from navigation to a page that answers, nothing cached", Unit: "ms", Ours: median(cold), Peer: "empty component", PeerValue: median(plain), Goal: 1.25},
		{Name: "ready-again", What: "the same on a second visit", Unit: "ms", Ours: median(again), Peer: "first visit", PeerValue: median(cold), Goal: 0.7},
		{Name: "ready-offline", What: "the same without a network", Unit: "ms", Ours: median(offline), Peer: "first visit", PeerValue: median(cold), Goal: 0.7},
		budget("transfer", "everything that the first visit transfers, headers included", "MB", transfer/1e6, 1.6),
	}, nil
}

// An arrival is how long after navigation there was text, and an answer, in ms.
type arrival struct{ text, ready float64 }

// arrive goes to the address. A page that never sets data-ready has no answer.
func (t *tab) arrive(url string) (a arrival, err error) {
	if err := t.visit(url); err != nil {
		return a, err
	}
	if !strings.HasSuffix(url, "static.html") {
		if err := t.until("probe.ready > 0"); err != nil {
			return a, err
		}
	}
	const paint = `performance.getEntriesByName("first-contentful-paint")`
	if err := t.until(paint + ".length > 0"); err != nil {
		return a, err
	}
	var got []float64
	err = t.eval(`[`+paint+`[0].startTime, probe.ready]`, &got)
	if err == nil {
		a = arrival{got[0], got[1]}
	}
	return a, err
}

func (b *bench) once(url string) (arrival, error) {
	t := b.probed()
	defer t.end()
	return t.arrive(url)
}

// stored waits until all that works offline is there.
func (t *tab) stored() error { return t.eval("navigator.serviceWorker.ready.then(() => true)", nil) }

// transfer counts the bytes of a first visit until everything that works
// offline is stored.
func (b *bench) transfer(url string) (float64, error) {
	m, err := newMeter(url, &line{})
	if err != nil {
		return 0, err
	}
	defer m.listener.Close()
	t := b.probed()
	defer t.end()
	if _, err := t.arrive(m.url); err != nil {
		return 0, err
	}
	if err := t.stored(); err != nil {
		return 0, err
	}
	return float64(m.bytes.Load()), nil
}

// offline visits once, ends the server and visits again.
func (b *bench) offline(ctx context.Context) (ready []float64, err error) {
	for range 3 {
		p, err := b.start(ctx)
		if err != nil {
			return nil, err
		}
		t := b.probed()
		_, err = t.arrive(p.url)
		if err == nil {
			err = t.stored()
		}
		p.stop()
		var second arrival
		if err == nil {
			second, err = t.arrive(p.url)
		}
		t.end()
		if err != nil {
			return nil, fmt.Errorf("offline: %w", err)
		}
		ready = append(ready, second.ready)
	}
	return ready, nil
}

// probed is an empty tab whose next page is watched from its beginning.
func (b *bench) probed() *tab {
	t := blankTab(b.browser)
	script, err := pageFiles.ReadFile("page/probe.js")
	if err == nil {
		err = t.do(call(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: string(script)}))
	}
	if err != nil {
		panic(err) // the file is part of this program, and the tab is empty
	}
	return t
}

// emptySite serves the empty component as Keytrail's server would: compressed.
func (b *bench) emptySite(ctx context.Context) (*httptest.Server, error) {
	// The program must be inside the module, for its versions to count.
	source := filepath.Join(b.root, "build", "bench", "main.go")
	if err := os.MkdirAll(filepath.Dir(source), 0o755); err != nil {
		return nil, err
	}
	if err := os.WriteFile(source, []byte(emptyComponent), 0o644); err != nil {
		return nil, err
	}
	out := filepath.Join(b.work, "empty.wasm")
	if err := b.command(ctx, b.root, []string{"GOOS=js", "GOARCH=wasm"}, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", out, source); err != nil {
		return nil, err
	}
	wasm, err := os.ReadFile(out)
	if err != nil {
		return nil, err
	}
	// A denser form would take half a minute, and unpacks as fast.
	var small strings.Builder
	w := brotli.NewWriterLevel(&small, 9)
	_, err = w.Write(wasm)
	if err := errors.Join(err, w.Close()); err != nil {
		return nil, err
	}
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/":
			fmt.Fprint(w, emptyPage)
		case "/wasm_exec.js":
			http.ServeFile(w, r, filepath.Join(b.root, "web", "wasm_exec.js"))
		case "/app.wasm":
			w.Header().Set("Content-Type", "application/wasm")
			w.Header().Set("Content-Encoding", "br")
			fmt.Fprint(w, small.String())
		default:
			http.NotFound(w, r)
		}
	})), nil
}

func median(list []float64) float64 { return quantile(list, 0.5) }

// quantile sorts a copy of the list; q is from 0 to 1.
func quantile(list []float64, q float64) float64 {
	if len(list) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(list))
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}
