package simjson

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

func FuzzJSON(f *testing.F) {
	for _, text := range []string{
		`{}`, ` [ ] `, `[1,2`, `[1,]`, `{"a":1,}`, `{"a" 1}`, `{a:1}`, `{1:2}`, `[}`, `tru`, `true`, ` null `, `01`, `-`, `-0.5e+3`, `1.`, `1e`, `.5`, `"a`, `"`, `"\`, `"\x"`, `"\u12"`, `"\u12g4"`,
		"\"\x00\"", "\"\xff\"", "\"\x7f\"", `"\ud83d\ude00"`, `"\ud83dx"`, `"\ude00\ud83d"`, `"\ud83d\ud83d\ude00"`, `"\"\\\/\b\f\n\r\t\u0041"`, `"é😀"`, ``, ` `, `{} x`, "\ufeff{}", `{"a":{"b":[1,{"c":null}]}}`, "\"\u2028<>&\"",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.Count(s, "[")+strings.Count(s, "{") > deepest {
			return
		}
		require.Equal(t, json.Valid([]byte(s)), Valid([]byte(s)), "%q", s)
		var want string
		literal := strings.Trim(s, " \t\r\n")
		got, ok := Text([]byte(literal))
		require.Equal(t, strings.HasPrefix(literal, `"`) && json.Unmarshal([]byte(literal), &want) == nil, ok, "%q", s)
		require.Equal(t, want, got)
		var again string
		require.NoError(t, json.Unmarshal(Quote(s), &again))
		characters := func(s string) string {
			return strings.ReplaceAll(strings.ToValidUTF8(s, ""), string(utf8.RuneError), "")
		}
		require.Equal(t, characters(s), characters(again))
	})
}

func TestJSONIsNotReadTooDeep(t *testing.T) {
	nested := func(n int) []byte { return []byte(strings.Repeat("[", n) + strings.Repeat("]", n)) }
	require.True(t, Valid(nested(deepest)))
	require.False(t, Valid(nested(100*deepest)))
}
