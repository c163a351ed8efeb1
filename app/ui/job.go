package ui

import "context"

// A job is long work beside the page, of which a person sees how far it is and
// which they can give up.
type job struct {
	stop    context.CancelFunc
	percent int
}

// end gives the job up, if there is one. It ends wherever it rests next.
func (j *job) end() {
	if j != nil {
		j.stop()
	}
}

// begin does a job in place of the one before, which is given up. do calls tell as
// it goes on; what it returns happens in the page, unless it was given up.
func (m *model) begin(at **job, doing string, do func(ctx context.Context, tell func(done, total int64)) func()) {
	(*at).end()
	ctx, stop := context.WithCancel(context.Background())
	j := &job{stop: stop}
	*at = j
	told := 0
	tell := func(done, total int64) {
		percent := int(100 * done / max(total, 1))
		if percent == told {
			return
		}
		told = percent
		m.later(func() {
			j.percent = percent
			m.touch(exportPart)
		})
	}
	m.run(doing, func() func() {
		finish := do(ctx, tell)
		return func() {
			stop()
			if *at == j {
				*at = nil
				finish()
			}
		}
	})
}
