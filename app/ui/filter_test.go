package ui

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/table"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestFilter(t *testing.T) {
	all := `CBR-IT-path_DBIDs CustomerSegment DISP_KEY RRequestedSkills RStrategyName RTargetTypeSelected ServiceObjective Subject TempReservation UserData1 UserData2`
	for _, row := range []struct{ filter, want string }{
		{"is:hidden", "CBR-IT-path_DBIDs CustomerSegment RRequestedSkills RStrategyName RTargetTypeSelected ServiceObjective"},
		{"key:RT*", "RTargetTypeSelected"},
		{"key:*Key", "DISP_KEY"},
		{"key:user", "UserData1 UserData2"},
		{"key:=userdata1", ""},
		{"key:=UserData1", "UserData1"},
		{"-key:zzz", "DISP_KEY Subject TempReservation UserData1 UserData2"},
		{"class:routing", "CustomerSegment RRequestedSkills RStrategyName RTargetTypeSelected ServiceObjective"},
		{"key:* -class:routing -class:cost-routing", "DISP_KEY Subject TempReservation UserData1 UserData2"},
		{"type:int", "UserData2"},
		{"type:absent", "TempReservation"},
		{"key:* type:null", "RRequestedSkills"},
		{"value:resolved", "DISP_KEY"},
		{"was:pending", "DISP_KEY"},
		{"was:=pend", ""},
		{"pending", "DISP_KEY"},
		{"ever:pending", "DISP_KEY"},
		{"ever:A-2231", "TempReservation"},
		{"by:you", "UserData1 UserData2"},
		{"key:* by:first", "CBR-IT-path_DBIDs CustomerSegment RRequestedSkills RStrategyName Subject"},
		{"changed:5s", "UserData1 UserData2"},
		{"-changed:5s -class:routing", "DISP_KEY Subject TempReservation"},
		{"is:removed", "TempReservation"},
		{"key:* is:retyped", "ServiceObjective"},
		{"is:pinned", "Subject"},
		{"is:watched", "DISP_KEY"},
		{"key:*", all},
	} {
		t.Run(row.filter, func(t *testing.T) {
			m, _ := pagetest.ModelOf(uitest.Usual(t))
			m.TogglePin("Subject")
			m.ToggleWatch("DISP_KEY")
			m.SetFilter(row.filter)
			require.Nil(t, m.Scene.Problem)
			assert.ElementsMatch(t, strings.Fields(row.want), keysOf(m))
		})
	}
}

func keysOf(m *page.Model) (out []string) {
	for _, r := range m.Scene.Rows {
		out = append(out, r.Key)
	}
	return out
}

// An offer changes its own condition and nothing else, and typing goes on.
func TestAnOfferIsTaken(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	m.SetFilter("-who:you resolved")
	markup := markupOf(t, &table.FilterBar{Model: m})
	assert.Contains(t, markup, "is looked for as text")
	assert.Contains(t, markup, "by:you")
	require.True(t, m.Press(page.Keypress{Key: "ArrowDown", Typing: true, Form: "filter"}))
	assert.Contains(t, m.Effects, stage.Effect{Do: stage.FocusOn, Target: "#offer-0"})
	m.Effects = nil
	m.Act("offer", "0")
	assert.Equal(t, "-by:you resolved", m.View.Filter)
	assert.Contains(t, m.Effects, stage.Effect{Do: stage.SetValue, Target: stage.FilterField, Text: "-by:you resolved"})
	assert.Contains(t, m.Effects, stage.Effect{Do: stage.FocusOn, Target: stage.FilterField})
	m.SetFilter("12:30")
	assert.False(t, m.Press(page.Keypress{Key: "ArrowDown", Typing: true, Form: "filter"}), "there is nothing to go to")
	m.SetFilter("type:n")
	m.Effects = nil
	m.Press(page.Keypress{Key: "ArrowUp", Do: "offer", Arg: "0", Pane: scene.DataPane})
	assert.Contains(t, m.Effects, stage.Effect{Do: stage.FocusOn, Target: stage.FilterField})
}

func TestWhatTheFilterFoundIsMarked(t *testing.T) {
	for _, row := range []struct {
		name, s string
		find    []string
		want    string // marks in brackets, signs of what cannot be seen in braces
	}{
		{"nothing", "Customer support", nil, "Customer support"},
		{"within", "Customer support", []string{"SUPP"}, "Customer [supp]ort"},
		{"twice and overlapping", "aXa", []string{"a", "ax"}, "[a]X[a]"},
		{"all of it", "a", []string{"a"}, "[a]"},
		{"no blank begins to show where a mark begins", "a b", []string{"b"}, "a [b]"},
		{"what cannot be seen", "a\tb ", []string{"b "}, "a{→}[b{·}]"},
		{"more than ASCII", "Grüße", []string{"ü"}, "Gr[ü]ße"},
	} {
		t.Run(row.name, func(t *testing.T) {
			var b strings.Builder
			for _, n := range html.Shown(html.ExactMarked(row.s, row.find)...) {
				b.WriteString(app.HTMLString(n))
			}
			got := strings.NewReplacer(`<mark class="grid-mark">`, "[", "</mark>", "]", "\n", "", "  ", "").Replace(b.String())
			assert.Equal(t, row.want, uitest.UnseenSigns(got))
		})
	}
}
