package proof_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/proof"
)

// attaches is an AttachUserData to a call, which adds a second one of a key that is
// there (page AttachUserData of voice).
func attaches(n int, s float64, json string) step {
	return func(t *testing.T, l *proof.Ledger) {
		l.Sent(proof.Write{N: n, Operation: "AttachUserData", Data: data(t, json), Sent: at(s), Doubles: true})
	}
}

// What is published of a key that stands twice may be both values, or either of them.
func TestLedgerOfAttachesToACall(t *testing.T) {
	const one = `{"A":"4711","B":1}`
	before, write, replied := sees(0, one), attaches(1, 1, `{"A":"9999"}`), reply(1, 2)
	tell(t, []story{{
		name:  "both show",
		steps: []step{before, write, replied, sees(3, `{"A":"4711","B":1,"A":"9999"}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent; A is there twice now"}},
	}, {
		name:  "both show, the new one first",
		steps: []step{before, write, replied, sees(3, `{"A":"9999","A":"4711","B":1}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent; A is there twice now"}},
	}, {
		name:  "both show, and the new one was converted",
		steps: []step{before, attaches(1, 1, `{"A":9999}`), replied, sees(3, `{"A":"9999","A":"4711","B":1}`)},
		want:  []want{{proof.Coerced, proof.Certain, "A: coerced (number → text)", "the key arrived, converted on the way: A number → text; A is there twice now"}},
	}, {
		name:  "both show, with the same value",
		steps: []step{before, attaches(1, 1, `{"A":"4711"}`), replied, sees(3, `{"A":"4711","B":1,"A":"4711"}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent; A is there twice now"}},
	}, {
		name:  "a third one",
		steps: []step{sees(0, `{"A":1,"A":2}`), attaches(1, 1, `{"A":3}`), replied, sees(3, `{"A":1,"A":2,"A":3}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent; A is there 3 times now"}},
	}, {
		name:  "only the new one shows",
		steps: []step{before, write, replied, sees(3, `{"A":"9999","B":1}`)},
		want: []want{{proof.Exact, proof.Certain, "A: exact",
			"the key arrived with the value and type you sent; A was there before and may be there twice now, of which one is shown"}},
	}, {
		name:  "only the old one shows",
		why:   "a notification came; that it does not show the value says nothing",
		steps: []step{before, write, replied, sees(3, one), polled(10), elapses(18)},
		want: []want{{proof.CannotTell, proof.None, "A: cannot-tell (a second one may not show)",
			"what was published since shows A as it was; attaching adds a second one of a key that is there, and only one of them may be shown"}},
	}, {
		name:  "only the old one shows, in a file that ends",
		steps: []step{before, write, replied, sees(3, one), ends(5)},
		want: []want{{proof.CannotTell, proof.None, "A: cannot-tell (a second one may not show)",
			"what was published since shows A as it was; attaching adds a second one of a key that is there, and only one of them may be shown"}},
	}, {
		name:  "only the old one shows, beside a key that is new",
		steps: []step{before, attaches(1, 1, `{"A":"9999","C":3}`), replied, sees(3, `{"A":"4711","B":1,"C":3}`)},
		want: []want{{proof.Partly, proof.Likely, "A: cannot-tell (a second one may not show) | C: exact",
			"1 of 2 keys proven; was there before, and a second one may not show: A; not everything came with the notification"}},
	}, {
		name:  "the same value, of which one shows",
		steps: []step{before, attaches(1, 1, `{"A":"4711"}`), replied, sees(3, one)},
		want: []want{{proof.Exact, proof.None, "A: exact (unchanged, already so)",
			"unchanged, already so: the key holds the value you sent; A was there before and may be there twice now, of which one is shown"}},
	}, {
		name:  "no notification at all",
		steps: []step{before, write, replied, polled(10), elapses(18)},
		want:  []want{{proof.NotSeen, proof.None, "A: not-seen", "the server accepted it, and no notification showed it in 15 s with the link healthy"}},
	}, {
		name:  "only a reading, which shows the old one",
		steps: []step{before, write, replied, sees(9, one, reread), polled(10), elapses(18)},
		want:  []want{{proof.NotSeen, proof.None, "A: not-seen", "the server accepted it, and no notification showed it in 15 s with the link healthy"}},
	}, {
		name:  "a key that is new",
		steps: []step{before, attaches(1, 1, `{"C":3}`), replied, sees(3, `{"A":"4711","B":1,"C":3}`)},
		want:  []want{{proof.Exact, proof.Certain, "C: exact", "the key arrived with the value and type you sent"}},
	}, {
		name:  "an SMS session that ignores it",
		why:   "that attaching there adds a second one is not documented",
		steps: []step{before, writes(1, 1, "AttachUserData", `{"A":"9999"}`), replied, sees(3, one), polled(10), elapses(18)},
		want:  []want{{proof.NotSeen, proof.None, "A: not-seen", "the server accepted it, and no notification showed it in 15 s with the link healthy"}},
	}})
}

// The DeleteUserData of a call takes no parameter and removes everything, whichever
// keys a request names.
func TestLedgerOfAWipeThatNamesKeys(t *testing.T) {
	wipes := func(keys ...string) step {
		return func(t *testing.T, l *proof.Ledger) {
			l.Sent(proof.Write{N: 1, Operation: "DeleteUserData", Keys: keys, Sent: at(1), Wipes: true})
		}
	}
	const words = "it removed all keys, B as well, which it does not name: the DeleteUserData of a call takes no parameter"
	tell(t, []story{{
		name:  "all went",
		steps: []step{sees(0, `{"A":"1","B":"2"}`), wipes("A"), reply(1, 2), sees(3, `{}`)},
		want:  []want{{proof.Differs, proof.Certain, "A: exact | B: differs (removed as well)", words}},
	}, {
		name:  "all went, and what it names was not there",
		steps: []step{sees(0, `{"B":"2"}`), wipes("A"), reply(1, 2), sees(3, `{}`)},
		want:  []want{{proof.Differs, proof.Certain, "A: exact (was not there) | B: differs (removed as well)", words}},
	}, {
		name:  "it named all",
		steps: []step{sees(0, `{"A":"1","B":"2"}`), wipes("A", "B"), reply(1, 2), sees(3, `{}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact | B: exact", "both keys are gone"}},
	}, {
		name:  "a server that heeds the names",
		steps: []step{sees(0, `{"A":"1","B":"2","C":"3"}`), wipes("A"), reply(1, 2), sees(3, `{"B":"2","C":"3"}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", "the key is gone"}},
	}, {
		name:  "somebody else removes another key",
		steps: []step{sees(0, `{"A":"1","B":"2"}`), wipes("A"), reply(1, 2), sees(3, `{"A":"1"}`), polled(10), elapses(18)},
		want:  []want{{proof.NotSeen, proof.None, "A: not-seen", "the server accepted it, and no notification showed it in 15 s with the link healthy"}},
	}, {
		name:  "refused",
		steps: []step{sees(0, `{"A":"1","B":"2"}`), wipes("A"), reply(1, 2, refused(403, 3, "no"))},
		want:  []want{{proof.Rejected, proof.None, "A: rejected", "the server refused it with statusCode 3: no"}},
	}})
}

// Whoever wipes a call has removed every key of it.
func TestAWipeExplainsEveryKeyThatGoes(t *testing.T) {
	w := proof.Write{N: 1, Operation: "DeleteUserData", Keys: []string{"A"}, Sent: at(1), Wipes: true}
	var l proof.Ledger
	sees(0, `{"B":"2"}`)(t, &l)
	l.Sent(w)
	assert.Equal(t, 1, explains(&l, "B", value(t, ``)))
	asked, wanted := w.Wants("B", value(t, ``))
	assert.Equal(t, []bool{true, true}, []bool{asked, wanted})
	asked, wanted = w.Wants("B", value(t, `3`))
	assert.Equal(t, []bool{false, false}, []bool{asked, wanted})
}
