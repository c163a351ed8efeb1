package rig

import (
	"context"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// A Browser is a running Chromium with a fresh profile.
type Browser struct {
	ctx context.Context
}

// shared is the Chromium of all tests that need none of their own: each page of
// theirs has a profile of its own, and to start a browser takes longer than many
// a test.
var shared struct {
	sync.Mutex
	*Browser
	end func()
}

// OpenBrowser returns a Chromium that other tests use too. [Main] ends it.
func OpenBrowser(t *testing.T) *Browser {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.Browser == nil || shared.ctx.Err() != nil {
		profile, err := os.MkdirTemp("", "keytrail-chromium-")
		if err != nil {
			t.Fatal(err)
		}
		b, end := start(t, profile)
		shared.Browser, shared.end = b, func() { end(); _ = os.RemoveAll(profile) }
	}
	return shared.Browser
}

// OpenBrowserAlone starts a Chromium for this test and ends it with the test.
func OpenBrowserAlone(t *testing.T) *Browser {
	t.Helper()
	return OpenBrowserIn(t, t.TempDir())
}

func closeShared() {
	if shared.end != nil {
		shared.end()
	}
}

func start(t *testing.T, profile string, further ...chromedp.ExecAllocatorOption) (b *Browser, end func()) {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(chromium(t)),
		chromedp.UserDataDir(profile),
		chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.WindowSize(1280, 800),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.ModifyCmdFunc(leadGroup),
	)
	options = append(options, further...)
	allocator, endAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("starting the browser: %v", err)
	}
	return &Browser{ctx: ctx}, func() { _ = chromedp.Cancel(ctx); cancel(); endAllocator() }
}

// leadGroup makes the browser the leader of a group of processes, so that
// signals reach all of them, and lets it end with the test however that ends.
func leadGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// An Option changes how a page is opened.
type Option func(*pageOptions)

type pageOptions struct {
	sharing  *Page
	settings []chromedp.Action[chromedp.Void]
}

// Beside opens the page as a further tab of the same person: with the cookies
// and the stored data of the other page.
func Beside(other *Page) Option { return func(o *pageOptions) { o.sharing = other } }

// Sized opens the page in a window of that many CSS pixels.
func Sized(width, height int64) Option {
	return func(o *pageOptions) {
		o.settings = append(o.settings, chromedp.EmulateViewport(width, height))
	}
}

// Print has the page look as it does on paper, or on the screen again.
func (p *Page) Print(paper bool) {
	p.T.Helper()
	event, media := "afterprint", "screen"
	if paper {
		event, media = "beforeprint", "print"
	}
	p.Eval(`void window.dispatchEvent(new Event("`+event+`"))`, nil)
	p.Do(event, call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: media}))
}

// Preferring opens the page for a person with a preference: a CSS media
// feature and its value, such as "prefers-color-scheme" and "dark".
func Preferring(feature, value string) Option {
	return func(o *pageOptions) {
		o.settings = append(o.settings, call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: feature, Value: value}},
		}))
	}
}

// Running runs a script in every document of the page before anything else.
func Running(script string) Option {
	return func(o *pageOptions) {
		o.settings = append(o.settings, call(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script}))
	}
}

// Open opens a page in a profile of its own, goes to the URL and waits until
// the page answers to input. The page fails the test by anything unhealthy.
func (b *Browser) Open(t *testing.T, url string, options ...Option) *Page {
	t.Helper()
	p := b.Blank(t, options...)
	p.Visit(url)
	p.WaitReady()
	return p
}

// Blank opens an empty page that is watched like any other.
func (b *Browser) Blank(t *testing.T, options ...Option) *Page {
	t.Helper()
	var o pageOptions
	for _, option := range options {
		option(&o)
	}
	p := &Page{T: t, guard: &guard{}}
	profile := chromedp.WithNewBrowserContext()
	if o.sharing != nil {
		profile = sharedProfile(o.sharing)
	}
	// No page is the child of another one, or it would end with it.
	ctx, end := chromedp.NewContext(b.ctx, profile, chromedp.WithListener(p.guard.listen))
	p.ctx = ctx
	t.Cleanup(func() { p.leave(); end() })
	setup := append([]chromedp.Action[chromedp.Void]{call(audits.Enable, cdp.Empty{})}, o.settings...)
	p.must("open a page", chromedp.Do(ctx, setup...))
	return p
}

func sharedProfile(with *Page) chromedp.ContextOption {
	if id := chromedp.FromContext(with.ctx).BrowserContextID; id != "" {
		return chromedp.WithExistingBrowserContext(id)
	}
	return chromedp.WithNewWindow(true) // the browser's own profile
}
