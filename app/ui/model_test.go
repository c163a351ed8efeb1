package ui

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

func TestADraftIsCheckedBeforeItIsSent(t *testing.T) {
	for _, x := range []struct {
		name string
		op   int
		rows []draftRow
		want []fieldError // texts are not compared
	}{
		{"good", attachOp, []draftRow{{key: "a", kind: "text"}, {key: "b", kind: "number", text: "123456789"}}, nil},
		{"empty key", attachOp, []draftRow{{kind: "text", text: "x"}}, []fieldError{{row: 0, field: "key"}}},
		{"same key twice", attachOp, []draftRow{{key: "a", kind: "text"}, {key: "a", kind: "text"}}, []fieldError{{row: 1, field: "key"}}},
		{"a removed row does not count", attachOp, []draftRow{{key: "a", kind: "text", gone: true}, {key: "a", kind: "text"}}, nil},
		{"not a number", attachOp, []draftRow{{key: "a", kind: "number", text: "12a"}}, []fieldError{{row: 0, field: "value"}}},
		{"no number at all", attachOp, []draftRow{{key: "a", kind: "number"}}, []fieldError{{row: 0, field: "value"}}},
		{"text is not a number", attachOp, []draftRow{{key: "a", kind: "number", text: `"1"`}}, []fieldError{{row: 0, field: "value"}}},
		{"not true or false", attachOp, []draftRow{{key: "a", kind: "true/false", text: "yes"}}, []fieldError{{row: 0, field: "value"}}},
		{"broken JSON", updateOp, []draftRow{{key: "a", kind: "JSON", text: `{"a":`}}, []fieldError{{row: 0, field: "value"}}},
		{"deletion needs no value", deleteOp, []draftRow{{key: "a", kind: "number", text: "no"}}, nil},
	} {
		t.Run(x.name, func(t *testing.T) {
			m, out := modelOf(usual(t))
			m.draft.op, m.draft.rows = x.op, x.rows
			m.submitWrite()
			var got []fieldError
			for _, e := range m.draft.errors() {
				assert.NotEmpty(t, e.text)
				got = append(got, fieldError{row: e.row, field: e.field})
			}
			assert.Equal(t, x.want, got)
			assert.Equal(t, x.want == nil, len(*out) == 1, "sent if and only if nothing is wrong")
		})
	}
}

func TestAttachDataSendsExactValues(t *testing.T) {
	m, out := modelOf(usual(t))
	m.act("panel", "write")
	m.typed("draft", 0, "key", "UserData1")
	m.typed("draft", 0, "value", " DATA1 ")
	m.act("add-row", "")
	m.typed("draft", 1, "key", "UserData2")
	m.typed("draft", 1, "type", "number")
	m.typed("draft", 1, "value", "12345678901234567890.10")
	assert.Equal(t, "Attach 2 keys", m.draft.submitLabel())
	require.True(t, m.press(keypress{key: "Enter", ctrl: true, form: "draft", typing: true}))

	require.Len(t, *out, 1)
	c := (*out)[0].(tracker.Operate)
	assert.Equal(t, "AttachUserData", c.Operation)
	assert.Equal(t, "0000Wa9CAM6W00J", c.Session)
	assert.Equal(t, " DATA1 ", c.Data.Get("UserData1").Text(), "white space of a text is the person's")
	assert.Equal(t, "12345678901234567890.10", c.Data.Get("UserData2").Literal())

	m.submitWrite()
	assert.Len(t, *out, 1, "not sent again while the reply is to come")
}

func TestTheDraftIsKeptUntilTheServerAccepts(t *testing.T) {
	for _, x := range []struct {
		name  string
		reply *proof.Proof
		kept  bool
	}{
		{"no reply yet", &proof.Proof{Write: proof.Write{N: 2}}, true},
		{"refused", &proof.Proof{Write: proof.Write{N: 2}, Verdict: proof.Rejected, Reason: "the server refused it with statusCode 2"}, true},
		{"accepted", &proof.Proof{Write: proof.Write{N: 2}, Reply: &proof.Reply{}}, false},
	} {
		t.Run(x.name, func(t *testing.T) {
			m, _ := modelOf(usual(t))
			m.typed("draft", 0, "key", "a")
			m.submitWrite()
			after := chat(t)
			after.Writes = append(after.Writes, x.reply)
			m.take(stateOf(after), noon)
			assert.Equal(t, x.kept, m.draft.rows[0].key == "a")
			if x.name == "refused" {
				assert.False(t, m.draft.sent, "it can be sent again")
				require.Len(t, m.notices.alerts, 1)
				assert.Contains(t, m.notices.alerts[0].text, "statusCode 2")
			}
		})
	}
}

