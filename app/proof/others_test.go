package proof_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/proof"
)

// What looks like the effect of a write and is not, or is by a hair.
func TestWhatIsNotTheEffectOfAWrite(t *testing.T) {
	const arrived = "the key arrived with the value and type you sent"
	const waits = "accepted; no notification has shown it yet"
	const lost = "the key arrived; then A became something else, and no write seen here was still to do that"
	tell(t, []story{{
		name:  "another key of an attach holds the value",
		steps: []step{sees(0, `{"A":7}`), writes(1, 1, "AttachUserData", `{"A":1}`), reply(1, 2), sees(3, `{"A":7,"A":8,"B":1}`)},
		want:  []want{{proof.Waiting, proof.None, "A: waiting", waits}},
	}, {
		name:  "the first of two keys is what was attached, the last is it converted",
		steps: []step{sees(0, `{}`), writes(1, 1, "AttachUserData", `{"A":1}`), reply(1, 2), sees(3, `{"A":1,"A":"1"}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", arrived + "; A is there twice now"}},
	}, {
		name:  "the last of two keys is what was attached, the first is it converted",
		steps: []step{sees(0, `{}`), writes(1, 1, "AttachUserData", `{"A":1}`), reply(1, 2), sees(3, `{"A":"1","A":1}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", arrived + "; A is there twice now"}},
	}, {
		name:  "a third one",
		steps: []step{sees(0, `{"A":7,"A":8}`), writes(1, 1, "AttachUserData", `{"A":1}`), reply(1, 2), sees(3, `{"A":7,"A":8,"A":1}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", arrived + "; A is there 3 times now"}},
	}, {
		name:  "a key of two names is sent once, and the last value counts",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1,"A":2}`), reply(1, 2), sees(3, `{"A":2}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", arrived}},
	}, {
		name:  "a key that is to go twice",
		steps: []step{sees(0, `{"A":1}`), deletes(1, 1, "A", "A"), reply(1, 2), sees(3, `{}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", "the key is gone"}},
	}, {
		name:  "something else that this user did, which shows the keys as they were",
		steps: []step{sees(0, `{"A":0}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), sees(3, `{"A":0,"B":5}`, ref("4"))},
		want:  []want{{proof.Waiting, proof.None, "A: waiting", waits}},
	}, {
		name:  "its own notification shows nothing of it",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, replyRef("9")), sees(3, `{"B":1}`, ref("9"))},
		want:  []want{{proof.NotSeen, proof.None, "A: not-seen", "the notification of this write shows no effect of it"}},
	}, {
		name:  "a reading is no sign of life",
		why:   "a session can be read while the poll is dead",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), sees(3, `{}`, reread), elapses(60)},
		want: []want{{proof.CannotTell, proof.None, "A: cannot-tell",
			"the server accepted it, and no poll was answered in the 15 s after its reply, so that a notification may not have come through"}},
	}, {
		name:  "only a reading shows it",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), sees(3, `{"A":1}`, reread)},
		want: []want{{proof.Exact, proof.Likely, "A: exact",
			arrived + "; it was seen when the session was read again, not in a notification"}},
	}, {
		name: "a gap of which nobody knows when it began",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2),
			func(_ *testing.T, l *proof.Ledger) { l.Missed(time.Time{}, at(5)) }, elapses(60)},
		want: []want{{proof.CannotTell, proof.None, "A: cannot-tell",
			"notifications may have been missed in a time that was not fully observed, and that began nobody knows when"}},
	}, {
		name: "a write of another key asked for the value that is there now",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), sees(3, `{"A":1}`),
			writes(2, 4, "UpdateUserData", `{"B":9}`), sees(5, `{"A":9}`)},
		want: []want{{proof.Overwritten, proof.Certain, "A: overwritten (then the number 9)", lost},
			{proof.Waiting, proof.None, "B: waiting", "sent; no reply yet"}},
	}, {
		name: "a write that was refused asked for the value that is there now",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), sees(3, `{"A":1}`),
			writes(2, 4, "UpdateUserData", `{"A":9}`), reply(2, 4.5, refused(200, 6, "no")), sees(5, `{"A":9}`)},
		want: []want{{proof.Overwritten, proof.Certain, "A: overwritten (then the number 9)", lost},
			{proof.Rejected, proof.None, "A: rejected", "the server refused it with statusCode 6: no"}},
	}, {
		name: "a value that another write of one's own asked for, before this one's came",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":"abcdef"}`), writes(2, 1, "UpdateUserData", `{"A":"abc"}`), reply(1, 2), reply(2, 2),
			sees(3, `{"A":"abc"}`), elapses(18)},
		want: []want{{proof.Differs, proof.None, "A: differs (cut after 3 characters; your write 2 asked for this)", "A now holds another value than you sent: the text “abc”"},
			{proof.Exact, proof.Certain, "A: exact", arrived}},
	}, {
		name: "a failure while two are waiting",
		why:  "which of them failed would be a guess",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), writes(2, 1, "UpdateUserData", `{"B":1}`), reply(1, 2), reply(2, 2),
			sees(3, "", fails("no room"))},
		want: []want{{proof.Waiting, proof.None, "A: waiting", waits}, {proof.Waiting, proof.None, "B: waiting", waits}},
	}, {
		name: "a failure while one is waiting and another was seen",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), writes(2, 1, "UpdateUserData", `{"B":1}`), reply(1, 2), reply(2, 2),
			sees(3, `{"A":1}`), sees(4, "", fails("no room"))},
		want: []want{{proof.Exact, proof.Certain, "A: exact", arrived},
			{proof.Rejected, proof.None, "B: rejected", "the server accepted it and then reported: no room"}},
	}, {
		name: "a failure of another request",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, replyRef("1")),
			sees(3, "", fails("no room"), ref("2"))},
		want: []want{{proof.Waiting, proof.None, "A: waiting", waits}},
	}, {
		name: "several keys differ",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1,"B":1,"C":1,"D":1,"E":1}`), reply(1, 2, replyRef("1")),
			sees(3, `{"A":2,"B":2,"C":2,"D":2,"E":2}`, ref("1"))},
		want: []want{{proof.Differs, proof.Certain, "A: differs | B: differs | C: differs | D: differs | E: differs",
			"other values than you sent are in A, B, C and 2 more"}},
	}, {
		name:  "a disposition, and some key changes",
		steps: []step{sees(0, `{}`), writes(1, 1, "SetDisposition", `{"disposition":"resolved"}`), reply(1, 2), sees(3, `{"B":"open"}`)},
		want:  []want{{proof.Waiting, proof.None, "disposition: waiting", waits}},
	}, {
		name: "a disposition, and another request brings the value somewhere",
		steps: []step{sees(0, `{}`), writes(1, 1, "SetDisposition", `{"disposition":"resolved"}`), reply(1, 2, replyRef("1")), sees(3, `{"B":"resolved"}`, ref("2")),
			sees(4, `{"B":"resolved","D":"resolved"}`, ref("1"))},
		want: []want{{proof.Exact, proof.Certain, "D: exact", arrived}},
	}, {
		name:  "a key of userData that is called state",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"state":"open"}`), reply(1, 2, replyRef("1")), sees(3, `{"state":"closed"}`, ref("1"))},
		want:  []want{{proof.Differs, proof.Certain, "state: differs", "state now holds another value than you sent: the text “closed”"}},
	}, {
		name: "another request brings what was missing",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1,"B":2}`), reply(1, 2, replyRef("1")), sees(3, `{"A":1}`, ref("1")),
			sees(4, `{"A":1,"B":2}`, ref("2"))},
		want: []want{{proof.Exact, proof.Likely, "A: exact | B: exact",
			"both keys arrived with the values and types you sent; the notification that shows it carries the referenceId of another request"}},
	}, {
		name:  "an SMS session of which the last keys go with the one that was named",
		steps: []step{sees(0, `{"A":1,"B":2}`), deletes(1, 1, "A"), reply(1, 2), sees(3, `{}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", "the key is gone"}},
	}, {
		name:  "a delete where nothing was known before",
		steps: []step{deletes(1, 1, "A"), reply(1, 2), sees(3, `{}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", "the key is gone"}},
	}, {
		name:  "the reply has a reference, the notification none",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, replyRef("1")), sees(3, `{"A":1}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", arrived}},
	}, {
		name:  "what holds already, and something else that this user did",
		steps: []step{sees(0, `{"A":1}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), sees(3, "", hears("Text", "x"), ref("4"))},
		want:  []want{{proof.Waiting, proof.None, "A: exact (unchanged, already so)", waits}},
	}, {
		name:  "what holds already, known from before a message and a state",
		steps: []step{sees(0, `{"A":1}`), sees(0.2, "", hears("Text", "x")), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), sees(3, `{"A":1}`)},
		want:  []want{{proof.Exact, proof.None, "A: exact (unchanged, already so)", "unchanged, already so: the key holds the value you sent"}},
	}, {
		name:  "only the first of its keys becomes something else",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1,"B":2}`), reply(1, 2), sees(3, `{"A":9}`, ref("4"))},
		want: []want{{proof.Differs, proof.Likely, "A: differs | B: not-seen",
			"other values than you sent are in A; not everything came with the notification"}},
	}, {
		name:  "no reply, and somebody writes something else",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, refused(502, -1, "Bad Gateway")), sees(3, `{"B":1}`)},
		want:  []want{{proof.CannotTell, proof.None, "A: cannot-tell", "HTTP 502 came instead of a reply: Bad Gateway; it may have been carried out"}},
	}, {
		name:  "no reply, and the window passes without a sign of life",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, refused(0, -1, "reset")), elapses(17)},
		want:  []want{{proof.CannotTell, proof.None, "A: cannot-tell", "no reply came: reset; it may have been carried out"}},
	}, {
		name:  "no reply, and the window goes on",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, refused(0, -1, "reset")), sees(3, `{"B":1}`)},
		want:  []want{{proof.CannotTell, proof.None, "A: cannot-tell", "no reply came: reset; it may have been carried out"}},
	}, {
		name:  "no reply, and a gap in the window",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, refused(0, -1, "reset")), polled(3), missed(4, 5), elapses(17)},
		want:  []want{{proof.CannotTell, proof.None, "A: cannot-tell", "no reply came: reset; it may have been carried out"}},
	}, {
		name:  "refused without a word",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, refused(403, -1, ""))},
		want:  []want{{proof.Rejected, proof.None, "A: rejected", "the server refused it with HTTP 403"}},
	}, {
		name:  "two gaps",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), missed(3, 5), missed(8, 10), elapses(17)},
		want:  []want{{proof.CannotTell, proof.None, "A: cannot-tell", "notifications may have been missed in 7 s that were not fully observed"}},
	}, {
		name:  "not seen, and not seen later either",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), polled(3), elapses(17), elapses(60)},
		want:  []want{{proof.NotSeen, proof.None, "A: not-seen", "the server accepted it, and no notification showed it in 15 s with the link healthy"}},
	}, {
		name:  "not seen, and it went out late",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2), resent(1, 1.9), polled(3), elapses(17)},
		want:  []want{{proof.NotSeen, proof.None, "A: not-seen", "the server accepted it, and no notification showed it in 15 s with the link healthy"}},
	}, {
		name: "a file without times ends",
		steps: []step{func(t *testing.T, l *proof.Ledger) {
			l.Sent(proof.Write{N: 1, Operation: "UpdateUserData", Data: data(t, `{"A":1}`)})
			l.Replied(1, proof.Reply{HTTPStatus: 200})
			l.End(time.Time{})
		}},
		want: []want{{proof.CannotTell, proof.None, "A: cannot-tell",
			"the server accepted it, and no notification in the file shows it; when the reply came is not known, so that nothing says whether one was waited for"}},
	}, {
		name: "a write that was refused does not explain what another one did",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, refused(200, 6, "no")), writes(2, 3, "UpdateUserData", `{"A":1}`), reply(2, 4),
			sees(5, `{"A":1}`, ref("7"))},
		want: []want{{proof.Rejected, proof.None, "A: rejected", "the server refused it with statusCode 6: no"},
			{proof.Exact, proof.Certain, "A: exact", arrived}},
	}, {
		name: "a write that has another reference does not explain what this one did",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), writes(2, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, replyRef("1")), reply(2, 2),
			sees(3, `{"A":1}`, ref("2"))},
		want: []want{{proof.Exact, proof.Likely, "A: exact", arrived + "; the notification that shows it carries the referenceId of another request"},
			{proof.Exact, proof.Certain, "A: exact", arrived}},
	}, {
		name: "a failure that names one, while another has no reference",
		steps: []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), writes(2, 1, "UpdateUserData", `{"B":1}`), reply(1, 2), reply(2, 2, replyRef("2")),
			sees(3, "", fails("no room"), ref("2"))},
		want: []want{{proof.Waiting, proof.None, "A: waiting", waits},
			{proof.Rejected, proof.None, "B: rejected", "the server accepted it and then reported: no room"}},
	}, {
		name:  "attached to a key of an SMS session, which takes the value",
		steps: []step{sees(0, `{"A":7}`), writes(1, 1, "AttachUserData", `{"A":1}`), reply(1, 2), sees(3, `{"A":1}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", arrived}},
	}, {
		name:  "attached, and the second one comes later",
		steps: []step{sees(0, `{}`), writes(1, 1, "AttachUserData", `{"A":1}`), reply(1, 2), sees(3, `{"A":1}`), sees(4, `{"A":1,"A":1}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", arrived + "; A is there twice now"}},
	}, {
		name:  "attached to a key that stands twice, in the place of one of the two",
		steps: []step{sees(0, `{"A":7,"A":8}`), writes(1, 1, "AttachUserData", `{"A":1}`), reply(1, 2), sees(3, `{"A":7,"A":1}`)},
		want:  []want{{proof.Exact, proof.Certain, "A: exact", arrived}},
	}, {
		name:  "a disposition whose own key is empty",
		steps: []step{sees(0, `{}`), writes(1, 1, "SetDisposition", `{"disposition":"resolved","dispositionKey":""}`), reply(1, 2), sees(3, `{"D":"resolved"}`)},
		want:  []want{{proof.Exact, proof.Certain, "D: exact", arrived}},
	}, {
		name:  "a state that was there before",
		steps: []step{sees(0, `{}`, state("Chatting")), writes(1, 1, "Accept", `{}`), reply(1, 2), elapses(60)},
		want:  []want{{proof.Exact, proof.None, "state: exact (unchanged, already so)", "unchanged, already so: the state holds the value you sent"}},
	}})
}

