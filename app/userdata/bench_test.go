package userdata_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/keytrail/keytrail/app/userdata"
)

// versions returns a map of n keys with texts of about 24 bytes, and the same
// with a few values changed, or in random order.
func versions(n, changes int, shuffle bool) (old, new []byte) {
	r := rand.New(rand.NewPCG(1, 2))
	members := make([]string, n)
	for i := range members {
		members[i] = fmt.Sprintf(`"Key_number_%d":"%024x"`, i, r.Uint64())
	}
	old = []byte("{" + strings.Join(members, ",") + "}")
	for range changes {
		i := r.IntN(n)
		members[i] = fmt.Sprintf(`"Key_number_%d":"changed %x"`, i, r.Uint64())
	}
	if shuffle {
		r.Shuffle(n, func(i, j int) { members[i], members[j] = members[j], members[i] })
	}
	return old, []byte("{" + strings.Join(members, ",") + "}")
}

// BenchmarkNext measures from the bytes to a finished list of changes, in turns
// from the old version to the new one and back.
func BenchmarkNext(b *testing.B) {
	for _, c := range []struct {
		name       string
		n, changes int
		shuffle    bool
	}{{"33", 33, 2, false}, {"1000", 1000, 2, false}, {"10000", 10000, 5, false}, {"1000reordered", 1000, 2, true}} {
		old, new := versions(c.n, c.changes, c.shuffle)
		b.Run(c.name, func(b *testing.B) {
			m := parse(b, string(old))
			b.SetBytes(int64(len(old)))
			b.ReportAllocs()
			texts := [2][]byte{new, old}
			for i := 0; b.Loop(); i++ {
				next, changes, err := m.Next(texts[i%2])
				if err != nil || len(changes) < c.changes {
					b.Fatal(err, len(changes))
				}
				m = next
			}
		})
	}
}

// BenchmarkCompare is the bound of BenchmarkNext: the bytes compared and copied.
func BenchmarkCompare(b *testing.B) {
	for _, n := range []int{33, 1000, 10000} {
		old, _ := versions(n, 0, false)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := string(old)
			b.SetBytes(int64(len(old)))
			for b.Loop() {
				if s != string(old) {
					b.Fatal("differs")
				}
				s = string(old)
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	for _, n := range []int{33, 1000, 10000} {
		old, _ := versions(n, 0, false)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.SetBytes(int64(len(old)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := userdata.Parse(old); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
