package userdata

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/keytrail/keytrail/app/rawjson"
)

// A Match says how a rule's pattern is compared with a key. Case always counts.
type Match uint8

// The ways to match.
const (
	Exact  Match = iota // the key is the pattern
	Prefix              // the key begins with the pattern
	Glob                // * is any run of characters, ? any single one; all others are themselves
	Regexp              // the pattern, in the syntax of package regexp, is found in the key
)

// String returns the word of the text form: "exact", "prefix", "glob", "regexp".
func (m Match) String() string { return [...]string{"exact", "prefix", "glob", "regexp"}[m] }

// A Rule puts the keys that match into a class and says in plain words what
// they hold.
type Rule struct {
	Match   Match
	Pattern string
	Class   Class
	Why     string // one sentence, "" for none
}

// A Rules value classifies keys; user rules stand above the built-in ones. The
// zero Rules has the built-in rules only.
type Rules struct {
	rules    []Rule
	patterns []pattern // of the rules that have one
}

// A pattern is a *regexp.Regexp, which only a program that makes rules needs to
// know: package regexp is a tenth of one that makes none.
type pattern interface{ MatchString(s string) bool }

// NewRules returns user rules, the first of them strongest, above the built-in
// ones. The error is that of the first pattern that is not a regular
// expression.
func NewRules(rules ...Rule) (Rules, error) {
	r := Rules{rules, make([]pattern, len(rules))}
	for i, rule := range rules {
		if rule.Match != Regexp {
			continue
		}
		compiled, err := expression(rule.Pattern)
		if err != nil {
			return Rules{}, fmt.Errorf("userdata: rule %d: %w", i+1, err)
		}
		r.patterns[i] = compiled
	}
	return r, nil
}

// User returns the user's own rules, strongest first.
func (r Rules) User() []Rule { return append([]Rule(nil), r.rules...) }

// Classify returns a key's class and a plain explanation ("" when there is none),
// by the first rule that matches: the user's in their order, then the built-in
// ones, exact keys before prefixes and long prefixes before short.
func (r Rules) Classify(key string) (Class, string) {
	if i := r.First(key); i >= 0 {
		return r.rules[i].Class, r.rules[i].Why
	}
	return classifyBuiltin(key)
}

// First returns the place among the user's rules of the first that matches key,
// -1 for none.
func (r Rules) First(key string) int {
	for i, rule := range r.rules {
		if rule.Match == Regexp && r.patterns[i].MatchString(key) || rule.matches(key) {
			return i
		}
	}
	return -1
}

// matches is for every rule but regular expressions.
func (rule Rule) matches(key string) bool {
	switch rule.Match {
	case Exact:
		return key == rule.Pattern
	case Prefix:
		return strings.HasPrefix(key, rule.Pattern)
	case Glob:
		return MatchesGlob(rule.Pattern, key, false)
	}
	return false
}

// MatchesGlob reports whether pattern, in which * is any run of characters and ? any
// single one, is all of s; with anyCase, letters of ASCII match in either case. It
// does not recurse: at a mismatch only the last star can take one character more,
// which bounds the work by the product of the lengths.
func MatchesGlob(pattern, s string, anyCase bool) bool {
	p, star, mark := 0, -1, 0
	for i := 0; i < len(s); {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, i
			p++
		case p < len(pattern) && pattern[p] == '?':
			_, n := utf8.DecodeRuneInString(s[i:])
			p, i = p+1, i+n
		case p < len(pattern) && (pattern[p] == s[i] || anyCase && otherCase(pattern[p], s[i])):
			p, i = p+1, i+1
		case star >= 0:
			_, n := utf8.DecodeRuneInString(s[mark:])
			mark += n
			p, i = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// otherCase reports whether a and b are one letter of ASCII in two cases.
func otherCase(a, b byte) bool { return a^b == 'a'-'A' && 'a' <= a|b && a|b <= 'z' }

// ParseRules reads the text form of rules, one a line:
//
//	routing prefix RTarget  The target that routing chose.
//	business exact "Order No"  What the customer ordered.
//
// that is a class, a way to match, a pattern (in double quotes, as a JSON text,
// where it holds blanks or begins with a quote) and, up to the end of the line,
// what the keys hold. Empty lines and lines that begin with # are skipped. The
// error names the line.
func ParseRules(text string) (Rules, error) {
	var rules []Rule
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		rule, err := parseRule(line)
		if err != nil {
			return Rules{}, fmt.Errorf("userdata: rules: line %d: %w", i+1, err)
		}
		rules = append(rules, rule)
	}
	return NewRules(rules...)
}

func parseRule(line string) (rule Rule, err error) {
	class, line := cutWord(line)
	match, line := cutWord(line)
	var known bool
	if rule.Class, known = ClassNamed(class); !known {
		return rule, fmt.Errorf("unknown class %q: expected business, contact, disposition, routing, cost-routing, chat-server, reporting or other", class)
	}
	if rule.Match, err = matchNamed(match); err != nil {
		return rule, err
	}
	rule.Pattern, rule.Why = cutWord(line)
	if strings.HasPrefix(line, `"`) {
		b := []byte(line)
		end, err := rawjson.Skip(b, 0)
		if err != nil {
			return rule, fmt.Errorf("pattern: %w", err)
		}
		rule.Pattern, _ = rawjson.Text(b[:end])
		rule.Why = strings.TrimSpace(line[end:])
	}
	if rule.Pattern == "" && rule.Match != Exact {
		return rule, fmt.Errorf("the pattern is missing: expected class, %s, pattern, explanation", rule.Match)
	}
	if rule.Match == Regexp {
		_, err = expression(rule.Pattern)
	}
	return rule, err
}

func cutWord(s string) (word, rest string) {
	i := strings.IndexAny(s, " \t")
	if i < 0 {
		return s, ""
	}
	return s[:i], strings.TrimSpace(s[i:])
}

func matchNamed(name string) (Match, error) {
	for m := Exact; m <= Regexp; m++ {
		if m.String() == name {
			return m, nil
		}
	}
	return Exact, fmt.Errorf("unknown way to match %q: expected exact, prefix, glob or regexp", name)
}

// QuotePattern writes a pattern as ParseRules reads it: in quotes, where it is empty or
// has a quote or a blank of any kind.
func QuotePattern(pattern string) string {
	if pattern == "" || strings.IndexFunc(pattern, func(r rune) bool { return r == '"' || unicode.IsSpace(r) }) >= 0 {
		return string(rawjson.Quote(nil, pattern))
	}
	return pattern
}

// String returns the user's rules in the text form that ParseRules reads.
func (r Rules) String() string {
	var b []byte
	for _, rule := range r.rules {
		b = append(b, rule.Class.String()+" "+rule.Match.String()+" "...)
		b = append(b, QuotePattern(rule.Pattern)...)
		if why := strings.Join(strings.Fields(rule.Why), " "); why != "" {
			b = append(append(b, ' '), why...)
		}
		b = append(b, '\n')
	}
	return string(b)
}
