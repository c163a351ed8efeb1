package userdata_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"math/rand/v2"
	"sort"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/userdata"
)

// checkDiff holds Diff, Apply and Next against each other and, where
// encoding/json can read both texts without loss, against go-cmp.
func checkDiff(t *testing.T, oldText, newText []byte) {
	t.Helper()
	old, err := userdata.Parse(oldText)
	if err != nil {
		return
	}
	new, err := userdata.Parse(newText)
	if err != nil {
		return
	}
	changes := userdata.Diff(old, new)
	applied, err := userdata.Apply(old, changes)
	require.NoError(t, err, "%s → %s", oldText, newText)
	require.Equal(t, string(new.Canonical()), string(applied.Canonical()), "%s → %s", oldText, newText)
	same := bytes.Equal(old.Canonical(), new.Canonical())
	require.Equal(t, same, len(changes) == 0, "%s → %s: %v", oldText, newText, changes)
	checkNext(t, old, newText)
	checkOracle(t, oldText, newText, changes)
}

// checkNext compares the incremental path with the full one.
func checkNext(t *testing.T, old *userdata.Map, newText []byte) {
	t.Helper()
	want, wantErr := userdata.Parse(newText)
	got, changes, err := old.Next(newText)
	require.Equal(t, wantErr, err, "%s → %s", old.Bytes(), newText)
	if err != nil {
		return
	}
	require.Equal(t, userdata.Diff(old, want), changes, "%s → %s", old.Bytes(), newText)
	require.Equal(t, want.Bytes(), got.Bytes())
	require.Equal(t, want.Len(), got.Len())
	for i := range want.Len() {
		require.Equal(t, want.At(i), got.At(i), "%s → %s", old.Bytes(), newText)
	}
}

// places is a cmp.Reporter that collects where two documents differ: pointers
// of map keys, down to the first list.
type places struct {
	path  cmp.Path
	found map[string]bool
}

func (p *places) PushStep(s cmp.PathStep) { p.path = append(p.path, s) }
func (p *places) PopStep()                { p.path = p.path[:len(p.path)-1] }
func (p *places) Report(r cmp.Result) {
	if r.Equal() {
		return
	}
	pointer := ""
	for _, s := range p.path {
		switch s := s.(type) {
		case cmp.MapIndex:
			pointer += "/" + s.Key().String()
		case cmp.SliceIndex:
			p.found[pointer] = true
			return
		}
	}
	p.found[pointer] = true
}

// sameDecimal compares numbers by a way of its own, exact fractions.
func sameDecimal(a, b json.Number) bool {
	x, _ := new(big.Rat).SetString(a.String())
	y, _ := new(big.Rat).SetString(b.String())
	return x.Cmp(y) == 0
}

// checkOracle compares the verdict and the places of changes with go-cmp. It
// leaves out what encoding/json loses or go-cmp cannot be asked: duplicate
// keys, what is not characters, exponents that no fraction can hold, and keys
// that would make two pointers look alike.
func checkOracle(t *testing.T, oldText, newText []byte, changes []userdata.Change) {
	t.Helper()
	for _, text := range [][]byte{oldText, newText} {
		if !utf8.Valid(text) || bytes.Contains(text, []byte(`\u`)) || bytes.ContainsAny(text, "/~") || !plain(text) {
			return
		}
	}
	a, b := decode(t, oldText), decode(t, newText)
	r := &places{found: map[string]bool{}}
	equal := cmp.Equal(a, b, cmp.Comparer(sameDecimal), cmp.Reporter(r))
	got := map[string]bool{}
	for _, c := range changes {
		if c.Kind != userdata.Respelled && c.Kind != userdata.Reordered {
			got["/"+c.Key+toList(c.Path, b[c.Key])] = true
		}
	}
	require.Equal(t, equal, len(got) == 0, "%s → %s: %v", oldText, newText, changes)
	require.Equal(t, sorted(r.found), sorted(got), "%s → %s", oldText, newText)
	checkPatch(t, oldText, newText, changes)
}

func sorted(set map[string]bool) []string {
	list := []string{}
	for s := range set {
		list = append(list, s)
	}
	sort.Strings(list)
	return list
}

// toList cuts a pointer where it enters a list.
func toList(path string, v any) string {
	kept := ""
	for _, token := range strings.Split(path, "/")[1:] {
		object, ok := v.(map[string]any)
		if !ok {
			break
		}
		kept += "/" + token
		v = object[token]
	}
	return kept
}

func decode(t *testing.T, text []byte) map[string]any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v map[string]any
	require.NoError(t, d.Decode(&v))
	return v
}

