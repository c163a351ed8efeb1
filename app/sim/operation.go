package sim

import (
	"slices"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/sim/simjson"
	"github.com/keytrail/keytrail/app/wire"
)

// An operation is one operationName of a session (pages SMSAccept and so on).
type operation struct {
	needs string // the capability that must be listed
	sync  bool   // the reply carries referenceId
	run   func(*Sim, *session, simjson.Fields, cause) *wire.Response
}

// operations are all that a session understands. Some have no capability of
// their own in any documented list; they go with their nearest relative.
func operations() map[string]operation {
	return map[string]operation{
		"Accept":   {needs: "Accept", run: accept},
		"Reject":   {needs: "Reject", run: reject},
		"Leave":    {needs: "Leave", run: leave},
		"Complete": {needs: "Complete", run: complete},
		// The page of this one was never found; the name says Leave and Complete.
		"LeaveAndComplete": {needs: "Leave", run: complete},
		"Transfer":         {needs: "Transfer", run: transfer},
		"Invite":           {needs: "Invite", sync: true, run: invite},
		"Consult":          {needs: "Consult", sync: true, run: invite},
		"SetInFocus":       {needs: "SetInFocus", run: nothing},

		"AttachUserData": {needs: "AttachUserData", run: writeData},
		"UpdateUserData": {needs: "UpdateUserData", run: writeData},
		"DeleteUserData": {needs: "DeleteUserData", run: deleteData},
		"SetDisposition": {needs: "SetDisposition", run: setDisposition},
		"AddComment":     {needs: "UpdateUserData", run: addComment},

		"RemoveParticipantFromConference": {needs: "SendToAgents", run: removeParticipant},

		"SendMessage":                 {needs: "SendMessage", run: send("Text", "text", forAll)},
		"SendUrl":                     {needs: "SendMessage", run: send("PushUrl", "url", forAll)},
		"SendCustomNotice":            {needs: "SendMessage", run: send("CustomNotice", "noticeText", forAll)},
		"SendStartTypingNotification": {needs: "SendMessage", run: send("TypingStarted", "", forAll)},
		"SendStopTypingNotification":  {needs: "SendMessage", run: send("TypingStopped", "", forAll)},

		"SendToAgents":                        {needs: "SendToAgents", run: send("Text", "text", forAgents)},
		"SendCustomNoticeToAgents":            {needs: "SendToAgents", run: send("CustomNotice", "noticeText", forAgents)},
		"SendStartTypingToAgentsNotification": {needs: "SendToAgents", run: send("TypingStarted", "", forAgents)},
		"SendStopTypingToAgentsNotification":  {needs: "SendToAgents", run: send("TypingStopped", "", forAgents)},
	}
}

// canonical resolves the second names that pages and samples use.
func canonical(name string) string {
	switch name {
	case "InFocus":
		return "SetInFocus"
	case "SendStopTypingToAgentNotification":
		return "SendStopTypingToAgentsNotification"
	}
	return name
}

// operate is POST /me/smssessions/{id}. The reply says that the operation was
// accepted; what becomes of it is published later.
func (s *Sim) operate(x *session, name string, f simjson.Fields) *wire.Response {
	op, ok := s.operations[canonical(name)]
	if !ok {
		return refuse(forbidden, "there is no operation of that name")
	}
	if !slices.Contains(x.capabilities(), op.needs) {
		return refuse(forbidden, name+" is not possible while the session is "+x.state)
	}
	s.refs++
	why := cause{ref: s.refs, delay: s.replyDelay()}
	if refusal := op.run(s, x, f, why); refusal != nil {
		return refusal
	}
	x.touched = time.Now()
	if op.sync || s.o.Quirks.ReferenceInReplies {
		var o simjson.Object
		o.Number("statusCode", 0)
		o.Number("referenceId", int64(why.ref))
		return reply(200, o.End())
	}
	return accepted()
}

func nothing(*Sim, *session, simjson.Fields, cause) *wire.Response { return nil }

// mandatory reads a parameter, or returns the refusal for want of it.
func mandatory[T any](f simjson.Fields, name, what string, read func([]byte) (T, bool)) (value T, refusal *wire.Response) {
	if f[name] == nil {
		return value, refuse(missingParameter, "the parameter "+name+" is missing")
	}
	value, ok := read(f[name])
	if !ok {
		return value, refuse(invalidParameter, "the parameter "+name+" must be "+what)
	}
	return value, nil
}

