package userdata_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/userdata"
)

func TestBuiltinClasses(t *testing.T) {
	for key, want := range map[string]userdata.Class{
		"UserData1": userdata.Business, "FullName": userdata.Contact, "DISP_KEY": userdata.Disposition,
		"DispositionCode": userdata.Disposition, "RTargetObjectSelected": userdata.Routing, "RTargetNew": userdata.Routing,
		"RStrategyDBID": userdata.Routing, "RVQID": userdata.Routing, "CBR-IT-path_DBIDs": userdata.CostRouting,
		"ChatServerPort": userdata.ChatServer, "PegAG?:Customer_Service > 1": userdata.Reporting, "_data_id": userdata.Reporting,
		"": userdata.Other, "rtargetNew": userdata.Other, "__proto__": userdata.Reporting, "constructor": userdata.Other,
	} {
		class, why := userdata.Rules{}.Classify(key)
		assert.Equal(t, want, class, key)
		assert.Equal(t, want == userdata.Other, why == "", key)
	}
}

func TestEveryBuiltinRuleIsReached(t *testing.T) {
	names := map[string]bool{}
	for _, rule := range userdata.Builtin() {
		key := rule.Pattern
		if rule.Match == userdata.Prefix {
			key += "\x00"
		}
		class, why := userdata.Rules{}.Classify(key)
		assert.Equal(t, rule.Class, class, key)
		assert.Equal(t, rule.Why, why, key)
		assert.True(t, strings.HasSuffix(why, "."), key)
		assert.False(t, names[key], "%s stands twice", key)
		names[key] = true
	}
}

func TestUserRulesStandAbove(t *testing.T) {
	_, err := userdata.ParseRules(`
# The class, the way to match, the pattern, what it holds.
contact exact Subject  Who wrote.
business prefix "RTarget Object" Ours.
reporting glob PegAG?*>\*
other glob *DBID*
disposition regexp ^(end|close)_[0-9]+$   How it ended.
other prefix ""
`)
	require.EqualError(t, err, "userdata: rules: line 8: the pattern is missing: expected class, prefix, pattern, explanation")
	rules, err := userdata.ParseRules("contact exact Subject  Who  wrote.\nbusiness prefix \"RTarget Object\" Ours.\n" +
		"other glob *DBID*\ndisposition regexp ^(end|close)_[0-9]+$ How it ended.\nbusiness exact \"\" The empty key.\n")
	require.NoError(t, err)
	for _, test := range []struct {
		key   string
		class userdata.Class
		why   string
	}{
		{"Subject", userdata.Contact, "Who  wrote."},
		{"RTarget Object 1", userdata.Business, "Ours."},
		{"ChatServerDBID", userdata.Other, ""},
		{"end_17", userdata.Disposition, "How it ended."},
		{"", userdata.Business, "The empty key."},
		{"RTenant", userdata.Routing, "The tenant in which the routing strategy ran."},
	} {
		class, why := rules.Classify(test.key)
		assert.Equal(t, test.class, class, test.key)
		assert.Equal(t, test.why, why, test.key)
	}
	assert.Equal(t, "contact exact Subject Who wrote.\nbusiness prefix \"RTarget Object\" Ours.\n"+
		"other glob *DBID*\ndisposition regexp ^(end|close)_[0-9]+$ How it ended.\nbusiness exact \"\" The empty key.\n", rules.String())
	again, err := userdata.ParseRules(rules.String())
	require.NoError(t, err)
	assert.Equal(t, rules.String(), again.String())
	assert.Len(t, again.User(), 5)
}

func TestARuleMayBeLong(t *testing.T) {
	why := strings.Repeat("long ", 30_000) + "end."
	rules, err := userdata.ParseRules("other exact A " + why + "\nbusiness exact B\n")
	require.NoError(t, err)
	require.Len(t, rules.User(), 2, "the rule and the one behind it")
	assert.Equal(t, why, rules.User()[0].Why)
}

func TestParseRulesErrors(t *testing.T) {
	for text, want := range map[string]string{
		"\n\nrouter exact a":          `line 3: unknown class "router": expected business,`,
		"routing is a":                `line 1: unknown way to match "is": expected exact, prefix, glob or regexp`,
		"routing":                     `line 1: unknown way to match "": expected exact, prefix, glob or regexp`,
		"#\nrouting regexp (":         "line 2: pattern: a parenthesis that is not closed",
		`routing prefix "a`:           `line 1: pattern: line 1, column 3: expected a closing double quote`,
		"routing glob":                "line 1: the pattern is missing: expected class, glob, pattern, explanation",
		"other exact a\nother glob\t": "line 2: the pattern is missing",
	} {
		_, err := userdata.ParseRules(text)
		assert.ErrorContains(t, err, "userdata: rules: "+want, text)
	}
}

func TestGlob(t *testing.T) {
	for _, test := range []struct {
		pattern string
		yes, no []string
	}{
		{"*", []string{"", "a", "a/b"}, nil},
		{"a*b*c", []string{"abc", "aXbYc", "abbc"}, []string{"ab", "abcd", "xabc"}},
		{"?", []string{"a", "ü", "€"}, []string{"", "ab"}},
		{"a*", []string{"ab"}, []string{"AB"}},
		{"a[b]", []string{"a[b]"}, []string{"ab"}},
		{strings.Repeat("*a", 20) + "b", nil, []string{strings.Repeat("a", 2000)}},
	} {
		rules, err := userdata.NewRules(userdata.Rule{Match: userdata.Glob, Pattern: test.pattern, Class: userdata.Contact, Why: "yes"})
		require.NoError(t, err)
		for _, key := range slices.Concat(test.yes, test.no) {
			_, why := rules.Classify(key)
			assert.Equal(t, slices.Contains(test.yes, key), why == "yes", "%s %s", test.pattern, key)
		}
	}
	_, err := userdata.NewRules(userdata.Rule{Match: userdata.Regexp, Pattern: "["})
	assert.ErrorContains(t, err, "userdata: rule 1: ")
}
