package book_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/har"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
)

// A call loses all its data by one request; its notification then leaves userData out.
func TestTheWalkOfAWipe(t *testing.T) {
	const text = `{"messageType":"CallStateChangeMessage","notificationType":"StatusChange","call":{"id":"C","state":"Established","userData":{"A":"1","B":"2"}}}
POST api/v2/me/calls/C
{"operationName":"DeleteUserData"}
{"statusCode":0}
{"messageType":"CallStateChangeMessage","notificationType":"AttachedDataChanged","call":{"id":"C","state":"Established"}}
POST api/v2/me/calls/C
{"operationName":"UpdateUserData","userData":{"D":"4"}}
{"statusCode":0}
{"messageType":"CallStateChangeMessage","notificationType":"AttachedDataChanged","call":{"id":"C","state":"Established","userData":{"D":"4"}}}
{"messageType":"CallStateChangeMessage","notificationType":"StatusChange","call":{"id":"C","state":"Held"}}
POST api/v2/me/calls/C
{"operationName":"DeleteUserDataPair","key":"D"}
{"statusCode":0}
{"messageType":"CallStateChangeMessage","notificationType":"AttachedDataChanged","call":{"id":"C","state":"Held"}}
`
	state := see(t, text)
	for _, turn := range []string{"as it came", "saved and opened"} {
		require.Len(t, state.Sessions, 1, turn)
		call := state.Sessions[0]
		assert.Equal(t, "voice", call.Medium)
		assert.Equal(t, "C", call.Number())
		assert.Equal(t, "{}", string(call.Data.Bytes()), turn)
		require.Len(t, call.Writes, 3)
		for _, w := range call.Writes {
			assert.Equal(t, proof.Exact, w.Verdict, "%s: %s", turn, w.Write.Operation)
		}
		assert.Equal(t, []string{"A", "B"}, call.Writes[0].Write.Keys, "what it removed")
		assert.Equal(t, []string{"D"}, call.Writes[2].Write.Keys)
		var removed int
		for n := 1; n <= call.History.Last(); n++ {
			if e, _ := call.History.Event(n); e.Author == history.You && len(e.Changes) == 2 {
				removed = len(e.Changes)
			}
		}
		assert.Equal(t, 2, removed, "both keys, by whoever asked for it")
		cut, _ := redact.Cut(state.tape, redact.Export{Plain: true})
		var file bytes.Buffer
		require.NoError(t, har.Write(&file, cut))
		state = see(t, file.String())
	}
}

// A DeleteUserData of a call removes all, also where somebody has named keys.
func TestAWipeThatNamesKeys(t *testing.T) {
	const text = `{"messageType":"CallStateChangeMessage","notificationType":"StatusChange","call":{"id":"C","state":"Established","userData":{"A":"1","B":"2"}}}
POST api/v2/me/calls/C
{"operationName":"DeleteUserData","keys":["A"]}
{"statusCode":0}
{"messageType":"CallStateChangeMessage","notificationType":"AttachedDataChanged","call":{"id":"C","state":"Established"%s}}
`
	for left, want := range map[string]proof.Verdict{"": proof.Differs, `,"userData":{"B":"2"}`: proof.Exact} {
		state := see(t, fmt.Sprintf(text, left))
		require.Len(t, state.Sessions, 1)
		call := state.Sessions[0]
		require.Len(t, call.Writes, 1)
		assert.Equal(t, want, call.Writes[0].Verdict, call.Writes[0].Reason)
		e, ok := call.History.Event(call.History.Last())
		require.True(t, ok)
		for _, c := range e.Changes {
			assert.Equal(t, history.You, call.Who(e, c.Key), "%s: by whoever wiped the call", c.Key)
		}
		if want == proof.Differs {
			assert.Equal(t, "it removed all keys, B as well, which it does not name: the DeleteUserData of a call takes no parameter", call.Writes[0].Reason)
		}
	}
	state := see(t, strings.NewReplacer("CallStateChangeMessage", "ChatStateChangeMessage", "AttachedDataChanged", "PropertiesUpdated", `"call"`, `"chat"`, "me/calls", "me/chats").
		Replace(fmt.Sprintf(text, `,"userData":{}`)))
	assert.Equal(t, proof.Exact, state.Session("chats/C").Writes[0].Verdict, "elsewhere it removes what it names, and somebody else may have removed more")
}

