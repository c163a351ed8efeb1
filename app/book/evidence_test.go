package book_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/capturetest"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/report"
)

// An entry is one of a HAR. Times are seconds after noon.
type entry struct {
	from, to         float64
	method, url      string
	sent             string
	status           int
	got              string
	bodyless, absent bool // the body was not recorded; no response came
}

const gwsTest = "https://gws.test/api/v2"

func (e entry) json() string {
	content := fmt.Sprintf(`{"size":%d,"mimeType":"application/json","text":%q}`, len(e.got), e.got)
	if e.bodyless {
		content = `{"size":20,"mimeType":"application/json"}`
	}
	post := ""
	if e.sent != "" {
		post = fmt.Sprintf(`,"postData":{"mimeType":"application/json","text":%q}`, e.sent)
	}
	status := e.status
	if status == 0 && !e.absent {
		status = 200
	}
	return fmt.Sprintf(`{"startedDateTime":%q,"time":%.3f,"request":{"method":%q,"url":%q,"headers":[]%s},"response":{"status":%d,"headers":[],"content":%s}}`,
		noon(e.from).Format(time.RFC3339Nano), (e.to-e.from)*1000, e.method, e.url, post, status, content)
}

func noon(s float64) time.Time {
	return time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC).Add(time.Duration(s * float64(time.Second)))
}

func readSessions(from float64, data string) entry {
	return entry{from: from, to: from + .01, method: "GET", url: gwsTest + "/me/smssessions?fields=*", got: `{"statusCode":0,"smssessions":[{"id":"S1","state":"Chatting","userData":` + data + `}]}`}
}

func shake(from float64, client string) entry {
	return entry{from: from, to: from + .01, method: "POST", url: gwsTest + "/notifications/handshake", sent: `[{"channel":"/meta/handshake","id":"1"}]`,
		got: `[{"channel":"/meta/handshake","successful":true,"clientId":"` + client + `","id":"1"}]`}
}

func subscribe(from float64, client string) entry {
	return entry{from: from, to: from + .01, method: "POST", url: gwsTest + "/notifications", sent: `[{"channel":"/meta/subscribe","clientId":"` + client + `","subscription":"/v2/me/*","id":"2"}]`,
		got: `[{"channel":"/meta/subscribe","successful":true,"subscription":"/v2/me/*","id":"2"}]`}
}

// poll is a poll that brought data, "" for none.
func poll(from, to float64, client, data string) entry {
	notification := ""
	if data != "" {
		notification = `{"channel":"/v2/me/smssessions","data":{"messageType":"SMSsessionStateChangeMessage","notificationType":"PropertiesUpdated","smssession":{"id":"S1","state":"Chatting","userData":` + data + `}}},`
	}
	return entry{from: from, to: to, method: "POST", url: gwsTest + "/notifications/connect", sent: `[{"channel":"/meta/connect","clientId":"` + client + `","id":"3"}]`,
		got: `[` + notification + `{"channel":"/meta/connect","successful":true,"id":"3"}]`}
}

func (e entry) at(url string) entry { e.url = strings.Replace(e.url, gwsTest, url, 1); return e }

func (e entry) with(status int, got string) entry { e.status, e.got = status, got; return e }

func (e entry) without() entry { e.bodyless = true; return e }

func (e entry) unanswered() entry { e.absent = true; return e }

func attachAt(from, to float64) entry {
	return entry{from: from, to: to, method: "POST", url: gwsTest + "/me/smssessions/S1", sent: `{"operationName":"AttachUserData","userData":{"Mine":"1"}}`, got: `{"statusCode":0}`}
}

const (
	unknownClient = `[{"channel":"/meta/connect","successful":false,"error":"402::Unknown client","id":"3","advice":{"reconnect":"handshake"}}]`
	gatewayPage   = "<html><title>504 Gateway Time-out</title></html>"
)

// opened returns the session of a HAR of entries.
func opened(t *testing.T, entries ...entry) report.Session {
	t.Helper()
	var list []string
	for _, e := range entries {
		list = append(list, e.json())
	}
	text := `{"log":{"version":"1.2","creator":{"name":"x","version":"1"},"entries":[` + strings.Join(list, ",") + `]}}`
	c, err := capturetest.File(t.Context(), strings.NewReader(text), int64(len(text)), nil)
	require.NoError(t, err)
	require.Empty(t, c.Problems)
	for _, s := range book.Replay(c) {
		if s.ID == "S1" {
			return s
		}
	}
	require.FailNow(t, "no session S1")
	return report.Session{}
}

// gaps lists the intervals that were not observed, in seconds after noon.
func gaps(h history.View) (list []string) {
	for n := h.First(); n <= h.Last(); n++ {
		if e, _ := h.Event(n); e.Kind == history.Gap {
			list = append(list, fmt.Sprintf("%.2f–%.2f", e.Since.Sub(noon(0)).Seconds(), e.Time.Sub(noon(0)).Seconds()))
		}
	}
	return list
}

