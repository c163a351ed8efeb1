package query_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/query"
)

func TestParse(t *testing.T) {
	for _, row := range []struct{ text, want string }{
		{"", ""},
		{"  RT   routing ", "RT routing"},
		{`key:RT* -class:routing type:number changed:2m by:other was:"x"`, `key:RT* -class:routing type:number changed:2m by:other was:x`},
		{`was:"open order"`, `was:"open order"`},
		{`"say \"hi\" \\"`, `"say \"hi\" \\"`},
		{"type:INT by:me type:array", "type:int by:you type:list"},
		{"key:=Subject", "key:=Subject"},
		{"value:=", `value:=""`},
		{"10:02:41", "10:02:41"},
		{"http://x", "http://x"},
		{`"key:x"`, `"key:x"`},
		{`"-a"`, `"-a"`},
		{"- a", "- a"},
		{"-", "-"},
	} {
		t.Run(row.text, func(t *testing.T) {
			q, err := query.Parse(row.text)
			require.Nil(t, err)
			assert.Equal(t, row.want, q.String())
			again, err := query.Parse(q.String())
			require.Nil(t, err)
			assert.Equal(t, row.want, again.String())
		})
	}
}

func TestErrorsNameTheColumn(t *testing.T) {
	for _, row := range []struct {
		text, want string
		good       string // what still filters
	}{
		{"RT type:nummer", "column 9: type: knows text, number", "RT"},
		{"é changed:soon", "column 11: changed: wants a time like 30s", "é"},
		{"changed:0m", "column 9: changed: wants", ""},
		{"changed:+2m", "column 9: changed: wants", ""},
		{`a was:"x`, `column 7: the text that begins here has no closing "`, "a"},
		{"key: b", "column 5: key: wants something behind the colon, like key:RT*", "b"},
		{"type:", "column 6: type: wants something behind the colon, like type:text", ""},
		{"is:new", "column 4: is: knows", ""},
	} {
		t.Run(row.text, func(t *testing.T) {
			q, err := query.Parse(row.text)
			require.NotNil(t, err)
			assert.Contains(t, err.Error(), row.want)
			assert.Equal(t, row.good, q.String())
		})
	}
}

func TestAQueryOfOneEvent(t *testing.T) {
	q, err := query.ParseEvent("value:x -by:you is:added")
	require.Nil(t, err)
	assert.Len(t, q, 3)
	for text, column := range map[string]int{"é ever:x": 3, "-changed:2m": 1} {
		_, err := query.ParseEvent(text)
		require.NotNil(t, err, text)
		assert.Equal(t, column, err.Column, text)
		assert.Contains(t, err.Text, "says nothing about a single event")
	}
}

func TestWhatMayBeStored(t *testing.T) {
	for text, want := range map[string]bool{
		"key:RT* -class:routing changed:2m": true, "key:RT* value:x": false, "x": false, "ever:x": false, "was:x": false,
		"": false, "type:nummer key:a": false,
	} {
		assert.Equal(t, want, query.Storable(text), text)
	}
	q, _ := query.Parse("key:a value:secret -is:pinned secret")
	assert.Equal(t, "key:a -is:pinned", q.Public().String())
}

func TestParseAge(t *testing.T) {
	for text, want := range map[string]string{"30s": "30s", "2m": "2m0s", "1h": "1h0m0s", "7d": "168h0m0s", "": "", "s": "", "-1s": "", "+1s": "", "0s": "", "2": "", "1e3s": "", "99999999999s": ""} {
		d, ok := query.ParseAge(text)
		assert.Equal(t, want != "", ok, text)
		if ok {
			assert.Equal(t, want, d.String(), text)
			assert.Equal(t, text, query.FormatAge(d))
		}
	}
	assert.Equal(t, "90s", query.FormatAge(90*time.Second))
}

// Whatever is typed: reading does not panic, an error stands within the text,
// each term is the text between its bounds, and what is written is read again.
func FuzzParse(f *testing.F) {
	f.Add(`key:RT* -class:routing "a b" was:"\"" changed:2m`)
	f.Add(`-"`)
	f.Add("key:= value:\"\" -- é:x type:nummer")
	f.Add(`value:"=" key:="=x"`)
	f.Fuzz(func(t *testing.T, text string) {
		q, err := query.Parse(text)
		if err != nil {
			assert.LessOrEqual(t, err.Column, len([]rune(text))+1)
			assert.Positive(t, err.Column)
		}
		for _, term := range q {
			one, err := query.Parse(text[term.From:term.To])
			require.Nil(t, err)
			require.Len(t, one, 1)
			assert.Equal(t, term.String(), one[0].String())
		}
		again, err := query.Parse(q.String())
		require.Nil(t, err, "%q", q.String())
		assert.Equal(t, q.String(), again.String())
		require.Len(t, again, len(q))
		for i := range q {
			assert.Equal(t, [...]any{q[i].Not, q[i].Field, q[i].Text, q[i].Whole, q[i].Within}, [...]any{again[i].Not, again[i].Field, again[i].Text, again[i].Whole, again[i].Within})
		}
	})
}
