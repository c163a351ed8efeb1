// Package proof decides what became of a write: request, reply, notification, verdict.
package proof

import (
	"time"

	"github.com/keytrail/keytrail/app/userdata"
)

// A Verdict is what is known of a write. Its String is the data-verdict word.
type Verdict uint8

// The verdicts.
const (
	Waiting Verdict = iota
	Rejected
	Exact
	Coerced
	Differs
	Partly
	Overwritten
	NotSeen
	CannotTell
)

func (v Verdict) String() string {
	return [...]string{"waiting", "rejected", "exact", "coerced", "differs", "partly", "overwritten", "not-seen", "cannot-tell"}[v]
}

// A Confidence says how sure the match of a write with a notification is. Its String is the data-confidence word.
type Confidence uint8

// The confidences.
const (
	None Confidence = iota
	Ambiguous
	Likely
	Certain
)

func (c Confidence) String() string { return [...]string{"none", "ambiguous", "likely", "exact"}[c] }

// A Write is what was asked for.
type Write struct {
	N         int // numbered from 1 within the page
	Session   string
	Operation string        // operationName: AttachUserData, UpdateUserData, DeleteUserData, …
	Data      *userdata.Map // what Attach and Update sent
	Keys      []string      // what Delete named
	Sent      time.Time
	Request   []byte // the body as sent
}

// A Reply is what the server answered, or why nothing came.
type Reply struct {
	Time        time.Time
	HTTPStatus  int    // 0 when no response came
	StatusCode  int    // GWS statusCode, -1 when the body held none
	Message     string // the server's words, or the failure's
	ReferenceID string
	Body        []byte
}

// A KeyProof is the verdict on one key.
type KeyProof struct {
	Key        string
	Sent, Seen userdata.Value // Sent is absent for a Delete
	Verdict    Verdict
	Note       string // "number → text", "1.0 → 1", "trimmed"; "" when exact
}

// A Proof is a write with everything known of it. It is immutable.
type Proof struct {
	Write       Write
	Reply       *Reply // nil until it came
	Verdict     Verdict
	Confidence  Confidence
	Reason      string // one sentence for Verdict and Confidence, in plain words
	Keys        []KeyProof
	Seen        time.Time // when the proving notification or re-read came, zero if none
	Event       int       // its number in the session's history, 0 if none
	ReferenceID string
}