func TestRemovingARowLeavesTheOthersWhereTheyAre(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.addRow()
	m.addRow()
	m.removeRow(1)
	assert.Equal(t, []int{0, 2}, m.draft.live())
	m.removeRow(0)
	m.removeRow(2)
	assert.Len(t, m.draft.live(), 1, "the last row stays")
}

func TestPreviewSaysWhatAWriteWouldDo(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.draft.rows = []draftRow{{key: "new", kind: "text", text: "x"}, {key: "DISP_KEY", kind: "text", text: "y"}}
	f := m.foresight()
	assert.Equal(t, "Will send: 1 new key, 1 key there already.", counts(f, "Will"))
	all := m.cautions(f)
	require.Len(t, all, 1)
	assert.Contains(t, all[0].text, "Update")
}

func TestReviewNeverStopsRecording(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.press(keypress{key: "[", pane: dataPane})
	assert.Equal(t, 2, m.scene.at)
	assert.Equal(t, userdata.Absent, m.scene.data.Get("UserData1").Kind(), "the state of then")
	m.take(stateOf(chat(t)), noon)
	assert.Equal(t, 2, m.scene.at, "a new state does not move it")
	m.press(keypress{key: "End", pane: timelinePane})
	assert.True(t, m.view.live())
	assert.Equal(t, "DATA1", m.scene.data.Get("UserData1").Text())

	m.typed("scrubber", 0, "", "1")
	assert.Equal(t, 1, m.scene.at)
	m.typed("scrubber", 0, "", "3")
	assert.True(t, m.view.live(), "the end of the scrubber is live")
}

func TestKeysWorkWhereTheFocusIs(t *testing.T) {
	for _, x := range []struct {
		name string
		key  keypress
		took bool
		want func(m *model) bool
	}{
		{"down", keypress{key: "j", pane: dataPane}, true, func(m *model) bool { return m.view.key == m.scene.rows[0].key && m.view.picked }},
		{"end", keypress{key: "End", pane: dataPane}, true, func(m *model) bool { return m.view.key == m.scene.rows[len(m.scene.rows)-1].key }},
		{"next change", keypress{key: "n", pane: dataPane}, true, func(m *model) bool { return m.view.picked }},
		{"changed only", keypress{key: "c", pane: dataPane}, true, func(m *model) bool { return m.view.changedOnly }},
		{"attach", keypress{key: "a", pane: dataPane}, true, func(m *model) bool { return m.view.panel == writePanel }},
		{"filter", keypress{key: "/", pane: timelinePane}, true, func(m *model) bool { return len(m.effects) > 0 && m.effects[0].target == filterField }},
		{"filter from nowhere", keypress{key: "/"}, true, func(m *model) bool { return len(m.effects) > 0 && m.effects[0].target == filterField }},
		{"help", keypress{key: "?", pane: dataPane}, true, func(m *model) bool { return m.effects[0].do == showModal }},
		{"letters in a field", keypress{key: "c", pane: dataPane, typing: true}, false, func(m *model) bool { return !m.view.changedOnly }},
		{"letters outside of lists", keypress{key: "c"}, false, func(m *model) bool { return !m.view.changedOnly }},
		{"the browser's own", keypress{key: "a", ctrl: true, pane: dataPane}, false, func(m *model) bool { return m.view.panel == noPanel }},
		{"older event", keypress{key: "j", pane: timelinePane}, true, func(m *model) bool { return m.view.at == 2 }},
		{"escape in a dialog closes that", keypress{key: "Escape", modal: true}, false, func(m *model) bool { return true }},
		{"a button in the table is pressed by the browser", keypress{key: "Enter", pane: dataPane, do: "sort"}, false, func(m *model) bool { return m.view.pane == dataPane }},
		{"tab is never taken", keypress{key: "Tab", pane: dataPane}, false, func(m *model) bool { return true }},
		{"other operation", keypress{key: "ArrowRight", do: "operation"}, true, func(m *model) bool { return m.draft.op == updateOp }},
	} {
		t.Run(x.name, func(t *testing.T) {
			m, out := modelOf(usual(t))
			m.effects = nil
			assert.Equal(t, x.took, m.press(x.key))
			assert.True(t, x.want(m))
			assert.Empty(t, *out, "no letter sends anything")
		})
	}
}

