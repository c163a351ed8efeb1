package history_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"
	"time"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/userdata"
)

// long appends n notifications of a map of many keys, three of which change
// each time.
func long(tb testing.TB, n, keys int) *history.Log {
	r := rand.New(rand.NewPCG(1, 2))
	values := make([]uint64, keys)
	l := history.New(64 << 20)
	var m *userdata.Map
	var text bytes.Buffer
	for i := range n {
		for range 3 {
			values[r.IntN(keys)] = r.Uint64()
		}
		text.Reset()
		for k, v := range values {
			fmt.Fprintf(&text, `,"Key_number_%d":"%024x"`, k, v)
		}
		text.WriteByte('}')
		text.Bytes()[0] = '{'
		next, changes, err := m.Next(text.Bytes())
		if err != nil {
			tb.Fatal(err)
		}
		l.Append(history.Event{Time: time.Unix(int64(i), 0), Type: "PropertiesUpdated", Changes: changes}, next)
		m = next
	}
	return l
}

func BenchmarkHistory(b *testing.B) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	l := long(b, 50_000, 1_000)
	runtime.GC()
	runtime.ReadMemStats(&after)
	v := l.View()
	r := rand.New(rand.NewPCG(1, 2))
	b.Run("At", func(b *testing.B) {
		b.ReportMetric(float64(int64(after.HeapAlloc)-int64(before.HeapAlloc))/(1<<20), "heap-MiB")
		b.ReportMetric(float64(v.Size())/(1<<20), "Size-MiB")
		for b.Loop() {
			if v.At(v.First()+r.IntN(v.Last()-v.First())).Len() != 1000 {
				b.Fatal("lost keys")
			}
		}
	})
	b.Run("KeyHistory", func(b *testing.B) {
		for b.Loop() {
			if len(v.KeyHistory("Key_number_17")) < 10 {
				b.Fatal("lost events")
			}
		}
	})
	b.Run("LastWriter", func(b *testing.B) {
		for b.Loop() {
			if _, ok := v.LastWriter("Key_number_17", v.Last()); !ok {
				b.Fatal("lost events")
			}
		}
	})
	b.Run("Between", func(b *testing.B) {
		for b.Loop() {
			if len(userdata.Diff(v.At(v.First()), v.At(v.Last()))) < 900 {
				b.Fatal("lost changes")
			}
		}
	})
	b.Run("Append", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			l.Append(history.Event{}, v.At(v.Last()-i%2))
		}
	})
}
