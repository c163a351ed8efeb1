package text

import (
	"slices"
	"sort"
	"time"

	"github.com/keytrail/keytrail/app/capture"
)

// A run follows the times of a text: programs that are searched for logs give the
// newest first.
type run struct {
	last     time.Time
	down, up int // how often a time was before the last one, and behind it
	untimed  int // what says no time, or no date
}

func (r *run) add(o capture.Observation) {
	switch {
	case o.Kind == capture.Stray || o.Kind == capture.Note:
		return
	case o.Time.IsZero() || capture.Dateless(o.Time):
		r.untimed++
		return
	case r.last.IsZero() || o.Time.Equal(r.last):
	case o.Time.Before(r.last):
		r.down++
	default:
		r.up++
	}
	r.last = o.Time
}

// newestFirst reports whether every time is known, and none is behind the one
// before it.
func (r *run) newestFirst() bool { return r.down > 0 && r.up == 0 && r.untimed == 0 }

// turn puts what was read in order of time. What is of the same time was one
// message, as a rule, and stays as it came.
func (f *Reader) turn() {
	all := f.sample.held
	if f.sample.large {
		all = slices.Collect(f.to.All())
		f.to.Clear()
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].Time.Before(all[j].Time) })
	f.sample = sample{}
	for _, o := range all {
		if o.Kind == capture.Reply && o.Exchange != 0 {
			o.Session = "" // it was that of another request
		}
		o.N, o.Exchange = 0, 0
		f.sample.add(f, o)
	}
}