// What is said of a write and of the time in which nobody listened rests on the
// polls that a file shows.
func TestWhatAFileProves(t *testing.T) {
	begin := func(more ...entry) []entry {
		return append([]entry{readSessions(0, `{"A":"1"}`), shake(.1, "c1"), subscribe(.2, "c1"), poll(.3, 1, "c1", "")}, more...)
	}
	for _, tt := range []struct {
		name    string
		entries []entry
		verdict proof.Verdict
		words   string
		gaps    []string
	}{
		{"a poll in the window", begin(poll(1, 31, "c1", ""), attachAt(5, 5.1), poll(31, 32, "c1", "")), proof.CannotTell, "no poll was answered in the 15 s after its reply", nil},
		{"the file ends within the window", begin(poll(1, 12, "c1", ""), attachAt(5, 5.1), poll(12, 14, "c1", "")), proof.CannotTell, "the file ends within the 15 s in which a notification is waited for", nil},
		{"a poll that is answered in the window", begin(poll(1, 12, "c1", ""), attachAt(5, 5.1), poll(12, 42, "c1", "")), proof.NotSeen, "in 15 s with the link healthy", nil},
		{"a gateway ends the poll, and the file ends", begin(poll(1.1, 61, "c1", "").with(504, gatewayPage), attachAt(5, 5.1)), proof.CannotTell, "that were not fully observed", []string{"1.00–61.00"}},
		{"one poll goes well, the next one does not", begin(poll(1.1, 8, "c1", ""), attachAt(5, 5.1), poll(8, 68, "c1", "").with(504, gatewayPage)), proof.CannotTell, "that were not fully observed", []string{"8.00–68.00"}},
		{"one poll goes well, of the next one the body is missing", begin(poll(1.1, 8, "c1", ""), attachAt(5, 5.1), poll(8, 38, "c1", "").without()), proof.CannotTell, "that were not fully observed", []string{"8.00–38.00"}},
		{"one poll goes well, the next one cannot be read", begin(poll(1.1, 8, "c1", ""), attachAt(5, 5.1), poll(8, 38, "c1", "").with(200, "garbage")), proof.CannotTell, "that were not fully observed", []string{"8.00–38.00"}},
		{"one poll goes well, the next one has no response", begin(poll(1.1, 8, "c1", ""), attachAt(5, 5.1), poll(8, 38, "c1", "").unanswered()), proof.CannotTell, "that were not fully observed", []string{"8.00–38.00"}},
		{"the machine slept", begin(attachAt(1.1, 1.2), poll(1800, 1800.1, "c1", "").with(200, unknownClient), shake(1800.2, "c2"), subscribe(1800.3, "c2"), poll(1800.4, 1800.5, "c2", "")),
			proof.CannotTell, "that were not fully observed", []string{"1.00–1800.31"}},
		{"the body of the reply is missing", begin(attachAt(1.1, 1.2).without(), poll(1.1, 12, "c1", "")), proof.CannotTell, "the body of the reply was not recorded", nil},
		{"no reply came", begin(attachAt(1.1, 1.2).unanswered(), poll(1.1, 12, "c1", "")), proof.CannotTell, "no reply came", nil},
		{"what came after an outage is no part of it", begin(attachAt(1.1, 1.2), poll(1.1, 8, "c1", "").with(502, ""), poll(9, 9.1, "c1", ""), poll(9.2, 20, "c1", `{"A":"1","B":"2"}`)), proof.CannotTell, "that were not fully observed", []string{"1.00–9.10"}},
		{"an outage of which nobody says how long it was", begin(attachAt(1.1, 1.2), poll(1, 1, "c1", "").with(502, ""), poll(1, 1, "c1", ""), poll(1.1, 12, "c1", ""), poll(12, 30, "c1", "")), proof.NotSeen, "healthy", []string{"1.00–1.10"}},
		{"two clients", begin(poll(1.1, 30, "c1", ""), shake(3, "c2"), subscribe(3.1, "c2"), poll(3.2, 8, "c2", ""), attachAt(5, 5.1), poll(8, 40, "c2", ""), poll(30, 60, "c1", "")), proof.NotSeen, "healthy", nil},
		{"two clients, and one of them is cut off", begin(shake(3, "c2"), subscribe(3.1, "c2"), poll(1.1, 30, "c1", ""), poll(3.2, 8, "c2", "").with(504, gatewayPage), attachAt(5, 5.1), poll(8, 8.1, "c2", "").with(504, gatewayPage), poll(10, 10.1, "c2", ""), poll(30, 31, "c1", "")), proof.NotSeen, "healthy", nil},
		{"two clients, and one after the other is cut off", begin(shake(3, "c2"), subscribe(3.1, "c2"), poll(1.1, 30, "c1", "").with(504, gatewayPage), poll(3.2, 8, "c2", "").with(504, gatewayPage), attachAt(5, 5.1), poll(9, 9.1, "c2", ""), poll(9.2, 35, "c2", "")), proof.CannotTell, "that were not fully observed", []string{"1.00–9.10"}},
		{"a newer poll takes the place of one", begin(poll(1.1, 8, "c1", "").with(408, ""), attachAt(5, 5.1), poll(7.9, 8.1, "c1", ""), poll(8.2, 38, "c1", "")), proof.NotSeen, "healthy", nil},
		{"two clients, and one hears something in the outage of the other", begin(poll(1.1, 20, "c1", "").with(504, gatewayPage), shake(3, "c2"), subscribe(3.1, "c2"), poll(3.2, 5, "c2", `{"A":"1","B":"2"}`), poll(5.1, 7, "c2", "").with(504, gatewayPage), attachAt(8, 8.1), poll(20, 21, "c1", "")), proof.CannotTell, "that were not fully observed", []string{"1.00–3.11", "5.00–21.00"}},
		{"another server is down", begin(shake(3, "c2").at("https://other.test/api/v2"), subscribe(3.1, "c2").at("https://other.test/api/v2"), poll(3.2, 9, "c2", "").at("https://other.test/api/v2").with(504, gatewayPage), poll(1.1, 8, "c1", ""), attachAt(5, 5.1), poll(8, 38, "c1", "")), proof.NotSeen, "healthy", nil},
		{"another server answers while this one is down", begin(shake(1.1, "c1").at("https://other.test/api/v2"), subscribe(1.2, "c1").at("https://other.test/api/v2"), poll(1.3, 61, "c1", "").with(504, gatewayPage), attachAt(5, 5.1), poll(5.2, 9, "c1", "").at("https://other.test/api/v2"), poll(9.1, 70, "c1", "").at("https://other.test/api/v2")), proof.CannotTell, "that were not fully observed", []string{"1.00–61.00"}},
		{"a browser asks first whether it may", begin(entry{from: 1, to: 1.1, method: "OPTIONS", url: gwsTest + "/notifications/connect", status: 204}, poll(1.1, 8, "c1", ""), attachAt(5, 5.1), poll(8, 38, "c1", "")), proof.NotSeen, "healthy", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := opened(t, tt.entries...)
			require.Len(t, s.Writes, 1)
			p := s.Writes[0]
			assert.Equal(t, tt.verdict, p.Verdict, p.Reason)
			assert.Contains(t, p.Reason, tt.words)
			assert.NotContains(t, p.Reason, "taken back", "nobody was told anything else")
			assert.Equal(t, tt.gaps, gaps(s.History))
		})
	}
}

