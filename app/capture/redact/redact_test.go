package redact_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/capturetest"
	"github.com/keytrail/keytrail/app/capture/har"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/gws"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/rawjson"
	"github.com/keytrail/keytrail/app/report"
	"github.com/keytrail/keytrail/app/snippet"
	"github.com/keytrail/keytrail/app/userdata"
)

// What must never leave, with or without redaction.
var credentials = map[string]string{
	"password":      "pa55w0rd-Xy",
	"bearer":        "bearer-7fA9c2e1b0",
	"cookie":        "node0abc9x8y7z6",
	"csrf":          "5f0e8a3c-9d1b-4b6e-8f2a-0c1d2e3f4a5b",
	"client id":     "4tqxk1m9zz8l3clientid",
	"url token":     "urltok-99181",
	"basic":         base64.StdEncoding.EncodeToString([]byte("agent:pa55w0rd-Xy")),
	"url password":  "urlpw-31337",
	"number secret": "889977665544",
}

// What leaves only when a person chose to.
var personal = map[string]string{
	"phone":       "+49 170 5550123",
	"plain phone": "491705550199",
	"email":       "anna.schmidt@customer.example",
	"card":        "4111 1111 1111 1111",
	"name":        "Anna Schmidt-Kästner",
	"words":       "please call my mother",
	"ruled":       "Contract \"A\"/7781",
}

// planted is a capture with every secret in every field that can hold text.
func planted() *capture.Capture {
	c := &capture.Capture{Header: capture.Header{Source: "HAR by " + every(" ")}}
	text := every("; ")
	q := func(s string) string { return string(rawjson.Quote(nil, s)) }
	data := func(extra string) string {
		return `{"id":"00aA","state":"Chatting","participants":[{"nickname":` + q(personal["name"]) + `,"type":"Customer"}],"comment":` + q(text) +
			`,"uri":"https://gws.test/api/v2/smssessions/00aA","userData":{"CustomerPhone":` + q(personal["phone"]) + `,"Mail":` + q(personal["email"]) +
			`,"Card":` + q(personal["card"]) + `,"FirstName":` + q(personal["name"]) + `,"ANI":` + personal["plain phone"] + `,"Words":` + q(personal["words"]) +
			`,"Contract":` + q(personal["ruled"]) + `,"Password":` + q(credentials["password"]) + `,"ApiToken":` + credentials["number secret"] +
			`,"Subject":` + q(text) + `,` + q("key "+text) + `:1,"nested":{"list":[` + q(text) + `]},"RTenant":"Environment"` + extra + `}}`
	}
	header := [][2]string{
		{"Authorization", "Bearer " + credentials["bearer"]}, {"Authorization", "Basic " + credentials["basic"]},
		{"Cookie", "JSESSIONID=" + credentials["cookie"] + "; a=b"}, {"Set-Cookie", "BAYEUX_BROWSER=" + credentials["cookie"] + "; Path=/"},
		{"X-CSRF-HEADER", "X-CSRF-TOKEN"}, {"X-CSRF-TOKEN", credentials["csrf"]}, {"X-Note", text}, {text, "x"}, {"Referer", "https://u:" + credentials["url password"] + "@gws.test/?q=" + url.QueryEscape(text)},
	}
	address := "https://u:" + credentials["url password"] + "@gws.test/api/v2/me/smssessions/00aA/" + url.PathEscape(text) + "?access_token=" + credentials["url token"] + "&q=" + url.QueryEscape(text) + "#" + url.QueryEscape(text)
	for _, o := range []capture.Observation{
		{Kind: capture.Request, Time: capturetest.Noon, Session: "00aA", Exchange: 1, Method: "POST", URL: address, Header: header, Raw: []byte(`{"operationName":"AttachUserData","userData":{"Words":` + q(personal["words"]) + `,"n":7},"password":` + q(credentials["password"]) + `}`)},
		{Kind: capture.Reply, Time: capturetest.Noon, Session: "00aA", Exchange: 1, Status: 500, Header: header, Text: text, Raw: []byte(`{"statusCode":4,"statusMessage":` + q(text) + `}`)},
		{Kind: capture.Request, Time: capturetest.Noon, Exchange: 2, Method: "POST", URL: "/api/v2/notifications/connect", Meta: true, Raw: []byte(`[{"channel":"/meta/connect","clientId":` + q(credentials["client id"]) + `}]`)},
		{Kind: capture.Reply, Time: capturetest.Noon, Exchange: 2, Status: 200, Meta: true, Raw: []byte(`[{"channel":"/v2/me/smssessions","data":{"messageType":"SMSsessionStateChangeMessage","smssession":` + data("") + `}}]`)},
		{Kind: capture.Notification, Time: capturetest.Noon, Session: "00aA", Channel: "/v2/me/smssessions", Raw: []byte(`{"messageType":"SMSsessionStateChangeMessage","notificationType":"StatusChange","smssession":` + data("") + `}`)},
		{Kind: capture.Notification, Time: capturetest.Noon, Session: "00aA", Raw: []byte(`{"messageType":"SMSsessionStateChangeMessage","notificationType":"PropertiesUpdated","smssession":` + data(`,"n":7`) + `}`)},
		{Kind: capture.Notification, Time: capturetest.Noon, Session: "00aA", Raw: []byte(`{"messageType":"MessageLogUpdated","notificationType":"NewMessages","smssessionUri":"https://gws.test/api/v2/smssessions/00aA","messages":[{"index":1,"type":"Text","text":` + q(text) + `,"from":{"nickname":` + q(personal["name"]) + `}}]}`)},
		{Kind: capture.Snapshot, Time: capturetest.Noon, Session: "00aA", Raw: []byte(data(""))},
		{Kind: capture.Gap, Since: capturetest.Noon, Time: capturetest.Noon, Text: text},
		{Kind: capture.Mark, About: 5, Text: text},
		{Kind: capture.Note, Session: "00aA", About: 5, Through: 7, Text: text},
		{Kind: capture.Note, Text: text},
		{Kind: capture.Stray, Text: text, Raw: []byte("not JSON " + text)},
		{Kind: capture.Stray, Text: text, Raw: []byte(`{"anything":` + q(text) + `,"deep":[{"token":` + q(credentials["bearer"]) + `}]}`)},
		{Kind: capture.Stray, Text: text, Raw: []byte("\xff\xfe" + text)},
		{Kind: capture.Note, Session: text, Method: text, Channel: text, URL: text},
	} {
		c.Append(o)
	}
	return c
}

