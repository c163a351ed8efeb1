package open_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/capture/capturetest"
)

// hostileParts are what texts are made of that cost the most to open: each is
// the beginning of something that does not come.
var hostileParts = []string{
	"[", "{", `{"a":`, `"`, `\`, ",", "```\n", "{code}\n", "{code}", "&", "<", ">", "7", "data: x\n", "data: {\n", "'", " ", "\n", `{'a`, `\"`, `{""a"":`,
	`{\"`, `{\"a\":`, `[\"`, "[{", "{[", "]", "}", "{}", "[]", "[1,", "{a:", "{a:(", "u'", "“", "\u00a0", "...", "\n>", "> ", "2026-01-05 10:00:00 {", "{\\n",
	`{"":`, `{"a" `, "{\"a\"\n", `["`, "{\"a\":\"b\n", `["a",`, `{"a":"\u`, `{"a":1}{`, "{\"a\":None,", "{'a':'b',", "[,", "{]", "GET /me ", "curl ", "curl /x ",
	"curl 'x' \\\n", "curl -X /me ", "fetch(", "fetch('/me',{ ", "Invoke-WebRequest ", "\x00", "é", "\xff", "http: //", "\"a\n", "[ ", "[\n",
}

// Opening rests all the way through whatever a text is made of, and takes twice
// the work for twice the text.
func TestOpenRestsInWhateverItReads(t *testing.T) {
	begin := map[string]string{
		"":              "",
		"in a list":     `{"a":{"b":[`,
		"among entries": `{"log":{"entries":[`,
	}
	for where, front := range begin {
		for _, part := range hostileParts {
			t.Run(fmt.Sprintf("%s %q", where, part), func(t *testing.T) {
				size := 8 << 10 // both fit into one slice
				if strings.ContainsAny(part, "cfI") {
					size *= 3 // what looks like a command is read in vain up to a limit
				}
				once := capturetest.Rested(t, front+strings.Repeat(part, size/len(part)))
				twice := capturetest.Rested(t, front+strings.Repeat(part, 2*size/len(part)))

				assert.Positive(t, once, "rests")
				assert.LessOrEqual(t, twice, 3*once+16, "rests, after %d for half of it", once)
			})
		}
	}
}

// A value as long as values may be is rested in, whatever it is.
func TestOpenRestsInsideOneValue(t *testing.T) {
	const size = 2 << 20
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
			times := capturetest.Rested(t, `{"messageType":"SMSsessionStateChangeMessage","smssession":{"id":"00aA","state":"Chatting","userData":{"k":`+value+`}}}`)

			assert.GreaterOrEqual(t, times, size/(128<<10))
		})
	}
}
