package ui

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture/open"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/link"
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
	"github.com/keytrail/keytrail/app/userdata"
)

// A picture is what the page draws of a state, once somebody has looked at it in a
// way. It is a golden file.
type picture struct {
	name  string
	state func(t *testing.T) *tracker.State
	view  func(m *page.Model)
	draw  func(m *page.Model) app.Composer
}

func hang(t *testing.T, pictures []picture) {
	for _, p := range pictures {
		t.Run(p.name, func(t *testing.T) {
			m, _ := pagetest.ModelOf(p.state(t))
			p.view(m)
			draws(t, p.name, p.draw(m))
		})
	}
}

// draws holds what a component draws against its golden file.
func draws(t *testing.T, name string, c app.Composer) {
	t.Helper()
	got := markupOf(t, c)
	assert.NotContains(t, got, `class="fault"`, "a component panicked while it was drawn")
	assert.NotContains(t, got, " style=", "the security policy refuses style attributes")
	golden(t, name, got)
}

// What is drawn.
func boardOf(m *page.Model) app.Composer     { return &boardView{Model: m} }
func exportOf(m *page.Model) app.Composer    { return &dialogs.Export{Model: m} }
func filterBarOf(m *page.Model) app.Composer { return &table.FilterBar{Model: m} }
func footerOf(m *page.Model) app.Composer    { return &footer{Model: m} }
func gridOf(m *page.Model) app.Composer      { return &table.Grid{Model: m} }
func headOf(m *page.Model) app.Composer      { return &table.Head{Model: m} }
func inspectorOf(m *page.Model) app.Composer { return &detail.Inspector{Model: m} }
func panelOf(m *page.Model) app.Composer     { return &forms.SidePanel{Model: m} }
func pickersOf(m *page.Model) app.Composer   { return &dialogs.Pickers{Model: m} }
func proofsOf(m *page.Model) app.Composer    { return &detail.ProofList{Model: m} }
func sessionsOf(m *page.Model) app.Composer  { return &sessionList{Model: m} }
func stripOf(m *page.Model) app.Composer     { return &table.WatchStrip{Model: m} }
func timelineOf(m *page.Model) app.Composer  { return &timeline.Timeline{Model: m} }
func topBarOf(m *page.Model) app.Composer    { return &topBar{Model: m} }