func every(separator string) string {
	list := []string{}
	for _, set := range []map[string]string{credentials, personal} {
		for _, v := range set {
			list = append(list, v)
		}
	}
	return strings.Join(list, separator)
}

// replay makes a session of a capture the way the program does, in short.
func replay(t *testing.T, c *capture.Capture) report.Session {
	t.Helper()
	log, ledger := history.New(1<<20), &proof.Ledger{}
	s := report.Session{ID: "00aA", State: "Chatting"}
	for o := range c.All() {
		switch o.Kind {
		case capture.Request:
			var body struct{ UserData json.RawMessage }
			if o.Exchange == 1 {
				require.NoError(t, json.Unmarshal(o.Raw, &body))
				m, err := userdata.Parse(body.UserData)
				require.NoError(t, err)
				ledger.Sent(proof.Write{N: 1, Session: "00aA", Operation: "AttachUserData", Data: m, Sent: o.Time, Request: o.Raw})
			}
		case capture.Reply:
			if o.Exchange == 1 {
				ledger.Replied(1, proof.Reply{Time: o.Time, HTTPStatus: o.Status, StatusCode: 4, Message: string(o.Raw) + o.Text, Body: o.Raw})
			}
		case capture.Notification:
			n, err := gws.DecodeNotification(o.Raw)
			if err != nil || n.Session == nil {
				continue
			}
			data, err := userdata.Parse(n.Session.UserData)
			require.NoError(t, err)
			s.Data = data
			log.Append(history.Event{Time: o.Time, Kind: history.Notification, Type: n.NotificationType, Changes: userdata.Diff(log.View().At(log.View().Last()), data)}, data)
		case capture.Gap:
			log.Append(history.Event{Time: o.Time, Since: o.Since, Kind: history.Gap, Note: o.Text}, nil)
		}
	}
	s.History, s.Writes = log.View(), ledger.Proofs()
	return s
}

