package proof_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/userdata"
)

// value parses a literal; "" stands for an absent value.
func value(t testing.TB, literal string) userdata.Value {
	t.Helper()
	if literal == "" {
		return userdata.Value{}
	}
	v, err := userdata.ParseValue(literal)
	require.NoError(t, err, literal)
	return v
}

func TestCompare(t *testing.T) {
	for _, tt := range []struct {
		sent, seen string // literals
		verdict    proof.Verdict
		note       string
	}{
		{`"a"`, `"a"`, proof.Exact, ""},
		{`"a"`, `"\u0061"`, proof.Exact, ""},
		{`1`, `1`, proof.Exact, ""},
		{`null`, `null`, proof.Exact, ""},
		{`[1, 2]`, `[1,2]`, proof.Exact, ""},
		{`{"a": "b c\"d"}`, `{ "a":"b c\"d" }`, proof.Exact, ""},
		{`{"a":"b\u0020c"}`, `{"a":"b c"}`, proof.Coerced, "the same value, written differently"},
		{`[1.0]`, `[1]`, proof.Coerced, "the same value, written differently"},
		{`{"a":1,"b":2}`, `{"b":2,"a":1}`, proof.Coerced, "the same value, written differently"},
		{``, ``, proof.Exact, ""},
		{``, `1`, proof.NotSeen, "still there"},
		{`1`, ``, proof.NotSeen, ""},
		{`"x"`, ``, proof.NotSeen, ""},
		{`null`, ``, proof.Coerced, "null → absent"},
		{`""`, ``, proof.Coerced, `"" → absent`},
		{`""`, `null`, proof.Coerced, `"" → null`},
		{`null`, `""`, proof.Coerced, `null → ""`},
		{`null`, `"null"`, proof.Coerced, "null → text"},
		{`null`, `"NULL"`, proof.Coerced, "null → text, case changed"},
		{`null`, `0`, proof.Differs, "null → number"},
		{`"x"`, `null`, proof.Differs, "text → null"},
		{`5`, `null`, proof.Differs, "number → null"},
		{`5`, `""`, proof.Differs, "number → text"},
		{`false`, `""`, proof.Differs, "true/false → text"},

		{`123456789`, `"123456789"`, proof.Coerced, "number → text"},
		{`1.0`, `"1"`, proof.Coerced, "number → text, 1.0 → 1"},
		{`1.5`, `"1"`, proof.Coerced, "number → text, cut to an integer: 1.5 → 1"},
		{`123456789`, `"987654321"`, proof.Differs, "number → text"},
		{`"776"`, `776`, proof.Coerced, "text → number"},
		{`"007"`, `7`, proof.Coerced, "text → number, 007 → 7"},
		{`"000"`, `0`, proof.Coerced, "text → number, 000 → 0"},
		{`"+7"`, `7`, proof.Coerced, "text → number, +7 → 7"},
		{`"1.50"`, `1.5`, proof.Coerced, "text → number, 1.50 → 1.5"},
		{`"776"`, `777`, proof.Differs, "text → number"},
		{`"000"`, `7`, proof.Differs, "text → number"},
		{`"abc"`, `0`, proof.Differs, "text → number"},
		{`"0abc"`, `0`, proof.Differs, "text → number"},
		{`" 7 "`, `7`, proof.Coerced, "text → number"},
		{`"{\"a\": 1}"`, `{"a":1}`, proof.Coerced, "text → object, {\"a\": 1} → {\"a\":1}"},
		{`"{\"a\": 1}"`, `{"a":2}`, proof.Differs, "text → object"},
		{`"True"`, `true`, proof.Differs, "text → true/false"},
		{`""`, `0`, proof.Differs, "text → number"},
		{`true`, `"true"`, proof.Coerced, "true/false → text"},
		{`true`, `"True"`, proof.Coerced, "true/false → text, case changed"},
		{`"true"`, `true`, proof.Coerced, "text → true/false"},
		{`true`, `1`, proof.Coerced, "true/false → number"},
		{`true`, `0`, proof.Differs, "true/false → number"},
		{`false`, `0`, proof.Coerced, "true/false → number"},
		{`true`, `null`, proof.Differs, "true/false → null"},
		{`[1,2]`, `"[1,2]"`, proof.Coerced, "list → text"},
		{`{"a": 1}`, `"{\"a\":1}"`, proof.Coerced, "object → text"},
		{`{"a":1}`, `"[object Object]"`, proof.Differs, "object → text"},
		{`[1]`, `1`, proof.Differs, "list → number"},

		{`1.0`, `1`, proof.Coerced, "1.0 → 1"},
		{`1e2`, `100`, proof.Coerced, "1e2 → 100"},
		{`9007199254740993`, `9007199254740992`, proof.Coerced, "rounded to float64: 9007199254740993 → 9007199254740992"},
		{`12345678901234567890`, `12345678901234567000`, proof.Coerced, "rounded to float64: 12345678901234567890 → 12345678901234567000"},
		{`12345678901234567168`, `12345678901234567000`, proof.Coerced, "rounded to float64: 12345678901234567168 → 12345678901234567000"},
		{`0.1`, `0.1000000000000000055511151231257827`, proof.Coerced, "rounded to float64: 0.1 → 0.1000000000000000055511151231257827"},
		{`1e-400`, `0.0`, proof.Coerced, "rounded to float64: 1e-400 → 0.0"},
		{`9007199254740992`, `9007199254740993`, proof.Differs, ""},
		{`"9007199254740992"`, `9007199254740993`, proof.Differs, "text → number"},
		{`16777217`, `16777216`, proof.Coerced, "rounded to float32: 16777217 → 16777216"},
		{`1.9`, `1`, proof.Coerced, "cut to an integer: 1.9 → 1"},
		{`1.9`, `2`, proof.Coerced, "rounded to an integer: 1.9 → 2"},
		{`3000000000`, `-1294967296`, proof.Coerced, "wrapped to 32 bits: 3000000000 → -1294967296"},
		{`3.5`, `4`, proof.Coerced, "rounded to an integer: 3.5 → 4"},
		{`-2.5`, `-2`, proof.Coerced, "cut to an integer: -2.5 → -2"},
		{`-2.5`, `-3`, proof.Coerced, "rounded to an integer: -2.5 → -3"},
		{`1.5`, `7`, proof.Differs, ""},
		{`1.5`, `1.6`, proof.Differs, ""},
		{`1.5`, `0`, proof.Differs, ""},
		{`1e30`, `0`, proof.Differs, ""},
		{`1`, `2`, proof.Differs, ""},
		{`1e999999999`, `1`, proof.Differs, ""},
		{`1e400`, `1e500`, proof.Differs, ""},

		{`" a "`, `"a"`, proof.Coerced, "trimmed"},
		{`"a\u0000"`, `"a"`, proof.Coerced, "trailing NULs removed"},
		{`"a\r\nb"`, `"a\nb"`, proof.Coerced, "line ends changed"},
		{`"a\nb"`, `"a\r\nb"`, proof.Coerced, "line ends changed"},
		{`"Gold"`, `"GOLD"`, proof.Coerced, "case changed"},
		{`"Zürich"`, `"ZÃ¼rich"`, proof.Coerced, "encoding: UTF-8 read as Latin-1"},
		{`"Zürich"`, `"Z?rich"`, proof.Coerced, "encoding: characters beyond ASCII replaced"},
		{`"Zürich"`, `"Z\ufffdrich"`, proof.Coerced, "encoding: characters beyond ASCII replaced"},
		{`"Zürich"`, `"Z??rich"`, proof.Differs, ""},
		{`"~ü"`, `"~?"`, proof.Coerced, "encoding: characters beyond ASCII replaced"},
		{`"a<b"`, `"a&lt;b"`, proof.Coerced, "encoding: HTML-escaped"},
		{`"abcdef"`, `"abc"`, proof.Differs, "cut after 3 characters"},
		{`"abc"`, `""`, proof.Differs, ""},
		{`"  "`, `""`, proof.Coerced, "trimmed"},
		{`"abc"`, `"xyz"`, proof.Differs, ""},
	} {
		t.Run(tt.sent+" to "+tt.seen, func(t *testing.T) {
			verdict, note := proof.Compare(value(t, tt.sent), value(t, tt.seen))
			assert.Equal(t, tt.verdict, verdict, "got %s, want %s", verdict, tt.verdict)
			assert.Equal(t, tt.note, note)
		})
	}
}

