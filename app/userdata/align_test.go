package userdata_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/userdata"
)

// kept is the length of a longest common subsequence, by the textbook.
func kept(a, b []string) int {
	longest := make([][]int, len(a)+1)
	longest[len(a)] = make([]int, len(b)+1)
	for i := len(a) - 1; i >= 0; i-- {
		longest[i] = make([]int, len(b)+1)
		for j := len(b) - 1; j >= 0; j-- {
			longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			if a[i] == b[j] {
				longest[i][j] = longest[i+1][j+1] + 1
			}
		}
	}
	return longest[0][0]
}

func listOf(t *testing.T, elements []string) *userdata.Map {
	t.Helper()
	m, err := userdata.Parse([]byte(`{"l":[` + strings.Join(elements, ",") + `]}`))
	require.NoError(t, err)
	return m
}

// What a list keeps is not reported, wherever it stands among what came and went.
func TestAListKeepsAsMuchAsItCan(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	random := func(n, letters int) []string {
		list := make([]string, n)
		for i := range list {
			list[i] = fmt.Sprintf(`"%d"`, r.IntN(letters))
		}
		return list
	}
	for round := range 3000 {
		a, b := random(r.IntN(12), 1+r.IntN(6)), random(r.IntN(12), 1+r.IntN(6))
		if round%3 == 0 { // Long ones that have much in common.
			a = random(20+r.IntN(60), 40)
			b = append([]string(nil), a...)
			for range r.IntN(8) {
				i := r.IntN(len(b))
				switch r.IntN(3) {
				case 0:
					b = append(b[:i:i], b[i+1:]...)
				case 1:
					b = append(b[:i:i], append(random(1+r.IntN(3), 40), b[i:]...)...)
				default:
					b[i] = `"new"`
				}
			}
		}
		gone, came := 0, 0
		for _, c := range userdata.Diff(listOf(t, a), listOf(t, b)) {
			if c.Kind != userdata.Added {
				gone++
			}
			if c.Kind != userdata.Removed {
				came++
			}
		}
		most := kept(a, b)
		require.Equal(t, []int{most, most}, []int{len(a) - gone, len(b) - came}, "%v → %v", a, b)
	}
}

// An element that is written differently is the same element.
func TestAListOfElementsThatAreWrittenDifferently(t *testing.T) {
	changes := userdata.Diff(listOf(t, []string{`0`, `1`, `{"a":1,"b":-2}`, `"x"`}), listOf(t, []string{`7`, `8`, `1.0`, `{"b":-2,"a":1}`, `"\u0078"`}))
	var got []string
	for _, c := range changes {
		got = append(got, c.Path+" "+c.Kind.String())
	}
	assert.Equal(t, []string{"/0 changed", "/1 added", "/2 respelled", "/3 reordered", "/4 respelled"}, got)
	assert.Len(t, userdata.Diff(listOf(t, []string{`-2`, `1`}), listOf(t, []string{`2`, `5`, `1`})), 2, "a sign makes another number")
}
