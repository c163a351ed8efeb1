package proof

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/userdata"
)

// reason says in one sentence what the verdict rests on.
func (j *judge) reason(p *Proof) string {
	words := ""
	switch p.Verdict {
	case Waiting:
		words = j.waiting()
	case Rejected:
		words = j.rejected()
	case CannotTell:
		words = j.open()
	case NotSeen:
		words = "the server accepted it, and no notification showed it in " + j.watched() + " with the link healthy"
		if !j.expired {
			words = "the notification of this write shows no effect of it"
		}
	default:
		words = j.seen(p) + j.twice() + j.because(p)
	}
	if j.recalled {
		words += "; “not seen” was said before this was known, and is taken back"
	}
	return words + j.repeated()
}

// watched says how long a notification was waited for.
func (j *judge) watched() string { return lasting(j.end.Sub(j.begin)) }

var spaced = strings.NewReplacer("ms", " ms", "h", " h ", "m", " m ", "s", " s")

// lasting writes a time as the rest of the page does: "340 ms", "1 m 31 s".
func lasting(d time.Duration) string {
	unit := time.Millisecond
	if d >= time.Minute {
		unit = time.Second
	}
	return spaced.Replace(max(d.Round(unit), time.Millisecond).String())
}

// open says why nothing can be said.
func (j *judge) open() string {
	switch {
	case j.lost() && j.there:
		return j.noReply() + "; what you sent is there now, and nothing says whether you or somebody else brought it"
	case j.lost() && j.expired && j.alive && j.gap.until.IsZero():
		return j.noReply() + "; it may have been carried out, and no notification has shown it in " + j.watched()
	case j.lost():
		return j.noReply() + "; it may have been carried out"
	case len(j.aims) == 0:
		return "the server accepted it; this operation has no effect that could be observed"
	case j.gap.until.IsZero() && j.veiled():
		return "what was published since shows " + j.veiledKeys() + " as it was; attaching adds a second one of a key that is there, and only one of them may be shown"
	case j.gap.until.IsZero() && j.cut() && j.end.IsZero():
		return "the server accepted it, and no notification in the file shows it; when the reply came is not known, so that nothing says whether one was waited for"
	case j.gap.until.IsZero() && j.cut():
		return "the server accepted it; the file ends within the " + j.watched() + " in which a notification is waited for"
	case j.gap.until.IsZero():
		return "the server accepted it, and no poll was answered in the " + j.watched() + " after its reply, so that a notification may not have come through"
	}
	if j.gap.since.IsZero() {
		return "notifications may have been missed in a time that was not fully observed, and that began nobody knows when"
	}
	return "notifications may have been missed in " + lasting(j.gap.until.Sub(j.gap.since)) + " that were not fully observed"
}

// noReply says what came in place of a reply that says anything.
func (j *judge) noReply() string {
	r := j.proof.Reply
	switch {
	case r.Unrecorded:
		return r.Message
	case r.HTTPStatus == 0:
		return "no reply came" + colon(r.Message)
	case r.StatusCode > 0:
		return fmt.Sprintf("the server answered with statusCode %d%s", r.StatusCode, colon(r.Message))
	case r.HTTPStatus/100 == 2 && len(r.Body) == 0:
		return r.Message
	case r.HTTPStatus/100 == 2:
		return "the reply cannot be understood" + colon(r.Message)
	}
	return fmt.Sprintf("HTTP %d came instead of a reply%s", r.HTTPStatus, colon(r.Message))
}

func (j *judge) waiting() string {
	if j.proof.Reply == nil && j.matched() {
		return "what you sent was seen; the reply is still to come"
	}
	if j.proof.Reply == nil {
		return "sent; no reply yet"
	}
	return "accepted; no notification has shown it yet"
}

// rejected says who refused, in the server's words.
func (j *judge) rejected() string {
	if j.failure != "" {
		return "the server accepted it and then reported: " + j.failure
	}
	r := j.proof.Reply
	switch {
	case r.Unsent:
		return "it was not sent" + colon(r.Message)
	case r.StatusCode > 0:
		return fmt.Sprintf("the server refused it with statusCode %d%s", r.StatusCode, colon(r.Message))
	}
	return fmt.Sprintf("the server refused it with HTTP %d%s", r.HTTPStatus, colon(r.Message))
}

// seen says what was observed of the keys.
func (j *judge) seen(p *Proof) string {
	switch p.Verdict {
	case Exact:
		return j.exact()
	case Coerced:
		return j.each("%s arrived", "both keys arrived", "all %d keys arrived") + ", converted on the way: " + notes(p.Keys, Coerced)
	case Overwritten:
		return j.each("%s arrived", "both keys arrived", "all %d keys arrived") + "; then " + named(p.Keys, Overwritten) + " became something else, and no write seen here was still to do that"
	case Differs:
		if j.wiped() {
			return "it removed all keys, " + named(p.Keys, Differs) + " as well, which it does not name: the DeleteUserData of a call takes no parameter"
		}
		return j.differing(p.Keys)
	}
	return j.partly(p.Keys)
}

