package ui

import (
	"errors"
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
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

// The gallery renders every component in the states that matter: as usual,
// empty, in error, and with the extremes. Each row is a golden file.
func TestGallery(t *testing.T) {
	none := func(*model) {}
	for _, row := range []struct {
		name  string
		state func(t *testing.T) *tracker.State
		view  func(m *model)
		draw  func(m *model) app.Composer
	}{
		{"topbar-connected", usual, none, func(m *model) app.Composer { return &topBar{Model: m} }},
		{"topbar-reconnecting", lost, none, func(m *model) app.Composer { return &topBar{Model: m} }},
		{"topbar-review", usual, func(m *model) { m.review(2) }, func(m *model) app.Composer { return &topBar{Model: m} }},
		{"sessions-usual", several, none, func(m *model) app.Composer { return &sessionList{Model: m} }},
		{"sessions-none", silent, none, func(m *model) app.Composer { return &sessionList{Model: m} }},
		{"head-usual", usual, none, func(m *model) app.Composer { return &tableHead{Model: m} }},
		{"head-review", usual, func(m *model) { m.review(2) }, func(m *model) app.Composer { return &tableHead{Model: m} }},
		{"head-never", func(t *testing.T) *tracker.State {
			s := lost(t)
			s.Link.Heartbeat = time.Time{}
			return s
		}, none, func(m *model) app.Composer { return &tableHead{Model: m} }},
		{"head-stale", lost, none, func(m *model) app.Composer { return &tableHead{Model: m} }},
		{"head-ended", ended, none, func(m *model) app.Composer { return &tableHead{Model: m} }},
		{"grid-live", usual, none, func(m *model) app.Composer { return &grid{Model: m} }},
		{"grid-review", usual, func(m *model) { m.review(2) }, func(m *model) app.Composer { return &grid{Model: m} }},
		{"grid-base", usual, func(m *model) { m.setBase(1) }, func(m *model) app.Composer { return &grid{Model: m} }},
		{"grid-unfolded", usual, func(m *model) { m.unfoldAll() }, func(m *model) app.Composer { return &grid{Model: m} }},
		{"grid-nomatch", usual, func(m *model) { m.setFilter("<img onerror=x>") }, func(m *model) app.Composer { return &grid{Model: m} }},
		{"grid-long", longKeys, func(m *model) {
			m.unfoldAll()
			m.selectKey("CBR-contract_DBIDs_ActualVolume")
			m.toggleWatch(m.view.key)
		}, func(m *model) app.Composer { return &grid{Model: m} }},
		{"footer-focus", longKeys, func(m *model) { m.selectKey("CBR-contract_DBIDs_ActualVolume") }, func(m *model) app.Composer { return &footer{Model: m} }},
		{"grid-hostile", hostile, none, func(m *model) app.Composer { return &grid{Model: m} }},
		{"grid-silent", silent, none, func(m *model) app.Composer { return &grid{Model: m} }},
		{"grid-connecting", connecting, none, func(m *model) app.Composer { return &grid{Model: m} }},
		{"writeform-empty", usual, func(m *model) { m.togglePanel(writePanel) }, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"writeform-errors", usual, draftWithErrors, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"writeform-delete", usual, func(m *model) { m.selectKey("DISP_KEY"); m.deleteKey() }, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"link-refused", refused, func(m *model) { m.togglePanel(linkPanel) }, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"connect-errors", silent, func(m *model) { m.togglePanel(connectPanel); m.connect.base = "javascript:1"; m.submitConnect() }, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"proofs-exact", usual, func(m *model) { m.act("write", "1") }, func(m *model) app.Composer { return &proofList{Model: m} }},
		{"proofs-several", verdicts, func(m *model) { m.act("write", "2"); m.act("bodies", "2") }, func(m *model) app.Composer { return &proofList{Model: m} }},
		{"inspector-key", usual, func(m *model) { m.selectKey("DISP_KEY") }, func(m *model) app.Composer { return &inspector{Model: m} }},
		{"inspector-none", usual, none, func(m *model) app.Composer { return &inspector{Model: m} }},
		{"inspector-stray", strays, func(m *model) { m.act("stray", "1") }, func(m *model) app.Composer { return &inspector{Model: m} }},
		{"timeline-changes", strays, none, func(m *model) app.Composer { return &timeline{Model: m} }},
		{"timeline-gap", gapped, none, func(m *model) app.Composer { return &timeline{Model: m} }},
		{"timeline-writes", verdicts, func(m *model) { m.act("tab", "writes") }, func(m *model) app.Composer { return &timeline{Model: m} }},
		{"timeline-traffic", busy, func(m *model) { m.act("tab", "traffic") }, func(m *model) app.Composer { return &timeline{Model: m} }},
		{"timeline-none", silent, none, func(m *model) app.Composer { return &timeline{Model: m} }},
		{"footer-usual", usual, none, func(m *model) app.Composer { return &footer{Model: m} }},
		{"topbar-file", filed, none, func(m *model) app.Composer { return &topBar{Model: m} }},
		{"head-file", filed, none, func(m *model) app.Composer { return &tableHead{Model: m} }},
		{"welcome-doors", offline, func(m *model) { m.keeping.list = shelved() }, func(m *model) app.Composer { return &grid{Model: m} }},
		{"opening-progress", opening(tracker.Opening{Name: "big.har", Read: 25_000_000, Size: 100_000_000}), openFilePanel, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"opening-done", filed, openFilePanel, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"opening-followed", followed, func(m *model) { m.follows, m.view.panel = true, filePanel }, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"topbar-followed", followed, none, func(m *model) app.Composer { return &topBar{Model: m} }},
		{"head-followed", unreachable, none, func(m *model) app.Composer { return &tableHead{Model: m} }},
		{"opening-nothing", opening(tracker.Opening{Name: "<b>.txt", Done: true, Err: open.ErrNothing}), openFilePanel, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"opening-none", usual, openFilePanel, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"export-preview", usual, exportWith(nil), func(m *model) app.Composer { return &exportDialog{Model: m} }},
		{"export-plain", usual, exportWith(func(m *model) { m.choose("export-plain", "plain") }), func(m *model) app.Composer { return &exportDialog{Model: m} }},
		{"export-rules", usual, exportWith(func(m *model) { m.typedExport("rules", "[log-filter-data]\nDISP_KEY=hide\nnonsense") }), func(m *model) app.Composer { return &exportDialog{Model: m} }},
		{"export-range", usual, exportWith(func(m *model) { m.choose("export-scope", scopeEvents); m.typedExport("first", "9"); m.submitExport() }), func(m *model) app.Composer { return &exportDialog{Model: m} }},
		{"export-csv", usual, exportWith(func(m *model) { m.choose("export-format", "3"); m.submitExport() }), func(m *model) app.Composer { return &exportDialog{Model: m} }},
		{"export-looking", usual, exportWith(func(m *model) { m.export.preview, m.export.look = nil, &job{percent: 34} }), func(m *model) app.Composer { return &exportDialog{Model: m} }},
		{"export-writing", usual, exportWith(func(m *model) { m.export.save = &job{percent: 100} }), func(m *model) app.Composer { return &exportDialog{Model: m} }},
		{"export-saved", usual, exportWith(func(m *model) { m.submitExport() }), func(m *model) app.Composer { return &exportDialog{Model: m} }},
		{"simulator", simulating, func(m *model) { m.act("panel", "simulator") }, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"simulator-chip", simulating, none, func(m *model) app.Composer { return &topBar{Model: m} }},
		{"simulator-note", simulating, none, func(m *model) app.Composer { return &inspector{Model: m} }},
		{"tour", simulating, func(m *model) { m.act("tour", "1") }, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"keep-none", usual, func(m *model) { m.togglePanel(keepPanel) }, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"keep-list", usual, keepWith(func(p *keeping) { p.list, p.used, p.room = shelved(), 12_000_000, 900_000_000 }), func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"keep-on", usual, keepWith(func(p *keeping) {
			p.list, p.current, p.bytes, p.stop = shelved(), "2", 81_000, func() {}
			p.list[0].Running, p.list[0].Cut = true, false
		}), func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"keep-full", usual, func(m *model) {
			m.togglePanel(keepPanel)
			m.recorded(errors.New("the browser has no more room for this site: delete recordings, or free space on the disk"))
		}, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"keep-asking", usual, keepWith(func(p *keeping) { p.list, p.asking = shelved(), true }), func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"filterbar-chips", usual, func(m *model) {
			m.setFilter(`key:RT* -class:business "<b>"`)
			m.saveFilter()
		}, func(m *model) app.Composer { return &filterBar{Model: m} }},
		{"filterbar-error", usual, func(m *model) { m.setFilter("user type:nummer") }, func(m *model) app.Composer { return &filterBar{Model: m} }},
		{"filterbar-none", usual, none, func(m *model) app.Composer { return &filterBar{Model: m} }},
		{"watchstrip-usual", usual, watchSome, func(m *model) app.Composer { return &watchStrip{Model: m} }},
		{"watchstrip-none", usual, none, func(m *model) app.Composer { return &watchStrip{Model: m} }},
		{"grid-pinned", usual, func(m *model) { watchSome(m); m.togglePin("Subject"); m.hideKeys(hideOption{pattern: "UserData2"}) }, func(m *model) app.Composer { return &grid{Model: m} }},
		{"palette-lens", usual, func(m *model) { m.openPalette(); m.typed("palette", 0, "", "lens") }, func(m *model) app.Composer { return &dialogs{Model: m} }},
		{"palette-nothing", usual, func(m *model) { m.typed("palette", 0, "", "xyzzy") }, func(m *model) app.Composer { return &dialogs{Model: m} }},
		{"palette-hide", usual, func(m *model) { m.selectKey("UserData1"); m.act("hide-menu", "") }, func(m *model) app.Composer { return &dialogs{Model: m} }},
		{"panels-view", usual, func(m *model) { m.setLens(3); m.togglePanel(viewPanel) }, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"panels-contract", usual, func(m *model) {
			m.setContract("DISP_KEY text\nTempReservation\nLater any")
			m.togglePanel(contractPanel)
		}, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"panels-contract-error", usual, func(m *model) { m.setContract("DISP_KEY txet"); m.togglePanel(contractPanel) }, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"panels-noise", usual, func(m *model) {
			m.hideKeys(hideOption{pattern: "User", match: userdata.Prefix})
			m.togglePanel(noisePanel)
			m.setRules("hide class nobody")
		}, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"panels-lookup", usual, func(m *model) { m.setFilter("ever:pending"); m.lookUp() }, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"player-playing", usual, func(m *model) { m.act("play", ""); m.act("speed", "2") }, func(m *model) app.Composer { return &timeline{Model: m} }},
		{"player-still", usual, func(m *model) { m.still = true }, func(m *model) app.Composer { return &timeline{Model: m} }},
		{"menu-row", usual, func(m *model) { m.selectKey("DISP_KEY"); m.openMenu(dataPane, "") }, func(m *model) app.Composer { return &dialogs{Model: m} }},
		{"menu-session", usual, func(m *model) { m.openMenu(sessionsPane, "") }, func(m *model) app.Composer { return &dialogs{Model: m} }},
		{"skips-table", usual, skipSome, func(m *model) app.Composer { return &grid{Model: m} }},
		{"skips-panel", usual, func(m *model) { skipSome(m); m.togglePanel(whoPanel) }, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"skips-history", usual, func(m *model) { skipSome(m); m.selectKey("DISP_KEY") }, func(m *model) app.Composer { return &inspector{Model: m} }},
		{"breaks-panel", usual, stopSome, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"breaks-strip", usual, func(m *model) { stopSome(m); m.view.at, m.view.broke = 2, m.view.watches[0] }, func(m *model) app.Composer { return &watchStrip{Model: m} }},
		{"head-locked", inProduction, none, func(m *model) app.Composer { return &tableHead{Model: m} }},
		{"writeform-locked", usual, func(m *model) { m.setLens(3); m.togglePanel(writePanel) }, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"chosen-rows", usual, func(m *model) {
			m.setPins("DISP_KEY = Disposition")
			m.selectKey("UserData1")
			m.chooseRow(false)
			m.selectKey("DISP_KEY")
			m.chooseRow(true)
		}, func(m *model) app.Composer { return &grid{Model: m} }},
		{"pins-form", usual, func(m *model) { m.setPins("\"open"); m.togglePanel(pinsPanel) }, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"grid-found", usual, func(m *model) { m.setFilter("re type:text") }, func(m *model) app.Composer { return &grid{Model: m} }},
		{"skipped-none", usual, func(m *model) {
			m.setFilter("")
			m.now = noon.Add(time.Hour)
			m.review(2)
			m.setLens(3)
			m.setChangedOnly(true)
			m.hideKeys(hideOption{pattern: "DISP_KEY"})
		}, func(m *model) app.Composer { return &grid{Model: m} }},
		{"skipped-changes", usual, func(m *model) { m.review(2); m.setChangedOnly(true); m.sortBy(keyColumn) }, func(m *model) app.Composer { return &grid{Model: m} }},
		{"sessions-named", labelled, none, func(m *model) app.Composer { return &sessionList{Model: m} }},
		{"session-form", labelled, func(m *model) { m.togglePanel(sessionPanel) }, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"session-find", usual, func(m *model) { m.togglePanel(findPanel); m.typed("find", 0, "id", "a b"); m.submit("find") }, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"lookup-sessions", several, func(m *model) { m.setFilter("value:1 "); m.lookUp() }, func(m *model) app.Composer { return &sidePanel{Model: m} }},
		{"notices-alert", usual, func(m *model) { m.alert("It did not work.", "") }, func(m *model) app.Composer { return &noticeArea{Model: m} }},
	} {
		t.Run(row.name, func(t *testing.T) {
			m, _ := modelOf(row.state(t))
			row.view(m)
			got := html(t, row.draw(m))
			assert.NotContains(t, got, `class="fault"`, "a component panicked while it was drawn")
			assert.NotContains(t, got, " style=", "the security policy refuses style attributes")
			golden(t, row.name, got)
		})
	}
}

func watchSome(m *model) {
	m.toggleWatch("DISP_KEY")
	m.toggleWatch("not there")
	m.toggleStop(1)
	m.setContract("DISP_KEY text\nSubject number")
}

func skipSome(m *model) {
	m.skipAuthor(int(history.AnotherClient))
	m.skipEvent(3)
}

func stopSome(m *model) {
	m.selectKey("DISP_KEY")
	m.stopWhen("DISP_KEY")
	m.setCondition(0, "value:=resolved")
	m.stopWhen("UserData2")
	m.setCondition(1, "ever:1")
}

// labelled are sessions that a person has named, pinned and noted, and some
// that are not kept any more.
func labelled(t *testing.T) *tracker.State {
	s := several(t)
	x := *s.Sessions[1]
	x.Name, x.Pinned, x.Comment = "the <angry> one", true, "calls back"
	x.Participants = []book.Participant{{ID: "1", Nickname: "Tom", Type: "Agent"}}
	s.Sessions[1], s.Forgotten = &x, 12
	s.Notes = []book.Note{{N: 1, Time: before(time.Minute), Session: x.ID, Text: "ask Tom"}}
	return s
}

func usual(t *testing.T) *tracker.State { return stateOf(chat(t)) }

func several(t *testing.T) *tracker.State {
	over := session(t, "0000Wa9CAM69ZK2", story{{history.Event{Kind: history.Snapshot, Time: before(12 * time.Minute)}, `{"a":"1"}`}})
	over.State, over.Ended, over.Customer = "Completed", true, ""
	return stateOf(over, chat(t))
}

func silent(t *testing.T) *tracker.State { return stateOf() }

func lost(t *testing.T) *tracker.State {
	s := stateOf(chat(t))
	s.Link.State, s.Link.Attempt, s.Link.Next, s.Link.Problem = link.Reconnecting, 2, noon.Add(4*time.Second), errDown
	return s
}

func connecting(t *testing.T) *tracker.State {
	s := stateOf()
	s.Link = link.Status{State: link.Connecting, Steps: []link.Step{
		{Name: "reach", State: link.Done, Note: "12 ms"}, {Name: "sign in", State: link.Running}, {Name: "handshake"}}}
	return s
}

func refused(t *testing.T) *tracker.State {
	s := stateOf()
	s.Link.State, s.Link.Problem = link.Refused, errDown
	s.Link.Steps = []link.Step{{Name: "reach", State: link.Failed, Err: errDown}}
	return s
}

func ended(t *testing.T) *tracker.State {
	x := chat(t)
	x.State, x.Ended = "Completed", true
	return stateOf(x)
}

func gapped(t *testing.T) *tracker.State {
	return stateOf(session(t, "a1", story{
		{history.Event{Kind: history.Snapshot, Time: before(5 * time.Minute)}, `{"a":"1"}`},
		{history.Event{Kind: history.Gap, Since: before(82 * time.Second), Time: before(20 * time.Second), Author: history.Unknown}, `{"a":"2"}`},
	}))
}

func strays(t *testing.T) *tracker.State {
	s := usual(t)
	s.Strays = []history.Event{{Kind: history.Stray, Time: before(5 * time.Second), Note: "not JSON: a comma was expected at column 4", Raw: []byte(`{"a" <script>`)}}
	return s
}

func hostile(t *testing.T) *tracker.State {
	return stateOf(session(t, "x", story{{history.Event{Kind: history.Snapshot, Time: before(5 * time.Minute)},
		`{"":"empty key"," padded ":" two  blanks ","__proto__":"constructor","<b>":"<script>alert(1)</script>","q\"'":"javascript:alert(1)","nul":"a\u0000b","bidi":"\u202egnp.exe","emoji":"👩‍👩‍👧","tab":"a\tb","text null":"null","text 0":"0","none":null,"no text":"","deep":{"a":[1,1.0,1e0]},"big":12345678901234567890,"twice":1,"twice":2}`}}))
}

func verdicts(t *testing.T) *tracker.State {
	x := chat(t)
	refused := &proof.Proof{Write: proof.Write{N: 2, Operation: "DeleteUserData", Keys: []string{"a"}, Sent: before(time.Second), Request: []byte("<b>")},
		Reply: &proof.Reply{Time: before(900 * time.Millisecond), HTTPStatus: 403, StatusCode: -1}, Verdict: proof.Rejected, Reason: "the server refused it with HTTP 403"}
	coerced := &proof.Proof{Write: proof.Write{N: 3, Operation: "UpdateUserData", Data: parse(t, `{"a":1}`), Sent: before(time.Second)},
		Reply: &proof.Reply{Time: before(time.Second), HTTPStatus: 200}, Verdict: proof.Coerced, Confidence: proof.Likely, Reason: "the value arrived as text",
		Seen: noon, Keys: []proof.KeyProof{{Key: "a", Sent: value(t, "1"), Seen: value(t, `"1"`), Verdict: proof.Coerced, Note: "number → text"}}}
	waiting := &proof.Proof{Write: proof.Write{N: 4, Operation: "AttachUserData", Data: parse(t, `{"a":1,"b":2,"c":3,"d":4,"e":5}`), Sent: before(3 * time.Second)}}
	x.Writes = append(x.Writes, refused, coerced, waiting)
	return stateOf(x)
}

func busy(t *testing.T) *tracker.State {
	s := usual(t)
	s.Traffic = []*book.Exchange{
		{N: 1, Method: "POST", Path: "/api/v2/notifications/handshake", Start: before(time.Minute), Duration: 12 * time.Millisecond, Status: 200, Meta: true},
		{N: 2, Method: "GET", Path: "/api/v2/me/smssessions?fields=*", Start: before(time.Minute), Duration: 30 * time.Millisecond, Status: 200, Response: []byte("{}")},
		{N: 3, Method: "POST", Path: "/api/v2/me/smssessions/1", Start: before(time.Second), Duration: time.Second, Failure: "connection reset by peer"},
		{N: 4, Method: "GET", Path: "/api/v2/me", Start: before(time.Second)},
	}
	return s
}

func draftWithErrors(m *model) {
	m.togglePanel(writePanel)
	m.typed("draft", 0, "value", "x")
	m.addRow()
	m.typed("draft", 1, "key", "DISP_KEY")
	m.typed("draft", 1, "type", "number")
	m.typed("draft", 1, "value", "12a")
	m.addRow()
	m.typed("draft", 2, "key", "DISP_KEY")
	m.addRow()
	m.removeRow(3)
	m.submitWrite()
}

func TestCustomerTextNeverBecomesALink(t *testing.T) {
	m, _ := modelOf(hostile(t))
	got := html(t, &grid{Model: m})
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
		b.WriteString(`"key` + itoa(i) + `":"` + itoa(i) + `"`)
	}
	b.WriteString("}")
	m, _ := modelOf(stateOf(session(t, "big", story{{history.Event{Kind: history.Snapshot, Time: before(time.Hour)}, b.String()}})))
	got := html(t, &grid{Model: m})
	require.Contains(t, got, `aria-rowcount="10000"`)
	assert.Less(t, strings.Count(got, "<tr"), 100)
}

// simulating is a simulator that was told to coerce and to be late.
func simulating(t *testing.T) *tracker.State {
	s := usual(t)
	s.Misbehaviours = &link.Misbehaviours{}
	for _, w := range ways {
		s.Misbehaviours.Ways = append(s.Misbehaviours.Ways, link.Misbehaviour{Way: w.word, On: w.word == "coerce" || w.word == "late"})
	}
	return s
}
