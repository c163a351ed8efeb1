// Command bench measures Keytrail beside the programs and libraries that do
// something alike, in a real browser, and prints a line for each row:
//
//	bench <name> ours=<value> peer=<name>:<value> ratio=<n> goal=<n> met|short
//
// The ratio is ours to the peer's, or to a budget where nobody does the same,
// and is met when it is not above the goal. The program reports and judges
// nothing: a slow machine is no failure. It writes bench.json, BENCH.md and a
// chart for each table; -only runs some tables and leaves the others' rows as
// they were. The table soak runs only when it is named, for SOAK_MINUTES, at SOAK_LIFE
// times life and at the address SOAK_AT of the page (board=wall).
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// A bench is one run.
type bench struct {
	root    string // of Keytrail
	dir     string // of this module
	work    string // for what is built
	browser context.Context
	site    *httptest.Server
}

// A table is a group of rows that are measured together.
type table struct {
	name, title string
	measure     func(context.Context, *bench) ([]row, error)
}

var tables = []table{
	{"engine", "Reading a notification and finding what changed", engine},
	{"module", "The module for other people's pages", module},
	{"history", "Keeping a long history", log},
	{"size", "The download", size},
	{"visit", "The first second", visit},
	{"hosts", "Over 10 Mbit/s and 40 ms", hosts},
	{"painted", "A notification on the screen", painted},
	{"show", "Much data on the screen", show},
	{"burst", "Many notifications", burst},
	{"use", "The keyboard", used},
	{"board", "The board", boarded},
	{"scroll", "A long table", scrolled},
	{"kept", "A long day", kept},
	{"open", "A large file", opened},
	{"server", "The server", server},
	{"soak", "Hours of traffic", soak},
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	root := flags.String("root", "../..", "the `directory` of Keytrail's go.mod")
	only := flags.String("only", "", "run these `tables` only, by name and with commas between")
	if err := flags.Parse(args); err != nil {
		return err
	}
	b, err := newBench(*root)
	if err != nil {
		return err
	}
	defer os.RemoveAll(b.work)
	if err := b.prepare(ctx); err != nil {
		return err
	}
	b.site = b.serve()
	defer b.site.Close()
	report, err := readReport(filepath.Join(b.root, "bench.json"))
	if err != nil {
		return err
	}
	report.Machine = b.machine()
	for _, t := range tables {
		if !wanted(t.name, *only) {
			continue
		}
		if err := b.table(ctx, t, report); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	return nil
}

// wanted reports whether a table is to be measured. The soak takes too long to
// be measured unless it is named.
func wanted(name, only string) bool {
	if only == "" {
		return name != "soak"
	}
	return slices.Contains(strings.Split(only, ","), name)
}

func newBench(root string) (*bench, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	work, err := os.MkdirTemp("", "keytrail-bench-")
	return &bench{root: root, dir: filepath.Join(root, "app", "bench"), work: work}, err
}

// table measures in a browser of its own, so that no table pays for another.
func (b *bench) table(ctx context.Context, t table, to *report) error {
	browser, stop, err := startBrowser(ctx)
	if err != nil {
		return err
	}
	defer stop()
	b.browser = browser
	start, load := time.Now(), loadAverage()
	rows, err := t.measure(ctx, b)
	if err != nil {
		return err
	}
	for i := range rows {
		rows[i].Table = t.name
		fmt.Println(rows[i])
	}
	fmt.Printf("%s took %.0f s\n", t.name, time.Since(start).Seconds())
	to.replace(t.name, rows)
	to.Load[t.name] = load
	return to.write(b.root)
}

// command runs a program; its error carries what the program complained of.
func (b *bench) command(ctx context.Context, dir string, env []string, name string, args ...string) error {
	_, err := b.output(ctx, dir, env, name, args...)
	return err
}

// output is command for a program whose output is wanted.
func (b *bench) output(ctx context.Context, dir string, env []string, name string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	var log bytes.Buffer
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, log.String())
	}
	return log.Bytes(), nil
}
