package rig

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// module makes build/module once per test binary and returns its path. The
// variable MODULE names one that is built already and is to be tested instead.
var module = sync.OnceValues(func() (string, error) {
	if built := os.Getenv("MODULE"); built != "" {
		return built, nil
	}
	root := filepath.Join(Dir(), "..", "..")
	if out, err := exec.Command("make", "-C", root, "module").CombinedOutput(); err != nil {
		return "", fmt.Errorf("make module: %w\n%s", err, out)
	}
	return filepath.Join(root, "build", "module"), nil
})

// Module builds the module for other people's pages and returns a directory of the
// test that has it, and the files of this module's folder of the same name.
func Module(t *testing.T) string {
	t.Helper()
	built, err := module()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, from := range []string{built, filepath.Join(Dir(), "module")} {
		if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