// Without a statusCode it is HTTP that says whether a write was taken on, and there
// are statusCodes that do not say that nothing was done.
func TestRepliesThatLeaveItOpen(t *testing.T) {
	for _, tt := range []struct {
		name  string
		reply func(*proof.Reply)
		want  proof.Verdict
	}{
		{"a success", refused(200, -1, ""), proof.Waiting},
		{"another success", refused(204, -1, ""), proof.Waiting},
		{"a success that cannot be understood", refused(200, -1, "a web page"), proof.CannotTell},
		{"a redirection", refused(302, -1, ""), proof.CannotTell},
		{"not found", refused(404, -1, ""), proof.Rejected},
		{"a gateway's error", refused(502, -1, ""), proof.CannotTell},
		{"an error, and a statusCode that says that all is well", refused(500, 0, ""), proof.Waiting},
		{"a gateway's error with a statusCode of GWS", refused(502, 1, ""), proof.Rejected},
		{"only a part succeeded", refused(200, 7, ""), proof.CannotTell},
		{"processing is incomplete", refused(200, 9, "processing is incomplete"), proof.CannotTell},
		{"a success with a statusCode of GWS and no word", refused(200, 1, ""), proof.Rejected},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tell := new(proof.Ledger)
			for _, s := range []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, tt.reply)} {
				s(t, tell)
			}
			assert.Equal(t, tt.want.String(), tell.Proofs()[0].Verdict.String(), tell.Proofs()[0].Reason)
			assert.Equal(t, tt.want == proof.CannotTell, tell.Proofs()[0].Lost)
		})
	}
}

