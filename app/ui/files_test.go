package ui

import (
	"compress/gzip"
	"context"
	"encoding/base64"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/recorder"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/tracker"
)

func offline(*testing.T) *tracker.State { return &tracker.State{} }

// opening is the usual screen with a file on its way.
func opening(o tracker.Opening) func(t *testing.T) *tracker.State {
	return func(t *testing.T) *tracker.State {
		s := usual(t)
		s.Opening = &o
		return s
	}
}

// filed is a redacted file on the screen, which took repairs.
func filed(t *testing.T) *tracker.State {
	s := opening(tracker.Opening{Name: "case-7.jsonl.gz", Done: true, Read: 900, Size: 900,
		Understood: "a capture of version 1: 9 observations",
		Fixes: []capture.Fix{
			{Line: 3, Column: 9, Was: "None", Now: "null", Why: "Python's None"},
			{Line: 4, Column: 1, Was: ",", Why: "trailing comma"},
			{Line: 12, Column: 2, Now: "}", Why: "the object was never closed"},
		},
		Problems: []capture.Problem{{Line: 40, Text: "cut off <script>alert(1)</script>"}, {Text: "the file ends too early"}},
		Header: capture.Header{Created: noon, Source: "HAR 1.2 by Firefox", Scope: "session 0000Wa9CAM6W00J",
			Redaction: &capture.Redaction{Version: 1, Chosen: "a person", Hidden: map[string]int{"phone": 2, "name": 1}, Unclassified: 31}},
	})(t)
	return onFile(s, 2)
}

// onFile is a state that shows a file as the book of that number.
func onFile(s *tracker.State, number int) *tracker.State {
	if s.Opening == nil {
		s.Opening = &tracker.Opening{Name: "case-7.jsonl.gz", Done: true}
	}
	o := *s.Opening
	o.N, o.Book, o.Shown = number, number, true
	o.Memory = book.Memory{Histories: 81_000, MostHistories: 96 << 20, Tape: 120_000, MostTape: 24 << 20}
	s.Opening, s.Files, s.Book = &o, []*tracker.Opening{&o}, number
	s.Memory = book.Memory{Histories: 2_400_000, MostHistories: 96 << 20, Tape: 3_000_000, MostTape: 24 << 20}
	s.Live = s.Link
	s.Link = link.Status{State: link.File, Profile: settings.Profile{Name: o.Name}, Since: before(time.Minute)}
	return s
}

// followed is a log on the screen that is read on as it grows.
func followed(t *testing.T) *tracker.State {
	s := onFile(opening(tracker.Opening{Name: "desk.log", Grows: true, Read: 81_000, Size: 81_000,
		Understood: "text with JSON in it: 9 notifications; 12 lines of other text"})(t), 2)
	s.Link.State, s.Link.Heartbeat = link.Following, before(3*time.Second)
	return s
}

// unreachable is that log while it cannot be read.
func unreachable(t *testing.T) *tracker.State {
	s := followed(t)
	s.Link.Problem = errors.New("the browser did not hand over the file")
	s.Opening.Trouble = s.Link.Problem
	return s
}

func openFilePanel(m *model) { m.view.panel = filePanel }

func shelved() []recorder.Recording {
	return []recorder.Recording{
		{ID: "2", Name: "This server", Begun: before(time.Hour), Last: before(time.Minute), Expires: noon.AddDate(0, 0, 7), Bytes: 81_000, Chunks: 40, Cut: true},
		{ID: "1", Name: "Simulator", Begun: before(26 * time.Hour), Last: before(25 * time.Hour), Bytes: 2_400_000, Chunks: 900, Closed: true},
	}
}

func keepWith(set func(p *keeping)) func(m *model) {
	return func(m *model) {
		m.togglePanel(keepPanel)
		set(&m.keeping)
	}
}

const secretPhone, secretMail = "+15550143000", "jane.roe@customer.example"

// taped is a tape with a session of a customer.
func taped(context.Context, int) (*capture.Capture, error) {
	c := new(capture.Capture)
	c.Append(capture.Observation{Kind: capture.Snapshot, Time: before(3 * time.Minute), Session: "0000Wa9CAM6W00J",
		Raw: []byte(`{"id":"0000Wa9CAM6W00J","state":"Chatting","userData":{"DISP_KEY":"pending","Phone":"` + secretPhone + `","Mail":"` + secretMail + `"}}`)})
	c.Append(capture.Observation{Kind: capture.Notification, Time: before(2 * time.Second), Session: "0000Wa9CAM6W00J", Channel: "/v2/me/smssessions",
		Raw: []byte(`{"notificationType":"PropertiesUpdated","messageType":"SmsSessionStateChanged","smsSession":{"id":"0000Wa9CAM6W00J","state":"Chatting","userData":{"DISP_KEY":"resolved","Phone":"` + secretPhone + `","Mail":"` + secretMail + `"}}}`)})
	return c, nil
}

