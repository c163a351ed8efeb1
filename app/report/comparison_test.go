package report_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/report"
	"github.com/keytrail/keytrail/app/userdata"
)

func parsed(t *testing.T, text string) *userdata.Map {
	t.Helper()
	m, err := userdata.Parse([]byte(text))
	require.NoError(t, err)
	return m
}

func TestWriteComparison(t *testing.T) {
	c := report.Comparison{A: "session <a>, event 3", B: "session b, event 9", Note: "4 keys equal",
		Old: parsed(t, `{"same":1,"n":3,"gone":"=1+1","deep":{"x":[1,2]},"order":1}`),
		New: parsed(t, `{"order":1,"same":1,"n":"3","deep":{"x":[1,5]},"new|key":null}`)}
	for form, want := range map[string]string{
		"md": `# Comparison

- A: session &lt;a\>, event 3
- B: session b, event 9
- 4 keys equal

| Change | Key | A | B |
|--|--|--|--|
| changed | deep/x/1 | 2 | 5 |
| removed | gone | "=1\+1" | absent |
| retyped | n | 3 | "3" |
| added | new\|key | absent | null |
`,
		"csv": `"change","key","path","kind in A","A","kind in B","B"
"changed","deep","/x/1","number","2","number","5"
"removed","gone","","text","'=1+1","absent",""
"retyped","n","","number","3","text","3"
"added","new|key","","absent","","null","null"
`,
		"txt": `A: session <a>, event 3
B: session b, event 9
4 keys equal
~ "deep/x/1": 2 -> 5 (changed)
- "gone": "=1+1"
~ "n": 3 -> "3" (retyped)
+ "new|key": null
`,
	} {
		var b strings.Builder
		require.NoError(t, report.WriteComparison(&b, form, c))
		assert.Equal(t, want, b.String(), form)
	}
	// The order of keys is nobody's difference, but that in a value is; what is long is
	// cut, and what no character is stays as it was written.
	long := strings.Repeat("x", 198)
	odd := report.Comparison{Old: parsed(t, `{"o":{"p":1,"q":2},"fits":0,"long":0,"bad":"\ud800","a":1,"b":2}`),
		New: parsed(t, `{"o":{"q":2,"p":1},"fits":"`+long+`","long":"`+long+`&","bad":"\udfff","b":2,"a":1}`)}
	for form, want := range map[string]string{
		"csv": `"changed","bad","","text","""\ud800""","text","""\udfff"""` + "\n",
		"md":  `| retyped | long | 0 | "` + long + "&amp;… (201 characters) |\n| reordered | o |",
	} {
		var b strings.Builder
		require.NoError(t, report.WriteComparison(&b, form, odd))
		assert.Contains(t, b.String(), want)
		assert.Contains(t, b.String(), long+`"`)
		assert.NotContains(t, b.String(), "Note")
	}
	var patch strings.Builder
	require.NoError(t, report.WriteComparison(&patch, "patch", c))
	assert.Contains(t, patch.String(), `{"op":"remove","path":"/gone"}`)
	c.New = parsed(t, `{"twice":1,"twice":2}`)
	assert.ErrorIs(t, report.WriteComparison(&patch, "patch", c), userdata.ErrNotExpressible, "a patch cannot tell the two apart")
}