// An attach to a call adds a second one of a key that is there.
func TestAnAttachToACallThatHasTheKey(t *testing.T) {
	const text = `{"messageType":"CallStateChangeMessage","notificationType":"StatusChange","call":{"id":"C","state":"Established","userData":{"Account":"4711"}}}
POST api/v2/me/calls/C
{"operationName":"AttachUserData","userData":{"Account":"9999"}}
{"statusCode":0}
{"messageType":"CallStateChangeMessage","notificationType":"AttachedDataChanged","call":{"id":"C","state":"Established","userData":{%s}}}
`
	for data, want := range map[string]string{
		`"Account":"4711"`:                  "what was published since shows Account as it was; attaching adds a second one of a key that is there, and only one of them may be shown",
		`"Account":"9999"`:                  "the key arrived with the value and type you sent; Account was there before and may be there twice now, of which one is shown",
		`"Account":"4711","Account":"9999"`: "the key arrived with the value and type you sent; Account is there twice now",
	} {
		state := see(t, fmt.Sprintf(text, data))
		call := state.Session("calls/C")
		require.Len(t, call.Writes, 1)
		assert.Equal(t, want, call.Writes[0].Reason)
		assert.Equal(t, strings.Contains(data, "9999"), call.Writes[0].Verdict == proof.Exact)
	}
}

// What a message of any medium tells is there when it comes, and when it was saved
// and is opened again.
func TestEveryMediumIsReplayed(t *testing.T) {
	shapes, err := os.ReadFile("../gws/testdata/media.jsonl")
	require.NoError(t, err)
	for line := range bytes.Lines(shapes) {
		var shape struct {
			Name, Key, State string
			Over             bool
			UserData, Data   json.RawMessage
		}
		require.NoError(t, json.Unmarshal(line, &shape))
		t.Run(shape.Name, func(t *testing.T) {
			live := book.New(book.Options{})
			live.Notified(time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC), "/v2/me/any", shape.Data)
			file := see(t, `{"channel":"/v2/me/any","data":`+string(shape.Data)+`}`)
			cut, _ := redact.Cut(file.tape, redact.Export{Plain: true})
			var saved bytes.Buffer
			require.NoError(t, har.Write(&saved, cut))
			for turn, v := range map[string]book.View{"live": live.View(), "in a file": file.View, "saved and opened": see(t, saved.String()).View} {
				assert.Empty(t, v.Strays, turn)
				require.Len(t, v.Sessions, 1, turn)
				x := v.Session(shape.Key)
				require.NotNil(t, x, turn)
				assert.Equal(t, shape.State, x.State, turn)
				assert.Equal(t, shape.Over, x.Ended, turn)
				assert.Equal(t, cmp.Or(string(shape.UserData), "{}"), string(x.Data.Bytes()), turn)
			}
		})
	}
}

// The same id in two media is two interactions.
func TestAMediumIsAPartOfTheIdentity(t *testing.T) {
	b := book.New(book.Options{})
	at := time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC)
	for _, data := range []string{
		`{"smssession":{"id":"X","state":"Chatting","userData":{"A":"sms"}}}`,
		`{"call":{"id":"X","state":"Established","userData":{"A":"voice"}}}`,
		`{"openmedia":{"id":"X","mediaType":"fax","state":"Processing","userData":{"A":"fax"}}}`,
		`{"messageType":"MessageLogUpdated","chatUri":"http://h/chats/X","messages":[{"index":1,"type":"Text","text":"hi"}]}`,
	} {
		b.Notified(at, "/v2/me/any", []byte(data))
	}
	v := b.View()
	assert.Empty(t, v.Strays)
	require.Len(t, v.Sessions, 4)
	for key, want := range map[string]string{"X": "", "calls/X": "voice", "openmedia/fax/X": "openmedia", "chats/X": "chat"} {
		x := v.Session(key)
		require.NotNil(t, x, key)
		assert.Equal(t, want, x.Medium)
		assert.Equal(t, "X", x.Number())
	}
	assert.Len(t, v.Session("chats/X").Messages, 1)
}

// A list ends what it does not have, of the media that it lists.
func TestAListEndsWhatItLists(t *testing.T) {
	at := time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC)
	for _, others := range []bool{false, true} {
		b := book.New(book.Options{})
		for _, data := range []string{
			`{"smssession":{"id":"S","state":"Chatting","userData":{}}}`,
			`{"chat":{"id":"C","state":"Chatting","userData":{}}}`,
			`{"imSession":{"id":"I","state":" Talking","userData":{}}}`,
			`{"record":{"id":"R","state":"ReadyToCall","customFields":{}}}`,
		} {
			b.Notified(at, "", []byte(data))
		}
		r := b.Ask(book.Reason{}, "")
		r.At, r.Others = at.Add(time.Second), others
		r.Take()
		v := b.View()
		assert.True(t, v.Session("S").Ended)
		assert.Equal(t, others, v.Session("chats/C").Ended, "calls and the like were read: %v", others)
		assert.False(t, v.Session("im-sessions/I").Ended, "no list has it")
		assert.False(t, v.Session("outbound-records/R").Ended)
		assert.Equal(t, []string{"im-sessions/I"}, b.Fetched(), "what has an address is read by it")
	}
}

