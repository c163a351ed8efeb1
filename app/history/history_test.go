package history_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/userdata"
)

func parse(t testing.TB, text string) *userdata.Map {
	t.Helper()
	m, err := userdata.Parse([]byte(text))
	require.NoError(t, err, text)
	return m
}

func TestAppendFillsIn(t *testing.T) {
	l := history.New(0)
	e := l.Append(history.Event{Kind: history.Snapshot}, parse(t, `{"a":1,"b":2}`))
	assert.Equal(t, [4]int{1, 2, 0, 0}, [4]int{e.N, e.Added, e.Removed, e.Changed})
	e = l.Append(history.Event{Author: history.You}, parse(t, `{"b":"2","c":3}`))
	assert.Equal(t, [4]int{2, 1, 1, 1}, [4]int{e.N, e.Added, e.Removed, e.Changed})
	require.Len(t, e.Changes, 3)
	e = l.Append(history.Event{Kind: history.Write}, nil)
	assert.Equal(t, [4]int{3, 0, 0, 0}, [4]int{e.N, e.Added, e.Removed, e.Changed})

	v := l.View()
	assert.Equal(t, `{"b":"2","c":3}`, string(v.At(3).Bytes()))
	assert.Equal(t, `{"b":"2","c":3}`, string(v.At(2).Bytes()))
	assert.Equal(t, `{"a":1,"b":2}`, string(v.At(1).Bytes()))
	e, ok := v.LastWriter("b", 3)
	assert.True(t, ok)
	assert.Equal(t, 2, e.N)
	e, _ = v.LastWriter("b", 1)
	assert.Equal(t, 1, e.N)
	assert.Equal(t, []int{1, 2}, v.Touching("a"))
}

func TestViewsStayAsTheyWere(t *testing.T) {
	l := history.New(40_000)
	for n := range 500 {
		l.Append(history.Event{}, parse(t, fmt.Sprintf(`{"a":%d,"b":%d}`, n, n/10)))
	}
	v := l.View()
	require.Positive(t, v.Dropped())
	require.LessOrEqual(t, v.Size(), 40_000)
	first, last := v.First(), v.Last()
	touching := v.Touching("a")
	for n := range 500 {
		l.Append(history.Event{}, parse(t, fmt.Sprintf(`{"c":%d}`, n)))
	}
	assert.Equal(t, first, v.First())
	assert.Equal(t, last, v.Last())
	assert.Equal(t, touching, v.Touching("a"))
	for n := first; n <= last; n++ {
		e, ok := v.Event(n)
		require.True(t, ok)
		require.Equal(t, n, e.N)
		require.Equal(t, fmt.Sprintf(`{"a":%d,"b":%d}`, n-1, (n-1)/10), string(v.At(n).Canonical()))
	}
	_, ok := v.Event(first - 1)
	assert.False(t, ok)
	assert.Nil(t, v.At(first-1))
	assert.Empty(t, l.View().Touching("b"))
}