// The gallery renders every component in the states that matter: as usual,
// empty, in error, and with the extremes. Each row is a golden file.
func TestGallery(t *testing.T) {
	none := func(*page.Model) {}
	hang(t, []picture{
		{"topbar-connected", uitest.Usual, none, topBarOf},
		{"topbar-reconnecting", lost, none, topBarOf},
		{"topbar-review", uitest.Usual, func(m *page.Model) { m.Review(2) }, topBarOf},
		{"sessions-usual", uitest.Several, none, sessionsOf},
		{"sessions-none", silent, none, sessionsOf},
		{"head-usual", uitest.Usual, none, headOf},
		{"head-review", uitest.Usual, func(m *page.Model) { m.Review(2) }, headOf},
		{"head-never", func(t *testing.T) *tracker.State {
			s := lost(t)
			s.Link.Heartbeat = time.Time{}
			return s
		}, none, headOf},
		{"head-stale", lost, none, headOf},
		{"head-ended", ended, none, headOf},
		{"grid-live", uitest.Usual, none, gridOf},
		{"grid-review", uitest.Usual, func(m *page.Model) { m.Review(2) }, gridOf},
		{"grid-base", uitest.Usual, func(m *page.Model) { m.SetBase(1) }, gridOf},
		{"grid-unfolded", uitest.Usual, func(m *page.Model) { m.UnfoldAll() }, gridOf},
		{"grid-nomatch", uitest.Usual, func(m *page.Model) { m.SetFilter("<img onerror=x>") }, gridOf},
		{"grid-long", longKeys, func(m *page.Model) {
			m.UnfoldAll()
			m.SelectKey("CBR-contract_DBIDs_ActualVolume")
			m.ToggleWatch(m.View.Key)
		}, gridOf},
		{"footer-focus", longKeys, func(m *page.Model) { m.SelectKey("CBR-contract_DBIDs_ActualVolume") }, footerOf},
		{"grid-hostile", hostile, none, gridOf},
		{"grid-silent", silent, none, gridOf},
		{"grid-connecting", connecting, none, gridOf},
		{"writeform-empty", uitest.Usual, func(m *page.Model) { m.TogglePanel(scene.WritePanel) }, panelOf},
		{"writeform-errors", uitest.Usual, draftWithErrors, panelOf},
		{"writeform-delete", uitest.Usual, func(m *page.Model) { m.SelectKey("DISP_KEY"); m.Writing.DeleteKey() }, panelOf},
		{"link-refused", refused, func(m *page.Model) { m.TogglePanel(scene.LinkPanel) }, panelOf},
		{"connect-errors", silent, func(m *page.Model) {
			m.TogglePanel(scene.ConnectPanel)
			m.Connect.Base = "javascript:1"
			m.Connect.SubmitConnect()
		}, panelOf},
		{"proofs-exact", uitest.Usual, func(m *page.Model) { m.Act("write", "1") }, proofsOf},
		{"proofs-several", uitest.Verdicts, func(m *page.Model) { m.Act("write", "2"); m.Act("bodies", "2") }, proofsOf},
		{"inspector-key", uitest.Usual, func(m *page.Model) { m.SelectKey("DISP_KEY") }, inspectorOf},
		{"inspector-none", uitest.Usual, none, inspectorOf},
		{"inspector-stray", uitest.Strays, func(m *page.Model) { m.Act("stray", "1") }, inspectorOf},
		{"timeline-changes", uitest.Strays, none, timelineOf},
		{"timeline-gap", gapped, none, timelineOf},
		{"timeline-writes", uitest.Verdicts, func(m *page.Model) { m.Act("tab", "writes") }, timelineOf},
		{"timeline-traffic", uitest.Busy, func(m *page.Model) { m.Act("tab", "traffic") }, timelineOf},
		{"timeline-none", silent, none, timelineOf},
		{"footer-usual", uitest.Usual, none, footerOf},
		{"topbar-file", uitest.Filed, none, topBarOf},
		{"head-file", uitest.Filed, none, headOf},
		{"welcome-doors", offline, func(m *page.Model) { m.Shelf.List = shelved() }, gridOf},
		{"opening-progress", uitest.Opening(tracker.Opening{Name: "big.har", Read: 25_000_000, Size: 100_000_000}), openFilePanel, panelOf},
		{"opening-done", uitest.Filed, openFilePanel, panelOf},
		{"opening-followed", uitest.Followed, func(m *page.Model) { m.Follows, m.View.Panel = true, scene.FilePanel }, panelOf},
		{"topbar-followed", uitest.Followed, none, topBarOf},
		{"head-followed", unreachable, none, headOf},
		{"opening-nothing", uitest.Opening(tracker.Opening{Name: "<b>.txt", Done: true, Err: open.ErrNothing}), openFilePanel, panelOf},
		{"opening-none", uitest.Usual, openFilePanel, panelOf},
		{"export-preview", uitest.Usual, exportWith(nil), exportOf},
		{"export-plain", uitest.Usual, exportWith(func(m *page.Model) { m.Export.Choose("export-plain", "plain") }), exportOf},
		{"export-rules", uitest.Usual, exportWith(func(m *page.Model) { m.Export.TypedInto("rules", "[log-filter-data]\nDISP_KEY=hide\nnonsense") }), exportOf},
		{"export-range", uitest.Usual, exportWith(func(m *page.Model) {
			m.Export.Choose("export-scope", export.ScopeEvents)
			m.Export.TypedInto("first", "9")
			m.Export.SubmitDialog()
		}), exportOf},
		{"export-csv", uitest.Usual, exportWith(func(m *page.Model) { m.Export.Choose("export-format", "3"); m.Export.SubmitDialog() }), exportOf},
		{"export-looking", uitest.Usual, exportWith(func(m *page.Model) { m.Export.Preview, m.Export.Look = nil, &stage.Job{Percent: 34} }), exportOf},
		{"export-writing", uitest.Usual, exportWith(func(m *page.Model) { m.Export.Save = &stage.Job{Percent: 100} }), exportOf},
		{"export-saved", uitest.Usual, exportWith(func(m *page.Model) { m.Export.SubmitDialog() }), exportOf},
		{"simulator", simulating, func(m *page.Model) { m.Act("panel", "simulator") }, panelOf},
		{"simulator-chip", simulating, none, topBarOf},
		{"simulator-note", simulating, none, inspectorOf},
		{"tour", simulating, func(m *page.Model) { m.Act("tour", "1") }, panelOf},
		{"keep-none", uitest.Usual, func(m *page.Model) { m.TogglePanel(scene.KeepPanel) }, panelOf},
		{"keep-list", uitest.Usual, keepWith(func(p *records.Shelf) { p.List, p.Used, p.Room = shelved(), 12_000_000, 900_000_000 }), panelOf},
		{"keep-on", uitest.Usual, keepWith(func(p *records.Shelf) {
			p.List, p.Current, p.Bytes, p.Stop = shelved(), "2", 81_000, func() {}
			p.List[0].Running, p.List[0].Cut = true, false
		}), panelOf},
		{"keep-full", uitest.Usual, func(m *page.Model) {
			m.TogglePanel(scene.KeepPanel)
			m.Shelf.Recorded(errors.New("the browser has no more room for this site: delete recordings, or free space on the disk"))
		}, panelOf},
		{"keep-asking", uitest.Usual, keepWith(func(p *records.Shelf) { p.List, p.Asking = shelved(), true }), panelOf},
		{"filterbar-chips", uitest.Usual, func(m *page.Model) {
			m.SetFilter(`key:RT* -class:business "<b>"`)
			m.SaveFilter()
		}, filterBarOf},
		{"filterbar-error", uitest.Usual, func(m *page.Model) { m.SetFilter("user type:nummer") }, filterBarOf},
		{"filterbar-none", uitest.Usual, none, filterBarOf},
		{"watchstrip-usual", uitest.Usual, watchSome, stripOf},
		{"watchstrip-none", uitest.Usual, none, stripOf},
		{"grid-pinned", uitest.Usual, func(m *page.Model) {
			watchSome(m)
			m.TogglePin("Subject")
			m.HideKeys(page.HideOption{Pattern: "UserData2"})
		}, gridOf},
		{"palette-lens", uitest.Usual, func(m *page.Model) { m.OpenPalette(); m.Typed("palette", 0, "", "lens") }, pickersOf},
		{"palette-nothing", uitest.Usual, func(m *page.Model) { m.Typed("palette", 0, "", "xyzzy") }, pickersOf},
		{"palette-hide", uitest.Usual, func(m *page.Model) { m.SelectKey("UserData1"); m.Act("hide-menu", "") }, pickersOf},
		{"panels-view", uitest.Usual, func(m *page.Model) { m.SetLens(3); m.TogglePanel(scene.ViewPanel) }, panelOf},
		{"panels-contract", uitest.Usual, func(m *page.Model) {
			m.SetContract("DISP_KEY text\nTempReservation\nLater any")
			m.TogglePanel(scene.ContractPanel)
		}, panelOf},
		{"panels-contract-error", uitest.Usual, func(m *page.Model) { m.SetContract("DISP_KEY txet"); m.TogglePanel(scene.ContractPanel) }, panelOf},
		{"panels-noise", uitest.Usual, func(m *page.Model) {
			m.HideKeys(page.HideOption{Pattern: "User", Match: userdata.Prefix})
			m.TogglePanel(scene.NoisePanel)
			m.SetRules("hide class nobody")
		}, panelOf},
		{"panels-lookup", uitest.Usual, func(m *page.Model) { m.SetFilter("ever:pending"); m.LookUp() }, panelOf},
		{"player-playing", uitest.Usual, func(m *page.Model) { m.Act("play", ""); m.Act("speed", "2") }, timelineOf},
		{"player-still", uitest.Usual, func(m *page.Model) { m.Still = true }, timelineOf},
		{"menu-row", uitest.Usual, func(m *page.Model) { m.SelectKey("DISP_KEY"); m.OpenMenu(scene.DataPane, "") }, pickersOf},
		{"menu-session", uitest.Usual, func(m *page.Model) { m.OpenMenu(scene.SessionsPane, "") }, pickersOf},
		{"skips-table", uitest.Usual, skipSome, gridOf},
		{"skips-panel", uitest.Usual, func(m *page.Model) { skipSome(m); m.TogglePanel(scene.WhoPanel) }, panelOf},
		{"skips-history", uitest.Usual, func(m *page.Model) { skipSome(m); m.SelectKey("DISP_KEY") }, inspectorOf},
		{"breaks-panel", uitest.Usual, stopSome, panelOf},
		{"breaks-strip", uitest.Usual, func(m *page.Model) { stopSome(m); m.View.At, m.View.Broke = 2, m.View.Watches[0] }, stripOf},
		{"head-locked", uitest.InProduction, none, headOf},
		{"writeform-locked", uitest.Usual, func(m *page.Model) { m.SetLens(3); m.TogglePanel(scene.WritePanel) }, panelOf},
		{"chosen-rows", uitest.Usual, func(m *page.Model) {
			m.SetPins("DISP_KEY = Disposition")
			m.SelectKey("UserData1")
			m.ChooseRow(false)
			m.SelectKey("DISP_KEY")
			m.ChooseRow(true)
		}, gridOf},
		{"pins-form", uitest.Usual, func(m *page.Model) { m.SetPins("\"open"); m.TogglePanel(scene.PinsPanel) }, panelOf},
		{"grid-found", uitest.Usual, func(m *page.Model) { m.SetFilter("re type:text") }, gridOf},
		{"skipped-none", uitest.Usual, func(m *page.Model) {
			m.SetFilter("")
			m.Now = uitest.Noon.Add(time.Hour)
			m.Review(2)
			m.SetLens(3)
			m.SetChangedOnly(true)
			m.HideKeys(page.HideOption{Pattern: "DISP_KEY"})
		}, gridOf},
		{"skipped-changes", uitest.Usual, func(m *page.Model) { m.Review(2); m.SetChangedOnly(true); m.SortBy(scene.KeyColumn) }, gridOf},
		{"sessions-named", labelled, none, sessionsOf},
		{"session-form", labelled, func(m *page.Model) { m.TogglePanel(scene.SessionPanel) }, panelOf},
		{"session-find", uitest.Usual, func(m *page.Model) { m.TogglePanel(scene.FindPanel); m.Typed("find", 0, "id", "a b"); m.Submit("find") }, panelOf},
		{"lookup-sessions", uitest.Several, func(m *page.Model) { m.SetFilter("value:1 "); m.LookUp() }, panelOf},
		{"board-usual", uitest.Several, func(m *page.Model) { m.Act("board-column", "DISP_KEY"); m.Act("board", "") }, boardOf},
		{"board-choosing", uitest.Several, func(m *page.Model) { m.Act("board-choose", ""); m.Typed("board", 0, "filter", "a\"") }, boardOf},
		{"board-charts", uitest.Several, func(m *page.Model) { m.Act("board-column", "DISP_KEY"); m.Act("board-charts", "") }, boardOf},
		{"board-none", silent, func(m *page.Model) { m.Act("board", "") }, boardOf},
		{"notices-alert", uitest.Usual, func(m *page.Model) { m.Alert("It did not work.") }, func(m *page.Model) app.Composer { return &noticeArea{Model: m} }},
	})
}

