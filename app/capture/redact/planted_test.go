package redact_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"maps"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/capturetest"
	"github.com/keytrail/keytrail/app/capture/har"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/rawjson"
	"github.com/keytrail/keytrail/app/report"
)

// shapes are ways in which a name gives a value.
var shapes = map[string]func(name, v string) string{
	"member":    func(n, v string) string { return `{"` + n + `":` + quoteJSON(v) + `}` },
	"pair":      func(n, v string) string { return `{"a":[{"name":"` + n + `","value":` + quoteJSON(v) + `}]}` },
	"key pair":  func(n, v string) string { return `{"a":{"value":` + quoteJSON(v) + `,"key":"` + n + `"}}` },
	"list":      func(n, v string) string { return `{"a":["` + n + `",` + quoteJSON(v) + `]}` },
	"form":      func(n, v string) string { return "x=1&" + url.QueryEscape(n) + "=" + url.QueryEscape(v) + "&y=2" },
	"text":      func(n, v string) string { return "it was " + n + ": " + v },
	"equals":    func(n, v string) string { return n + "=" + v },
	"json text": func(n, v string) string { return `{"a":` + quoteJSON(`{"`+n+`":`+quoteJSON(v)+`}`) + `}` },
	"cut json":  func(n, v string) string { return `{"a":1,"` + n + `":` + strings.TrimSuffix(quoteJSON(v), `"`) },
	"cut pair":  func(n, v string) string { return `{"name":"` + n + `","value":` + quoteJSON(v) + `,"z":` },
	"input":     func(n, v string) string { return `<input value="` + v + `" type=hidden name="` + n + `">` },
	"meta":      func(n, v string) string { return `<meta name="` + n + `" content="` + v + `">` },
	"element": func(n, v string) string {
		return "<x:" + strings.ReplaceAll(n, " ", "") + ">" + v + "</x:" + strings.ReplaceAll(n, " ", "") + ">"
	},
}

// all returns the shapes of several lists.
func all(lists ...map[string]func(n, v string) string) map[string]func(n, v string) string {
	out := map[string]func(n, v string) string{}
	for _, list := range lists {
		maps.Copy(out, list)
	}
	return out
}

func quoteJSON(s string) string { return string(rawjson.Quote(nil, s)) }

func carriers(shape string) map[string]capture.Observation {
	q := quoteJSON(shape)
	return map[string]capture.Observation{
		"query":        {Kind: capture.Request, URL: "/api/v2/me?q=" + url.QueryEscape(shape)},
		"fragment":     {Kind: capture.Request, URL: "/api/v2/me#" + url.QueryEscape(shape)},
		"header":       {Kind: capture.Request, URL: "/x", Header: [][2]string{{"User-Agent", shape}, {"X-Any", shape}}},
		"body":         {Kind: capture.Reply, Status: 200, Raw: []byte(shape)},
		"value":        {Kind: capture.Reply, Status: 200, Raw: []byte(`{"statusCode":0,"message":` + q + `}`)},
		"notification": {Kind: capture.Notification, Raw: []byte(`{"messageType":"X","smssession":{"id":"00aA","state":"C","userData":{"note":` + q + `}}}`)},
		"stray":        {Kind: capture.Stray, Text: shape, Raw: []byte(shape)},
		"note":         {Kind: capture.Note, Text: shape},
		"label":        {Kind: capture.Label, Session: "00aA", Text: shape},
	}
}

// A credential under any of these names leaves nowhere, whatever the name and the
// value stand in and whichever choice of redaction is made. (A "Schlüssel" alone
// may be any key: that is a matter of taste, and not one of them.)
func TestPlantedSecretsLeaveNowhere(t *testing.T) {
	names := strings.Fields("password passphrase Passwort Kennwort PIN otp TAN token secret Geheimnis ticket session sid signature nonce csrf xsrf-token apiKey api_key SAMLResponse cookie cvv contraseña mdp sesion jeton clave ｐａｓｓｗｏｒｄ pass\u200bword")
	names = append(names, "mot de passe", "api key", "clé api", "clave de acceso")
	const mark = "MARKx7q"
	for i, name := range names {
		for shapeName, shape := range shapes {
			for carrier, o := range carriers(shape(name, "ab, c;d'e "+mark)) {
				if i%6 != 0 && carrier != "value" && carrier != "query" {
					continue // what carries it is tried out with some of the names
				}
				for _, plain := range []bool{false, true} {
					c := &capture.Capture{}
					c.Append(o)
					out, _ := redact.Cut(c, redact.Export{Plain: plain, Created: capturetest.Noon})
					var b bytes.Buffer
					require.NoError(t, har.Write(&b, out))
					for o := range out.All() {
						fmt.Fprintf(&b, "%s %s %v %s", o.Raw, o.URL, o.Header, o.Text)
					}
					assert.NotContains(t, b.String(), mark, "%s as %s in %s, plain %v", name, shapeName, carrier, plain)
				}
			}
		}
	}
}

