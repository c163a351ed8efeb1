package tracker

import (
	"time"

	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/userdata"
)

// write is one own operation and what is known of it.
type write struct {
	proof proof.Proof
}

func (s *session) proofs() []*proof.Proof {
	list := make([]*proof.Proof, len(s.writes))
	for i, w := range s.writes {
		p := w.proof
		list[i] = &p
	}
	return list
}

func (t *Tracker) operate(c Operate) {}

func (s *session) explains(c userdata.Change) *write { return nil }

func (s *session) awaited() bool { return false }

func (t *Tracker) judgeHeard(s *session, at time.Time, n gws.Notification) {}

func (t *Tracker) judgeChanged(s *session, e history.Event, n gws.Notification) {}

func (t *Tracker) judgeReread(s *session, e history.Event, l *line) {}

func (t *Tracker) attributeReread(s *session, e *history.Event) {}

func (t *Tracker) lostLink(at time.Time) {}