// A note is for a line on the screen, whatever the values are.
func TestCompareKeepsNotesShort(t *testing.T) {
	_, note := proof.Compare(value(t, strings.Repeat("7", 100_000)+".0"), value(t, strings.Repeat("7", 100_000)))
	assert.Less(t, len(note), 200)
}

func FuzzCompare(f *testing.F) {
	f.Add(`"007"`, `7`)
	f.Add(`1e400`, `"1E400"`)
	f.Add(`{"a":[1.0,null]}`, `{"a":[1,null]}`)
	f.Add(`""`, `null`)
	f.Fuzz(func(t *testing.T, a, b string) {
		sent, errA := userdata.ParseValue(a)
		seen, errB := userdata.ParseValue(b)
		if errA != nil || errB != nil {
			return
		}
		verdict, note := proof.Compare(sent, seen)
		if verdict == proof.Exact && (!sent.Equal(seen) || note != "") {
			t.Errorf("exact (%q), but not equal: %s and %s", note, a, b)
		}
		if verdict == proof.Coerced && note == "" {
			t.Errorf("a conversion without a name: %s and %s", a, b)
		}
		if sent.Equal(seen) && verdict != proof.Exact && verdict != proof.Coerced {
			t.Errorf("%s, but equal: %s and %s", verdict, a, b)
		}
		if verdict, _ := proof.Compare(sent, sent); verdict != proof.Exact {
			t.Errorf("%s compared with itself is %s", a, verdict)
		}
	})
}
