package redact_test

import (
	"encoding/base64"
	"fmt"
	"html"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/capturetest"
	"github.com/keytrail/keytrail/app/capture/redact"
)

// tag writes a name as that of an element.
func tag(n string) string { return strings.ReplaceAll(n, " ", "_") }

// escapedShapes are ways in which a value gets its name that only show once a text is
// read as what it means, or from an element or column beside it.
var escapedShapes = map[string]func(n, v string) string{
	"escaped token":   func(n, v string) string { return "to=https%3A%2F%2F" + simple + "%40host.test" },
	"escaped user":    func(n, v string) string { return "see https%3A%2F%2Fbob%3A" + simple + "%40host.test/x" },
	"escaped twice":   func(n, v string) string { return "u=https%253A%252F%252Fbob%253A" + simple + "%2540host.test" },
	"escaped element": func(n, v string) string { return "xml=" + url.QueryEscape("<"+tag(n)+">"+v+"</"+tag(n)+">") },
	"escaped list":    func(n, v string) string { return "json=" + url.QueryEscape("[\""+n+"\","+quoteJSON(v)+"]") },
	"escaped pair": func(n, v string) string {
		return "f%5B0%5D%5Bname%5D=" + url.QueryEscape(n) + "&f%5B0%5D%5Bvalue%5D=" + simple
	},
	"escaped bearer": func(n, v string) string { return "h=Bearer%20" + simple + "abc&x=1" },
	"base64 blank":   func(n, v string) string { return "b " + in64(`{ "`+n+`":`+quoteJSON(v)+`}`) },
	"base64 pretty":  func(n, v string) string { return "b " + in64("{\n  \""+n+"\": "+quoteJSON(v)+"\n}") },
	"base64 list":    func(n, v string) string { return in64(`[{"name":"` + n + `","value":` + quoteJSON(v) + `}]`) },
	"base64 names":   func(n, v string) string { return in64(`["` + n + `",` + quoteJSON(v) + `]`) },
	"entity name":    func(n, v string) string { return "<p>Contrase&ntilde;a: " + simple + "</p>" },
	"entity blanks":  func(n, v string) string { return "<p>mot&nbsp;de&nbsp;passe&nbsp;: " + simple + "</p>" },
	"entity colon":   func(n, v string) string { return n + "&colon; " + simple },
	"inner element":  func(n, v string) string { return "<b>&lt;" + tag(n) + "&gt;" + esc(v) + "&lt;/" + tag(n) + "&gt;</b>" },
	"inner input": func(n, v string) string {
		return html.EscapeString(`<input name="` + n + `" value="` + strings.ReplaceAll(v, "'", "") + `">`)
	},
	"inner pair": func(n, v string) string {
		return html.EscapeString(`{"name":"` + n + `","value":` + quoteJSON(v) + `}`)
	},
	"patch below": func(n, v string) string {
		return `[{"op":"add","path":"/a/` + n + `/value","value":` + quoteJSON(v) + `}]`
	},
	"patch in list":  func(n, v string) string { return `{"op":"add","path":"/` + n + `/-","value":` + quoteJSON(v) + `}` },
	"patch at place": func(n, v string) string { return `{"op":"add","path":"/f/` + n + `/0","value":` + quoteJSON(v) + `}` },
	"xml value first": func(n, v string) string {
		return `<items><item><value>` + esc(v) + `</value><key>` + n + `</key></item></items>`
	},
	"xml typed": func(n, v string) string {
		return `<Parameter><Name>` + n + `</Name><Type>string</Type><Value>` + esc(v) + `</Value></Parameter>`
	},
	"columns": func(n, v string) string {
		return `{"columns":[{"name":"user"},{"name":"` + n + `","type":"text"}],"rows":[["bob",` + quoteJSON(v) + `],["ann","x"]]}`
	},
	"sip":          func(n, v string) string { return "from sip:bob:" + simple + "@host.test;transport=tls" },
	"cut url":      func(n, v string) string { return `{"a":"https:\/\/bob:` + simple + `@host.test\/x` },
	"token before": func(n, v string) string { return "https://" + simple + ":x-oauth-basic@host.test/x" },
	"title":        func(n, v string) string { return `{"title":"` + n + `","value":` + quoteJSON(v) + `}` },
	"question":     func(n, v string) string { return `{"question":"` + n + `","value":` + quoteJSON(v) + `}` },
}

func in64(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }

// cutText is what a value of userData, a note and a header say after a cut.
func cutText(text string, plain bool) string {
	c := &capture.Capture{}
	c.Append(carriers(text)["notification"])
	c.Append(carriers(text)["note"])
	out, _ := redact.Cut(c, redact.Export{Plain: plain, Created: capturetest.Noon})
	var b strings.Builder
	for o := range out.All() {
		fmt.Fprintf(&b, "%s %s ", o.Raw, o.Text)
	}
	return b.String()
}

