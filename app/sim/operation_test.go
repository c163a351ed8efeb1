package sim_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/sim"
)

// What a session can be before an operation.
const (
	invited    = "an invited session"
	chatting   = "a session under way"
	conference = "a session with a second agent"
	left       = "a session that the agent has left"
)

const invite = `{"operationName":"Invite","targetUri":"http://gws.test/api/v2/users/8a41c6d07be94f13"}`

// situation brings a session into a state and returns its id.
func situation(p *page, s *sim.Sim, what string) string {
	id := s.Invite()
	if what != invited {
		p.post(id, `{"operationName":"Accept","nickname":"Sam"}`)
	}
	switch what {
	case conference:
		p.post(id, invite)
	case left:
		p.post(id, `{"operationName":"Leave"}`)
	}
	return id
}

// Every operation, from the request to the notifications that follow it. A
// notification is written as notificationType, state or first message, and ref
// if it carries a referenceId.
func TestOperations(t *testing.T) {
	for _, tt := range []struct {
		name, in, body string
		want           []string
	}{
		{"accept", invited, `{"operationName":"Accept","nickname":"Sam","saveLAR":true}`,
			[]string{"StatusChange Chatting ref", "ParticipantsUpdated Chatting", "NewMessages ParticipantJoined"}},
		{"accept without a nickname", invited, `{"operationName":"Accept","saveLAR":"false"}`,
			[]string{"StatusChange Chatting ref", "ParticipantsUpdated Chatting", "NewMessages ParticipantJoined"}},
		{"reject", invited, `{"operationName":"Reject"}`, []string{"StatusChange Completed ref"}},
		{"message", chatting, `{"operationName":"SendMessage","text":"hello"}`, []string{"NewMessages Text"}},
		{"url", chatting, `{"operationName":"SendUrl","url":"http://a.test"}`, []string{"NewMessages PushUrl"}},
		{"typing", chatting, `{"operationName":"SendStartTypingNotification"}`, []string{"NewMessages TypingStarted"}},
		{"no longer typing", chatting, `{"operationName":"SendStopTypingNotification"}`, []string{"NewMessages TypingStopped"}},
		{"notice", chatting, `{"operationName":"SendCustomNotice","noticeText":"n"}`, []string{"NewMessages CustomNotice"}},
		{"message to agents", conference, `{"operationName":"SendToAgents","text":"psst"}`, []string{"NewMessages Text"}},
		{"typing to agents", conference, `{"operationName":"SendStartTypingToAgentsNotification"}`, []string{"NewMessages TypingStarted"}},
		{"no longer typing to agents", conference, `{"operationName":"SendStopTypingToAgentsNotification"}`, []string{"NewMessages TypingStopped"}},
		{"no longer typing, as the page spells it", conference, `{"operationName":"SendStopTypingToAgentNotification"}`, []string{"NewMessages TypingStopped"}},
		{"notice to agents", conference, `{"operationName":"SendCustomNoticeToAgents","noticeText":"n"}`, []string{"NewMessages CustomNotice"}},
		{"attach", chatting, `{"operationName":"AttachUserData","userData":{"a":1}}`, []string{"PropertiesUpdated Chatting ref"}},
		{"update", chatting, `{"operationName":"UpdateUserData","userData":{"a":1}}`, []string{"PropertiesUpdated Chatting ref"}},
		{"update after leaving", left, `{"operationName":"UpdateUserData","userData":{"a":1}}`, []string{"PropertiesUpdated LeftChat ref"}},
		{"delete", chatting, `{"operationName":"DeleteUserData","keys":["Subject","unknown"]}`, []string{"PropertiesUpdated Chatting ref"}},
		{"disposition", chatting, `{"operationName":"SetDisposition","disposition":"done"}`, []string{"PropertiesUpdated Chatting ref"}},
		{"disposition under a key", chatting, `{"operationName":"SetDisposition","disposition":"done","dispositionKey":"D"}`, []string{"PropertiesUpdated Chatting ref"}},
		{"comment", chatting, `{"operationName":"AddComment","comment":"c"}`, []string{"PropertiesUpdated Chatting ref"}},
		{"focus", chatting, `{"operationName":"SetInFocus"}`, nil},
		{"focus, older name", chatting, `{"operationName":"InFocus"}`, nil},
		{"transfer", chatting, `{"operationName":"Transfer","queueName":"q"}`, []string{"StatusChange Completed"}},
		{"invite", chatting, invite, []string{"ParticipantsUpdated Chatting ref", "NewMessages ParticipantJoined"}},
		{"invite as in the sample", chatting, `{"operationName":"Invite","userUri":"http://x/contacts/1"}`,
			[]string{"ParticipantsUpdated Chatting ref", "NewMessages ParticipantJoined"}},
		{"consult", chatting, `{"operationName":"Consult","targetPath":"/users/x"}`,
			[]string{"ParticipantsUpdated Chatting ref", "NewMessages ParticipantJoined"}},
		{"remove a colleague", conference, `{"operationName":"RemoveParticipantFromConference","targetUri":"/users/8a41c6d07be94f13"}`,
			[]string{"ParticipantsUpdated Chatting ref", "NewMessages Notice"}},
		{"leave alone", chatting, `{"operationName":"Leave"}`, []string{"StatusChange LeftChat ref"}},
		{"leave others", conference, `{"operationName":"Leave"}`, []string{"StatusChange Completed"}},
		{"complete", chatting, `{"operationName":"Complete"}`, []string{"StatusChange Completed"}},
		{"complete into a queue", left, `{"operationName":"Complete","queueName":"q","saveLAR":true}`, []string{"StatusChange Completed"}},
		{"leave and complete", chatting, `{"operationName":"LeaveAndComplete"}`, []string{"StatusChange Completed"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, _ := quiet(sim.Options{})
				p := newPage(t, s)
				id := situation(p, s, tt.in)
				p.letNotificationsPass()
				p.listen("/**")
				resp := p.post(id, tt.body)
				require.Equal(t, 200, resp.Status, string(resp.Body))
				assert.Equal(t, json.Number("0"), decode[map[string]any](t, resp.Body)["statusCode"])

				var got []string
				for _, n := range p.eventsUntilQuiet() {
					got = append(got, describe(t, id, n))
				}
				assert.Equal(t, tt.want, got)
			})
		})
	}
}