func TestOffersOfOtherMedia(t *testing.T) {
	all := []string{"AttachUserData", "UpdateUserData", "DeleteUserData"}
	for _, tt := range []struct {
		session book.Session
		want    bool // of deleting
	}{
		{book.Session{ID: "S", Capabilities: all}, true},
		{book.Session{ID: "S"}, true},
		{book.Session{ID: "calls/C", Medium: "voice", Capabilities: all}, false},
		{book.Session{ID: "calls/C", Medium: "voice", Capabilities: append(all, "DeleteUserDataPair")}, true},
		{book.Session{ID: "calls/C", Medium: "voice"}, false},
		{book.Session{ID: "chats/C", Medium: "chat", Capabilities: all}, true},
		{book.Session{ID: "im-sessions/C", Medium: "im", Capabilities: all, Ended: true}, false},
		{book.Session{ID: "facebook/C", Medium: "facebook-public", Capabilities: all}, false},
		{book.Session{ID: "openmedia//C", Medium: "openmedia", Capabilities: all}, false},
		{book.Session{ID: "v3/voice/C", Medium: "voice", Capabilities: all}, false},
	} {
		assert.Equal(t, tt.want, tt.session.Offers("DeleteUserData"), "%+v", tt.session)
		assert.Equal(t, tt.session.Medium == "", tt.session.Offers("Complete") && tt.session.Capabilities == nil || tt.session.Medium == "")
	}
}

// A file has lists of a user and of a supervisor, and consult calls.
func TestAFileShowsWhatIsListed(t *testing.T) {
	state := see(t, `GET /api/v2/me?subresources=*
{"statusCode":0,"user":{"userName":"sam","chats":[{"id":"C","state":"Chatting","userData":{"A":"1"}}],"smssessions":[{"id":"S","state":"Chatting","capabilities":[],"userData":{"B":null}}]}}
{"messageType":"CallStateChangeMessage","notificationType":"StatusChange","call":{"id":"V2","state":"Dialing","callType":"Consult","participants":["15001"],"parentCallUri":"http://h/api/v2/me/calls/V1"}}
`)
	require.Len(t, state.Sessions, 3)
	byID := state.View
	assert.Equal(t, `{"A":"1"}`, string(byID.Session("chats/C").Data.Bytes()))
	assert.Equal(t, `{"B":null}`, string(byID.Session("S").Data.Bytes()))
	assert.Equal(t, "calls/V1", byID.Session("calls/V2").Parent)
	assert.Equal(t, "15001", byID.Session("calls/V2").Customer)
}

// A page of one interaction belongs to its medium, as text and in a HAR file, and what
// was read whole says as much when it is opened again.
func TestAFileShowsThePageOfACall(t *testing.T) {
	state := see(t, `GET /api/v2/me/calls/C
{"id":"C","state":"Established","callType":"Inbound","participants":["15001"],"userData":{"A":"1"}}
GET /api/v2/me/chats/H
{"statusCode":0,"id":"H","state":"Chatting","userData":{"B":"2"}}
GET /api/v2/me/calls/C
{"statusCode":0,"call":{"id":"C","state":"Established","capabilities":["Hold"]}}
`)
	require.Len(t, state.Sessions, 2)
	assert.Equal(t, `{}`, string(state.View.Session("calls/C").Data.Bytes()), "the last page shows none")
	assert.Equal(t, `{"B":"2"}`, string(state.View.Session("chats/H").Data.Bytes()))
	assert.Equal(t, 2, state.View.Session("calls/C").History.Last())
}

// What a supervisor reads of an agent stands beside a session of the same id, and is
// not written to.
func TestASupervisorsListIsOfOthers(t *testing.T) {
	state := see(t, `GET /api/v2/users/7f?subresources=smssessions,chats
{"statusCode":0,"user":{"id":"7f","smssessions":[{"id":"S","capabilities":[],"receivedDate":"2026-01-05 10:00:00.000+0000","userData":{"A":"1"}}],"chats":[{"id":"C","capabilities":[],"userData":{"A":"2"}}]}}
{"messageType":"SMSsessionStateChangeMessage","notificationType":"PropertiesUpdated","smssession":{"id":"S","state":"Chatting","userData":{"A":"mine"}}}
`)
	require.Len(t, state.Sessions, 3)
	for id, want := range map[string][3]string{"lists/7f/S": {`{"A":"1"}`, "SMS of a list", "copy"}, "lists/7f/chats/C": {`{"A":"2"}`, "Chat of a list", "copy"}, "S": {`{"A":"mine"}`, "SMS", ""}} {
		x := state.Session(id)
		require.NotNil(t, x, id)
		assert.Equal(t, want, [3]string{string(x.Data.Bytes()), x.MediumTitle(), x.Medium})
		assert.Equal(t, id == "S", x.Offers("UpdateUserData") && gws.SessionPath(id) != "", id)
	}
}

