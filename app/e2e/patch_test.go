package e2e_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	jsonpatch "github.com/evanphx/json-patch/v5"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/userdata"
)

// A patch that Keytrail writes does what it says in somebody else's hands: an
// independent library that applies it to the old document gets the new one.
// The tests beside the code hold far more documents against the RFCs.
func TestPatchesInOtherHands(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var patches int
	for i := range 2000 {
		before, after := document(r, 3), document(r, 3)
		old, err := userdata.Parse([]byte(before))
		require.NoError(t, err)
		new, err := userdata.Parse([]byte(after))
		require.NoError(t, err)
		changes := userdata.Diff(old, new)

		if patch, err := userdata.JSONPatch(changes, new); err == nil {
			decoded, err := jsonpatch.DecodePatch(patch)
			require.NoError(t, err, "%d: %s", i, patch)
			got, err := decoded.Apply([]byte(before))
			require.NoError(t, err, "%d: %s to %s", i, patch, before)
			require.JSONEq(t, after, string(got), "%d: %s by %s", i, before, patch)
			patches++
		} else {
			require.ErrorIs(t, err, userdata.ErrNotExpressible)
		}
	}
	require.Greater(t, patches, 1500)
}

// document returns a random object over few keys, so that two of them have
// much in common, without keys that stand twice, and without an empty one, which
// the library does not find.
func document(r *rand.Rand, depth int) string {
	var members []string
	for _, key := range []string{"a", "b/c", "d~e", "__proto__", "ü", "long key"} {
		if r.IntN(3) > 0 {
			members = append(members, fmt.Sprintf("%q:%s", key, value(r, depth)))
		}
	}
	return "{" + strings.Join(members, ",") + "}"
}

func value(r *rand.Rand, depth int) string {
	scalars := []string{`"text"`, `""`, `1`, `20`, `-3`, `true`, `false`, `null`, `"1"`, `"é\n"`}
	switch n := r.IntN(10); {
	case depth > 0 && n == 0:
		return document(r, depth-1)
	case depth > 0 && n == 1:
		var elements []string
		for range r.IntN(5) {
			elements = append(elements, value(r, depth-1))
		}
		return "[" + strings.Join(elements, ",") + "]"
	}
	return scalars[r.IntN(len(scalars))]
}
