package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// framework is the module whose copy is made slim.
const framework = "github.com/maxence-charriere/go-app/v9"

// slim copies the framework from the module cache to work/go-app, leaves out
// for wasm what the program does without, and writes work/go.mod, which is the
// program's go.mod with that copy in place of the module. It returns the path
// of that go.mod.
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
		if err := exclude(filepath.Join(copied, name)); err != nil {
			return "", err
		}
	}
	named := filepath.Join(work, "uuid")
	err = errors.Join(
		os.WriteFile(filepath.Join(copied, "pkg/app/instead.go"), []byte(instead), 0o644),
		os.MkdirAll(named, 0o755),
		os.WriteFile(filepath.Join(named, "go.mod"), []byte("module "+uuid+"\n"), 0o644),
		os.WriteFile(filepath.Join(named, "uuid.go"), []byte(insteadOfUUID), 0o644),
	)
	if err != nil {
		return "", err
	}
	return replacing(root, work, copied, named)
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
		target := filepath.Join(to, name)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return err
		}
		return os.WriteFile(target, data, 0o644)
	})
}

func exclude(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	return os.WriteFile(file, append([]byte("//go:build !wasm\n\n"), data...), 0o644)
}

// replacing writes the alternative go.mod and, beside it, the go.sum that the
// go command looks for there.
func replacing(root, work, copied, named string) (string, error) {
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return "", err
	}
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		return "", err
	}
	mod = fmt.Appendf(mod, "\nreplace %s => %s\n\nreplace %s => %s\n", framework, copied, uuid, named)
	modfile := filepath.Join(work, "go.mod")
	if err := os.WriteFile(modfile, mod, 0o644); err != nil {
		return "", err
	}
	return modfile, os.WriteFile(filepath.Join(work, "go.sum"), sum, 0o644)
}
