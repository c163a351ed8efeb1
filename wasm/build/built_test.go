package main

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

func TestBuiltAs(t *testing.T) {
	root := t.TempDir()
	git := func(args ...string) {
		t.Helper()
		args = append([]string{"-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"}, args...)
		if _, err := run(root, nil, "git", args...); err != nil {
			t.Fatal(err)
		}
	}
	within := filepath.Join(root, "within")
	if err := os.Mkdir(within, 0o755); err != nil {
		t.Fatal(err)
	}
	is := func(name, dir string, quick bool, want string) {
		t.Helper()
		if got := builtAs(dir, quick); !regexp.MustCompile("^" + want + "$").MatchString(got) {
			t.Errorf("%s: %q", name, got)
		}
	}
	t.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(root))
	is("no repository", root, false, "full")
	git("init", "-q")
	is("no commit", root, true, "quick")
	git("commit", "-q", "--allow-empty", "-m", "a")
	is("a commit", root, true, "quick,[0-9a-f]{7,}")
	is("the repository of others", within, false, "full")
	if err := os.WriteFile(filepath.Join(root, "a"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	git("add", "a")
	is("changed since", root, false, "full,[0-9a-f]{7,}-dirty")
	git("commit", "-q", "-m", "b")
	git("tag", "-a", "-m", "c", "v1.2")
	is("a version", root, false, `full,v1\.2`)
}
