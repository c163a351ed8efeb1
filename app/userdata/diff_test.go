package userdata_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/userdata"
)

func parse(t testing.TB, text string) *userdata.Map {
	t.Helper()
	m, err := userdata.Parse([]byte(text))
	require.NoError(t, err, text)
	return m
}

// short spells a change in one line: kind, place, old and new literal.
func short(c userdata.Change) string {
	s := c.Kind.String() + " " + c.Key + c.Path
	if c.Kind == userdata.Reordered {
		return s
	}
	for _, v := range []userdata.Value{c.Old, c.New} {
		if v.Kind() == userdata.Absent {
			s += " -"
		} else {
			s += " " + v.Literal()
		}
	}
	return s
}

var diffTests = []struct {
	name, old, new string
	want           []string
}{
	{"both empty", `{}`, `{}`, nil},
	{"same", `{"a":1}`, `{"a":1}`, nil},
	{"white space is nothing", `{"a":{"b":[1,2]}}`, " {\n\"a\" : { \"b\" : [ 1 , 2 ] } } ", nil},
	{"the spelling of a key is nothing", `{"a":1}`, `{"\u0061":1}`, nil},
	{"added", `{"b":1}`, `{"a":2,"b":1}`, []string{`added a - 2`}},
	{"removed", `{"a":2,"b":1}`, `{"b":1}`, []string{`removed a 2 -`}},
	{"changed", `{"a":2}`, `{"a":3}`, []string{`changed a 2 3`}},
	{"retyped", `{"a":2}`, `{"a":"2"}`, []string{`retyped a 2 "2"`}},
	{"null is not absent", `{"a":null}`, `{}`, []string{`removed a null -`}},
	{"null is not empty", `{"a":null}`, `{"a":""}`, []string{`retyped a null ""`}},
	{"true to false", `{"a":true}`, `{"a":false}`, []string{`changed a true false`}},
	{"1 to 1.0", `{"a":1}`, `{"a":1.0}`, []string{`respelled a 1 1.0`}},
	{"1 to 1e0", `{"a":1}`, `{"a":1e0}`, []string{`respelled a 1 1e0`}},
	{"beyond float64", `{"a":123456789012345678901}`, `{"a":123456789012345678902}`,
		[]string{`changed a 123456789012345678901 123456789012345678902`}},
	{"text respelled", `{"a":"ab"}`, `{"a":"a\u0062"}`, []string{`respelled a "ab" "a\u0062"`}},
	{"the empty key", `{"":1}`, `{"":2}`, []string{`changed  1 2`}},
	{"sorted by key", `{"z":1,"m":1,"a":1}`, `{"z":2,"a":2,"b":0}`,
		[]string{`changed a 1 2`, `added b - 0`, `removed m 1 -`, `changed z 1 2`}},
	{"reordered", `{"a":1,"b":2}`, `{"b":2,"a":1}`, []string{`reordered `}},
	{"reordered and changed", `{"a":1,"b":2}`, `{"b":3,"a":1}`, []string{`changed b 2 3`, `reordered `}},
	{"now twice", `{"a":1}`, `{"a":1,"a":2}`, []string{`duplicate a - 2`}},
	{"not twice any more", `{"a":1,"a":2}`, `{"a":1}`, []string{`duplicate a 2 -`}},
	{"twice from nothing", `{}`, `{"a":1,"a":2}`, []string{`added a - 1`, `duplicate a - 2`}},
	{"twice to nothing", `{"a":1,"a":2}`, `{}`, []string{`removed a 1 -`, `duplicate a 2 -`}},
	{"second of two changed", `{"a":1,"a":2}`, `{"a":1,"a":3}`, []string{`changed a 2 3`}},
	{"a list that is one of two", `{"a":[1,2],"a":0}`, `{"a":[12],"a":0}`, []string{`changed a [1,2] [12]`}},
	{"a list that is one of two, with white space", `{"a":[1,{"b":2}],"a":0}`, `{"a":[ 1, {"\u0062": 2} ],"a":1}`, []string{`changed a 0 1`}},
	{"inside the second of two", `{"a":1,"a":{"x":1}}`, `{"a":1,"a":{"x":2}}`, []string{`changed a {"x":1} {"x":2}`}},
	{"nested", `{"a":{"b/c":{"~":1}}}`, `{"a":{"b/c":{"~":2}}}`, []string{`changed a/b~1c/~0 1 2`}},
	{"nested added and removed", `{"a":{"x":1,"y":2}}`, `{"a":{"y":2,"z":3}}`,
		[]string{`removed a/x 1 -`, `added a/z - 3`}},
	{"nested reordered", `{"a":{"x":1,"y":2}}`, `{"a":{"y":2,"x":1}}`, []string{`reordered a`}},
	{"nested deeper and reordered", `{"a":{"b":{"x":1,"y":2}}}`, `{"a":{"b":{"y":2,"x":1}}}`, []string{`reordered a/b`}},
	{"nested, and now a duplicate", `{"a":{"x":1}}`, `{"a":{"x":1,"x":2}}`, []string{`changed a {"x":1} {"x":1,"x":2}`}},
	{"nested duplicate", `{"a":{"x":1,"x":2}}`, `{"a":{"x":1}}`, []string{`changed a {"x":1,"x":2} {"x":1}`}},
	{"element inserted", `{"a":[1,2,3]}`, `{"a":[0,1,2,3]}`, []string{`added a/0 - 0`}},
	{"element removed", `{"a":[1,2,3]}`, `{"a":[1,3]}`, []string{`removed a/1 2 -`}},
	{"element respelled behind an insertion", `{"a":[1,2]}`, `{"a":[0,1.0,2]}`, []string{`added a/0 - 0`, `respelled a/1 1 1.0`}},
	{"element changed in place", `{"a":[1,2,3]}`, `{"a":[1,9,3]}`, []string{`changed a/1 2 9`}},
	{"inside a moved element", `{"a":[{"i":1},{"i":2,"v":1}]}`, `{"a":[{"i":0},{"i":1},{"i":2,"v":2}]}`,
		[]string{`added a/0 - {"i":0}`, `changed a/2/v 1 2`}},
	{"hostile names", `{"__proto__":{"<b>":1}}`, `{"__proto__":{"<b>":2},"constructor":"\u0000"}`,
		[]string{`changed __proto__/<b> 1 2`, `added constructor - "\u0000"`}},
}