// A call of version 3 that gets another id is the same call.
func TestACallGoesOnUnderItsNewID(t *testing.T) {
	state := see(t, `{"channel":"/workspace/v3/voice","data":{"messageType":"CallStateChanged","notificationType":"StateChange","call":{"id":"0071aa","state":"Established","userData":[{"key":"A","type":"str","value":"1"}]}}}
{"channel":"/workspace/v3/voice","data":{"messageType":"CallStateChanged","notificationType":"StateChange","call":{"id":"0071bb","previousConnId":"0071aa","state":"Established","userData":[{"key":"A","type":"str","value":"2"}]}}}
{"channel":"/workspace/v3/voice","data":{"messageType":"CallStateChanged","notificationType":"AttachedDataChanged","call":{"id":"0071bb","previousConnId":"0071aa","state":"Established","userData":[{"key":"A","type":"str","value":"3"}]}}}
`)
	for _, turn := range []string{"as it came", "its part saved and opened"} {
		require.Len(t, state.Sessions, 1, turn)
		call := state.Sessions[0]
		assert.Equal(t, []string{"v3/voice/0071bb", "v3/voice/0071aa"}, []string{call.ID, call.Was})
		assert.Same(t, call, state.Session("v3/voice/0071aa"))
		assert.Equal(t, 3, call.History.Last(), turn)
		assert.Len(t, call.History.Touching("A"), 3, turn)
		cut, _ := redact.Cut(state.tape, redact.Export{Plain: true, Scope: redact.ScopeSession(call.ID, call.Was)})
		var file bytes.Buffer
		require.NoError(t, har.Write(&file, cut))
		state = see(t, file.String())
	}
}

// The body of an e-mail, its subject and the extensions of a call are no userData.
func TestWhatIsNoUserDataStays(t *testing.T) {
	state := see(t, `{"messageType":"EmailStateChangeMessage","email":{"id":"E12345678","state":"Processing","subject":"Bitte um Rueckruf","body":"<b>strictly private</b>","bodyAsPlainText":"strictly private","userData":{"A":"1"}}}
{"messageType":"CallStateChangeMessage","phoneNumber":"15000","extensions":{"LastTransferHomeLocation":"Hometown"},"call":{"id":"V12345678","state":"Established","ani":"+4930123456","userData":{"A":"1"}}}
`)
	hidden := []string{"strictly private", "Rueckruf", "15000", "Hometown", "4930123456"}
	for _, plain := range []bool{false, true} {
		cut, _ := redact.Cut(state.tape, redact.Export{Plain: plain})
		var file bytes.Buffer
		for o := range cut.All() {
			file.WriteString(o.Session + " " + string(o.Raw) + "\n")
		}
		for _, text := range hidden {
			assert.Equal(t, plain, bytes.Contains(file.Bytes(), []byte(text)), "%s, asked for: %v", text, plain)
		}
		assert.Contains(t, file.String(), "emails/E12345678 ")
	}
}