func TestEscapeUndoesTheNarrowestThing(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.review(1)
	m.togglePanel(writePanel)
	m.setFilter("x")
	esc := keypress{key: "Escape", pane: dataPane, form: "filter", typing: true}
	require.True(t, m.press(esc))
	assert.Empty(t, m.view.filter)
	require.True(t, m.press(esc))
	assert.Equal(t, noPanel, m.view.panel)
	require.True(t, m.press(esc))
	assert.True(t, m.view.live())
	assert.False(t, m.press(esc))
}

func TestUnreadCountsWhatNobodyLookedAt(t *testing.T) {
	first := story{{history.Event{Kind: history.Snapshot, Time: before(time.Minute)}, `{"a":1,"b":1}`}}
	m, _ := modelOf(stateOf(chat(t), session(t, "other", first)))
	assert.Zero(t, m.unread["other"].total(), "what a session brings along is no news")
	more := append(first[:1:1], struct {
		event history.Event
		data  string
	}{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: before(time.Second)}, `{"a":2,"c":1}`})
	m.take(stateOf(chat(t), session(t, "other", more)), noon)
	u := *m.unread["other"]
	assert.Equal(t, unread{upto: 2, added: 1, changed: 1, removed: 1}, u)
	m.act("session", "other")
	assert.Zero(t, m.unread["other"].total())
}

func TestAnnouncementsAreFew(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.say("one")
	assert.Equal(t, "one", m.notices.status)
	m.say("two")
	m.say("three")
	assert.Equal(t, "one", m.notices.status, "not twice within three seconds")
	m.tick(noon.Add(quiet))
	assert.Equal(t, "two. three", m.notices.status)
}

func TestSecretsLeaveWithTheCommand(t *testing.T) {
	m, out := modelOf(stateOf())
	m.act("auth", "1")
	m.typed("connect", 0, "base", "https://gws.example.com/")
	m.typed("connect", 0, "user", "agent")
	m.typed("connect", 0, "password", "s3cret")
	m.submit("connect")
	require.Len(t, *out, 1)
	c := (*out)[0].(tracker.Connect)
	assert.Equal(t, "s3cret", c.Credentials.Password)
	assert.Equal(t, "https://gws.example.com", c.Profile.BaseURL)
	assert.Empty(t, m.connect.password)
	assert.NotContains(t, html(t, &sidePanel{Model: m}), "s3cret")
}

func TestABaseURLHasNoSecretsAndNoOtherScheme(t *testing.T) {
	for base, good := range map[string]bool{
		"": true, "simulator": true, "https://gws.example.com:8080": true, "http://localhost": true,
		"javascript:alert(1)": false, "gws.example.com": false, "https://u:p@gws.example.com": false, "blob:x": false, "://": false,
	} {
		f := connectForm{base: base}
		assert.Equal(t, good, f.check(), "%q", base)
	}
}

func TestAPanicInAHandlerIsShownAndThePageGoesOn(t *testing.T) {
	s := &screen{src: nil, m: newModel(usual(t), func(tracker.Command) { panic("no tracker") }, noon)}
	d := app.NewClientTester(&sessionList{Model: s.m})
	defer d.Close()
	func() {
		defer s.m.rescue("sending")
		s.m.act("retry", "")
	}()
	require.Len(t, s.m.notices.alerts, 1)
	assert.Contains(t, s.m.notices.alerts[0].text, "no tracker")
	s.m.act("dismiss", "1")
	assert.Empty(t, s.m.notices.alerts)
	s.m.act("row", "0")
	assert.True(t, s.m.view.picked, "the page still answers")
}

