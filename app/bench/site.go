package main

import (
	"context"
	"embed"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
)

// pageFiles holds what the measuring pages are made of. What imports packages from
// npm is bundled first.
//
//go:embed page
var pageFiles embed.FS

// prepare builds the engine for the browser and bundles the peers into dir.
func (b *bench) prepare(ctx context.Context) error {
	err := b.command(ctx, b.dir, []string{"GOOS=js", "GOARCH=wasm"}, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", filepath.Join(b.work, "engine.wasm"), "./engine")
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(b.dir, "node_modules", ".package-lock.json")); err != nil {
		if err := b.command(ctx, b.dir, nil, "npm", "ci"); err != nil {
			return err
		}
	}
	return b.command(ctx, b.dir, nil, filepath.Join("node_modules", ".bin", "esbuild"), "--bundle", "--minify", "--format=iife",
		"--log-level=warning", "--outdir="+b.work, "page/engine.js", "page/module.js", "page/peer.js", "page/show.js")
}

// serve answers with the measuring pages, isolated from other origins, which
// is what browsers want before they tell the time exactly.
func (b *bench) serve() *httptest.Server {
	pages := b.pages()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cross-Origin-Opener-Policy", "same-origin")
		w.Header().Set("Cross-Origin-Embedder-Policy", "require-corp")
		pages.ServeHTTP(w, r)
	}))
	server.URL = strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	return server
}

// pages are the measuring pages, what is bundled for them, the module, and Keytrail's
// files.
func (b *bench) pages() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/page/", http.FileServerFS(pageFiles))
	mux.Handle("/work/", http.StripPrefix("/work/", http.FileServer(http.Dir(b.work))))
	mux.Handle("/module/", http.StripPrefix("/module/", http.FileServer(http.Dir(filepath.Join(b.root, "build", "module")))))
	mux.Handle("/web/", http.StripPrefix("/web/", http.FileServer(http.Dir(filepath.Join(b.root, "web")))))
	return mux
}
