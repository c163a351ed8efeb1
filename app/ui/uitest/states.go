package uitest

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
)

// First and Second are the sessions of TwoCustomers.
const First, Second = "0000Wa9CAM6W00J", "0000Wa9CAM69ZK2"

// Later is the usual session as it goes on: DISP_KEY takes these values, JSON
// literals, or "" for its removal.
func Later(t *testing.T, values ...string) *tracker.State {
	events := Story{{history.Event{Kind: history.Snapshot, Author: history.FirstSeen, Time: Before(time.Minute)}, `{"DISP_KEY":"pending","other":1}`}}
	for i, v := range values {
		data := `{"DISP_KEY":` + v + `,"other":` + strconv.Itoa(i+2) + `}`
		if v == "" {
			data = `{"other":` + strconv.Itoa(i+2) + `}`
		}
		events = append(events, Story{{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: Before(time.Duration(30-i) * time.Second)}, data}}...)
	}
	return StateOf(Session(t, "s", events))
}

// Expired is a state in which the server has forgotten who is signed in.
func Expired(t *testing.T) *tracker.State {
	s := Usual(t)
	s.Link.State, s.Link.Problem = link.SignedOut, &link.Obstacle{Kind: link.NoCredentials, Err: errors.New("401")}
	s.Link.Profile = settings.Profile{Name: "GWS", BaseURL: "https://gws.example.com", User: "sam"}
	return s
}

// Opening is the usual screen with a file on its way.
func Opening(o tracker.Opening) func(t *testing.T) *tracker.State {
	return func(t *testing.T) *tracker.State {
		s := Usual(t)
		s.Opening = &o
		return s
	}
}

// Filed is a redacted file on the screen, which took repairs.
func Filed(t *testing.T) *tracker.State {
	s := Opening(tracker.Opening{Name: "case-7.jsonl.gz", Done: true, Read: 900, Size: 900,
		Understood: "a capture of version 1: 9 observations",
		Fixes: []capture.Fix{
			{Line: 3, Column: 9, Was: "None", Now: "null", Why: "Python's None"},
			{Line: 4, Column: 1, Was: ",", Why: "trailing comma"},
			{Line: 12, Column: 2, Now: "}", Why: "the object was never closed"},
		},
		Problems: []capture.Problem{{Line: 40, Text: "cut off <script>alert(1)</script>"}, {Text: "the file ends too early"}},
		Header: capture.Header{Created: Noon, Source: "HAR 1.2 by Firefox", Scope: "session 0000Wa9CAM6W00J",
			Redaction: &capture.Redaction{Version: 1, Chosen: "a person", Hidden: map[string]int{"phone": 2, "name": 1}, Unclassified: 31}},
	})(t)
	return OnFile(s, 2)
}

// OnFile is a state that shows a file as the book of that number.
func OnFile(s *tracker.State, number int) *tracker.State {
	if s.Opening == nil {
		s.Opening = &tracker.Opening{Name: "case-7.jsonl.gz", Done: true}
	}
	o := *s.Opening
	o.N, o.Book, o.Shown = number, number, true
	o.Memory = book.Memory{Histories: 81_000, MostHistories: 96 << 20, Tape: 120_000, MostTape: 24 << 20}
	s.Opening, s.Files, s.Book = &o, []*tracker.Opening{&o}, number
	s.Memory = book.Memory{Histories: 2_400_000, MostHistories: 96 << 20, Tape: 3_000_000, MostTape: 24 << 20}
	s.Live = s.Link
	s.Link = link.Status{State: link.File, Profile: settings.Profile{Name: o.Name}, Since: Before(time.Minute)}
	return s
}

// Followed is a log on the screen that is read on as it grows.
func Followed(t *testing.T) *tracker.State {
	s := OnFile(Opening(tracker.Opening{Name: "desk.log", Grows: true, Read: 81_000, Size: 81_000,
		Understood: "text: 9 notifications; 12 lines of other text"})(t), 2)
	s.Link.State, s.Link.Heartbeat = link.Following, Before(3*time.Second)
	return s
}

// SecretPhone and SecretMail are what must not leave.
const SecretPhone, SecretMail = "+15550143000", "jane.roe@customer.example"

