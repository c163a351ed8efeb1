package har

import (
	"container/heap"
	"sort"
	"time"

	"github.com/keytrail/keytrail/app/capture"
)

// A queue puts observations in order of their numbers, where a file has them, or
// of time. Those of the same time, or without one, stay as they came.
type queue struct {
	waiting waiting
	n       int
	number  int       // the greatest of those added, 0 where the file has none
	newest  time.Time // of those released
	late    bool      // one came after a later one was released
	comet   comet     // tells where nothing was heard, for files whose observations have no numbers
}

// add queues o at the place of a time, which may be known better than o's own, and
// without one behind what came before it.
func (q *queue) add(o capture.Observation, at time.Time) {
	q.n++
	if at.IsZero() {
		at = q.newest
	}
	if o.N == 0 {
		o.N = q.number // behind what came before it
	}
	q.number = max(q.number, o.N)
	q.late = q.late || o.N == 0 && at.Before(q.newest)
	heap.Push(&q.waiting, queued{at, q.n, o})
}

// end returns the time of the last that was queued.
func (q *queue) end() time.Time {
	end := q.newest
	for _, w := range q.waiting {
		end = later(end, w.at)
	}
	return end
}

// release adds to c what has a lower number than before or, where nothing has
// numbers, what is not later than until; the zero time and number release
// everything.
func (q *queue) release(c *capture.Capture, until time.Time, before int) {
	all := until.IsZero() && before == 0
	for len(q.waiting) > 0 && (all || q.waiting[0].comes(until, before)) {
		next := heap.Pop(&q.waiting).(queued)
		q.newest = later(q.newest, next.at)
		if next.o.N > c.Last() {
			c.Put(next.o)
			continue
		}
		if next.o.N == 0 {
			for _, gap := range q.comet.follow(next.o, next.at) {
				c.Append(gap)
			}
		}
		c.Append(next.o)
	}
	if all && q.late {
		q.late = false
		byTime(c)
	}
}

// byTime puts the observations of c in order of time; one without a time stays behind
// what came before it. It holds all of them in memory for that, and is needed only for
// files whose entries are in disorder.
func byTime(c *capture.Capture) {
	var all []queued
	var last time.Time
	for o := range c.All() {
		if o.Kind == capture.Gap {
			continue // it was told of another order
		}
		if !o.Time.IsZero() {
			last = o.Time
		}
		all = append(all, queued{at: last, o: o})
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].at.Before(all[j].at) })
	c.Clear()
	var again comet
	for _, x := range all {
		for _, gap := range again.follow(x.o, x.at) {
			c.Append(gap)
		}
		c.Append(x.o)
	}
}

type queued struct {
	at time.Time
	n  int
	o  capture.Observation
}

// comes reports whether nothing that is to come belongs in front of it.
func (q queued) comes(until time.Time, before int) bool {
	if q.o.N > 0 || before > 0 {
		return q.o.N < before
	}
	return q.at.Before(until)
}

// waiting is a heap by number, time and arrival.
type waiting []queued

func (w waiting) Len() int      { return len(w) }
func (w waiting) Swap(i, j int) { w[i], w[j] = w[j], w[i] }
func (w waiting) Less(i, j int) bool {
	if w[i].o.N != w[j].o.N {
		return w[i].o.N < w[j].o.N
	}
	if c := w[i].at.Compare(w[j].at); c != 0 && w[i].o.N == 0 {
		return c < 0
	}
	return w[i].n < w[j].n
}
func (w *waiting) Push(x any) { *w = append(*w, x.(queued)) }
func (w *waiting) Pop() any {
	last := len(*w) - 1
	x := (*w)[last]
	*w = (*w)[:last]
	return x
}
