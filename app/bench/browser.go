package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os/exec"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// patience bounds everything that is waited for; the soak alone takes ten minutes.
const patience = 15 * time.Minute

// startBrowser starts a Chromium of its own profile, which ends with stop.
func startBrowser(ctx context.Context) (browser context.Context, stop func(), err error) {
	path, err := chromium()
	if err != nil {
		return nil, nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path),
		chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.WindowSize(1280, 800),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("enable-precise-memory-info", true),
		chromedp.Flag("js-flags", "--expose-gc"),
	)
	allocator, endAllocator := chromedp.NewExecAllocator(ctx, options...)
	browser, end := chromedp.NewContext(allocator)
	stop = func() { _ = chromedp.Cancel(browser); end(); endAllocator() }
	if err := chromedp.Do(browser); err != nil {
		stop()
		return nil, nil, fmt.Errorf("starting Chromium: %w", err)
	}
	return browser, stop, nil
}

func chromium() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("no Chromium is installed, which is needed")
}

// A tab is one page in a profile of its own, or beside another of the same.
type tab struct {
	ctx context.Context
	end func()
}

func openTab(browser context.Context, url string) (*tab, error) {
	t := blankTab(browser)
	if err := t.visit(url); err != nil {
		t.end()
		return nil, err
	}
	return t, nil
}

// blankTab has an empty cache and nothing stored.
func blankTab(browser context.Context) *tab {
	ctx, end := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	ctx, cancel := context.WithTimeout(ctx, patience)
	return &tab{ctx, func() { cancel(); end() }}
}

func (t *tab) visit(url string) error { return chromedp.Do(t.ctx, chromedp.Navigate(url)) }

// eval evaluates an expression, awaits it when it is a promise, and decodes
// what it gives into result, unless that is nil.
func (t *tab) eval(expression string, result any) error {
	raw, err := chromedp.Run(t.ctx, chromedp.Evaluate[[]byte](expression, chromedp.EvalAwaitPromise, chromedp.EvalAsValue))
	if err != nil {
		return fmt.Errorf("evaluating %.80s: %w", expression, err)
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(raw, result)
}

// until waits for an expression to be true; the page looks at it every 20 ms.
func (t *tab) until(expression string) error {
	return t.eval(`new Promise((done) => {
		const look = () => (`+expression+`) ? done(true) : setTimeout(look, 20);
		look();
	})`, nil)
}

// call makes an action of a command of the DevTools protocol.
func call[P, R any](command cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, command, params)
		return err
	})
}

func (t *tab) do(actions ...chromedp.Action[chromedp.Void]) error {
	return chromedp.Do(t.ctx, actions...)
}
