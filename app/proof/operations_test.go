package proof_test

import (
	"testing"

	"github.com/keytrail/keytrail/app/proof"
)

// Operations that write no userData prove themselves by what else a session shows.
func TestLedgerOfOtherOperations(t *testing.T) {
	tell(t, []story{{
		name:  "accept",
		steps: []step{sees(0, `{}`, state("Invited")), writes(1, 1, "Accept", `{"nickname":"me"}`), reply(1, 2), sees(3, "", state("Chatting"), ref("1"))},
		want:  []want{{proof.Exact, proof.Certain, "state: exact", "the session is now Chatting"}},
	}, {
		name:  "accept that fails to join",
		steps: []step{sees(0, `{}`, state("Invited")), writes(1, 1, "Accept", `{}`), reply(1, 2, replyRef("1")), sees(3, "", state("JoinFailed"), ref("1"))},
		want:  []want{{proof.Differs, proof.Certain, "state: differs", "the session is now JoinFailed instead of Chatting"}},
	}, {
		name:  "accept, and the session moves on",
		steps: []step{sees(0, `{}`, state("Invited")), writes(1, 1, "Accept", `{}`), reply(1, 2), sees(3, "", state("Chatting")), sees(4, "", state("Completed"))},
		want:  []want{{proof.Exact, proof.Certain, "state: exact", "the session is now Chatting"}},
	}, {
		name:  "leave among other agents",
		steps: []step{sees(0, `{}`, state("Chatting")), writes(1, 1, "Leave", `{}`), reply(1, 2), sees(3, "", state("Completed"))},
		want:  []want{{proof.Exact, proof.Certain, "state: exact", "the session is now Completed"}},
	}, {
		name:  "message",
		steps: []step{sees(0, `{}`), writes(1, 1, "SendMessage", `{"text":"hello"}`), reply(1, 2), sees(3, "", hears("TypingStarted", "")), sees(4, "", hears("Text", "hello"))},
		want:  []want{{proof.Exact, proof.Certain, "message: exact", "the transcript shows it"}},
	}, {
		name:  "message that another says",
		steps: []step{sees(0, `{}`), writes(1, 1, "SendMessage", `{"text":"hello"}`), reply(1, 2), sees(4, "", hears("Text", "hello you")), elapses(18)},
		want:  []want{{proof.NotSeen, proof.None, "message: not-seen", "the server accepted it, and no notification showed it in 15 s with the link healthy"}},
	}, {
		name:  "comment",
		steps: []step{sees(0, `{}`), writes(1, 1, "AddComment", `{"comment":"fine"}`), reply(1, 2), sees(3, "", comment("fine"))},
		want:  []want{{proof.Exact, proof.Certain, "comment: exact", "the session has the comment you sent"}},
	}, {
		name:  "disposition under the server's key",
		steps: []step{sees(0, `{"DISP_KEY":"open","Other":"resolved"}`), writes(1, 1, "SetDisposition", `{"disposition":"resolved"}`), reply(1, 2), sees(3, `{"DISP_KEY":"resolved","Other":"resolved"}`)},
		want:  []want{{proof.Exact, proof.Certain, "DISP_KEY: exact", "the key arrived with the value and type you sent"}},
	}, {
		name:  "disposition under a key of one's own",
		steps: []step{sees(0, `{}`), writes(1, 1, "SetDisposition", `{"disposition":"resolved","dispositionKey":"D"}`), reply(1, 2), sees(3, `{"C":"resolved","D":"resolved"}`)},
		want:  []want{{proof.Exact, proof.Certain, "D: exact", "the key arrived with the value and type you sent"}},
	}, {
		name: "invite",
		steps: []step{sees(0, `{}`), writes(1, 1, "Invite", `{"targetUri":"/users/1"}`), reply(1, 2, replyRef("4")),
			sees(3, "", ref("4"), func(o *proof.Observation) { o.Type = "ParticipantsUpdated" })},
		want: []want{{proof.Exact, proof.Certain, "participants: exact", "the participants were updated"}},
	}, {
		name:  "an operation without an effect",
		steps: []step{sees(0, `{}`), writes(1, 1, "SetInFocus", `{}`), reply(1, 2)},
		want:  []want{{proof.CannotTell, proof.None, "", "the server accepted it; this operation has no effect that could be observed"}},
	}})
}