// What travels beside userData is about people in every medium: numbers, addresses,
// names, what they wrote, what they set. None of it leaves by default, whatever shape
// it has; what says how the interaction went does, and so does its userData.
func TestWhatStandsBesideUserDataStays(t *testing.T) {
	for _, tt := range []struct {
		name, message string
		hidden, kept  []string
	}{
		{"SMS", `{"messageType":"SMSsessionStateChangeMessage","notificationType":"PropertiesUpdated","smssession":{"id":"S12345678","state":"Chatting","participants":[{"nickname":"Jane Doe","participantId":"P-0001","type":"Customer","visibility":"All"}],"userData":{"A":"1","to":"Sales","message":"kept word","number":"seven","participants":["kept too"]}}}`,
			[]string{"Jane Doe"}, []string{`"participantId":"P-0001","type":"Customer","visibility":"All"`, `"to":"Sales","message":"kept word","number":"seven","participants":["kept too"]`}},
		{"SMS, transcript", `{"messageType":"MessageLogUpdated","notificationType":"NewMessages","smssessionUri":"http://h/api/v2/smssessions/S12345678","messages":[{"index":1,"type":"Text","text":"call me","from":{"nickname":"Jane Doe","name":"Jane D.","participantId":"P-0001","type":"Customer"}}]}`,
			[]string{"Jane Do", "Jane D.", "call me"}, []string{`"index":1,"type":"Text"`, `"participantId":"P-0001","type":"Customer"`}},
		{"call", `{"messageType":"CallStateChangeMessage","notificationType":"StatusChange","phoneNumber":"25000","extensions":{"LastTransferHomeLocation":"Hometown","call":"V12345678"},"call":{"id":"V12345678","state":"Established","callType":"Inbound","deviceUri":"http://h/api/v2/me/devices/25002","ani":"25003","dnis":"25004","participants":[{"digits":"25005","e164Number":"25006","formattedPhoneNumber":"25007","phoneNumber":"25008"}],"capabilities":["Hangup"],"userData":{"A":"1"},"uri":"http://h/api/v2/me/calls/V12345678"}}`,
			[]string{"25000", "Hometown", "25002", "25003", "25004", "25005", "25006", "25007", "25008"}, []string{`"deviceUri":"http://h/api/v2/me/devices/`, `"callType":"Inbound"`, `"capabilities":["Hangup"]`, `"uri":"http://h/api/v2/me/calls/V12345678"`}},
		{"call, older", `{"messageType":"CallStateChangeMessage","notificationType":"StatusChange","call":{"id":"V12345678","state":"Established","participants":["25001","4930111222333","sip:jane@h"],"participantsInfo":[{"digits":"25005"},"25006"],"duration":"7","userData":{"A":"1"}}}`,
			[]string{"25001", "4930111222333", "jane", "25005", "25006"}, []string{`"duration":"7"`}},
		{"call, numbers", `{"messageType":"CallStateChangeMessage","notificationType":"StatusChange","call":{"id":"V12345678","state":"Established","participants":[4930111222333,{"phoneNumber":25001,"type":"Agent"}],"userData":{"A":"1"}}}`,
			[]string{"4930111222333", "25001"}, []string{`"type":"Agent"`}},
		{"e-mail", `{"messageType":"EmailStateChangeMessage","notificationType":"StatusChange","email":{"id":"E12345678","state":"Processing","emailType":"Inbound","emailPath":"/emails/E12345678","contactId":"K-0001","assignedTo":"Sam Agent","subject":"Rueckruf","from":"Jane Doe <jane@h>","to":["Support Team","support@h"],"cc":"Carl Copy","bcc":[{"name":"Bob Blind","emailAddress":"bob@h"}],"replyTo":["Rita Reply"],"mime":"text/html","body":"<b>strictly private</b>","bodyAsPlainText":"strictly private","attachments":[{"id":"T-0001","fileName":"Scan of Jane.pdf","size":77},{"name":"Passport.jpg"},"Letter.doc"],"parentId":"E-0000","userData":{"A":"1","to":"Sales"}}}`,
			[]string{"Sam", "Rueckruf", "Jane", "jane", "Support", "support", "Carl", "Bob", "bob@", "Rita", "strictly", "Scan", "Passport", "Letter"},
			[]string{`"emailType":"Inbound"`, `"emailPath":"/emails/E12345678"`, `"contactId":"K-0001"`, `"mime":"text/html"`, `"id":"T-0001"`, `"size":77`, `"parentId":"E-0000"`, `"to":"Sales"`}},
		{"e-mail, one addressee each", `{"messageType":"EmailStateChangeMessage","notificationType":"EmailSaved","email":{"id":"E12345678","state":"Composing","from":"Jane Doe","to":"Team Lead","cc":["Carl Copy"],"bcc":"Bob Blind","replyTo":"Rita Reply","assignedTo":{"name":"Sam Agent","userName":"sam.a"},"attachments":"Letter.doc","userData":{"A":"1"}}}`,
			[]string{"Jane", "Lead", "Carl", "Bob", "Rita", "Sam", "sam.a", "Letter"}, nil},
		{"chat", `{"messageType":"ChatStateChangeMessage","notificationType":"ParticipantsUpdated","chat":{"id":"C12345678","state":"Chatting","participants":[{"nickname":"Jane Doe","id":"P-0001","type":"Customer"}],"userData":{"A":"1"}}}`,
			[]string{"Jane"}, []string{`"id":"P-0001","type":"Customer"`}},
		{"IM", `{"messageType":"IMSessionStateChangeMessage","notificationType":"StatusChange","imSession":{"id":"I12345678","state":" Talking","deviceUri":"http://h/api/v2/me/devices/25002?x=1","participants":["25001"],"userData":{"A":"1"}}}`,
			[]string{"25001", "25002"}, []string{`" Talking"`}},
		{"work item", `{"messageType":"WorkitemStateChangeMessage","notificationType":"StatusChange","workitem":{"id":"W12345678","state":"InWorkbin","workitemType":"Inbound","assignedTo":"Sam Agent","userData":{"A":"1"}}}`,
			[]string{"Sam"}, []string{`"workitemType":"Inbound"`}},
		{"open media", `{"messageType":"OpenmediaStateChangeMessage","notificationType":"StatusChange","referenceId":7,"openmedia":{"id":"O12345678","mediaType":"fax","openmediaType":"Inbound","state":"Processing","subject":"Rueckruf","assignedTo":["Sam Agent"],"userData":{"A":"1"}}}`,
			[]string{"Rueckruf", "Sam"}, []string{`"referenceId":7`, `"mediaType":"fax"`, `"openmediaType":"Inbound"`}},
		{"Facebook, private", `{"messageType":"GetInteractionContentMessage","facebooksession":{"id":"F12345678","state":"Chatting","comment":"a regular","userData":{"A":"1"}},"content":{"message":"strictly private","subject":"Rueckruf","author":"Jane Doe","interactionId":"F12345678"}}`,
			[]string{"regular", "strictly", "Rueckruf", "Jane"}, nil},
		{"Facebook, public", `{"messageType":"FacebookStateChangeMessage","notificationType":"StatusChange","facebook":{"id":"F12345678","state":"Processing","contactId":"K-0001","from":"Jane Doe","message":"strictly private","facebookType":"Inbound","userData":{"A":"1"}}}`,
			[]string{"Jane", "strictly"}, []string{`"contactId":"K-0001"`, `"facebookType":"Inbound"`}},
		{"Twitter", `{"messageType":"TweetStateChangeMessage","notificationType":"StatusChange","tweet":{"id":"T12345678","state":"Processing","from":"@jane","message":"strictly private","tweetType":"Inbound","userData":{"A":"1"}}}`,
			[]string{"jane", "strictly"}, []string{`"tweetType":"Inbound"`}},
		{"Twitter, read alone", `{"id":"T12345678","state":"Processing","statusCode":0,"statusMessage":"all well","message":"strictly private","uri":"http://h/api/v2/me/tweets/T12345678","userData":{"A":"1"}}`,
			[]string{"strictly"}, []string{"all well"}},
		{"Twitter, older", `{"messageType":"TwitterStateChangeMessage","notificationType":"StatusChange","twitter":{"id":"T12345678","state":"Invited","from":"@jane","message":"strictly private","subject":"Rueckruf","twitterType":"Inbound","userData":{"A":"1"}}}`,
			[]string{"jane", "strictly", "Rueckruf"}, []string{`"twitterType":"Inbound"`}},
		{"outbound record", `{"messageType":"OutboundRecordMessage","notificationType":"StatusChanged","deviceId":"25001","record":{"id":"R12345678","state":"ReadyToCall","phone":"25002","devicePath":"/devices/25003","campaignName":"Spring","customFields":{"A":"1"}}}`,
			[]string{"25001", "25002", "25003"}, []string{`"devicePath":"/devices/`, `"campaignName":"Spring"`}},
		{"version 3, call", `{"channel":"/workspace/v3/voice","data":{"messageType":"CallStateChanged","notificationType":"StateChange","call":{"id":"0071aa00bb","state":"Established","ani":"25001","dnis":"25002","participants":[{"number":"25003","role":"RoleDestination"},{"number":25004}],"extensions":[{"key":"Home","type":"str","value":"Hometown"}],"userData":[{"key":"A","type":"str","value":"1"}]}}}`,
			[]string{"25001", "25002", "25003", "25004", "Hometown"}, []string{`"role":"RoleDestination"`}},
		{"version 3, place", `{"channel":"/workspace/v3/voice","data":{"messageType":"DnStateChanged","dn":{"number":"25001","agentId":"Sam7","forwardTo":"25002","agentState":"Ready"},"user":{"employeeId":"E77","agentLogin":"25003","defaultPlace":"Place_Sam","placeName":"Desk_Sam"}}}`,
			[]string{"25001", "25002", "25003", "Sam", "E77"}, []string{`"agentState":"Ready"`}},
		{"version 3, e-mail", `{"channel":"/workspace/v3/media/email","data":{"messageType":"InteractionStateChanged","notificationType":"StatusChange","interaction":{"id":"M12345678","mediatype":"email","state":"Composing","interactionType":"Inbound","queue":"Mail","subject":"Rueckruf","comment":"a regular","email":{"from":"Jane Doe <jane@h>","to":["Support Team"],"cc":["Carl Copy"],"bcc":"Bob Blind","body":"strictly private"},"userData":[{"key":"A","type":"str","value":"1"}]}}}`,
			[]string{"Rueckruf", "regular", "Jane", "jane", "Support", "Carl", "Bob", "strictly"}, []string{`"mediatype":"email"`, `"interactionType":"Inbound"`, `"queue":"Mail"`}},
		{"digital event", `{"messageType":"MultimediaEventNotificationMessage","topic":"news","actorType":"agent","actorId":"Sam7","content":{"message":"strictly private","n":25001}}`,
			[]string{"Sam7", "strictly", "25001"}, []string{`"topic":"news"`, `"actorType":"agent"`}},
		{"the user", `{"statusCode":0,"user":{"id":"7f","userName":"sam.a","firstName":"Sam","lastName":"Agent","employeeId":"E77","roles":["ROLE_AGENT"],"settings":[{"name":"recent","value":"25001"},{"greeting":{"text":"Hi, Jane"},"speed":["25002"]}],"devices":[{"id":"D-1","phoneNumber":"25003","deviceState":"Active"}],"chats":[{"id":"C12345678","state":"Chatting","userData":{"A":"1"}}]}}`,
			[]string{"sam.a", "Sam", "E77", "25001", "25002", "25003", "Hi, Jane"}, []string{`"roles":["ROLE_AGENT"]`, `"deviceState":"Active"`}},
		{"a failure", `{"statusCode":4,"statusMessage":"no such thing","message":"nor anything like it"}`, nil, []string{"no such thing", "nor anything like it"}},
		{"a failure of version 3", `{"statusCode":0,"status":{"code":4,"message":"no such thing"},"messageType":"EventError","error":{"errorCode":7,"errorMessage":"nor anything"}}`, nil, []string{"no such thing", "nor anything"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			state := see(t, tt.message+"\n")
			for _, plain := range []bool{false, true} {
				cut, _ := redact.Cut(state.tape, redact.Export{Plain: plain})
				var file, saved bytes.Buffer
				for o := range cut.All() {
					file.WriteString(o.Session + " " + string(o.Raw) + "\n")
				}
				for _, text := range tt.hidden {
					assert.Equal(t, plain, bytes.Contains(file.Bytes(), []byte(text)), "%s, asked for: %v: %s", text, plain, file.String())
				}
				for _, text := range tt.kept {
					assert.Contains(t, file.String(), text)
				}
				require.NoError(t, har.Write(&saved, cut))
				again := see(t, saved.String())
				require.Len(t, again.Sessions, len(state.Sessions))
				for i, was := range state.Sessions {
					now := again.Sessions[i]
					assert.Equal(t, []string{was.ID, was.State, string(was.Data.Bytes())}, []string{now.ID, now.State, string(now.Data.Bytes())})
				}
			}
		})
	}
}

