package rig

import (
	"syscall"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// Close closes the tab as a person does. What the guard saw is judged at the
// end of the test.
func (p *Page) Close() {
	p.T.Helper()
	p.closed = true
	ctx, cancel := p.within()
	defer cancel()
	id := chromedp.FromContext(p.ctx).Target.TargetID
	_, err := chromedp.CallBrowser(ctx, target.CloseTarget, target.CloseTargetParams{TargetID: id})
	p.must("close the tab", err)
}

// Freeze hides the page and stops its timers and its code, as browsers do with
// a tab in the background after some minutes.
func (p *Page) Freeze() {
	p.T.Helper()
	p.Do("freeze", call(page.SetWebLifecycleState, page.SetWebLifecycleStateParams{State: page.SetWebLifecycleStateStateFrozen}))
}

// Thaw ends Freeze; the page learns that it is visible.
func (p *Page) Thaw() {
	p.T.Helper()
	p.Do("thaw",
		call(page.SetWebLifecycleState, page.SetWebLifecycleStateParams{State: page.SetWebLifecycleStateStateActive}),
		call(emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}))
}

// Offline takes the network away, or gives it back.
func (p *Page) Offline(on bool) {
	p.T.Helper()
	conditions := &network.Conditions{Offline: on, DownloadThroughput: -1, UploadThroughput: -1}
	p.Do("switch the network",
		call(network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{conditions}}),
		call(network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: on, DownloadThroughput: -1, UploadThroughput: -1}))
}

// Sleep stops all processes of a browser of OpenBrowserAlone at once, as a machine
// that goes to sleep does. Nothing may be asked of its pages until Awake.
func (b *Browser) Sleep(t *testing.T) {
	t.Helper()
	b.signal(t, syscall.SIGSTOP)
	t.Cleanup(func() { b.Awake(t) }) // a test that fails asleep must end, too
}

// Awake ends Sleep.
func (b *Browser) Awake(t *testing.T) { b.signal(t, syscall.SIGCONT) }

func (b *Browser) signal(t *testing.T, s syscall.Signal) {
	t.Helper()
	process := chromedp.FromContext(b.ctx).Browser.Process()
	if err := syscall.Kill(-process.Pid, s); err != nil {
		t.Fatalf("%v for the browser: %v", s, err)
	}
}
