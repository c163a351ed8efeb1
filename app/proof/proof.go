// Package proof decides what became of a write: from the request, the reply,
// and what was observed of the session afterwards, to a verdict.
//
// Start with [Ledger], which holds the writes of one session and is told what
// happens; it answers with a [Proof] for each of them. [Compare] names the
// conversion between a value sent and a value seen, and [Preview] says what a
// write would do before it is sent.
//
// A caller must keep one rule: observations are told in the order in which
// they were made, with times that do not go back, and every interval in which
// something may have been missed is told as a gap, every answer to a poll as a
// sign of life. A reply proves nothing but that the request was accepted, and
// silence proves nothing at all.
//
// The package has no clock, starts no goroutine, and sends nothing.
package proof

import (
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/userdata"
)

// A Verdict is what is known of a write. Its String is the data-verdict word.
type Verdict uint8

// The verdicts.
const (
	Waiting     Verdict = iota // no reply yet, or accepted and not seen yet
	Rejected                   // refused, or failed afterwards, or never sent
	Exact                      // seen as sent
	Coerced                    // seen as sent but for a conversion that has a name
	Differs                    // seen with another value, or more went than was to go
	Partly                     // some keys proven, some not
	Overwritten                // proven, then changed within the window to what none of our own writes asked for
	NotSeen                    // the window passed, and a poll that was answered in it shows that the link was healthy
	CannotTell                 // the link had a gap or gave no sign of life, no reply came that says anything, or the effect need not show
)

// String returns "waiting", "rejected", "exact", "coerced", "differs",
// "partly", "overwritten", "not-seen" or "cannot-tell".
func (v Verdict) String() string {
	return [...]string{"waiting", "rejected", "exact", "coerced", "differs", "partly", "overwritten", "not-seen", "cannot-tell"}[v]
}

// proven reports whether the value was seen as it was sent, or nearly so.
func (v Verdict) proven() bool { return v == Exact || v == Coerced || v == Overwritten }

// A Confidence says how sure the match of a write with a notification is. Its
// String is the data-confidence word.
type Confidence uint8

// The confidences.
const (
	None      Confidence = iota // nothing was matched
	Ambiguous                   // several of our own writes explain what was seen
	Likely                      // the values are there, but the link to this write has a weak spot
	Certain                     // the only candidate with all its keys, or the same referenceId on both sides
)

// String returns "none", "ambiguous", "likely" or "exact".
func (c Confidence) String() string { return [...]string{"none", "ambiguous", "likely", "exact"}[c] }

// A Write is what was asked for.
type Write struct {
	N         int // numbered from 1 within the page
	Session   string
	Operation string        // operationName: AttachUserData, UpdateUserData, DeleteUserData, …
	Data      *userdata.Map // what Attach and Update sent
	Keys      []string      // what Delete named
	Params    *userdata.Map // the parameters of any other operation
	Sent      time.Time
	Request   []byte // the body as sent
	Doubles   bool   // a key that is there stands twice afterwards, of which one may be shown: AttachUserData of a call
	Wipes     bool   // all keys go, whichever Keys names: DeleteUserData of a call
}

// Wants reports whether the write asked for anything of key, and whether for it
// to become v, or what v may be made of.
func (w Write) Wants(key string, v userdata.Value) (asked, wanted bool) {
	want := w.Data.Get(key)
	if w.Wipes && v.Kind() == userdata.Absent {
		return true, true
	}
	if want.Kind() == userdata.Absent && !slices.Contains(w.Keys, key) {
		// Of the other operations one alone writes userData.
		wanted = slices.ContainsFunc(dispositionOf(w), func(a *aim) bool { return a.explains(key, v) })
		return wanted, wanted
	}
	verdict, _ := Compare(want, v)
	return true, verdict.proven()
}

// A Reply is what the server answered, or why nothing came.
type Reply struct {
	Time        time.Time
	HTTPStatus  int    // 0 when no response came
	StatusCode  int    // GWS statusCode, -1 when the body held none
	Message     string // the server's words, or the failure's; "" when accepted
	ReferenceID string
	Body        []byte
	Unsent      bool // the request never left, for the reason in Message
	Unrecorded  bool // nobody wrote down whether one came, see [Ledger.End]
}

// Accepted reports whether the request was taken on. The statusCode decides;
// where there is none, a success that nobody complained about counts.
func (r *Reply) Accepted() bool {
	return r.StatusCode == 0 || r.StatusCode < 0 && r.HTTPStatus/100 == 2 && r.Message == ""
}

// final reports whether a refusal can be relied on: the server itself said
// that it did not do it, or it was never asked. A lost connection or a gateway's
// error leaves open whether it did, and so does a server that says that only a part
// succeeded (7) or that it is not done yet (9).
func (r *Reply) final() bool {
	return r.Unsent || r.HTTPStatus/100 == 4 || r.StatusCode > 0 && r.StatusCode != 7 && r.StatusCode != 9
}

// A KeyProof is the verdict on one key, or on one effect of an operation that
// does not write userData: then Key is "state", "comment", "message" or
// "participants".
type KeyProof struct {
	Key     string
	Sent    userdata.Value // absent for a Delete
	Seen    userdata.Value // what the verdict rests on; what was seen last, before the write perhaps, where nothing proves it
	Verdict Verdict
	Note    string // "number → text", "1.0 → 1", "trimmed"; "" when exact
}

// A Proof is a write with everything known of it. It is immutable.
type Proof struct {
	Write       Write
	Reply       *Reply // nil until it came
	Verdict     Verdict
	Confidence  Confidence
	Candidates  int    // our own writes that explain what was seen, this one included; 0 when nothing was
	Reason      string // one sentence for Verdict and Confidence, in plain words
	Keys        []KeyProof
	Seen        time.Time // when the proving notification or re-read came, zero if none
	Event       int       // its number in the session's history, 0 if none
	ReferenceID string    // of the proving notification, else of the reply
	Lost        bool      // no reply came that says whether it was taken on, and nothing has shown it
	Settled     bool      // nothing changes it any more but the news of a gap in what it rests on
}

// Took returns how long it was from sending the write to its reply, and until its
// effect was seen. What is not known is negative.
func (p *Proof) Took() (reply, seen time.Duration) {
	reply, seen = -1, -1
	if p.Write.Sent.IsZero() {
		return reply, seen
	}
	if r := p.Reply; r != nil && r.HTTPStatus != 0 && !r.Time.IsZero() {
		reply = r.Time.Sub(p.Write.Sent)
	}
	if !p.Seen.IsZero() {
		seen = p.Seen.Sub(p.Write.Sent)
	}
	return reply, seen
}

// Percentile returns the smallest time that at least p of a hundred do not exceed
// (nearest rank); sorted must not be empty.
func Percentile(sorted []time.Duration, p int) time.Duration {
	return sorted[max((len(sorted)*p+99)/100-1, 0)]
}
