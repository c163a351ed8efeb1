package find_test

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/redact/find"
	"github.com/keytrail/keytrail/app/capture/words"
)

func TestFind(t *testing.T) {
	for _, tt := range []struct {
		name, text     string
		personal, word bool
		hidden         string // the one part that is found, "" for none
		label          find.Label
	}{
		{name: "a pair", text: "user=jane&password=s3cret&x=1", hidden: "s3cret", label: find.Credential},
		{name: "an element", text: "<password>s3cret</password>", hidden: "s3cret", label: find.Credential},
		{name: "a path", text: "see /reset/password/MQ7TOKEN", hidden: "MQ7TOKEN", label: find.Credential},
		{name: "an address", text: "write to jane@example.com", personal: true, hidden: "jane@example.com", label: find.Email},
		{name: "an address, where only credentials are looked for", text: "write to jane@example.com"},
		{name: "a number", text: "call 030 1234567 now", personal: true, hidden: "030 1234567", label: find.Phone},
		{name: "a number in a word for programs", text: "0301234567", personal: true, word: true},
		{name: "hidden before", text: "password=‹credential-1›"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			spans, _ := find.NewNames(&capture.Pace{}).Find(tt.text, tt.personal, tt.word)
			if tt.hidden == "" {
				assert.Empty(t, spans)
				return
			}
			require.Len(t, spans, 1)
			assert.Equal(t, tt.hidden, tt.text[spans[0].From:spans[0].To])
			assert.Equal(t, tt.label, spans[0].Label)
		})
	}
}

// A header that a server names for its token is a credential from then on, whatever
// was known of its name before.
func TestGuard(t *testing.T) {
	names := find.NewNames(&capture.Pace{})
	assert.False(t, names.IsSecret("X-Guard"))
	assert.True(t, names.Guard("X-Guard"))
	assert.True(t, names.IsSecret("x-guard"))
	assert.False(t, names.Guard("X-GUARD"), "it is guarded already")
	assert.Equal(t, 1, names.Guards())
}

func TestLabelsOfWholeValues(t *testing.T) {
	names := find.NewNames(&capture.Pace{})
	assert.Equal(t, find.Email, names.ValueLabel(" jane@example.com "))
	assert.Empty(t, names.ValueLabel("write to jane@example.com"), "it is not all of it")
	assert.Equal(t, find.Phone, names.NumberLabel("+44 7700 900574"))
	assert.Empty(t, names.NumberLabel("RStrategy 12"))
}

func TestMerge(t *testing.T) {
	spans := []find.Span{{From: 4, To: 9, Label: find.Card}, {From: 0, To: 6, Label: find.Name}, {From: 1, To: 3, Label: find.Text}}
	assert.Equal(t, []find.Span{{From: 0, To: 6, Label: find.Name}, {From: 4, To: 9, Label: find.Card}}, find.Merge(spans, nil))
	assert.Empty(t, find.Merge(nil, nil))

	// In whatever order they were found; of equal ones the first counts.
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		spans = nil
		for i := range r.IntN(40) {
			from := r.IntN(30)
			spans = append(spans, find.Span{From: from, To: from + 1 + r.IntN(4), Known: int32(i)})
		}
		sorted, end := slices.Clone(spans), 0
		slices.SortStableFunc(sorted, func(a, b find.Span) int { return cmp.Or(a.From-b.From, b.To-a.To) })
		want := []find.Span{}
		for _, s := range sorted {
			if s.To > end {
				want, end = append(want, s), s.To
			}
		}
		assert.Equal(t, want, find.Merge(spans, nil))
	}
}

// A name in a list that is the next member of an object has no value to hide, and
// takes nothing back of what was found before it.
func TestAMemberThatFollowsAName(t *testing.T) {
	const text = `{"pin":"4711","kind":"password","":"x"`
	spans, _ := find.NewNames(&capture.Pace{}).Find(text, true, false)
	require.Len(t, spans, 1)
	assert.Equal(t, "4711", text[spans[0].From:spans[0].To])
}

// What is found lies within the text, in order, and nothing of it within the next.
func FuzzFind(f *testing.F) {
	for _, s := range []string{"user=jane&password=s3cret", `{"name":"password","value":"s3`, "<input name=token value='s3", "key | password\n--- | ---\na | b", "-u a:b ‹phone-1› eyJhbGciOi", "+44 7700 900574 jane@example.com DE89 3704 0044 0532 0130 00", "1234 is your code", "%2525 contrase%C3%B1a=x", "ｐａｓｓｗｏｒｄ＝ｓ３"} {
		f.Add(s, true, false)
	}
	f.Fuzz(func(t *testing.T, s string, personal, word bool) {
		folded, from := words.Fold(s, func() {})
		var last find.Span
		spans, _ := find.NewNames(&capture.Pace{}).Find(folded, personal, word)
		for _, p := range spans {
			require.NotEmpty(t, p.Label)
			require.LessOrEqual(t, last.From, p.From)
			require.Less(t, last.To, p.To)
			require.Less(t, p.From, p.To)
			require.LessOrEqual(t, p.To, len(folded))
			if from != nil {
				require.LessOrEqual(t, int(from[p.To]), len(s))
			}
			last = p
		}
	})
}
