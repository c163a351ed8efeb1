package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A program is a running bin/keytrail.
type program struct {
	url string
	cmd *exec.Cmd
}

var address = regexp.MustCompile(`https?://[^\s"'<>]+[^\s"'<>/.,]`)

// start runs the built program on a free port.
func (b *bench) start(ctx context.Context, args ...string) (*program, error) {
	p := &program{cmd: exec.CommandContext(ctx, filepath.Join(b.root, "bin", "keytrail"), append([]string{"-addr", "localhost:0"}, args...)...)}
	out, in := io.Pipe()
	p.cmd.Stdout, p.cmd.Stderr = in, in
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	found := make(chan string, 1)
	go func() {
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if url := address.FindString(lines.Text()); url != "" {
				select {
				case found <- url:
				default:
				}
			}
		}
	}()
	select {
	case p.url = <-found:
		return p, nil
	case <-time.After(time.Minute):
		p.stop()
		return nil, errors.New("bin/keytrail printed no address")
	}
}

func (p *program) stop() {
	_ = p.cmd.Process.Signal(os.Interrupt)
	_ = p.cmd.Wait()
}

// resident returns the bytes of memory that the program holds.
func (p *program) resident() (float64, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	var total, pages float64
	_, err = fmt.Sscan(string(data), &total, &pages)
	return pages * float64(os.Getpagesize()), err
}

// A meter passes connections on over a line and counts the bytes that come back.
type meter struct {
	url   string
	bytes atomic.Int64
	line  *line

	listener net.Listener
	conns    sync.WaitGroup
}

func newMeter(to string, over *line) (*meter, error) {
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return nil, err
	}
	m := &meter{line: over, listener: listener, url: fmt.Sprintf("http://localhost:%d", listener.Addr().(*net.TCPAddr).Port)}
	host := strings.TrimPrefix(to, "http://")
	m.conns.Go(func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			m.conns.Go(func() { m.pass(near, host) })
		}
	})
	return m, nil
}

func (m *meter) pass(near net.Conn, host string) {
	defer near.Close()
	far, err := net.Dial("tcp", host)
	if err != nil {
		return
	}
	defer far.Close()
	go func() {
		m.line.ask(far, near)
		far.Close()
	}()
	m.line.carry(io.MultiWriter(near, &counter{&m.bytes}), far)
}

type counter struct{ n *atomic.Int64 }

func (c *counter) Write(p []byte) (int, error) {
	c.n.Add(int64(len(p)))
	return len(p), nil
}
