package scene

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/ui/uitest"
	"github.com/keytrail/keytrail/app/userdata"
)

func TestWhatLooksTheSameIsNamed(t *testing.T) {
	for _, row := range []struct{ name, old, new, want string }{
		{"composed and decomposed", "Café", "Cafe\u0301", "Character 4: U+00E9 (Latin) → U+0065 (Latin) U+0301 (combining mark)"},
		{"and back", "Cafe\u0301", "Café", "Character 4: U+0065 (Latin) U+0301 (combining mark) → U+00E9 (Latin)"},
		{"another alphabet", "AB", "A\u0412", "Character 2: U+0042 (Latin) → U+0412 (Cyrillic)"},
		{"Greek", "Ο", "O", "Character 1: U+039F (Greek) → U+004F (Latin)"},
		{"a zero-width space", "0000", "00\u200b00", "Character 2: U+0030 → U+0030 U+200B (zero-width space)"},
		{"a joiner", "ab", "a\u200db", "(zero-width joiner)"},
		{"what keeps apart", "ab", "a\u200cb", "(zero-width non-joiner)"},
		{"one at the beginning", "x", "\ufeffx", "Character 1: U+0078 (Latin) → U+FEFF (byte order mark) U+0078 (Latin)"},
		{"a no-break space", "A 1", "A\u00a01", "Character 2: U+0020 (blank) → U+00A0 (no-break space)"},
		{"of full width", "A1", "A\uff11", "Character 2: U+0031 → U+FF11"},
		{"many", "AAAAA", "ААААА", "; 2 more"},
		{"another accent", "é", "è", ""},
		{"an accent less", "Café", "Cafe", ""},
		{"another word", "Café", "Cafe\u0301s", ""},
		{"equal", "Café", "Café", ""},
		{"another letter and the same besides", "Caf\u00e9 a", "Cafe\u0301 b", ""},
		{"ASCII", "O0", "0O", ""},
		{"empty", "", "\u00e9", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := Lookalike(userdata.TextValue(row.old), userdata.TextValue(row.new))
			if row.want == "" {
				assert.Empty(t, got)
				return
			}
			assert.Contains(t, got, row.want)
		})
	}
	assert.Len(t, []rune(twins), len(plains))
	assert.Empty(t, Lookalike(uitest.Value(t, "1"), userdata.TextValue("\u0661")))
}
