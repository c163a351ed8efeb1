package ui

import (
	"compress/gzip"
	"encoding/base64"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/recorder"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/detail"
	"github.com/keytrail/keytrail/app/ui/dialogs"
	"github.com/keytrail/keytrail/app/ui/export"
	"github.com/keytrail/keytrail/app/ui/forms"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/records"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/table"
	"github.com/keytrail/keytrail/app/ui/timeline"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func offline(*testing.T) *tracker.State { return &tracker.State{} }

// unreachable is that log while it cannot be read.
func unreachable(t *testing.T) *tracker.State {
	s := uitest.Followed(t)
	s.Link.Problem = errors.New("the browser did not hand over the file")
	s.Opening.Trouble = s.Link.Problem
	return s
}

func TestWhereNoLogIsFollowedItIsOpenedAgain(t *testing.T) {
	for name, state := range map[string]func(*testing.T) *tracker.State{"nothing open": offline, "a file": uitest.Followed} {
		m, _ := pagetest.ModelOf(state(t))
		m.Act("follow-file", "")
		got := markupOf(t, panelOf(m))
		assert.Contains(t, got, "To see what was added to a log, open it again.", name)
		assert.Contains(t, got, `data-do="open"`, name)
	}
}

// A file that was not opened says nothing of the one on the screen.
func TestTheLineOfAFileIsAboutTheFileOnTheScreen(t *testing.T) {
	s := uitest.OnFile(uitest.Usual(t), 2)
	s.Opening = &tracker.Opening{N: 6, Name: "fifth.har", Done: true, Err: tracker.ErrTooManyFiles}
	m, _ := pagetest.ModelOf(s)
	got := markupOf(t, &table.Head{Model: m})
	assert.NotContains(t, got, "being read")
	assert.Contains(t, got, "as it was found · not live")
	openFilePanel(m)
	_, panel, _ := strings.Cut(markupOf(t, panelOf(m)), "fifth.har")
	assert.Contains(t, panel, "case-7.jsonl.gz", "what was understood of it stands beside the file that was refused")
}

func openFilePanel(m *page.Model) { m.View.Panel = scene.FilePanel }

func shelved() []recorder.Recording {
	return []recorder.Recording{
		{ID: "2", Name: "This server", Begun: uitest.Before(time.Hour), Last: uitest.Before(time.Minute), Expires: uitest.Noon.AddDate(0, 0, 7), Bytes: 81_000, Chunks: 40, Cut: true},
		{ID: "1", Name: "Simulator", Begun: uitest.Before(26 * time.Hour), Last: uitest.Before(25 * time.Hour), Bytes: 2_400_000, Chunks: 900, Closed: true},
	}
}

func keepWith(set func(p *records.Shelf)) func(m *page.Model) {
	return func(m *page.Model) {
		m.TogglePanel(scene.KeepPanel)
		set(&m.Shelf)
	}
}

// The list of the recordings was read before anything was in this one.
func TestTheRecordingThatGoesOnIsAsLongAsItIsNow(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	keepWith(func(p *records.Shelf) {
		p.List, p.Current, p.Bytes, p.Stop = []recorder.Recording{{ID: "2"}}, "2", 81_000, func() {}
	})(m)
	got := markupOf(t, panelOf(m))
	assert.Contains(t, got, "81.0 kB · going on")
	assert.NotContains(t, got, "0 pieces")
}

func TestTheComparisonIsExported(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.StateOf(uitest.Customers(t)))
	m.Export.Tape = uitest.Taped
	m.SetBase(1)
	m.Act("export-compared", "")
	m.Export.SubmitDialog()
	assert.Equal(t, `# Comparison

- A: session 0000Wa9CAM6W00J, event 1, 2026-03-05 11:57:00.000 \+00:00
- B: session 0000Wa9CAM6W00J, event 2, 2026-03-05 11:59:58.000 \+00:00
- 1 added, 1 removed, 1 changed, 1 equal

| Change | Key | A | B |
|--|--|--|--|
| added | Caller | absent | "‹phone-1›" |
| changed | DISP\_KEY | "pending" | "resolved" |
| removed | Phone | "‹phone-1›" | absent |
`, saved(t, m).Text, "equal values have equal pseudonyms on both sides")

	m.Effects = nil
	m.SetFilter("key:DISP*")
	m.Export.Choose("export-format", "9")
	m.Export.Choose("export-scope", export.ScopeFilter)
	m.Export.SubmitDialog()
	assert.Contains(t, saved(t, m).Text, `~ "DISP_KEY": "pending" -> "resolved" (changed)`)
	assert.NotContains(t, saved(t, m).Text, "Phone")
	assert.Contains(t, saved(t, m).Text, "1 equal; this file has only 1 key that the table showed")

	m.SetBase(1)
	m.Export.SubmitDialog()
	assert.Equal(t, export.NothingAB, m.Export.Problem)
}

