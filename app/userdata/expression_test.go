package userdata_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/userdata"
)

func TestExpressionsThatAreRefused(t *testing.T) {
	for expr, want := range map[string]string{
		`a(b`:             "a parenthesis that is not closed: `a(b`",
		`a)b`:             "a parenthesis that was not opened: `a)b`",
		`a[b`:             "a bracket that is not closed: `[b`",
		`a**`:             "two repetitions of one thing: `**`",
		`*`:               "nothing to repeat in front of a repetition: `*`",
		`\y`:              "an escape that is not known here: `\\y`",
		`a\`:              "a backslash at the end: ``",
		`x{9,1}`:          "a repetition that is too large or ends before it begins: `{9,1}`",
		`(a{1000}){1000}`: "a repetition that is too large or ends before it begins: `{1000}`",
		`[z-a]`:           "a range or a class that is not known or ends before it begins: `z-a`",
		`\p{Nobody}`:      "a range or a class that is not known or ends before it begins: `\\p{Nobody}`",
		`(?<1 >)`:         "a group whose name stands twice or is not made of letters, digits and underscores: `(?<1 >`",
		`(?=a)`:           "flags that are not known: `(?=`",
		"\xff":            "a byte that is not UTF-8: `\xff`",
		strings.Repeat(`(`, 1001) + strings.Repeat(`)`, 1001): "groups stand too deep in each other",
		strings.Repeat(`\w{1000}`, 11):                        "an expression that is too large",
		strings.Repeat(`a`, 10_001):                           "an expression that is too large",
	} {
		_, err := userdata.NewRules(rule(expr))
		assert.ErrorContains(t, err, "userdata: rule 1: pattern: "+want)
	}
}

func rule(expr string) userdata.Rule {
	return userdata.Rule{Match: userdata.Regexp, Pattern: expr, Class: userdata.Contact, Why: "found"}
}

// A rule comes from whoever wrote the file: it must not hang the page.
func TestHostileExpressionsEnd(t *testing.T) {
	for expr, found := range map[string]bool{`(a*)*b`: false, `(a|a)*b`: false, `(a?){1000}a{1000}`: false, `((a*)*)*b`: false,
		`(.*)(.*)(.*)(.*)(.*)x`: false, strings.Repeat(`a{1000}|`, 9) + `a{500}$`: true} {
		rules, err := userdata.NewRules(rule(expr))
		require.NoError(t, err)
		done := make(chan string)
		go func() {
			_, why := rules.Classify(strings.Repeat("a", 500))
			done <- why
		}()
		select {
		case why := <-done:
			assert.Equal(t, found, why == "found", expr)
		case <-time.After(time.Minute):
			t.Fatalf("%q does not end", expr)
		}
	}
}
