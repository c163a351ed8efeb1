// Package rig builds, starts and watches what the end-to-end tests need: the
// program ([Start], [Export]), a browser ([OpenBrowser], [Page]), the official
// CometD server beside a small GWS ([StartPeer]) and another application that
// writes at the same time ([SignIn]). Everything ends with the test it was
// started for. The package judges nothing but the health of pages; what must
// be seen is for the tests to say.
package rig

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

// tool returns the first of the named commands that is installed. Without any,
// it skips the test, or fails it where CI is set: there a missing tool would
// hide every failure.
func tool(t *testing.T, purpose string, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	report := t.Skipf
	if os.Getenv("CI") != "" {
		report = t.Fatalf
	}
	report("%s needs one of %v, and none is installed", purpose, names)
	return ""
}

func chromium(t *testing.T) string {
	t.Helper()
	return tool(t, "a test in a browser", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
}

// Node returns the path of Node.js and makes sure that the npm packages of
// this module are installed.
func Node(t *testing.T) string {
	t.Helper()
	node := tool(t, "a test against the official CometD packages", "node")
	install(t, Dir())
	return node
}

func install(t *testing.T, dir string) {
	t.Helper()
	npm := tool(t, "installing what the tests compare with", "npm")
	if out, err := installPackages(npm, dir); err != nil {
		t.Fatalf("npm ci in %s: %v\n%s", dir, err, out)
	}
}

// installPackages runs npm ci in the directory where it has not been run for the current lock file.
func installPackages(npm, dir string) ([]byte, error) {
	installing.Lock()
	defer installing.Unlock()
	lock, err := os.Stat(filepath.Join(dir, "package-lock.json"))
	if err != nil {
		return nil, err
	}
	// npm writes this file last, whenever it installs.
	done, err := os.Stat(filepath.Join(dir, "node_modules", ".package-lock.json"))
	if err == nil && !done.ModTime().Before(lock.ModTime()) {
		return nil, nil
	}
	cmd := exec.Command(npm, "ci")
	cmd.Dir = dir
	return cmd.CombinedOutput()
}

var installing sync.Mutex

// Dir returns the directory of the e2e module.
func Dir() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Dir(filepath.Dir(file))
}
