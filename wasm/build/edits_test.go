package main

import (
	"os"
	"path/filepath"
	"testing"
)

func TestEdit(t *testing.T) {
	for _, test := range []struct {
		name, text, want string
	}{
		{"once", "a OLD b", "a new b"},
		{"not there", "a b", ""},
		{"twice", "OLD OLD", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "file.go")
			if err := os.WriteFile(file, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			err := edit(file, "OLD", "new")
			if test.want == "" {
				if err == nil {
					t.Fatal("what is not there once must be refused")
				}
				return
			}
			if got, _ := os.ReadFile(file); err != nil || string(got) != test.want {
				t.Fatalf("got %q, %v", got, err)
			}
		})
	}
}