func describe(t *testing.T, id string, n map[string]any) string {
	words := []string{n["notificationType"].(string)}
	if x, ok := n["smssession"].(map[string]any); ok {
		assert.Equal(t, id, x["id"])
		assert.Equal(t, "SMSsessionStateChangeMessage", n["messageType"])
		if x["state"] == "Completed" {
			assert.NotContains(t, x, "capabilities", "a session that is over can do nothing")
		}
		words = append(words, x["state"].(string))
	} else {
		assert.Equal(t, "MessageLogUpdated", n["messageType"])
		assert.True(t, strings.HasSuffix(n["smssessionUri"].(string), "/"+id))
		words = append(words, n["messages"].([]any)[0].(map[string]any)["type"].(string))
	}
	if n["referenceId"] != nil {
		words = append(words, "ref")
	}
	return strings.Join(words, " ")
}

// The first notification of Accept has no participants yet, the second has them
// all, and the third tells the transcript from index 1.
func TestAcceptComesInThree(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := quiet(sim.Options{})
		p := newPage(t, s)
		p.listen("/v2/me/smssessions")
		id := s.Invite()
		offer := p.events(1)[0]["smssession"].(map[string]any)
		assert.Equal(t, []any{"Accept", "Reject"}, offer["capabilities"])
		assert.Contains(t, offer, "userData")
		p.post(id, `{"operationName":"Accept","nickname":"Sam"}`)
		n := p.events(3)
		assert.Equal(t, []any{}, n[0]["smssession"].(map[string]any)["participants"])
		assert.NotContains(t, n[0]["smssession"], "userData", "absent means unchanged")
		people := n[1]["smssession"].(map[string]any)["participants"].([]any)
		require.Len(t, people, 2)
		assert.Equal(t, "Customer", people[0].(map[string]any)["type"])
		assert.Equal(t, "Sam", people[1].(map[string]any)["nickname"])
		log := n[2]["messages"].([]any)
		first := log[0].(map[string]any)
		assert.Equal(t, json.Number("1"), first["index"])
		assert.Equal(t, json.Number("946684800000"), first["timestampSeconds"], "milliseconds, whatever the name says")
		assert.Equal(t, "2000-01-01 00:00:00.000+0000", first["timestamp"])
		assert.Len(t, log, 3, "the customer, the text, the agent")
	})
}

