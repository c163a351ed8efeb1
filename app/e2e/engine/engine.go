package engine

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"
	"time"
)

// patience bounds every wait. Machines are slow and noisy, so it is long.
const patience = 60 * time.Second

// An Engine is a kind of browser that may be installed here.
type Engine struct {
	Name  string
	start func(t *testing.T) (opener, string) // or why it cannot
}

// An opener opens tabs, each with a profile of its own.
type opener interface {
	open(width, height int) (driver, error)
}

// A driver is a tab as a protocol sees it.
type driver interface {
	visit(url string) error
	evaluate(expression string) (string, error) // awaits the promise of a text
	act(actions []object) error
	choose(selector, path string) error
	problems() []string // errors that the browser has told of
	close() error
}

// All are the engines beside Chromium, which package rig drives.
var All = []Engine{
	{"Firefox", firefox},
	{"WebKitGTK", webkit},
}

// A Browser is a running engine.
type Browser struct{ opener opener }

// Open starts the engine and ends it with the test. Where it is not installed
// the test is skipped with the reason.
func (e Engine) Open(t *testing.T) *Browser {
	t.Helper()
	opener, lacking := e.start(t)
	if lacking != "" {
		t.Skipf("%s: %s", e.Name, lacking)
	}
	return &Browser{opener}
}

var listening = regexp.MustCompile(`WebDriver BiDi listening on (ws://\S+)`)

func firefox(t *testing.T) (opener, string) {
	path, err := exec.LookPath("firefox-esr")
	if err != nil {
		return nil, "firefox-esr is not installed"
	}
	out, in := io.Pipe()
	profile := t.TempDir()
	must(t, "write the profile", os.WriteFile(filepath.Join(profile, "user.js"), []byte(
		fmt.Sprintf("user_pref(\"extensions.webextensions.uuids\", %q);\n", fmt.Sprintf("{%q:%q}", extensionID, extensionHost))), 0o600))
	cmd := exec.Command(path, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port=0", "--remote-allow-system-access", "about:blank")
	cmd.Env = append(os.Environ(), "HOME="+profile)
	cmd.Stderr = in
	launch(t, cmd)
	found := make(chan string, 1)
	go func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if m := listening.FindStringSubmatch(lines.Text()); m != nil {
				found <- m[1]
			}
		}
	}()
	select {
	case address := <-found:
		session, err := connect(address + "/session")
		must(t, "connect to Firefox", err)
		return session, ""
	case <-time.After(patience):
		t.Fatal("Firefox printed no address")
	}
	return nil, ""
}

func webkit(t *testing.T) (opener, string) {
	for _, name := range []string{"WebKitWebDriver", "xvfb-run"} {
		if _, err := exec.LookPath(name); err != nil {
			return nil, name + " is not installed"
		}
	}
	browsers, _ := filepath.Glob("/usr/lib/*/webkit2gtk-*/MiniBrowser")
	if len(browsers) == 0 {
		return nil, "MiniBrowser of WebKitGTK is not installed"
	}
	server := &webdriverServer{t: t, capabilities: object{
		"webkitgtk:browserOptions": object{"binary": browsers[0], "args": []string{"--automation"}},
	}}
	server.start()
	return server, ""
}

func freePort(t *testing.T) int {
	l, err := net.Listen("tcp", "localhost:0")
	must(t, "find a free port", err)
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// launch starts the program as the leader of a group, which ends with the test.
func launch(t *testing.T, cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	must(t, "start "+cmd.Path, cmd.Start())
	t.Cleanup(func() {
		_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
		_ = cmd.Wait() // it was killed
	})
}

func must(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// wait tries until there is no error.
func wait(t *testing.T, what string, try func() error) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(patience); ; <-tick.C {
		err := try()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("waited %v for %s: %v", patience, what, err)
		}
	}
}
