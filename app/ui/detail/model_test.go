package detail

import (
	"regexp"
	"strings"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/proof"
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

// A key says what was sent and what was seen, and of what proves nothing that it was
// seen last. What arrived as it was sent needs no line.
func TestAKeySaysWhatBecameOfIt(t *testing.T) {
	one, text := uitest.Value(t, `1`), uitest.Value(t, `"1"`)
	for _, row := range []struct {
		key  proof.KeyProof
		want string
	}{
		{proof.KeyProof{Key: "a", Sent: one, Seen: one, Verdict: proof.Exact}, ""},
		{proof.KeyProof{Key: "a", Sent: one, Verdict: proof.Waiting}, ""},
		{proof.KeyProof{Key: "a", Sent: one, Seen: text, Verdict: proof.Coerced, Note: "number → text"}, "a Proven, coerced sent 1 , seen 1 number → text"},
		{proof.KeyProof{Key: "a", Sent: one, Seen: text, Verdict: proof.Overwritten}, "a Overwritten sent 1 , seen 1"},
		{proof.KeyProof{Key: "a", Sent: one, Verdict: proof.NotSeen}, "a Not seen sent 1 , last seen absent"},
		{proof.KeyProof{Key: "state", Verdict: proof.NotSeen}, "state Not seen"},
	} {
		got := regexp.MustCompile(`<[^>]*>`).ReplaceAllString(app.HTMLString(keyProofs(&proof.Proof{Keys: []proof.KeyProof{row.key}})), " ")
		assert.Equal(t, row.want, strings.Join(strings.Fields(got), " "))
	}
}