// exports writes everything that can leave, by name.
func exports(t *testing.T, c *capture.Capture, m *redact.Masks) map[string]string {
	t.Helper()
	s := replay(t, c)
	out := map[string]string{}
	put := func(name string, write func(b *bytes.Buffer) error) {
		var b bytes.Buffer
		require.NoError(t, write(&b), name)
		require.NotEmpty(t, b.String(), name)
		out[name] = b.String()
	}
	put("capture", func(b *bytes.Buffer) error { return capture.Write(b, c) })
	out["capture"] = capturetest.Unzip(t, []byte(out["capture"]))
	for o := range c.All() { // deltas split words; look at what they rebuild, too
		out["bytes"] += string(o.Raw) + "\n"
	}
	put("HAR", func(b *bytes.Buffer) error { return har.Write(b, c) })
	put("patches", func(b *bytes.Buffer) error { return report.WritePatches(b, c.Header, s) })
	for _, key := range []string{"CustomerPhone", "Words", "Subject", "Contract", "ANI"} {
		put("CSV of "+key, func(b *bytes.Buffer) error { return report.WriteCSV(b, c.Header, s, key) })
	}
	put("Markdown", func(b *bytes.Buffer) error { return report.WriteMarkdown(b, c.Header, []report.Session{s}) })
	put("fixture", func(b *bytes.Buffer) error { return report.WriteFixture(b, c.Header, s) })
	out["file name"] = m.Text("capture of " + every(" "))
	copied(t, planted(), m, out)
	return out
}

// copied adds to out what is copied of a capture, and compared.
func copied(t *testing.T, whole *capture.Capture, m *redact.Masks, out map[string]string) {
	t.Helper()
	var data *userdata.Map
	for o := range whole.All() {
		out["copied bodies"] += string(m.JSON(o.Raw)) + "\n"
		out["copied addresses"] += m.URL(o.URL) + "\n"
		out["copied words"] += m.Text(o.Text) + "\n"
		call := snippet.Call{Base: "https://gws.test", Path: m.URL(o.URL), Body: string(m.JSON(o.Raw))}
		for _, language := range snippet.Languages() {
			out["copied "+language] += call.Code(language)
		}
		n, err := gws.DecodeNotification(o.Raw)
		if err != nil || n.Session == nil || o.Kind != capture.Notification {
			continue
		}
		data, err = userdata.Parse(n.Session.UserData)
		require.NoError(t, err)
		for key, v := range data.All() {
			out["copied values"] += m.Name(key) + " " + m.Value(key, v.Literal()) + "\n"
		}
	}
	require.NotNil(t, data)
	hidden, err := m.Data(data, nil)
	require.NoError(t, err)
	none, err := userdata.Parse([]byte("{}"))
	require.NoError(t, err)
	for _, form := range []string{"md", "csv", "patch", "txt"} {
		for _, c := range []report.Comparison{{Old: none, New: hidden}, {Old: hidden, New: none}} {
			var b bytes.Buffer
			require.NoError(t, report.WriteComparison(&b, form, c))
			out["compared as "+form] += b.String()
		}
	}
}

// spellings are the ways in which a secret may be written.
func spellings(secret string) []string {
	quoted := string(rawjson.Quote(nil, secret))
	twice := string(rawjson.Quote(nil, quoted))
	list := []string{secret, url.QueryEscape(secret), url.PathEscape(secret), quoted[1 : len(quoted)-1], twice[3 : len(twice)-3],
		base64.StdEncoding.EncodeToString([]byte(secret)), strings.ReplaceAll(secret, " ", "")}
	return list
}

func requireNone(t *testing.T, where map[string]string, secrets map[string]string) {
	t.Helper()
	for name, text := range where {
		for what, secret := range secrets {
			for _, s := range spellings(secret) {
				if i := strings.Index(text, s); i >= 0 {
					t.Errorf("%s: %s left: …%s…", name, what, text[max(0, i-80):min(len(text), i+80)])
				}
			}
		}
	}
}

func TestCutRemovesSecrets(t *testing.T) {
	rules, problems := redact.ParseRules("[log-filter-data]\nContract=hide\nWords=hide\n")
	require.Empty(t, problems)
	c, m := redact.Cut(planted(), redact.Export{Created: capturetest.Noon, Rules: rules})
	out := exports(t, c, m)
	requireNone(t, out, credentials)
	requireNone(t, out, personal)
	assert.Contains(t, out["bytes"], `"RTenant":"Environment"`, "what is nobody's stays")
	assert.Contains(t, out["bytes"], `"state":"Chatting"`)
	assert.Contains(t, out["Markdown"], "Chatting")
}

func TestCutPlainRemovesCredentialsOnly(t *testing.T) {
	c, m := redact.Cut(planted(), redact.Export{Created: capturetest.Noon, Plain: true})
	out := exports(t, c, m)
	requireNone(t, out, credentials)
	assert.Contains(t, out["bytes"], personal["phone"])
	assert.Nil(t, c.Header.Redaction)
}