// customers is the session of that tape.
func customers(t *testing.T) *book.Session {
	return session(t, "0000Wa9CAM6W00J", story{
		{history.Event{Kind: history.Snapshot, Time: before(3 * time.Minute)}, `{"DISP_KEY":"pending","Phone":"` + secretPhone + `","Mail":"` + secretMail + `"}`},
		{history.Event{Kind: history.Notification, Type: "PropertiesUpdated", Time: before(2 * time.Second)}, `{"DISP_KEY":"resolved","Mail":"` + secretMail + `","Caller":"` + secretPhone + `"}`},
	})
}

func TestTheComparisonIsExported(t *testing.T) {
	m, _ := modelOf(stateOf(customers(t)))
	m.tape = taped
	m.setBase(1)
	m.act("export-compared", "")
	m.submitExport()
	assert.Equal(t, `# Comparison

- A: session 0000Wa9CAM6W00J, event 1, 2026-03-05 11:57:00.000 \+00:00
- B: session 0000Wa9CAM6W00J, event 2, 2026-03-05 11:59:58.000 \+00:00
- 1 added, 1 removed, 1 changed, 1 equal

| Change | Key | A | B |
|--|--|--|--|
| added | Caller | absent | "‹phone-1›" |
| changed | DISP\_KEY | "pending" | "resolved" |
| removed | Phone | "‹phone-1›" | absent |
`, saved(t, m).text, "equal values have equal pseudonyms on both sides")

	m.effects = nil
	m.setFilter("key:DISP*")
	m.choose("export-format", "9")
	m.choose("export-scope", scopeFilter)
	m.submitExport()
	assert.Contains(t, saved(t, m).text, `~ "DISP_KEY": "pending" -> "resolved" (changed)`)
	assert.NotContains(t, saved(t, m).text, "Phone")
	assert.Contains(t, saved(t, m).text, "1 equal; this file has only 1 key that the table showed")

	m.setBase(1)
	m.submitExport()
	assert.Equal(t, nothingAB, m.export.problem)
}

// The dialog offers what can be made of what is on the screen.
func TestTheExportOffersWhatMakesSenseNow(t *testing.T) {
	names := func(all [][2]string) (out []string) {
		for _, one := range all {
			out = append(out, one[1])
		}
		return out
	}
	m, _ := modelOf(stateOf())
	exportWith(nil)(m)
	assert.Equal(t, []string{"Capture", "HAR 1.2", "Report"}, names(m.formatChoices()))
	assert.Equal(t, []string{"All"}, names(m.scopeChoices(formats()[0])))
	m, _ = modelOf(stateOf(customers(t)))
	exportWith(nil)(m)
	assert.Equal(t, []string{"Capture", "HAR 1.2", "JSON Patch", "Report", "Test fixture"}, names(m.formatChoices()))
	m.selectKey("Mail")
	assert.Contains(t, names(m.formatChoices()), "CSV")
	assert.NotContains(t, names(m.formatChoices()), "A/B CSV")
	assert.NotContains(t, html(t, &exportDialog{Model: m}), "Chosen rows")
	m.view.chosen = []string{"Mail"}
	assert.Contains(t, html(t, &exportDialog{Model: m}), "Chosen rows")
	m.setBase(1)
	m.act("export-compared", "")
	assert.Contains(t, names(m.formatChoices()), "A/B CSV")
	assert.Equal(t, []string{"All differences", "What the table shows", "Chosen rows"}, names(m.scopeChoices(formats()[m.export.format])))
	m.setBase(1)
	m.openExport()
	assert.Equal(t, 0, m.export.format, "there is no comparison any more")
	assert.NotContains(t, names(m.formatChoices()), "A/B Markdown")
}

func exportWith(do func(m *model)) func(m *model) {
	return func(m *model) {
		m.tape = taped
		m.openExport()
		if do != nil {
			do(m)
		}
	}
}

