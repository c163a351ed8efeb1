package rig

import (
	"context"
	"os/exec"
	"syscall"
	"testing"

	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// OpenBrowserIn starts Chromium with the profile in a directory, which is there
// for the next browser once this one has ended. It leads a group of processes,
// so that Kill reaches all of them.
func OpenBrowserIn(t *testing.T, profile string) *Browser {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium(t)),
		chromedp.UserDataDir(profile),
		chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.WindowSize(1280, 800),
		chromedp.ModifyCmdFunc(func(cmd *exec.Cmd) {
			cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
		}),
	)
	allocator, endAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, end := chromedp.NewContext(allocator)
	t.Cleanup(func() { end(); endAllocator() })
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("starting the browser: %v", err)
	}
	return &Browser{ctx: ctx}
}

// Kept opens the page in the profile that stays on the disk; other pages have
// one of their own, in memory.
func (b *Browser) Kept() Option { return Beside(&Page{ctx: b.ctx}) }

// Kill ends all processes of a browser of OpenBrowserIn at once, as a crash or
// an impatient person does, and returns when the browser is gone.
func (b *Browser) Kill(t *testing.T) {
	t.Helper()
	process := chromedp.FromContext(b.ctx).Browser.Process()
	if err := syscall.Kill(-process.Pid, syscall.SIGKILL); err != nil {
		t.Fatalf("killing the browser: %v", err)
	}
	chromedp.FromContext(b.ctx).Allocator.Wait()
}

// LimitStorage lets the origin keep that many bytes.
func (p *Page) LimitStorage(origin string, bytes float64) {
	p.T.Helper()
	p.Do("limit the storage", call(storage.OverrideQuotaForOrigin, storage.OverrideQuotaForOriginParams{Origin: origin, QuotaSize: &bytes}))
}
