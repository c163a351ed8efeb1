package dashboard

import (
	"sort"
	"strconv"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// A Latency is how long a write took: until it was accepted, and until it was
// seen. Times that are not known are negative.
type Latency struct {
	Sent           time.Time
	Accepted, Seen time.Duration
}

// Latencies are those of all writes that the server accepted, or that were seen.
func Latencies(all []*book.Session) (out []Latency) {
	for _, x := range all {
		for _, p := range x.Writes {
			reply, seen := p.Took()
			if p.Verdict == proof.Rejected || p.Reply == nil || !p.Reply.Accepted() {
				reply = -1
			}
			l := Latency{p.Write.Sent, reply, seen}
			if l.Accepted >= 0 || l.Seen >= 0 {
				out = append(out, l)
			}
		}
	}
	return out
}

func accepted(l *Latency) time.Duration { return l.Accepted }
func seen(l *Latency) time.Duration     { return l.Seen }

// sorted are the known times among all, of writes that were sent from one instant
// to another.
func sorted(all []Latency, of func(*Latency) time.Duration, from, to time.Time) (out []time.Duration) {
	for i := range all {
		if d := of(&all[i]); d >= 0 && !all[i].Sent.Before(from) && all[i].Sent.Before(to) {
			out = append(out, d)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i] < out[j] })
	return out
}

// LatencyOverTime is the median and the 95th percentile, minute by minute.
func LatencyOverTime(all []Latency, now time.Time, gaps []Span) Chart {
	c := Chart{Name: "Write latency", Unit: "ms", Gaps: gaps, Now: now, Finding: "No write was seen in the last 30 minutes"}
	minutes := lines(now)
	for _, kind := range [...]struct {
		name string
		p    int
		of   func(*Latency) time.Duration
	}{{"accepted p50", 50, accepted}, {"accepted p95", 95, accepted}, {"seen p50", 50, seen}, {"seen p95", 95, seen}} {
		s := Series{Name: kind.name}
		for _, from := range minutes {
			p := Point{At: from, Unknown: true}
			if in := sorted(all, kind.of, from, from.Add(time.Minute)); len(in) > 0 {
				p.Unknown, p.Value = false, float64(proof.Percentile(in, kind.p).Milliseconds())
			}
			s.Points = append(s.Points, p)
		}
		c.Series = append(c.Series, s)
	}
	until := now.Add(time.Hour)
	either := sorted(all, func(l *Latency) time.Duration { return max(l.Seen, l.Accepted) }, minutes[0], until)
	if in := sorted(all, seen, minutes[0], until); len(in) > 0 {
		c.Finding = "Seen: " + seenOf(len(in), len(either))
		if len(in) == 1 {
			c.Finding += ", after " + ms(in[0])
		} else {
			c.Finding += ", half within " + ms(proof.Percentile(in, 50)) + ", 95 of 100 within " + ms(proof.Percentile(in, 95))
		}
	} else if len(either) > 0 {
		c.Finding = wording.Plural(len(either), "write") + " accepted, none seen"
	}
	return c
}

// seenOf says that some of the writes were seen.
func seenOf(some, writes int) string {
	if some == writes {
		return wording.Plural(some, "write")
	}
	return whole(float64(some)) + " of " + wording.Plural(writes, "write")
}

func ms(d time.Duration) string { return strconv.Itoa(int(d.Milliseconds())) + " ms" }

// LatencyHistogram is how many writes were seen how fast.
func LatencyHistogram(all []Latency) Chart {
	c := Chart{Name: "Writes by the time until they were seen", Unit: "number of writes", Finding: "No write was seen to arrive"}
	edges := []time.Duration{50, 100, 200, 500, 1000, 2000, 5000}
	counts, none, quick := make([]int, len(edges)+1), true, 0
	for i := range all {
		if all[i].Seen < 0 {
			continue
		}
		at := 0
		for at < len(edges) && all[i].Seen/time.Millisecond >= edges[at] {
			at++
		}
		counts[at]++
		none = false
		quick += scene.OneIf(all[i].Seen < time.Second)
	}
	if none {
		return c
	}
	for i, n := range counts {
		name := "5 s and more"
		if i < len(edges) {
			name = strconv.Itoa(int(edges[i])) + " ms"
			if i == 0 {
				name = "under " + name
			} else {
				name = strconv.Itoa(int(edges[i-1])) + " – " + name
			}
		}
		c.List = append(c.List, Entry{Name: name, Value: float64(n)})
	}
	c.Finding = "Seen within a second: " + seenOf(quick, len(all))
	return c
}

