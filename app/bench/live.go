package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"time"

	"github.com/chromedp/chromedp"
)

// painted measures how soon a notification is on the screen, in turns with a
// page that was written by hand.
func painted(ctx context.Context, b *bench) (rows []row, err error) {
	for _, of := range []struct {
		keys int
		goal float64
	}{{33, 1.5}, {1000, 1}, {5000, 0.5}} {
		args := quietly(of.keys)
		ours, peer, err := b.inTurns(ctx, args, painting)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row{Name: "painted-" + strconv.Itoa(of.keys), What: fmt.Sprintf("from a notification of %d keys to its paint, p95", of.keys), Unit: "ms",
			Ours: ours, Peer: plainPage, PeerValue: peer, Goal: of.goal})
	}
	return rows, nil
}

// quietly are the arguments of a simulator of one session in which nothing
// happens but what others write.
func quietly(keys int) []string {
	return []string{"-sim-sessions", "1", "-sim-keys", strconv.Itoa(keys), "-sim-quiet"}
}

// show measures much data beside what others need for as much: a JSON editor
// that shows it, or is told of one changed key, and a diff as HTML.
func show(ctx context.Context, b *bench) ([]row, error) {
	peers, err := b.shown()
	if err != nil {
		return nil, err
	}
	update, err := b.update(ctx)
	if err != nil {
		return nil, err
	}
	chosen, err := b.chosen(ctx)
	if err != nil {
		return nil, err
	}
	const what = "showing a session of 5,000 keys until it is painted, median"
	return []row{
		{Name: "update-5000", What: "one change among 5,000 keys, until it is painted", Unit: "ms", Ours: update, Peer: "vanilla-jsoneditor", PeerValue: peers.update, Goal: 1.0 / 20},
		budget("show-5000", what, "ms", chosen, 50),
		{Name: "show-5000-editor", What: what, Unit: "ms", Ours: chosen, Peer: "vanilla-jsoneditor", PeerValue: peers.editor, Goal: 1.0 / 20},
		{Name: "show-5000-html", What: what, Unit: "ms", Ours: chosen, Peer: "jsondiffpatch HTML", PeerValue: peers.html, Goal: 1.0 / 4},
	}, nil
}

// shown is how long the peers take to show 5,000 keys, and an update of one.
type shown struct{ editor, update, html float64 }

func (b *bench) shown() (s shown, err error) {
	t, err := openTab(b.browser, b.site.URL+"/page/show.html")
	if err != nil {
		return s, err
	}
	defer t.end()
	var tree struct {
		Show   float64
		Update []float64
	}
	if err := t.eval("show.editor(5000, 3)", &tree); err != nil {
		return s, err
	}
	var html []float64
	if err := t.eval("(async () => [await show.html(5000), await show.html(5000), await show.html(5000)])()", &html); err != nil {
		return s, err
	}
	return shown{tree.Show, median(tree.Update), median(html)}, nil
}

// simulated opens a page whose simulator was started with the arguments, with a
// session on the screen.
func (b *bench) simulated(ctx context.Context, args ...string) (*live, error) {
	p, err := b.start(ctx, append([]string{"-sim-seed", "7"}, args...)...)
	if err != nil {
		return nil, err
	}
	t := &live{tab: b.probed(), program: p}
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
		t.stop()
		return nil, err
	}
	return t, nil
}

// A live page is one whose simulator can be written to.
type live struct {
	*tab
	program *program
	site    *httptest.Server // that the page came from, nil for the program itself
}

func (l *live) stop() {
	l.end()
	l.program.stop()
	if l.site != nil {
		l.site.Close()
	}
}

// write changes one key of the one session so many times, as another
// application would, with a pause before each.
func (l *live) write(ctx context.Context, times int, pause time.Duration) error {
	agent, err := newPoller(ctx, l.program.url)
	if err != nil {
		return err
	}
	data, err := agent.send(ctx, http.MethodGet, "/api/v2/me/smssessions", "")
	if err != nil {
		return err
	}
	id := sessionURI.FindSubmatch(data)
	if id == nil {
		return fmt.Errorf("no session in %.200s", data)
	}
	for n := range times {
		if pause > 0 {
			if err := chromedp.Do(l.ctx, chromedp.Sleep(pause)); err != nil {
				return err
			}
		}
		body := fmt.Sprintf(`{"operationName":"UpdateUserData","userData":{"Bench_%d":"value %d"}}`, n%3, n)
		if _, err := agent.send(ctx, http.MethodPost, "/api/v2/me/smssessions/"+string(id[1]), body); err != nil {
			return err
		}
	}
	return nil
}

var sessionURI = regexp.MustCompile(`/smssessions/([^"/?]+)`)