// saved is the file that the model hands to the browser.
func saved(t *testing.T, m *model) effect {
	t.Helper()
	for _, e := range m.effects {
		if e.do == saveFile {
			return e
		}
	}
	require.Fail(t, "nothing was saved", m.export.problem)
	return effect{}
}

func TestNoFormatLeaksUnlessAllowed(t *testing.T) {
	for i, f := range formats() {
		for _, plain := range []bool{false, true} {
			t.Run(f.id, func(t *testing.T) {
				m, _ := modelOf(stateOf(customers(t)))
				m.setBase(1)
				exportWith(nil)(m)
				m.selectKey("Phone")
				m.choose("export-format", itoa(i))
				if plain {
					m.choose("export-plain", "plain")
				}
				m.submitExport()
				e := saved(t, m)
				assert.Equal(t, "keytrail-20260305-120000"+f.ending, e.target)
				content := e.text
				if f.id == "capture" {
					z, err := gzip.NewReader(strings.NewReader(content))
					require.NoError(t, err)
					all, err := io.ReadAll(z)
					require.NoError(t, err)
					content = string(all)
				}
				assert.NotEmpty(t, content)
				for _, secret := range []string{secretPhone, secretMail} {
					coded := base64.StdEncoding.EncodeToString([]byte(secret))
					if !plain {
						assert.NotContains(t, content, secret)
						assert.NotContains(t, content, coded)
					}
				}
				if plain && f.id != "report" && f.id != "csv" && f.id != "patch" {
					assert.Contains(t, content, secretPhone)
				}
			})
		}
	}
}

func TestScopes(t *testing.T) {
	for _, test := range []struct {
		name, scope, first, last string
		words, problem           string
		kept                     int
	}{
		{name: "all", scope: scopeAll, words: "all", kept: 3},
		{name: "session", scope: scopeSession, words: "session 0000Wa9CAM6W00J", kept: 2},
		{name: "range", scope: scopeEvents, first: "2", last: "3", words: "events 2 to 3 of session 0000Wa9CAM6W00J", kept: 1},
		{name: "range backwards", scope: scopeEvents, first: "3", last: "2", problem: noRange},
		{name: "range of nothing", scope: scopeEvents, first: "", last: "2", problem: noRange},
		{name: "filter", scope: scopeFilter, words: "2 keys that the table showed of session 0000Wa9CAM6W00J", kept: 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			m, _ := modelOf(usual(t))
			m.setFilter("userdata")
			m.export = exporting{scope: test.scope, first: test.first, last: test.last}
			s, problem := m.scope()
			assert.Equal(t, test.problem, problem)
			assert.Equal(t, test.words, s.Words)
			if problem != "" {
				return
			}
			whole, err := taped(t.Context(), 0)
			require.NoError(t, err)
			whole.Append(capture.Observation{Kind: capture.Notification, Session: "other", Time: before(time.Minute), Raw: []byte("{}")})
			cut, _ := redact.Cut(whole, redact.Export{Scope: s, Plain: true})
			assert.Equal(t, test.kept, cut.Len())
			assert.Equal(t, test.words, cut.Header.Scope)
		})
	}
}

func TestCopiesGoThroughTheMasks(t *testing.T) {
	for _, test := range []struct {
		name  string
		plain bool
		leaks bool
	}{{"redaction on", false, false}, {"with customer data", true, true}} {
		t.Run(test.name, func(t *testing.T) {
			m, _ := modelOf(usual(t))
			m.tape, m.export.plain = taped, test.plain
			s := &screen{m: m}
			m.effects = nil
			m.want(effect{do: copyText, text: "call " + secretPhone})
			s.maskCopies()
			require.Len(t, m.effects, 1)
			assert.Equal(t, test.leaks, strings.Contains(m.effects[0].text, secretPhone), m.effects[0].text)
			s.maskCopies()
			require.Len(t, m.effects, 1, "a masked copy is not masked again")
		})
	}
}

