package timeline

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// A latency sums up the writes of one operation: how long the replies took,
// and how long until the effect was seen.
type latency struct {
	operation   string
	n           int
	reply, seen []time.Duration // sorted
	idle        int             // writes that changed nothing
}

// latencies sums up writes by operation, in the order of their first use.
// idle tells whether a write changed nothing.
func latencies(writes []*proof.Proof, idle func(*proof.Proof) bool) []latency {
	var all []latency
	for _, p := range writes {
		i := slices.IndexFunc(all, func(l latency) bool { return l.operation == p.Write.Operation })
		if i < 0 {
			i = len(all)
			all = append(all, latency{operation: p.Write.Operation})
		}
		l := &all[i]
		l.n++
		reply, seen := p.Took()
		if reply >= 0 {
			l.reply = append(l.reply, reply)
		}
		if seen >= 0 {
			l.seen = append(l.seen, seen)
		}
		if idle(p) {
			l.idle++
		}
	}
	for _, l := range all {
		for _, times := range [][]time.Duration{l.reply, l.seen} {
			sort.Slice(times, func(i, j int) bool { return times[i] < times[j] })
		}
	}
	return all
}

func (l latency) text() string {
	parts := []string{}
	for _, s := range []struct {
		name string
		all  []time.Duration
	}{{"reply", l.reply}, {"seen", l.seen}} {
		switch len(s.all) {
		case 0:
		case 1:
			parts = append(parts, s.name+" "+wording.Took(s.all[0]))
		default:
			parts = append(parts, s.name+" p50 "+wording.Took(proof.Percentile(s.all, 50))+", p95 "+wording.Took(proof.Percentile(s.all, 95)))
		}
	}
	if l.idle > 0 {
		parts = append(parts, strconv.Itoa(l.idle)+" changed nothing")
	}
	return strings.Join(parts, " · ")
}

// latencyRow is a line above the list of writes.
func latencyRow(l latency) *rows.Node {
	return logRow("timeline-row timeline-row--latency", rows.Word("td", "timeline-time", wording.Plural(l.n, "write")), nil, texts(l.operation), nil, texts(l.text()))
}
