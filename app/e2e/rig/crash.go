package rig

import (
	"syscall"
	"testing"

	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// OpenBrowserIn starts Chromium with the profile in a directory, which is there
// for the next browser once this one has ended.
func OpenBrowserIn(t *testing.T, profile string) *Browser {
	t.Helper()
	b, end := start(t, profile)
	t.Cleanup(end)
	return b
}

// Kept opens the page in the profile that stays on the disk; other pages have
// one of their own, in memory.
func (b *Browser) Kept() Option { return Beside(&Page{ctx: b.ctx}) }

// Kill ends all processes of a browser of OpenBrowserIn at once, as a crash or
// an impatient person does, and returns when the browser is gone.
func (b *Browser) Kill(t *testing.T) {
	t.Helper()
	b.signal(t, syscall.SIGKILL)
	chromedp.FromContext(b.ctx).Allocator.Wait()
}

// LimitStorage lets the origin keep that many bytes.
func (p *Page) LimitStorage(origin string, bytes float64) {
	p.T.Helper()
	p.Do("limit the storage", call(storage.OverrideQuotaForOrigin, storage.OverrideQuotaForOriginParams{Origin: origin, QuotaSize: &bytes}))
}
