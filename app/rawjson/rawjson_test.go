package rawjson_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/rawjson"
)

func TestCheckRefuses(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"nothing", "", `line 1, column 1: expected a value`},
		{"white space only", " \n ", `line 2, column 2: expected a value`},
		{"a word of another language", `{"a":None}`, `line 1, column 6: expected a value`},
		{"a word cut short", `tru`, `line 1, column 1: expected a value`},
		{"a byte order mark", "\ufeff{}", `line 1, column 1: expected a value`},
		{"no comma", "{\n\t\"a\": 1\n\t\"b\": 2}", `line 3, column 2: expected "," or "}"`},
		{"a comma too many", `{"a":1,}`, `line 1, column 8: expected a key in double quotes`},
		{"a comma too many in a list", `[1,]`, `line 1, column 4: expected a value`},
		{"the wrong bracket", `[1}`, `line 1, column 3: expected "," or "]"`},
		{"the wrong bracket at once", `[}`, `line 1, column 2: expected a value`},
		{"a key without quotes", `{a:1}`, `line 1, column 2: expected a key in double quotes`},
		{"single quotes", `{'a':1}`, `line 1, column 2: expected a key in double quotes`},
		{"no colon", `{"a" 1}`, `line 1, column 6: expected ":"`},
		{"cut off behind the colon", `{"a":`, `line 1, column 6: expected a value`},
		{"cut off behind a value", `{"a":1`, `line 1, column 7: expected "," or "}"`},
		{"cut off in a text", `"ab`, `line 1, column 4: expected a closing double quote`},
		{"a line feed in a text", "\"a\nb\"", `line 1, column 3: expected an escape in place of a control character`},
		{"an unknown escape", `"\x41"`, `line 1, column 3: expected one of "\/bfnrtu behind the backslash`},
		{"an escape cut off", `"\`, `line 1, column 3: expected one of "\/bfnrtu behind the backslash`},
		{"a short hexadecimal escape", `"\u00g0"`, `line 1, column 6: expected four hexadecimal digits behind \u`},
		{"a leading zero", `01`, `line 1, column 2: expected the end of the text`},
		{"a sign alone", `-`, `line 1, column 2: expected a digit`},
		{"no digit behind the point", `1.`, `line 1, column 3: expected a digit`},
		{"no digit before the point", `.5`, `line 1, column 1: expected a value`},
		{"no digit in the exponent", `1e+`, `line 1, column 4: expected a digit`},
		{"a plus sign", `+1`, `line 1, column 1: expected a value`},
		{"something behind", `{} x`, `line 1, column 4: expected the end of the text`},
		{"65 levels", strings.Repeat("[", 65) + strings.Repeat("]", 65), `line 1, column 65: expected at most 64 levels of lists and objects`},
		{"a million levels", strings.Repeat(`{"a":`, 1e6), `line 1, column 321: expected at most 64 levels of lists and objects`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			err := rawjson.Check([]byte(test.text))
			require.EqualError(t, err, test.want)
			var e *rawjson.Error
			require.True(t, errors.As(err, &e))
			assert.LessOrEqual(t, e.Offset, len(test.text))
		})
	}
}

func TestCheckAccepts(t *testing.T) {
	for _, text := range []string{
		`{}`, ` [ ] `, `0`, `-0.0e-0`, `1E+400`, `123456789012345678901234567890`, `"\ud800"`, "\"\xff\xfe\"", "\"\x7f\"",
		`{"a":1,"a":2}`, "\t\r\n{\"a\" : [ 1 , { } , null ] }\n", strings.Repeat("[", 64) + strings.Repeat("]", 64),
		strings.Repeat(`{"a":`, 64) + "1" + strings.Repeat("}", 64),
	} {
		assert.NoError(t, rawjson.Check([]byte(text)), text)
	}
}

func TestSizeLimit(t *testing.T) {
	if testing.Short() {
		t.Skip("takes 128 MiB of memory")
	}
	text := bytes.Repeat([]byte(" "), rawjson.MaxSize+1)
	text[0] = '1'
	require.NoError(t, rawjson.Check(text[:rawjson.MaxSize]))
	err := rawjson.Check(text)
	require.ErrorContains(t, err, "expected at most 64 MiB")
}

func TestMembersAndElements(t *testing.T) {
	var got []string
	err := rawjson.Members([]byte(" { \"a\" : 1 , \"\\u0061\" : [ 2 ] , \"\" : { } } "), func(key string, value []byte) error {
		got = append(got, key+"="+string(value))
		return nil
	})
	require.NoError(t, err)
	assert.Equal(t, []string{"a=1", "a=[ 2 ]", "={ }"}, got)

	got = nil
	stop := errors.New("stop")
	err = rawjson.Elements([]byte(`[1,"]",[3],4]`), func(value []byte) error {
		got = append(got, string(value))
		if len(got) == 3 {
			return stop
		}
		return nil
	})
	require.ErrorIs(t, err, stop)
	assert.Equal(t, []string{"1", `"]"`, "[3]"}, got)

	never := func([]byte) error { t.Error("called for a text that is not JSON"); return nil }
	assert.EqualError(t, rawjson.Elements([]byte(`[1,2`), never), `line 1, column 5: expected "," or "]"`)
	assert.EqualError(t, rawjson.Elements([]byte(`{}`), never), `line 1, column 1: expected a list`)
	assert.EqualError(t, rawjson.Elements([]byte(`[]]`), never), `line 1, column 3: expected the end of the text`)
	assert.EqualError(t, rawjson.Members([]byte(`null`), nil), `line 1, column 1: expected an object`)
}

