package proof_test

import (
	"testing"
	"time"

	"github.com/keytrail/keytrail/app/proof"
)

func TestLedger(t *testing.T) {
	const two = `{"UserData1":"DATA1","UserData2":123456789}`
	tell(t, []story{{
		name:  "nothing yet",
		steps: []step{sees(0, `{}`), writes(1, 1, "AttachUserData", two)},
		want:  []want{{proof.Waiting, proof.None, "UserData1: waiting | UserData2: waiting", "sent; no reply yet"}},
	}, {
		name:  "accepted",
		why:   "a reply proves nothing",
		steps: []step{sees(0, `{}`), writes(1, 1, "AttachUserData", two), reply(1, 2)},
		want:  []want{{proof.Waiting, proof.None, "UserData1: waiting | UserData2: waiting", "accepted; no notification has shown it yet"}},
	}, {
		name:  "exact",
		steps: []step{sees(0, `{"A":"x"}`), writes(1, 1, "AttachUserData", two), reply(1, 2), sees(3, `{"A":"x","UserData2":123456789,"UserData1":"DATA1"}`, ref("83"))},
		want:  []want{{proof.Exact, proof.Certain, "UserData1: exact | UserData2: exact", "both keys arrived with the values and types you sent"}},
	}, {
		name:  "exact, nothing known before",
		steps: []step{writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), sees(3, `{"A":1}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent"}},
	}, {
		name:  "three keys",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1,"B":null,"C":true}`), reply(1, 2), sees(3, `{"A":1,"B":null,"C":true}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact | B: exact | C: exact", "all 3 keys arrived with the values and types you sent"}},
	}, {
		name:  "notification before the reply",
		why:   "the two travel on different connections",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), sees(2, `{"A":1}`, ref("7")), reply(1, 3)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent"}},
	}, {
		name:  "notification without the reply",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), sees(2, `{"A":1}`, ref("7"))},
		want:  []want{{proof.Waiting, proof.None, "A: exact", "what you sent was seen; the reply is still to come"}},
	}, {
		name:  "the file ends before the reply",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), ends(5)},
		want:  []want{{proof.CannotTell, proof.None, "A: cannot-tell", "the file has no reply to it; it may have been carried out"}},
	}, {
		name:  "the file ends without the reply, and shows that it was this user",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), sees(2, `{"A":1}`, ref("7")), ends(5)},
		want:  []want{{proof.Exact, proof.Likely, "A: exact", "the key arrived with the value and type you sent; the file has no reply to it"}},
	}, {
		name:  "the file ends without the reply, and somebody wrote the same",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), sees(2, `{"A":1}`), ends(5)},
		want: []want{{proof.CannotTell, proof.None, "A: cannot-tell",
			"the file has no reply to it; what you sent is there now, and nothing says whether you or somebody else brought it"}},
	}, {
		name:  "the file ends within the window",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), sees(3, `{}`), ends(5)},
		want:  []want{{proof.CannotTell, proof.None, "A: cannot-tell", "the server accepted it; the file ends within the 15 s in which a notification is waited for"}},
	}, {
		name:  "the file ends behind the window",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), sees(3, `{}`), ends(17)},
		want:  []want{{proof.NotSeen, proof.None, "A: not-seen", "the server accepted it, and no notification showed it in 15 s with the link healthy"}},
	}, {
		name:  "the file ends when it was seen",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), sees(3, `{"A":1}`), ends(4)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent"}},
	}, {
		name:  "the file ends within the window, and what was sent was there before",
		steps: []step{sees(0, `{"A":1}`), writes(1, 1, "UpdateUserData", `{"A":1,"B":2}`), reply(1, 2), ends(5)},
		want:  []want{{proof.Partly, proof.None, "A: exact (unchanged, already so) | B: cannot-tell", "1 of 2 keys proven; not seen before the file ends: B"}},
	}, {
		name:  "coerced",
		steps: []step{sees(0, `{}`), writes(1, 1, "AttachUserData", two), reply(1, 2), sees(3, `{"UserData1":"DATA1","UserData2":"123456789"}`)},
		want: []want{{proof.Coerced, proof.Certain, "UserData1: exact | UserData2: coerced (number → text)",
			"both keys arrived, converted on the way: UserData2 number → text"}},
	}, {
		name:  "differs, with a reference on both sides",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":"one"}`), reply(1, 2, replyRef("9")), sees(3, `{"A":"two"}`, ref("9"))},
		want:  []want{{proof.Differs, proof.Certain, "A: differs", "A now holds another value than you sent: the text “two”"}},
	}, {
		name:  "differs, caused by this user",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":"one"}`), reply(1, 2), sees(3, `{"A":"two"}`, ref("9"))},
		want:  []want{{proof.Differs, proof.Likely, "A: differs", "A now holds another value than you sent: the text “two”; not everything came with the notification"}},
	}, {
		name:  "another client first",
		why:   "a change without a reference is not this user's; the write may still come",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":"one"}`), reply(1, 2), sees(3, `{"A":"two"}`)},
		want:  []want{{proof.Waiting, proof.None, "A: waiting", "accepted; no notification has shown it yet"}},
	}, {
		name:  "another client first, then the write",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":"one"}`), reply(1, 2), sees(3, `{"A":"two"}`), sees(4, `{"A":"one"}`, ref("5"))},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent"}},
	}, {
		name:  "another client only",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":"one"}`), reply(1, 2), sees(3, `{"A":"two"}`), elapses(17)},
		want:  []want{{proof.Differs, proof.None, "A: differs", "A now holds another value than you sent: the text “two”"}},
	}, {
		name:  "partly",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1,"B":2,"C":3}`), reply(1, 2), sees(3, `{"A":1,"C":4}`, ref("5"))},
		want: []want{{proof.Partly, proof.Likely, "A: exact | B: not-seen | C: differs",
			"1 of 3 keys proven; another value in C; not seen: B; not everything came with the notification"}},
	}, {
		name:  "in two notifications",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1,"B":2}`), reply(1, 2), sees(3, `{"A":1}`), sees(4, `{"A":1,"B":2}`)},
		want: []want{{proof.Exact, proof.Likely, "A: exact | B: exact",
			"both keys arrived with the values and types you sent; it came in more than one notification"}},
	}, {
		name:  "overwritten",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), sees(3, `{"A":1}`, ref("5")), sees(4, `{"A":9}`)},
		want:  []want{{proof.Overwritten, proof.Certain, "A: overwritten (then the number 9)", "the key arrived; then A became something else, and no write seen here was still to do that"}},
	}, {
		name: "no referenceId where another write had one",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), sees(3, `{"A":1}`, ref("5")),
			writes(2, 4, "UpdateUserData", `{"B":1}`), reply(2, 5), sees(12, `{"A":1,"B":1}`)},
		want: []want{{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent"},
			{proof.Exact, proof.Likely, "B: exact", "the key arrived with the value and type you sent; the notification that shows it carries no referenceId, which that of another UpdateUserData of yours did"}},
	}, {
		name: "somebody else brings back what an earlier write asked for",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), sees(3, `{"A":1}`),
			writes(2, 4, "UpdateUserData", `{"A":2}`), reply(2, 5), sees(6, `{"A":2}`), sees(8, `{"A":1}`)},
		want: []want{{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent"},
			{proof.Overwritten, proof.Certain, "A: overwritten (then the number 1)", "the key arrived; then A became something else, and no write seen here was still to do that"}},
	}, {
		name: "an earlier write comes after a later one",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), writes(2, 1.5, "UpdateUserData", `{"A":2}`), reply(1, 2), reply(2, 2),
			sees(3, `{"A":2}`), sees(4, `{"A":1}`)},
		want: []want{{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent"},
			{proof.Exact, proof.Certain, "A: exact (then replaced by your write 1)", "the key arrived with the value and type you sent"}},
	}, {
		name:  "deleted by someone else",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), sees(3, `{"A":1}`), sees(4, `{}`)},
		want:  []want{{proof.Overwritten, proof.Certain, "A: overwritten (then removed)", "the key arrived; then A became something else, and no write seen here was still to do that"}},
	}, {
		name:  "overwritten and restored",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), sees(3, `{"A":1}`), sees(4, `{"A":9}`), sees(5, `{"A":1}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent"}},
	}, {
		name:  "changed after the window",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), sees(3, `{"A":1}`), sees(17, `{"A":9}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent"}},
	}, {
		name:  "not seen",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), sees(3, `{"B":1}`), elapses(17)},
		want:  []want{{proof.NotSeen, proof.None, "A: not-seen", "the server accepted it, and no notification showed it in 15 s with the link healthy"}},
	}, {
		name:  "just before the end of the window",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), elapses(16.9)},
		want:  []want{{proof.Waiting, proof.None, "A: waiting", "accepted; no notification has shown it yet"}},
	}, {
		name:  "gap",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), missed(3, 5), elapses(17)},
		want:  []want{{proof.CannotTell, proof.None, "A: cannot-tell", "notifications may have been missed in 2 s that were not fully observed"}},
	}, {
		name:  "gap, seen afterwards",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), missed(3, 5), sees(6, `{"A":1}`, reread)},
		want: []want{{proof.Exact, proof.Likely, "A: exact",
			"the key arrived with the value and type you sent; it was seen when the session was read again, not in a notification"}},
	}, {
		name:  "gap, another value afterwards",
		why:   "the write may have come and been overwritten unobserved",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), missed(3, 5), sees(6, `{"A":2}`, reread), elapses(17)},
		want:  []want{{proof.CannotTell, proof.None, "A: cannot-tell", "notifications may have been missed in 2 s that were not fully observed"}},
	}, {
		name:  "gap beyond the window, seen afterwards",
		why:   "the reading that follows the gap must have its chance",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), missed(3, 60), sees(61, `{"A":1}`, reread)},
		want: []want{{proof.Exact, proof.Likely, "A: exact",
			"the key arrived with the value and type you sent; it was seen when the session was read again, not in a notification"}},
	}, {
		name:  "gap beyond the window, not seen afterwards",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), missed(3, 94), sees(95, `{}`, reread), elapses(99)},
		want:  []want{{proof.CannotTell, proof.None, "A: cannot-tell", "notifications may have been missed in 1 m 31 s that were not fully observed"}},
	}, {
		name:  "gap before the write",
		steps: []step{sees(0, `{}`), writes(1, 5, "UpdateUserData", `{"A":1}`), missed(3, 4), reply(1, 6), polled(7), elapses(21)},
		want:  []want{{proof.NotSeen, proof.None, "A: not-seen", "the server accepted it, and no notification showed it in 15 s with the link healthy"}},
	}, {
		name:  "gap after the window",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), polled(9), missed(18, 30)},
		want:  []want{{proof.NotSeen, proof.None, "A: not-seen", "the server accepted it, and no notification showed it in 15 s with the link healthy"}},
	}, {
		name:  "gap after the proof",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), sees(3, `{"A":1}`), missed(4, 5), elapses(17)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent"}},
	}, {
		name:  "gap with a part seen",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1,"B":2}`), reply(1, 2), missed(3, 5), sees(6, `{"A":1}`, reread)},
		want: []want{{proof.Partly, proof.Likely, "A: exact | B: cannot-tell",
			"1 of 2 keys proven; not observed because of a gap: B; it was seen when the session was read again, not in a notification"}},
	}, {
		name:  "silence",
		why:   "that nothing failed is no sign of life",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), polled(1.5), reply(1, 2), elapses(17)},
		want: []want{{proof.CannotTell, proof.None, "A: cannot-tell",
			"the server accepted it, and no poll was answered in the 15 s after its reply, so that a notification may not have come through"}},
	}, {
		name:  "silence with a part seen",
		steps: []step{sees(0, `{"B":2}`), writes(1, 1, "UpdateUserData", `{"A":1,"B":2}`), reply(1, 2), elapses(17)},
		want: []want{{proof.Partly, proof.None, "A: cannot-tell | B: exact (unchanged, already so)",
			"1 of 2 keys proven; not seen, and no poll was answered meanwhile: A"}},
	}, {
		name:  "silence, and then it comes",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), elapses(17), sees(25, `{"A":1}`, ref("5"))},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent"}},
	}, {
		name:  "silence, and then others write",
		why:   "what is lost is not waited for forever",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), elapses(17), polled(25), sees(100, `{"A":1}`)},
		want: []want{{proof.CannotTell, proof.None, "A: cannot-tell",
			"the server accepted it, and no poll was answered in the 15 s after its reply, so that a notification may not have come through"}},
	}, {
		name:  "a sign of life, and a gap that is known later",
		why:   "a verdict that is contradicted is taken back",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), polled(3), elapses(60), missed(3, 62)},
		want: []want{{proof.CannotTell, proof.None, "A: cannot-tell",
			"notifications may have been missed in 59 s that were not fully observed; “not seen” was said before this was known, and is taken back"}},
	}, {
		name:  "a gap that is known later, and the reading after it",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), polled(3), elapses(60), missed(3, 62), sees(63, `{"A":1}`, reread)},
		want: []want{{proof.Exact, proof.Likely, "A: exact",
			"the key arrived with the value and type you sent; it was seen when the session was read again, not in a notification; “not seen” was said before this was known, and is taken back"}},
	}, {
		name:  "a server that is slower than the window",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), polled(3), sees(20, `{"A":1}`, ref("5"))},
		want: []want{{proof.Exact, proof.Likely, "A: exact",
			"the key arrived with the value and type you sent; it came 18 s after the reply; “not seen” was said before this was known, and is taken back"}},
	}, {
		name:  "when the reply came is not known",
		why:   "it came after the write was sent",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, func(r *proof.Reply) { r.Time = time.Time{} }), polled(3), elapses(100)},
		want:  []want{{proof.NotSeen, proof.None, "A: not-seen", "the server accepted it, and no notification showed it in 15 s with the link healthy"}},
	}, {
		name: "no times at all",
		steps: []step{func(t *testing.T, l *proof.Ledger) {
			l.Sent(proof.Write{N: 1, Operation: "UpdateUserData", Data: data(t, `{"A":1}`)})
			l.Replied(1, proof.Reply{HTTPStatus: 200})
			l.Missed(time.Time{}, at(3))
			l.Elapsed(at(100))
		}},
		want: []want{{proof.Waiting, proof.None, "A: waiting", "accepted; no notification has shown it yet"}},
	}, {
		name:  "no reply, and nothing shows it",
		why:   "a server that was reached may still do it",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, refused(0, -1, "connection reset")), polled(3), elapses(17)},
		want: []want{{proof.CannotTell, proof.None, "A: cannot-tell",
			"no reply came: connection reset; it may have been carried out, and no notification has shown it in 15 s"}},
	}, {
		name:  "no reply, and a reading decides",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, refused(0, -1, "connection reset")), sees(9, `{"A":1}`, reread)},
		want: []want{{proof.Exact, proof.Likely, "A: exact",
			"the key arrived with the value and type you sent; no reply came: connection reset"}},
	}, {
		name:  "no reply, and somebody writes the same",
		why:   "the server names the requests of this user, and names none here",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, refused(0, -1, "connection reset")), sees(9, `{"A":1}`)},
		want: []want{{proof.CannotTell, proof.None, "A: cannot-tell",
			"no reply came: connection reset; what you sent is there now, and nothing says whether you or somebody else brought it"}},
	}, {
		name:  "a failure, and somebody writes the same",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, refused(500, -1, "out of order")), sees(9, `{"A":1}`, reread)},
		want: []want{{proof.CannotTell, proof.None, "A: cannot-tell",
			"HTTP 500 came instead of a reply: out of order; what you sent is there now, and nothing says whether you or somebody else brought it"}},
	}, {
		name:  "the same, before the failure",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), sees(2, `{"A":1}`), reply(1, 3, refused(500, -1, "out of order"))},
		want: []want{{proof.CannotTell, proof.None, "A: cannot-tell",
			"HTTP 500 came instead of a reply: out of order; what you sent is there now, and nothing says whether you or somebody else brought it"}},
	}, {
		name:  "not sent",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 1, refused(0, -1, "not connected"), func(r *proof.Reply) { r.Unsent = true })},
		want:  []want{{proof.Rejected, proof.None, "A: rejected", "it was not sent: not connected"}},
	}, {
		name:  "a reply whose body nobody kept",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, refused(200, -1, "the body of the reply is not in the file"))},
		want:  []want{{proof.CannotTell, proof.None, "A: cannot-tell", "the body of the reply is not in the file; it may have been carried out"}},
	}, {
		name:  "refused by statusCode",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, refused(403, 3, "Operation forbidden"))},
		want:  []want{{proof.Rejected, proof.None, "A: rejected", "the server refused it with statusCode 3: Operation forbidden"}},
	}, {
		name:  "refused by HTTP",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, refused(403, -1, "Missing or invalid Csrf token"))},
		want:  []want{{proof.Rejected, proof.None, "A: rejected", "the server refused it with HTTP 403: Missing or invalid Csrf token"}},
	}, {
		name:  "refused, and the value comes from elsewhere",
		why:   "a failed request changed nothing (page ReturnValues)",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, refused(403, 3, "no")), sees(3, `{"A":1}`)},
		want:  []want{{proof.Rejected, proof.None, "A: rejected", "the server refused it with statusCode 3: no"}},
	}, {
		name:  "accepted with an HTTP error",
		why:   "the statusCode in the body decides",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, refused(500, 0, "")), sees(3, `{"A":1}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent"}},
	}, {
		name:  "no reply",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, refused(0, -1, "connection reset"))},
		want:  []want{{proof.CannotTell, proof.None, "A: cannot-tell", "no reply came: connection reset; it may have been carried out"}},
	}, {
		name:  "no reply, but done",
		why:   "only an observation proves, in this direction too",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, refused(0, -1, "connection reset")), sees(3, `{"A":1}`, ref("4"))},
		want: []want{{proof.Exact, proof.Likely, "A: exact",
			"the key arrived with the value and type you sent; no reply came: connection reset"}},
	}, {
		name:  "a gateway's error",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, refused(502, -1, "Bad Gateway"))},
		want:  []want{{proof.CannotTell, proof.None, "A: cannot-tell", "HTTP 502 came instead of a reply: Bad Gateway; it may have been carried out"}},
	}, {
		name:  "a web page",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, refused(200, -1, "a web page came: “Sign in”"), func(r *proof.Reply) { r.Body = []byte("<html>") })},
		want:  []want{{proof.CannotTell, proof.None, "A: cannot-tell", "the reply cannot be understood: a web page came: “Sign in”; it may have been carried out"}},
	}, {
		name:  "failed afterwards",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), sees(3, "", fails("Interaction Server is gone"))},
		want:  []want{{proof.Rejected, proof.None, "A: rejected", "the server accepted it and then reported: Interaction Server is gone"}},
	}, {
		name: "failed afterwards, two in flight, told by the reference",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), writes(2, 1, "UpdateUserData", `{"B":1}`),
			reply(1, 2, replyRef("1")), reply(2, 2, replyRef("2")), sees(3, "", fails("no"), ref("2"))},
		want: []want{
			{proof.Waiting, proof.None, "A: waiting", "accepted; no notification has shown it yet"},
			{proof.Rejected, proof.None, "B: rejected", "the server accepted it and then reported: no"}},
	}, {
		name:  "no-op, seen again",
		steps: []step{sees(0, `{"A":1}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), sees(3, `{"A":1}`)},
		want:  []want{{proof.Exact, proof.None, "A: exact (unchanged, already so)", "unchanged, already so: the key holds the value you sent"}},
	}, {
		name:  "no-op, with a reference",
		steps: []step{sees(0, `{"A":1}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), sees(3, `{"A":1}`, ref("3"))},
		want:  []want{{proof.Exact, proof.Certain, "A: exact (unchanged, already so)", "unchanged, already so: the key holds the value you sent"}},
	}, {
		name:  "no-op, nothing comes",
		steps: []step{sees(0, `{"A":1}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), elapses(17)},
		want:  []want{{proof.Exact, proof.None, "A: exact (unchanged, already so)", "unchanged, already so: the key holds the value you sent"}},
	}, {
		name:  "no-op beside a change",
		steps: []step{sees(0, `{"A":1}`), writes(1, 1, "UpdateUserData", `{"A":1,"B":2}`), reply(1, 2), sees(3, `{"A":1,"B":2}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact (unchanged, already so) | B: exact", "both keys arrived with the values and types you sent"}},
	}, {
		name:  "respelled is a change",
		steps: []step{sees(0, `{"A":1}`), writes(1, 1, "UpdateUserData", `{"A":1.0}`), reply(1, 2), sees(3, `{"A":1.0}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent"}},
	}, {
		name:  "delete",
		steps: []step{sees(0, `{"A":1,"B":2,"C":3}`), deletes(1, 1, "A", "B"), reply(1, 2), sees(3, `{"C":3}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact | B: exact", "both keys are gone"}},
	}, {
		name:  "delete, one stays",
		steps: []step{sees(0, `{"A":1,"B":2}`), deletes(1, 1, "A", "B"), reply(1, 2), sees(3, `{"B":2}`)},
		want: []want{{proof.Partly, proof.Likely, "A: exact | B: not-seen",
			"1 of 2 keys proven; not seen: B; not everything came with the notification"}},
	}, {
		name:  "delete of a missing key",
		steps: []step{sees(0, `{"B":2}`), deletes(1, 1, "A"), reply(1, 2), elapses(17)},
		want:  []want{{proof.Exact, proof.None, "A: exact (was not there)", "the key was not there, and nothing had to change"}},
	}, {
		name:  "delete of a missing key, not confirmed yet",
		steps: []step{sees(0, `{"B":2}`), deletes(1, 1, "A"), reply(1, 2)},
		want:  []want{{proof.Waiting, proof.None, "A: exact (was not there)", "accepted; no notification has shown it yet"}},
	}, {
		name:  "attach to an existing key that then stands twice",
		steps: []step{sees(0, `{"A":1}`), writes(1, 1, "AttachUserData", `{"A":2}`), reply(1, 2), sees(3, `{"A":2,"A":1}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent; A is there twice now"}},
	}, {
		name: "two writes of one key, one after the other",
		why:  "an own later write is not someone else",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), writes(2, 1.5, "UpdateUserData", `{"A":2}`), reply(1, 2), reply(2, 2),
			sees(3, `{"A":1}`, ref("1")), sees(4, `{"A":2}`, ref("2"))},
		want: []want{
			{proof.Exact, proof.Certain, "A: exact (then replaced by your write 2)", "the key arrived with the value and type you sent"},
			{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent"}},
	}, {
		name: "two writes of one key, in the other order",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), writes(2, 1.5, "UpdateUserData", `{"A":2}`), reply(1, 2), reply(2, 2),
			sees(3, `{"A":2}`, ref("2")), sees(4, `{"A":1}`, ref("1"))},
		want: []want{
			{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent"},
			{proof.Exact, proof.Certain, "A: exact (then replaced by your write 1)", "the key arrived with the value and type you sent"}},
	}, {
		name: "two writes alike",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), writes(2, 1.5, "UpdateUserData", `{"A":1}`), reply(1, 2), reply(2, 2),
			sees(3, `{"A":1}`, ref("1"))},
		want: []want{
			{proof.Exact, proof.Ambiguous, "A: exact", "the key arrived with the value and type you sent; 2 of your writes in flight explain what was seen"},
			{proof.Exact, proof.Ambiguous, "A: exact", "the key arrived with the value and type you sent; 2 of your writes in flight explain what was seen"}},
	}, {
		name: "two writes alike, told by the reference",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), writes(2, 1.5, "UpdateUserData", `{"A":1}`), reply(1, 2, replyRef("1")), reply(2, 2, replyRef("2")),
			sees(3, `{"A":1}`, ref("1")), sees(4, `{"A":1}`, ref("2"))},
		want: []want{
			{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent"},
			{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent"}},
	}, {
		name: "two writes of different keys",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), writes(2, 1.5, "UpdateUserData", `{"B":1}`), reply(1, 2), reply(2, 2),
			sees(3, `{"A":1}`, ref("1"))},
		want: []want{
			{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent"},
			{proof.Waiting, proof.None, "B: waiting", "accepted; no notification has shown it yet"}},
	}, {
		name:  "the value with the reference of another request",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, replyRef("1")), sees(3, `{"A":1}`, ref("99"))},
		want: []want{{proof.Exact, proof.Likely, "A: exact",
			"the key arrived with the value and type you sent; the notification that shows it carries the referenceId of another request"}},
	}, {
		name:  "the reference of the reply comes after that of the notification",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), writes(2, 1, "UpdateUserData", `{"A":1}`), sees(2, `{"A":1}`, ref("1")), reply(1, 3, replyRef("1")), reply(2, 3, replyRef("2"))},
		want: []want{
			{proof.Exact, proof.Certain, "A: exact", "the key arrived with the value and type you sent"},
			{proof.Exact, proof.Likely, "A: exact", "the key arrived with the value and type you sent; the notification that shows it carries the referenceId of another request"}},
	}})
}
