package snippet

import (
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hostileTexts are what a value may hold and a language may stumble over.
func hostileTexts(t *testing.T) map[string]string {
	file, err := os.ReadFile("testdata/hostile.json")
	require.NoError(t, err)
	texts := map[string]string{"long": strings.Repeat("é\"\\👍x", 5000)}
	require.NoError(t, json.Unmarshal(file, &texts))
	return texts
}

func TestJavaReadsWhatWasWritten(t *testing.T) {
	for name, text := range hostileTexts(t) {
		t.Run(name, func(t *testing.T) {
			code := javaQuote(text)
			assertASCII(t, code)
			if inner, ok := strings.CutPrefix(code, "String.join(\"\",\n"); ok {
				var b strings.Builder
				for _, line := range strings.Split(strings.TrimSuffix(inner, ")"), ",\n") {
					piece := readJava(t, strings.TrimSpace(line))
					assert.Less(t, modified(piece), 65536, "a constant of a class file is not longer")
					b.WriteString(piece)
				}
				require.True(t, text == b.String(), "the pieces make the whole")
				return
			}
			assert.Equal(t, text, readJava(t, code))
		})
	}
}

// modified is how many bytes a text takes in a class file (JVMS 4.4.7).
func modified(s string) (n int) {
	for _, u := range utf16.Encode([]rune(s)) {
		switch {
		case u > 0x7ff:
			n += 3
		case u > 0x7f || u == 0:
			n += 2
		default:
			n++
		}
	}
	return n
}

// readJava is the value of a string literal by the rules of the language: first
// the escapes \uXXXX of the whole source, where a backslash counts only after
// an even number of them (JLS 3.3), then those of the literal (JLS 3.10.7).
func readJava(t *testing.T, code string) string {
	t.Helper()
	var units []uint16
	var escaped []bool // the unit came from \uXXXX
	for i, run := 0, 0; i < len(code); i++ {
		if code[i] == '\\' && run%2 == 0 && i+5 < len(code) && code[i+1] == 'u' {
			n, err := strconv.ParseUint(code[i+2:i+6], 16, 16)
			require.NoError(t, err)
			units, escaped, run = append(units, uint16(n)), append(escaped, true), 0
			i += 5
			continue
		}
		if run++; code[i] != '\\' {
			run = 0
		}
		units, escaped = append(units, uint16(code[i])), append(escaped, false)
	}
	require.True(t, len(units) >= 2 && units[0] == '"' && units[len(units)-1] == '"')
	units, escaped = units[1:len(units)-1], escaped[1:len(escaped)-1]
	var out []uint16
	for i := 0; i < len(units); i++ {
		u := units[i]
		require.False(t, u == '\n' || u == '\r' || u == '"', "the literal would end here")
		if u != '\\' {
			out = append(out, u)
			continue
		}
		require.False(t, escaped[i])
		i++
		if units[i] >= '0' && units[i] <= '7' {
			// Up to three digits, of which the first of three is 3 at most.
			n, digits := uint16(0), 2
			if units[i] <= '3' {
				digits = 3
			}
			for ; digits > 0 && i < len(units) && units[i] >= '0' && units[i] <= '7'; digits-- {
				n, i = n*8+units[i]-'0', i+1
			}
			i--
			out = append(out, n)
			continue
		}
		require.Contains(t, []uint16{'"', '\\'}, units[i])
		out = append(out, units[i])
	}
	return string(utf16.Decode(out))
}

func TestPowerShellReadsWhatWasWritten(t *testing.T) {
	for name, text := range hostileTexts(t) {
		t.Run(name, func(t *testing.T) {
			code := powerQuote(text)
			assertASCII(t, code)
			inner, special := strings.CutPrefix(code, "[regex]::Unescape(")
			if special {
				inner = strings.TrimSuffix(inner, ")")
			}
			got := readPower(t, inner)
			if special {
				got = unescapeRegex(t, got)
			}
			assert.True(t, text == got, "%q came back as %.200q", name, got)
		})
	}
}

// readPower is the value of a text in single quotes: two of them are one, and
// nothing else is special (about_Quoting_Rules).
func readPower(t *testing.T, code string) string {
	t.Helper()
	require.True(t, len(code) >= 2 && code[0] == '\'' && code[len(code)-1] == '\'')
	inner := code[1 : len(code)-1]
	require.NotContains(t, strings.ReplaceAll(inner, "''", ""), "'", "the text would end here")
	return strings.ReplaceAll(inner, "''", "'")
}

// unescapeRegex is .NET's Regex.Unescape for the two escapes that are written.
func unescapeRegex(t *testing.T, s string) string {
	t.Helper()
	var out []uint16
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] != '\\':
			out = append(out, uint16(s[i]))
		case s[i+1] == '\\':
			out = append(out, '\\')
			i++
		default:
			require.Equal(t, byte('u'), s[i+1])
			n, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
			require.NoError(t, err)
			out = append(out, uint16(n))
			i += 5
		}
	}
	return string(utf16.Decode(out))
}

func assertASCII(t *testing.T, code string) {
	t.Helper()
	for _, r := range code {
		require.True(t, r == '\n' || r >= ' ' && r < 0x7f, "%q stands in the code as it is", r)
	}
}
