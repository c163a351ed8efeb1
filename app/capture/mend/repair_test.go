package mend_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/mend"
	"github.com/keytrail/keytrail/app/rawjson"
)

func TestRepair(t *testing.T) {
	tests := []struct {
		name   string
		reason string
		text   string
		want   []string // the documents
		fixes  []string // line:column was → now
	}{
		{name: "JSON stays as it stands", text: `{"a" : 1.0e0, "b":"\u00e9\/"}`, want: []string{`{"a" : 1.0e0, "b":"\u00e9\/"}`}},
		{name: "Python's words", text: `{"a": None, "b": True, "c": [False]}`,
			want: []string{`{"a": null, "b": true, "c": [false]}`}, fixes: []string{"1:7 None → null", "1:18 True → true", "1:30 False → false"}},
		{name: "Python's repr", text: `{u'data': {u'userData': {'k"': u'it\'s', "n": 12L}}}`,
			want: []string{`{"data": {"userData": {"k\"": "it's", "n": 12}}}`}},
		{name: "a long number keeps its digits", text: `{"timestampSeconds": 1389261492035L}`,
			want: []string{`{"timestampSeconds": 1389261492035}`}, fixes: []string{"1:22 1389261492035L → 1389261492035"}},
		{name: "digits beyond float64", text: `{"n": 12345678901234567890123L}`, want: []string{`{"n": 12345678901234567890123}`}},
		{name: "trailing commas", text: "{\"a\": [1, 2,],\n\"b\": 3,\n}", want: []string{"{\"a\": [1, 2],\n\"b\": 3\n}"},
			fixes: []string{"1:12 , → ", "2:7 , → "}},
		{name: "doubled and leading commas", text: `{"a": [,1,,2],, "b": 3}`, want: []string{`{"a": [1,2], "b": 3}`}},
		{name: "missing commas", text: "{\"a\": 1\n\"b\": {\"c\": 2}\n\"d\": [{\"e\": 3} {\"e\": 4}]}",
			want: []string{"{\"a\": 1,\n\"b\": {\"c\": 2},\n\"d\": [{\"e\": 3}, {\"e\": 4}]}"}},
		{name: "a missing brace at the end", text: `{"a": {"b": [1, 2]`, want: []string{`{"a": {"b": [1, 2]}}`}, fixes: []string{"1:19  → }", "1:19  → }"}},
		{name: "a missing brace before prose", text: "{\"a\": {\"b\": 1}\nResponse\n{\"c\": 2}\nand so on",
			want: []string{`{"a": {"b": 1}}`, `{"c": 2}`}, fixes: []string{"1:15  → }"}},
		{name: "a missing brace before prose that looks like a member", text: "{\"a\": {\"b\": 1}\nStatus: 200 // sent\n", want: []string{`{"a": {"b": 1}}`}, fixes: []string{"1:15  → }"}},
		{name: "a comment behind a missing brace", text: "{\"a\": 1 // one\nand so on", want: []string{`{"a": 1}`}, fixes: []string{"1:8  → }"}},
		{name: "a comment where a bracket is missing", text: `{"l": [1, /* x */ "m": 2}`, want: []string{`{"l": [1],  "m": 2}`}},
		{name: "a missing bracket before a key", text: `{"l": ["a", "b", "m": 1}`, want: []string{`{"l": ["a", "b"], "m": 1}`}},
		{name: "two missing brackets before a key", text: `{"l": [[1, 2, "m": 1}`, want: []string{`{"l": [[1, 2]], "m": 1}`}},
		{name: "a missing bracket before a brace", text: `{"l": ["a", "b"}`, want: []string{`{"l": ["a", "b"]}`}},
		{name: "brackets too many", text: `{"a": 1]}`, want: []string{`{"a": 1}`}},
		{name: "blanks inside a URI", text: `{"uri": "http: //localhost: 8080/api/v2/smssessions/00 27"}`,
			want: []string{`{"uri": "http://localhost:8080/api/v2/smssessions/0027"}`}},
		{name: "a broken URI under another name", text: `{"link": "http: //localhost: 8080/x"}`, want: []string{`{"link": "http://localhost:8080/x"}`}},
		{name: "what a program sent under the name of a URI", reason: "it is no URI, or one with a blank, and was sent so",
			text: `{"Survey_uri": "n/a - not sent", "uri": "http://a.test/?name=Bob Smith", "uris": "http://a.test\nhttp://b.test"}`,
			want: []string{`{"Survey_uri": "n/a - not sent", "uri": "http://a.test/?name=Bob Smith", "uris": "http://a.test\nhttp://b.test"}`}},
		{name: "a text that only mentions a URI", reason: "blanks behind the URI belong to the text",
			text: `{"text": "http://a.test/b is down: see c"}`, want: []string{`{"text": "http://a.test/b is down: see c"}`}},
		{name: "a line break inside a string", text: "{\"a\": \"one\n two\"}", want: []string{`{"a": "one\n two"}`}},
		{name: "a line break inside a URI", text: "{\"uri\": \"http://localhost\n:8080/x\"}", want: []string{`{"uri": "http://localhost:8080/x"}`}},
		{name: "a string that is not closed", text: "{\"a\": \"one\n\"b\": 2}", want: []string{"{\"a\": \"one\",\n\"b\": 2}"}},
		{name: "a log line cut off in a string", text: "{\"a\": \"one\n2026-01-05 10:00:00 next line",
			want: []string{"{\"a\": \"one\"}"}},
		{name: "quotes that were not escaped", text: `{"a": "say "yes" now"}`, want: []string{`{"a": "say \"yes\" now"}`}},
		{name: "keys without quotes", text: `{a: 1, b: "x"}`, want: []string{`{"a": 1, "b": "x"}`}},
		{name: "values that are no JSON", text: `{"t": 2014-05-15 02:24:00, "n": NaN, "z": 007, "d": date(2014, 1, 9)}`,
			want: []string{`{"t": "2014-05-15 02:24:00", "n": "NaN", "z": "007", "d": "date(2014, 1, 9)"}`}},
		{name: "numbers in other spellings", text: `[{"a": +5, "b": .5, "c": 5.}]`, want: []string{`[{"a": 5, "b": 0.5, "c": 5.0}]`}},
		{name: "Python's escapes", text: `{'a': '\x41\U0001F600\U00000041\d'}`, want: []string{`{"a": "\u0041\ud83d\ude00\u0041\\d"}`}},
		{name: "escapes that are cut off", text: `{"a": "\u12", "b": "\x4", "c": "\U0001F60", "d": "x\`, want: []string{`{"a": "\\u12", "b": "\\x4", "c": "\\U0001F60", "d": "x\\"}`}},
		{name: "quotes of two kinds", text: "{“a\": ‘b', \ufeff\"c\":\u200b1}", want: []string{`{"a": "b", "c":1}`}},
		{name: "comments and dots", text: "{\"a\": 1, // first\n ...\n}", want: []string{"{\"a\": 1 \n \n}"}},
		{name: "no-break blanks", text: "{\u00a0\"a\":\u00a01\u00a0\"b\":2}", want: []string{`{ "a": 1, "b":2}`}},
		{name: "missing values", text: `{"a": , "b": }`, want: []string{`{"a":null , "b":null }`}},
		{name: "a key alone", text: `{"a", "b"}`, want: []string{`{"a":null, "b":null}`}},
		{name: "prose with braces", text: "GET /sessions/{id} [INFO] {name} see [1] and {", want: nil},
		{name: "hostile keys are text", text: `{"__proto__": {"x": 1}, "<script>": 1}`, want: []string{`{"__proto__": {"x": 1}, "<script>": 1}`}},
		{name: "a NUL", text: "{\"a\": 1\x00, \"b\": 2}", want: []string{`{"a": "1\u0000", "b": 2}`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := mend.Repair(tt.text, nil)
			checkLossless(t, tt.text, r)
			var got, fixes []string
			for _, p := range r.Pieces {
				if p.Kind == mend.Document {
					got = append(got, string(p.JSON))
				}
			}
			for _, f := range fixesOf(r) {
				fixes = append(fixes, fmt.Sprintf("%d:%d %s → %s", f.Line, f.Column, f.Was, f.Now))
			}
			assert.Equal(t, tt.want, got, tt.reason)
			if tt.fixes != nil {
				assert.Equal(t, tt.fixes, fixes)
			}
		})
	}
}

// fixesOf returns every repair of the result, by offset.
func fixesOf(r mend.Result) (all []capture.Fix) {
	for _, p := range r.Pieces {
		all = append(all, p.Fixes...)
	}
	return all
}

// checkLossless holds what Repair promises for every text: the pieces are the
// text, every document is JSON, and the listed fixes alone make it.
func checkLossless(t *testing.T, text string, r mend.Result) {
	t.Helper()
	var all strings.Builder
	for _, p := range r.Pieces {
		require.Equal(t, all.Len(), p.Offset)
		require.NotEmpty(t, p.Text)
		line := 1 + strings.Count(text[:p.Offset], "\n")
		require.Equal(t, line, p.Line)
		all.WriteString(p.Text)
		if p.Kind != mend.Document {
			require.Empty(t, p.Fixes)
			continue
		}
		require.True(t, json.Valid(p.JSON), "%q became %q", p.Text, p.JSON)
		back := string(p.JSON)
		for _, f := range p.Fixes {
			at := f.Offset - p.Offset
			require.Equal(t, f.Now, back[at:at+len(f.Now)])
			require.NotEqual(t, f.Was, f.Now)
			require.NotEmpty(t, f.Why)
			require.Equal(t, f.Line, 1+strings.Count(text[:f.Offset], "\n"))
			require.Equal(t, f.Column, f.Offset-strings.LastIndex(text[:f.Offset], "\n"))
			back = back[:at] + f.Was + back[at+len(f.Now):]
		}
		require.Equal(t, p.Text, back, "undoing the fixes gives back what stood")
	}
	require.Equal(t, text, all.String())
}

func TestRepairPage(t *testing.T) {
	page, err := os.ReadFile("../text/testdata/attach-user-data-page.txt")
	require.NoError(t, err)
	r := mend.Repair(string(page), nil)
	checkLossless(t, string(page), r)
	var documents int
	for _, p := range r.Pieces {
		if p.Kind == mend.Document {
			documents++
		}
	}
	assert.Equal(t, 3, documents, "request, reply and notification")
	require.Len(t, fixesOf(r), 1)
	assert.Equal(t, "None", fixesOf(r)[0].Was)
}

func TestRepairDeepNesting(t *testing.T) {
	text := strings.Repeat(`{"a":`, 2*rawjson.MaxDepth)
	r := mend.Repair(text, nil)
	checkLossless(t, text, r)
	require.Len(t, r.Pieces, 1)
	assert.Equal(t, mend.Unread, r.Pieces[0].Kind)
	assert.NotEmpty(t, r.Pieces[0].Why)
}

// Texts that are made to be slow or deep are read like any other.
func TestRepairHostile(t *testing.T) {
	for _, part := range []string{"[", "{", "{\"", "\"", "{}", "{\"a\":", "[{", "{\"a\"", "[\"a\":", "{a:", "'\\", "{\"a\":\"\n", "{ ", "\u00a0", "{\"a\": 1 1", "//", "[\"a\",\n"} {
		text := strings.Repeat(part, 1<<16)
		var all strings.Builder
		for _, p := range mend.Repair(text, nil).Pieces {
			all.WriteString(p.Text)
		}
		require.True(t, text == all.String(), part)
	}
}

// Every text cut anywhere is still read without loss.
func TestRepairCut(t *testing.T) {
	page, err := os.ReadFile("../text/testdata/attach-user-data-page.txt")
	require.NoError(t, err)
	for i := range page {
		checkLossless(t, string(page[:i]), mend.Repair(string(page[:i]), nil))
	}
}

func FuzzRepair(f *testing.F) {
	for _, s := range []string{`{u'a': None, 'b': [1L,], "c": "x` + "\n" + `y"`, `{"l": ["a", "b": 1} {`, "{\u00a0a: 1\u00a0\"b\":}", `[{"a": 1] ]`, `{"l": [[1, x, "b": 2`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		checkLossless(t, text, mend.Repair(text, nil))
	})
}
