package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// framework is the module whose copy is made slim.
const framework = "github.com/maxence-charriere/go-app/v9"

// leftOut are the framework's files that the browser's program does without,
// and instead is the one that stands in their place: its comment says why.
var leftOut = []string{"pkg/app/http.go", "pkg/app/resource.go", "pkg/app/state.go", "pkg/app/crypto.go"}

const instead = "wasm/build/browser/instead.go"

// ids is a module that the framework uses, and insteadOfIDs the one that stands in
// its place: its comment says why.
const (
	ids          = "github.com/google/uuid"
	insteadOfIDs = "wasm/build/browser/uuid"
)

// slim copies the framework from the module cache to work/go-app without the
// files that are left out and with ours in their place. No line of the others is
// changed. It writes work/go.mod, which is the program's go.mod with that copy in
// place of the module and ours in place of the module for ids, and returns its path.
func slim(root, work string) (modfile string, err error) {
	source, err := downloaded(root)
	if err != nil {
		return "", err
	}
	copied := filepath.Join(work, "go-app")
	if err := os.RemoveAll(copied); err != nil {
		return "", err
	}
	if err := copyPackages(source, copied); err != nil {
		return "", err
	}
	for _, name := range leftOut {
		// Another version of the framework may be another matter.
		if err := os.Remove(filepath.Join(copied, name)); err != nil {
			return "", err
		}
	}
	ours, err := os.ReadFile(filepath.Join(root, instead))
	if err != nil {
		return "", err
	}
	if err := writeFile(filepath.Join(copied, "pkg", "app", "instead.go"), ours); err != nil {
		return "", err
	}
	return replacing(root, work, copied)
}

// writeFile writes a file and the directories above it.
func writeFile(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}

// downloaded returns the module's directory in the module cache, fetching it
// first when it is not there.
func downloaded(root string) (string, error) {
	out, err := run(root, nil, "go", "mod", "download", "-json", framework)
	if err != nil {
		return "", err
	}
	var module struct{ Dir, Error string }
	if err := json.Unmarshal(out, &module); err != nil {
		return "", err
	}
	if module.Error != "" {
		return "", fmt.Errorf("%s: %s", framework, module.Error)
	}
	return module.Dir, nil
}

// copyPackages copies what a build needs: go.mod and the Go files that are not
// tests. The copy is writable, unlike the module cache.
func copyPackages(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		isCode := strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go")
		if name != "go.mod" && !isCode {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return writeFile(filepath.Join(to, name), data)
	})
}

// replacing writes the alternative go.mod and, beside it, the go.sum that the
// go command looks for there.
func replacing(root, work, copied string) (string, error) {
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return "", err
	}
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		return "", err
	}
	mod = fmt.Appendf(mod, "\nreplace %s => %s\nreplace %s => %s\n", framework, copied, ids, filepath.Join(root, insteadOfIDs))
	modfile := filepath.Join(work, "go.mod")
	if err := os.WriteFile(modfile, mod, 0o644); err != nil {
		return "", err
	}
	return modfile, os.WriteFile(filepath.Join(work, "go.sum"), sum, 0o644)
}
