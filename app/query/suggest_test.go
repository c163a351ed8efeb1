package query_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/query"
)

func TestSuggestions(t *testing.T) {
	for _, row := range []struct {
		text, hint string
		first      []string // of the suggestions
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
			q, problem := query.Parse(row.text)
			assert.Equal(t, row.hint, q.Hint())
			var got []string
			for _, s := range q.Suggestions(row.text, problem, slices.Values([]string{"Subject", "DISP_KEY", "UserData1"})) {
				got = append(got, s.Term)
				assert.NotEqual(t, row.text, s.Text)
			}
			if row.first == nil && row.hint == "" {
				assert.Empty(t, got)
			}
			assert.LessOrEqual(t, len(got), query.MaxSuggestions)
			require.GreaterOrEqual(t, len(got), len(row.first))
			assert.Equal(t, row.first, got[:len(row.first):len(row.first)])
		})
	}
}

// Whatever is suggested is understood, or is the beginning of a condition.
func FuzzSuggestions(f *testing.F) {
	for _, s := range []string{"who:you", "by:yuo -type:n", "is:", `key:"a b`, "ÀÉ:x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, problem := query.Parse(text)
		for _, s := range q.Suggestions(text, problem, nil) {
			if s.Term[len(s.Term)-1] == ':' {
				continue
			}
			p, err := query.Parse(s.Term)
			require.Nil(t, err, s.Term)
			require.Len(t, p, 1, s.Term)
		}
	})
}
