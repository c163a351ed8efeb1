package history_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
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

func TestWhatAnEventMadeOfAKey(t *testing.T) {
	l := history.New(0)
	l.Append(history.Event{Kind: history.Snapshot, Author: history.Unknown}, parse(t, `{"o":{"p":1},"a":1}`))
	l.Append(history.Event{Author: history.You}, parse(t, `{"o":{"p":2}}`))
	l.Append(history.Event{Author: history.FirstSeen}, parse(t, `{"o":{"p":2},"a":2}`))
	v := l.View()
	for _, row := range []struct {
		n       int
		brought bool
		o, a    string
	}{{1, true, `{"p":1}`, "1"}, {2, false, `{"p":2}`, ""}, {3, true, `{"p":2}`, "2"}} {
		e, ok := v.Event(row.n)
		require.True(t, ok)
		assert.Equal(t, row.brought, e.Brought())
		assert.Equal(t, row.o, v.ValueAfter(e, "o").Literal(), "a part of it changed, or nothing")
		assert.Equal(t, row.a, v.ValueAfter(e, "a").Literal())
	}
	assert.Equal(t, []int{1, 2}, v.TouchingUntil("a", 2))
	assert.Equal(t, []int{1, 2, 3}, v.TouchingUntil("a", 9))
	assert.Empty(t, v.TouchingUntil("a", 0))
}

// A key may stand twice, and an event may tell of one of the two only.
func TestTheValueAfterAnEventIsTheStatesValue(t *testing.T) {
	for _, budget := range []int{0, 200_000} {
		l := history.New(budget)
		walk(t, l, 1000)
		v := l.View()
		for n := v.First(); n <= v.Last(); n++ {
			e, _ := v.Event(n)
			for _, c := range e.Changes {
				require.Equal(t, v.At(n).Get(c.Key), v.ValueAfter(e, c.Key), "%d %s %s", n, c.Key, v.At(n).Bytes())
			}
		}
	}
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
	e = l.Append(history.Event{}, parse(t, `{"b":"2","c":3,"d":{"x":1}}`))
	assert.Equal(t, [4]int{4, 1, 0, 0}, [4]int{e.N, e.Added, e.Removed, e.Changed})
	e = l.Append(history.Event{}, parse(t, `{"b":"2","c":3,"d":{"y":1}}`))
	assert.Equal(t, [4]int{5, 0, 0, 2}, [4]int{e.N, e.Added, e.Removed, e.Changed}, "what comes and goes inside a value changes the key")
	c, ok := e.Change("d")
	assert.True(t, ok)
	assert.Equal(t, "/x", c.Path, "the first of them")
	_, ok = e.Change("c")
	assert.False(t, ok)

	e, ok = v.LastWriter("b", 3)
	assert.True(t, ok)
	assert.Equal(t, 2, e.N)
	e, _ = v.LastWriter("b", 1)
	assert.Equal(t, 1, e.N)
	assert.Equal(t, []int{1, 2}, v.Touching("a"))
}

