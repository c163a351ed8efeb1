package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// below is the path at which hosts have the site where they do not have it at
// their root.
const below = "/tools/keytrail/"

// A host is a file server that people put the exported site on.
type host struct {
	name  string
	start func(ctx context.Context, b *bench, dir string) (url string, stop func(), err error)
}

// Each host has the site at its root; one of them stands for all that have it
// below a path, since the page's addresses are relative.
var fileServers = []struct {
	host
	dir, path string
}{
	{host{"python's http.server", python}, "root", "/"},
	{host{"python's http.server, below a path", python}, "sub", below},
	{host{"nginx as Debian sets it up", nginx}, "root", "/"},
	{host{"a bucket", bucket}, "root", "/"},
}

// hosts measures the first and the second visit over a line of 10 Mbit/s and 40
// ms: of our own server, and of the exported site on file servers. In the page
// nothing happens, so that it soon finds the time to prepare the second visit.
func hosts(ctx context.Context, b *bench) ([]row, error) {
	for _, dir := range []string{"root", "sub" + below} {
		if err := b.command(ctx, b.root, nil, filepath.Join(b.root, "bin", "keytrail"), "-sim-quiet", "-export", filepath.Join(b.work, dir)); err != nil {
			return nil, err
		}
	}
	ours, err := b.start(ctx, "-sim-quiet")
	if err != nil {
		return nil, err
	}
	defer ours.stop()
	own, err := b.slowly(ours.url, "/")
	if err != nil {
		return nil, err
	}
	rows := []row{
		{Name: "own-again", What: "our own server: a second visit", Unit: "ms", Ours: own.second, Peer: "first visit", PeerValue: own.first, Goal: 0.4},
	}
	for _, h := range fileServers {
		url, stop, err := h.start(ctx, b, filepath.Join(b.work, h.dir))
		if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
			fmt.Printf("%s is not installed here and left out\n", h.name)
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", h.name, err)
		}
		seen, err := b.slowly(url, h.path)
		stop()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", h.name, err)
		}
		name := strings.NewReplacer(" ", "-", ",", "").Replace(h.name)
		rows = append(rows,
			row{Name: name, What: h.name + ": a first visit", Unit: "ms", Ours: seen.first, Peer: "our own server", PeerValue: own.first, Goal: 1.25},
			row{Name: name + "-again", What: "… a second visit", Unit: "ms", Ours: seen.second, Peer: "first visit", PeerValue: seen.first, Goal: 0.4},
			budget(name+"-bytes", "… all that the first visit transfers", "MB", seen.bytes/1e6, 2.2))
	}
	return rows, nil
}

// A slowVisit is what two visits took, in ms, and what the first transferred.
type slowVisit struct{ first, second, bytes float64 }

// slowly visits the site three times in new profiles, and once more in each.
func (b *bench) slowly(url, path string) (slowVisit, error) {
	var first, second, bytes []float64
	for range 3 {
		m, err := newMeter(url, &line{rate: 10e6 / 8, delay: 40 * time.Millisecond})
		if err != nil {
			return slowVisit{}, err
		}
		t := b.probed()
		var cancel func()
		t.ctx, cancel = context.WithTimeout(t.ctx, time.Minute) // no two visits are as slow
		one, err := t.arrive(m.url + path)
		var two arrival
		if err == nil {
			err = t.stored()
		}
		if err == nil {
			bytes = append(bytes, float64(m.bytes.Load()))
			two, err = t.arrive(m.url + path)
		}
		cancel()
		t.end()
		m.listener.Close()
		if err != nil {
			return slowVisit{}, err
		}
		first, second = append(first, one.ready), append(second, two.ready)
	}
	return slowVisit{median(first), median(second), median(bytes)}, nil
}

// bucket serves as stores of objects do: one form of each file, and a tag.
func bucket(_ context.Context, _ *bench, dir string) (string, func(), error) {
	files := http.FileServer(http.Dir(dir))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", fmt.Sprintf("%q", r.URL.Path))
		files.ServeHTTP(w, r)
	}))
	return server.URL, server.Close, nil
}

func python(ctx context.Context, _ *bench, dir string) (string, func(), error) {
	return serving(func(port string) *exec.Cmd {
		return exec.CommandContext(ctx, "python3", "-m", "http.server", "--bind", "127.0.0.1", "--directory", dir, port)
	})
}

// nginxConfig is what Debian's file says of compression and types.
const nginxConfig = `daemon off; pid %[1]s/pid; error_log stderr;
events {}
http {
	include /etc/nginx/mime.types; default_type application/octet-stream; sendfile on; tcp_nopush on; gzip on; access_log off;
	client_body_temp_path %[1]s/body; proxy_temp_path %[1]s/proxy; fastcgi_temp_path %[1]s/fastcgi; uwsgi_temp_path %[1]s/uwsgi; scgi_temp_path %[1]s/scgi;
	server { listen 127.0.0.1:%[2]s; root %[3]s; }
}
`

func nginx(ctx context.Context, b *bench, dir string) (string, func(), error) {
	path, err := exec.LookPath("nginx")
	if err != nil {
		path = "/usr/sbin/nginx" // which is not among everybody's paths
	}
	// Where nginx was started by root, its workers are nobody, who may not read here.
	if err := os.Chmod(b.work, 0o755); err != nil {
		return "", nil, err
	}
	return serving(func(port string) *exec.Cmd {
		work := filepath.Join(b.work, "nginx")
		_ = os.MkdirAll(work, 0o755) // nginx complains of what is not there
		file := filepath.Join(work, "conf")
		_ = os.WriteFile(file, fmt.Appendf(nil, nginxConfig, work, port, dir), 0o644)
		return exec.CommandContext(ctx, path, "-e", "stderr", "-p", work, "-c", file)
	})
}

// serving runs a server on a free port until stop and waits until it listens.
func serving(command func(port string) *exec.Cmd) (url string, stop func(), err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	address := l.Addr().String()
	l.Close()
	_, port, _ := net.SplitHostPort(address)
	cmd := command(port)
	var log strings.Builder
	cmd.Stderr = &log
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		// Where the bench was begun in the background, python ignores an interrupt.
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	}
	for range 500 {
		if conn, err := net.Dial("tcp", address); err == nil {
			conn.Close()
			return "http://" + address, stop, nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	stop()
	return "", nil, fmt.Errorf("%s does not listen: %s", cmd, log.String())
}
