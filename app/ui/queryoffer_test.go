package ui

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTheFilterSuggests(t *testing.T) {
	for _, row := range []struct {
		text, hint string
		first      []string // offers
	}{
		{"who:you", "“who:” is no condition, so “who:you” is looked for as text.", []string{"by:you"}},
		{"foo:bar", "“foo:” is no condition, so “foo:bar” is looked for as text.", []string{"key:bar", "value:bar", "was:bar"}},
		{"Type:number", "“Type:” is no condition, so “Type:number” is looked for as text.", []string{"type:number"}},
		{"vlaue:x", "“vlaue:” is no condition, so “vlaue:x” is looked for as text.", []string{"value:x"}},
		{"-athor:you DISP", "“athor:” is no condition, so “athor:you” is looked for as text.", []string{"by:you"}},
		{"by:yuo", "", []string{"by:you"}},
		{"-by:rooting", "", []string{"by:routing"}},
		{"type:n", "", []string{"type:number", "type:null"}},
		{"is:", "", []string{"is:marked", "is:added"}},
		{"changed:2", "", []string{"changed:2m"}},
		{"ty", "", []string{"type:"}},
		{"is:added rou", "", []string{"by:routing", "class:routing"}},
		{"DISP", "", []string{"key:DISP_KEY", "class:disposition"}},
		{"key:disp", "", []string{"key:DISP_KEY"}},
		{"12:30", "", nil},
		{"https://x.example", "", nil},
		{`"who:you"`, "", nil},
		{"key:=DISP_KEY", "", nil},
		{"resolved ", "", nil},
	} {
		t.Run(row.text, func(t *testing.T) {
			m, _ := modelOf(usual(t))
			m.setFilter(row.text)
			assert.Equal(t, row.hint, m.scene.query.hint())
			var got []string
			for _, o := range m.offers() {
				got = append(got, o.term)
			}
			if row.first == nil && row.hint == "" {
				assert.Empty(t, got)
			}
			assert.LessOrEqual(t, len(got), maxOffers)
			require.GreaterOrEqual(t, len(got), len(row.first))
			assert.Equal(t, row.first, got[:len(row.first):len(row.first)])
		})
	}
}

// An offer changes its own condition and nothing else, and typing goes on.
func TestAnOfferIsTaken(t *testing.T) {
	m, _ := modelOf(usual(t))
	m.setFilter("-who:you resolved")
	markup := html(t, &filterBar{Model: m})
	assert.Contains(t, markup, "is looked for as text")
	assert.Contains(t, markup, "by:you")
	require.True(t, m.press(keypress{key: "ArrowDown", typing: true, form: "filter", pane: dataPane}))
	assert.Contains(t, m.effects, effect{do: focusOn, target: "#offer-0"})
	m.effects = nil
	m.act("offer", "0")
	assert.Equal(t, "-by:you resolved", m.view.filter)
	assert.Contains(t, m.effects, effect{do: setValue, target: filterField, text: "-by:you resolved"})
	assert.Contains(t, m.effects, effect{do: focusOn, target: filterField})
	m.setFilter("12:30")
	assert.False(t, m.press(keypress{key: "ArrowDown", typing: true, form: "filter", pane: dataPane}), "there is nothing to go to")
	m.setFilter("type:n")
	m.effects = nil
	m.press(keypress{key: "ArrowUp", do: "offer", arg: "0", pane: dataPane})
	assert.Contains(t, m.effects, effect{do: focusOn, target: filterField})
}

// Whatever is offered is understood, or is the beginning of a condition.
func FuzzOffers(f *testing.F) {
	for _, s := range []string{"who:you", "by:yuo -type:n", "is:", `key:"a b`, "ÀÉ:x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, problem := parseQuery(text)
		for _, o := range q.offers(text, problem, nil) {
			if o.term[len(o.term)-1] == ':' {
				continue
			}
			p, err := parseQuery(o.term)
			require.Nil(t, err, o.term)
			require.Len(t, p, 1, o.term)
		}
	})
}