func watchSome(m *page.Model) {
	m.ToggleWatch("DISP_KEY")
	m.ToggleWatch("not there")
	m.ToggleStop(1)
	m.SetContract("DISP_KEY text\nSubject number")
}

func skipSome(m *page.Model) {
	m.SkipAuthor(int(history.AnotherClient))
	m.SkipEvent(3)
}

func stopSome(m *page.Model) {
	m.SelectKey("DISP_KEY")
	m.StopWhen("DISP_KEY")
	m.SetCondition(0, "value:=resolved")
	m.StopWhen("UserData2")
	m.SetCondition(1, "ever:1")
}

// labelled are sessions that a person has named, pinned and noted, and some
// that are not kept any more.
func labelled(t *testing.T) *tracker.State {
	s := uitest.Several(t)
	x := *s.Sessions[1]
	x.Name, x.Pinned, x.Comment = "the <angry> one", true, "calls back"
	x.Participants = []book.Participant{{ID: "1", Nickname: "Tom", Type: "Agent"}}
	s.Sessions[1], s.Forgotten = &x, 12
	s.Notes = []book.Note{{Time: uitest.Before(time.Minute), Session: x.ID, Text: "ask Tom"}}
	return s
}

func silent(t *testing.T) *tracker.State { return uitest.StateOf() }