// Taped is a tape with a session of a customer.
func Taped(context.Context, int) (*capture.Capture, error) {
	c := new(capture.Capture)
	c.Append(capture.Observation{Kind: capture.Snapshot, Time: Before(3 * time.Minute), Session: "0000Wa9CAM6W00J",
		Raw: []byte(`{"id":"0000Wa9CAM6W00J","state":"Chatting","userData":{"DISP_KEY":"pending","Phone":"` + SecretPhone + `","Mail":"` + SecretMail + `"}}`)})
	c.Append(capture.Observation{Kind: capture.Notification, Time: Before(2 * time.Second), Session: "0000Wa9CAM6W00J", Channel: "/v2/me/smssessions",
		Raw: []byte(`{"notificationType":"PropertiesUpdated","messageType":"SmsSessionStateChanged","smsSession":{"id":"0000Wa9CAM6W00J","state":"Chatting","userData":{"DISP_KEY":"resolved","Phone":"` + SecretPhone + `","Mail":"` + SecretMail + `"}}}`)})
	return c, nil
}

// Customers is the session of that tape.
func Customers(t *testing.T) *book.Session {
	return Session(t, "0000Wa9CAM6W00J", Story{
		{history.Event{Kind: history.Snapshot, Time: Before(3 * time.Minute)}, `{"DISP_KEY":"pending","Phone":"` + SecretPhone + `","Mail":"` + SecretMail + `"}`},
		{history.Event{Kind: history.Notification, Type: "PropertiesUpdated", Time: Before(2 * time.Second)}, `{"DISP_KEY":"resolved","Mail":"` + SecretMail + `","Caller":"` + SecretPhone + `"}`},
	})
}

// UnseenSigns replaces what the style sheet draws in place of a character by
// its sign in braces.
func UnseenSigns(s string) string {
	for {
		before, rest, ok := strings.Cut(s, "<span")
		if !ok {
			return s
		}
		_, rest, _ = strings.Cut(rest, `data-sign="`)
		sign, rest, _ := strings.Cut(rest, `"`)
		_, rest, _ = strings.Cut(rest, "</span>")
		s = before + "{" + sign + "}" + rest
	}
}

// Usual is a state with one session.
func Usual(t *testing.T) *tracker.State { return StateOf(Chat(t)) }

// Several is a state with several sessions.
func Several(t *testing.T) *tracker.State {
	over := Session(t, "0000Wa9CAM69ZK2", Story{{history.Event{Kind: history.Snapshot, Time: Before(12 * time.Minute)}, `{"a":"1"}`}})
	over.State, over.Ended, over.Customer = "Completed", true, ""
	return StateOf(over, Chat(t))
}

// Strays is a state with messages that belong to no session.
func Strays(t *testing.T) *tracker.State {
	s := Usual(t)
	s.Strays = []history.Event{{Kind: history.Stray, Time: Before(5 * time.Second), Note: "not JSON: a comma was expected at column 4", Raw: []byte(`{"a" <script>`)},
		{Kind: history.Stray, Time: Before(4 * time.Second), Note: "about userData, not about an interaction", Foreign: true, Raw: []byte(`{"messageType":"DeviceUserEventMessage"}`)}}
	return s
}

// Verdicts is a state with a write for each verdict.
func Verdicts(t *testing.T) *tracker.State {
	x := Chat(t)
	refused := &proof.Proof{Write: proof.Write{N: 2, Operation: "DeleteUserData", Keys: []string{"a"}, Sent: Before(time.Second), Request: []byte("<b>")},
		Reply: &proof.Reply{Time: Before(900 * time.Millisecond), HTTPStatus: 403, StatusCode: -1}, Verdict: proof.Rejected, Reason: "the server refused it with HTTP 403"}
	coerced := &proof.Proof{Write: proof.Write{N: 3, Operation: "UpdateUserData", Data: Parse(t, `{"a":1}`), Sent: Before(time.Second)},
		Reply: &proof.Reply{Time: Before(time.Second), HTTPStatus: 200}, Verdict: proof.Coerced, Confidence: proof.Likely, Reason: "the value arrived as text",
		Seen: Noon, Keys: []proof.KeyProof{{Key: "a", Sent: Value(t, "1"), Seen: Value(t, `"1"`), Verdict: proof.Coerced, Note: "number → text"}}}
	waiting := &proof.Proof{Write: proof.Write{N: 4, Operation: "AttachUserData", Data: Parse(t, `{"a":1,"b":2,"c":3,"d":4,"e":5}`), Sent: Before(3 * time.Second)}}
	x.Writes = append(x.Writes, refused, coerced, waiting)
	return StateOf(x)
}