// The log keeps each word once; a server, or whoever wrote the file, may use very many.
func TestWordsOfEventsAreKept(t *testing.T) {
	l := history.New(0)
	for n := range 4000 {
		l.Append(history.Event{Type: fmt.Sprint("type ", n/2), State: fmt.Sprint("state ", n%7), ReferenceID: fmt.Sprint(n)}, nil)
	}
	for n := range 4000 {
		e, ok := l.View().Event(n + 1)
		require.True(t, ok)
		require.Equal(t, []string{fmt.Sprint("type ", n/2), fmt.Sprint("state ", n%7), fmt.Sprint(n)}, []string{e.Type, e.State, e.ReferenceID})
	}
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

// walk appends n random states, among them reordered ones and duplicate keys,
// and returns their canonical forms, the first at 1.
func walk(t testing.TB, l *history.Log, n int) []string {
	r := rand.New(rand.NewPCG(7, 7))
	states := []string{"{}"}
	members := []string{`"a":1`, `"b":{"c":[1,2,3]}`, `"":null`}
	for range n {
		i := r.IntN(len(members) + 1)
		member := fmt.Sprintf(`"k%d":[%d,{"x":%d}]`, r.IntN(30), r.IntN(3), r.IntN(3))
		switch p := r.IntN(20); {
		case i == len(members) || p < 4:
			members = slices.Insert(members, i, member)
		case p < 7:
			members = slices.Delete(members, i, i+1)
		case p == 8:
			r.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		default:
			key, _, _ := strings.Cut(members[i], ":")
			_, value, _ := strings.Cut(member, ":")
			members[i] = key + ":" + value
		}
		m := parse(t, "{"+strings.Join(members, ",")+"}")
		l.Append(history.Event{}, m)
		states = append(states, string(m.Canonical()))
	}
	return states
}

func TestAnyStateComesBack(t *testing.T) {
	for _, budget := range []int{0, 200_000} {
		l := history.New(budget)
		states := walk(t, l, 2000)
		v := l.View()
		require.Equal(t, budget != 0, v.Dropped() > 0)
		for n := v.First(); n <= v.Last(); n++ {
			require.Equal(t, states[n], string(v.At(n).Canonical()), "%d", n)
		}
		for _, n := range []int{v.First(), v.First() + 7, v.Last()} {
			forth := userdata.Diff(v.At(n), v.At(v.Last()))
			m, err := userdata.Apply(v.At(n), forth)
			require.NoError(t, err)
			assert.Equal(t, states[v.Last()], string(m.Canonical()))
			m, err = userdata.Apply(v.At(v.Last()), userdata.Diff(v.At(v.Last()), v.At(n)))
			require.NoError(t, err)
			assert.Equal(t, states[n], string(m.Canonical()))
		}
	}
}

func TestKeyHistoryAndLastWriter(t *testing.T) {
	l := history.New(0)
	walk(t, l, 500)
	v := l.View()
	touched := map[string][]int{}
	for n := 1; n <= v.Last(); n++ {
		e, _ := v.Event(n)
		for _, c := range e.Changes {
			if k := touched[c.Key]; len(k) == 0 || k[len(k)-1] != n {
				touched[c.Key] = append(k, n)
			}
		}
	}
	require.Greater(t, len(touched), 20)
	for key, numbers := range touched {
		assert.Equal(t, numbers, v.Touching(key))
		events := v.KeyHistory(key)
		require.Len(t, events, len(numbers))
		for i, e := range events {
			assert.Equal(t, numbers[i], e.N)
			assert.Equal(t, len(e.Changes), e.Added+e.Removed+e.Changed)
			whole, _ := v.Event(e.N)
			var want []userdata.Change
			for _, c := range whole.Changes {
				if c.Key == key {
					want = append(want, c)
				}
			}
			require.NotEmpty(t, want)
			assert.Equal(t, want, e.Changes)
			assert.False(t, e.Reordered, "that is of the map")
			got, ok := v.LastWriter(key, e.N)
			assert.True(t, ok)
			assert.Equal(t, e.N, got.N)
			got, ok = v.LastWriter(key, e.N-1)
			assert.Equal(t, i > 0, ok)
			if i > 0 {
				assert.Equal(t, numbers[i-1], got.N)
			}
		}
	}
}

func TestAppendTakesChangesOfNext(t *testing.T) {
	l := history.New(0)
	first := parse(t, `{"a":1,"b":2}`)
	l.Append(history.Event{}, first)
	next, changes, err := first.Next([]byte(`{"b":3,"a":1}`))
	require.NoError(t, err)
	e := l.Append(history.Event{Changes: changes}, next)
	assert.True(t, e.Reordered)
	require.Len(t, e.Changes, 1)
	assert.Equal(t, "b", e.Changes[0].Key)
	assert.Equal(t, 1, e.Changed)
}

func TestNothingKept(t *testing.T) {
	for _, v := range []history.View{{}, new(history.Log).View()} {
		assert.Zero(t, v.First()+v.Last()+v.Dropped()+v.Size())
		_, ok := v.Event(0)
		assert.False(t, ok)
		_, ok = v.LastWriter("a", 1)
		assert.False(t, ok)
		assert.Nil(t, v.At(0))
		assert.Empty(t, v.Touching("a"))
		assert.Empty(t, v.KeyHistory("a"))
		assert.Empty(t, userdata.Diff(v.At(0), v.At(1)))
	}
	var l history.Log
	l.Append(history.Event{Kind: history.Stray, Raw: []byte("<html>")}, nil)
	e, ok := l.View().Event(1)
	assert.True(t, ok)
	assert.Equal(t, "<html>", string(e.Raw))
	assert.Nil(t, l.View().At(1))
}

// Readers of a View see nothing of the appends that go on; the race detector
// and the numbers say so.
func TestReadersAndTheAppender(t *testing.T) {
	l := history.New(60_000)
	l.Append(history.Event{}, parse(t, `{"a":0}`))
	views := make(chan history.View)
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			for v := range views {
				for n := v.First(); n <= v.Last(); n += 1 + v.Last()/10 {
					if got := string(v.At(n).Canonical()); got != fmt.Sprintf(`{"a":%d}`, n-1) {
						t.Errorf("event %d: %s", n, got)
					}
				}
				if e, ok := v.LastWriter("a", v.Last()); !ok || e.N != v.Last() || len(v.KeyHistory("a")) != v.Last()-v.Dropped() {
					t.Errorf("last writer of %d: %d", v.Last(), e.N)
				}
			}
		})
	}
	for n := 1; n < 1000; n++ {
		l.Append(history.Event{}, parse(t, fmt.Sprintf(`{"a":%d}`, n)))
		views <- l.View()
	}
	close(views)
	readers.Wait()
	assert.Positive(t, l.View().Dropped())
}

// What a session brings along is kept in few pieces of memory, however many keys it has.
func TestManyKeysAreFewPieces(t *testing.T) {
	var entries []userdata.Entry
	for i := range 1000 {
		entries = append(entries, userdata.Entry{Key: fmt.Sprintf("Key_%d", i), Value: userdata.TextValue(fmt.Sprint(i))})
	}
	data := userdata.Of(entries...)
	_, changes, err := userdata.Of().Next(data.Bytes())
	require.NoError(t, err)
	require.Len(t, changes, 1000)
	assert.Less(t, testing.AllocsPerRun(3, func() { new(history.Log).Append(history.Event{Changes: changes}, data) }), 100.0)
}