func lost(t *testing.T) *tracker.State {
	s := uitest.StateOf(uitest.Chat(t))
	s.Link.State, s.Link.Attempt, s.Link.Next, s.Link.Problem = link.Reconnecting, 2, uitest.Noon.Add(4*time.Second), errDown
	return s
}

func connecting(t *testing.T) *tracker.State {
	s := uitest.StateOf()
	s.Link = link.Status{State: link.Connecting, Steps: []link.Step{
		{Name: "reach", State: link.Done, Note: "12 ms"}, {Name: "sign in", State: link.Running}, {Name: "handshake"}}}
	return s
}

func refused(t *testing.T) *tracker.State {
	s := uitest.StateOf()
	s.Link.State, s.Link.Problem = link.Refused, errDown
	s.Link.Steps = []link.Step{{Name: "reach", State: link.Failed, Err: errDown}}
	return s
}

func ended(t *testing.T) *tracker.State {
	x := uitest.Chat(t)
	x.State, x.Ended = "Completed", true
	return uitest.StateOf(x)
}

func gapped(t *testing.T) *tracker.State {
	return uitest.StateOf(uitest.Session(t, "a1", uitest.Story{
		{history.Event{Kind: history.Snapshot, Time: uitest.Before(5 * time.Minute)}, `{"a":"1"}`},
		{history.Event{Kind: history.Gap, Since: uitest.Before(82 * time.Second), Time: uitest.Before(20 * time.Second), Author: history.Unknown}, `{"a":"2"}`},
	}))
}

