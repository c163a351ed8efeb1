package rig

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// A Report is what Lighthouse found on a page.
type Report struct {
	Accessibility, BestPractices float64 // 1 is all of it
	Shift                        float64 // the cumulative layout shift while loading
	Objections                   []string
}

// Lighthouse has Lighthouse look at a page in a browser of its own, as on a
// telephone or, with the preset desktop, on a screen.
func Lighthouse(t *testing.T, url string, flags ...string) Report {
	t.Helper()
	node := tool(t, "Lighthouse", "node")
	dir := filepath.Join(Dir(), "lighthouse")
	install(t, dir)
	out := filepath.Join(t.TempDir(), "report.json")
	cmd := exec.Command(node, append([]string{
		filepath.Join(dir, "node_modules", "lighthouse", "cli", "index.js"), url,
		"--quiet", "--output=json", "--output-path=" + out,
		"--only-categories=accessibility,best-practices", "--only-audits=cumulative-layout-shift",
		"--max-wait-for-load=15000", // a poll is always open, so that the network never rests
		"--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync",
	}, flags...)...)
	cmd.Env = append(os.Environ(), "CHROME_PATH="+chromium(t))
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("lighthouse: %v\n%s", err, said)
	}
	raw, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	return readReport(t, raw)
}

func readReport(t *testing.T, raw []byte) (r Report) {
	t.Helper()
	var file struct {
		Categories map[string]struct {
			Score     float64
			AuditRefs []struct {
				ID     string
				Weight float64
			}
		}
		Audits map[string]struct {
			Title        string
			Score        *float64
			NumericValue float64
			Details      json.RawMessage
		}
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatalf("reading what Lighthouse wrote: %v", err)
	}
	for _, category := range file.Categories {
		for _, ref := range category.AuditRefs {
			if a := file.Audits[ref.ID]; ref.Weight > 0 && a.Score != nil && *a.Score < 1 {
				r.Objections = append(r.Objections, a.Title+" "+string(a.Details))
			}
		}
	}
	r.Accessibility, r.BestPractices = file.Categories["accessibility"].Score, file.Categories["best-practices"].Score
	r.Shift = file.Audits["cumulative-layout-shift"].NumericValue
	return r
}