// A value is hidden by what the rules say of its key, however short it is, and
// what stands around it stays what it is.
func TestDataAreCopiedByTheirKeys(t *testing.T) {
	for _, test := range []struct{ name, do, arg, want string }{
		{"a value", "copy-value", "", "‹hidden›"},
		{"its literal", "copy-raw", "", `"‹hidden›"`},
		{"its key", "copy-pointer", "", "/Ref"},
		{"a row", "copy-row", "", "| `Ref` |"},
		{"a body", "copy-body", "response", `{"userData":{"Ref":"‹hidden›","Phone":"‹phone-1›"}}`},
		{"settings", "copy-settings", "", "crossOriginSettings:\n  allowedOrigins: https://text\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			state := stateOf(session(t, "0000Wa9CAM6W00J", story{{history.Event{Kind: history.Snapshot, Time: before(time.Minute)}, `{"Ref":"q7"}`}}))
			state.Traffic = []*book.Exchange{{N: 1, Session: "0000Wa9CAM6W00J", Response: []byte(`{"userData":{"Ref":"q7","Phone":"` + secretPhone + `"}}`)}}
			m, _ := modelOf(state)
			m.tape, m.export.rules, m.origin = taped, "Ref=hide", "https://text"
			m.run = func(_ string, job func() func()) { job()() }
			m.selectKey("Ref")
			m.view.exchange = 1
			m.effects = nil
			m.act(test.do, test.arg)
			(&screen{m: m}).maskCopies()
			i := slices.IndexFunc(m.effects, func(e effect) bool { return e.do == copyText })
			require.GreaterOrEqual(t, i, 0)
			assert.Contains(t, m.effects[i].text, test.want)
			assert.NotContains(t, m.effects[i].text, "q7")
		})
	}
}

func TestTheWayBackToLive(t *testing.T) {
	m, out := modelOf(stateOf(chat(t)))
	m.review(1)
	m.act("go-live", "")
	assert.True(t, m.view.live(), "it is the newest state of the live record")
	assert.Empty(t, *out, "which is on the screen already")

	m.take(filed(t), noon)
	m.review(1)
	m.act("go-live", "")
	assert.Equal(t, sent([]tracker.Command{tracker.Show{}}), *out, "the link was up all the time")
	m.take(stateOf(chat(t)), noon)
	assert.True(t, m.view.live())
}

func TestAFileBeingReadIsDrawnUnhurriedly(t *testing.T) {
	m, _ := modelOf(filed(t))
	s := &screen{m: m, painted: before(0)}
	reading := filed(t)
	reading.Files = []*tracker.Opening{{Name: "x", Size: 9}}
	assert.True(t, s.unhurried(reading, noon.Add(100*time.Millisecond)))
	assert.False(t, s.unhurried(reading, noon.Add(time.Second)))
	assert.False(t, s.unhurried(filed(t), noon), "the last state is drawn at once")
	m.take(usual(t), noon)
	assert.False(t, s.unhurried(reading, noon), "so is the first that shows the file")
}

// While a file is on the screen nothing says that a recording goes on, nor that
// opening something else takes its place.
func TestAFileClaimsNoRecording(t *testing.T) {
	s := strays(t)
	s.Sessions = []*book.Session{session(t, "a1", story{
		{history.Event{Kind: history.Snapshot, Time: before(time.Hour)}, `{"k":"1"}`},
		{history.Event{Kind: history.Notification, Time: before(time.Minute)}, `{"k":"2"}`},
	})}
	s.Sessions[0].Capabilities = []string{"SendMessage"}
	s.Link = link.Status{State: link.File}
	m, _ := modelOf(s)
	m.selectKey("k")
	m.act("watch", "")
	text := html(t, &watchStrip{Model: m})
	m.act("event", "1")
	var panel strings.Builder
	app.PrintHTML(&panel, watchList(m))
	text += html(t, &tableHead{Model: m}) + panel.String()
	m.act("stray", "1")
	text += html(t, &inspector{Model: m})
	assert.Contains(t, text, "Treat as sample")
	assert.Contains(t, text, "freezes")
	assert.NotContains(t, strings.ToLower(text), "recording goes on")
	assert.NotContains(t, text, "in place of what is on the screen")
	for tab, want := range map[string]string{"writes": "The file has no write to this session.", "traffic": "The file has no request."} {
		m.act("tab", tab)
		assert.Contains(t, html(t, &timeline{Model: m}), want)
	}
	m.act("panel", "operate")
	panel.Reset()
	app.PrintHTML(&panel, operateView(m))
	assert.Contains(t, panel.String(), "The file has no message of this session.")
	assert.Contains(t, panel.String(), "A file is on the screen: there is nobody to send to.", "before an operation is chosen")
	assert.Contains(t, panel.String(), "Not offered")
	assert.NotContains(t, panel.String(), " now", "of a file nothing is possible or impossible now")
}
