package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/kjk/lzma"
)

// emptyComponent is the size in bytes, brotli 11, of a program that shows an
// empty component of the framework and is built plainly with Go 1.26. make size
// measures it again and says so when this figure is no longer right.
const emptyComponent = 1_430_259

// unwanted are names that stand in a program only when a package has come in
// that costs more than it is worth in a browser.
var unwanted = []struct{ name, why string }{
	{"net/http.(*Transport)", "net/http doubles the download; package app/wire/fetch does its work"},
	{"go-cmp/cmp.", "go-cmp belongs in tests; it keeps every unused method in the program"},
}

// guard refuses a program that the linker could not clear of unused methods,
// or that holds what it should not.
func guard(name string, wasm, links []byte) error {
	if !bytes.Contains(links, []byte(" -> ")) {
		return fmt.Errorf("the linker did not report who reaches whom; nothing could be checked")
	}
	for line := range strings.Lines(string(links)) {
		if strings.Contains(line, "ReflectMethod") {
			return fmt.Errorf("a method is called by a computed name, so no unused method can be removed: %s", strings.TrimSpace(line))
		}
	}
	for _, u := range unwanted {
		if bytes.Contains(wasm, []byte(u.name)) {
			return fmt.Errorf("%s contains %s: %s", name, u.name, u.why)
		}
	}
	return nil
}

// budget is how large app.wasm may be in brotli: 1.20 times the empty component.
const budget = emptyComponent * 120 / 100

func withinBudget(size int) error {
	if size > budget {
		return fmt.Errorf("app.wasm is %d bytes in brotli, more than the budget of %d (1.20 × an empty component): find what came in with make size", size, budget)
	}
	return nil
}

// An effort is how hard compress tries.
type effort struct{ brotli, gzip int }

var (
	densest  = effort{brotli.BestCompression, gzip.BestCompression} // what is downloaded
	quickest = effort{brotli.BestSpeed, gzip.BestSpeed}             // what is tried out on this machine
)

// compress returns data in brotli's and in gzip's form.
func compress(data []byte, e effort) (br, gz []byte, err error) {
	// A window that holds the whole program: the usual one of 4 MB forgets its
	// beginning.
	var inBrotli, inGzip bytes.Buffer
	if err := written(brotli.NewWriterOptions(&inBrotli, brotli.WriterOptions{Quality: e.brotli, LGWin: 24}), data); err != nil {
		return nil, nil, err
	}
	w, err := gzip.NewWriterLevel(&inGzip, e.gzip)
	if err != nil {
		return nil, nil, err
	}
	if err := written(w, data); err != nil {
		return nil, nil, err
	}
	return inBrotli.Bytes(), inGzip.Bytes(), nil
}

// pack returns data in LZMA's form, for hosts that compress nothing: web/unpack.js
// unpacks it.
func pack(data []byte) ([]byte, error) {
	var b bytes.Buffer
	err := written(lzma.NewWriterSizeLevel(&b, int64(len(data)), lzma.BestCompression), data)
	return b.Bytes(), err
}

// written writes data and closes w.
func written(w io.WriteCloser, data []byte) error {
	_, err := w.Write(data)
	return errors.Join(err, w.Close())
}
