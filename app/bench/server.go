package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"sync"
	"time"
)

const polls = 500

// server holds 500 long polls open through the proxy, with the simulator behind
// it, and asks a question now and then, directly and through the proxy.
func server(ctx context.Context, b *bench) ([]row, error) {
	gws, err := b.start(ctx, "-sim-quiet")
	if err != nil {
		return nil, err
	}
	defer gws.stop()
	proxy, err := b.start(ctx, "-upstream", gws.url)
	if err != nil {
		return nil, err
	}
	defer proxy.stop()
	direct, through, err := asked(ctx, gws, proxy, 300)
	if err != nil {
		return nil, err
	}
	idle, err := proxy.resident()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	var open sync.WaitGroup
	defer func() { cancel(); open.Wait() }()
	for range polls {
		p, err := newPoller(ctx, proxy.url)
		if err != nil {
			return nil, err
		}
		open.Go(func() { p.hold(ctx) })
	}
	if direct, through, err = asked(ctx, gws, proxy, 1500); err != nil {
		return nil, err
	}
	busy, err := proxy.resident()
	if err != nil {
		return nil, err
	}
	return []row{
		budget("proxy-latency", "500 polls open: what the proxy adds to a question, at the 99th percentile", "ms", quantile(through, 0.99)-quantile(direct, 0.99), 5),
		budget("proxy-memory", "… the proxy's memory for each poll", "KB", (busy-idle)/polls/1024, 64),
	}, nil
}

// asked asks the same of both in turn and returns the times in ms.
func asked(ctx context.Context, gws, proxy *program, times int) (direct, through []float64, err error) {
	one, err := newPoller(ctx, gws.url)
	if err != nil {
		return nil, nil, err
	}
	other, err := newPoller(ctx, proxy.url)
	if err != nil {
		return nil, nil, err
	}
	for range times {
		start := time.Now()
		if _, err := one.send(ctx, http.MethodGet, "/api/v2/me", ""); err != nil {
			return nil, nil, err
		}
		middle := time.Now()
		if _, err := other.send(ctx, http.MethodGet, "/api/v2/me", ""); err != nil {
			return nil, nil, err
		}
		direct = append(direct, milliseconds(middle.Sub(start)))
		through = append(through, milliseconds(time.Since(middle)))
	}
	return direct, through, nil
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// A poller is one user's page, as far as the server sees it.
type poller struct {
	url, id string
	client  *http.Client
	csrf    [2]string // name and value of the header
}

// newPoller signs in and subscribes.
func newPoller(ctx context.Context, url string) (*poller, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	p := &poller{url: url, client: &http.Client{Jar: jar, Transport: &http.Transport{}}}
	if _, err := p.send(ctx, http.MethodGet, "/api/v2/me", ""); err != nil {
		return nil, err
	}
	reply, err := p.comet(ctx, `[{"channel":"/meta/handshake","version":"1.0","supportedConnectionTypes":["long-polling"]}]`)
	if err != nil {
		return nil, err
	}
	p.id = reply.ClientID
	_, err = p.comet(ctx, `[{"channel":"/meta/subscribe","clientId":"`+p.id+`","subscription":"/v2/me/*"}]`)
	return p, err
}

// hold polls until ctx ends. A poll that fails before has no one left to tell:
// the questions asked at the same time fail as well.
func (p *poller) hold(ctx context.Context) {
	for ctx.Err() == nil {
		if _, err := p.comet(ctx, `[{"channel":"/meta/connect","clientId":"`+p.id+`","connectionType":"long-polling"}]`); err != nil {
			return
		}
	}
}

type cometReply struct {
	ClientID   string
	Successful bool
}

func (p *poller) comet(ctx context.Context, body string) (cometReply, error) {
	data, err := p.send(ctx, http.MethodPost, "/api/v2/notifications", body)
	if err != nil {
		return cometReply{}, err
	}
	var replies []cometReply
	if err := json.Unmarshal(data, &replies); err != nil || len(replies) == 0 || !replies[len(replies)-1].Successful {
		return cometReply{}, fmt.Errorf("notifications: %v: %.200s", err, data)
	}
	return replies[len(replies)-1], nil
}

func (p *poller) send(ctx context.Context, method, path, body string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, p.url+path, bytes.NewReader([]byte(body)))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	if p.csrf[0] != "" {
		req.Header.Set(p.csrf[0], p.csrf[1])
	}
	resp, err := p.client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if name := resp.Header.Get("X-CSRF-HEADER"); name != "" {
		p.csrf = [2]string{name, resp.Header.Get(name)}
	}
	data, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s: %s: %.200s", method, path, resp.Status, data)
	}
	return data, err
}