// Personal data that is written with escapes, or with more between its digits.
func TestPersonalDataInOtherSpellings(t *testing.T) {
	for text, mark := range map[string]string{
		"https://shop.example/?u=anna.mark%40customer.example&x=1": "anna",
		"https://shop.example/?tel=%2B4930901820":                  "4930901820",
		"n=4111%2F1111%2F1111%2F1111":                              "1111%2F1111",
		"n=4111%201111%201111%201111":                              "1111",
		"sip%3A%2B4930901820%40host.test":                          "4930901820",
		"IBAN DE89|3704|0044|0532|0130|00":                         "0044",
		"0049-30-90182-0":                                          "90182",
		"030 / 90 18 20 77":                                        "18 20",
		"(030) - 901820 77":                                        "901820",
		"4111&nbsp;1111&nbsp;1111&nbsp;1111":                       "1111",
	} {
		assert.NotContains(t, cutText(text, false), mark, text)
		assert.Contains(t, cutText(text, true), mark, text)
	}
	for _, text := range []string{"192.168.100.200", "2026.01.05-1234", "2026/01/05-1234", "between 10000 - 20000", "100%25 of 30%"} {
		assert.Contains(t, cutText(text, false), text)
	}
}

// What the platform writes about people is about people.
func TestNamesBehindAPrefix(t *testing.T) {
	c := &capture.Capture{}
	c.Append(capture.Observation{Kind: capture.Notification, Raw: []byte(`{"messageType":"X","smssession":{"id":"00aA","state":"C","userData":{"_FirstName":"Anna Mark","_ContactPhone":"abc Mark","_customer_name":"Mark","_Depth":"keep","RVQFirst":"keep"}}}`)})
	out, _ := redact.Cut(c, redact.Export{})
	raw := string(capturetest.All(out)[0].Raw)
	assert.NotContains(t, raw, "Mark")
	assert.Equal(t, 2, strings.Count(raw, `"keep"`), raw)
}

// A credential that is a common word is hidden where it is one, and is no part of the
// names that programs use: an export would lose its data, and a recording, too.
func TestACredentialThatIsAWordLeavesNamesAlone(t *testing.T) {
	for _, word := range []string{"user", "state", "message", "smssession", "Chatting", "data"} {
		raw := `{"messageType":"X","smssession":{"id":"00aA","state":"Chatting","userData":{"n":"1","PIN":` + quoteJSON(word) + `,"DISP_KEY":"x"}}}`
		want := strings.Replace(raw, `"PIN":`+quoteJSON(word), `"PIN":"‹credential-1›"`, 1)
		for _, plain := range []bool{false, true} {
			c := &capture.Capture{}
			c.Append(capture.Observation{Kind: capture.Notification, Raw: []byte(raw)})
			out, _ := redact.Cut(c, redact.Export{Plain: plain})
			assert.Equal(t, want, string(capturetest.All(out)[0].Raw), "%s, plain %v", word, plain)
		}
		g := redact.NewGuard(nil)
		for range 2 {
			assert.Equal(t, want, string(g.Observation(capture.Observation{Kind: capture.Notification, Raw: []byte(raw)}).Raw), word)
		}
	}
}

// Each cookie of several, and each part of a signed request, is hidden elsewhere too.
func TestPartsOfCredentialsAreHiddenElsewhere(t *testing.T) {
	for _, header := range [][2]string{
		{"Set-Cookie", "JS=aaaaaaaa1; Path=/, XTOK=MARKx7q12; Path=/"},
		{"Set-Cookie", "JS=aaaaaaaa1; Path=/\nXTOK=MARKx7q12; Path=/"},
		{"Authorization", `OAuth realm="x", oauth_token="MARKx7q12", oauth_version="1.0"`},
	} {
		c := &capture.Capture{}
		c.Append(capture.Observation{Kind: capture.Request, URL: "/x", Header: [][2]string{header}})
		c.Append(capture.Observation{Kind: capture.Note, Text: "saw MARKx7q12 there"})
		out, _ := redact.Cut(c, redact.Export{Plain: true})
		assert.NotContains(t, capturetest.All(out)[1].Text, "MARK", header[1])
	}
}

