// Command keytrail serves Keytrail: the page with its program, and beside it
// under /api/v2/ the simulator or, with -upstream, a real GWS. With -export it
// writes the page for any file server instead, with -extension as a panel of a
// browser's developer tools. Start with run.
package main

import (
	"context"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	stdlog "log"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"runtime/debug"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/keytrail/keytrail/app/sim"
	"github.com/keytrail/keytrail/app/wire/nethttp"
)

//go:embed web
var embedded embed.FS

// grace is how long a stop waits for replies that are being written. Long polls
// end at once.
const grace = 5 * time.Second

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if os.Getenv("GOGC") == "" {
		// What waits in long polls is long-lived, and little of it is garbage: the
		// memory of a poll counts for more than the collector's time.
		debug.SetGCPercent(50)
	}
	web, err := fs.Sub(embedded, "web")
	if err == nil {
		err = run(ctx, web, os.Args[1:], os.Stderr)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "keytrail:", err)
		os.Exit(1)
	}
}

// run does what the arguments ask for, until ctx ends. It writes the address
// and the log to stderr. Its error is one line that says what to do.
func run(ctx context.Context, web fs.FS, args []string, stderr io.Writer) error {
	o, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	if o.export != "" {
		return export(web, o, stderr)
	}
	if o.extension != "" {
		return extension(web, o, stderr)
	}
	return serve(ctx, web, o, stderr)
}

// serve listens, prints the address, and answers until ctx ends.
func serve(ctx context.Context, web fs.FS, o *options, stderr io.Writer) error {
	s, err := newSite(web, page{api: "origin"})
	if err != nil {
		return err
	}
	security, err := o.security()
	if err != nil {
		return err
	}
	lns, err := listen(o)
	if err != nil {
		return err
	}
	ln := lns[0]
	defer closeAll(lns)
	log := slog.New(slog.NewTextHandler(stderr, nil))
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	here, offered := address(o, ln), ""
	at := here
	if o.public != nil {
		at = o.public.String()
		offered = ", offered at " + at
	}
	api, name, wait, err := o.backend(ctx, at, log)
	if err != nil {
		return err
	}
	defer wait()
	defer stop()

	mux := http.NewServeMux()
	mux.Handle("/", s)
	mux.Handle("/api/v2/", sameOrigin(dataOnly(newOnce(api)), o.public))
	srv := &http.Server{
		Handler:           healthy(guarded(below(o.public, mux), o.hosts(ln))),
		TLSConfig:         security,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
		// The contexts of requests end with ctx, and with them the long polls.
		BaseContext: func(net.Listener) context.Context { return ctx },
	}
	fmt.Fprintf(stderr, "Keytrail is at %s (%s)%s. Stop it with Ctrl-C.\n", here, name, offered)
	return serveUntil(ctx, srv, lns)
}

func serveUntil(ctx context.Context, srv *http.Server, lns []net.Listener) error {
	failed := make(chan error, len(lns))
	secure := srv.TLSConfig != nil // the server fills it in when it begins
	for _, ln := range lns {
		go func() {
			if secure {
				failed <- srv.ServeTLS(ln, "", "")
				return
			}
			failed <- srv.Serve(ln)
		}()
	}
	defer func() {
		for range lns {
			<-failed
		}
	}()
	select {
	case err := <-failed:
		failed <- nil
		return errors.Join(err, srv.Close())
	case <-ctx.Done():
	}
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	if err := srv.Shutdown(late); err != nil {
		return srv.Close()
	}
	return nil
}

// listen opens -addr. A browser takes localhost for both the IPv4 and the IPv6
// address of this machine, so both are taken: on the one that was left free any
// other program could pass for this one.
func listen(o *options) ([]net.Listener, error) {
	ln, err := net.Listen("tcp", o.addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, o.portInUse()
	}
	if err != nil {
		return nil, fmt.Errorf("-addr %s: %w", o.addr, err)
	}
	host, port, _ := net.SplitHostPort(o.addr)
	if host != "localhost" {
		return []net.Listener{ln}, nil
	}
	at := ln.Addr().(*net.TCPAddr)
	twin := net.IPv6loopback
	if at.IP.To4() == nil {
		twin = net.IPv4(127, 0, 0, 1)
	}
	other, err := net.Listen("tcp", net.JoinHostPort(twin.String(), strconv.Itoa(at.Port)))
	switch {
	case err == nil:
		return []net.Listener{ln, other}, nil
	case !errors.Is(err, syscall.EADDRINUSE):
		return []net.Listener{ln}, nil // there is no such address on this machine
	}
	if err := ln.Close(); err != nil {
		return nil, err
	}
	if port == "0" {
		return listen(o) // any port will do, and that one is half taken
	}
	return nil, o.portInUse()
}

func (o *options) portInUse() error {
	return fmt.Errorf("-addr %s: the port is in use; stop the other program or choose another port", o.addr)
}

func closeAll(lns []net.Listener) {
	for _, ln := range lns {
		_ = ln.Close() // the server has closed it
	}
}

// address is where a browser on this machine finds the page. The name is the
// one that was given; the port is the real one, which matters for port 0.
func address(o *options, ln net.Listener) string {
	host, _, _ := net.SplitHostPort(o.addr)
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	_, port, _ := net.SplitHostPort(ln.Addr().String())
	return o.scheme() + "://" + net.JoinHostPort(host, port)
}

// backend returns what answers /api/v2/, its name for people, and a function
// that waits for it to end after ctx has.
func (o *options) backend(ctx context.Context, address string, log *slog.Logger) (api http.Handler, name string, wait func(), err error) {
	if o.upstream != nil {
		roots, err := o.roots()
		if err != nil {
			return nil, "", nil, err
		}
		// The client for upstream has no log of its own, and quotes in the
		// program's what a server sends without being asked.
		stdlog.SetOutput(io.Discard)
		return newProxy(o.upstream, roots, address, log), "GWS at " + o.upstream.String(), func() {}, nil
	}
	options := o.sim
	options.BaseURL = address + "/api/v2"
	simulator := sim.New(options)
	var running sync.WaitGroup
	running.Go(func() {
		if err := simulator.Run(ctx); err != nil && ctx.Err() == nil {
			log.Error("the simulator has stopped", "error", err)
		}
	})
	return nethttp.Handler(simulator), "simulator", running.Wait, nil
}

// parseURL accepts the address of a server, without credentials: these would
// show up in lists of processes.
func parseURL(name, text string) (*url.URL, error) {
	u, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s: not a URL; write it like https://gws.example.com", name)
	case u.User != nil:
		return nil, fmt.Errorf("%s: leave user name and password out of the URL; the page asks for them", name)
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return nil, fmt.Errorf("%s %s: not a web address; write it like https://gws.example.com", name, text)
	case u.RawQuery != "" || u.Fragment != "":
		return nil, fmt.Errorf("%s %s: leave out everything from ? or # on", name, text)
	}
	u.Path = strings.TrimSuffix(u.Path, "/")
	u.RawPath = ""
	return u, nil
}
