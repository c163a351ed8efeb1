package rig

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// A Page is a tab of a Browser. Its methods end the test when they cannot do
// what they say; a page that has failed leaves a screenshot.
type Page struct {
	T     *testing.T
	ctx   context.Context
	guard *guard

	closed bool // by Close
}

// call makes an action of a command of the DevTools protocol.
func call[P, R any](command cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, command, params)
		return err
	})
}

// within returns the page's context with the rig's patience.
func (p *Page) within() (context.Context, context.CancelFunc) {
	return context.WithTimeout(p.ctx, patience)
}

func (p *Page) must(what string, err error) {
	p.T.Helper()
	if err != nil {
		p.T.Fatalf("%s: %v", what, err)
	}
}

// Visit goes to the URL. Its origin is the one the page may not leave.
func (p *Page) Visit(address string) {
	p.T.Helper()
	plain, _, _ := strings.Cut(address, "#") // what follows may be anything
	u, err := url.Parse(plain)
	p.must("visit", err)
	p.guard.mu.Lock()
	p.guard.origin = u.Scheme + "://" + u.Host
	p.guard.mu.Unlock()
	p.Do("visit "+address, chromedp.Navigate(address))
}

// Do carries out actions of package chromedp.
func (p *Page) Do(what string, actions ...chromedp.Action[chromedp.Void]) {
	p.T.Helper()
	ctx, cancel := p.within()
	defer cancel()
	p.must(what, chromedp.Do(ctx, actions...))
}

// Eval evaluates a JavaScript expression, awaits it when it is a promise, and
// decodes its JSON into result, unless that is nil.
func (p *Page) Eval(expression string, result any) {
	p.T.Helper()
	p.must("evaluate "+expression, p.eval(expression, result))
}

func (p *Page) eval(expression string, result any) error {
	ctx, cancel := p.within()
	defer cancel()
	raw, err := chromedp.Run(ctx, chromedp.Evaluate[[]byte](expression, chromedp.EvalAwaitPromise, chromedp.EvalAsValue))
	if err != nil || result == nil {
		return err
	}
	return json.Unmarshal(raw, result)
}

// Until waits for a condition and ends the test with the last thing seen when
// it does not come true.
func (p *Page) Until(what string, condition func() (ok bool, seen string)) {
	p.T.Helper()
	p.UntilWithin(patience, what, condition)
}

// UntilWithin is Until for a condition that is promised within a time.
func (p *Page) UntilWithin(limit time.Duration, what string, condition func() (ok bool, seen string)) {
	p.T.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	deadline := time.Now().Add(limit)
	for {
		ok, seen := condition()
		if ok {
			return
		}
		if time.Now().After(deadline) {
			p.T.Fatalf("waited %v for %s; saw %s", limit, what, seen)
		}
		<-tick.C
	}
}

// UntilTrue waits for a JavaScript expression to be true.
func (p *Page) UntilTrue(what, expression string) {
	p.T.Helper()
	p.Until(what, func() (bool, string) {
		var value bool
		err := p.eval("Boolean("+expression+")", &value)
		return value, fmt.Sprint(value, " ", err)
	})
}

// ExpectNetworkErrors tells the guard that failing requests are part of the
// test. The browser writes a line on the console for each.
func (p *Page) ExpectNetworkErrors() {
	p.guard.mu.Lock()
	defer p.guard.mu.Unlock()
	p.guard.network = true
}

// Expect tells the guard that problems with this text are part of the test.
func (p *Page) Expect(text string) {
	p.guard.mu.Lock()
	defer p.guard.mu.Unlock()
	p.guard.expected = append(p.guard.expected, text)
}

// leave reports what the guard saw and what the page looked like at the end.
func (p *Page) leave() {
	for _, objection := range p.guard.objections() {
		p.T.Errorf("the page is not healthy: %s", objection)
	}
	if p.T.Failed() && !p.closed {
		p.T.Logf("the page at the end of the test: %s", p.keep())
	}
}

// keep writes a screenshot and the document to a directory that outlives the test.
func (p *Page) keep() string {
	dir, err := os.MkdirTemp("", "keytrail-e2e-")
	if err != nil {
		return err.Error()
	}
	ctx, cancel := context.WithTimeout(p.ctx, 10*time.Second)
	defer cancel()
	if image, err := chromedp.Run(ctx, chromedp.CaptureScreenshot()); err == nil {
		_ = os.WriteFile(filepath.Join(dir, "page.png"), image, 0o600)
	}
	if html, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.documentElement.outerHTML`)); err == nil {
		_ = os.WriteFile(filepath.Join(dir, "page.html"), []byte(html), 0o600)
	}
	_ = os.WriteFile(filepath.Join(dir, "problems.txt"), []byte(strings.Join(p.guard.problems, "\n")), 0o600)
	return dir
}

// Screenshot writes the window to a file.
func (p *Page) Screenshot(path string) {
	p.T.Helper()
	ctx, cancel := p.within()
	defer cancel()
	image, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	p.must("screenshot", err)
	p.must("screenshot", os.WriteFile(path, image, 0o644))
}
