package ui

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/capturetest"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/rawjson"
	"github.com/keytrail/keytrail/app/report"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/snippet"
	"github.com/keytrail/keytrail/app/ui/export"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

const plantedIn = "0000Wa9CAM6W00J"

// A plant is what is hidden somewhere: a marked value, in text that says what
// it is, and as the value of a key that does.
type plant struct {
	mark, text, key, value string
	always                 bool // under every choice
}

func plants() map[string]plant {
	q := func(s string) string { return string(rawjson.Quote(nil, s)) }
	secret := func(shape string) plant { return plant{"MARKx7q", shape, "ApiPassword", "ab; c MARKx7q", true} }
	person := func(mark string) plant { return plant{mark, "reach " + mark + " soon", "About", mark, false} }
	return map[string]plant{
		"line":       secret("the password: ab; c MARKx7q"),
		"member":     secret(`{"user":"x","password":"ab; c MARKx7q"}`),
		"pair":       secret(`[{"name":"X-Token","value":"ab; c MARKx7q"}]`),
		"json text":  secret(`{"a":` + q(`{"b":`+q(`{"\u0070in":"ab; c MARKx7q"}`)+`}`) + `}`),
		"form":       secret("user=x&otp=ab+c+MARKx7q&y=2"),
		"xml":        secret(`<a><entry key="api key">ab; c MARKx7q</entry></a>`),
		"yaml":       secret("user: x\npassword: |\n  ab; c\n  MARKx7q\nz: 1"),
		"phone":      person("+49 170 5550123"),
		"dots":       person("0170.555.01239"),
		"e-mail":     person("anna.schmidt@customer.example"),
		"card":       person("4111 1111 1111 1111"),
		"card bars":  person("4111|1111|1111|1111"),
		"card dense": person("4111111111111111"),
		"IBAN":       person("DE89 3704 0044 0532 0130 00"),
		"IBAN dots":  person("DE89.3704.0044.0532.0130.00"),
		"IBAN dense": person("DE89370400440532013000"),
		"phone key":  {"491705550199", "x 491705550199", "491705550199", "1", false},
	}
}

// userData has the plant as a value, in text, and deeper.
func (p plant) userData(state string) string {
	q := func(s string) string { return string(rawjson.Quote(nil, s)) }
	return `{"DISP_KEY":` + q(state) + `,` + q(p.key) + `:` + q(p.value) + `,"Subject":` + q(p.text) + `,"list":[` + q(p.text) + `,{"deep":` + q(p.text) + `}]}`
}

// tape is a record with the plant wherever something can stand.
func (p plant) tape(context.Context) (*capture.Capture, error) {
	q := func(s string) string { return string(rawjson.Quote(nil, s)) }
	session := func(state string) string {
		return `{"id":"` + plantedIn + `","state":"Chatting","userData":` + p.userData(state) + `}`
	}
	message := `{"messageType":"SMSsessionStateChangeMessage","notificationType":"PropertiesUpdated","smssession":` + session("resolved") + `}`
	header := [][2]string{{"User-Agent", p.text}, {"X-Any", p.value}, {"Cookie", "a=" + p.value}}
	address := "https://gws.test/api/v2/me/smssessions/" + plantedIn + "?q=" + url.QueryEscape(p.text) + "&" + url.QueryEscape(p.key) + "=" + url.QueryEscape(p.value) + "#" + url.QueryEscape(p.text)
	if p.always {
		address = strings.Replace(address, "https://", "https://u:MARKx7q@", 1)
	}
	c := &capture.Capture{Header: capture.Header{Source: p.text}}
	for i, o := range []capture.Observation{
		{Kind: capture.Snapshot, Session: plantedIn, Raw: []byte(session("pending"))},
		{Kind: capture.Request, Session: plantedIn, Exchange: 1, Method: "POST", URL: address, Header: header,
			Raw: []byte(`{"operationName":"AttachUserData","userData":` + p.userData("resolved") + `}`)},
		{Kind: capture.Reply, Session: plantedIn, Exchange: 1, Status: 200, Header: header, Raw: []byte(`{"statusCode":0,"statusMessage":` + q(p.text) + `}`)},
		{Kind: capture.Request, Exchange: 2, Method: "POST", URL: "/api/v2/notifications/connect", Meta: true, Raw: []byte(`[{"channel":"/meta/connect","ext":{` + q(p.key) + `:` + q(p.value) + `,"x":` + q(p.text) + `}}]`)},
		{Kind: capture.Reply, Exchange: 2, Status: 200, Meta: true, Raw: []byte(`[{"channel":"/v2/me/smssessions","data":` + message + `}]`)},
		{Kind: capture.Notification, Session: plantedIn, Channel: "/v2/me/smssessions", Raw: []byte(message)},
		{Kind: capture.Gap, Text: p.text},
		{Kind: capture.Mark, About: 6, Session: plantedIn, Text: p.text},
		{Kind: capture.Note, About: 6, Session: plantedIn, Text: p.text},
		{Kind: capture.Label, Session: plantedIn, Text: p.text},
		{Kind: capture.Stray, Text: p.text, Raw: []byte(p.text)},
	} {
		o.Time = uitest.Before(time.Minute - time.Duration(i)*time.Second)
		c.Append(o)
	}
	return c, nil
}