func TestText(t *testing.T) {
	tests := []struct {
		name, literal, want string
		ok, characters      bool
	}{
		{"plain", `"abc"`, "abc", true, true},
		{"empty", `""`, "", true, true},
		{"every short escape", `"\"\\\/\b\f\n\r\t"`, "\"\\/\b\f\n\r\t", true, true},
		{"hexadecimal", `"\u0000\u00e9\u20AC"`, "\x00é€", true, true},
		{"a pair", `"\ud83d\uDE00"`, "😀", true, true},
		{"the first half alone", `"\ud83dx"`, "\xed\xa0\xbdx", true, false},
		{"the second half alone", `"\ude00"`, "\xed\xb8\x80", true, false},
		{"two first halves and a second", `"\ud83d\ud83d\ude00"`, "\xed\xa0\xbd😀", true, false},
		{"bytes that are not UTF-8", "\"a\xffb\"", "a\xffb", true, false},
		{"a number", `1`, "", false, true},
		{"something behind", `"a" `, "", false, true},
		{"no end", `"a`, "", false, true},
		{"a quote alone", `"`, "", false, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, ok := rawjson.Text([]byte(test.literal))
			assert.Equal(t, test.ok, ok)
			assert.Equal(t, test.want, got)
			assert.Equal(t, test.characters, utf8.ValidString(got))
			again, _ := rawjson.Text(rawjson.Quote(nil, got))
			assert.Equal(t, got, again)
		})
	}
}

func TestInt(t *testing.T) {
	for text, want := range map[string]int64{"0": 0, "-0": 0, "83": 83, "-9223372036854775808": math.MinInt64, "9223372036854775807": math.MaxInt64} {
		n, ok := rawjson.Int([]byte(text))
		assert.True(t, ok, text)
		assert.Equal(t, want, n, text)
	}
	for _, text := range []string{"", "-", "1.0", "1e0", "9223372036854775808", "01", "+1", " 1", "1 ", `"1"`, "null", "1_0"} {
		_, ok := rawjson.Int([]byte(text))
		assert.False(t, ok, text)
	}
}

func TestNothingIsAllocated(t *testing.T) {
	text := []byte(`{"a":[1,2.5e3,"x\u0041",{"b":null}],"c":true}`)
	places := make([]rawjson.Place, 0, 8)
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		if rawjson.Check(text) != nil {
			t.Error("refused")
		}
		places, _, _ = rawjson.Places(places[:0], text, 0, true)
	}))
}

// FuzzParse compares acceptance with encoding/json. The differences are the
// limits: this package stops at 64 levels, encoding/json at 10,000.
func FuzzParse(f *testing.F) {
	for _, text := range []string{`{"a":[1,-0.5e+3,"\ud800\n",null,true,false]}`, `[}`, `01`, "\"\xff\"", "\"\x00\"", `[[[]]]`, "{\"a\" :\t1}\n", `1e`, `{"a":1,}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		err := rawjson.Check(text)
		var e *rawjson.Error
		if errors.As(err, &e) && strings.HasPrefix(e.Want, "at most") {
			return
		}
		require.Equal(t, json.Valid(text), err == nil, "%v", err)
		end, skipErr := rawjson.Skip(text, 0)
		if err == nil {
			require.NoError(t, skipErr)
			require.Empty(t, bytes.Trim(text[end:], " \t\r\n"))
			checkParts(t, bytes.TrimSpace(text))
			var r rawjson.Reader
			require.NoError(t, r.Check(text))
			samePlaces(t, &r, bytes.TrimSpace(text))
			return
		}
		require.LessOrEqual(t, e.Offset, len(text))
		require.Equal(t, 1+strings.Count(string(text[:e.Offset]), "\n"), e.Line)
		require.Positive(t, e.Column)
	})
}

// checkParts compares what is inside a valid value with encoding/json.
func checkParts(t *testing.T, text []byte) {
	switch text[0] {
	case '{':
		var want map[string]json.RawMessage
		require.NoError(t, json.Unmarshal(text, &want))
		got := map[string]json.RawMessage{}
		require.NoError(t, rawjson.Members(text, func(key string, value []byte) error {
			got[strings.ToValidUTF8(key, "")] = value
			return nil
		}))
		if utf8.Valid(text) && !bytes.Contains(text, []byte(`\u`)) {
			require.Equal(t, want, got)
		}
	case '[':
		var want, got []json.RawMessage
		require.NoError(t, json.Unmarshal(text, &want))
		require.NoError(t, rawjson.Elements(text, func(value []byte) error { got = append(got, value); return nil }))
		require.Len(t, got, len(want))
		for i := range want {
			require.Equal(t, string(want[i]), string(got[i]))
		}
	case '"':
		s, ok := rawjson.Text(text)
		require.True(t, ok)
		again, ok := rawjson.Text(rawjson.Quote(nil, s))
		require.True(t, ok)
		require.Equal(t, s, again)
		if utf8.ValidString(s) {
			var want string
			require.NoError(t, json.Unmarshal(text, &want))
			require.Equal(t, want, s)
		}
	}
}

// What is told while a long text is decoded and quoted is how long it is, about, and
// in parts.
func TestLongTextsAreTold(t *testing.T) {
	text := strings.Repeat("a \"quoted\" word\n", 20_000)
	told, parts := 0, 0
	spent := func(n int) { told, parts = told+n, parts+1 }
	quoted := rawjson.QuotePaced(nil, text, spent)
	assert.Equal(t, string(rawjson.Quote(nil, text)), string(quoted))
	assert.InDelta(t, len(text), told, 1<<16)
	assert.Greater(t, parts, 5)

	told, parts = 0, 0
	assert.Equal(t, text, rawjson.Unquote(quoted, spent))
	assert.InDelta(t, len(quoted), told, 1<<16)
	assert.Greater(t, parts, 5)
}
