package proof_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/userdata"
)

func TestLedgerExplains(t *testing.T) {
	var l proof.Ledger
	l.Observed(proof.Observation{Time: at(0), Data: data(t, `{"A":0}`)})
	writes(4, 1, "UpdateUserData", `{"A":1}`)(t, &l)
	deletes(5, 1, "B")(t, &l)
	writes(6, 1, "UpdateUserData", `{"A":2}`)(t, &l)
	assert.Equal(t, 4, explains(&l, "A", value(t, `1`)))
	assert.Equal(t, 4, explains(&l, "A", value(t, `"1"`)), "a coerced value is this write's work too")
	assert.Equal(t, 6, explains(&l, "A", value(t, `2`)))
	assert.Equal(t, 5, explains(&l, "B", value(t, ``)))
	assert.Zero(t, explains(&l, "A", value(t, `3`)))
	assert.Zero(t, explains(&l, "C", value(t, `1`)))

	reply(4, 2)(t, &l)
	sees(3, `{"A":1}`)(t, &l)
	assert.Zero(t, explains(&l, "A", value(t, `1`)), "once seen, a write explains no further change")
	l.Elapsed(at(100))
	assert.Equal(t, 6, explains(&l, "A", value(t, `2`)), "a write without a reply stays in flight")
}

func explains(l *proof.Ledger, key string, v userdata.Value) int {
	if n, sure := l.Explains(key, v, false); sure {
		return n
	}
	return 0
}

// What becomes of a key while a write of it is under way may be what something
// on the way made of the write.
func TestAnotherValueMayBeAWriteThatWasAltered(t *testing.T) {
	var l proof.Ledger
	sees(0, `{"A":0}`)(t, &l)
	writes(1, 1, "UpdateUserData", `{"A":1}`)(t, &l)
	reply(1, 2)(t, &l)
	n, sure := l.Explains("A", value(t, `3`), false)
	assert.Equal(t, []any{1, false}, []any{n, sure})
	n, _ = l.Explains("B", value(t, `3`), false)
	assert.Zero(t, n)
	l.Alive(at(10))
	for _, later := range []float64{18, 100} {
		l.Elapsed(at(later))
		n, _ = l.Explains("A", value(t, `3`), false)
		assert.Zero(t, n, "its window has passed")
	}
}

// Whose request it was that failed, a value does not tell.
func TestAFailedWriteExplainsNothingForCertain(t *testing.T) {
	var l proof.Ledger
	sees(0, `{}`)(t, &l)
	writes(1, 1, "UpdateUserData", `{"A":1}`)(t, &l)
	reply(1, 2, refused(0, -1, "connection reset"))(t, &l)
	n, sure := l.Explains("A", value(t, `1`), false)
	assert.Equal(t, []any{1, false}, []any{n, sure})
	n, sure = l.Explains("A", value(t, `1`), true)
	assert.Equal(t, []any{1, true}, []any{n, sure}, "the server says that this user caused it")

	l = proof.Ledger{}
	writes(1, 1, "UpdateUserData", `{"A":1}`)(t, &l)
	writes(2, 1, "UpdateUserData", `{"A":1}`)(t, &l)
	for n := range 2 {
		reply(n+1, 2, refused(502, -1, "bad gateway"))(t, &l)
	}
	n, sure = l.Explains("A", value(t, `1`), false)
	assert.Equal(t, []any{1, false}, []any{n, sure}, "the oldest")
	n, sure = l.Explains("A", value(t, `1`), true)
	assert.Equal(t, []any{1, true}, []any{n, sure})
}

// Where nothing shows a key after a write, what was seen last is what was there before.
func TestWhatWasSeenLastIsNotAbsence(t *testing.T) {
	for name, reply := range map[string]step{"refused": reply(1, 2, refused(200, 6, "no")), "lost": reply(1, 2, refused(0, -1, "connection reset"))} {
		t.Run(name, func(t *testing.T) {
			var l proof.Ledger
			sees(0, `{"A":"before"}`)(t, &l)
			writes(1, 1, "UpdateUserData", `{"A":1}`)(t, &l)
			reply(t, &l)
			assert.Equal(t, "before", l.Proofs()[0].Keys[0].Seen.Text())
		})
	}
}

func TestLedgerDeadline(t *testing.T) {
	l := proof.Ledger{Window: 5 * time.Second}
	writes(1, 1, "UpdateUserData", `{"A":1}`)(t, &l)
	assert.Zero(t, l.Deadline(), "without a reply there is nothing to wait out")
	reply(1, 2)(t, &l)
	writes(2, 2, "UpdateUserData", `{"B":1}`)(t, &l)
	reply(2, 3)(t, &l)
	assert.Equal(t, at(7), l.Deadline())
	l.Alive(at(4))
	l.Elapsed(at(7))
	assert.Equal(t, at(8), l.Deadline())
	assert.Equal(t, []proof.Verdict{proof.NotSeen, proof.Waiting}, verdicts(&l))
	l.Elapsed(at(8))
	assert.Equal(t, at(12), l.Deadline(), "a server may be slow")
	l.Elapsed(at(13))
	assert.Zero(t, l.Deadline())
	assert.Equal(t, []proof.Verdict{proof.NotSeen, proof.NotSeen}, verdicts(&l))
}

func verdicts(l *proof.Ledger) (list []proof.Verdict) {
	for _, p := range l.Proofs() {
		list = append(list, p.Verdict)
	}
	return list
}

// What was handed out never changes, and what has not changed is the same
// value, so that a view can compare pointers.
func TestLedgerPublishesImmutableProofs(t *testing.T) {
	var l proof.Ledger
	sees(0, `{}`)(t, &l)
	writes(1, 1, "UpdateUserData", `{"A":1}`)(t, &l)
	writes(2, 1, "UpdateUserData", `{"B":1}`)(t, &l)
	before := l.Proofs()
	first, second := before[0], before[1]
	copied := *first
	reply(1, 2)(t, &l)
	sees(3, `{"A":1}`)(t, &l)

	assert.Equal(t, copied, *first)
	assert.Same(t, first, before[0])
	assert.NotSame(t, first, l.Proofs()[0])
	assert.Equal(t, proof.Exact, l.Proofs()[0].Verdict)
	assert.Same(t, second, l.Proofs()[1])
	sees(4, `{"A":1}`)(t, &l)
	assert.Same(t, second, l.Proofs()[1], "a notification that says nothing new makes no new proof")
}

// The second reply to one write, or one to a write that is not known, can only
// be a mistake of the caller and must not undo a verdict.
func TestLedgerIgnoresSurplusReplies(t *testing.T) {
	var l proof.Ledger
	writes(1, 1, "UpdateUserData", `{"A":1}`)(t, &l)
	reply(1, 2)(t, &l)
	reply(1, 3, refused(500, 4, "no"))(t, &l)
	reply(9, 3)(t, &l)
	assert.Equal(t, proof.Waiting, l.Proofs()[0].Verdict)
}
