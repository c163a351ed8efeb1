package redact_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/capturetest"
	"github.com/keytrail/keytrail/app/capture/redact"
)

// No rule lets a credential out.
func TestCutRulesDoNotFreeCredentials(t *testing.T) {
	for _, rule := range []string{"copy", "hide-first,0", "unhide-last,99", "tag(<,>)"} {
		rules, problems := redact.ParseRules("[log-filter]\ndefault-filter-type=" + rule + "\n[log-filter-data]\nPassword=" + rule + "\nApiToken=" + rule + "\nSubject=" + rule)
		require.Empty(t, problems)
		c, m := redact.Cut(planted(), redact.Export{Created: capturetest.Noon, Rules: rules})
		requireNone(t, exports(t, c, m), credentials)
	}
}

func TestCutActions(t *testing.T) {
	tests := []struct{ rule, value, want string }{
		{"k=copy", `"+491705550123"`, `"+491705550123"`},
		{"k=hide", `"secret"`, `"‹hidden-1›"`},
		{"k=hide", `""`, `""`},
		{"k=hide", `null`, `null`},
		{"k=hide", `" padded "`, `" ‹hidden-1› "`},
		{"k=hide", `1234`, `1000`},
		{"k=hide", `"1234"`, `"1000"`},
		{"k=hide", `-12.50`, `-10.00`},
		{"k=hide", `true`, `"‹hidden-1›"`},
		{"k=hide", `["a","b",{"c":"a"}]`, `["‹hidden-1›","‹hidden-2›",{"c":"‹hidden-1›"}]`},
		{"K = Hide-First, 2", `"abcd"`, `"‹hidden-1›cd"`},
		{"k=hide-last,2", `"abcd"`, `"ab‹hidden-1›"`},
		{"k=hide-last,9", `"abcd"`, `"‹hidden-1›"`},
		{"k=unhide-first,1", `"äbcd"`, `"ä‹hidden-1›"`},
		{"k=unhide-last,1", `"abcd"`, `"‹hidden-1›d"`},
		{"k=tag(<*,*>)", `"abcd"`, `"<*abcd*>"`},
		{"k=tag()", `"abcd"`, `"<#abcd#>"`},
	}
	for _, tt := range tests {
		t.Run(tt.rule+" "+tt.value, func(t *testing.T) {
			rules, problems := redact.ParseRules(tt.rule)
			require.Empty(t, problems)
			c := &capture.Capture{}
			c.Append(capture.Observation{Kind: capture.Snapshot, Raw: []byte(`{"id":"x","userData":{"k":` + tt.value + `}}`)})
			got, _ := redact.Cut(c, redact.Export{Rules: rules})
			assert.Equal(t, `{"id":"x","userData":{"k":`+tt.want+`}}`, string(capturetest.All(got)[0].Raw))
		})
	}
}

func TestCutSkip(t *testing.T) {
	rules, _ := redact.ParseRules("a=skip\nc=skip\ne=skip")
	for was, want := range map[string]string{
		`{"id":"x","userData":{ "a":1, "b":2 , "c":3, "d":4, "e":5 }}`: `{"id":"x","userData":{ "b":2 , "d":4 }}`,
		`{"id":"x","userData":{"a":1,"c":{"b":1}}}`:                    `{"id":"x","userData":{}}`,
		`{"id":"x","userData":{"b":1,"a":2}}`:                          `{"id":"x","userData":{"b":1}}`,
	} {
		c := &capture.Capture{}
		c.Append(capture.Observation{Kind: capture.Snapshot, Raw: []byte(was)})
		got, _ := redact.Cut(c, redact.Export{Rules: rules})
		var a, b any
		require.NoError(t, json.Unmarshal(capturetest.All(got)[0].Raw, &a), string(capturetest.All(got)[0].Raw))
		require.NoError(t, json.Unmarshal([]byte(want), &b))
		assert.Equal(t, b, a)
	}
}

