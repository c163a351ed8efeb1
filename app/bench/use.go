package main

import (
	"context"

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
	busily := []string{"-sim-sessions", "1", "-sim-keys", "1000", "-sim-rate", "20"}
	ours, peer, err := b.inTurns(ctx, busily, func(_ context.Context, t *live) ([]float64, error) { return t.gesture(gestures[0]) })
	if err != nil {
		return nil, err
	}
	what := func(g gesture) string { return g.what + ", 1,000 keys and 20 notifications a second, p95" }
	rows = []row{{Name: gestures[0].name + "-plain", What: what(gestures[0]), Unit: "ms", Ours: ours, Peer: plainPage, PeerValue: peer, Goal: 1.5}}
	t, err := b.simulated(ctx, busily...)
	if err != nil {
		return nil, err
	}
	defer t.stop()
	for _, g := range gestures {
		took, err := t.gesture(g)
		if err != nil {
			return nil, err
		}
		rows = append(rows, budget(g.name, what(g), "ms", quantile(took, 0.95), 50))
	}
	return rows, nil
}

// boarded measures the same on the board, with a thousand sessions, twelve columns
// and 200 notifications a second.
func boarded(ctx context.Context, b *bench) (rows []row, err error) {
	t, err := b.simulated(ctx, "-sim-sessions", "1000", "-sim-rate", "200")
	if err != nil {
		return nil, err
	}
	defer t.stop()
	const columns = `["DISP_KEY", "Subject", "WEB_PageViews", "CRM_CaseId", "IdentifyCreateContact", "CustomerSegment", "ServiceType", "a", "b", "c", "d", "e"]`
	if err := t.eval(`location.hash = "board&" + `+columns+`.map((c) => "column=" + c).join("&")`, nil); err != nil {
		return nil, err
	}
	if err := t.until(`Number(document.querySelector("#board-scroll table")?.getAttribute("aria-rowcount")) >= 1000 && document.querySelectorAll("#board-scroll col").length >= 12`); err != nil {
		return nil, err
	}
	for _, g := range []gesture{
		{"board-selection", "moving the selection on the board", "#board-cursor", []string{kb.ArrowDown, kb.ArrowDown, kb.ArrowUp}, `document.querySelector("#board-cursor")?.dataset.row`},
		{"board-filter", "… typing in its filter", "#board-filter", []string{"9", kb.Backspace}, `document.querySelector(".board-count").textContent.split(" ·")[0]`},
	} {
		took, err := t.gesture(g)
		if err != nil {
			return nil, err
		}
		rows = append(rows, budget(g.name, g.what+", 1,000 sessions, 12 columns and 200 notifications a second, p95", "ms", quantile(took, 0.95), 50))
	}
	return rows, nil
}

// gesture returns the times to answer, of a hundred keys.
func (l *live) gesture(g gesture) (took []float64, err error) {
	const times = 100
	if err := l.eval(`document.querySelector("`+g.focus+`").focus()`, nil); err != nil {
		return nil, err
	}
	for n := range times {
		if err := l.eval(`void (globalThis.answer = probe.answer(() => `+g.differs+`))`, nil); err != nil {
			return nil, err
		}
		if err := l.do(chromedp.KeyEvent(g.keys[n%len(g.keys)])); err != nil {
			return nil, err
		}
		var one float64
		if err := l.eval("answer", &one); err != nil {
			return nil, err
		}
		took = append(took, one)
	}
	return took, nil
}
