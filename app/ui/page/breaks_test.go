package page

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

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
			m, _ := modelOf(uitest.Later(t))
			m.ToggleWatch("DISP_KEY")
			m.ToggleStop(0)
			m.SetCondition(0, row.cond)
			m.Take(uitest.Later(t, `"waiting"`, `"resolved"`, `4`, ``), uitest.Noon)
			assert.Equal(t, row.at, m.View.At, row.reason)
			assert.Equal(t, row.at != 0, m.View.Broke.Stop)
		})
	}
}

func TestWhyTheViewStopped(t *testing.T) {
	m, _ := modelOf(uitest.Later(t))
	m.SelectKey("DISP_KEY")
	m.Act("stop-when", "")
	m.Typed("watch", 0, "", "value:=resolved")
	m.Take(uitest.Later(t, `"resolved"`), uitest.Noon)
	assert.Equal(t, "DISP_KEY changed in event 2 and meets value:=resolved", m.BrokeText())
	m.Act("live", "")
	assert.False(t, m.View.Broke.Stop)
}

func TestConditionsThatAreRemembered(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	for i, cond := range []string{"type:number", "value:=secret"} {
		m.ToggleWatch(strconv.Itoa(i))
		m.SetCondition(i, cond)
	}
	again, _ := modelOf(uitest.Usual(t))
	again.Restore(m.View.Prefs.Text())
	assert.ElementsMatch(t, []scene.Watch{{Key: "0", Stop: true, Cond: "type:number"}, {Key: "1", Stop: true, Cond: ""}}, again.View.Watches, "a value is not stored")
	assert.NotContains(t, m.View.Prefs.Text(), "secret")
}

func TestAWatchedChangeIsHeardWhereSomebodyWantsThat(t *testing.T) {
	for _, on := range []bool{false, true} {
		m, _ := modelOf(uitest.Later(t))
		m.ToggleWatch("DISP_KEY")
		if on {
			m.Act("sound", "on")
		}
		m.Effects = nil
		m.Take(uitest.Later(t, `"waiting"`), uitest.Noon)
		assert.Equal(t, on, wants(m, stage.Beep, ""))
		again, _ := modelOf(uitest.Later(t))
		again.Restore(m.View.Prefs.Text())
		assert.Equal(t, on, again.View.Sound)
	}
}

// The live record goes on beside a file, and a watched key is heard then as ever.
func TestAWatchedChangeIsHeardBesideAFile(t *testing.T) {
	m, _ := modelOf(uitest.Later(t))
	m.ToggleWatch("DISP_KEY")
	m.Act("sound", "on")
	m.View.Watches[0].Stop = true
	beside := func(values ...string) *tracker.State {
		s := uitest.Filed(t)
		s.Beside = uitest.Later(t, values...).Sessions
		return s
	}
	m.Take(beside(), uitest.Noon)
	m.Effects = nil
	m.Take(beside(`"waiting"`), uitest.Noon.Add(2*stage.Quiet))
	assert.True(t, wants(m, stage.Beep, ""))
	assert.Contains(t, m.Notices.Status, "Watched key DISP_KEY changed in session s of the live record, event 2")
	assert.True(t, m.View.Live(), "the file stays where it is")
	m.Effects = nil
	m.Take(beside(`"waiting"`), uitest.Noon.Add(4*stage.Quiet))
	m.Take(uitest.Later(t, `"waiting"`), uitest.Noon.Add(6*stage.Quiet))
	assert.False(t, wants(m, stage.Beep, ""), "once")
}