// The dialog offers what can be made of what is on the screen.
func TestTheExportOffersWhatMakesSenseNow(t *testing.T) {
	names := func(all [][2]string) (out []string) {
		for _, one := range all {
			out = append(out, one[1])
		}
		return out
	}
	m, _ := pagetest.ModelOf(uitest.StateOf())
	exportWith(nil)(m)
	assert.Equal(t, []string{"Capture", "HAR 1.2", "Report"}, names(m.Export.FormatChoices()))
	assert.Equal(t, []string{"All"}, names(m.Export.ScopeChoices(export.Formats()[0])))
	m, _ = pagetest.ModelOf(uitest.StateOf(uitest.Customers(t)))
	exportWith(nil)(m)
	assert.Equal(t, []string{"Capture", "HAR 1.2", "JSON Patch", "Report", "Test fixture"}, names(m.Export.FormatChoices()))
	m.SelectKey("Mail")
	assert.Contains(t, names(m.Export.FormatChoices()), "CSV")
	assert.NotContains(t, names(m.Export.FormatChoices()), "A/B CSV")
	assert.NotContains(t, markupOf(t, &dialogs.Export{Model: m}), "Chosen rows")
	m.View.Chosen = []string{"Mail"}
	assert.Contains(t, markupOf(t, &dialogs.Export{Model: m}), "Chosen rows")
	m.SetBase(1)
	m.Act("export-compared", "")
	assert.Contains(t, names(m.Export.FormatChoices()), "A/B CSV")
	assert.Equal(t, []string{"All differences", "What the table shows", "Chosen rows"}, names(m.Export.ScopeChoices(export.Formats()[m.Export.Format])))
	m.SetBase(1)
	m.Export.OpenDialog()
	assert.Equal(t, 0, m.Export.Format, "there is no comparison any more")
	assert.NotContains(t, names(m.Export.FormatChoices()), "A/B Markdown")
}

func exportWith(do func(m *page.Model)) func(m *page.Model) {
	return func(m *page.Model) {
		m.Export.Tape = uitest.Taped
		m.Export.OpenDialog()
		if do != nil {
			do(m)
		}
	}
}

// saved is the file that the model hands to the browser.
func saved(t *testing.T, m *page.Model) stage.Effect {
	t.Helper()
	for _, e := range m.Effects {
		if e.Do == stage.SaveFile {
			return e
		}
	}
	require.Fail(t, "nothing was saved", m.Export.Problem)
	return stage.Effect{}
}

func TestNoFormatLeaksUnlessAllowed(t *testing.T) {
	for i, f := range export.Formats() {
		for _, plain := range []bool{false, true} {
			t.Run(f.ID, func(t *testing.T) {
				m, _ := pagetest.ModelOf(uitest.StateOf(uitest.Customers(t)))
				m.SetBase(1)
				exportWith(nil)(m)
				m.SelectKey("Phone")
				m.Export.Choose("export-format", strconv.Itoa(i))
				if plain {
					m.Export.Choose("export-plain", "plain")
				}
				m.Export.SubmitDialog()
				e := saved(t, m)
				assert.Equal(t, "keytrail-20260305-120000"+f.Ending, e.Target)
				content := e.Text
				if f.ID == "capture" {
					z, err := gzip.NewReader(strings.NewReader(content))
					require.NoError(t, err)
					all, err := io.ReadAll(z)
					require.NoError(t, err)
					content = string(all)
				}
				assert.NotEmpty(t, content)
				for _, secret := range []string{uitest.SecretPhone, uitest.SecretMail} {
					coded := base64.StdEncoding.EncodeToString([]byte(secret))
					if !plain {
						assert.NotContains(t, content, secret)
						assert.NotContains(t, content, coded)
					}
				}
				if plain && f.ID != "report" && f.ID != "csv" && f.ID != "patch" {
					assert.Contains(t, content, uitest.SecretPhone)
				}
			})
		}
	}
}

