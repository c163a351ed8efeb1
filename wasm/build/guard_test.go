package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/kjk/lzma"
)

func TestGuard(t *testing.T) {
	const links = "main.main -> runtime.main\n"
	for _, test := range []struct {
		name, wasm, links, want string
	}{
		{"clean", "a program", links, ""},
		{"the linker said nothing", "a program", "", "nothing could be checked"},
		{"a computed method", "a program", links + "text/template.(*state).evalField -> reflect.Value.MethodByName <ReflectMethod>\n", "text/template"},
		{"net/http", "…net/http.(*Transport).roundTrip…", links, "fetch does its work"},
		{"go-cmp", "…github.com/google/go-cmp/cmp.Equal…", links, "belongs in tests"},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := guard("app.wasm", []byte(test.wasm), []byte(test.links))
			if test.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("got %v, want an error with %q", err, test.want)
			}
		})
	}
}

func TestBudget(t *testing.T) {
	if err := withinBudget(budget); err != nil {
		t.Error(err)
	}
	if err := withinBudget(budget + 1); err == nil {
		t.Error("a program above the budget passes")
	}
}

func TestCompress(t *testing.T) {
	want := bytes.Repeat([]byte("\x00asm "), 50_000)
	br, gz, err := compress(want, densest)
	if err != nil {
		t.Fatal(err)
	}
	fromBrotli, err := io.ReadAll(brotli.NewReader(bytes.NewReader(br)))
	if err != nil || !bytes.Equal(fromBrotli, want) {
		t.Errorf("brotli: %d bytes, %v", len(fromBrotli), err)
	}
	r, err := gzip.NewReader(bytes.NewReader(gz))
	if err != nil {
		t.Fatal(err)
	}
	fromGzip, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(fromGzip, want) {
		t.Errorf("gzip: %d bytes, %v", len(fromGzip), err)
	}
	packed, err := pack(want)
	if err != nil {
		t.Fatal(err)
	}
	fromLZMA, err := io.ReadAll(lzma.NewReader(bytes.NewReader(packed)))
	if err != nil || !bytes.Equal(fromLZMA, want) {
		t.Errorf("LZMA: %d bytes, %v", len(fromLZMA), err)
	}
}
