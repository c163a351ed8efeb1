package capture_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/userdata"
)

func parsed(t *testing.T, text string) *userdata.Map {
	t.Helper()
	m, err := userdata.Parse([]byte(text))
	require.NoError(t, err)
	return m
}

func TestWriteComparison(t *testing.T) {
	c := capture.Comparison{A: "session <a>, event 3", B: "session b, event 9", Note: "4 keys equal",
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
		require.NoError(t, capture.WriteComparison(&b, form, c))
		assert.Equal(t, want, b.String(), form)
	}
	var patch strings.Builder
	require.NoError(t, capture.WriteComparison(&patch, "patch", c))
	assert.Contains(t, patch.String(), `{"op":"remove","path":"/gone"}`)
	c.New = parsed(t, `{"twice":1,"twice":2}`)
	assert.ErrorIs(t, capture.WriteComparison(&patch, "patch", c), userdata.ErrNotExpressible, "a patch cannot tell the two apart")
}

func TestComparedDataIsMasked(t *testing.T) {
	_, masks := capture.Cut(planted(), capture.Export{Created: noon, Chosen: "a person"})
	d := parsed(t, `{"Phone":"+44 7700 900118","Subject":"hello","password":"hunter22"}`)
	hidden, err := masks.Data(d, nil)
	require.NoError(t, err)
	assert.NotContains(t, string(hidden.Bytes()), "900118")
	assert.NotContains(t, string(hidden.Bytes()), "hunter22")
	assert.Equal(t, "hello", hidden.Get("Subject").Text())
	some, err := masks.Data(d, func(key string) bool { return key == "Subject" })
	require.NoError(t, err)
	assert.Equal(t, 1, some.Len())
	none, err := masks.Data(nil, nil)
	require.NoError(t, err)
	assert.Nil(t, none)
}
