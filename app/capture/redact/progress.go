package redact

import "github.com/keytrail/keytrail/app/capture"

// A progress tells how far a cut has come, in bytes of what is looked through.
type progress struct {
	tell        func(done, total int64)
	done, total int64
	body        int64 // of the observation that is looked at
	looked      int64 // bytes of it so far, about
}

// passes is about how many times each byte is looked at.
const passes = 6

// newProgress returns the progress of a cut of c.
func newProgress(c *capture.Capture, before []capture.Observation, tell func(done, total int64)) *progress {
	p := &progress{tell: tell, total: int64(c.Bodies())}
	for _, o := range before {
		p.total += int64(len(o.Raw))
	}
	p.total *= 2 // what is to be hidden is noted, and then hidden
	return p
}

// next says that the observation before o was looked through.
func (p *progress) next(o capture.Observation) {
	p.done += p.body
	p.body, p.looked = int64(len(o.Raw)), 0
}

// rested says that a scanner has rested.
func (p *progress) rested() {
	if p.looked = min(p.looked+capture.Stride/passes, p.body); p.tell != nil {
		p.tell(p.done+p.looked, p.total)
	}
}
