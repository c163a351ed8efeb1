package main

import (
	"context"
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A gesture is what a person does again and again: keys that are pressed in
// turn, with an expression for what of the page must differ after each.
type gesture struct {
	name, what string
	focus      string // of what is focused before
	keys       []string
	differs    string
}

var gestures = []gesture{
	{"use-filter", "typing in the filter", "#filter", []string{"a", kb.Backspace}, `document.querySelector(".segments-count").textContent`},
	{"use-selection", "… moving the selection", "#grid", []string{kb.ArrowDown, kb.ArrowDown, kb.ArrowUp}, `document.querySelector("#grid [aria-selected=true]")?.dataset.key`},
	{"use-scrub", "… going through the past", "#scrubber", []string{kb.ArrowLeft, kb.ArrowLeft, kb.ArrowRight}, `document.getElementById("scrubber").getAttribute("aria-valuetext").split(" of ")[0]`},
}

// used measures how soon a page of 1,000 keys, with 20 notifications a second,
// answers to a key, each until the answer is painted.
func used(ctx context.Context, b *bench) (rows []row, err error) {
	t, err := b.simulated(ctx, "-sim-sessions", "1", "-sim-keys", "1000", "-sim-rate", "20")
	if err != nil {
		return nil, err
	}
	defer t.stop()
	for _, g := range gestures {
		took, err := t.gesture(g)
		if err != nil {
			return nil, err
		}
		rows = append(rows, budget(g.name, strings.TrimSpace(g.what)+", 1,000 keys and 20 notifications a second, p95", "ms", took, 50))
	}
	return rows, nil
}

// gesture returns the 95th percentile of the times to answer.
func (l *live) gesture(g gesture) (float64, error) {
	const times = 100
	if err := l.eval(`document.querySelector("`+g.focus+`").focus()`, nil); err != nil {
		return 0, err
	}
	var took []float64
	for n := range times {
		if err := l.eval(`void (globalThis.answer = probe.answer(() => `+g.differs+`))`, nil); err != nil {
			return 0, err
		}
		if err := l.do(chromedp.KeyEvent(g.keys[n%len(g.keys)])); err != nil {
			return 0, err
		}
		var one float64
		if err := l.eval("answer", &one); err != nil {
			return 0, err
		}
		took = append(took, one)
	}
	return quantile(took, 0.95), nil
}
