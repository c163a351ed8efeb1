package scene

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestTheKeysColumnFitsNearlyAllKeys(t *testing.T) {
	for _, test := range []struct {
		name    string
		lengths map[int]int // how many keys of which length
		want    int
	}{
		{"no key", nil, 12},
		{"short ones", map[int]int{3: 10}, 12},
		{"up to the next step", map[int]int{13: 10}, 16},
		{"a step exactly", map[int]int{20: 10}, 20},
		{"one in a hundred is longer", map[int]int{10: 99, 30: 1}, 12},
		{"one in ten is longer", map[int]int{10: 90, 30: 10}, 32},
		{"longer than there is room for", map[int]int{fitMost: 10}, 32},
	} {
		t.Run(test.name, func(t *testing.T) {
			var lengths [fitMost + 1]int
			for n, count := range test.lengths {
				lengths[n] = count
			}
			assert.Equal(t, test.want, Fitting{}.Fit("a", 0, &lengths).Chars)
		})
	}
	short, long := [fitMost + 1]int{5: 1}, [fitMost + 1]int{30: 1}
	wide := Fitting{}.Fit("a", 0, &long)
	assert.Equal(t, 32, wide.Fit("a", 0, &short).Chars, "it does not shrink under who reads")
	assert.Equal(t, 12, wide.Fit("b", 0, &short).Chars, "another session begins anew")
	assert.Equal(t, 12, wide.Fit("a", 1, &short).Chars, "so do other classes")
}
