package settings

import (
	"slices"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/userdata"
)

// A ClassSet is a set of key classes.
type ClassSet uint16

// Has reports whether a class is in the set.
func (s ClassSet) Has(c userdata.Class) bool { return s&(1<<c) != 0 }

// Noise are the classes of keys that the platform writes in bursts for itself.
const Noise = ClassSet(1<<userdata.Routing | 1<<userdata.CostRouting | 1<<userdata.ChatServer | 1<<userdata.Reporting)

// AllClasses is every class there is.
const AllClasses = ClassSet(1<<(userdata.Reporting+1) - 1)

// Rules are what a person has said about keys of no interest.
type Rules struct {
	Own    userdata.Rules // classes of the person's own
	Hides  []Hide
	Folded ClassSet // classes that are hidden on top of the lens'
}

// A Hide is a rule that takes keys off the table. Its class does not count.
type Hide struct {
	userdata.Rule
	Shown bool // somebody wants to see these keys for now
}

// A Hider knows which hide takes a key.
type Hider struct{ rules userdata.Rules }

// With is the rules with one of them, or without it.
func (r Rules) With(one Rules, on bool) Rules {
	r.Folded &^= one.Folded
	r.Hides = slices.DeleteFunc(slices.Clone(r.Hides), func(h Hide) bool { return len(one.Hides) > 0 && h.Rule == one.Hides[0].Rule })
	if on {
		r.Folded |= one.Folded
		r.Hides = append(r.Hides, one.Hides...)
	}
	return r
}

// Amend does the same to the text of rules, which need not be readable yet.
func Amend(text string, one Rules, on bool) string {
	line := one.String()
	text = strings.Replace(strings.TrimRight(text, "\n")+"\n", line, "", 1)
	if on {
		text += line
	}
	return text
}

// Hider returns what knows the hides of the rules.
func (r Rules) Hider() (Hider, error) {
	rules := make([]userdata.Rule, len(r.Hides))
	for i, h := range r.Hides {
		rules[i] = h.Rule
	}
	compiled, err := userdata.NewRules(rules...)
	return Hider{compiled}, err
}

// Hides returns the number of the hide, counted from 1, that takes key; 0 is
// none.
func (h Hider) Hides(key string) int { return h.rules.First(key) + 1 }

// ParseRules reads the text form of the rules: lines of userdata.ParseRules,
// which put keys into classes, and lines that take keys off the table:
//
//	hide prefix RVQ
//	hide exact "Order No"
//	hide class reporting
//
// The error names the line.
func ParseRules(text string) (Rules, error) {
	var out Rules
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		rest, ok := strings.CutPrefix(strings.TrimSpace(line), "hide ")
		if !ok {
			continue
		}
		lines[i] = ""
		if name, ok := strings.CutPrefix(rest, "class "); ok {
			c, known := userdata.ClassNamed(strings.TrimSpace(name))
			if !known {
				return Rules{}, &LineError{i + 1, "there is no class " + strconv.Quote(name)}
			}
			out.Folded |= 1 << c
			continue
		}
		one, err := userdata.ParseRules("other " + rest)
		if err != nil || len(one.User()) != 1 {
			return Rules{}, &LineError{i + 1, `wants: hide exact|prefix|glob|regexp PATTERN, or: hide class NAME`}
		}
		if one.User()[0].Why != "" {
			return Rules{}, &LineError{i + 1, "a pattern with blanks stands in double quotes"}
		}
		if h := (Hide{Rule: one.User()[0]}); !slices.Contains(out.Hides, h) {
			out.Hides = append(out.Hides, h)
		}
	}
	var err error
	out.Own, err = userdata.ParseRules(strings.Join(lines, "\n"))
	return out, err
}

// String writes the rules so that [ParseRules] reads them again.
func (r Rules) String() string {
	var b strings.Builder
	for c := range userdata.Reporting + 1 {
		if r.Folded.Has(c) {
			b.WriteString("hide class " + c.String() + "\n")
		}
	}
	for _, h := range r.Hides {
		b.WriteString("hide " + h.Match.String() + " " + userdata.QuotePattern(h.Pattern) + "\n")
	}
	return b.String() + r.Own.String()
}
