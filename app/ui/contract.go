package ui

import (
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

// A clause is one line of a key contract: what a strategy or an application is
// to leave in a session's data. The text form has one clause a line:
//
//	DISP_KEY text           there, and of that type
//	"Order No" any          there, of any type
//	maybe Priority number   of that type where it is there
//	never TempReservation   not there
//	order RStrategyName < RTargetObjectSelected < DISP_KEY
//	expect DISP_KEY value:=resolved within 30s after state:Chatting
//
// What is expected is written in the language of the filter; the time and the
// state may be missing. A key that holds blanks stands in double quotes. Lines that begin with # are
// comments.
type clause struct {
	line int
	word string // "must", "maybe", "never", "order" or "expect"
	keys []string
	kind string // a word of the filter's type:, or "any"
	expectation
}

func (c clause) String() string {
	switch c.word {
	case "order":
		quoted := make([]string, len(c.keys))
		for i, k := range c.keys {
			quoted[i] = query.Quote(k, "key")
		}
		return "order " + strings.Join(quoted, " < ")
	case "never":
		return "never " + query.Quote(c.keys[0], "key")
	case "expect":
		return "expect " + query.Quote(c.keys[0], "key") + " " + c.expectation.String()
	case "maybe":
		return "maybe " + query.Quote(c.keys[0], "key") + " " + c.kind
	}
	return query.Quote(c.keys[0], "key") + " " + c.kind
}

// parseContract reads the text form. The error names the line and the column.
func parseContract(text string) ([]clause, error) {
	var out []clause
	for i, line := range strings.Split(text, "\n") {
		words, columns, bad := splitWords(line)
		if bad == nil && len(words) > 0 && !strings.HasPrefix(words[0], "#") {
			var c clause
			if words[0] == "expect" {
				c, bad = parseExpect(line, words, columns)
			} else {
				c, bad = parseClause(words, columns)
			}
			if bad == nil {
				c.line = i + 1
				out = append(out, c)
			}
		}
		if bad != nil {
			return nil, lineError(i, bad.Error())
		}
	}
	return out, nil
}

func splitWords(line string) (words []string, columns []int, err *query.Error) {
	for i := 0; i < len(line); {
		if line[i] == ' ' || line[i] == '\t' || line[i] == '\r' {
			i++
			continue
		}
		word, end, err := query.ReadWord(line, i)
		if err != nil {
			return nil, nil, err
		}
		words, columns = append(words, word), append(columns, query.Column(line, i))
		i = end
	}
	return words, columns, nil
}

func parseClause(words []string, columns []int) (clause, *query.Error) {
	c := clause{word: "must", kind: "any"}
	switch {
	case words[0] == "order":
		c.word = "order"
		for i, w := range words[1:] {
			if i%2 == 1 && w != "<" {
				return c, &query.Error{Column: columns[i+1], Text: "keys of an order stand with < between them"}
			}
			if i%2 == 0 {
				c.keys = append(c.keys, w)
			}
		}
		if len(c.keys) < 2 || len(words)%2 == 1 {
			return c, &query.Error{Column: columns[0], Text: "an order wants two keys or more, like: order A < B"}
		}
		return c, nil
	case (words[0] == "never" || words[0] == "maybe") && len(words) > 1:
		c.word, words, columns = words[0], words[1:], columns[1:]
	}
	c.keys = words[:1]
	if len(words) > 1 {
		kind, known := query.Word("type", words[1])
		if c.kind = kind; !known && kind != "any" {
			return c, &query.Error{Column: columns[1], Text: "types are any, " + strings.Join(query.Words("type"), ", ")}
		}
	}
	if len(words) > 2 || c.word == "never" && len(words) > 1 {
		return c, &query.Error{Column: columns[len(words)-1], Text: "nothing is expected here; a key with blanks stands in double quotes"}
	}
	return c, nil
}

// A standing says how a clause stands.
type standing int

const (
	holds  standing = iota
	open            // not fulfilled yet, and the session goes on
	broken          // not fulfilled
)

func (s standing) String() string { return [...]string{"holds", "open", "broken"}[s] }

// A finding is how one clause stands in a session.
type finding struct {
	clause
	standing standing
	event    int // the event that broke it, 0 for none
	text     string
}

// judge holds a session, as it is after event at and at the instant now,
// against a contract.
func judge(contract []clause, x *tracker.Session, at int, now time.Time) []finding {
	out := make([]finding, len(contract))
	data := x.History.At(at)
	over := x.Ended && at == x.History.Last()
	for i, c := range contract {
		f := finding{clause: c}
		switch c.word {
		case "order":
			f.judgeOrder(x.History, at, over)
		case "expect":
			f.judgeExpect(x, at, over, now)
		default:
			f.judgeKey(x.History, data.Get(c.keys[0]), at, over)
		}
		out[i] = f
	}
	return out
}

func (f *finding) judgeKey(v history.View, value userdata.Value, at int, over bool) {
	key, there := f.keys[0], value.Kind() != userdata.Absent
	fits := func(v userdata.Value) bool { return f.kind == "any" || query.IsType(v, f.kind) }
	switch {
	case f.word == "never" && there:
		f.blame(v, at, "is there", func(v userdata.Value) bool { return v.Kind() != userdata.Absent })
	case f.word == "never" || !there && f.word == "maybe":
	case there && !fits(value):
		f.blame(v, at, "is "+value.Kind().String()+", not "+f.kind, func(v userdata.Value) bool { return !fits(v) })
	case there:
	case len(v.TouchingUntil(key, at)) > 0:
		f.blame(v, at, "is not there any more", func(v userdata.Value) bool { return v.Kind() == userdata.Absent })
	case over:
		f.standing, f.text = broken, "never came"
	default:
		f.standing, f.text = open, "has not come yet"
	}
}

// blame finds the event from which on, up to at, the key was bad.
func (f *finding) blame(v history.View, at int, text string, bad func(userdata.Value) bool) {
	f.standing, f.text = broken, text
	numbers := v.TouchingUntil(f.keys[0], at)
	for i := len(numbers) - 1; i >= 0; i-- {
		if !bad(v.At(numbers[i]).Get(f.keys[0])) {
			return
		}
		f.event = numbers[i]
	}
}

// judgeOrder compares when the keys first came: each not before the one that
// stands before it.
func (f *finding) judgeOrder(v history.View, at int, over bool) {
	before := 0
	for i, key := range f.keys {
		numbers := v.TouchingUntil(key, at)
		if len(numbers) == 0 {
			for _, later := range f.keys[i+1:] {
				if n := v.TouchingUntil(later, at); len(n) > 0 {
					f.standing, f.event, f.text = broken, n[0], later+" came, and "+key+" had not"
					return
				}
			}
			f.standing, f.text = open, key+" has not come yet"
			if over {
				f.standing, f.text = broken, key+" never came"
			}
			return
		}
		if numbers[0] < before {
			f.standing, f.event, f.text = broken, numbers[0], key+" came before "+f.keys[i-1]
			return
		}
		before = numbers[0]
	}
}

// tally counts findings that hold and that are broken.
func tally(all []finding) (good, bad int) {
	for _, f := range all {
		good += index01(f.standing == holds)
		bad += index01(f.standing == broken)
	}
	return good, bad
}
