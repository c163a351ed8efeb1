package rig

import (
	"context"
	"fmt"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// Extension writes the extension for the developer tools to a directory of the
// test and returns it; the zip stands beside it.
func Extension(t *testing.T) string {
	t.Helper()
	binary, err := build()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "extension")
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if out, err := exec.CommandContext(ctx, binary, "-extension", dir).CombinedOutput(); err != nil {
		t.Fatalf("extension: %v\n%s", err, out)
	}
	return dir
}

// Inspect opens an address in a browser of its own with the developer tools on,
// and Keytrail's panel of the extension in them. It returns both pages, the
// inspected one first.
func Inspect(t *testing.T, extension, address string) (inspected, panel *Page) {
	t.Helper()
	browser, end := start(t, t.TempDir(),
		chromedp.WindowSize(1800, 900),
		chromedp.Flag("headless", "new"),
		chromedp.Flag("disable-extensions", false),
		chromedp.Flag("load-extension", extension),
		chromedp.Flag("disable-features", "DisableLoadExtensionCommandLineSwitch,Translate"),
		chromedp.Flag("auto-open-devtools-for-tabs", true))
	t.Cleanup(end)
	ctx := browser.ctx
	inspected = &Page{T: t, guard: &guard{}, ctx: ctx}
	inspected.must("listen to the page", chromedp.Listen(ctx, inspected.guard.listen))
	t.Cleanup(inspected.leave)
	// The tools ask the extension for its panels a while after the first page.
	tools := attach(t, ctx, "devtools://", "")
	own := attach(t, ctx, "chrome-extension://", "")
	u, err := url.Parse(own.URL)
	if err != nil {
		t.Fatal(err)
	}
	inspected.Visit(address)
	front := &Page{T: t, guard: &guard{}, ctx: in(t, ctx, tools)}
	home := u.Scheme + "://" + u.Host
	// At the bottom there is room for panes beside each other. Where there is little,
	// the tools list the panels of extensions in a menu.
	front.UntilTrue("the panel", fmt.Sprintf(`(async () => {
		const { DockController, ViewManager } = await import("devtools://devtools/bundled/ui/legacy/legacy.js");
		DockController.DockController.instance().setDockSide("bottom");
		await ViewManager.ViewManager.instance().showView(%q);
		return true;
	})().catch(() => false)`, home+"Keytrail"))
	panel = &Page{T: t, guard: &guard{origin: home}}
	panel.ctx = in(t, ctx, attach(t, ctx, home, own.TargetID), chromedp.WithListener(panel.guard.listen))
	t.Cleanup(panel.leave)
	panel.WaitReady()
	return inspected, panel
}

// in attaches to a target and detaches with the test.
func in(t *testing.T, ctx context.Context, info *target.Info, options ...chromedp.ContextOption) context.Context {
	t.Helper()
	ctx, end := chromedp.NewContext(ctx, append(options, chromedp.WithTargetID(info.TargetID), chromedp.WithDetachOnCancel())...)
	t.Cleanup(end)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("attaching to %s: %v", info.URL, err)
	}
	return ctx
}

// attach waits for a target whose address begins so and that is not another one.
func attach(t *testing.T, ctx context.Context, prefix string, not target.ID) (found *target.Info) {
	t.Helper()
	p := &Page{T: t, ctx: ctx}
	p.Until("a target at "+prefix, func() (bool, string) {
		within, cancel := p.within()
		defer cancel()
		all, err := chromedp.Targets(within)
		var seen []string
		for _, info := range all {
			seen = append(seen, info.URL)
			if strings.HasPrefix(info.URL, prefix) && info.TargetID != not {
				found = info
			}
		}
		return found != nil, fmt.Sprint(seen, err)
	})
	return found
}