// A notification of somebody else's request shows nothing of this write, and no
// event is named as if it did; a failure that is told later has one.
func TestWhichEventAProofRestsOn(t *testing.T) {
	for _, tt := range []struct {
		name string
		step step
		want int
	}{
		{"another request, another key", sees(3, `{"B":1}`, ref("2")), 0},
		{"another request, the same value", sees(3, `{"A":1}`, ref("2")), 30},
		{"its own", sees(3, `{"A":1}`, ref("1")), 30},
		{"its failure", sees(3, "", fails("no room"), ref("1")), 30},
		{"a failure that names nobody", sees(3, "", fails("no room")), 30},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := new(proof.Ledger)
			for _, s := range []step{sees(0, `{}`), writes(1, 1, "UpdateUserData", `{"A":1}`), reply(1, 2, replyRef("1")), tt.step} {
				s(t, l)
			}
			assert.Equal(t, tt.want, l.Proofs()[0].Event)
			assert.Equal(t, tt.want == 0, l.Proofs()[0].Seen.IsZero())
		})
	}
}

// Who changed a key depends on what a write asked of it.
func TestWhatAWriteWants(t *testing.T) {
	text := func(s string) string { return `"` + s + `"` }
	disposition := proof.Write{Operation: "SetDisposition", Params: data(t, `{"disposition":"resolved"}`)}
	own := proof.Write{Operation: "SetDisposition", Params: data(t, `{"disposition":"resolved","dispositionKey":"D"}`)}
	for _, tt := range []struct {
		name          string
		write         proof.Write
		key, value    string
		asked, wanted bool
	}{
		{"the value", proof.Write{Data: data(t, `{"A":1}`)}, "A", `1`, true, true},
		{"the value, converted", proof.Write{Data: data(t, `{"A":"007"}`)}, "A", `7`, true, true},
		{"what would be converted to the value", proof.Write{Data: data(t, `{"A":7}`)}, "A", `"007"`, true, false},
		{"another value", proof.Write{Data: data(t, `{"A":1}`)}, "A", `2`, true, false},
		{"another key", proof.Write{Data: data(t, `{"A":1}`)}, "B", `1`, false, false},
		{"a key that is to go", proof.Write{Keys: []string{"A"}}, "A", ``, true, true},
		{"a key that was to go", proof.Write{Keys: []string{"A"}}, "A", `1`, true, false},
		{"a key that went with another", proof.Write{Keys: []string{"A"}}, "B", ``, false, false},
		{"a key that goes with all", proof.Write{Keys: []string{"A"}, Wipes: true}, "B", ``, true, true},
		{"a key that comes when all go", proof.Write{Keys: []string{"A"}, Wipes: true}, "B", `1`, false, false},
		{"a disposition under any key", disposition, "DISP_KEY", text("resolved"), true, true},
		{"another disposition", disposition, "DISP_KEY", text("open"), false, false},
		{"a disposition under its key", own, "D", text("resolved"), true, true},
		{"a disposition under another key", own, "DISP_KEY", text("resolved"), false, false},
		{"nothing of userData", proof.Write{Operation: "Accept", Params: data(t, `{}`)}, "A", `1`, false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			asked, wanted := tt.write.Wants(tt.key, value(t, tt.value))
			assert.Equal(t, [2]bool{tt.asked, tt.wanted}, [2]bool{asked, wanted})
		})
	}
}

