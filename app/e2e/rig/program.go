package rig

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience bounds every wait for a condition. Machines are slow and noisy, so
// it is long; a test that passes never uses it up.
const patience = 60 * time.Second

// build makes bin/keytrail once per test binary and returns its path. The
// variable KEYTRAIL names a program that is built already and is to be tested
// instead.
var build = sync.OnceValues(func() (string, error) {
	if built := os.Getenv("KEYTRAIL"); built != "" {
		return built, nil
	}
	root := filepath.Join(Dir(), "..", "..")
	cmd := exec.Command("make", "-C", root, "build")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("make build: %w\n%s", err, out)
	}
	return filepath.Join(root, "bin", "keytrail"), nil
})

// A Program is a running bin/keytrail.
type Program struct {
	URL string // the base URL it printed, without a slash at the end
	log lockedBuffer
}

// Log returns what the program has written so far.
func (p *Program) Log() string { return p.log.String() }

// address finds the URL in what the program prints.
var address = regexp.MustCompile(`https?://[^\s"'<>]+[^\s"'<>/.,]`)

// Start builds the program, starts it on a free port with the further
// arguments and ends it with the test.
func Start(t *testing.T, args ...string) *Program {
	t.Helper()
	binary, err := build()
	if err != nil {
		t.Fatal(err)
	}
	p := &Program{}
	cmd := exec.Command(binary, append([]string{"-addr", "localhost:0"}, args...)...)
	lines, out := io.Pipe()
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	found := p.follow(lines)
	t.Cleanup(func() { stop(t, cmd, p); out.Close() })
	select {
	case p.URL = <-found:
	case <-time.After(patience):
		t.Fatalf("%s printed no address:\n%s", filepath.Base(binary), p.Log())
	}
	return p
}

// follow copies the program's output to its log and sends the first address.
func (p *Program) follow(lines io.Reader) <-chan string {
	found := make(chan string, 1)
	go func() {
		scanner := bufio.NewScanner(lines)
		for scanner.Scan() {
			fmt.Fprintln(&p.log, scanner.Text())
			if url := address.FindString(scanner.Text()); url != "" {
				select {
				case found <- url:
				default: // a later address is of no interest
				}
			}
		}
	}()
	return found
}

// stop ends the program as a person would, and requires that it ends in order.
func stop(t *testing.T, cmd *exec.Cmd, p *Program) {
	_ = cmd.Process.Signal(os.Interrupt)
	timer := time.AfterFunc(patience, func() { _ = cmd.Process.Signal(syscall.SIGKILL) })
	defer timer.Stop()
	if err := cmd.Wait(); err != nil {
		t.Errorf("the program did not stop in order: %v\n%s", err, p.Log())
	}
	if t.Failed() {
		t.Logf("the program wrote:\n%s", p.Log())
	}
}

// Export writes the static site to a directory of the test and returns it.
func Export(t *testing.T, args ...string) string {
	t.Helper()
	binary, err := build()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "site")
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	out, err := exec.CommandContext(ctx, binary, append([]string{"-export", dir}, args...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("export: %v\n%s", err, out)
	}
	return dir
}

// A lockedBuffer is written by one goroutine and read by others.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
