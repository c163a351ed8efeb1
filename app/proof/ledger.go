package proof

import (
	"cmp"
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/userdata"
)

// DefaultWindow is how long after its reply a write is watched when a
// [Ledger] names no other time.
const DefaultWindow = 15 * time.Second

// A Ledger judges the writes of one session against everything observed of
// that session. The zero Ledger is ready to use and belongs to one goroutine;
// the proofs it hands out may be read by any.
type Ledger struct {
	// Window is how long after the reply a write waits to be seen, and a
	// proven one is watched for being overwritten; zero means DefaultWindow.
	Window time.Duration

	data       *userdata.Map // userData as last observed
	state      string
	referenced []string // operations of which a notification was seen that carries a referenceId
	judges     []*judge // oldest first
	proofs     []*Proof // of the judges; replaced, never changed
}

// Sent enters a write that is about to go out. What was observed of the
// session before decides what the write can change.
func (l *Ledger) Sent(w Write) {
	j := &judge{proof: Proof{Write: w}, aims: append(aimsOf(w), unaskedAims(w, l.data)...), changed: true}
	for _, a := range j.aims {
		a.begin(l.data, l.state)
	}
	l.judges = append(l.judges, j)
	l.publish()
}

// begin notes what is at the aim's place before the write. Where nothing is
// known, nothing is known to be so already.
func (a *aim) begin(data *userdata.Map, state string) {
	known := a.place == atState && state != "" || a.place == atKey && data != nil
	if !known || a.unasked {
		a.unknown = a.place == atKey && data == nil && a.want.Kind() == userdata.Absent
		return
	}
	if a.attach {
		a.was = data.Count(a.key)
		a.copies = a.was
	}
	a.last, _ = a.look(Observation{Data: data, State: state}, nil)
	verdict, _ := a.matches(a.last)
	a.already = verdict == Exact
}

// Replied enters the reply to write n. It may come after the notification
// that shows the effect: the two travel on different connections.
func (l *Ledger) Replied(n int, r Reply) {
	for _, j := range l.judges {
		if j.proof.Write.N == n && j.proof.Reply == nil {
			j.reply(r, l.window())
		}
	}
	l.publish()
}

// Resent enters when the attempt at write n that was answered went out, so late
// that the browser may have made another before.
func (l *Ledger) Resent(n int, sent time.Time) {
	for _, j := range l.judges {
		if j.proof.Write.N == n && j.resent.IsZero() {
			j.resent, j.changed = sent, true
		}
	}
	l.publish()
}

// Alive enters a sign of life: a poll was answered at that time, and all that
// was published before it has been told. Without one in its window, nothing can
// be said of a write that was not seen.
func (l *Ledger) Alive(at time.Time) {
	for _, j := range l.judges {
		switch {
		case j.proof.Settled || j.end.IsZero() || at.IsZero():
		case at.After(j.begin) && !at.After(j.end):
			j.alive = true
		case j.expired && j.deadline.IsZero():
			j.deadline = at.Add(l.window() / 3) // for what is read now
		}
	}
}

// Observed enters a notification or a reading of the session. Windows that
// passed before it are to be closed first, with Elapsed.
func (l *Ledger) Observed(o Observation) {
	if !o.Reread {
		l.Alive(o.Time)
	}
	open := l.open()
	candidates := candidatesFor(open, o, l.data)
	l.fail(open, o)
	flying := 0
	for _, j := range open {
		if !j.expired {
			flying++
		}
	}
	for _, j := range open {
		j.observe(o, l, len(candidates), slices.Contains(candidates, j), flying == 1 && !j.expired)
	}
	if o.Data != nil {
		l.data = o.Data
	}
	if o.State != "" {
		l.state = o.State
	}
	l.publish()
}

// Missed enters an interval in which notifications may have been lost. The
// reading that follows it may still prove a write, so that a window does not
// pass before there was a chance for one. What was said of a window that the
// interval reaches into is taken back.
func (l *Ledger) Missed(since, until time.Time) {
	l.elapse(since)
	for _, j := range l.judges {
		over := j.expired && !since.Before(j.end)
		if over || !until.After(j.proof.Write.Sent) || j.proof.Settled && (!j.expired || j.failure != "" || j.proven()) {
			continue
		}
		j.gap, j.changed, j.proof.Settled = gap{j.gap.first(since), until}, true, false
		if chance := until.Add(l.window() / 3); !j.end.IsZero() && j.deadline.Before(chance) {
			j.deadline = chance
		}
	}
	l.publish()
}

// Elapsed closes the windows that have passed at now.
func (l *Ledger) Elapsed(now time.Time) {
	l.elapse(now)
	l.publish()
}

// End says that nothing more will come, because a file ends. What became of a
// write that is still watched, or has no reply, can no longer be told.
func (l *Ledger) End(now time.Time) {
	for _, j := range l.open() {
		if j.proof.Reply == nil {
			j.reply(Reply{StatusCode: -1, Unrecorded: true, Message: "the file has no reply to it"}, l.window())
		}
	}
	l.elapse(now)
	for _, j := range l.open() {
		j.ended, j.changed = true, true
	}
	l.publish()
}

