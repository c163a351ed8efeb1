package userdata_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/userdata"
)

// checkPatch applies a patch to decoded values, by code that follows RFC 6902 and
// shares nothing with the package.
func checkPatch(t *testing.T, oldText, newText []byte, changes []userdata.Change) {
	t.Helper()
	want := any(decode(t, newText))
	patch, err := userdata.JSONPatch(changes, parse(t, string(newText)))
	require.NoError(t, err)
	var operations []struct{ Op, Path string }
	require.NoError(t, json.Unmarshal(patch, &operations), "%s", patch)
	values := patchValues(t, patch)
	got := any(decode(t, oldText))
	for i, o := range operations {
		got = applyOperation(t, got, o.Op, strings.Split(o.Path, "/")[1:], values[i])
	}
	require.Empty(t, cmp.Diff(want, got), "%s → %s: %s", oldText, newText, patch)
}

// patchValues decodes the values with their literals.
func patchValues(t *testing.T, patch []byte) []any {
	var values []any
	for _, o := range decode(t, []byte(`{"patch":`+string(patch)+`}`))["patch"].([]any) {
		values = append(values, o.(map[string]any)["value"])
	}
	return values
}

// applyOperation is section 4 of RFC 6902 for the three operations in use.
func applyOperation(t *testing.T, doc any, op string, tokens []string, value any) any {
	token := strings.NewReplacer("~1", "/", "~0", "~").Replace(tokens[0])
	switch doc := doc.(type) {
	case map[string]any:
		_, there := doc[token]
		switch {
		case len(tokens) > 1:
			require.True(t, there, token)
			doc[token] = applyOperation(t, doc[token], op, tokens[1:], value)
		case op == "remove":
			require.True(t, there, token)
			delete(doc, token)
		default:
			require.Equal(t, op == "replace", there, token)
			doc[token] = value
		}
		return doc
	case []any:
		i, err := strconv.Atoi(token)
		require.NoError(t, err)
		switch {
		case len(tokens) > 1:
			doc[i] = applyOperation(t, doc[i], op, tokens[1:], value)
		case op == "remove":
			doc = append(doc[:i:i], doc[i+1:]...)
		case op == "add":
			doc = append(doc[:i:i], append([]any{value}, doc[i:]...)...)
		default:
			doc[i] = value
		}
		return doc
	}
	t.Fatalf("%s %v leads into %v", op, tokens, doc)
	return nil
}

func TestJSONPatch(t *testing.T) {
	tests := []struct{ name, old, new, patch string }{
		{"nothing", `{}`, `{}`, `[]`},
		{"the three operations", `{"a":1,"b":"x","c":2}`, `{"a":"1","c":3,"d/e":null}`,
			`[{"op":"remove","path":"/b"},{"op":"add","path":"/d~1e","value":null},{"op":"replace","path":"/a","value":"1"},{"op":"replace","path":"/c","value":3}]`},
		{"removal", `{"a":1}`, `{}`, `[{"op":"remove","path":"/a"}]`},
		{"literals stay", `{"a":1}`, `{"a":123456789012345678901.0}`, `[{"op":"replace","path":"/a","value":123456789012345678901.0}]`},
		{"into a list", `{"a":{"b":[1,2,3]}}`, `{"a":{"b":[0,2,3,4]}}`,
			`[{"op":"add","path":"/a/b/3","value":4},{"op":"replace","path":"/a/b/0","value":0}]`},
		{"null inside an object", `{"a":1}`, `{"a":{"b":null}}`, `[{"op":"replace","path":"/a","value":{"b":null}}]`},
		{"hostile keys", `{}`, `{"a\nadded":1," ":2,"":3,"b: c":4}`,
			`[{"op":"add","path":"/a\nadded","value":1},{"op":"add","path":"/ ","value":2},{"op":"add","path":"/","value":3},{"op":"add","path":"/b: c","value":4}]`},
		{"order", `{"a":1,"b":2}`, `{"b":2,"a":1}`, `[]`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			after := parse(t, test.new)
			patch, err := userdata.JSONPatch(userdata.Diff(parse(t, test.old), after), after)
			require.NoError(t, err)
			assert.Equal(t, test.patch, string(patch))
		})
	}
}

func TestPatchesRefuseDuplicates(t *testing.T) {
	for _, test := range []struct {
		name, old, new string
		refused        bool
	}{
		{"now twice", `{"a":1}`, `{"a":1,"a":2}`, true},
		{"not twice any more", `{"a":1,"a":2}`, `{"a":2}`, true},
		{"the first of two changes", `{"a":1,"a":2}`, `{"a":3,"a":2}`, true},
		{"the last of two changes", `{"a":1,"a":2}`, `{"a":1,"a":3}`, true},
		{"both change", `{"a":1,"a":2}`, `{"a":3,"a":4}`, true},
		{"a part of one of two", `{"a":1,"a":{"b":1}}`, `{"a":1,"a":{"b":2}}`, true},
		{"another key changes", `{"a":1,"a":2,"b":1}`, `{"a":1,"a":2,"b":2}`, false},
		{"the order alone", `{"a":1,"a":2,"b":1}`, `{"b":1,"a":1,"a":2}`, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			after := parse(t, test.new)
			_, err := userdata.JSONPatch(userdata.Diff(parse(t, test.old), after), after)
			if !test.refused {
				require.NoError(t, err)
				return
			}
			assert.ErrorIs(t, err, userdata.ErrNotExpressible)
			assert.EqualError(t, err, `userdata: patch: key "a" stands more than once, which cannot be expressed`)
		})
	}
}

func TestApplyRefusesAnotherMap(t *testing.T) {
	changes := userdata.Diff(parse(t, `{"a":1,"b":{"c":[1]}}`), parse(t, `{"a":2,"b":{"c":[1,2]}}`))
	for _, other := range []string{`{}`, `{"b":{"c":[1]}}`, `{"a":1}`, `{"a":1,"b":3}`, `{"a":1,"b":{"c":[]}}`, `{"a":1,"b":{"d":[1]}}`} {
		_, err := userdata.Apply(parse(t, other), changes)
		assert.ErrorContains(t, err, "userdata: apply: ", other)
	}
	two := userdata.Diff(parse(t, `{"a":1,"b":2}`), parse(t, `{"a":1}`))
	for _, other := range []string{`{"a":1}`, `{"b":2,"a":1}`, `{}`} {
		_, err := userdata.Apply(parse(t, other), two)
		assert.ErrorContains(t, err, "userdata: apply: ", other)
	}
	_, err := userdata.Apply(parse(t, `{"a":1,"b":2}`), append(two[:1:1], two[0]))
	assert.ErrorContains(t, err, "userdata: apply: ", "the same key goes twice")
	_, err = userdata.Apply(nil, changes[:1])
	assert.EqualError(t, err, `userdata: apply: changed key "a": the map is not the one that the changes were made from`)
}

func TestPointersAreEscaped(t *testing.T) {
	assert.Equal(t, "/a~1b~0c", userdata.Change{Key: "a/b~c"}.Pointer())
	assert.Equal(t, "/", userdata.Change{}.Pointer(), "a key may be empty")
}