// veiledKeys lists the keys of which an attached value may not show.
func (j *judge) veiledKeys() string {
	var keys []KeyProof
	for _, a := range j.aims {
		if a.veiled && a.verdict == Waiting {
			keys = append(keys, KeyProof{Key: a.key})
		}
	}
	return named(keys, Waiting)
}

func (j *judge) exact() string {
	told := j.told()
	first := told[0]
	already := !slices.ContainsFunc(told, func(a *aim) bool { return !a.already })
	switch {
	case already && first.want.Kind() == userdata.Absent:
		return j.each("%s was not there", "neither key was there", "none of the %d keys was there") + ", and nothing had to change"
	case already:
		return "unchanged, already so: " + j.each("%s holds the value you sent", "both keys hold the values you sent", "all %d keys hold the values you sent")
	case first.place == atState:
		return "the session is now " + first.seen.Text()
	case first.place == atComment:
		return "the session has the comment you sent"
	case first.place == atMessage:
		return "the transcript shows it"
	case first.place == atParticipants:
		return "the participants were updated"
	case first.want.Kind() == userdata.Absent:
		return j.each("%s is gone", "both keys are gone", "all %d keys are gone")
	}
	return j.each("%s arrived with the value and type you sent", "both keys arrived with the values and types you sent", "all %d keys arrived with the values and types you sent")
}

// twice says of the keys that were attached which of them stand more than once, or
// may do so.
func (j *judge) twice() (words string) {
	for _, a := range j.aims {
		switch {
		case !a.attach || !a.already && !a.verdict.proven() || a.copies == 0:
		case a.copies == 2 && a.was < 2:
			words += "; " + short(a.key) + " is there twice now"
		case a.copies > 2 && a.was < a.copies:
			words += fmt.Sprintf("; %s is there %d times now", short(a.key), a.copies)
		case a.doubles && a.was == 1:
			words += "; " + short(a.key) + " was there before and may be there twice now, of which one is shown"
		}
	}
	return words
}

// because adds what the confidence rests on where it is not full.
func (j *judge) because(p *Proof) string {
	switch {
	case !p.Reply.Accepted():
		return "; " + j.noReply()
	case j.weak != "":
		return "; " + j.weak
	}
	return ""
}

// each words a statement for one key, for two, and for more.
func (j *judge) each(one, two, more string) string {
	told := j.told()
	switch n := len(told); n {
	case 1:
		return fmt.Sprintf(one, "the "+what(told[0]))
	case 2:
		return two
	default:
		return fmt.Sprintf(more, n)
	}
}

func what(a *aim) string {
	if a.place == atKey {
		return "key"
	}
	return a.key
}

func (j *judge) differing(keys []KeyProof) string {
	if j.aims[0].place == atState {
		return "the session is now " + keys[0].Seen.Text() + " instead of " + keys[0].Sent.Text()
	}
	if len(keys) == 1 {
		return short(keys[0].Key) + " now holds another value than you sent: " + describe(keys[0].Seen)
	}
	return "other values than you sent are in " + named(keys, Differs)
}

func (j *judge) partly(keys []KeyProof) string {
	proven := 0
	parts := []string{}
	for _, k := range keys {
		if k.Verdict.proven() {
			proven++
		}
	}
	unsure := "not seen, and no poll was answered meanwhile: "
	if j.cut() {
		unsure = "not seen before the file ends: "
	}
	switch {
	case !j.gap.until.IsZero():
		unsure = "not observed because of a gap: "
	case j.veiled():
		unsure = "was there before, and a second one may not show: "
	}
	for _, of := range []struct {
		verdict Verdict
		words   string
	}{{Differs, "another value in "}, {NotSeen, "not seen: "}, {CannotTell, unsure}} {
		if names := named(keys, of.verdict); names != "" {
			parts = append(parts, of.words+names)
		}
	}
	return fmt.Sprintf("%d of %d keys proven; %s", proven, len(keys), strings.Join(parts, "; "))
}

// named lists the keys with a verdict, the first few by name.
func named(keys []KeyProof, v Verdict) string {
	var names []string
	for _, k := range keys {
		if k.Verdict == v {
			names = append(names, short(k.Key))
		}
	}
	const most = 3
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}

func notes(keys []KeyProof, v Verdict) string {
	var list []string
	for _, k := range keys {
		if k.Verdict == v {
			list = append(list, short(k.Key)+" "+k.Note)
		}
	}
	return strings.Join(list[:min(len(list), 3)], ", ")
}

func alreadyNote(a *aim) string {
	if a.want.Kind() == userdata.Absent {
		return "was not there"
	}
	return "unchanged, already so"
}

// describe names a value briefly.
func describe(v userdata.Value) string {
	switch v.Kind() {
	case userdata.Absent:
		return "removed"
	case userdata.Text:
		if v.Faithful() {
			return "the text “" + short(v.Text()) + "”"
		}
	}
	return "the " + v.Kind().String() + " " + short(v.Literal())
}

func colon(s string) string {
	if s == "" {
		return ""
	}
	return ": " + s
}

func joined(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}
