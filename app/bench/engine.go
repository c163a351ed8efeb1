package main

import (
	"context"
	"encoding/json"
	"fmt"
)

// A kind is one sort of message that the engine and its peers read.
type kind struct {
	name, what string
	goal       float64 // the greatest ratio of our time to the best peer's

	Keys      int  `json:"keys"`
	Changes   int  `json:"changes"`
	Batch     int  `json:"batch"` // notifications in a reply
	Reordered bool `json:"reordered"`
}

var kinds = []kind{
	{"diff-33", "50 notifications of 33 keys in one reply, 2 changes each", 1, 33, 2, 50, false},
	{"diff-1000", "a notification of 1,000 keys, 2 changes", 1.0 / 5, 1000, 2, 1, false},
	{"diff-10000", "a notification of 10,000 keys, 5 changes", 1.0 / 8, 10000, 5, 1, false},
	{"diff-reordered", "a notification of 1,000 keys in another order, 2 changes", 1.5, 1000, 2, 1, true},
}

// engine measures from the bytes that fetch delivered to a finished list of
// changes, with the copy into Go; the peers begin with the text.
func engine(ctx context.Context, b *bench) ([]row, error) {
	t, err := b.measuring("engine.html")
	if err != nil {
		return nil, err
	}
	defer t.end()
	var rows []row
	for _, k := range kinds {
		r, err := beside(t, "engine(%s, {rounds: 9, slice: 60})", k, row{Name: k.name, What: k.what, Unit: "µs", Goal: k.goal})
		if err != nil {
			return nil, err
		}
		rows = append(rows, r)
	}
	return rows, nil
}

// measuring opens a measuring page that says when it is ready.
func (b *bench) measuring(name string) (*tab, error) {
	t, err := openTab(b.browser, b.site.URL+"/page/"+name)
	if err != nil {
		return nil, err
	}
	if err := t.until("document.documentElement.dataset.ready"); err != nil {
		t.end()
		return nil, err
	}
	return t, nil
}

// beside completes r with what the page's call measures of a case: ours and the
// best peer.
func beside(t *tab, call string, c any, r row) (row, error) {
	what, err := json.Marshal(c)
	if err != nil {
		return r, err
	}
	var times map[string]float64
	if err := t.eval(fmt.Sprintf(call, what), &times); err != nil {
		return r, err
	}
	r.Ours = times["ours"]
	delete(times, "ours")
	r.Peer, r.PeerValue = best(times)
	r.Others = times
	return r, nil
}

// best returns the peer with the least value.
func best(values map[string]float64) (name string, least float64) {
	for n, v := range values {
		if name == "" || v < least {
			name, least = n, v
		}
	}
	return name, least
}

// log measures a long history inside a browser.
func log(ctx context.Context, b *bench) ([]row, error) {
	t, err := b.measuring("engine.html")
	if err != nil {
		return nil, err
	}
	defer t.end()
	var got struct{ Kept, Held, Append, At, KeyHistory float64 }
	if err := t.eval("keytrail.history(50000, 1000)", &got); err != nil {
		return nil, err
	}
	if got.Kept != 50_000 {
		return nil, fmt.Errorf("the history kept %.0f of 50000 notifications", got.Kept)
	}
	return []row{
		budget("history-memory", "50,000 notifications of 1,000 keys, 3 changes each, in memory", "MB", got.Held/1e6, 64),
		budget("history-at", "the state after any of them, p99", "ms", got.At, 5),
		budget("history-key", "all changes of any key, p99", "ms", got.KeyHistory, 5),
		budget("history-append", "reading and keeping one of them, mean", "µs", got.Append, 1000),
	}, nil
}