func TestParseRules(t *testing.T) {
	text := "; a comment\n[log-filter]\ndefault-filter-type=copy\nmessage_format=full\n[log-filter-data]\nA=hide\nB=unhide-last,4\nC=tag(<a,b>)\nD=nonsense\nE=hide-first\nF\nG=skip\n[other]\nx=hide\n"
	rules, problems := redact.ParseRules(text)
	assert.Equal(t, "[log-filter]\ndefault-filter-type=copy\n[log-filter-data]\nA=hide\nB=unhide-last,4\nC=tag(<a,b>)\nG=skip\n", rules.String())
	var lines []int
	for _, p := range problems {
		lines = append(lines, p.Line)
	}
	assert.Equal(t, []int{4, 9, 10, 11, 14}, lines)
	again, problems := redact.ParseRules(rules.String())
	assert.Empty(t, problems)
	assert.Equal(t, rules, again)
}

func TestPropose(t *testing.T) {
	c := &capture.Capture{}
	c.Append(capture.Observation{Kind: capture.Snapshot, Raw: []byte(`{"id":"x","userData":{"MobilePhone":"0170 555","LastName":"Schmidt","RStrategyName":"In","a":"+49 170 5550123","b":"x@y.example","c":"4111111111111111","d":"4111111111111112","e":"2026-01-05 10:00:00","f":"plain","g":"7160","h":"5f0e8a3c-9d1b-4b6e-8f2a-0c1d2e3f4a5b"}}`)})
	p := redact.Propose(c, redact.Export{})
	got := map[string]string{}
	for _, x := range p.Proposals {
		got[x.Key] = x.Label
		assert.NotEqual(t, x.Before, x.After)
		assert.Equal(t, 1, x.Count)
	}
	assert.Equal(t, map[string]string{"MobilePhone": "phone", "LastName": "name", "a": "phone", "b": "email", "c": "card", "h": "token"}, omit(got, "d"), fmt.Sprint(got))
	assert.Equal(t, map[string]bool{"RStrategyName": true, "e": true, "f": true, "g": true}, omit(p.Unclassified, "d"))
}

// The preview lists what the envelope says of people, what a rule of the person's
// hides, and what is found inside of texts, each with a value before and after.
func TestProposeListsWhateverIsHidden(t *testing.T) {
	rules, problems := redact.ParseRules("[log-filter-data]\nZip=unhide-first,2\nPlain=copy\n")
	require.Empty(t, problems)
	c := &capture.Capture{}
	for range 3 {
		c.Append(capture.Observation{Kind: capture.Notification, Raw: []byte(`{"messageType":"X","smssession":{"id":"x","participants":[{"nickname":"Ada Schmidt","type":"Customer"}],"userData":{"Zip":"45127","Plain":"+49 170 5550123","Remark":"call +49 170 5550199 back","Other":"plain"}}}`)})
	}
	got := map[string]string{}
	for _, p := range redact.Propose(c, redact.Export{Rules: rules}).Proposals {
		got[p.Key] = p.Label
		assert.NotEqual(t, p.Before, p.After, p.Key)
		assert.Equal(t, 1, p.Count, "%s: the same value three times", p.Key)
	}
	assert.Equal(t, map[string]string{"nickname": "name", "Zip": "your rule", "Remark": "part of a text"}, got)
}

// omit returns m without a key whose verdict is a matter of taste.
func omit[V any](m map[string]V, key string) map[string]V {
	delete(m, key)
	return m
}

// What a rule lets stay in one value says nothing of another one: the same name
// stands in both.
func TestARuleForOneKeyShowsNoOther(t *testing.T) {
	rules, _ := redact.ParseRules("note=copy")
	c := &capture.Capture{}
	c.Append(capture.Observation{Kind: capture.Notification, Raw: []byte(`{"messageType":"X","smssession":{"id":"00aA","state":"C","userData":{"note":"nickname: Hans","other":"nickname: Petra"}}}`)})
	cut, _ := redact.Cut(c, redact.Export{Rules: rules})
	for o := range cut.All() {
		assert.Contains(t, string(o.Raw), "Hans")
		assert.NotContains(t, string(o.Raw), "Petra")
	}
}