// KeyOverTime is what a session held under a key when that was a number.
func KeyOverTime(x *book.Session, key string, now time.Time, gaps []Span) Chart {
	c := Chart{Name: "A key over time", Unit: "value of " + key, Gaps: gaps, Steps: true, Now: now}
	c.Finding = "This session holds no number under " + key
	s := Series{Name: key}
	from := lines(now)[0]
	last := ""
	for _, n := range x.History.Touching(key) {
		e, ok := x.History.Event(n)
		if !ok {
			continue
		}
		v := x.History.ValueAfter(e, key)
		p := Point{At: e.Time, Unknown: v.Kind() != userdata.Number, Text: v.Literal()}
		if !p.Unknown {
			p.Value, _ = strconv.ParseFloat(v.Literal(), 64) // a place on paper; the text is exact
			p.Value = min(max(p.Value, -1e300), 1e300)
			last = v.Literal()
		}
		switch n := len(s.Points); {
		case e.Time.IsZero() && n > 0: // from when on it holds is not known, and how long what was before
			p.At, p.Unknown = s.Points[n-1].At, true
		case e.Time.Before(from):
			p.At, p.Unknown = from, p.Unknown || e.Time.IsZero()
			s.Points = s.Points[:0]
		}
		s.Points = append(s.Points, p)
	}
	if last != "" {
		c.Finding = key + " was last the number " + last
		c.Series = []Series{s}
	}
	return c
}

// ValuesOf is which values sessions that go on hold under a key.
func ValuesOf(all []*book.Session, key string, show func(key string, v userdata.Value) string) Chart {
	c := Chart{Name: "Values of a key", Unit: "sessions with a value of " + key, Finding: "No session that goes on holds " + key}
	sums, names, alike, total := map[string]int{}, map[string]string{}, map[string]int{}, 0
	for _, x := range all {
		v := x.Data.Get(key)
		if x.Ended || v.Kind() == userdata.Absent {
			continue
		}
		if sums[v.Literal()]++; sums[v.Literal()] == 1 {
			name := show(key, v)
			names[v.Literal()] = name
			alike[name]++
		}
		total++
	}
	var leaders string
	c.List, leaders = ranked(sums, func(literal string) string {
		if alike[names[literal]] > 1 { // as a number and the text of it are
			return wording.Short(literal)
		}
		return names[literal]
	})
	if total > 0 {
		c.Finding = key + " has " + wording.Plural(len(sums), "value") + " in " + wording.Plural(total, "active session") + ", most often " + leaders
	}
	return c
}

// mostRanked is how many entries a list has; the rest are one more.
const mostRanked = 10

// ranked are the greatest of sums, and who is ahead of all others.
func ranked(sums map[string]int, name func(string) string) (out []Entry, leaders string) {
	keys := make([]string, 0, len(sums))
	for k := range sums {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		a, b := keys[i], keys[j]
		return sums[a] > sums[b] || sums[a] == sums[b] && a < b
	})
	rest, alike := 0, -1
	for i, k := range keys {
		alike += scene.OneIf(sums[k] == sums[keys[0]])
		if i < mostRanked {
			out = append(out, Entry{Name: name(k), Value: float64(sums[k])})
		} else {
			rest += sums[k]
		}
	}
	if rest > 0 {
		out = append(out, Entry{Name: wording.Plural(len(keys)-mostRanked, "other"), Value: float64(rest)})
	}
	if len(out) > 0 {
		leaders = out[0].Name
	}
	if alike > 0 {
		leaders += " and " + wording.Plural(alike, "other") + " alike"
	}
	return out, leaders
}
