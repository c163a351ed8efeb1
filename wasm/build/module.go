package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// moduleBudget is how large keytrail.wasm may be in brotli, in bytes.
const moduleBudget = 960_000

// buildModule makes the module for other people's pages: the program, the script
// that loads it, with Go's loader inside, and the script's types.
func buildModule(root, to string, quick bool, compact string) error {
	work, err := os.MkdirTemp("", "keytrail-module-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := os.MkdirAll(filepath.Join(root, "build"), 0o755); err != nil {
		return err
	}
	modfile, err := slim(root, filepath.Join(root, "build"))
	if err != nil {
		return err
	}
	wasm, links, err := compile(root, work, "./wasm/module", "", leanFlags(modfile)...)
	if err != nil {
		return err
	}
	if err := guard("keytrail.wasm", wasm, links); err != nil {
		return err
	}
	var small map[string][]byte
	if !quick {
		if wasm, small, err = dense(wasm, work, compact); err != nil {
			return err
		}
	}
	return writeModule(root, to, wasm, small)
}

// dense makes the program compact and returns its compressed forms, by the ends of
// their names.
func dense(wasm []byte, work, compact string) ([]byte, map[string][]byte, error) {
	held := false
	if compact != "" {
		var err error
		if wasm, held, err = compacted(wasm, work, compact); err != nil {
			return nil, nil, err
		}
	}
	br, gz, err := compress(wasm, densest)
	if err != nil {
		return nil, nil, err
	}
	fmt.Printf("keytrail.wasm: %d bytes, brotli %d, gzip %d\n", len(wasm), len(br), len(gz))
	if held && len(br) > moduleBudget {
		return nil, nil, fmt.Errorf("keytrail.wasm is %d bytes in brotli, more than the budget of %d", len(br), moduleBudget)
	}
	return wasm, map[string][]byte{".br": br, ".gz": gz}, nil
}

// writeModule writes the files of the module, with an example that uses it.
func writeModule(root, to string, wasm []byte, small map[string][]byte) error {
	glue, err := loader(root)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(to, 0o755); err != nil {
		return err
	}
	failed := os.WriteFile(filepath.Join(to, "keytrail.wasm"), wasm, 0o644)
	for ext, data := range small {
		failed = errors.Join(failed, os.WriteFile(filepath.Join(to, "keytrail.wasm"+ext), data, 0o644))
	}
	for _, name := range []string{"keytrail.js", "keytrail.d.ts", "package.json", "dashboard.html"} {
		data, err := os.ReadFile(filepath.Join(root, "wasm", "module", name))
		if err == nil && name == "keytrail.js" {
			data, err = withLoader(data, glue)
		}
		failed = errors.Join(failed, err, os.WriteFile(filepath.Join(to, name), data, 0o644))
	}
	return failed
}

// withLoader puts Go's loader where the script has a place for it.
func withLoader(script, glue []byte) ([]byte, error) {
	const place = "/* Go's loader */\n"
	if n := bytes.Count(script, []byte(place)); n != 1 {
		return nil, fmt.Errorf("keytrail.js: %q stands there %d times, not once", place, n)
	}
	return bytes.Replace(script, []byte(place), glue, 1), nil
}
