package proof

import (
	"slices"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/userdata"
)

// An Observation is what one notification or one reading of the session
// showed. Fields that it did not carry stay at their zero values.
type Observation struct {
	Time        time.Time
	Event       int    // its number in the session's history
	Type        string // notificationType, "" for a reading
	ReferenceID string
	Reread      bool          // read on request rather than published by the server
	Data        *userdata.Map // userData after it, nil when it carried none
	State       string        // after it
	Comment     *string       // after it
	Messages    []Heard       // entries added to the transcript
	Failure     string        // the server reports that an accepted operation failed
}

// A Heard is one entry of the transcript.
type Heard struct {
	Type    string // Text, PushUrl, TypingStarted, …
	Content string // its text, address or notice
	Agents  bool   // hidden from the customer
}

// A place is where an effect shows.
type place uint8

const (
	atKey          place = iota // a key of userData
	atAnyKey                    // whatever key changes to the value
	atState                     // the session's state
	atComment                   // the session's comment
	atMessage                   // the transcript
	atParticipants              // a ParticipantsUpdated notification
)

// An aim is one effect that a write is to have.
type aim struct {
	place  place
	key    string // as shown in KeyProof.Key
	want   userdata.Value
	also   []string // further states that do as well
	heard  Heard    // for atMessage
	attach bool     // the operation may leave the key standing twice

	doubles bool // it does so, and what is published may show either value
	was     int  // how often the key stood before
	copies  int  // how often it stood when last observed
	veiled  bool // a notification showed the key as it was before
	unasked bool // the write does not name the key, which goes with all the others
	unknown bool // the key is to go, and nothing was observed of the data

	last userdata.Value // when last observed
	lost time.Time      // when it was seen to be overwritten, zero for never
	finding

	// What matches said last, and of which value: all writes of a key that are in
	// flight are asked about one value, each for each.
	judged struct {
		value   userdata.Value
		verdict Verdict
		note    string
		done    bool
	}
}

// A finding is what has been observed of an aim.
type finding struct {
	seen    userdata.Value // the value the verdict is about
	verdict Verdict
	note    string
	already bool // the effect was there before the write, and still is
	again   bool // that was observed once more after the write
}

// aimsOf returns what a write is to bring about, in the order it was asked for.
// No aims means that the operation has no effect that could be observed.
func aimsOf(w Write) []*aim {
	switch w.Operation {
	case "AttachUserData", "UpdateUserData":
		return dataAims(w)
	case "DeleteUserData", "DeleteUserDataPair":
		return deleteAims(w)
	case "SetDisposition":
		return dispositionOf(w)
	case "AddComment":
		return []*aim{{place: atComment, key: "comment", want: w.Params.Get("comment")}}
	}
	if heard, ok := messageOf(w.Operation, w.Params); ok {
		return []*aim{{place: atMessage, key: "message", want: userdata.TextValue(heard.Content), heard: heard}}
	}
	if states := statesOf(w.Operation); states != nil {
		return []*aim{{place: atState, key: "state", want: userdata.TextValue(states[0]), also: states[1:]}}
	}
	switch w.Operation {
	case "Invite", "Consult", "RemoveParticipantFromConference", "SwitchToMonitor", "SwitchToCoach", "SwitchToBargeIn":
		return []*aim{{place: atParticipants, key: "participants", want: userdata.TextValue("updated")}}
	}
	return nil
}

func dataAims(w Write) []*aim {
	var aims []*aim
	at := map[string]*aim{}
	for key, v := range w.Data.All() {
		if a := at[key]; a != nil {
			a.want = v // The last one counts, as most readers have it.
			continue
		}
		a := &aim{key: key, want: v, attach: w.Operation == "AttachUserData", doubles: w.Doubles}
		at[key] = a
		aims = append(aims, a)
	}
	return aims
}

func deleteAims(w Write) []*aim {
	var aims []*aim
	for i, key := range w.Keys {
		if !slices.Contains(w.Keys[:i], key) {
			aims = append(aims, &aim{key: key})
		}
	}
	return aims
}

// unaskedAims returns the keys of data that a write removes without naming them.
func unaskedAims(w Write, data *userdata.Map) []*aim {
	if !w.Wipes {
		return nil
	}
	known := make(map[string]bool, len(w.Keys)) // a file may have very many
	for _, key := range w.Keys {
		known[key] = true
	}
	var aims []*aim
	for key, v := range data.All() {
		if !known[key] {
			known[key] = true
			aims = append(aims, &aim{key: key, unasked: true, last: v})
		}
	}
	return aims
}

