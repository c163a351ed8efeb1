package proof

import (
	"fmt"
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/userdata"
)

// A judge holds one write and what is known of it so far.
type judge struct {
	proof    Proof // Verdict, Reason and Keys are filled in by publish
	aims     []*aim
	deadline time.Time // zero before the reply
	begin    time.Time // of the window: the reply's, or where that is not known the write's; zero before the reply
	end      time.Time // of the window, zero where it has no beginning
	gap      gap
	alive    bool   // a poll was answered in the window
	expired  bool   // the window has passed
	ended    bool   // nothing more will be told of it
	caused   bool   // an observation that this write caused was seen: what is not true now was not done
	failure  string // why it failed after it was accepted
	weak     string // what keeps the match from being certain, "" for nothing
	named    bool   // what was matched says that this user caused it
	read     bool   // it was matched with a reading
	there    bool   // what was sent is there, and nothing says who brought it
	said     Verdict
	recalled bool      // “not seen” was said, and something contradicted it
	first    time.Time // when an effect was first seen, zero for never
	resent   time.Time // when the attempt went out that was answered, zero where it was the first as far as is known
	again    bool      // an effect came again after it was overwritten, while the write may have been under way
	changed  bool      // since the last publish
}

// A gap is an interval that was not observed; the zero gap is none.
type gap struct{ since, until time.Time }

func (g gap) first(since time.Time) time.Time {
	if g.since.IsZero() || since.Before(g.since) {
		return since
	}
	return g.since
}

func (j *judge) reply(r Reply, window time.Duration) {
	j.proof.Reply = &r
	if j.begin = r.Time; j.begin.IsZero() {
		j.begin = j.proof.Write.Sent
	}
	if !j.begin.IsZero() {
		j.end = j.begin.Add(window)
		j.deadline = j.end
	}
	// A refusal that can be relied on ends it, and so does a success where
	// there is nothing to see.
	j.proof.Settled = !r.Accepted() && r.final() || len(j.aims) == 0
	j.changed = true
	noticed := j.proof.ReferenceID
	switch {
	case r.ReferenceID == "":
	case noticed == "":
		j.proof.ReferenceID = r.ReferenceID
	case noticed == r.ReferenceID:
		// The notification was first; now both sides carry the reference.
		j.weak, j.proof.Candidates = "", 1
	default:
		j.weak, j.proof.Candidates = otherRequest, 1
	}
	if j.matched() && !j.may(j.named, j.read) {
		j.proof.Candidates, j.proof.Event, j.proof.Seen = 0, 0, time.Time{}
		j.caused, j.there, j.weak = false, true, ""
	}
}

// may reports whether what is observed can be taken for the effect of the write,
// by what its reply said. Where that leaves open whether it was carried out,
// somebody else may have written the same: then the server must say that this
// user caused it or, where no reply came at all, a reading decides.
func (j *judge) may(named, read bool) bool {
	r := j.proof.Reply
	return r == nil || r.Accepted() || named || read && r.HTTPStatus == 0
}

// cut reports whether the window was open when a file ended.
func (j *judge) cut() bool { return j.ended && !j.expired && !j.caused }

// lost reports whether it is open what the server did: no reply came that says.
func (j *judge) lost() bool {
	r := j.proof.Reply
	return r != nil && !r.Accepted() && !r.final() && !j.matched()
}

// proven reports whether all that was wanted is true.
func (j *judge) proven() bool { return j.wanted() == 0 }

const otherRequest = "the notification that shows it carries the referenceId of another request"

// references reports whether both sides carry the same reference.
func (j *judge) references(o Observation) bool {
	r := j.proof.Reply
	return r != nil && r.ReferenceID != "" && r.ReferenceID == o.ReferenceID
}

// contradicts reports whether both sides carry a reference, and not the same.
func (j *judge) contradicts(o Observation) bool {
	r := j.proof.Reply
	return r != nil && r.ReferenceID != "" && o.ReferenceID != "" && r.ReferenceID != o.ReferenceID
}

