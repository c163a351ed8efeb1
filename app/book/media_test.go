package book_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
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
		state = saved(t, har.Write, cut)
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

// What became of one of two keys of a name is not what became of the other.
func TestWhoChangedOneOfTwo(t *testing.T) {
	const text = `{"messageType":"CallStateChangeMessage","notificationType":"StatusChange","call":{"id":"C","state":"Established","userData":{%s}}}
POST api/v2/me/calls/C
%s
{"statusCode":0}
{"messageType":"CallStateChangeMessage","notificationType":"AttachedDataChanged","call":{"id":"C","state":"Established","userData":{%s}}}
`
	const attach = `{"operationName":"AttachUserData","userData":{"Account":"9999"}}`
	for _, tt := range []struct {
		name, before, write, after string
		verdict                    proof.Verdict
		who                        history.Author
	}{
		{"the new one behind", `"Account":"1"`, attach, `"Account":"1","Account":"9999"`, proof.Exact, history.You},
		{"the new one in front", `"Account":"1"`, attach, `"Account":"9999","Account":"1"`, proof.Exact, history.You},
		{"one went, and one is still there", `"Account":"1","Account":"2"`, `{"operationName":"DeleteUserDataPair","key":"Account"}`, `"Account":"1"`, proof.CannotTell, history.Unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			state := see(t, fmt.Sprintf(text, tt.before, tt.write, tt.after))
			call := state.Session("calls/C")
			require.Len(t, call.Writes, 1)
			assert.Equal(t, tt.verdict.String(), call.Writes[0].Verdict.String(), call.Writes[0].Reason)
			e, ok := call.History.LastWriter("Account", call.History.Last())
			require.True(t, ok)
			assert.Equal(t, tt.who.String(), call.Who(e, "Account").String())
			assert.Equal(t, tt.who.String(), e.Author.String())
		})
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
		state = saved(t, har.Write, cut)
	}
}