// The number in the address of a device is that of a person.
func TestAddressesOfDevicesHaveNoNumbers(t *testing.T) {
	c := &capture.Capture{}
	c.Append(capture.Observation{Kind: capture.Request, Method: "POST", URL: "http://h/api/v2/me/devices/25001?x=1", Raw: []byte(`{"operationName":"Dial","destination":"25002","targetDeviceUri":"http://h/api/v2/devices/25003/","uris":["/devices/25004"]}`)})
	for _, plain := range []bool{false, true} {
		cut, _ := redact.Cut(c, redact.Export{Plain: plain})
		for o := range cut.All() {
			for _, number := range []string{"25001", "25002", "25003", "25004"} {
				assert.Equal(t, plain, strings.Contains(o.URL+string(o.Raw), number), "%s: %s %s", number, o.URL, o.Raw)
			}
			assert.Contains(t, o.URL, "http://h/api/v2/me/devices/")
		}
	}
}

// Where userData is a list of pairs, what is not shown and what a rule skips is left
// out as a whole pair, and every other one stays whole: what is opened again has the
// other keys and only them, in their order, repeated ones too.
func TestPairsAreLeftOutWhole(t *testing.T) {
	const call = `{"channel":"/workspace/v3/voice","data":{"messageType":"CallStateChanged","notificationType":"AttachedDataChanged","call":{"id":"0071aa00bb","state":"Established","userData":%s}}}`
	const pairs = `[ {"key":"B","type":"str","value":"b"}, {"key":"A","type":"str","value":"1"} ,{"type":"str","value":"c","key":"C"},
		{"key":"A","type":"str","value":"2"}, {"key":"L","type":"kvlist","value":[{"key":"A","type":"int","value":3},{"key":"n","type":"kvlist","value":[{"key":"C","type":"int","value":4},{"key":"m","type":"int","value":5}]}]},{"key":"x/C","type":"new","value":null,"more":6} ]`
	shown := func(keys ...string) func(string) bool {
		return func(key string) bool { return slices.Contains(keys, key) }
	}
	for _, tt := range []struct {
		name, pairs string
		keys        func(string) bool
		rules, want string // userData
	}{
		{"all", pairs, nil, "", `{"B":"b","A":"1","C":"c","A":"2","L":{"A":3,"n":{"C":4,"m":5}},"x/C":null}`},
		{"one key is shown, twice", pairs, shown("A"), "", `{"A":"1","A":"2"}`},
		{"a list is shown whole", pairs, shown("L", "B"), "", `{"B":"b","L":{"A":3,"n":{"C":4,"m":5}}}`},
		{"the last one is shown", pairs, shown("x/C"), "", `{"x/C":null}`},
		{"none is shown", pairs, shown("key", "type", "value", "m"), "", `{}`},
		{"a rule skips at any depth", pairs, nil, "a=skip", `{"B":"b","C":"c","L":{"n":{"C":4,"m":5}},"x/C":null}`},
		{"rules skip the first and the last", pairs, nil, "B=skip\nx/C=skip\nm=skip\nL=copy", `{"A":"1","C":"c","A":"2","L":{"A":3,"n":{"C":4}}}`},
		{"both", pairs, shown("A", "L"), "A=skip", `{"L":{"n":{"C":4,"m":5}}}`},
		{"the words of a pair are no keys", pairs, nil, "key=skip\ntype=skip\nvalue=skip\nmore=skip", `{"B":"b","A":"1","C":"c","A":"2","L":{"A":3,"n":{"C":4,"m":5}},"x/C":null}`},
		{"they are, as those of pairs", `[{"key":"key","type":"str","value":"1"},{"key":"type","type":"str","value":"2"}]`, shown("type"), "key=skip", `{"type":"2"}`},
		{"a rule for all hides values alone", pairs, nil, "[log-filter]\ndefault-filter-type=hide\n[log-filter-data]\nL=copy", `{"B":"‹hidden-1›","A":"1.1","C":"‹hidden-2›","A":"1.2","L":{"A":3,"n":{"C":4,"m":5}},"x/C":null}`},
		{"the rule of a key with a slash", `[{"key":"x/C","type":"str","value":"word"},{"key":"C","type":"str","value":"word too"}]`, nil, "x/C=hide", `{"x/C":"‹hidden-1›","C":"‹hidden-1› too"}`},
		{"without types", `[{"key":"A","value":"1"},{"key":"B","value":2}]`, shown("B"), "", `{"B":2}`},
		{"names as they were spelled", `[{"Key":"A","Value":"1"},{"KEY":"\u0042","VALUE":2}]`, shown("B"), "", `{"\u0042":2}`},
		{"no pair", pairs, shown(""), "", `{}`},
		{"an empty list", `[]`, shown("A"), "", `{}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			rules, problems := redact.ParseRules(tt.rules)
			require.Empty(t, problems)
			state := see(t, strings.ReplaceAll(fmt.Sprintf(call, tt.pairs), "\n", "")+"\n")
			cut, _ := redact.Cut(state.tape, redact.Export{Rules: rules, Scope: redact.Scope{Keys: tt.keys}})
			for o := range cut.All() {
				assert.True(t, json.Valid(o.Raw), "%s", o.Raw)
				assert.NotContains(t, string(o.Raw), "{}")
			}
			var saved bytes.Buffer
			require.NoError(t, har.Write(&saved, cut))
			again := see(t, saved.String())
			require.Len(t, again.Sessions, 1)
			assert.Equal(t, tt.want, string(again.Sessions[0].Data.Bytes()))
		})
	}
}

// The preview names the keys of pairs, not the words that pairs are made of.
func TestAPreviewOfPairsNamesTheirKeys(t *testing.T) {
	c := &capture.Capture{}
	c.Append(capture.Observation{Kind: capture.Notification, Raw: []byte(`{"messageType":"CallStateChanged","call":{"id":"0071aa00bb","state":"Established","userData":[{"key":"A","type":"str","value":"1"},{"key":"LastName","type":"str","value":"Doe"},{"key":"L","type":"kvlist","value":[{"key":"n","type":"int","value":3}]}]}}`)})
	p := redact.Propose(c, redact.Export{})
	assert.Equal(t, map[string]bool{"A": true, "n": true}, p.Unclassified)
	require.Len(t, p.Proposals, 1)
	assert.Equal(t, "LastName", p.Proposals[0].Key)
}

// An element that is no pair has names of its own, and so has a map that looks like one.
func TestWhatIsNoPairIsLeftOutByName(t *testing.T) {
	rules, _ := redact.ParseRules("A=skip")
	for was, want := range map[string]string{
		`[{"A":1,"B":2},{"key":"A","value":1},{"key":7,"value":1},{"key":"C"}]`:         `[{"B":2},{"key":7,"value":1},{"key":"C"}]`,
		`{"key":"A","type":"str","value":"one","A":2,"l":[{"A":1,"B":2}]}`:              `{"key":"A","type":"str","value":"‹hidden-1›","l":[{"B":2}]}`,
		`[{"key":"L","type":"kvlist","value":{"A":1,"B":[{"key":"A","value":"one"}]}}]`: `[{"key":"L","type":"kvlist","value":{"B":[{"key":"A","value":"‹hidden-1›"}]}}]`,
	} {
		c := &capture.Capture{}
		c.Append(capture.Observation{Kind: capture.Notification, Raw: []byte(`{"messageType":"CallStateChanged","call":{"id":"0071aa00bb","state":"Established","userData":` + was + `}}`)})
		cut, _ := redact.Cut(c, redact.Export{Rules: rules})
		for o := range cut.All() {
			assert.Equal(t, `{"messageType":"CallStateChanged","call":{"id":"0071aa00bb","state":"Established","userData":`+want+`}}`, string(o.Raw))
		}
	}
}
