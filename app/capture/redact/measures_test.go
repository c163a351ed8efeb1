package redact_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/capturetest"
	"github.com/keytrail/keytrail/app/capture/redact"
)

// Times, decimal numbers, versions and targets of routing are nobody's: they are what
// a file is read for.
func TestWhatIsMeasuredStays(t *testing.T) {
	for _, text := range []string{
		"1767607200123", "at 1767607200120 and 1767607200121, 1767607200122; 1767607200123-1767607200129", "ts=1767607200124&x", // one in ten has the check digit of a card
		"20260105120000", "01/05/2026 12:00:00 PM", "05-01-2026 12:30", "31/12/2026 - 01/01/2027", "2026-01-05 12:00", "20260105 12:00:00",
		"7001_20260105120000.wav", "7001_20260105120001.wav", "7001_20260105120002.wav", "7001_20260105120003.wav", "7001_20260105120004.wav",
		"0.123456789012", "1234567.89", "elapsed 12.3456789 ms", "52.520008123,13.404954123", "3.14159265358979, 3.14159265358971, 3.14159265358975",
		"Mozilla/5.0 (X11; Linux x86_64) Chrome/120.0.6099.109 Safari/537.36", "Sales@StatServer.GA", "?:Skill_DE>5@StatServer.GA|VIP@StatServer.GQ",
	} {
		assert.Contains(t, cutText(text, false), `"note":`+quoteJSON(text), text)
	}
}

// Telephones behind each other and behind a date, and addresses with an apostrophe.
func TestWhatStandsBehindAnotherIsHidden(t *testing.T) {
	for text, left := range map[string]string{
		"0171 5550123 0171 5550124":            "‹phone-1› ‹phone-2›",
		"05.01.2026 0170 5550123":              "05.01.2026 ‹phone-1›",
		"05/01/2026 0170 5550123":              "05/01/2026 ‹phone-1›",
		"20260105 0170 5550123":                "20260105 ‹phone-1›",
		"19800405-1234 and 4111 1111-11111111": "‹phone-1› and ‹card-1›",
		"to jane.o'neil@customer.example, now": "to ‹email-1›, now",
		"'jane@customer.example' wrote":        "'‹email-1›' wrote",
	} {
		assert.Contains(t, cutText(text, false), `"note":`+quoteJSON(left), text)
	}
}

// A number that is hidden is no part of a longer one, as of a time.
func TestANumberIsNoPartOfALongerOne(t *testing.T) {
	c := &capture.Capture{}
	c.Append(capture.Observation{Kind: capture.Notification, Raw: []byte(`{"messageType":"X","smssession":{"id":"00aA","state":"C","userData":{"Phone":1767607,"a":"1767607200123, 91767607, 1767607"}}}`)})
	out, _ := redact.Cut(c, redact.Export{})
	assert.Contains(t, string(capturetest.All(out)[0].Raw), `"a":"1767607200123, 91767607, 1000000"`)
}