// painting returns how long each notification took to be painted.
func painting(ctx context.Context, t *live) ([]float64, error) {
	if err := t.eval("void probe.watch()", nil); err != nil {
		return nil, err
	}
	const warmUp, counted = 15, 60
	if err := t.write(ctx, warmUp+counted, 100*time.Millisecond); err != nil {
		return nil, err
	}
	if err := t.until("probe.pending === 0"); err != nil {
		return nil, err
	}
	var times []float64
	if err := t.eval("probe.latencies", &times); err != nil {
		return nil, err
	}
	if len(times) < 10 {
		return nil, fmt.Errorf("%d of %d notifications were painted", len(times), warmUp+counted)
	}
	return times[min(warmUp, len(times)/4):], nil
}

// update is the 95th percentile of the times to paint one change among 5,000 keys.
func (b *bench) update(ctx context.Context) (float64, error) {
	t, err := b.simulated(ctx, quietly(5000)...)
	if err != nil {
		return 0, err
	}
	defer t.stop()
	times, err := painting(ctx, t)
	return quantile(times, 0.95), err
}

// chosen returns how long another session takes to be on the screen.
func (b *bench) chosen(ctx context.Context) (float64, error) {
	t, err := b.simulated(ctx, "-sim-sessions", "2", "-sim-keys", "5000", "-sim-quiet")
	if err != nil {
		return 0, err
	}
	defer t.stop()
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

// burst receives 200 notifications of 1,000 keys a second, for 30 seconds, in
// 20 sessions, while somebody types into the filter.
func burst(ctx context.Context, b *bench) ([]row, error) {
	t, err := b.simulated(ctx, "-sim-sessions", "20", "-sim-keys", "1000", "-sim-rate", "200")
	if err != nil {
		return nil, err
	}
	defer t.stop()
	if err := t.eval(`probe.long.length = 0; document.querySelector("#filter").focus(); performance.now()`, nil); err != nil {
		return nil, err
	}
	if err := t.scribble(); err != nil {
		return nil, err
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

// scribble types into what is focused, and takes it back, for half a minute.
func (t *tab) scribble() error {
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); {
		if err := t.do(chromedp.KeyEvent("a"), chromedp.Sleep(250*time.Millisecond), chromedp.KeyEvent("\b"), chromedp.Sleep(250*time.Millisecond)); err != nil {
			return err
		}
	}
	return nil
}

// swept is what was seen of a table while it was scrolled from end to end.
type swept struct {
	Times        []float64 // between frames, in ms
	Blank, Nodes float64   // frames in which a part in sight was not drawn; the most nodes in the document
}

// sweep scrolls by 400 pixels a frame.
func (l *live) sweep() (s swept, err error) {
	return s, l.eval("probe.sweep(400, 20000)", &s)
}

// scrolled goes through a table of 10,000 rows.
func scrolled(ctx context.Context, b *bench) ([]row, error) {
	var all [2]swept
	for i, open := range b.both() {
		t, err := open(ctx, quietly(10_000)...)
		if err != nil {
			return nil, err
		}
		all[i], err = t.sweep()
		t.stop()
		if err != nil {
			return nil, err
		}
	}
	got, frame := all[0], quantile(all[0].Times, 0.95)
	const what = "scrolling 10,000 rows by 400 pixels a frame: a frame, p95"
	return []row{
		budget("scroll-frame", what, "ms", frame, 20),
		{Name: "scroll-frame-plain", What: what, Unit: "ms", Ours: frame, Peer: plainPage, PeerValue: quantile(all[1].Times, 0.95), Goal: 1.2},
		budget("scroll-blank", "… frames of 180 in which a part in sight was not drawn", "", got.Blank*180/float64(len(got.Times)), 1),
		budget("scroll-nodes", "… the most nodes in the document", "", got.Nodes, 1500),
	}, nil
}

// kept receives 50,000 notifications and goes back to some of them.
func kept(ctx context.Context, b *bench) ([]row, error) {
	t, err := b.simulated(ctx, "-sim-sessions", "1", "-sim-keys", "33", "-sim-quiet")
	if err != nil {
		return nil, err
	}
	defer t.stop()
	const notifications, step = 50_000, 500
	for sent := step; sent <= notifications; sent += step {
		if err := t.write(ctx, step, 0); err != nil {
			return nil, err
		}
		// The simulator gives up a page that is too far behind.
		if err := t.until(fmt.Sprintf("probe.messages >= %d", sent-2*step)); err != nil {
			return nil, err
		}
	}
	if err := t.until(fmt.Sprintf("probe.messages >= %d && Number(document.getElementById('scrubber').max) >= %d", notifications, notifications)); err != nil {
		return nil, err
	}
	var dropped float64
	if err := t.eval("Number(document.getElementById('scrubber').min) - 1", &dropped); err != nil {
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
		budget("kept-dropped", "50,000 notifications of 33 keys in one session: no longer in its history", "", dropped, 0),
		budget("kept-memory", "… memory of the page, the program's and the browser's", "MB", memory/1e6, 150),
		budget("kept-scrub", "… from moving the slider to any of them until the page shows it, p95", "ms", quantile(times, 0.95), 16),
	}, nil
}
