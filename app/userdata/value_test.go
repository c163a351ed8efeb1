package userdata_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/userdata"
)

func value(t testing.TB, literal string) userdata.Value {
	t.Helper()
	v, err := userdata.ParseValue(literal)
	require.NoError(t, err, literal)
	return v
}

func TestEqual(t *testing.T) {
	long := strings.Repeat("9", 100_000)
	for _, test := range []struct {
		name, a, b string
		want       bool
	}{
		{"the same", `1`, ` 1 `, true},
		{"a fraction of zero", `1`, `1.0`, true},
		{"an exponent of zero", `1`, `1e0`, true},
		{"an exponent of minus one", `1`, `10E-01`, true},
		{"the point moved", `0.00120`, `1.2e-3`, true},
		{"zero has no sign", `0`, `-0.0e17`, true},
		{"a sign", `1`, `-1`, false},
		{"more digits than float64 has", `123456789012345678901`, `123456789012345678902`, false},
		{"beyond float64's exponents", `1e999999999`, `10e999999998`, true},
		{"not the same beyond them", `1e999999999`, `1e999999998`, false},
		{"exponents beyond int64", `1e` + long, `10e` + long[1:] + `8`, true},
		{"a carry in such an exponent", `10e` + long, `1e1` + strings.Repeat("0", 100_000), true},
		{"a borrow in such an exponent", `0.1e1` + strings.Repeat("0", 100_000), `1e` + long, true},
		{"negative exponents beyond int64", `1e-` + long, `0.1e-` + long[1:] + `8`, true},
		{"long numbers", long + `.0`, long, true},
		{"text by its characters", `"a\u0062\/"`, `"ab/"`, true},
		{"a pair and its character", `"\ud83d\ude00"`, `"😀"`, true},
		{"two different halves", `"\ud83d"`, `"\ud83e"`, false},
		{"a half and the mark for a replacement", `"\ud83d"`, `"\ufffd"`, false},
		{"a byte that is not UTF-8 and the mark", "\"\xff\"", `"\ufffd"`, false},
		{"a number is no text", `1`, `"1"`, false},
		{"null is no text", `null`, `""`, false},
		{"objects by key", `{"a":1,"b":[2]}`, `{ "b":[2.0], "\u0061":1 }`, true},
		{"lists in order", `[1,2]`, `[2,1]`, false},
		{"objects of other keys", `{"a":1}`, `{"b":1}`, false},
		{"other values inside", `[true,null]`, `[false,null]`, false},
		{"a sign inside", `[1]`, `[-1]`, false},
		{"text inside", `["ab"]`, `["a\u0062"]`, true},
		{"lists of other lists", `[[1],[2]]`, `[[1,2]]`, false},
		{"digits of one number or of two", `[1,2]`, `[12]`, false},
		{"a duplicate key counts", `{"a":1,"a":1}`, `{"a":1}`, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, b := value(t, test.a), value(t, test.b)
			assert.Equal(t, test.want, a.Equal(b))
			assert.Equal(t, test.want, b.Equal(a))
		})
	}
	assert.True(t, userdata.Value{}.Equal(userdata.Value{}))
	assert.False(t, userdata.Value{}.Equal(value(t, "null")))
}

func TestText(t *testing.T) {
	for _, test := range []struct {
		literal, text string
		faithful      bool
	}{
		{`"a\u0062"`, "ab", true},
		{`1.0`, "1.0", true},
		{`{"a" : 1}`, `{"a" : 1}`, true},
		{`"\ud800"`, "\xed\xa0\x80", false},
		{"\"\xff\"", "\xff", false},
	} {
		v := value(t, test.literal)
		assert.Equal(t, test.text, v.Text())
		assert.Equal(t, test.faithful, v.Faithful(), test.literal)
		assert.Equal(t, test.literal, v.Literal())
	}
	assert.Equal(t, `"\"<b>\u0000"`, userdata.TextValue("\"<b>\x00").Literal())
}

func TestMap(t *testing.T) {
	text := "\n{ \"b\" : 1.0 , \"a\\u0062\":null,\"b\":\"\" }"
	m := parse(t, text)
	assert.Equal(t, strings.TrimSpace(text), string(m.Bytes()))
	assert.Equal(t, `{"b":1.0,"ab":null,"b":""}`, string(m.Canonical()))
	assert.Equal(t, 3, m.Len())
	assert.Equal(t, `""`, m.Get("b").Literal())
	assert.Equal(t, userdata.Null, m.Get("ab").Kind())
	assert.Equal(t, userdata.Absent, m.Get("c").Kind())
	for i := range m.Len() {
		assert.Equal(t, m.At(i), userdata.Of(m.At(0), userdata.Entry{Key: "absent"}, m.At(1), m.At(2)).At(i))
	}
	var none *userdata.Map
	assert.Zero(t, none.Len())
	assert.Equal(t, "{}", string(none.Bytes()))
	assert.Empty(t, userdata.Diff(none, userdata.Of()))
	next, changes, err := none.Next([]byte(text))
	require.NoError(t, err)
	assert.Len(t, changes, 3)
	assert.Len(t, userdata.Diff(next, nil), 3)
	for range next.All() {
		break
	}
}

func TestParseRefuses(t *testing.T) {
	for text, want := range map[string]string{
		``:             "line 1, column 1: expected an object",
		`[]`:           "line 1, column 1: expected an object",
		"{\"a\":1}\nx": "line 2, column 1: expected the end of the text",
		`{"a":1`:       `line 1, column 7: expected "," or "}"`,
	} {
		_, err := userdata.Parse([]byte(text))
		assert.EqualError(t, err, want)
		_, _, err = parse(t, `{"a":1}`).Next([]byte(text))
		assert.EqualError(t, err, want)
	}
}