// What every operation leads to that has an effect elsewhere than in userData.
func TestEveryOperationThatShows(t *testing.T) {
	message := func(kind, content string, agents bool) func(*proof.Observation) {
		return func(o *proof.Observation) {
			o.Type, o.Messages = "NewMessages", []proof.Heard{{Type: kind, Content: content, Agents: agents}}
		}
	}
	participants := func(o *proof.Observation) { o.Type = "ParticipantsUpdated" }
	for _, tt := range []struct {
		operation, params string
		shows             func(*proof.Observation)
		not               func(*proof.Observation) // close to it, and something else
	}{
		{"Accept", `{}`, state("Chatting"), nil},
		{"Reject", `{}`, state("Completed"), nil},
		{"Complete", `{}`, state("Completed"), nil},
		{"Leave", `{}`, state("LeftChat"), nil},
		{"LeaveAndComplete", `{}`, state("Completed"), nil},
		{"Transfer", `{}`, state("Completed"), nil},
		{"Invite", `{}`, participants, message("Text", "", false)},
		{"Consult", `{}`, participants, message("Text", "", false)},
		{"RemoveParticipantFromConference", `{}`, participants, message("Text", "", false)},
		{"SwitchToMonitor", `{}`, participants, message("Text", "", false)},
		{"SwitchToCoach", `{}`, participants, message("Text", "", false)},
		{"SwitchToBargeIn", `{}`, participants, message("Text", "", false)},
		{"SendMessage", `{"text":"x"}`, message("Text", "x", false), message("Text", "x", true)},
		{"SendToAgents", `{"text":"x"}`, message("Text", "x", true), message("Text", "x", false)},
		{"SendUrl", `{"url":"x"}`, message("PushUrl", "x", false), message("Text", "x", false)},
		{"SendCustomNotice", `{"noticeText":"x"}`, message("CustomNotice", "x", false), message("CustomNotice", "y", false)},
		{"SendCustomNoticeToAgents", `{"noticeText":"x"}`, message("CustomNotice", "x", true), message("CustomNotice", "x", false)},
		{"SendStartTypingNotification", `{}`, message("TypingStarted", "a preview", false), message("TypingStopped", "", false)},
		{"SendStartTypingToAgentsNotification", `{}`, message("TypingStarted", "", true), message("TypingStarted", "", false)},
		{"SendStopTypingNotification", `{}`, message("TypingStopped", "", false), message("TypingStarted", "", false)},
		{"SendStopTypingToAgentsNotification", `{}`, message("TypingStopped", "", true), message("TypingStopped", "", false)},
		{"AddComment", `{"comment":"x"}`, comment("x"), message("Text", "x", false)},
	} {
		t.Run(tt.operation, func(t *testing.T) {
			l := new(proof.Ledger)
			tellOne := func(s step) proof.Verdict { s(t, l); return l.Proofs()[0].Verdict }
			sees(0, `{}`, state("Invited"))(t, l)
			writes(1, 1, tt.operation, tt.params)(t, l)
			assert.Equal(t, proof.Waiting, tellOne(reply(1, 2)))
			if tt.not != nil {
				assert.Equal(t, proof.Waiting, tellOne(sees(3, "", tt.not)), "that is something else")
			}
			assert.Equal(t, proof.Exact, tellOne(sees(4, "", tt.shows)), l.Proofs()[0].Reason)
		})
	}
}

