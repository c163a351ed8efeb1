package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A row is one thing that was measured. Less is better in every row.
type row struct {
	Table     string             `json:"table"`
	Name      string             `json:"name"`
	What      string             `json:"what"`
	Unit      string             `json:"unit"`
	Ours      float64            `json:"ours"`
	Peer      string             `json:"peer"`
	PeerValue float64            `json:"peerValue"`
	Goal      float64            `json:"goal"` // the greatest ratio
	Others    map[string]float64 `json:"others,omitempty"`
}

// budget is a row that nobody else stands beside: the peer is the limit itself.
func budget(name, what, unit string, ours, limit float64) row {
	return row{Name: name, What: what, Unit: unit, Ours: ours, Peer: "budget", PeerValue: limit, Goal: 1}
}

func (r row) ratio() float64 {
	if r.PeerValue == 0 {
		if r.Ours == 0 {
			return 0
		}
		return math.Inf(1)
	}
	return r.Ours / r.PeerValue
}

func (r row) verdict() string {
	if r.ratio() <= r.Goal {
		return "met"
	}
	return "short"
}

// String returns the line that is printed.
func (r row) String() string {
	return fmt.Sprintf("bench %s ours=%s peer=%s:%s ratio=%.3f goal=%.3f %s",
		r.Name, r.amount(r.Ours), r.Peer, r.amount(r.PeerValue), r.ratio(), r.Goal, r.verdict())
}

// amount returns a value with three digits that count, and its unit.
func (r row) amount(v float64) string {
	digits := 0
	if v != 0 {
		digits = min(3, max(0, 2-int(math.Floor(math.Log10(math.Abs(v))))))
	}
	return strconv.FormatFloat(v, 'f', digits, 64) + r.Unit
}

// A report is all rows of the last runs.
type report struct {
	Time    time.Time         `json:"time"`
	Machine map[string]string `json:"machine"`
	Load    map[string]string `json:"load"` // of the machine when a table was begun
	Rows    []row             `json:"rows"`
}

// readReport returns an empty report when there was none yet.
func readReport(file string) (*report, error) {
	r := &report{Load: map[string]string{}}
	data, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err != nil {
		return nil, err
	}
	return r, json.Unmarshal(data, r)
}

func (r *report) replace(table string, rows []row) {
	r.Rows = slices.DeleteFunc(r.Rows, func(old row) bool { return old.Table == table })
	r.Rows = append(r.Rows, rows...)
}

// of returns a table's rows.
func (r *report) of(table string) []row {
	return slices.DeleteFunc(slices.Clone(r.Rows), func(row row) bool { return row.Table != table })
}

// write writes the report in its three forms.
func (r *report) write(root string) error {
	r.Time = time.Now().UTC().Truncate(time.Minute)
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(root, "docs"), 0o755); err != nil {
		return err
	}
	err = errors.Join(
		os.WriteFile(filepath.Join(root, "bench.json"), append(data, '\n'), 0o644),
		os.WriteFile(filepath.Join(root, "BENCH.md"), r.markdown(), 0o644),
	)
	for _, t := range tables {
		if rows := r.of(t.name); len(rows) > 0 {
			err = errors.Join(err, os.WriteFile(filepath.Join(root, "docs", "bench-"+t.name+".svg"), chart(t.title, rows), 0o644))
		}
	}
	return err
}

func (r *report) markdown() []byte {
	var b bytes.Buffer
	b.WriteString("# Measured\n\n")
	b.WriteString("Written by `make bench`; do not edit. The ratio is ours to the best peer's, or to the\n" +
		"budget where nobody does the same; it is met when it is not above the goal. Ratios are the\n" +
		"result, times depend on the machine. [docs/PERFORMANCE.md](docs/PERFORMANCE.md) says how each\n" +
		"row is measured and what bounds it.\n\n")
	for _, key := range slices.Sorted(maps.Keys(r.Machine)) {
		fmt.Fprintf(&b, "- %s: %s\n", key, r.Machine[key])
	}
	for _, t := range tables {
		rows := r.of(t.name)
		if len(rows) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n## %s\n\n![ours beside the peer](docs/bench-%s.svg)\n\n", t.title, t.name)
		b.WriteString("| what | ours | beside | ratio | goal | |\n|---|--:|--:|--:|--:|---|\n")
		for _, row := range rows {
			fmt.Fprintf(&b, "| %s | %s | %s %s | %.3f | ≤ %.3f | %s |\n", row.What, row.amount(row.Ours),
				row.Peer, row.amount(row.PeerValue), row.ratio(), row.Goal, row.verdict())
		}
		b.Write(others(rows))
		fmt.Fprintf(&b, "\nLoad average of the machine when this was begun: %s.\n", r.Load[t.name])
	}
	return b.Bytes()
}

// others lists the peers that were measured, too, best first.
func others(rows []row) []byte {
	var b bytes.Buffer
	for _, row := range rows {
		if len(row.Others) < 2 {
			continue
		}
		names := slices.SortedFunc(maps.Keys(row.Others), func(x, y string) int {
			return cmp.Compare(row.Others[x], row.Others[y])
		})
		for i, name := range names {
			names[i] = name + " " + row.amount(row.Others[name])
		}
		fmt.Fprintf(&b, "\n%s: %s.\n", row.Name, strings.Join(names, ", "))
	}
	return b.Bytes()
}

// machine describes what the figures were measured on.
func (b *bench) machine() map[string]string {
	m := map[string]string{"Go": runtime.Version(), "system": runtime.GOOS + "/" + runtime.GOARCH}
	if path, err := chromium(); err == nil {
		if out, err := exec.Command(path, "--version").Output(); err == nil {
			m["browser"] = strings.TrimSpace(string(out)) + ", headless"
		}
	}
	m["processor"] = fmt.Sprintf("%s, %d cores", processor(), runtime.NumCPU())
	m["peers"] = peers(filepath.Join(b.dir, "package.json"))
	return m
}

// loadAverage tells how much else the machine had to do in the last minute.
func loadAverage() string {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	average, _, _ := strings.Cut(string(data), " ")
	return average
}

func processor() string {
	data, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		if name, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

// peers lists the packages from npm with their versions.
func peers(file string) string {
	data, err := os.ReadFile(file)
	if err != nil {
		return err.Error()
	}
	var manifest struct{ Dependencies map[string]string }
	if err := json.Unmarshal(data, &manifest); err != nil {
		return err.Error()
	}
	var list []string
	for _, name := range slices.Sorted(maps.Keys(manifest.Dependencies)) {
		list = append(list, name+" "+manifest.Dependencies[name])
	}
	return strings.Join(list, ", ")
}
