package redact

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/capture"
)

// An Action is what a filter rule does with the value of a key, in the words
// of Genesys' log filters (Genesys Administrator, "Hide or Tag Sensitive Data in
// Logs").
type Action uint8

// The actions. Where Genesys' servers write stars, a pseudonym is written, so
// that equal values stay equal and different ones different.
const (
	Copy        Action = iota // the value stays
	Hide                      // the value is hidden
	HideFirst                 // its first N characters are hidden
	HideLast                  // its last N characters are hidden
	UnhideFirst               // all but its first N characters are hidden
	UnhideLast                // all but its last N characters are hidden
	Tag                       // text stays between Before and After
	Skip                      // the key and its value are left out
)

var actionNames = [...]string{"copy", "hide", "hide-first", "hide-last", "unhide-first", "unhide-last", "tag", "skip"}

// String returns the action as Genesys spells it.
func (a Action) String() string { return actionNames[a] }

// A Rule is what happens to the values of one key of userData. Keys compare
// without regard to case.
type Rule struct {
	Key           string
	Action        Action
	N             int    // characters, for the actions that count
	Before, After string // for Tag; Genesys' defaults are <# and #>
}

// String returns the rule as a line of [log-filter-data].
func (r Rule) String() string {
	switch r.Action {
	case HideFirst, HideLast, UnhideFirst, UnhideLast:
		return fmt.Sprintf("%s=%s,%d", r.Key, r.Action, r.N)
	case Tag:
		return fmt.Sprintf("%s=tag(%s,%s)", r.Key, r.Before, r.After)
	}
	return r.Key + "=" + r.Action.String()
}

// Rules are the filter rules of a person. The zero Rules has none.
type Rules struct {
	Default *Rule // default-filter-type of [log-filter]: for keys without a rule, nil for none
	List    []Rule
}

// String returns the rules as the sections they can be pasted as.
func (r Rules) String() string {
	var b strings.Builder
	if r.Default != nil {
		fmt.Fprintf(&b, "[log-filter]\n%s\n", r.Default)
	}
	if len(r.List) > 0 {
		b.WriteString("[log-filter-data]\n")
	}
	for _, rule := range r.List {
		fmt.Fprintf(&b, "%s\n", rule)
	}
	return b.String()
}

// of returns the rule for a key; the last one counts where there are several.
func (r Rules) of(key string) (Rule, bool) {
	for i := len(r.List) - 1; i >= 0; i-- {
		if strings.EqualFold(r.List[i].Key, key) {
			return r.List[i], true
		}
	}
	return Rule{}, false
}

// defaultKey is the option of [log-filter] that names the default action.
const defaultKey = "default-filter-type"

// ParseRules reads a pasted [log-filter-data] section, with or without its
// heading and with [log-filter] in front of it. A line that is not a rule is
// reported and everything else still counts; the caller must show the problems,
// since a rule that was not understood hides nothing.
func ParseRules(text string) (Rules, []capture.Problem) {
	var rules Rules
	var problems []capture.Problem
	section := "log-filter-data"
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || line[0] == ';' {
			continue
		}
		if line[0] == '[' {
			section = strings.Trim(line, "[] ")
			continue
		}
		rule, err := parseRule(line)
		switch {
		case err != nil:
			problems = append(problems, capture.Problem{Line: i + 1, Text: err.Error()})
		case section == "log-filter" && rule.Key == defaultKey:
			rules.Default = &rule
		case section == "log-filter-data":
			rules.List = append(rules.List, rule)
		default:
			problems = append(problems, capture.Problem{Line: i + 1, Text: fmt.Sprintf("%s in section [%s] is no filter rule", rule.Key, section)})
		}
	}
	return rules, problems
}

func parseRule(line string) (Rule, error) {
	i := strings.LastIndexByte(line, '=')
	if j := strings.Index(line, "=tag("); j >= 0 {
		i = j
	}
	if i <= 0 {
		return Rule{}, fmt.Errorf("%q is not key=action", line)
	}
	r := Rule{Key: strings.TrimSpace(line[:i])}
	what := strings.TrimSpace(line[i+1:])
	if inside, ok := strings.CutPrefix(what, "tag"); ok {
		return r.tag(strings.TrimSpace(inside))
	}
	name, count, counted := strings.Cut(what, ",")
	at := slices.Index(actionNames[:], strings.ToLower(strings.TrimSpace(name)))
	if at < 0 {
		return r, fmt.Errorf("%q is not an action: copy, hide, hide-first,n, hide-last,n, unhide-first,n, unhide-last,n, tag(…,…) or skip", what)
	}
	r.Action = Action(at)
	counts := r.Action >= HideFirst && r.Action <= UnhideLast
	n, err := strconv.Atoi(strings.TrimSpace(count))
	if counts != counted || counts && (err != nil || n < 0) {
		return r, fmt.Errorf("%q: %s takes %s", what, r.Action, map[bool]string{true: "a number of characters", false: "no number"}[counts])
	}
	r.N = n
	return r, nil
}

// tag reads what stands behind the word tag: nothing, or (before,after).
func (r Rule) tag(s string) (Rule, error) {
	r.Action, r.Before, r.After = Tag, "<#", "#>"
	if s == "" || s == "()" {
		return r, nil
	}
	inside, ok := strings.CutPrefix(s, "(")
	inside, closed := strings.CutSuffix(inside, ")")
	before, after, two := strings.Cut(inside, ",")
	if !ok || !closed || !two {
		return r, fmt.Errorf("%q is not tag(before,after)", "tag"+s)
	}
	r.Before, r.After = strings.TrimSpace(before), strings.TrimSpace(after)
	return r, nil
}