func TestAComponentThatCannotBeDrawnIsASentence(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.state = nil
	assert.Contains(t, html(t, &footer{Model: m}), "could not be drawn")
}

func TestStatesArePaintedOncePerFrame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		w := newWaker()
		paints, ticks := 0, 0
		done := make(chan struct{})
		go func() {
			defer close(done)
			pump(ctx, w, func() { paints++ }, func() { ticks++ }, new(beat).next)
		}()
		for range 1600 {
			poke(w.wake)
			time.Sleep(time.Millisecond)
		}
		cancel()
		<-done
		assert.InDelta(t, 100, paints, 2, "1.6 s have a hundred frames")
		assert.Equal(t, 1, ticks)
	})
}

func TestWhatMayWaitIsPaintedWithWhatComesNext(t *testing.T) {
	for _, row := range []struct {
		name string
		next time.Duration // when something comes that may not wait
		want []time.Duration
	}{
		{"nothing comes", time.Minute, []time.Duration{unseen}},
		{"something comes soon", 100 * time.Millisecond, []time.Duration{100 * time.Millisecond}},
	} {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				w, start := newWaker(), time.Now()
				var painted []time.Duration
				done := make(chan struct{})
				go func() {
					defer close(done)
					pump(ctx, w, func() { painted = append(painted, time.Since(start)) }, func() {}, new(beat).next)
				}()
				poke(w.later)
				soon := time.AfterFunc(row.next, func() { poke(w.wake) })
				time.Sleep(10 * time.Millisecond)
				poke(w.later)
				time.Sleep(900 * time.Millisecond)
				soon.Stop()
				cancel()
				<-done
				assert.Equal(t, row.want, painted)
			})
		})
	}
}

func TestOnlyTraffic(t *testing.T) {
	for _, row := range []struct {
		name   string
		change func(*tracker.State)
		want   bool
	}{
		{"a message that changes nothing", func(s *tracker.State) { s.Received++ }, true},
		{"an exchange", func(s *tracker.State) { s.Traffic = append(s.Traffic, new(book.Exchange)) }, true},
		{"another session", func(s *tracker.State) { s.Sessions = append(s.Sessions, s.Sessions[0]) }, false},
		{"a session that was sought", func(s *tracker.State) { s.Finding = &link.Finding{Session: "x"} }, false},
		{"a lost link", func(s *tracker.State) { s.Link.State = link.Reconnecting }, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			old := usual(t)
			s := *old
			row.change(&s)
			assert.Equal(t, row.want, onlyTraffic(old, &s))
		})
	}
}

func TestSlowFramesLeaveTimeForTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		w := newWaker()
		paints := 0
		done := make(chan struct{})
		go func() {
			defer close(done)
			pump(ctx, w, func() { paints++ }, func() {}, func(ctx context.Context) bool { return rest(ctx, 100*time.Millisecond) })
		}()
		for range 2000 {
			poke(w.wake)
			time.Sleep(time.Millisecond)
		}
		cancel()
		<-done
		assert.InDelta(t, 10, paints, 1, "a frame takes 100 ms, and so does the rest after it")
	})
}

func TestABeatIsTheBrowsersFrame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked, ready := 0, make(chan struct{}, 1)
		b := &beat{ask: func() { asked++ }, ready: ready}
		start := time.Now()
		assert.True(t, b.next(t.Context()))
		assert.Equal(t, unseen, time.Since(start), "nobody sees the page, so no frame comes")
		poke(ready)
		assert.True(t, b.next(t.Context()))
		assert.Equal(t, 1, asked, "the frame that was asked for came late")
		poke(ready)
		assert.True(t, b.next(t.Context()))
		assert.Equal(t, 2, asked)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		assert.False(t, b.next(ctx))
	})
}