func TestCopiesGoThroughTheMasks(t *testing.T) {
	for _, test := range []struct {
		name  string
		plain bool
		leaks bool
	}{{"redaction on", false, false}, {"with customer data", true, true}} {
		t.Run(test.name, func(t *testing.T) {
			m, _ := pagetest.ModelOf(uitest.Usual(t))
			m.Export.Tape, m.Export.Plain = uitest.Taped, test.plain
			s := &screen{m: m}
			m.Effects = nil
			m.Want(stage.Effect{Do: stage.CopyText, Text: "call " + uitest.SecretPhone})
			s.maskCopies()
			require.Len(t, m.Effects, 1)
			assert.Equal(t, test.leaks, strings.Contains(m.Effects[0].Text, uitest.SecretPhone), m.Effects[0].Text)
			s.maskCopies()
			require.Len(t, m.Effects, 1, "a masked copy is not masked again")
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
			state := uitest.StateOf(uitest.Session(t, "0000Wa9CAM6W00J", uitest.Story{{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"Ref":"q7"}`}}))
			state.Traffic = []*book.Exchange{{N: 1, Session: "0000Wa9CAM6W00J", Response: []byte(`{"userData":{"Ref":"q7","Phone":"` + uitest.SecretPhone + `"}}`)}}
			m, _ := pagetest.ModelOf(state)
			m.Export.Tape, m.Export.Rules, m.Origin = uitest.Taped, "Ref=hide", "https://text"
			m.Run = func(_ string, job func() func()) { job()() }
			m.SelectKey("Ref")
			m.View.Exchange = 1
			m.Effects = nil
			m.Act(test.do, test.arg)
			(&screen{m: m}).maskCopies()
			i := slices.IndexFunc(m.Effects, func(e stage.Effect) bool { return e.Do == stage.CopyText })
			require.GreaterOrEqual(t, i, 0)
			assert.Contains(t, m.Effects[i].Text, test.want)
			assert.NotContains(t, m.Effects[i].Text, "q7")
		})
	}
}

func TestAFileBeingReadIsDrawnUnhurriedly(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Filed(t))
	s := &screen{m: m, painted: uitest.Before(0)}
	reading := uitest.Filed(t)
	reading.Files = []*tracker.Opening{{Name: "x", Size: 9}}
	assert.True(t, s.unhurried(reading, uitest.Noon.Add(100*time.Millisecond)))
	assert.False(t, s.unhurried(reading, uitest.Noon.Add(time.Second)))
	assert.False(t, s.unhurried(uitest.Filed(t), uitest.Noon), "the last state is drawn at once")
	m.Take(uitest.Usual(t), uitest.Noon)
	assert.False(t, s.unhurried(reading, uitest.Noon), "so is the first that shows the file")
}

// While a file is on the screen nothing says that a recording goes on, nor that
// opening something else takes its place.
func TestAFileClaimsNoRecording(t *testing.T) {
	s := uitest.Strays(t)
	s.Sessions = []*book.Session{uitest.Session(t, "a1", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Hour)}, `{"k":"1"}`},
		{history.Event{Kind: history.Notification, Time: uitest.Before(time.Minute)}, `{"k":"2"}`},
	})}
	s.Sessions[0].Capabilities = []string{"SendMessage"}
	s.Link = link.Status{State: link.File}
	m, _ := pagetest.ModelOf(s)
	m.SelectKey("k")
	m.Act("watch", "")
	text := markupOf(t, &table.WatchStrip{Model: m})
	m.Act("event", "1")
	var panel strings.Builder
	app.PrintHTML(&panel, forms.WatchList(m))
	text += markupOf(t, &table.Head{Model: m}) + panel.String()
	m.Act("stray", "1")
	text += markupOf(t, &detail.Inspector{Model: m})
	assert.Contains(t, text, "Treat as sample")
	assert.Contains(t, text, "freezes")
	assert.NotContains(t, strings.ToLower(text), "recording goes on")
	assert.NotContains(t, text, "in place of what is on the screen")
	for tab, want := range map[string]string{"writes": "The file has no write to this session.", "traffic": "The file has no request."} {
		m.Act("tab", tab)
		assert.Contains(t, markupOf(t, &timeline.Timeline{Model: m}), want)
	}
	m.Act("panel", "operate")
	panel.Reset()
	app.PrintHTML(&panel, forms.OperateView(m))
	assert.Contains(t, panel.String(), "The file has no message of this session.")
	assert.Contains(t, panel.String(), "A file is on the screen: there is nobody to send to.", "before an operation is chosen")
	assert.Contains(t, panel.String(), "Not offered")
	assert.NotContains(t, panel.String(), " now", "of a file nothing is possible or impossible now")
}
