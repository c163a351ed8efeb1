package stage

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestEventsThatTheLogLeavesOut(t *testing.T) {
	for _, row := range []struct {
		name        string
		first, last int
		numbers     []int
		want        []int // by row: an event, or minus the events left out
	}{
		{"none", 1, 3, []int{1, 2, 3}, []int{3, 2, 1}},
		{"everywhere", 1, 9, []int{2, 3, 7}, []int{-2, 7, -3, 3, 2, -1}},
		{"all", 1, 5, nil, []int{-5}},
		{"the oldest are gone", 4, 6, []int{6}, []int{6, -2}},
		{"nothing there", 0, 0, nil, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			l := EventLog{limited: true, first: max(row.first, 1), last: row.last, numbers: row.numbers}
			l.omit()
			var got []int
			for i := range l.Len() {
				if n := l.omitted(i); n > 0 {
					got = append(got, -n)
				} else {
					_, event := l.At(i)
					assert.Equal(t, i, l.Row(event))
					got = append(got, event)
				}
			}
			assert.Equal(t, row.want, got)
		})
	}
}

func TestTheRowOfAnEvent(t *testing.T) {
	l := EventLog{first: 2, last: 9, folded: []int{7, 4}, places: []int{0, 3, 4}}
	for i := range l.Len() {
		if _, event := l.At(i); event > 0 {
			assert.Equal(t, i, l.Row(event), event)
		}
	}
}