// plain reports whether no key stands twice and no exponent has more than
// three digits.
func plain(text []byte) bool {
	type level struct {
		keys map[string]bool
		key  bool
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	levels := []level{{}}
	for {
		token, err := d.Token()
		if err != nil {
			return true
		}
		top := &levels[len(levels)-1]
		if s, ok := token.(string); ok && top.key {
			if top.keys[s] {
				return false
			}
			top.keys[s], top.key = true, false
			continue
		}
		top.key = top.keys != nil && token != json.Delim('}')
		switch token := token.(type) {
		case json.Delim:
			switch token {
			case '{':
				levels = append(levels, level{map[string]bool{}, true})
			case '[':
				levels = append(levels, level{})
			default:
				levels = levels[:len(levels)-1]
			}
		case json.Number:
			if _, e, ok := strings.Cut(strings.ToLower(token.String()), "e"); ok {
				if n, err := strconv.Atoi(e); err != nil || n > 999 || n < -999 {
					return false
				}
			}
		}
	}
}

// A random document is made to have much in common with the one before it.
type random struct{ *rand.Rand }

func (r random) value(depth int) string {
	scalars := []string{`""`, `"a"`, `"a\u0062"`, `"ab"`, `"1"`, `null`, `true`, `false`, `0`, `-0`, `1`, `1.0`, `1e0`, `10e-1`,
		`123456789012345678901`, `123456789012345678902`, `"😀"`, `"\ud83d"`, "\"\xff\"", `"<b>"`, `1e999999999`, `10e999999998`}
	n := r.IntN(len(scalars) + 8)
	if n < len(scalars) || depth > 3 {
		return scalars[n%len(scalars)]
	}
	parts := make([]string, r.IntN(5))
	if n%2 == 0 {
		for i := range parts {
			parts[i] = r.value(depth + 1)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	for i := range parts {
		parts[i] = r.key(6) + ":" + r.value(depth+1)
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func (r random) key(n int) string {
	if r.IntN(30) == 0 {
		return []string{`""`, `"a/b"`, `"~"`, `"\u006b0"`, `"__proto__"`}[r.IntN(5)]
	}
	return fmt.Sprintf(`"k%d"`, r.IntN(n))
}

func (r random) object(members []string) string {
	space := []string{"", "", "", " ", "\n"}[r.IntN(5)]
	return "{" + space + strings.Join(members, ","+space) + space + "}"
}

func (r random) members(n int) []string {
	members := make([]string, n)
	for i := range members {
		key := fmt.Sprintf(`"k%d"`, i)
		if r.IntN(20) == 0 {
			key = r.key(n)
		}
		members[i] = key + ":" + r.value(0)
	}
	return members
}

// edit changes a few members.
func (r random) edit(members []string) []string {
	members = append([]string(nil), members...)
	for range r.IntN(5) {
		i := r.IntN(len(members) + 1)
		switch {
		case i == len(members) || r.IntN(4) == 0:
			members = append(members[:i:i], append([]string{r.key(2*len(members)+1) + ":" + r.value(0)}, members[i:]...)...)
		case r.IntN(3) == 0:
			members = append(members[:i], members[i+1:]...)
		case r.IntN(20) == 0:
			r.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		default:
			key, _, _ := strings.Cut(members[i], ":")
			members[i] = key + ":" + r.value(0)
		}
	}
	return members
}

func TestRandomDocuments(t *testing.T) {
	rounds := 4000
	if testing.Short() {
		rounds = 400
	}
	for seed := range uint64(rounds) {
		r := random{rand.New(rand.NewPCG(seed, 1))}
		old := r.members(r.IntN(40))
		new := r.edit(old)
		checkDiff(t, []byte(r.object(old)), []byte(r.object(new)))
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func FuzzDiff(f *testing.F) {
	for _, test := range diffTests {
		f.Add([]byte(test.old), []byte(test.new))
	}
	f.Fuzz(checkDiff)
}

// FuzzIncremental replaces a part of a valid map by other bytes.
func FuzzIncremental(f *testing.F) {
	f.Add([]byte(`{"a":1,"b":"x","c":null}`), uint16(5), uint16(1), []byte("2"))
	f.Add([]byte(`{"a":1,"b":"x","c":null}`), uint16(5), uint16(0), []byte("2"))
	f.Add([]byte(`{"a":1,"b":"x","c":null}`), uint16(1), uint16(6), []byte(""))
	f.Add([]byte(`{"a":1,"b":"x","c":null}`), uint16(1), uint16(0), []byte(`"b":3,`))
	f.Add([]byte(`{"a":1,"b":"x","c":null}`), uint16(23), uint16(0), []byte(`,"\u0061":3`))
	f.Add([]byte(`{"a":1}`), uint16(7), uint16(0), []byte(` ]`))
	f.Fuzz(func(t *testing.T, text []byte, at, cut uint16, put []byte) {
		old, err := userdata.Parse(text)
		if err != nil {
			return
		}
		from := min(int(at), len(text))
		to := min(from+int(cut), len(text))
		new := append(append(append([]byte(nil), text[:from]...), put...), text[to:]...)
		checkNext(t, old, new)
		checkNext(t, old, append([]byte(" \n"), new...))
	})
}
