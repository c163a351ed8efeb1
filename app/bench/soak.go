package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"
)

// lifeRate is the simulator's own rate, in notifications a second.
const lifeRate = 0.8

// warmUp is the part of the soak after which what is kept for saving, 50,000
// observations, has been filled, and at five hundred times life the histories, too.
const warmUp = 0.7

// soak leaves a page alone with much traffic and watches what grows. At fifty times
// life ten minutes are eight hours.
func soak(ctx context.Context, b *bench) ([]row, error) {
	minutes, err := setting("SOAK_MINUTES", 10)
	if err != nil {
		return nil, err
	}
	life, err := setting("SOAK_LIFE", 50)
	if err != nil {
		return nil, err
	}
	t, err := b.simulated(ctx, "-sim-rate", strconv.FormatFloat(life*lifeRate, 'f', -1, 64))
	if err != nil {
		return nil, err
	}
	defer t.stop()
	where := os.Getenv("SOAK_AT")
	if err := t.eval(`location.hash = `+strconv.Quote(where), nil); err != nil {
		return nil, err
	}
	total := time.Duration(minutes * float64(time.Minute))
	warm := time.Duration(warmUp * float64(total))
	if err := t.do(call(performance.Enable, performance.EnableParams{}), chromedp.Sleep(warm)); err != nil {
		return nil, err
	}
	before, err := t.holdings()
	if err != nil {
		return nil, err
	}
	if err := t.do(chromedp.Sleep(total - warm)); err != nil {
		return nil, err
	}
	after, err := t.holdings()
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, h := range []struct{ name, what, unit string }{
		{"memory", "memory of the program and of the browser's objects", "MB"},
		{"nodes", "nodes of the document", ""},
		{"listeners", "listeners of the page", ""},
		{"values", "values of the page that the program holds, its functions among them", ""},
	} {
		rows = append(rows, row{Name: "soak-" + h.name, Unit: h.unit, Ours: after[h.name], Peer: "after warm-up", PeerValue: before[h.name], Goal: 1.05,
			What: fmt.Sprintf("%.0f times life for %s%s: %s", life, total.Round(time.Second), map[bool]string{true: " at " + where}[where != ""], h.what)})
	}
	return rows, nil
}

// setting returns the number that the environment has under a name, or the usual one.
func setting(name string, usual float64) (float64, error) {
	s := os.Getenv(name)
	if s == "" {
		return usual, nil
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", name, err)
	}
	return n, nil
}

// holdings is what a page holds when the browser has collected its garbage.
func (t *tab) holdings() (map[string]float64, error) {
	var got struct{ Memory, Heap, Values, Nodes float64 }
	if err := t.eval(`(gc(), gc(), { memory: probe.memory(), heap: performance.memory.usedJSHeapSize, values: probe.values(), nodes: document.querySelectorAll("*").length })`, &got); err != nil {
		return nil, err
	}
	held := map[string]float64{"memory": (got.Memory + got.Heap) / 1e6, "values": got.Values, "nodes": got.Nodes}
	return held, chromedp.Do(t.ctx, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		metrics, err := cdp.Call(ctx, target, performance.GetMetrics, cdp.Empty{})
		if err != nil {
			return err
		}
		for _, m := range metrics.Metrics {
			if m.Name == "JSEventListeners" {
				held["listeners"] = m.Value
			}
		}
		return nil
	}))
}