// What is found twice, the second time as part of more, is known by itself: it is
// hidden where it stands alone.
func TestWhatIsFoundInMoreIsKnownByItself(t *testing.T) {
	for _, text := range []string{
		"session=MARKx7q12&lt;",
		`f=name%3D%22password%22%20value%3D%22MARKx7q12%22%20x`,
		"<Envelope><Body><p><name>token</name><value>MARKx7q12</value></p></Body></Envelope>",
		"W3sToken=MARKx7q12", "ewoPassword=MARKx7q12", "x W3svc1/site/token=MARKx7q12",
	} {
		for _, plain := range []bool{false, true} {
			c := &capture.Capture{}
			c.Append(capture.Observation{Kind: capture.Note, Text: text})
			c.Append(capture.Observation{Kind: capture.Note, Text: "saw MARKx7q12 there"})
			out, _ := redact.Cut(c, redact.Export{Plain: plain})
			for _, o := range capturetest.All(out) {
				assert.NotContains(t, o.Text, "MARKx7q12", "%s, plain %v", text, plain)
			}
		}
	}
	assert.Contains(t, cutText("<Envelope><Body><p><name>token</name><value>MARK</value></p><q>keep</q></Body></Envelope>", true), "keep")
}

// Telephones beside each other, behind a date of their own, and texts whose place in a
// message says what they are.
func TestWhatStandsSideBySideIsHidden(t *testing.T) {
	for text, mark := range map[string]string{
		"0171 5550123 / 0171 5550124": "0171", "+49 171 5550123 - 0171 5550124": "555", "+493090182077   2026-01-05": "9018",
		"(030) 9018207 - (030) 9018208": "901820", "2126.05.123456": "123456", "01.02.0345678": "0345678",
	} {
		assert.NotContains(t, cutText(text, false), mark, text)
	}
	c := &capture.Capture{}
	c.Append(capture.Observation{Kind: capture.Reply, Status: 200, Raw: []byte(`{"statusCode":0,"operations":[{"path":"/messages/0/text","value":"Hello Anna"}]}`)})
	out, _ := redact.Cut(c, redact.Export{})
	assert.NotContains(t, string(capturetest.All(out)[0].Raw), "Anna")
}

// What only looks like something to hide stays.
func TestWhatOnlyLooksLikeACredentialStays(t *testing.T) {
	for _, text := range []string{
		"ewok.forest.example.com is up", "https://ewolf.example.com/x/y", `{"userPingInterval":"5 seconds","userPwa":"installed","barcodeAccess":"granted"}`,
		`{"loginCode":"150010","dn":"150010"}`, `{"path":"/api/v2/sessions/12","status":200,"body":"all is well"}`, `{"path":"/tickets/42","from":"open","to":"closed"}`,
		`{"title":"Sessions","count":42}`, `<a title="Sessions">Open the list</a>`, `{"title":"Password","icon":"lock","order":3}`,
		`{"tabs":[{"title":"Home"},{"title":"Sessions"}],"counts":[3,5],"who":["Ann","Bob"]}`, "<r><a><value>100 EUR</value><unit>x</unit></a><b><name>PIN</name></b></r>",
		"1234567+7654321 &lt; 3",
	} {
		assert.NotContains(t, cutText(text, true), "‹", text)
	}
	for _, text := range []string{"KW33,311,157,360,271,468,120,533", "0   120   340   560   780", "from 0 - 100000000", "01 - 02 - 03 - 04 - 05", `{"IP-Adresse":"gateway","connaissances":"base"}`} {
		assert.NotContains(t, cutText(text, false), "‹", text)
	}
	c := &capture.Capture{}
	c.Append(capture.Observation{Kind: capture.Request, URL: "/api/v2/me", Header: [][2]string{{"Authorization", `Digest username="bob.smith", realm="gws.example.com", uri="/api/v2/me", nc=00000001`}, {"Host", "gws.example.com"}}})
	out, _ := redact.Cut(c, redact.Export{Plain: true})
	assert.Equal(t, "/api/v2/me", capturetest.All(out)[0].URL)
	assert.Contains(t, fmt.Sprint(capturetest.All(out)[0].Header), "gws.example.com")
}

// What was hidden is opened and exported again as it is.
func TestWhatWasHiddenStaysAsItIs(t *testing.T) {
	for _, text := range []string{
		`<items><item><value>‹credential-1›</value><key>password</key></item></items>`, "h=Bearer%20‹credential-1›&x=1",
		`&lt;input name=&#34;password&#34; value=&#34;‹credential-1›&#34;&gt; and more`, `{"columns":[{"name":"user"},{"name":"password"}],"rows":[["‹name-1›","‹credential-2›"]]}`,
	} {
		once := cutText(text, true)
		assert.Contains(t, once, "‹", text)
		for _, part := range []string{"password", "and more", "x=1"} {
			assert.Equal(t, strings.Contains(text, part), strings.Contains(once, part), "%s of %s", part, once)
		}
	}
}