func TestDiff(t *testing.T) {
	for _, test := range diffTests {
		t.Run(test.name, func(t *testing.T) {
			old, new := parse(t, test.old), parse(t, test.new)
			changes := userdata.Diff(old, new)
			var got []string
			for _, c := range changes {
				got = append(got, short(c))
			}
			assert.Equal(t, test.want, got)
			checkDiff(t, []byte(test.old), []byte(test.new))
			checkDiff(t, []byte(test.new), []byte(test.old))
		})
	}
}

// Whether a key stands twice is found out in one way for a few keys and in another
// for many.
func TestManyKeysThatStandTwice(t *testing.T) {
	for _, n := range []int{3, 30} {
		var twice, changed, once, other []string
		var wantTwice, wantOnce []string
		for i := range n {
			key := fmt.Sprintf(`"k%02d":`, i)
			twice = append(twice, key+`{"x":1}`, key+`0`)
			changed = append(changed, key+`{"x":2}`, key+`0`)
			once = append(once, key+`{"x":1}`)
			other = append(other, key+`{"x":2}`)
			wantTwice = append(wantTwice, fmt.Sprintf(`changed k%02d {"x":1} {"x":2}`, i))
			wantOnce = append(wantOnce, fmt.Sprintf(`changed k%02d/x 1 2`, i))
		}
		compare := func(old, new []string) (got []string) {
			for _, c := range userdata.Diff(parse(t, "{"+strings.Join(old, ",")+"}"), parse(t, "{"+strings.Join(new, ",")+"}")) {
				got = append(got, short(c))
			}
			return got
		}
		assert.Equal(t, wantTwice, compare(twice, changed), "a path would lead to two places")
		assert.Equal(t, wantOnce, compare(once, other))

		inside, more := strings.Join(once, ","), strings.Join(append(once, `"k01":1`), ",")
		assert.Equal(t, []string{"changed a {" + inside + "} {" + more + "}"}, compare([]string{`"a":{` + inside + `}`}, []string{`"a":{` + more + `}`}))
		assert.Equal(t, []string{"changed a {" + more + "} {" + inside + "}"}, compare([]string{`"a":{` + more + `}`}, []string{`"a":{` + inside + `}`}))
	}
}
