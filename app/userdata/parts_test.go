package userdata_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/userdata"
)

func TestLeaves(t *testing.T) {
	for _, row := range []struct {
		name, literal string
		most          int
		want          []string
		more          bool
	}{
		{"a plain value", `1.0`, 9, []string{" 1.0"}, false},
		{"a list", `["a", 2,[]]`, 9, []string{`/0 "a"`, "/1 2", "/2 []"}, false},
		{"objects inside", `{"a":{"b":[null]},"a":1}`, 9, []string{"/a/b/0 null", "/a 1"}, false},
		{"keys are quoted as pointers want it", `{"a/b~":1,"":2}`, 9, []string{"/a~1b~0 1", "/ 2"}, false},
		{"too many", `[1,2,3]`, 2, []string{"/0 1", "/1 2"}, true},
		{"just as many", `[1,2]`, 2, []string{"/0 1", "/1 2"}, false},
		{"empty", `{}`, 9, []string{" {}"}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			v, err := userdata.ParseValue(row.literal)
			require.NoError(t, err)
			list, more := v.Leaves(row.most)
			var got []string
			for _, l := range list {
				got = append(got, l.Path+" "+l.Value.Literal())
			}
			assert.Equal(t, row.want, got)
			assert.Equal(t, row.more, more)
		})
	}
	none, _ := userdata.Value{}.Leaves(9)
	assert.Empty(t, none, "an absent value has none")
}