// The same of more shapes than anybody can name, with names of each sort.
func TestPlantedSecretsInOtherFormats(t *testing.T) {
	const mark = "MARKx7q"
	for shapeName, shape := range all(moreShapes, escapedShapes) {
		for _, name := range []string{"password", "PIN", "apiKey", "mot de passe"} {
			for carrier, o := range carriers(shape(name, "ab, c;d'e "+mark)) {
				for _, plain := range []bool{false, true} {
					c := &capture.Capture{}
					c.Append(o)
					out, _ := redact.Cut(c, redact.Export{Plain: plain, Created: capturetest.Noon})
					for o := range out.All() {
						text := fmt.Sprintf("%s %s %v %s", o.Raw, o.URL, o.Header, o.Text)
						assert.NotContains(t, text, mark, "%s as %s in %s, plain %v", name, shapeName, carrier, plain)
						assert.NotContains(t, text, base64.StdEncoding.EncodeToString([]byte(mark))[:8], "%s as %s in %s", name, shapeName, carrier)
					}
				}
			}
		}
	}
}

// Nor are they in what is written as text, nor in what is copied or compared, with
// and without customer data.
func TestPlantedSecretsAreNotToldNorCopied(t *testing.T) {
	const mark = "MARKx7q"
	for _, list := range []map[string]func(n, v string) string{shapes, moreShapes, escapedShapes} {
		for shapeName, shape := range list {
			text := shape("password", "ab, c;d'e "+mark)
			for _, plain := range []bool{false, true} {
				c := &capture.Capture{}
				c.Append(capture.Observation{Kind: capture.Notification, Time: capturetest.Noon, Session: "00aA", Raw: []byte(`{"messageType":"SMSsessionStateChangeMessage","notificationType":"PropertiesUpdated","smssession":{"id":"00aA","state":"Chatting","userData":{"note":` + quoteJSON(text) + `}}}`)})
				c.Append(capture.Observation{Kind: capture.Request, Time: capturetest.Noon, Session: "00aA", Exchange: 1, Method: "POST", URL: "/api/v2/me/smssessions/00aA?q=" + url.QueryEscape(text), Raw: []byte(`{"operationName":"AttachUserData","userData":{"note":` + quoteJSON(text) + `}}`)})
				c.Append(capture.Observation{Kind: capture.Reply, Time: capturetest.Noon, Session: "00aA", Exchange: 1, Status: 500, Text: text, Raw: []byte(text)})
				c.Append(capture.Observation{Kind: capture.Gap, Since: capturetest.Noon, Time: capturetest.Noon, Text: text})
				cut, m := redact.Cut(c, redact.Export{Plain: plain, Created: capturetest.Noon})
				s, out := replay(t, cut), map[string]string{}
				for form, write := range map[string]func(b *bytes.Buffer) error{
					"patches":  func(b *bytes.Buffer) error { return report.WritePatches(b, cut.Header, s) },
					"CSV":      func(b *bytes.Buffer) error { return report.WriteCSV(b, cut.Header, s, "note") },
					"Markdown": func(b *bytes.Buffer) error { return report.WriteMarkdown(b, cut.Header, []report.Session{s}) },
					"fixture":  func(b *bytes.Buffer) error { return report.WriteFixture(b, cut.Header, s) },
				} {
					var b bytes.Buffer
					require.NoError(t, write(&b))
					out[form] = b.String()
				}
				copied(t, c, m, out)
				for where, text := range out {
					assert.NotContains(t, text, mark, "%s in %s, plain %v", shapeName, where, plain)
				}
			}
		}
	}
}

// What a person may be known by leaves under the default in no carrier, whatever
// else stands there, and leaves where a person chose that it does.
func TestPersonalDataLeavesNowhereByDefault(t *testing.T) {
	for what, v := range map[string]string{"phone": "+49 170 5550123", "digits": "+15550143000", "mail": "jane.roe@customer.example", "card": "4111 1111 1111 1111", "card with dots": "4111.1111.1111.1111", "IBAN": "DE89 3704 0044 0532 0130 00"} {
		for _, text := range []string{v, "call " + v + " back", "(" + v + ")", `{"a":` + quoteJSON(v) + `}`, `<b title="` + v + `">` + v + `</b>`} {
			for carrier, o := range carriers(text) {
				c := &capture.Capture{}
				c.Append(o)
				for _, plain := range []bool{false, true} {
					cut, m := redact.Cut(c, redact.Export{Plain: plain, Created: capturetest.Noon})
					var b bytes.Buffer
					require.NoError(t, har.Write(&b, cut))
					for o := range cut.All() {
						fmt.Fprintf(&b, "%s %s %v %s", o.Raw, o.URL, o.Header, o.Text)
					}
					fmt.Fprintf(&b, "%s %s %s %s", m.JSON(o.Raw), m.URL(o.URL), m.Text(o.Text), m.Value("note", quoteJSON(text)))
					for _, s := range []string{v, url.QueryEscape(v)} {
						if plain && s == v && carrier != "header" {
							assert.Contains(t, b.String(), s, "%s as %q in %s", what, text, carrier)
						} else if !plain {
							assert.NotContains(t, b.String(), s, "%s as %q in %s", what, text, carrier)
						}
					}
				}
			}
		}
	}
}