// matched reports whether an observation was taken for the write's effect.
func (j *judge) matched() bool { return j.proof.Candidates > 0 }

// hits counts the aims that an observation newly shows to be true.
func (j *judge) hits(o Observation, before *userdata.Map) (n int) {
	for _, a := range j.aims {
		if a.verdict.proven() {
			continue
		}
		if v, ok := a.look(o, before); ok && (a.moves(v) || a.grown(v, o.Data)) {
			if verdict, _ := a.matches(v); verdict.proven() {
				n++
			}
		}
	}
	return n
}

// moves reports whether a value is news. That a key is not there is news to a
// delete of which nobody knows whether the key was there.
func (a *aim) moves(v userdata.Value) bool { return a.unknown || !v.Same(a.last) }

// observe takes an observation in. candidate says that it may be this write's
// effect, n how many such writes there are, alone that no other is in flight.
func (j *judge) observe(o Observation, l *Ledger, n int, candidate, alone bool) {
	hits, wanted := j.hits(o, l.data), j.wanted()
	looked, moved := j.look(o, l)
	switch {
	case j.contradicts(o):
		if hits > 0 && !j.matched() {
			j.proof.Event, j.proof.Seen = o.Event, o.Time
		}
		if hits > 0 {
			j.weak = otherRequest
		}
	case j.matched():
		if hits > 0 {
			j.proof.Event, j.proof.Seen, j.weak = o.Event, o.Time, "it came in more than one notification"
		}
	// A notification that carries a reference was caused by this user. If it
	// is about the only write in flight, that write is the cause.
	case candidate, o.ReferenceID != "" && alone && looked && (moved || wanted == 0 && !j.there):
		j.match(o, l, max(n, 1))
	case hits > 0 && !j.may(o.ReferenceID != "", o.Reread):
		j.there, j.changed = true, true
	}
}

// look takes in what an observation shows of each aim. looked says that it
// showed any of them, moved that one of those was news.
func (j *judge) look(o Observation, l *Ledger) (looked, moved bool) {
	for _, a := range j.aims {
		v, ok := a.look(o, l.data)
		if !ok {
			continue
		}
		if a.place == atAnyKey {
			if j.contradicts(o) {
				continue
			}
			a.place, a.key = atKey, a.changedTo(o.Data, l.data)
		}
		news := a.moves(v) || a.grown(v, o.Data)
		looked, moved = true, moved || news
		j.again = j.again || !o.Reread && j.mayRepeat(a, v, o.Time)
		before, other := a.finding, 0
		if news {
			other = l.other(j, a, v, o.Event)
		}
		a.observe(v, news, other)
		j.changed = a.recount(o, news) || j.changed || a.finding != before
		if a.verdict == Overwritten && before.verdict != Overwritten {
			a.lost = o.Time
		}
	}
	return looked, moved
}

// recount notes how often a key stands that was attached, and whether it was seen
// to be as before. changed says that this is news.
func (a *aim) recount(o Observation, moved bool) (changed bool) {
	if !a.attach || o.Data == nil {
		return false
	}
	copies, veiled := a.copies, a.veiled
	a.copies = o.Data.Count(a.key)
	a.veiled = a.veiled || a.doubles && a.was > 0 && !o.Reread && !moved && a.verdict == Waiting && !a.already
	return a.copies != copies || a.veiled != veiled
}

// follows is how long after the reply to an attempt its notification may come.
const follows = 2 * time.Second

// mayRepeat reports whether v, seen at a time, may be the effect of a second
// attempt of the browser's: it was there and was overwritten before, and an
// attempt was under way after that. A browser makes another one only while no
// reply has come.
func (j *judge) mayRepeat(a *aim, v userdata.Value, at time.Time) bool {
	if a.verdict != Overwritten || !a.moves(v) {
		return false
	}
	r := j.proof.Reply
	underWay := r == nil || !j.resent.IsZero() || r.Time.After(a.lost) && at.Sub(r.Time) < follows
	verdict, _ := a.matches(v)
	return underWay && verdict.proven()
}