func textParameter(f simjson.Fields, name string) (string, *wire.Response) {
	return mandatory(f, name, "a string", simjson.Text)
}

func dataParameter(f simjson.Fields) ([]simjson.Member, *wire.Response) {
	return mandatory(f, "userData", "an object", simjson.Members)
}

func keysParameter(f simjson.Fields) ([]string, *wire.Response) {
	return mandatory(f, "keys", "a list of names", names)
}

// optional checks a text that may be absent.
func optional(f simjson.Fields, name string) *wire.Response {
	if f[name] == nil {
		return nil
	}
	_, refusal := textParameter(f, name)
	return refusal
}

// flag checks an optional true or false, which may come as a string.
func flag(f simjson.Fields, name string) *wire.Response {
	switch strings.Trim(string(f[name]), `"`) {
	case "", "true", "false":
		return nil
	}
	return refuse(invalidParameter, "the parameter "+name+" must be true or false")
}

// send returns an operation that adds one entry to the transcript. The sender
// sees it as everybody else does.
func send(kind, field, visibility string) func(*Sim, *session, simjson.Fields, cause) *wire.Response {
	return func(s *Sim, x *session, f simjson.Fields, why cause) *wire.Response {
		value := ""
		if field != "" {
			var refusal *wire.Response
			if value, refusal = textParameter(f, field); refusal != nil {
				return refusal
			}
		}
		s.newMessages(x, why.followUp(), s.say(x, x.me(), kind, field, value, visibility))
		return nil
	}
}

func writeData(s *Sim, x *session, f simjson.Fields, why cause) *wire.Response {
	ms, refusal := dataParameter(f)
	if refusal != nil {
		return refusal
	}
	return s.write(x, why, func() {
		stored := s.altered(ms)
		for _, m := range stored {
			x.data.set(m, userID)
		}
		if s.does(Overwrite) {
			s.overwriteLater(x, stored)
		}
	})
}

// write carries out a change of userData for the user, as far as s was not told
// to misbehave.
func (s *Sim) write(x *session, why cause, change func()) *wire.Response {
	switch {
	case s.does(Refuse):
		return refuse(forbidden, "the simulator was told to refuse writes")
	case s.does(Fail):
		s.failed(x, "the interaction server refused the update", why)
		return nil
	case s.does(BreakLink):
		time.AfterFunc(linkLasts, s.Expire)
		return nil
	case s.does(Silent):
		return nil
	}
	change()
	s.dataChanged(x, why)
	return nil
}

func deleteData(s *Sim, x *session, f simjson.Fields, why cause) *wire.Response {
	keys, refusal := keysParameter(f)
	if refusal != nil {
		return refusal
	}
	return s.write(x, why, func() {
		for _, key := range keys {
			x.data.remove(key)
		}
	})
}

// names reads a list of texts and of nothing else.
func names(raw []byte) (list []string, ok bool) {
	tokens, ok := simjson.Elements(raw)
	for _, token := range tokens {
		name, isText := simjson.Text(token)
		list, ok = append(list, name), ok && isText
	}
	return list, ok
}

func setDisposition(s *Sim, x *session, f simjson.Fields, why cause) *wire.Response {
	if _, refusal := textParameter(f, "disposition"); refusal != nil {
		return refusal
	}
	if refusal := optional(f, "dispositionKey"); refusal != nil {
		return refusal
	}
	m := simjson.Named("DispositionCode", f["disposition"])
	if key, ok := simjson.Text(f["dispositionKey"]); ok {
		m.Name, m.Key = key, f["dispositionKey"]
	}
	return s.write(x, why, func() { x.data.set(m, userID) })
}

// addComment sets the comment, which is a sibling of userData and not in it.
func addComment(s *Sim, x *session, f simjson.Fields, why cause) *wire.Response {
	if _, refusal := textParameter(f, "comment"); refusal != nil {
		return refusal
	}
	x.comment = slices.Clone(f["comment"])
	s.changed(x, "PropertiesUpdated", withComment|withCapabilities|withParticipants, why)
	return nil
}
