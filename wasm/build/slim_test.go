package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// The copy of the framework is the module as published, but for the files that
// are left out and the one that stands in their place.
func TestSlimChangesNoLine(t *testing.T) {
	work := t.TempDir()
	if _, err := slim("../..", work); err != nil {
		t.Fatal(err)
	}
	published, err := downloaded("../..")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	err = filepath.WalkDir(filepath.Join(work, "go-app"), func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(filepath.Join(work, "go-app"), path)
		if err != nil {
			return err
		}
		seen++
		original := filepath.Join(published, name)
		switch {
		case name == filepath.Join("pkg", "app", "instead.go"):
			original = filepath.Join("..", "..", instead)
		case slices.Contains(leftOut, filepath.ToSlash(name)):
			t.Errorf("%s is not left out", name)
		}
		want, err := os.ReadFile(original)
		if err != nil {
			return err
		}
		got, err := os.ReadFile(path)
		if err == nil && !bytes.Equal(got, want) {
			t.Errorf("%s is not as published", name)
		}
		return err
	})
	if err != nil || seen < 50 {
		t.Fatalf("%d files, %v", seen, err)
	}
}
