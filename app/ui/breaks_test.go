package ui

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/tracker"
)

// later is the usual session as it goes on: DISP_KEY takes these values, JSON
// literals, or "" for its removal.
func later(t *testing.T, values ...string) *tracker.State {
	events := story{{history.Event{Kind: history.Snapshot, Author: history.FirstSeen, Time: before(time.Minute)}, `{"DISP_KEY":"pending","other":1}`}}
	for i, v := range values {
		data := `{"DISP_KEY":` + v + `,"other":` + itoa(i+2) + `}`
		if v == "" {
			data = `{"other":` + itoa(i+2) + `}`
		}
		events = append(events, story{{history.Event{Kind: history.Notification, Author: history.AnotherClient, Time: before(time.Duration(30-i) * time.Second)}, data}}...)
	}
	return stateOf(session(t, "s", events))
}

func TestTheViewStopsOnACondition(t *testing.T) {
	for _, row := range []struct {
		name, reason, cond string
		at                 int // 0: it does not stop
	}{
		{"any change", "", "", 2},
		{"a value", "", "value:=resolved", 3},
		{"a part of a value", "", "value:olv", 3},
		{"what it was", "", "was:resolved", 4},
		{"a type", "", "type:number", 4},
		{"a removal", "", "is:removed", 5},
		{"all terms must hold", "", "type:number by:you", 0},
		{"turned around", "", "-type:text", 4},
		{"never", "", "value:=never", 0},
		{"nothing that can be read", "better too often than never", "value:", 2},
	} {
		t.Run(row.name, func(t *testing.T) {
			m, _ := modelOf(later(t))
			m.toggleWatch("DISP_KEY")
			m.toggleStop(0)
			m.setCondition(0, row.cond)
			m.take(later(t, `"waiting"`, `"resolved"`, `4`, ``), noon)
			assert.Equal(t, row.at, m.view.at, row.reason)
			assert.Equal(t, row.at != 0, m.view.broke.stop)
		})
	}
}

func TestWhyTheViewStopped(t *testing.T) {
	m, _ := modelOf(later(t))
	m.selectKey("DISP_KEY")
	m.act("stop-when", "")
	m.typed("watch", 0, "", "value:=resolved")
	m.take(later(t, `"resolved"`), noon)
	assert.Equal(t, "DISP_KEY changed in event 2 and meets value:=resolved", m.brokeText())
	m.act("live", "")
	assert.False(t, m.view.broke.stop)
}

func TestConditionsThatAreRemembered(t *testing.T) {
	m, _ := modelOf(usual(t))
	for i, cond := range []string{"type:number", "value:=secret"} {
		m.toggleWatch(itoa(i))
		m.setCondition(i, cond)
	}
	again, _ := modelOf(usual(t))
	again.restore(m.view.prefs.text())
	assert.ElementsMatch(t, []watch{{"0", true, "type:number"}, {"1", true, ""}}, again.view.watches, "a value is not stored")
	assert.NotContains(t, m.view.prefs.text(), "secret")
}

func TestAWatchedChangeIsHeardWhereSomebodyWantsThat(t *testing.T) {
	for _, on := range []bool{false, true} {
		m, _ := modelOf(later(t))
		m.toggleWatch("DISP_KEY")
		if on {
			m.act("sound", "on")
		}
		m.effects = nil
		m.take(later(t, `"waiting"`), noon)
		assert.Equal(t, on, wants(m, beep, ""))
		again, _ := modelOf(later(t))
		again.restore(m.view.prefs.text())
		assert.Equal(t, on, again.view.sound)
	}
}

// The live record goes on beside a file, and a watched key is heard then as ever.
func TestAWatchedChangeIsHeardBesideAFile(t *testing.T) {
	m, _ := modelOf(later(t))
	m.toggleWatch("DISP_KEY")
	m.act("sound", "on")
	m.view.watches[0].stop = true
	beside := func(values ...string) *tracker.State {
		s := filed(t)
		s.Beside = later(t, values...).Sessions
		return s
	}
	m.take(beside(), noon)
	m.effects = nil
	m.take(beside(`"waiting"`), noon.Add(2*quiet))
	assert.True(t, wants(m, beep, ""))
	assert.Contains(t, m.notices.status, "Watched key DISP_KEY changed in session s of the live record, event 2")
	assert.True(t, m.view.live(), "the file stays where it is")
	m.effects = nil
	m.take(beside(`"waiting"`), noon.Add(4*quiet))
	m.take(later(t, `"waiting"`), noon.Add(6*quiet))
	assert.False(t, wants(m, beep, ""), "once")
}

func TestWatchedChangesMayInterrupt(t *testing.T) {
	m, _ := modelOf(later(t))
	m.toggleWatch("DISP_KEY")
	m.tick(noon.Add(quiet))
	m.take(later(t, `"waiting"`), noon.Add(2*quiet))
	assert.Empty(t, m.notices.urgent, "nobody is interrupted who did not ask for it")
	assert.Contains(t, m.notices.status, "Watched key DISP_KEY changed in session")

	m, _ = modelOf(later(t))
	m.toggleWatch("DISP_KEY")
	m.act("watched", "at once")
	m.tick(noon.Add(quiet))
	status := m.notices.status
	m.take(later(t, `"waiting"`), noon.Add(2*quiet))
	first := "Watched key DISP_KEY changed in session s, event 2"
	assert.Equal(t, first, m.notices.urgent)
	assert.Equal(t, status, m.notices.status, "one message, not two")
	assert.Contains(t, html(t, &noticeArea{Model: m}), `<p aria-live="assertive" class="sr" id="watched-changes">`)

	m.take(later(t, `"waiting"`, `"resolved"`), noon.Add(2*quiet+time.Second))
	m.take(later(t, `"waiting"`, `"resolved"`, `"closed"`), noon.Add(3*quiet-time.Millisecond))
	assert.Equal(t, first, m.notices.urgent, "the next is not said before three seconds have passed")
	m.tick(noon.Add(3 * quiet))
	assert.Equal(t, "Watched key DISP_KEY changed in session s, event 4, and 1 watched change before it", m.notices.urgent)
	m.tick(noon.Add(4 * quiet))
	assert.Contains(t, m.notices.status, "events: ", "what else happened follows")

	again, _ := modelOf(later(t))
	again.restore(m.view.prefs.text())
	assert.True(t, again.view.atOnce)
	again.act("watched", "politely")
	assert.False(t, again.view.atOnce)
}