// Equal values stay equal, different ones different, of the same kind and in
// the same order; and what did not change does not seem to.
func TestCutKeepsDiffs(t *testing.T) {
	rules, _ := redact.ParseRules("[log-filter]\ndefault-filter-type=hide")
	values := []string{`"b"`, `"a"`, `"a "`, `"c"`, `""`, `null`, `5`, `5.0`, `"5"`, `7`, `6.5`, `-3`, `-4`, `0`, `123456789012345678901234567890`, `123456789012345678901234567891`, `1e400`, `0.25`, `0.5`, `250`, `99`}
	c := &capture.Capture{}
	for _, v := range values {
		c.Append(capture.Observation{Kind: capture.Snapshot, Raw: []byte(`{"id":"x","userData":{"k":` + v + `}}`)})
	}
	cut, _ := redact.Cut(c, redact.Export{Rules: rules})
	var masked []userdata.Value
	for _, o := range capturetest.All(cut) {
		literal := strings.TrimSuffix(strings.TrimPrefix(string(o.Raw), `{"id":"x","userData":{"k":`), `}}`)
		v, err := userdata.ParseValue(literal)
		require.NoError(t, err, literal)
		masked = append(masked, v)
	}
	for i := range values {
		a, err := userdata.ParseValue(values[i])
		require.NoError(t, err)
		assert.Equal(t, a.Kind(), masked[i].Kind(), values[i])
		for j := range values {
			b, _ := userdata.ParseValue(values[j])
			assert.Equal(t, a.Equal(b), masked[i].Equal(masked[j]), "%s and %s", values[i], values[j])
			assert.Equal(t, a.Same(b), masked[i].Same(masked[j]), "%s and %s", values[i], values[j])
			if a.Kind() == userdata.Number && b.Kind() == userdata.Number {
				assert.Equal(t, less(t, values[i], values[j]), less(t, masked[i].Literal(), masked[j].Literal()), "%s < %s: %s, %s", values[i], values[j], masked[i].Literal(), masked[j].Literal())
			}
		}
	}
}

func less(t *testing.T, a, b string) bool {
	t.Helper()
	return rat(t, a).Cmp(rat(t, b)) < 0
}

func TestANoteOnARangeKeepsWhatIsLeftOfIt(t *testing.T) {
	c := &capture.Capture{}
	for _, session := range []string{"a", "a", "b", "a", "a", "b", "a"} {
		c.Append(capture.Observation{Kind: capture.Snapshot, Session: session, Raw: []byte(`{"id":"` + session + `"}`)})
	}
	c.Append(capture.Observation{Kind: capture.Note, Session: "a", About: 2, Through: 5, Text: "here"})
	for _, tt := range []struct {
		name  string
		scope redact.Scope
		want  [2]int // of the note in what is left; zero where it is not
		left  bool
	}{
		{"everything", redact.Scope{}, [2]int{2, 5}, true},
		{"its session", redact.ScopeSession("a"), [2]int{2, 4}, true},
		{"another session, which did things meanwhile", redact.ScopeSession("b"), [2]int{}, false},
		{"the end of it", numbered(4, 8), [2]int{1, 2}, true},
		{"the beginning of it", numbered(1, 4), [2]int{2, 4}, true},
		{"one of it", numbered(5, 7), [2]int{1, 0}, true},
		{"what another session did within it", numbered(3, 3), [2]int{}, false},
		{"what came after it", numbered(6, 7), [2]int{}, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cut, _ := redact.Cut(c, redact.Export{Plain: true, Scope: tt.scope})
			left := false
			for o := range cut.All() {
				if o.Kind == capture.Note {
					left = true
					assert.Equal(t, tt.want, [2]int{o.About, o.Through})
				}
			}
			assert.Equal(t, tt.left, left)
		})
	}
}

func TestCutScope(t *testing.T) {
	c := capturetest.Everything()
	part, _ := redact.Cut(c, redact.Export{Plain: true, Scope: numbered(3, 8)})
	assert.Equal(t, 7, part.Len())
	assert.Equal(t, "observations 3 to 8", part.Header.Scope)
	mark := capturetest.All(part)[5]
	assert.Equal(t, capture.Mark, mark.Kind)
	assert.Equal(t, 2, mark.About, "marks follow what they mark")
	session, _ := redact.Cut(c, redact.Export{Plain: true, Scope: redact.ScopeSession("00aA")})
	assert.Equal(t, []string{"request@00aA", "reply@00aA", "meta reply", "notification@00aA", "notification@00aA", "snapshot@00aA", "gap", "mark", "note@00aA", "label@00aA"}, capturetest.Brief(capturetest.All(session)))
	assert.Empty(t, capturetest.All(session)[2].Raw, "of a poll no more than how it went")
	keys, _ := redact.Cut(c, redact.Export{Plain: true, Scope: redact.Scope{Words: "shown keys", Keys: func(k string) bool { return k == "n" }}})
	assert.Contains(t, string(capturetest.All(keys)[4].Raw), `"userData":{"n":1.0}`)
	assert.Equal(t, "shown keys", keys.Header.Scope)
}

