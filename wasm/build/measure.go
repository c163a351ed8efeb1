package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// empty is the smallest program that the framework can draw.
const empty = `package main

import "github.com/maxence-charriere/go-app/v9/pkg/app"

type component struct{ app.Compo }

func (component) Render() app.UI { return app.Div() }

func main() {
	app.Route("/", &component{})
	app.RunWhenOnBrowser()
}
`

// A size is one program, plain and compressed, in bytes.
type size struct{ raw, br, gz int }

// measure builds an empty component twice, with the framework as published and
// with the slim one, and prints both beside web/app.wasm. It fails when the
// reference that the budget is made of is no longer right.
func measure(root string) error {
	work := filepath.Join(root, "build")
	modfile, err := slim(root, work)
	if err != nil {
		return err
	}
	// Inside the module its versions count; the underscore keeps it out of ./...
	dir := filepath.Join(work, "_empty")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	main := filepath.Join(dir, "main.go")
	if err := os.WriteFile(main, []byte(empty), 0o644); err != nil {
		return err
	}
	plain, err := sizeOf(root, work, main)
	if err != nil {
		return err
	}
	lean, err := sizeOf(root, work, main, leanFlags(modfile)...)
	if err != nil {
		return err
	}
	ours, err := built(root)
	if err != nil {
		return err
	}
	report(ours, plain, lean)
	if difference := plain.br - emptyComponent; difference > emptyComponent/50 || difference < -emptyComponent/50 {
		return fmt.Errorf("an empty component is %d bytes in brotli now, not %d: correct emptyComponent in wasm/build/guard.go", plain.br, emptyComponent)
	}
	return nil
}

func sizeOf(root, work, main string, flags ...string) (size, error) {
	wasm, _, err := compile(root, work, main, "", flags...)
	if err != nil {
		return size{}, err
	}
	br, gz, err := compress(wasm, densest)
	return size{len(wasm), len(br), len(gz)}, err
}

// built reads the sizes of the program as it was built.
func built(root string) (s size, err error) {
	for ext, n := range map[string]*int{"": &s.raw, ".br": &s.br, ".gz": &s.gz} {
		info, err := os.Stat(filepath.Join(root, "web", "app.wasm"+ext))
		if err != nil {
			return s, err
		}
		*n = int(info.Size())
	}
	return s, nil
}

func report(ours, plain, lean size) {
	fmt.Printf("%-34s %10s %10s %10s\n", "", "raw", "brotli", "gzip")
	for _, row := range []struct {
		name string
		size size
	}{{"app.wasm", ours}, {"an empty component, plainly built", plain}, {"an empty component, slim", lean}} {
		fmt.Printf("%-34s %10d %10d %10d\n", row.name, row.size.raw, row.size.br, row.size.gz)
	}
	ratio, verdict := float64(ours.br)/float64(plain.br), "met"
	if ratio > 1.20 {
		verdict = "short"
	}
	fmt.Printf("bench wasm-brotli ours=%d peer=empty-component:%d ratio=%.3f goal=1.200 %s\n", ours.br, plain.br, ratio, verdict)
}
