package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/sim"
)

// options are the command line, checked.
type options struct {
	addr             string
	insecureListen   bool
	public           *url.URL // where a reverse proxy offers this server, nil for nowhere
	tlsCert, tlsKey  string
	upstream         *url.URL // nil for the simulator
	upstreamCA       string
	export           string
	extension        string
	api              *url.URL // nil when the user chooses
	sim              sim.Options
	certificateNames []string // DNS names that tlsCert is for
}

func parse(args []string, stderr io.Writer) (*options, error) {
	o := &options{}
	var upstream, api, public, quirks string
	flags := flag.NewFlagSet("keytrail", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.addr, "addr", "localhost:8000", "listen at `host:port`; port 0 takes any that is free")
	flags.BoolVar(&o.insecureListen, "insecure-listen", false, "let -addr be reachable from other machines without TLS")
	flags.StringVar(&public, "public", "", "the `URL` at which a reverse proxy offers this server, with the path, if it has one")
	flags.StringVar(&o.tlsCert, "tls-cert", "", "certificate `file` (PEM) for https")
	flags.StringVar(&o.tlsKey, "tls-key", "", "key `file` (PEM) of -tls-cert")
	flags.StringVar(&upstream, "upstream", "", "pass /api/v2/ on to the GWS at `URL` instead of simulating one")
	flags.StringVar(&o.upstreamCA, "upstream-ca", "", "`file` (PEM) with the private authority that signed -upstream's certificate")
	flags.StringVar(&o.export, "export", "", "write a static site to `directory` and exit")
	flags.StringVar(&o.extension, "extension", "", "write the extension for a browser's developer tools to `directory` and a zip beside it, and exit")
	flags.StringVar(&api, "api", "", "with -export: the GWS at `URL` that the site talks to, instead of simulating one")
	flags.IntVar(&o.sim.Sessions, "sim-sessions", 6, "simulator: sessions alive at once")
	flags.IntVar(&o.sim.Keys, "sim-keys", 32, "simulator: userData keys of a session")
	flags.Float64Var(&o.sim.Rate, "sim-rate", 0.8, "simulator: notifications a second")
	flags.Uint64Var(&o.sim.Seed, "sim-seed", 0, "simulator: which story it tells; the same seed tells the same one")
	flags.BoolVar(&o.sim.Media, "sim-media", false, "simulator: a call, a chat, an e-mail and one of each other medium beside the SMS sessions")
	flags.BoolVar(&o.sim.Quiet, "sim-quiet", false, "simulator: nothing happens but what you do")
	flags.StringVar(&quirks, "sim-quirks", "", "simulator: treat writes in these `ways`, separated by commas: "+strings.Join(sim.Misbehaviours(), ", "))
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			flags.SetOutput(stderr)
			flags.Usage()
			return nil, err
		}
		return nil, fmt.Errorf("%w; see keytrail -help", err)
	}
	if flags.NArg() > 0 {
		return nil, fmt.Errorf("%q is not expected here; see keytrail -help", flags.Arg(0))
	}
	if quirks != "" {
		o.sim.Misbehave = strings.Split(quirks, ",")
	}
	return o, o.check(upstream, api, public)
}

func (o *options) check(upstream, api, public string) (err error) {
	for _, given := range []struct {
		name, text string
		to         **url.URL
	}{{"-upstream", upstream, &o.upstream}, {"-api", api, &o.api}, {"-public", public, &o.public}} {
		if given.text == "" {
			continue
		}
		if *given.to, err = parseURL(given.name, given.text); err != nil {
			return err
		}
	}
	for _, way := range o.sim.Misbehave {
		if !slices.Contains(sim.Misbehaviours(), way) {
			return fmt.Errorf("-sim-quirks %s: the ways are %s", way, strings.Join(sim.Misbehaviours(), ", "))
		}
	}
	switch {
	case o.api != nil && o.export == "":
		return errors.New("-api belongs to -export; a running server reaches a GWS with -upstream")
	case o.upstream != nil && o.export != "":
		return errors.New("-upstream needs a running server; an exported site talks to a GWS directly, with -api")
	case o.public != nil && (o.export != "" || o.extension != ""):
		return errors.New("-public belongs to a running server; an exported site works under any path")
	case o.upstreamCA != "" && o.upstream == nil:
		return errors.New("-upstream-ca belongs to -upstream")
	case (o.tlsCert == "") != (o.tlsKey == ""):
		return errors.New("-tls-cert and -tls-key go together")
	case o.sim.Sessions < 1 || o.sim.Keys < 1 || !(o.sim.Rate > 0): // NaN is not greater either
		return errors.New("-sim-sessions, -sim-keys and -sim-rate must be numbers greater than 0; -sim-quiet stops the script")
	case o.sim.Sessions > sim.MaxSessions || o.sim.Keys > sim.MaxKeys || o.sim.Sessions > sim.MaxData/o.sim.Keys || o.sim.Rate > sim.MaxRate:
		return fmt.Errorf("the simulator has at most -sim-sessions %d, -sim-keys %d, %d keys in all sessions together, and -sim-rate %d", sim.MaxSessions, sim.MaxKeys, sim.MaxData, sim.MaxRate)
	}
	return o.checkAddr()
}

// checkAddr keeps an address that other machines can reach from being opened by
// accident: whoever reaches it reads customers' data, and with -upstream writes.
func (o *options) checkAddr() error {
	host, _, err := net.SplitHostPort(o.addr)
	if err != nil {
		return fmt.Errorf("-addr %s: write it as host:port, like localhost:8000", o.addr)
	}
	if isLoopback(host) || o.tlsCert != "" || o.insecureListen {
		return nil
	}
	return fmt.Errorf("-addr %s: other machines could reach this address, and read what passes unencrypted; give -tls-cert and -tls-key, or -insecure-listen if that is meant", o.addr)
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (o *options) scheme() string {
	if o.tlsCert != "" {
		return "https"
	}
	return "http"
}

// security loads the certificate; nil means plain http.
func (o *options) security() (*tls.Config, error) {
	if o.tlsCert == "" {
		return nil, nil
	}
	pair, err := tls.LoadX509KeyPair(o.tlsCert, o.tlsKey)
	if err != nil {
		return nil, fmt.Errorf("-tls-cert, -tls-key: %w", err)
	}
	o.certificateNames = pair.Leaf.DNSNames
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}, nil
}

// roots are the authorities whose signature on the upstream's certificate
// counts: the system's and that of -upstream-ca.
func (o *options) roots() (*x509.CertPool, error) {
	if o.upstreamCA == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(o.upstreamCA)
	if err != nil {
		return nil, fmt.Errorf("-upstream-ca: %w", err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("-upstream-ca %s: no certificate in this file; it must be PEM", o.upstreamCA)
	}
	return pool, nil
}