// Behind an outage nobody knows who wrote what is there, nor when.
func TestWhatChangedInAnOutageOfAFile(t *testing.T) {
	s := opened(t, readSessions(0, `{"A":"1"}`), shake(.1, "c1"), subscribe(.2, "c1"), poll(.3, 1, "c1", ""),
		poll(1.1, 8, "c1", "").with(502, ""), poll(9, 9.1, "c1", ""), poll(9.2, 20, "c1", `{"A":"1","B":"2"}`))
	e, ok := s.History.LastWriter("B", s.History.Last())
	require.True(t, ok)
	assert.Equal(t, history.Notification, e.Kind)
	assert.Equal(t, history.Unknown, e.Author)
	assert.Equal(t, []time.Time{noon(1), noon(20)}, []time.Time{e.Since, e.Time})
}

// One notification may carry your key and somebody else's, and even another value
// of a key that you wrote.
func TestBlameIsPerKey(t *testing.T) {
	s := opened(t, readSessions(0, `{}`), shake(.1, "c1"), subscribe(.2, "c1"), poll(.3, 1, "c1", ""),
		entry{from: 1, to: 1.1, method: "POST", url: gwsTest + "/me/smssessions/S1", sent: `{"operationName":"AttachUserData","userData":{"Mine":"1","Both":"a"}}`, got: `{"statusCode":0}`},
		poll(1.2, 2, "c1", `{"Mine":"1","Both":"b","Theirs":"2","RTargetObjectSelected":"q"}`))
	e, ok := s.History.Event(s.History.Last())
	require.True(t, ok)
	for key, who := range map[string]history.Author{"Mine": history.You, "Both": history.Unknown, "Theirs": history.AnotherClient, "RTargetObjectSelected": history.Routing} {
		assert.Equal(t, who, s.Who(e, key), key)
	}
	for _, write := range []func(*strings.Builder) error{
		func(b *strings.Builder) error {
			return report.WriteMarkdown(b, capture.Header{}, []report.Session{s})
		},
		func(b *strings.Builder) error { return report.WriteCSV(b, capture.Header{}, s, "Theirs") },
	} {
		var b strings.Builder
		require.NoError(t, write(&b))
		for line := range strings.SplitSeq(b.String(), "\n") {
			if strings.Contains(line, "Theirs") || strings.Contains(line, ",2,S1") {
				assert.NotContains(t, line, "you")
				assert.Contains(t, line, "another client")
			}
		}
	}
}

