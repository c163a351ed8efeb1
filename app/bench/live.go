package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/chromedp/chromedp"
)

// live measures a page while notifications arrive, beside a JSON editor that is
// told of one changed key.
func live(ctx context.Context, b *bench) ([]row, error) {
	peers, err := b.shown()
	if err != nil {
		return nil, err
	}
	var rows []row
	for _, keys := range []int{33, 1000, 5000} {
		took, err := b.painted(ctx, keys)
		if err != nil {
			return nil, err
		}
		name := "painted-" + strconv.Itoa(keys)
		what := fmt.Sprintf("from a notification of %d keys to its paint, p95", keys)
		rows = append(rows, budget(name, what, "ms", took, 33))
		if keys == 5000 {
			rows = append(rows, row{Name: name + "-editor", What: what, Unit: "ms", Ours: took,
				Peer: "vanilla-jsoneditor", PeerValue: median(peers.updates[keys]), Goal: 1.0 / 20})
		}
	}
	chosen, err := b.chosen(ctx)
	if err != nil {
		return nil, err
	}
	const what = "showing a session of 5,000 keys until it is painted, median"
	return append(rows,
		budget("show-5000", what, "ms", chosen, 50),
		row{Name: "show-5000-editor", What: what, Unit: "ms", Ours: chosen, Peer: "vanilla-jsoneditor", PeerValue: peers.editor, Goal: 1.0 / 20},
		row{Name: "show-5000-html", What: what, Unit: "ms", Ours: chosen, Peer: "jsondiffpatch HTML", PeerValue: peers.html, Goal: 1.0 / 4},
	), nil
}

// shown is how long the peers take to show 5,000 keys, and an update of one.
type shown struct {
	editor, html float64
	updates      map[int][]float64
}

func (b *bench) shown() (shown, error) {
	s := shown{updates: map[int][]float64{}}
	t, err := openTab(b.browser, b.site.URL+"/page/show.html")
	if err != nil {
		return s, err
	}
	defer t.end()
	for keys, updates := range map[int]int{33: 9, 1000: 9, 5000: 3} {
		var got struct {
			Show   float64
			Update []float64
		}
		if err := t.eval(fmt.Sprintf("show.editor(%d, %d)", keys, updates), &got); err != nil {
			return s, err
		}
		s.updates[keys], s.editor = got.Update, max(s.editor, got.Show)
	}
	var html []float64
	if err := t.eval("(async () => [await show.html(5000), await show.html(5000), await show.html(5000)])()", &html); err != nil {
		return s, err
	}
	s.html = median(html)
	return s, nil
}

// simulated opens a page whose simulator was started with the arguments, with a
// session on the screen.
func (b *bench) simulated(ctx context.Context, args ...string) (*tab, func(), error) {
	p, err := b.start(ctx, append([]string{"-sim-seed", "7"}, args...)...)
	if err != nil {
		return nil, nil, err
	}
	t := b.probed()
	stop := func() { t.end(); p.stop() }
	_, err = t.arrive(p.url)
	if err == nil {
		err = t.until(`document.querySelector("#sessions [data-session]")`)
	}
	if err == nil {
		err = t.eval(`document.querySelector("#sessions [aria-selected=true]") || document.querySelector("#sessions [data-session]").click()`, nil)
	}
	if err == nil {
		err = t.until(`document.querySelector("#grid tr[data-key]")`)
	}
	if err != nil {
		stop()
		return nil, nil, err
	}
	return t, stop, nil
}

// painted returns the 95th percentile of the times to paint a notification.
func (b *bench) painted(ctx context.Context, keys int) (float64, error) {
	t, stop, err := b.simulated(ctx, "-sim-sessions", "1", "-sim-keys", strconv.Itoa(keys), "-sim-rate", "8")
	if err != nil {
		return 0, err
	}
	defer stop()
	if err := t.eval("void probe.watch()", nil); err != nil {
		return 0, err
	}
	if err := t.until("probe.latencies.length >= 80"); err != nil {
		return 0, err
	}
	var times []float64
	if err := t.eval("probe.latencies", &times); err != nil {
		return 0, err
	}
	// The first few are still being compiled by the browser.
	return quantile(times[20:], 0.95), nil
}