// repeated says why the browser may have sent the write twice, "" where nothing
// suggests it: one that only had to wait for a connection has no effect before
// it is sent.
func (j *judge) repeated() string {
	switch {
	case j.again:
		return "; it may have been sent twice by the browser: it came once more after somebody else had changed it"
	case !j.first.IsZero() && j.first.Before(j.resent):
		return "; it may have been sent twice by the browser: it was seen before the request went out that was answered"
	}
	return ""
}

// wanted counts the aims that are still to be seen to come true.
func (j *judge) wanted() (n int) {
	for _, a := range j.aims {
		if !a.already && !a.unasked && !a.verdict.proven() {
			n++
		}
	}
	return n
}

// match takes an observation for the effect of the write.
func (j *judge) match(o Observation, l *Ledger, candidates int) {
	p := &j.proof
	if o.ReferenceID != "" && !slices.Contains(l.referenced, p.Write.Operation) {
		l.referenced = append(l.referenced, p.Write.Operation)
	}
	p.Candidates, p.Event, p.Seen = candidates, o.Event, o.Time
	if j.first.IsZero() {
		j.first = o.Time
	}
	j.caused, j.changed, j.weak = true, true, ""
	j.named, j.read, j.there = o.ReferenceID != "", o.Reread, false
	switch {
	case j.references(o):
	case candidates > 1:
		j.weak = fmt.Sprintf("%d of your writes in flight explain what was seen", candidates)
	case o.Reread:
		j.weak = "it was seen when the session was read again, not in a notification"
	case o.ReferenceID == "" && slices.Contains(l.referenced, p.Write.Operation):
		j.weak = "the notification that shows it carries no referenceId, which that of another " + p.Write.Operation + " of yours did"
	case j.wanted() > 0:
		j.weak = "not everything came with the notification"
	case j.expired && j.alive:
		j.weak = "it came " + lasting(o.Time.Sub(j.begin)) + " after the reply"
	}
	if o.ReferenceID != "" {
		p.ReferenceID = o.ReferenceID
	}
}

// observe takes in the value now at the aim's place; moved says that it is news,
// other is the number of another of our own writes that asked for it, 0 for none.
func (a *aim) observe(v userdata.Value, moved bool, other int) {
	verdict, note := a.matches(v)
	proven := a.verdict.proven()
	a.last, a.unknown = v, false
	switch {
	case proven && a.place == atState:
		// A session moves on; that takes nothing back.
	case verdict.proven() && (moved || proven):
		a.finding = finding{verdict: verdict, note: note, seen: v}
	case verdict.proven():
		a.again = true
	case proven && other > 0:
		a.note = fmt.Sprintf("then replaced by your write %d", other)
	case proven && moved:
		a.verdict, a.note = Overwritten, "then "+describe(v)
	case moved:
		if other > 0 {
			note = joined(note, fmt.Sprintf("your write %d asked for this", other))
		}
		a.finding = finding{verdict: verdict, note: note, seen: v}
	}
}

// other returns the number of another of our own writes that may have brought v
// to the place of a with an event, 0 for none: a later one, or an earlier one that
// is still in flight and was not seen to have done so before.
func (l *Ledger) other(j *judge, a *aim, v userdata.Value, event int) int {
	for _, k := range l.judges {
		refused := k.proof.Reply != nil && !k.proof.Reply.Accepted()
		if k == j || refused || k.proof.Write.N < j.proof.Write.N && k.proof.Settled {
			continue
		}
		for _, b := range k.aims {
			was := k.proof.Write.N < j.proof.Write.N && b.verdict.proven() && k.proof.Event != event
			if b.place != a.place || b.key != a.key || was {
				continue
			}
			if verdict, _ := b.matches(v); verdict.proven() {
				return k.proof.Write.N
			}
		}
	}
	return 0
}