// What a notification is taken for while the reply is still to come may turn out to
// be somebody else's.
func TestARefusedWriteIsNobodysAuthor(t *testing.T) {
	for _, tt := range []struct {
		name   string
		status int
		reply  string
		who    history.Author
		ours   bool
	}{
		{"accepted", 200, `{"statusCode":0}`, history.You, true},
		{"refused", 200, `{"statusCode":6,"statusMessage":"no"}`, history.AnotherClient, false},
		{"nobody knows", 504, gatewayPage, history.Unknown, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := opened(t, readSessions(0, `{}`), shake(.1, "c1"), subscribe(.2, "c1"), poll(.3, 1, "c1", ""),
				poll(1, 2, "c1", `{"Mine":"1","Theirs":"2"}`), attachAt(1.1, 3).with(tt.status, tt.reply))
			e, ok := s.History.LastWriter("Mine", s.History.Last())
			require.True(t, ok)
			assert.Equal(t, tt.who, s.Who(e, "Mine"))
			assert.Equal(t, history.AnotherClient, s.Who(e, "Theirs"), "what nobody here asked for")
			x := book.Session{History: s.History, Writes: s.Writes}
			assert.Equal(t, tt.ours, x.WriteOf(e) != nil)
			rows := 0
			for n := s.History.First(); n <= s.History.Last(); n++ {
				if e, _ := s.History.Event(n); e.Kind == history.Write || e.Kind == history.Reply {
					assert.NotNil(t, x.WriteOf(e), "its own rows: %s", e.Kind)
					assert.Equal(t, map[history.Kind]time.Time{history.Write: noon(1.1), history.Reply: noon(3)}[e.Kind], e.Time)
					rows++
				}
			}
			assert.Equal(t, 2, rows)
		})
	}
}

// A notification that changes nothing belongs to the write that it alone proves, and
// to no other.
func TestWhoseAQuietNotificationIs(t *testing.T) {
	begin := []entry{shake(.1, "c1"), subscribe(.2, "c1"), poll(.3, 1, "c1", "")}
	caused := func(e entry) entry {
		e.got = strings.Replace(e.got, `"notificationType"`, `"referenceId":9,"notificationType"`, 1)
		return e
	}
	for _, tt := range []struct {
		name, before string
		polls        []entry
		ours         bool
	}{
		{"it confirms what was so before", `{"Mine":"1"}`, []entry{caused(poll(1.3, 2, "c1", `{"Mine":"1"}`))}, true},
		{"anybody may have caused it", `{"Mine":"1"}`, []entry{poll(1.3, 2, "c1", `{"Mine":"1"}`)}, false},
		{"it comes after the proof", `{}`, []entry{poll(1.3, 2, "c1", `{"Mine":"1"}`), poll(2.1, 3, "c1", `{"Mine":"1"}`)}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := opened(t, append(append(append([]entry{readSessions(0, tt.before)}, begin...), attachAt(1.1, 1.2)), tt.polls...)...)
			e, ok := s.History.Event(s.History.Last())
			require.True(t, ok)
			require.Empty(t, e.Changes)
			x := book.Session{History: s.History, Writes: s.Writes}
			assert.Equal(t, tt.ours, x.WriteOf(e) != nil)
		})
	}
}

// What only a reading shows is there, and may have come by somebody else.
func TestAReadingProvesLessThanANotification(t *testing.T) {
	for _, tt := range []struct {
		name  string
		shows entry
		want  proof.Confidence
	}{
		{"a notification", poll(1.3, 2, "c1", `{"Mine":"1"}`), proof.Certain},
		{"a reading", readSessions(2, `{"Mine":"1"}`), proof.Likely},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := opened(t, readSessions(0, `{}`), shake(.1, "c1"), subscribe(.2, "c1"), poll(.3, 1, "c1", ""), attachAt(1.1, 1.2), tt.shows)
			require.Len(t, s.Writes, 1)
			assert.Equal(t, proof.Exact, s.Writes[0].Verdict)
			assert.Equal(t, tt.want.String(), s.Writes[0].Confidence.String(), s.Writes[0].Reason)
			e, ok := s.History.LastWriter("Mine", s.History.Last())
			require.True(t, ok)
			assert.Equal(t, tt.want == proof.Likely, e.Kind == history.Gap)
		})
	}
}
