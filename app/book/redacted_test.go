package book_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/har"
	"github.com/keytrail/keytrail/app/capture/redact"
)

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