func hostile(t *testing.T) *tracker.State {
	return uitest.StateOf(uitest.Session(t, "x", uitest.Story{{history.Event{Kind: history.Snapshot, Time: uitest.Before(5 * time.Minute)},
		`{"":"empty key"," padded ":" two  blanks ","__proto__":"constructor","<b>":"<script>alert(1)</script>","q\"'":"javascript:alert(1)","nul":"a\u0000b","bidi":"\u202egnp.exe","emoji":"👩‍👩‍👧","tab":"a\tb","text null":"null","text 0":"0","none":null,"no text":"","deep":{"a":[1,1.0,1e0]},"big":12345678901234567890,"twice":1,"twice":2}`}}))
}

func draftWithErrors(m *page.Model) {
	m.TogglePanel(scene.WritePanel)
	m.Typed("draft", 0, "value", "x")
	m.Writing.AddRow()
	m.Typed("draft", 1, "key", "DISP_KEY")
	m.Typed("draft", 1, "type", "number")
	m.Typed("draft", 1, "value", "12a")
	m.Writing.AddRow()
	m.Typed("draft", 2, "key", "DISP_KEY")
	m.Writing.AddRow()
	m.Writing.RemoveRow(3)
	m.Writing.SubmitWrite()
}

func TestCustomerTextNeverBecomesALink(t *testing.T) {
	m, _ := pagetest.ModelOf(hostile(t))
	got := markupOf(t, &table.Grid{Model: m})
	assert.NotContains(t, got, "<a ")
	assert.NotContains(t, got, "href")
	assert.NotContains(t, got, "<script>")
}

func TestThePageHoldsFewNodesHoweverMuchThereIs(t *testing.T) {
	var b strings.Builder
	b.WriteString("{")
	for i := range 10_000 {
		if i > 0 {
			b.WriteString(",")
		}
		b.WriteString(`"key` + strconv.Itoa(i) + `":"` + strconv.Itoa(i) + `"`)
	}
	b.WriteString("}")
	m, _ := pagetest.ModelOf(uitest.StateOf(uitest.Session(t, "big", uitest.Story{{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Hour)}, b.String()}})))
	got := markupOf(t, &table.Grid{Model: m})
	require.Contains(t, got, `aria-rowcount="10000"`)
	assert.Less(t, strings.Count(got, "<tr"), 100)
}

// simulating is a simulator that was told to coerce and to be late.
func simulating(t *testing.T) *tracker.State {
	s := uitest.Usual(t)
	s.Misbehaviours = &link.Misbehaviours{}
	for _, w := range forms.Ways {
		s.Misbehaviours.Ways = append(s.Misbehaviours.Ways, link.Misbehaviour{Way: w.Word, On: w.Word == "coerce" || w.Word == "late"})
	}
	return s
}
