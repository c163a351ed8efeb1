package ui

import (
	"slices"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/userdata"
)

// noise holds the classes that are folded away until somebody asks for them:
// keys that the platform writes in bursts for itself.
const noise = classSet(1<<userdata.Routing | 1<<userdata.CostRouting | 1<<userdata.ChatServer | 1<<userdata.Reporting)

// allClasses is every class there is.
const allClasses = classSet(1<<(userdata.Reporting+1) - 1)

// A hide is a rule that takes keys off the table. Its class does not count.
type hide struct {
	userdata.Rule
	shown bool // somebody wants to see these keys for now
}

// hideMark begins the explanation of a compiled hide; its number follows. The
// rules of package userdata do the matching.
const hideMark = "\x00hide "

// compileHides returns rules that know which hide takes a key.
func compileHides(hides []hide) (userdata.Rules, error) {
	rules := make([]userdata.Rule, len(hides))
	for i, h := range hides {
		rules[i] = userdata.Rule{Match: h.Match, Pattern: h.Pattern, Why: hideMark + itoa(i+1)}
	}
	return userdata.NewRules(rules...)
}

// hiddenBy returns the number of the hide, counted from 1, that takes key; 0
// is none.
func hiddenBy(r userdata.Rules, key string) int {
	_, why := r.Classify(key)
	if n, ok := strings.CutPrefix(why, hideMark); ok {
		return atoi(n)
	}
	return 0
}

// parseNoise reads the text form of the rules: lines of userdata.ParseRules,
// which put keys into classes, and lines that take keys off the table:
//
//	hide prefix RVQ
//	hide exact "Order No"
//	hide class reporting
//
// The error names the line.
func parseNoise(text string) (rules userdata.Rules, hides []hide, classes classSet, err error) {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		rest, ok := strings.CutPrefix(strings.TrimSpace(line), "hide ")
		if !ok {
			continue
		}
		lines[i] = ""
		if name, ok := strings.CutPrefix(rest, "class "); ok {
			c, known := classNamed(strings.TrimSpace(name))
			if !known {
				return rules, nil, 0, lineError(i, "there is no class "+strconv.Quote(name))
			}
			classes |= 1 << c
			continue
		}
		one, err := userdata.ParseRules("other " + rest)
		if err != nil || len(one.User()) != 1 {
			return rules, nil, 0, lineError(i, `wants: hide exact|prefix|glob|regexp PATTERN, or: hide class NAME`)
		}
		hides = append(hides, hide{Rule: one.User()[0]})
	}
	rules, err = userdata.ParseRules(strings.Join(lines, "\n"))
	return rules, hides, classes, err
}

// A noiseError is a line of rules that cannot be read.
type noiseError struct {
	line int
	text string
}

func (e *noiseError) Error() string { return "line " + itoa(e.line) + ": " + e.text }

func lineError(i int, text string) error { return &noiseError{i + 1, text} }

// noiseText writes rules so that parseNoise reads them again.
func noiseText(rules userdata.Rules, hides []hide, classes classSet) string {
	var b strings.Builder
	for c := range userdata.Reporting + 1 {
		if classes.has(c) {
			b.WriteString("hide class " + c.String() + "\n")
		}
	}
	for _, h := range hides {
		b.WriteString("hide " + h.Match.String() + " " + quotePattern(h.Pattern) + "\n")
	}
	return b.String() + rules.String()
}

// quotePattern writes a pattern as package userdata reads it.
func quotePattern(s string) string {
	if s != "" && !strings.ContainsAny(s, " \t\r\n\"") {
		return s
	}
	return userdata.TextValue(s).Literal()
}

func classNamed(name string) (userdata.Class, bool) {
	for c := range userdata.Reporting + 1 {
		if c.String() == name {
			return c, true
		}
	}
	return 0, false
}

// A hideOption is one way to take the selected key off the table.
type hideOption struct {
	match         userdata.Match
	pattern       string
	class         bool // the whole class of the key
	keys, changed int  // what it takes from the rows there are
}

// hideOptions are the ways to hide a key: itself, up to three beginnings that
// it shares with other keys, its class.
func hideOptions(key string, class userdata.Class, all []row) []hideOption {
	out := []hideOption{{match: userdata.Exact, pattern: key}}
	for _, p := range prefixesOf(key) {
		out = append(out, hideOption{match: userdata.Prefix, pattern: p})
	}
	out = append(out, hideOption{class: true, pattern: class.String()})
	for i := range out {
		o := &out[i]
		for j := range all {
			r := &all[j]
			switch {
			case o.class && r.class == class, !o.class && o.match == userdata.Exact && r.key == key,
				!o.class && o.match == userdata.Prefix && strings.HasPrefix(r.key, o.pattern):
				o.keys++
				o.changed += index01(r.kind != userdata.Same)
			}
		}
	}
	// A beginning that only this key has, or as many as a longer one, is no choice.
	shared := out[:0]
	for i, o := range out {
		if o.match == userdata.Prefix && (o.keys < 2 || i+1 < len(out)-1 && out[i+1].keys == o.keys) {
			continue
		}
		shared = append(shared, o)
	}
	if n := len(shared); n > 5 {
		shared = append(shared[:1:1], shared[n-4:]...)
	}
	return shared
}

func index01(on bool) int {
	if on {
		return 1
	}
	return 0
}

// prefixesOf returns the beginnings of a key that end where a word of it does,
// shortest first: of "RTargetTypeSelected" RTarget, RTargetType.
func prefixesOf(key string) []string {
	var out []string
	for i := 2; i < len(key); i++ {
		sep := strings.IndexByte("_-. ", key[i-1]) >= 0
		word := key[i] <= 'Z' && key[i] >= '0' && key[i-1] >= 'a' && key[i-1] <= 'z' // a capital, or a number
		if (sep || word) && !slices.Contains(out, key[:i]) {
			out = append(out, key[:i])
		}
	}
	return out
}
