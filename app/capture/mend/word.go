package mend

import (
	"strings"

	"github.com/keytrail/keytrail/app/rawjson"
)

// foreign are the literals of Python and JavaScript that JSON has another word for.
var foreign = map[string][2]string{
	"None":      {"null", "Python's None"},
	"True":      {"true", "Python's True"},
	"False":     {"false", "Python's False"},
	"undefined": {"null", "JavaScript's undefined"},
}

// word reads a value without quotes. It reports false when nothing is there.
func (m *mender) word() bool {
	n := m.wordLength(m.text[m.pos:])
	if n == 0 {
		return false
	}
	was := m.text[m.pos : m.pos+n]
	now, why := was, ""
	if w, ok := foreign[was]; ok {
		now, why = w[0], w[1]
	} else if rawjson.Check([]byte(was)) != nil {
		now, why = number(was)
	}
	if why != "" {
		m.fix(m.pos, n, now, why)
	}
	m.take(n)
	return true
}

// wordLength returns the length of the word s begins with: up to a delimiter
// outside of parentheses, a comment or the end of the line, without the blanks
// before that.
func (m *mender) wordLength(s string) int {
	depth, i := 0, 0
	for ; i < len(s); i++ {
		m.pace.Spend(1)
		c := s[i]
		if c == '\n' || depth == 0 && (strings.IndexByte(",}]", c) >= 0 || strings.HasPrefix(s[i:], " //") || strings.HasPrefix(s[i:], " #")) {
			break
		}
		if (c == ' ' || c == "\u00a0"[0]) && depth == 0 && missingComma(s, i) {
			break
		}
		switch {
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		}
	}
	return len(strings.TrimRight(s[:i], " \t\r\u00a0"))
}

// missingComma reports whether s[:i] is a value by itself and a string follows.
func missingComma(s string, i int) bool {
	next := strings.TrimLeft(s[i:], " \t\u00a0")
	if _, quote := stringStart(next, 0); quote == 0 || i > longestBareKey {
		return false
	}
	_, known := foreign[s[:i]]
	return known || rawjson.Check([]byte(s[:i])) == nil
}

// number makes a JSON number of a Python or JavaScript one where its value stays
// exactly the same, and text of anything else.
func number(was string) (now, why string) {
	tries := []struct{ now, why string }{
		{strings.TrimRight(was, "lL"), "Python's long suffix"},
		{strings.TrimPrefix(was, "+"), "a plus sign"},
		{"0" + was, "a number without a digit before the point"},
		{was + "0", "a number without a digit behind the point"},
	}
	for i, t := range tries {
		if i == 2 && !strings.HasPrefix(was, ".") || i == 3 && !strings.HasSuffix(was, ".") {
			continue
		}
		if t.now != "" && strings.IndexByte("-0123456789", t.now[0]) >= 0 && rawjson.Check([]byte(t.now)) == nil {
			return t.now, t.why
		}
	}
	var ignored reasons
	literal := (&mender{}).escape(was, '\'', &ignored)
	return `"` + literal + `"`, "a value without quotes, kept as text"
}
