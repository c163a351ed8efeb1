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

// slim copies the framework from the module cache to work/go-app, leaves out
// for wasm what the program does without, has it move the rows of a list rather
// than write them anew and tell the browser of a drawing in one piece, and writes
// work/go.mod, which is the program's go.mod with that copy in place of the
// module. It returns the path of that go.mod.
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
	for _, c := range edits {
		if err := edit(filepath.Join(copied, c.file), c.old, c.instead); err != nil {
			return "", err
		}
	}
	files := map[string]string{
		"go-app/pkg/app/batch.go":      batch,
		"go-app/pkg/app/instead.go":    instead,
		"go-app/pkg/app/keyed.go":      keyed,
		"go-app/pkg/app/quick.go":      quick,
		"go-app/pkg/errors/instead.go": insteadOfErrors,
		"uuid/go.mod":                  "module " + uuid + "\n",
		"uuid/uuid.go":                 insteadOfUUID,
	}
	for path, code := range insteadOf {
		files["go-app/pkg/instead/"+path+"/instead.go"] = code
	}
	for name, text := range files {
		if err := writeFile(filepath.Join(work, name), []byte(text)); err != nil {
			return "", err
		}
	}
	return replacing(root, work, copied, filepath.Join(work, "uuid"))
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
// tests, with the stand-ins among their imports. The copy is writable, unlike
// the module cache.
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
		return writeFile(filepath.Join(to, name), []byte(withStandIns(string(data))))
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
