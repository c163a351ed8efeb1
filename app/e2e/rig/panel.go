package rig

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
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

// A DevTools is a page in a browser of its own with the developer tools on, and
// Keytrail's panel of the extension in them.
type DevTools struct {
	Inspected, Panel *Page
	front            *Page // the tools themselves
}

// Inspect opens an address with the developer tools on.
func Inspect(t *testing.T, extension, address string) *DevTools {
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
	inspected := &Page{T: t, guard: &guard{}, ctx: ctx}
	inspected.must("listen to the page", chromedp.Listen(ctx, inspected.guard.listen))
	t.Cleanup(inspected.leave)
	// The tools ask the extension for its panels a while after the first page.
	tools := attach(t, ctx, "devtools://", "")
	own := attach(t, ctx, "chrome-extension://", "")
	u, err := url.Parse(own.URL)
	if err != nil {
		t.Fatal(err)
	}
	inspected.ExpectNetworkErrors() // its server refuses and forgets as tests want it
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
	panel := &Page{T: t, guard: &guard{origin: home}}
	panel.ctx = in(t, ctx, attach(t, ctx, home, own.TargetID), chromedp.WithListener(panel.guard.listen))
	t.Cleanup(panel.leave)
	panel.WaitReady()
	return &DevTools{inspected, panel, front}
}

// Low makes the tools so many pixels high that the panel has height of them.
func (d *DevTools) Low(height int) {
	d.front.T.Helper()
	var now int
	d.Panel.Eval("innerHeight", &now)
	var whole int
	d.front.Eval(`(async () => {
		const { InspectorView } = await import("devtools://devtools/bundled/ui/legacy/legacy.js");
		return InspectorView.InspectorView.instance().element.clientHeight;
	})()`, &whole)
	d.front.Eval(fmt.Sprintf(`(async () => {
		const { InspectorView } = await import("devtools://devtools/bundled/ui/legacy/legacy.js");
		InspectorView.InspectorView.instance().parentWidget().setSidebarSize(%d);
	})()`, height+whole-now), nil)
	d.Panel.UntilTrue("the panel's height", fmt.Sprintf("Math.abs(innerHeight - %d) < 3", height))
}

// Theme gives the tools a theme: "default" or "dark".
func (d *DevTools) Theme(name string) {
	d.front.T.Helper()
	d.front.Eval(fmt.Sprintf(`(async () => {
		const { Settings } = await import("devtools://devtools/bundled/core/common/common.js");
		Settings.Settings.instance().moduleSetting("ui-theme").set(%q);
	})()`, name), nil)
}

// Screenshot writes the tools to a file, without the page above them.
func (d *DevTools) Screenshot(path string) {
	d.front.T.Helper()
	var y, width, height float64
	for size, of := range map[*float64]string{&y: "top", &width: "width", &height: "height"} {
		d.front.Eval(`(async () => {
			const { InspectorView } = await import("devtools://devtools/bundled/ui/legacy/legacy.js");
			return InspectorView.InspectorView.instance().element.getBoundingClientRect().`+of+`;
		})()`, size)
	}
	ctx, cancel := d.front.within()
	defer cancel()
	image, err := chromedp.Call(ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{Clip: &page.Viewport{Y: y, Width: width, Height: height, Scale: 1}})
	d.front.must("screenshot", err)
	d.front.must("screenshot", os.WriteFile(path, image.Data, 0o644))
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
