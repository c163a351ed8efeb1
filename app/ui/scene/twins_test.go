package scene

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

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

// Keys of another alphabet are not each held against each other's code points, and one
// of many that look the same does not name all the others.
func TestManyKeysOfAnotherAlphabet(t *testing.T) {
	const many = 200
	words, same := "", `"Name":1`
	for i := range many {
		words += `"Заказ` + strings.Map(func(r rune) rune { return r + 'б' - '0' }, strconv.Itoa(100+i)) + `":1,`
		same += `,"Name` + strings.Repeat("\u200b", i+1) + `":1`
	}
	d, err := userdata.Parse([]byte("{" + words + `"":1}`))
	require.NoError(t, err)
	assert.Empty(t, TwinsIn(d))
	assert.Less(t, testing.AllocsPerRun(1, func() { TwinsIn(d) }), 100.*many)
	d, err = userdata.Parse([]byte("{" + same + "}"))
	require.NoError(t, err)
	found := TwinsIn(d)
	assert.Len(t, found, many+1)
	for key, said := range found {
		assert.Equal(t, 1, strings.Count(said, "Looks like the key"), "%q", key)
	}
}

func quoted(s string) string { return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"` }