func rat(t *testing.T, literal string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(literal)
	require.True(t, ok, literal)
	return r
}

// With everything hidden, the same keys still change at the same events and in
// the same way.
func TestCutKeepsHistories(t *testing.T) {
	rules, _ := redact.ParseRules("[log-filter]\ndefault-filter-type=hide")
	c, _ := capturetest.Near(60, 40)
	cut, _ := redact.Cut(c, redact.Export{Rules: rules})
	want, got := changes(t, c), changes(t, cut)
	assert.Equal(t, want, got)
	assert.Greater(t, len(want), 40)
}

// changes lists what each notification changed: event, key and kind.
func changes(t *testing.T, c *capture.Capture) []string {
	t.Helper()
	var before *userdata.Map
	var out []string
	for o := range c.All() {
		n, err := gws.DecodeNotification(o.Raw)
		require.NoError(t, err)
		after, err := userdata.Parse(n.Session.UserData)
		require.NoError(t, err)
		for _, change := range userdata.Diff(before, after) {
			out = append(out, fmt.Sprintf("%d %s %v", o.N, change.Key, change.Kind))
		}
		before = after
	}
	return out
}

// numbered keeps the observations from number first to number last.
func numbered(first, last int) redact.Scope {
	return redact.Scope{Words: fmt.Sprintf("observations %d to %d", first, last), Keep: func(o capture.Observation) bool {
		return o.N >= first && o.N <= last
	}}
}

// Blanks that JSON does not know, around what is JSON, are blanks of a text.
func TestJSONBetweenOtherBlanks(t *testing.T) {
	c := &capture.Capture{}
	c.Append(capture.Observation{Kind: capture.Stray, Raw: []byte("\v {\"password\":\"s3cret-7\"}\u00a0")})
	out, _ := redact.Cut(c, redact.Export{})
	for o := range out.All() {
		assert.Equal(t, "\v {\"password\":\"‹credential-1›\"}\u00a0", string(o.Raw))
	}
}

// What was hidden somewhere is hidden wherever else it stands, as a URL or JSON has
// it, too; a date whose zone has a plus changes nothing.
func TestAValueIsHiddenInEverySpelling(t *testing.T) {
	for _, note := range []string{"seen Joan Roe-Smith here", "q=Joan+Roe-Smith", "/find/Joan%20Roe-Smith/now", "Joan+Roe-Smith%21", "2026-11-29 10:00:00.000+0000 Joan Roe-Smith"} {
		c := &capture.Capture{}
		c.Append(capture.Observation{Kind: capture.Notification, Raw: []byte(`{"messageType":"X","smssession":{"id":"00aA","state":"C","userData":{"CustomerName":"Joan Roe-Smith","x":` + quoteJSON(note) + `}}}`)})
		out, _ := redact.Cut(c, redact.Export{})
		for o := range out.All() {
			assert.NotRegexp(t, `Joan|Smith`, string(o.Raw))
			assert.Equal(t, 2, strings.Count(string(o.Raw), "‹name-1›"), string(o.Raw))
		}
	}
}

// Of names that overlap, and around a text that looks like a URL, the same is hidden
// each time.
func TestPlusesForBlanks(t *testing.T) {
	cut := func(names []string, notes ...string) (hidden []string) {
		data := `"note":` + quoteJSON(strings.Join(notes, "\n"))
		for i, name := range names {
			data += fmt.Sprintf(`,"Customer%dName":%s`, i, quoteJSON(name))
		}
		c := &capture.Capture{}
		c.Append(capture.Observation{Kind: capture.Notification, Raw: []byte(`{"messageType":"X","smssession":{"id":"00aA","state":"C","userData":{` + data + `}}}`)})
		out, _ := redact.Cut(c, redact.Export{})
		for o := range out.All() {
			_, data, _ := strings.Cut(string(o.Raw), `"note":"`)
			note, _, _ := strings.Cut(data, `","`)
			hidden = strings.Split(note, `\n`)
		}
		return hidden
	}
	assert.Equal(t, []string{"Ann+Lee ‹name-2›"}, cut([]string{"Ann Lee Joan", "Joan Roe Smith"}, "Ann+Lee Joan+Roe+Smith"))
	all := cut([]string{"Joan O'Brien"}, "q=Joan+O'Brien", "100%", "q=Joan+O'Brien")
	assert.Equal(t, all[0], all[2])
}