// Busy is a state with traffic.
func Busy(t *testing.T) *tracker.State {
	s := Usual(t)
	s.Traffic = []*book.Exchange{
		{N: 1, Method: "POST", Path: "/api/v2/notifications/handshake", Start: Before(time.Minute), Duration: 12 * time.Millisecond, Status: 200, Meta: true},
		{N: 2, Method: "GET", Path: "/api/v2/me/smssessions?fields=*", Start: Before(time.Minute), Duration: 30 * time.Millisecond, Status: 200, Response: []byte("{}")},
		{N: 3, Method: "POST", Path: "/api/v2/me/smssessions/1", Start: Before(time.Second), Duration: time.Second, Failure: "connection reset by peer"},
		{N: 4, Method: "GET", Path: "/api/v2/me", Start: Before(time.Second)},
	}
	return s
}

// Life is a session that went through its states, beginning that long ago.
func Life(t testing.TB, id string, ago time.Duration, value string) *book.Session {
	return Session(t, id, Story{
		{history.Event{Kind: history.Snapshot, State: "Invited", Time: Before(ago)}, `{"both":1,"routed":"` + value + `"}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, State: "Chatting", Time: Before(ago - 10*time.Second)}, `{"both":1,"routed":"` + value + `","` + id + `":true}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, State: "Chatting", Time: Before(ago - 20*time.Second)}, `{"both":1,"routed":"` + value + `2","` + id + `":true}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, State: "Completed", Time: Before(ago - 30*time.Second)}, `{"both":1,"routed":"done","` + id + `":true}`},
	})
}

// Comets is a state with the traffic of a connection.
func Comets(t *testing.T) *tracker.State {
	s := Usual(t)
	const path = "/api/v2/notifications/"
	reply := `[{"channel":"/meta/connect","successful":true,"advice":{"reconnect":"retry","interval":0}}]`
	sent := []byte(`[{"channel":"/meta/connect","clientId":"****","connectionType":"long-polling"}]`)
	s.Traffic = []*book.Exchange{
		{N: 1, Method: "POST", Path: path + "handshake", Start: Before(time.Minute), Duration: 12 * time.Millisecond, Status: 200, Meta: true, Request: sent, Response: []byte(reply)},
		{N: 2, Method: "POST", Path: path + "connect", Start: Before(40 * time.Second), Duration: 30 * time.Second, Status: 200, Meta: true, Request: sent, Response: []byte(reply)},
		{N: 3, Method: "POST", Path: path + "connect", Start: Before(9 * time.Second), Duration: time.Second, Status: 200, Request: sent,
			Sent: [][2]string{{"X-CSRF-TOKEN", "•••"}}, Header: [][2]string{{"content-type", "application/json"}},
			Response: []byte(`[{"channel":"/v2/me/smssessions","data":{"userData":{"a":"1"}}},` + reply[1:])},
		{N: 4, Method: "GET", Path: "/api/v2/me", Start: Before(time.Second), Duration: 5 * time.Millisecond, Status: 200, Response: []byte("{\"a\":\"\xff\"}")},
	}
	return s
}

// A Bench holds the jobs that a model has begun until they are done by hand, as
// each is in the page: beside it, and ended where it rests once nobody wants it.
type Bench struct{ Jobs []func() func() }

// Next does the oldest job and reports whether it came to its end.
func (b *Bench) Next() (done bool) {
	job := b.Jobs[0]
	b.Jobs = b.Jobs[1:]
	ended := make(chan func(), 1)
	go func() {
		defer close(ended)
		ended <- job()
	}()
	then, done := <-ended
	if done {
		then()
	}
	return done
}

// Contracted are three sessions, of which the second breaks "DISP_KEY text" and
// the third has still time.
func Contracted(t *testing.T) *tracker.State {
	one := func(id, data string) *book.Session {
		return Session(t, id, Story{{history.Event{Kind: history.Snapshot, State: "Chatting", Time: Before(9 * time.Second)}, data}})
	}
	return StateOf(one("good", `{"DISP_KEY":"a"}`), one("bad", `{"DISP_KEY":1}`), one("waiting", `{"DISP_KEY":"b"}`))
}

// Written is a session in which two writes were sent: the first is proven by
// event 5, with another client's event in between, the second is not seen yet.
func Written(t testing.TB) *book.Session {
	x := Session(t, "w", Story{
		{history.Event{Kind: history.Snapshot, Time: Before(time.Minute)}, `{"a":1}`},
		{history.Event{Kind: history.Write, Type: "UpdateUserData", Write: 1, Time: Before(30 * time.Second)}, ""},
		{history.Event{Kind: history.Reply, Type: "UpdateUserData", Write: 1, Time: Before(29 * time.Second)}, ""},
		{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: Before(28 * time.Second)}, `{"a":1,"other":true}`},
		{history.Event{Kind: history.Notification, Author: history.You, Write: 1, Time: Before(27 * time.Second)}, `{"a":"x","other":true}`},
		{history.Event{Kind: history.Write, Type: "UpdateUserData", Write: 2, Time: Before(5 * time.Second)}, ""},
		{history.Event{Kind: history.Reply, Type: "UpdateUserData", Write: 2, Time: Before(4 * time.Second)}, ""},
	})
	sent := func(n int, ago time.Duration, data string) proof.Write {
		return proof.Write{N: n, Session: "w", Operation: "UpdateUserData", Data: Parse(t, data), Sent: Before(ago)}
	}
	x.Writes = []*proof.Proof{
		{Write: sent(1, 30*time.Second, `{"a":"x"}`), Reply: &proof.Reply{Time: Before(29 * time.Second)}, Verdict: proof.Exact, Confidence: proof.Certain, Seen: Before(27 * time.Second), Event: 5},
		{Write: sent(2, 5*time.Second, `{"a":"y"}`), Reply: &proof.Reply{Time: Before(4 * time.Second)}},
	}
	return x
}

// Talking is a session in which something was said, with some capabilities.
func Talking(t *testing.T) *tracker.State {
	x := Chat(t)
	x.Capabilities = []string{"SendMessage", "SendStartTypingNotification", "Transfer", "SetDisposition", "Complete", "AttachUserData"}
	x.Messages = []book.Message{
		{Index: 1, Type: "ParticipantJoined", From: book.Participant{Nickname: "Sam", Type: "Agent"}, Time: Before(time.Minute)},
		{Index: 2, Type: "Text", From: book.Participant{Nickname: "+44 7700 900118", Type: "Customer"}, Text: "<b>Where</b> is my order?", Time: Before(50 * time.Second)},
		{Index: 3, Type: "Text", From: book.Participant{Nickname: "Sam", Type: "Agent"}, Text: "One moment", Time: Before(40 * time.Second)},
		{Index: 4, Type: "Text", From: book.Participant{Nickname: "Lee", Type: "Agent"}, Text: "try the depot", Visibility: "Agents", Time: Before(30 * time.Second)},
	}
	return StateOf(x)
}

// InProduction is a state whose link is marked as production.
func InProduction(t *testing.T) *tracker.State {
	s := Talking(t)
	s.Link.Profile.Production = true
	return s
}

// Event0 is an event of a kind, some time before noon.
func Event0(kind history.Kind, ago time.Duration) history.Event {
	return history.Event{Kind: kind, Time: Before(ago)}
}

// Authored is a session whose keys were written by different hands at different
// times, with what somebody else wrote after that.
func Authored(t *testing.T, more ...string) *tracker.State {
	told := Story{
		{history.Event{Kind: history.Snapshot, Time: Before(time.Hour)}, `{"first":"1","mine":"1","theirs":"1","RTarget":"1"}`},
		{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: Before(40 * time.Minute)}, `{"first":"1","mine":"1","theirs":"2","RTarget":"1"}`},
		{history.Event{Kind: history.Notification, Author: history.You, Write: 1, Time: Before(30 * time.Minute)}, `{"first":"1","mine":"2","theirs":"2","RTarget":"1"}`},
		{history.Event{Kind: history.Notification, Author: history.Routing, Time: Before(20 * time.Minute)}, `{"first":"1","mine":"2","theirs":"2","RTarget":"2"}`},
	}
	for _, data := range more {
		told = append(told, Story{{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: Noon}, data}}...)
	}
	x := Session(t, "a1", told)
	x.Writes = []*proof.Proof{{Write: proof.Write{N: 1, Data: Parse(t, `{"mine":"2"}`)}, Event: 3}}
	return StateOf(x)
}

// HasMarkup says what is missing without all that is there.
func HasMarkup(t *testing.T, markup, want string, why ...string) {
	t.Helper()
	assert.True(t, strings.Contains(markup, want), "%s %v", want, why)
}