func TestExplain(t *testing.T) {
	assert.Empty(t, explain(nil))
	assert.Contains(t, explain(errDown), "Check the address")
	assert.Contains(t, explain(context.DeadlineExceeded), "in time")
	failed := explain(errString("reading the sessions: gws: GET /api/v2/me/smssessions?fields=*: 500: out of order"))
	assert.Contains(t, failed, "The error was: reading the sessions: 500: out of order.", "the request is in the traffic")
	assert.NotContains(t, failed, "gws:")
	lost := &proof.Proof{Lost: true, Reason: "no reply came: Failed to fetch; it may have been carried out", Reply: &proof.Reply{Message: "Failed to fetch"}}
	assert.Contains(t, sentence(lost), "it may have been carried out. The browser got no answer it may read")
	assert.Contains(t, explain(errString("gws: sign in: 401 Unauthorized")), "user name and password")
	assert.NotContains(t, explain(errString("took 1500 bytes")), "problem of its own", "a number inside another is no status")
}

type errString string

func (e errString) Error() string { return string(e) }

func TestFormats(t *testing.T) {
	assert.Equal(t, "+142 ms", lapse(142*time.Millisecond))
	assert.Equal(t, "+9.1 s", lapse(9130*time.Millisecond))
	assert.Equal(t, "+20.0 s", lapse(20*time.Second))
	assert.Equal(t, "59 s", age(before(59*time.Second), noon))
	assert.Equal(t, "3 m", age(before(3*time.Minute), noon))
	assert.Equal(t, "0 s", age(noon.Add(time.Second), noon), "a clock that is ahead is no reason for nonsense")
	assert.Equal(t, "18 ms", took(18*time.Millisecond))
	assert.Equal(t, "1 key", plural(1, "key"))
	assert.Equal(t, "10\u2009000 keys", plural(10_000, "key"))
	s, cut := clip("aé", 2)
	assert.Equal(t, "a", s, "a character is not cut in two")
	assert.Equal(t, 2, cut)
}

func TestExactKeepsTheText(t *testing.T) {
	for _, s := range []string{"", "plain", " lead", "trail ", "two  blanks", "a\x00b", "tab\there", "line\nbreak", "\u202eflip", "👩‍👩‍👧", "é ü", strings.Repeat("x ", 9)} {
		var b strings.Builder
		for _, n := range exact(s) {
			b.WriteString(app.HTMLString(n))
		}
		got := b.String()
		for _, cut := range [][2]string{{"<span", ">"}, {"</span", ">"}} {
			for {
				i := strings.Index(got, cut[0])
				if i < 0 {
					break
				}
				got = got[:i] + got[i+strings.Index(got[i:], cut[1])+1:]
			}
		}
		assert.Equal(t, s, got)
	}
	assert.Len(t, exact("a\x00b"), 3)
	// What is no character would be the same replacement mark, whatever it is.
	for literal, want := range map[string]string{
		`"\ud800"`: "{U+D800}", `"\ud801"`: "{U+D801}", `"a\udfffb\ud83d"`: "a{U+DFFF}b{U+D83D}", `"\ud83d\ude00"`: "😀", `"\ufffd"`: "\ufffd",
		"\"\xff\xfe\"": "{0xFF}{0xFE}", "\"\xed\xa0\"": "{0xED}{0xA0}",
	} {
		var b strings.Builder
		for _, n := range exact(value(t, literal).Text()) {
			b.WriteString(app.HTMLString(n))
		}
		assert.Equal(t, want, unseenSigns(strings.NewReplacer("\n", "", "  ", "").Replace(b.String())), literal)
	}
	assert.Equal(t, []string{"\xed\xa0\x80", "x"}, words(value(t, `"\ud800x"`).Text()))
	assert.Len(t, exact("plain text"), 1)
}

// The same mistake made twice is one thing to read.
func TestAnAlertStandsOnce(t *testing.T) {
	m, _ := modelOf(twoCustomers(t))
	m.alert("first", "")
	m.alert("second", "")
	m.alert("first", "")
	require.Len(t, m.notices.alerts, 2)
	assert.Equal(t, "first", m.notices.alerts[1].text)
	assert.Equal(t, 3, m.notices.alerts[1].n, "it is told anew")
}