func dispositionOf(w Write) []*aim {
	if w.Operation != "SetDisposition" {
		return nil
	}
	a := &aim{key: "disposition", place: atAnyKey, want: w.Params.Get("disposition")}
	if key := w.Params.Get("dispositionKey"); key.Kind() == userdata.Text && key.Text() != "" {
		a.key, a.place = key.Text(), atKey
	}
	return []*aim{a}
}

// messageOf returns the transcript entry that an operation adds.
func messageOf(operation string, params *userdata.Map) (Heard, bool) {
	h := Heard{Agents: strings.Contains(operation, "ToAgent")}
	switch operation {
	case "SendMessage", "SendToAgents":
		h.Type, h.Content = "Text", params.Get("text").Text()
	case "SendUrl":
		h.Type, h.Content = "PushUrl", params.Get("url").Text()
	case "SendCustomNotice", "SendCustomNoticeToAgents":
		h.Type, h.Content = "CustomNotice", params.Get("noticeText").Text()
	case "SendStartTypingNotification", "SendStartTypingToAgentsNotification":
		h.Type = "TypingStarted"
	case "SendStopTypingNotification", "SendStopTypingToAgentsNotification":
		h.Type = "TypingStopped"
	default:
		return Heard{}, false
	}
	return h, true
}

// statesOf returns the states that an operation leads to, the usual one first.
func statesOf(operation string) []string {
	switch operation {
	case "Accept":
		return []string{"Chatting"}
	case "Reject", "Complete", "LeaveAndComplete", "Transfer":
		return []string{"Completed"}
	case "Leave":
		// Alone the agent stays to finish; among other agents the session ends.
		return []string{"LeftChat", "Completed"}
	}
	return nil
}

// look returns what an observation shows at the aim's place; ok is false when
// it shows nothing of it.
func (a *aim) look(o Observation, before *userdata.Map) (v userdata.Value, ok bool) {
	switch a.place {
	case atKey:
		return a.lookKey(o.Data)
	case atAnyKey:
		if key := a.changedTo(o.Data, before); key != "" {
			return o.Data.Get(key), true
		}
	case atState:
		return userdata.TextValue(o.State), o.State != ""
	case atComment:
		if o.Comment == nil {
			return v, false
		}
		return userdata.TextValue(*o.Comment), true
	case atMessage:
		if slices.ContainsFunc(o.Messages, a.hears) {
			return a.want, true
		}
	case atParticipants:
		return a.want, strings.EqualFold(o.Type, "ParticipantsUpdated")
	}
	return v, false
}

// lookKey returns the value of the key; of a key that an attach may have left
// standing twice, the value that is nearest to what was sent. That a key went which
// nobody named is the write's work only where all went.
func (a *aim) lookKey(m *userdata.Map) (userdata.Value, bool) {
	if m == nil || a.unasked && m.Len() > 0 {
		return userdata.Value{}, false
	}
	v := m.Get(a.key)
	if !a.attach || m.Count(a.key) < 2 {
		return v, true
	}
	best, _ := Compare(a.want, v)
	for key, other := range m.All() {
		if key != a.key {
			continue
		}
		if verdict, _ := Compare(a.want, other); verdict.proven() && (!best.proven() || verdict < best) {
			v, best = other, verdict
		}
	}
	return v, true
}

// grown reports whether what was sent is there, and its key more often than before.
func (a *aim) grown(v userdata.Value, m *userdata.Map) bool {
	if !a.attach || a.copies == 0 || m == nil {
		return false
	}
	verdict, _ := a.matches(v)
	return verdict.proven() && m.Count(a.key) > a.copies
}

// changedTo returns the key that came to hold the value, "" for none.
func (a *aim) changedTo(m, before *userdata.Map) string {
	if m == nil {
		return ""
	}
	for _, c := range userdata.Diff(before, m) {
		if m.Get(c.Key).Equal(a.want) {
			return c.Key
		}
	}
	return ""
}

func (a *aim) hears(h Heard) bool {
	if !strings.EqualFold(h.Type, a.heard.Type) || h.Agents != a.heard.Agents {
		return false
	}
	// A typing notice may carry a preview of the text; it proves itself.
	return h.Content == a.heard.Content || strings.HasPrefix(h.Type, "Typing")
}

// matches judges a value seen at the aim's place.
func (a *aim) matches(v userdata.Value) (Verdict, string) {
	if a.place == atState && slices.Contains(a.also, v.Text()) {
		return Exact, ""
	}
	if last := &a.judged; !last.done || !last.value.Same(v) {
		last.value, last.done = v, true
		last.verdict, last.note = Compare(a.want, v)
	}
	return a.judged.verdict, a.judged.note
}
