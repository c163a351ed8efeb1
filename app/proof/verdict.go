package proof

import "slices"

// publish returns the proof as known now.
func (j *judge) publish() *Proof {
	p := j.proof
	p.Lost = j.lost()
	told := j.told()
	p.Keys = make([]KeyProof, len(told))
	for i, a := range told {
		p.Keys[i] = j.keyProof(a)
	}
	p.Verdict = j.verdict(p.Keys)
	for i := range p.Keys {
		// What is not proven is not judged either while the write waits.
		refused := p.Verdict == Rejected || j.lost()
		if refused || p.Verdict == Waiting && !p.Keys[i].Verdict.proven() {
			p.Keys[i].Verdict = p.Verdict
		}
		if refused {
			p.Keys[i].Seen = told[i].last
		}
	}
	j.recalled = j.recalled || j.said == NotSeen && p.Verdict != NotSeen
	j.said = p.Verdict
	p.Confidence = j.confidence(p.Verdict)
	p.Reason = j.reason(&p)
	return &p
}

// told returns the aims that are spoken of: of the keys that the write does not
// name, those that went.
func (j *judge) told() []*aim {
	var told []*aim
	for _, a := range j.aims {
		if !a.unasked || a.verdict.proven() {
			told = append(told, a)
		}
	}
	return told
}

// wiped reports whether keys went that the write does not name.
func (j *judge) wiped() bool {
	return slices.ContainsFunc(j.aims, func(a *aim) bool { return a.unasked && a.verdict.proven() })
}

// veiled reports whether an attached value may be there and not show.
func (j *judge) veiled() bool {
	return slices.ContainsFunc(j.aims, func(a *aim) bool { return a.veiled && a.verdict == Waiting })
}

// keyProof judges one key by what has been observed.
func (j *judge) keyProof(a *aim) KeyProof {
	k := KeyProof{Key: a.key, Sent: a.want, Seen: a.seen, Verdict: a.verdict, Note: a.note}
	switch {
	case a.unasked:
		k.Verdict, k.Note = Differs, "removed as well"
	case a.verdict.proven():
	case a.already:
		k.Seen, k.Verdict, k.Note = a.last, Exact, alreadyNote(a)
	case a.verdict == Waiting && a.veiled && j.gap.until.IsZero() && (j.caused || j.expired || j.ended):
		k.Seen, k.Verdict, k.Note = a.last, CannotTell, "a second one may not show"
	case j.unsure():
		k.Seen, k.Verdict = a.last, CannotTell
	case a.verdict == Waiting && (j.caused || j.expired):
		k.Seen, k.Verdict = a.last, NotSeen
	}
	return k
}

// unsure reports whether what is missing may have come and gone unobserved.
func (j *judge) unsure() bool {
	return j.cut() || !j.gap.until.IsZero() && (j.expired || j.caused) || j.expired && !j.alive && !j.caused
}

// verdict judges the write by the verdicts on its keys.
func (j *judge) verdict(keys []KeyProof) Verdict {
	r := j.proof.Reply
	switch {
	case j.failure != "":
		return Rejected
	case r == nil:
		return Waiting
	case !r.Accepted() && r.final():
		return Rejected
	case len(keys) == 0, j.lost():
		return CannotTell
	case !j.caused && !j.expired && !j.ended && !j.confirmed(keys):
		return Waiting
	case j.wiped():
		return Differs
	}
	return summary(keys)
}

// confirmed reports whether every key is known to hold what was sent, without
// a notification that could be matched. What was so before needs to have been
// observed again, or the window to pass.
func (j *judge) confirmed(keys []KeyProof) bool {
	told := j.told()
	for i, k := range keys {
		if !k.Verdict.proven() || told[i].already && !told[i].again {
			return false
		}
	}
	return true
}

// summary returns the verdict on all keys together.
func summary(keys []KeyProof) Verdict {
	var count [CannotTell + 1]int
	for _, k := range keys {
		count[k.Verdict]++
	}
	proven := count[Exact] + count[Coerced] + count[Overwritten]
	switch {
	case proven < len(keys) && proven > 0:
		return Partly
	case count[Overwritten] > 0:
		return Overwritten
	case count[Coerced] > 0:
		return Coerced
	case count[Exact] > 0:
		return Exact
	case count[CannotTell] > 0:
		return CannotTell
	case count[Differs] > 0:
		return Differs
	}
	return NotSeen
}

func (j *judge) confidence(v Verdict) Confidence {
	switch {
	case v == Waiting || v == Rejected || v == NotSeen || v == CannotTell || !j.matched() && j.weak == "":
		return None
	case j.proof.Candidates > 1:
		return Ambiguous
	case j.weak != "" || !j.proof.Reply.Accepted():
		return Likely
	}
	return Certain
}