// Deadline returns when Elapsed has something to do next, zero for never.
func (l *Ledger) Deadline() time.Time {
	var next time.Time
	for _, j := range l.open() {
		if d := j.deadline; !d.IsZero() && (next.IsZero() || d.Before(next)) {
			next = d
		}
	}
	return next
}

// Proofs returns every write, oldest first, as known now. The caller must not
// change the slice; later calls to the ledger do not.
func (l *Ledger) Proofs() []*Proof { return l.proofs }

// Explains returns the number of the oldest write that is still to be seen and
// wanted key to become v, 0 for none: the author of a change that is about to be
// entered with Observed. named says that the notification carries a referenceId:
// this user caused it. A write that may not have been carried out explains the
// change no better than somebody else does, nor does one that wanted key to
// become something else and may have been altered on the way; they count where no
// other explains it, and sure is false.
func (l *Ledger) Explains(key string, v userdata.Value, named bool) (n int, sure bool) {
	for _, j := range l.open() {
		explains := slices.ContainsFunc(j.aims, func(a *aim) bool { return a.explains(key, v) })
		if explains && j.may(named, false) {
			return j.proof.Write.N, true
		}
		if n == 0 && (explains || !j.expired && slices.ContainsFunc(j.aims, func(a *aim) bool { return a.asks(key) })) {
			n = j.proof.Write.N
		}
	}
	return n, false
}

// Repeats returns the number of a write that was seen to make key become v and
// then overwritten, and that may make it so once more at a time because the
// browser sent it twice; 0 for none.
func (l *Ledger) Repeats(key string, v userdata.Value, at time.Time) (n int) {
	for _, j := range l.open() {
		for _, a := range j.aims {
			if a.place == atKey && a.key == key && j.mayRepeat(a, v, at) {
				return j.proof.Write.N
			}
		}
	}
	return 0
}

// asks reports whether the aim is a key that was not seen to come true: what it
// becomes meanwhile may be what something on the way made of the write.
func (a *aim) asks(key string) bool {
	return a.place == atKey && a.key == key && !a.unasked && !a.verdict.proven()
}

func (a *aim) explains(key string, v userdata.Value) bool {
	if a.verdict.proven() || a.place != atAnyKey && (a.place != atKey || a.key != key) {
		return false
	}
	verdict, _ := a.matches(v)
	return verdict.proven()
}

func (l *Ledger) window() time.Duration {
	return cmp.Or(l.Window, DefaultWindow)
}

// open returns the writes whose verdict may still change.
func (l *Ledger) open() []*judge {
	var open []*judge
	for _, j := range l.judges {
		if !j.proof.Settled {
			open = append(open, j)
		}
	}
	return open
}

func (l *Ledger) elapse(now time.Time) {
	for _, j := range l.open() {
		for !j.proof.Settled && !j.deadline.IsZero() && !now.Before(j.deadline) {
			j.expire(l.window())
		}
	}
}

// expire closes the window of a write. A write that was not seen is watched a
// while longer, as a server may be slow, and without a sign of life until the
// next one decides.
func (j *judge) expire(window time.Duration) {
	switch {
	case j.expired || !j.gap.until.IsZero() || j.proven() && !j.lost():
		j.proof.Settled = true
	case j.alive:
		j.deadline = j.deadline.Add(window)
	default:
		j.deadline = time.Time{}
	}
	j.expired, j.changed = true, true
}

// fail enters a late failure: for the write whose reference it carries, or for
// the only one that is waiting. With more than one, blame would be a guess.
func (l *Ledger) fail(open []*judge, o Observation) {
	if o.Failure == "" {
		return
	}
	var waiting []*judge
	for _, j := range open {
		if j.references(o) {
			waiting = []*judge{j}
			break
		}
		if !j.contradicts(o) && !j.matched() {
			waiting = append(waiting, j)
		}
	}
	if len(waiting) == 1 {
		waiting[0].failure, waiting[0].changed = o.Failure, true
		waiting[0].proof.Event, waiting[0].proof.Seen = o.Event, o.Time
		waiting[0].proof.Settled = true
	}
}

// publish makes new proofs for what changed and leaves the others as they are.
func (l *Ledger) publish() {
	var proofs []*Proof
	for i, j := range l.judges {
		if !j.changed {
			continue
		}
		if proofs == nil {
			proofs = append(make([]*Proof, 0, len(l.judges)), l.proofs...)
			proofs = proofs[:len(l.judges)]
		}
		j.changed = false
		proofs[i] = j.publish()
	}
	if proofs != nil {
		l.proofs = proofs
	}
}

// candidatesFor returns the writes that an observation may be the effect of:
// the one with its reference, or else each that sees one of its aims come true.
func candidatesFor(open []*judge, o Observation, before *userdata.Map) []*judge {
	var list []*judge
	for _, j := range open {
		if j.references(o) {
			return []*judge{j}
		}
		if !j.contradicts(o) && j.may(o.ReferenceID != "", o.Reread) && j.hits(o, before) > 0 {
			list = append(list, j)
		}
	}
	return list
}
