package scene

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/userdata"
)

func TestKeysThatLookTheSame(t *testing.T) {
	for _, row := range []struct{ name, a, b, want string }{
		{"composed and decomposed", "Café", "Cafe\u0301", "Character 4: U+00E9 (Latin) → U+0065 (Latin) U+0301 (combining mark)."},
		{"another alphabet", "DISP_KEY", "D\u0406SP_KEY", "Character 2: U+0049 (Latin) → U+0406 (Cyrillic)."},
		{"a zero-width space", "Name", "Na\u200bme", "Character 2: U+0061 (Latin) → U+0061 (Latin) U+200B (zero-width space)."},
		{"a no-break space", "Case Id", "Case\u00a0Id", "Character 5: U+0020 (blank) → U+00A0 (no-break space)."},
		{"neither of ASCII", "Граф", "\u200bГраф", "U+200B (zero-width space) U+0413 (Cyrillic)."},
		{"nothing and what is not seen", "", "\u200b", "U+200B (zero-width space)."},
		{"ASCII", "Name", "name", ""},
		{"another word", "Café", "Cafe", ""},
		{"other signs", "客户", "客人", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			d, err := userdata.Parse([]byte(`{` + quoted(row.a) + `:1,"Other":2,` + quoted(row.b) + `:3}`))
			assert.NoError(t, err)
			found := TwinsIn(d)
			if row.want == "" {
				assert.Empty(t, found)
				return
			}
			assert.Contains(t, found[row.b], row.want)
			assert.Contains(t, found[row.b], "Looks like the key “"+row.a+"”")
			assert.Contains(t, found[row.a], "Looks like the key “"+row.b+"”")
			assert.Len(t, found, 2)
		})
	}
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"` }
