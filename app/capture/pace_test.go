package capture_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/capture"
)

// hostileParts are what texts are made of that cost the most to open: each is
// the beginning of something that does not come.
var hostileParts = []string{
	"[", "{", `{"a":`, `"`, `\`, ",", "```\n", "{code}\n", "{code}", "&", "<", ">", "7", "data: x\n", "data: {\n", "'", " ", "\n", `{'a`, `\"`, `{""a"":`,
	`{\"`, `{\"a\":`, `[\"`, "[{", "{[", "]", "}", "{}", "[]", "[1,", "{a:", "{a:(", "u'", "“", "\u00a0", "...", "\n>", "> ", "2026-01-05 10:00:00 {", "{\\n",
	`{"":`, `{"a" `, "{\"a\"\n", `["`, "{\"a\":\"b\n", `["a",`, `{"a":"\u`, `{"a":1}{`, "{\"a\":None,", "{'a':'b',", "[,", "{]", "GET /me ", "curl ", "curl /x ",
	"curl 'x' \\\n", "curl -X /me ", "fetch(", "fetch('/me',{ ", "Invoke-WebRequest ", "\x00", "é", "\xff", "http: //", "\"a\n", "[ ", "[\n",
}

// rested opens a text and returns how many times the reader has rested.
func rested(t *testing.T, text string) (times int) {
	t.Helper()
	r := capture.NewReader(strings.NewReader(text), int64(len(text)))
	r.Capture().Rest = func() { times++ }
	for r.Step(context.Background()) == nil {
	}
	return times
}

// Opening rests all the way through whatever a text is made of, and takes twice
// the work for twice the text.
func TestOpenRestsInWhateverItReads(t *testing.T) {
	const size = 24 << 10 // both fit into one slice
	begin := map[string]string{
		"":              "",
		"in a list":     `{"a":{"b":[`,
		"among entries": `{"log":{"entries":[`,
	}
	for where, front := range begin {
		for _, part := range hostileParts {
			t.Run(fmt.Sprintf("%s %q", where, part), func(t *testing.T) {
				once := rested(t, front+strings.Repeat(part, size/len(part)))
				twice := rested(t, front+strings.Repeat(part, 2*size/len(part)))

				assert.Positive(t, once, "rests")
				assert.LessOrEqual(t, twice, 3*once+16, "rests, after %d for half of it", once)
			})
		}
	}
}

// A value as long as values may be is rested in, whatever it is.
func TestOpenRestsInsideOneValue(t *testing.T) {
	const size = 8 << 20
	for name, value := range map[string]string{
		"a text":             `"` + strings.Repeat("a b ", size/4) + `"`,
		"escapes":            `"` + strings.Repeat(`\"`, size/2) + `"`,
		"a number":           strings.Repeat("7", size),
		"blanks":             strings.Repeat(" ", size) + "1",
		"a list":             "[" + strings.Repeat("1,", size/2) + "1]",
		"an open list":       strings.Repeat("[", size),
		"an open text":       `"` + strings.Repeat("a", size),
		"a text of Python's": `'` + strings.Repeat("a b ", size/4) + `'`,
	} {
		t.Run(name, func(t *testing.T) {
			times := rested(t, `{"messageType":"SMSsessionStateChangeMessage","smssession":{"id":"00aA","state":"Chatting","userData":{"k":`+value+`}}}`)

			assert.GreaterOrEqual(t, times, size/(128<<10))
		})
	}
}

// A text that is full of what only looks like commands is not read anew for each
// of them: after 16 MiB that were read in vain nobody looks for more.
func TestOpenEndsTheSearchForCommands(t *testing.T) {
	const size = 512 << 10

	times := rested(t, strings.Repeat("Invoke-WebRequest /me ", size/22))

	assert.Less(t, times, 2*(16<<20)/(32<<10))
}
