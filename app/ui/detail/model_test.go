package detail

import (
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestExactKeepsTheText(t *testing.T) {
	for _, s := range []string{"", "plain", " lead", "trail ", "two  blanks", "a\x00b", "tab\there", "line\nbreak", "\u202eflip", "👩‍👩‍👧", "é ü", strings.Repeat("x ", 9)} {
		var b strings.Builder
		for _, n := range html.Exact(s) {
			b.WriteString(app.HTMLString(n))
		}
		got := b.String()
		for _, cut := range [][2]string{{"<span", ">"}, {"</span", ">"}} {
			for {
				i := strings.Index(got, cut[0])
				if i < 0 {
					break
				}
				got = got[:i] + got[i+strings.Index(got[i:], cut[1])+1:]
			}
		}
		assert.Equal(t, s, got)
	}
	assert.Len(t, html.Exact("a\x00b"), 3)
	// What is no character would be the same replacement mark, whatever it is.
	for literal, want := range map[string]string{
		`"\ud800"`: "{U+D800}", `"\ud801"`: "{U+D801}", `"a\udfffb\ud83d"`: "a{U+DFFF}b{U+D83D}", `"\ud83d\ude00"`: "😀", `"\ufffd"`: "\ufffd",
		"\"\xff\xfe\"": "{0xFF}{0xFE}", "\"\xed\xa0\"": "{0xED}{0xA0}",
	} {
		var b strings.Builder
		for _, n := range html.Exact(uitest.Value(t, literal).Text()) {
			b.WriteString(app.HTMLString(n))
		}
		assert.Equal(t, want, uitest.UnseenSigns(strings.NewReplacer("\n", "", "  ", "").Replace(b.String())), literal)
	}
	assert.Equal(t, []string{"\xed\xa0\x80", "x"}, words(uitest.Value(t, `"\ud800x"`).Text()))
	assert.Len(t, html.Exact("plain text"), 1)
}
