package redact_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// The names that e-mails put beside addresses, as RFC 5322 has them and as people do.
func TestNamesBesideAddresses(t *testing.T) {
	for _, text := range []string{
		`Jane Doe <jane@customer.example>`,
		`"Jane Doe" <jane@customer.example>`,
		`"Doe, Jane" <jane@customer.example>`,
		`Doe, Jane <jane@customer.example>`,
		`jane doe <jane@customer.example>`,
		`jane@customer.example (Jane Doe)`,
		`max@customer.example, Jane Doe <jane@customer.example>`,
		`"Max" <max@customer.example>; "Jane van der Doe" <jane@customer.example>`,
		`an answer from Jane Doe <jane@customer.example> came today`,
		`From: Jane Doe <jane@customer.example>`,
		`{"note":"From: \"Jane Doe\" <jane@customer.example>"}`,
		`{"note":"Jane Doe \u003cjane@customer.example\u003e"}`,
		`Jane Doe &lt;jane@customer.example&gt;`,
		`Jane%20Doe%20%3Cjane%40customer.example%3E`,
		`{"userData":{"FromPersonal":"Jane Doe"}}`,
		`{"userData":{"Header_From":"Jane Doe"}}`,
		`{"userData":{"Header_Reply-To":"Jane Doe"}}`,
		`jane@customer.example (Jane Doe) wrote; Jane Doe will call again`,
	} {
		cut := cutText(text, false)
		assert.NotRegexp(t, "(?i)doe|jane", cut, text)
		assert.Regexp(t, "(?i)doe", cutText(text, true), text)
	}
	for text, left := range map[string]string{
		`an answer from <jane@customer.example> came`:              "an answer from <‹email-1›> came",
		`Return-Path: <jane@customer.example>`:                     "Return-Path: <‹email-1›>",
		`ask jane@customer.example today`:                          "ask ‹email-1› today",
		`Élodie <e@customer.example> und Zoë <z@customer.example>`: "› <‹email-1›> und ‹name-",
	} {
		assert.Contains(t, cutText(text, false), left)
	}
}