// What is refused, and with which codes. A failed request changes nothing.
func TestRefusals(t *testing.T) {
	const me = "/api/v2/me"
	const session = "/api/v2/me/smssessions/{id}"
	for _, tt := range []struct {
		name, method, path, body string
		http, code               int
	}{
		{"not JSON", "POST", session, `{"operationName":`, 400, 2},
		{"not an object", "POST", session, `[1]`, 400, 2},
		{"no operationName", "POST", session, `{}`, 400, 1},
		{"misspelt operationName", "POST", session, `{"operationname":"Leave"}`, 400, 1},
		{"unknown operation", "POST", session, `{"operationName":"Explode"}`, 403, 3},
		{"not possible now", "POST", session, `{"operationName":"Accept"}`, 403, 3},
		{"only in a conference", "POST", session, `{"operationName":"SendToAgents","text":"x"}`, 403, 3},
		{"no userData", "POST", session, `{"operationName":"AttachUserData"}`, 400, 1},
		{"userData is no object", "POST", session, `{"operationName":"AttachUserData","userData":[]}`, 400, 2},
		{"no keys", "POST", session, `{"operationName":"DeleteUserData","key":"a"}`, 400, 1},
		{"keys is no list", "POST", session, `{"operationName":"DeleteUserData","keys":"a"}`, 400, 2},
		{"keys has a number", "POST", session, `{"operationName":"DeleteUserData","keys":["a",1]}`, 400, 2},
		{"no text", "POST", session, `{"operationName":"SendMessage"}`, 400, 1},
		{"text is no string", "POST", session, `{"operationName":"SendMessage","text":1}`, 400, 2},
		{"no disposition", "POST", session, `{"operationName":"SetDisposition"}`, 400, 1},
		{"no target", "POST", session, `{"operationName":"Invite"}`, 400, 1},
		{"two targets", "POST", session, `{"operationName":"Transfer","targetUri":"a","queueName":"b"}`, 400, 2},
		{"saveLAR is neither", "POST", session, `{"operationName":"Complete","saveLAR":"maybe"}`, 400, 2},
		{"unknown session", "POST", "/api/v2/me/smssessions/none", `{"operationName":"Leave"}`, 404, 6},
		{"three-s spelling", "GET", "/api/v2/me/smsssession/{id}", "", 404, 6},
		{"other resource", "GET", "/api/v2/me/chats", "", 404, 6},
		{"below messages", "GET", session + "/messages/1", "", 404, 6},
		{"outside the API", "GET", "/", "", 404, 6},
		{"no target at all", "GET", "?", "", 400, 2},
		{"wrong method", "DELETE", session, "", 405, 3},
		{"collection takes no POST", "POST", "/api/v2/me/smssessions", `{"operationName":"Leave"}`, 405, 3},
		{"negative startIndex", "GET", session + "/messages?startIndex=-1", "", 400, 10},
		{"count is no number", "GET", session + "/messages?count=all", "", 400, 10},
		{"too large", "POST", session, `"` + strings.Repeat("x", 1<<20) + `"`, 413, 10},
		{"channels missing", "POST", me, `{"operationName":"StartContactCenterSession"}`, 400, 1},
		{"channels is no list", "POST", me, `{"operationName":"StartContactCenterSession","channels":"x"}`, 400, 2},
		{"no channel known", "POST", me, `{"operationName":"StartContactCenterSession","channels":["fax"]}`, 404, 6},
		{"unknown operation of the user", "POST", me, `{"operationName":"Dance"}`, 403, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, id := quiet(sim.Options{})
			p := newPage(t, s)
			before, err := s.UserData(id)
			require.NoError(t, err)
			resp := p.do(tt.method, strings.ReplaceAll(tt.path, "{id}", id), tt.body)
			assert.Equal(t, tt.http, resp.Status)
			body := decode[map[string]any](t, resp.Body)
			assert.Equal(t, json.Number(strconv.Itoa(tt.code)), body["statusCode"])
			assert.NotEmpty(t, body["statusMessage"])
			assert.Len(t, body, 2, "a failure carries nothing else")
			after, err := s.UserData(id)
			require.NoError(t, err)
			assert.Equal(t, string(before), string(after))
		})
	}
}

func TestReferenceIDInReplies(t *testing.T) {
	s, id := quiet(sim.Options{})
	p := newPage(t, s)
	assert.Equal(t, `{"statusCode":0}`, string(p.post(id, `{"operationName":"SetInFocus"}`).Body))
	assert.Equal(t, `{"statusCode":0,"referenceId":2}`, string(p.post(id, invite).Body))
}
