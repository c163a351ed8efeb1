package redact_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/redact"
)

// quotedOften returns s as a string of JSON within strings of JSON.
func quotedOften(s string, n int) string {
	for range n {
		s = quoteJSON(s)
	}
	return s
}

// What became of a value the last time is what becomes of it again only where nothing
// has changed that decides about it.
func TestWhatIsRememberedIsNotUsedElsewhere(t *testing.T) {
	fillers := make([]string, 66_000)
	for i := range fillers {
		fillers[i] = strconv.Quote(fmt.Sprintf("z%d", i))
	}
	row := `"[\"hunter2abc\",\"b\",\"c\"]"`
	inner := `{"x":"{\"zzz\":\"alphaone\"}"}`
	for _, tt := range []struct {
		name   string
		bodies []string
		gone   string // is in none of them
	}{
		{"a number in two spellings", []string{`[{"sessionUri":"/devices/4471234","y":1}]`, `[{"userData":{"Phone":4471234.0}}]`, `[{"sessionUri":"/devices/4471234","y":1}]`,
			`[{"statusMessage":"ticket 4471234 closed"},{"userData":{"Note":"ticket 4471234 closed"}}]`}, "4471234"},
		{"JSON in deeper strings", []string{`{"userData":{"A":[` + strings.Repeat(quotedOften(inner, 8)+",", 3) + `1]}}`, `{"userData":{"A":` + inner + `}}`}, "alphaone"},
		{"JSON in deeper strings, among many values", []string{`{"userData":{"F":[` + strings.Join(fillers, ",") + `]}}`,
			`{"userData":{"A":[` + strings.Repeat(quotedOften(inner, 8)+",", 3) + `1]}}`, `{"userData":{"A":` + inner + `}}`}, `\"alphaone`},
		{"below columns and without", []string{`{"userData":{"A":[` + row + `,[["password","x","y"],` + row + `]]}}`}, "hunter2abc"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := &capture.Capture{}
			for _, b := range tt.bodies {
				c.Append(capture.Observation{Kind: capture.Reply, Status: 200, Raw: []byte(b)})
			}
			rules, _ := redact.ParseRules("zzz=hide")
			out, _ := redact.Cut(c, redact.Export{Rules: rules})
			last := ""
			for o := range out.All() {
				last = string(o.Raw)
			}
			assert.NotContains(t, last, tt.gone)
		})
	}
}

// Nor where more is known by then, as once a text has brought other spellings.
func TestWhatIsRememberedKnowsEverySpelling(t *testing.T) {
	password := "aaaa " + strings.Repeat("b1 ", 200) + "é,tail"
	zone := `[{"zone":` + quoteJSON(strings.ReplaceAll(password[:520], " ", "+")) + `}]`
	c := &capture.Capture{}
	for _, b := range []string{`[{"password":` + quoteJSON(password) + `}]`, zone, `[{"note":"100%"}]`, zone} {
		c.Append(capture.Observation{Kind: capture.Reply, Status: 200, Raw: []byte(b)})
	}
	out, _ := redact.Cut(c, redact.Export{})
	last := ""
	for o := range out.All() {
		last = string(o.Raw)
	}
	assert.NotContains(t, last, "b1+b1")
}
