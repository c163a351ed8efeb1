package report_test

import (
	"encoding/csv"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/report"
	"github.com/keytrail/keytrail/app/userdata"
)

// odd is a text of what means something to a spreadsheet or a viewer of Markdown.
func odd(r *rand.Rand) string {
	parts := []string{"=", "+", "-", "@", ";", ",", `"`, `""`, "\n", "\r", "\t", " ", "'", "1", "a", "|", "%", "＝", "＠", "@anna", "mailto:", "a@b.example", "https://x.example/", "HTTP://", "www.", "wWw.x.example",
		"[x](y)", "![x](https://y)", "<a href=x>", "</td>", "<script>", "`", "\\", "&#64;", "&lt;", "\u202e", "\u200b", "#1", "\u2028"}
	var b strings.Builder
	for range 1 + r.IntN(8) {
		b.WriteString(parts[r.IntN(len(parts))])
	}
	return b.String()
}

func mapOf(t *testing.T, r *rand.Rand) *userdata.Map {
	var b strings.Builder
	for i := range 6 {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(userdata.TextValue(odd(r)).Literal() + ":" + userdata.TextValue(odd(r)).Literal())
	}
	return parsed(t, "{"+b.String()+"}")
}

var (
	link = regexp.MustCompile(`(?i)@|://|www\.|<`)
	bare = regexp.MustCompile("^[\" ]*([=+@\t|%＝＋－＠]|-[^0-9]|-[0-9.]+[^0-9.\",])") // a negative number may stay
)

// Whatever keys, values and titles are, every cell of CSV is in quotes and begins no
// formula, also where a reader splits at semicolons, and Markdown tells nobody and
// has no link, no picture and no HTML.
func TestWhatLeavesAsTextDoesNothing(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		c := report.Comparison{A: odd(r), B: odd(r), Note: odd(r), Old: mapOf(t, r), New: mapOf(t, r)}
		var table, words strings.Builder
		require.NoError(t, report.WriteComparison(&table, "csv", c))
		require.NoError(t, report.WriteComparison(&words, "md", c))

		rows, err := csv.NewReader(strings.NewReader(table.String())).ReadAll()
		require.NoError(t, err)
		again := ""
		for _, row := range rows {
			for i, cell := range row {
				assert.NotRegexp(t, bare, cell)
				row[i] = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			again += strings.Join(row, ",") + "\n"
		}
		require.Equal(t, strings.ReplaceAll(table.String(), "\r\n", "\n"), again, "each cell is in quotes")
		for _, field := range strings.FieldsFunc(table.String(), func(r rune) bool { return r == ';' || r == '\n' || r == '\r' }) {
			require.NotRegexp(t, bare, field)
		}

		require.NotRegexp(t, link, words.String())
		assert.NotContains(t, strings.ReplaceAll(words.String(), `\]`, ""), "](")
		for i, line := range strings.Split(strings.TrimSpace(words.String()), "\n")[6:] {
			require.Equal(t, 5, strings.Count(strings.ReplaceAll(line, `\|`, ""), "|"), "line %d: %s", i, line)
		}
	}
}
