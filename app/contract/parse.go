package contract

import (
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/query"
)

// Parse reads the text form. The error is an [*Error].
func Parse(text string) (Contract, error) {
	var out Contract
	for i, line := range strings.Split(strings.ReplaceAll(text, "\r", " "), "\n") {
		words, bad := split(line)
		if bad == nil && len(words) > 0 && !(words[0].bare && strings.HasPrefix(words[0].text, "#")) {
			var c Clause
			c, bad = parseClause(words, line)
			out = append(out, c)
		}
		if bad != nil {
			return nil, &Error{i + 1, bad}
		}
	}
	return out, nil
}

// A word of a line. In quotes it is a key, or something that a key is to hold,
// and never a word of the language.
type word struct {
	text string
	at   int // in bytes
	bare bool
}

func (w word) is(text string) bool { return w.bare && w.text == text }

// wrong is an error that stands where the word does.
func (w word) wrong(line, text string) *query.Error {
	return &query.Error{Column: query.Column(line, w.at), Text: text}
}

func split(line string) (words []word, err *query.Error) {
	for i := 0; i < len(line); {
		if line[i] == ' ' || line[i] == '\t' {
			i++
			continue
		}
		text, end, err := query.ReadWord(line, i)
		if err != nil {
			return nil, err
		}
		bare := line[i] != '"'
		if term := query.TermEnd(line, i); bare && term > end {
			text, end = line[i:term], term // what it looks for has blanks
		}
		words = append(words, word{text, i, bare})
		i = end
	}
	return words, nil
}

func parseClause(words []word, line string) (Clause, *query.Error) {
	switch first := words[0]; {
	case first.is("order"):
		return parseOrder(words, line)
	case first.is("expect"):
		return parseExpect(words, line)
	case len(words) > 1 && (first.is("never") || first.is("maybe")):
		return parseKey(Duty(first.text), words[1:], line)
	}
	return parseKey(Must, words, line)
}

// parseKey reads a key and, unless it must not be there, its type.
func parseKey(duty Duty, words []word, line string) (Clause, *query.Error) {
	c := Clause{Duty: duty, Keys: []string{words[0].text}, Type: "any"}
	most := 2
	if duty == Never {
		most = 1
	}
	if len(words) > 1 {
		kind, known := query.Word("type", words[1].text)
		if c.Type = kind; !known && kind != "any" {
			return c, words[1].wrong(line, "types are any, "+strings.Join(query.Words("type"), ", "))
		}
	}
	if len(words) > most {
		return c, words[len(words)-1].wrong(line, "nothing is expected here; a key with blanks stands in double quotes")
	}
	return c, nil
}

// parseOrder reads "order A < B < C".
func parseOrder(words []word, line string) (Clause, *query.Error) {
	c := Clause{Duty: Order}
	for i, w := range words[1:] {
		if i%2 == 1 && w.text != "<" {
			return c, w.wrong(line, "keys of an order stand with < between them")
		}
		if i%2 == 0 {
			c.Keys = append(c.Keys, w.text)
		}
	}
	if len(c.Keys) < 2 || len(words)%2 == 1 {
		return c, words[0].wrong(line, "an order wants two keys or more, like: order A < B")
	}
	return c, nil
}

// parseExpect reads "expect KEY TERMS within 30s after state:Chatting".
func parseExpect(words []word, line string) (c Clause, bad *query.Error) {
	c = Clause{Duty: Expect}
	end := len(line)
	for more := true; more && len(words) > 2; {
		n := len(words)
		if more, bad = c.takeLimit(words[n-2], words[n-1], line); bad != nil {
			return c, bad
		}
		if more {
			end, words = words[n-2].at, words[:n-2]
		}
	}
	nothing := &query.Error{Column: 1, Text: "an expectation wants a key and a condition, like: expect DISP_KEY value:=resolved within 30s after state:Chatting"}
	if len(words) < 3 {
		return c, nothing
	}
	c.Keys = []string{words[1].text}
	from := words[2].at
	c.Condition, bad = query.ParseEvent(line[from:end])
	switch {
	case bad != nil:
		bad.Column += query.Column(line, from) - 1
	case len(c.Condition) == 0: // quotes with nothing between them
		bad = nothing
	}
	return c, bad
}

// takeLimit takes over what two words say of when, if that is what they say and
// nothing has said it before.
func (c *Clause) takeLimit(name, value word, line string) (taken bool, bad *query.Error) {
	state, stated := strings.CutPrefix(value.text, "state:")
	switch {
	case name.is("after") && stated && value.bare && state != "" && c.State == "":
		c.State = state
	case name.is("within") && c.Within == 0:
		d, ok := query.ParseAge(value.text)
		if !ok {
			return false, value.wrong(line, "within wants a time like 30s, 2m or 1h")
		}
		c.Within = d
	default:
		return false, nil
	}
	return true, nil
}

// quoted writes a key so that it is read as one, and not as a word of the
// language or a comment.
func quoted(key string) string {
	if slices.Contains([]string{"maybe", "never", "order", "expect", "within", "after"}, key) || strings.HasPrefix(key, "#") {
		return query.InQuotes(key)
	}
	return query.Quote(key, "key")
}
