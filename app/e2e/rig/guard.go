package rig

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// A guard collects what a healthy page never does: errors and warnings on the
// console, uncaught exceptions, violations of the Content-Security-Policy,
// requests to another origin.
type guard struct {
	mu       sync.Mutex
	origin   string
	problems []string
	expected []string
	network  bool // failed requests are part of the test
}

// listen is called by the browser's reading goroutine for every event.
func (g *guard) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		g.console(e)
	case *runtime.EventExceptionThrown:
		g.note("exception", describe(e.ExceptionDetails))
	case *log.EventEntryAdded:
		g.entry(e.Entry)
	case *audits.EventIssueAdded:
		g.issue(e.Issue)
	case *network.EventRequestWillBeSent:
		g.request(e.Request.URL)
	case *inspector.EventTargetCrashed:
		g.note("crash", "the page crashed")
	}
}

// console objects to everything above chatter. A Go program that dies writes
// its last words to the console's log.
func (g *guard) console(e *runtime.EventConsoleAPICalled) {
	var words []string
	for _, arg := range e.Args {
		words = append(words, strings.Trim(string(arg.Value), `"`)+arg.Description)
	}
	text := strings.Join(words, " ")
	switch e.Type {
	case "error", "warning", "assert":
		g.note("console."+string(e.Type), text)
	case "log":
		if strings.Contains(text, "panic:") || strings.Contains(text, "fatal error:") {
			g.note("console.log", text)
		}
	}
}

func (g *guard) entry(e *log.Entry) {
	if e.Level != "error" && e.Source != "security" {
		return
	}
	// A poll that a busy machine holds up is hurried by another one. The server
	// answers the first as CometD does where two of one session are open.
	overtaken := strings.HasSuffix(e.URL, "/notifications/connect") && strings.Contains(e.Text, "status of 500")
	g.mu.Lock()
	expected := (g.network || overtaken) && e.Source == "network"
	g.mu.Unlock()
	if !expected {
		g.note("browser log", fmt.Sprintf("%s: %s %s", e.Source, e.Text, e.URL))
	}
}

func (g *guard) issue(i *audits.InspectorIssue) {
	if i.Code == "ContentSecurityPolicyIssue" && i.Details != nil && i.Details.ContentSecurityPolicyIssueDetails != nil {
		d := i.Details.ContentSecurityPolicyIssueDetails
		g.note("Content-Security-Policy", d.ViolatedDirective+" "+d.BlockedURL)
	}
}

// request objects to any request that leaves the page's origin. The first
// navigation decides which that is.
func (g *guard) request(address string) {
	u, err := url.Parse(address)
	if err != nil {
		g.note("request", address)
		return
	}
	origin := u.Scheme + "://" + u.Host
	switch u.Scheme {
	case "data":
		return
	case "blob":
		origin = strings.TrimPrefix(address, "blob:")
	}
	g.mu.Lock()
	home := g.origin
	g.mu.Unlock()
	if home != "" && !strings.HasPrefix(origin, home) {
		g.note("request to another origin", address)
	}
}

func (g *guard) note(kind, text string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.problems = append(g.problems, kind+": "+text)
}

// objections returns the problems that nobody expected.
func (g *guard) objections() []string {
	g.mu.Lock()
	defer g.mu.Unlock()
	var left []string
	for _, problem := range g.problems {
		if !slices.ContainsFunc(g.expected, func(part string) bool { return strings.Contains(problem, part) }) {
			left = append(left, problem)
		}
	}
	return left
}

func describe(e *runtime.ExceptionDetails) string {
	text := e.Text
	if e.Exception != nil {
		text += " " + e.Exception.Description
	}
	return text
}

// GuardWorker puts the page's service worker, which it waits for, under the
// guard as well, and returns the requests that it has made already.
func (p *Page) GuardWorker() (asked []string) {
	p.T.Helper()
	p.guard.mu.Lock()
	home := p.guard.origin
	p.guard.mu.Unlock()
	var worker *target.Info
	p.Until("the service worker", func() (bool, string) {
		ctx, cancel := p.within()
		defer cancel()
		all, err := chromedp.Targets(ctx)
		for _, info := range all {
			if info.Type == "service_worker" && strings.HasPrefix(info.URL, home) {
				worker = info
			}
		}
		return worker != nil, fmt.Sprint(err)
	})
	ctx, end := chromedp.NewContext(p.ctx, chromedp.WithTargetID(worker.TargetID), chromedp.WithListener(p.guard.listen), chromedp.WithDetachOnCancel())
	p.T.Cleanup(end)
	asked, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](`performance.getEntriesByType("resource").map(e => e.name)`))
	p.must("guard the service worker", err)
	for _, address := range asked {
		p.guard.request(address)
	}
	return asked
}