// How long a write took is not said where a time of it is not known.
func TestHowLongAWriteTook(t *testing.T) {
	sent, came, seen := at(1), at(2), at(4)
	for _, tt := range []struct {
		name        string
		p           proof.Proof
		reply, seen time.Duration
	}{
		{"both", proof.Proof{Write: proof.Write{Sent: sent}, Reply: &proof.Reply{Time: came, HTTPStatus: 200}, Seen: seen}, time.Second, 3 * time.Second},
		{"no reply yet", proof.Proof{Write: proof.Write{Sent: sent}, Seen: seen}, -1, 3 * time.Second},
		{"no reply at all", proof.Proof{Write: proof.Write{Sent: sent}, Reply: &proof.Reply{Time: came}}, -1, -1},
		{"a reply at a time that nobody knows", proof.Proof{Write: proof.Write{Sent: sent}, Reply: &proof.Reply{HTTPStatus: 200}}, -1, -1},
		{"sent at a time that nobody knows", proof.Proof{Reply: &proof.Reply{Time: came, HTTPStatus: 200}, Seen: seen}, -1, -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			reply, seen := tt.p.Took()
			assert.Equal(t, []time.Duration{tt.reply, tt.seen}, []time.Duration{reply, seen})
		})
	}
}

func TestPercentile(t *testing.T) {
	var sorted []time.Duration
	for n := range time.Duration(10) {
		sorted = append(sorted, n+1)
	}
	for p, want := range map[int]time.Duration{0: 1, 1: 1, 10: 1, 11: 2, 50: 5, 51: 6, 95: 10, 99: 10, 100: 10} {
		assert.Equal(t, want, proof.Percentile(sorted, p), "%d", p)
	}
	assert.Equal(t, time.Duration(7), proof.Percentile([]time.Duration{7}, 50))
}