// screen is the page on which the planted session is looked at, with a comparison.
func (p plant) screen(t *testing.T, plain bool) *page.Model {
	x := uitest.Session(t, plantedIn, uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"DISP_KEY":"pending"}`},
		{history.Event{Kind: history.Notification, Time: uitest.Before(time.Second)}, p.userData("resolved")},
	})
	x.Writes = []*proof.Proof{{Write: proof.Write{N: 1, Session: plantedIn, Operation: "AttachUserData",
		Request: []byte(`{"operationName":"AttachUserData","userData":` + p.userData("resolved") + `}`)}}}
	state := uitest.StateOf(x)
	state.Link.Profile = settings.Profile{Name: "x", BaseURL: "https://gws.test", Auth: settings.Basic, User: "x"}
	state.Traffic = []*book.Exchange{{N: 2, Session: plantedIn, Response: []byte(`{"userData":` + p.userData("resolved") + `}`)}}
	m, _ := pagetest.ModelOf(state)
	m.View.Session = plantedIn
	m.Compose()
	m.Export.Tape = func(ctx context.Context, _ int) (*capture.Capture, error) { return p.tape(ctx) }
	m.Run = func(_ string, job func() func()) { job()() }
	m.Export.Plain = plain
	return m
}

// gone fails where a mark is found in what leaves, in any spelling.
func (p plant) gone(t *testing.T, plain bool, what, text string) {
	t.Helper()
	if plain && !p.always {
		return
	}
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, p.mark)
	for _, spelled := range []string{p.mark, url.QueryEscape(p.mark), url.PathEscape(p.mark), strings.ReplaceAll(p.mark, "@", "&#64;"), digits} {
		if len(spelled) > 6 && strings.Contains(text, spelled) {
			i := strings.Index(text, spelled)
			t.Errorf("%s, plain %v: %q is in …%s…", what, plain, spelled, text[max(0, i-120):min(len(text), i+60)])
			return
		}
	}
}

// What is marked is found in no file of any format and scope, nor in its name. With
// customer data every format has some of it: so it would be found.
func TestPlantedMarksLeaveInNoFile(t *testing.T) {
	carries := map[string]bool{}
	defer func() {
		for _, f := range export.Formats() {
			assert.True(t, carries[f.Name], f.Name)
		}
	}()
	for name, p := range plants() {
		for _, plain := range []bool{false, true} {
			m := p.screen(t, plain)
			for _, key := range []string{"DISP_KEY", p.key, "Subject", "list"} {
				for _, f := range export.Formats() {
					if key != "Subject" && f.ID != "csv" {
						continue // no other format is about a key
					}
					for _, scope := range []redact.Scope{{Words: p.text}, redact.ScopeSession(plantedIn)} {
						ab := report.Comparison{A: p.text, B: p.text, Old: uitest.Parse(t, `{"DISP_KEY":"x"}`), New: uitest.Parse(t, p.userData("resolved"))}
						content, err := export.FileOf(t.Context(), m.Export.Taping(), f, redact.Export{Created: uitest.Noon, Progress: func(done, total int64) {}, Plain: plain, Scope: scope, Chosen: p.text}, plantedIn, key, ab)
						require.NoError(t, err, f.Name)
						text := readable(t, f, content)
						p.gone(t, plain, name+" as "+f.Name, text)
						carries[f.Name] = carries[f.Name] || plain && !p.always && strings.Contains(text, p.mark)
						m.Export.Exported(f, content, nil)
						p.gone(t, plain, name+" in a file name", m.Export.Saved)
					}
				}
			}
		}
	}
}

// readable is a file without its compression and its deltas.
func readable(t *testing.T, f export.Format, content []byte) string {
	if f.ID != "capture" {
		return string(content)
	}
	r, err := gzip.NewReader(bytes.NewReader(content))
	require.NoError(t, err)
	text, err := io.ReadAll(r)
	require.NoError(t, err)
	out := string(text)
	c, err := capturetest.File(t.Context(), bytes.NewReader(content), int64(len(content)), nil)
	require.NoError(t, err)
	for o := range c.All() {
		out += "\n" + string(o.Raw)
	}
	return out
}

// Nor in anything that is copied, which as it is on the screen has it.
func TestPlantedMarksAreNotCopied(t *testing.T) {
	shown := map[string]bool{}
	defer func() {
		for _, what := range []string{"copy-value", "copy-raw", "copy-body", "code as cURL"} {
			assert.True(t, shown[what], what)
		}
	}()
	for name, p := range plants() {
		for _, plain := range []bool{false, true} {
			actions := copyActions()
			for _, language := range snippet.Languages() {
				actions["code as "+language] = func(m *page.Model) { m.Act("copy-code", "1 "+language) }
			}
			for what, do := range actions {
				for _, key := range []string{p.key, "Subject", "list"} {
					m := p.screen(t, plain)
					m.Inspect(key)
					if what == "copy-body" {
						m.Act("exchange", "2")
					}
					m.Effects = nil
					do(m)
					for _, e := range m.Effects {
						shown[what] = shown[what] || strings.Contains(e.Text, p.mark)
					}
					(&screen{m: m}).maskCopies()
					i := slices.IndexFunc(m.Effects, func(e stage.Effect) bool { return e.Do == stage.CopyText })
					if i < 0 {
						continue
					}
					p.gone(t, plain, name+", "+what+" of "+key, m.Effects[i].Text)
				}
			}
		}
	}
}