// chosen returns how long another session takes to be on the screen.
func (b *bench) chosen(ctx context.Context) (float64, error) {
	t, stop, err := b.simulated(ctx, "-sim-sessions", "2", "-sim-keys", "5000", "-sim-quiet")
	if err != nil {
		return 0, err
	}
	defer stop()
	if err := t.until(`document.querySelectorAll("#sessions [data-session]").length >= 2`); err != nil {
		return 0, err
	}
	var times []float64
	for range 11 {
		var took float64
		if err := t.eval(`probe.choose(document.querySelector("#sessions [data-session][aria-selected=false]"))`, &took); err != nil {
			return 0, err
		}
		times = append(times, took)
	}
	return median(times), nil
}

// load measures a page that has to keep up.
func load(ctx context.Context, b *bench) ([]row, error) {
	burst, err := b.burst(ctx)
	if err != nil {
		return nil, err
	}
	scrolled, err := b.scrolled(ctx)
	if err != nil {
		return nil, err
	}
	kept, err := b.kept(ctx)
	return append(append(burst, scrolled...), kept...), err
}

// burst receives 200 notifications of 1,000 keys a second, for 30 seconds, in
// 20 sessions, while somebody types into the filter.
func (b *bench) burst(ctx context.Context) ([]row, error) {
	t, stop, err := b.simulated(ctx, "-sim-sessions", "20", "-sim-keys", "1000", "-sim-rate", "200")
	if err != nil {
		return nil, err
	}
	defer stop()
	if err := t.eval(`probe.long.length = 0; document.querySelector("#filter").focus(); performance.now()`, nil); err != nil {
		return nil, err
	}
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); {
		if err := t.do(chromedp.KeyEvent("a"), chromedp.Sleep(250*time.Millisecond), chromedp.KeyEvent("\b"), chromedp.Sleep(250*time.Millisecond)); err != nil {
			return nil, err
		}
	}
	var got struct {
		Long, Typed     []float64
		Messages, Shown float64
	}
	err = t.eval(`(async () => {
		const shown = () => Number(document.querySelector(".foot").textContent.match(/([\d\s\u00a0\u202f\u2009,]+) messages? received/)[1].replace(/\D/g, ""));
		const messages = probe.messages;
		const end = performance.now() + 20000;
		while (shown() < messages && performance.now() < end) await probe.painted();
		return { long: probe.long, typed: probe.typed, messages, shown: shown() };
	})()`, &got)
	if err != nil {
		return nil, err
	}
	return []row{
		budget("burst-lost", "200 notifications of 1,000 keys a second for 30 s, 20 sessions: lost", "", max(0, got.Messages-got.Shown), 0),
		budget("burst-task", "… the longest task of the page", "ms", quantile(append(got.Long, 0), 1), 50),
		budget("burst-typing", "… from a key to its paint, p95", "ms", quantile(got.Typed, 0.95), 50),
	}, nil
}

// scrolled goes through a table of 10,000 rows in three seconds.
func (b *bench) scrolled(ctx context.Context) ([]row, error) {
	t, stop, err := b.simulated(ctx, "-sim-sessions", "1", "-sim-keys", "10000", "-sim-quiet")
	if err != nil {
		return nil, err
	}
	defer stop()
	var got struct {
		Times        []float64
		Blank, Nodes float64
	}
	if err := t.eval("probe.sweep(180)", &got); err != nil {
		return nil, err
	}
	return []row{
		budget("scroll-frame", "scrolling 10,000 rows end to end in 180 frames: a frame, p95", "ms", quantile(got.Times, 0.95), 20),
		budget("scroll-blank", "… frames in which a part in sight was not drawn", "", got.Blank, 1),
		budget("scroll-nodes", "… the most nodes in the document", "", got.Nodes, 1500),
	}, nil
}

// kept receives 50,000 notifications and goes back to some of them.
func (b *bench) kept(ctx context.Context) ([]row, error) {
	t, stop, err := b.simulated(ctx, "-sim-sessions", "1", "-sim-keys", "33", "-sim-rate", "2500")
	if err != nil {
		return nil, err
	}
	defer stop()
	if err := t.until("probe.messages >= 50000"); err != nil {
		return nil, err
	}
	var memory float64
	if err := t.eval("gc(); probe.memory() + performance.memory.usedJSHeapSize", &memory); err != nil {
		return nil, err
	}
	var times []float64
	if err := t.eval("probe.scrub(100)", &times); err != nil {
		return nil, err
	}
	return []row{
		budget("kept-memory", "50,000 notifications kept: memory of the page, the program's and the browser's", "MB", memory/1e6, 150),
		budget("kept-scrub", "… from moving the slider to any of them until the page shows it, p95", "ms", quantile(times, 0.95), 16),
	}, nil
}
