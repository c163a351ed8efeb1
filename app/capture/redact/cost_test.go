package redact_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/redact"
)

// Text that is full of beginnings that do not come to anything costs some times as
// much as words do, and not thousands of times: the times are held against each
// other, so that the machine does not matter.
func TestWhatLooksLikeATagCostsWhatItIs(t *testing.T) {
	const size = 200 << 10
	cost := func(part string) time.Duration {
		c := &capture.Capture{}
		c.Append(capture.Observation{Kind: capture.Stray, Raw: []byte(strings.Repeat(part, size/len(part)))})
		begin := time.Now()
		redact.Cut(c, redact.Export{Plain: true})
		return time.Since(begin)
	}
	for _, part := range []string{"<a ", "<a", "<a x=", "<a x='", "<a '>' ", "<a x='>' ", `\u0070`, "name=token ", `"name":"token",`, "form-data; name=\"token\"\r\n\r\n", "form-data; name=\"token\"\n\n", "-u '", `<token>`, `token: "`, "token=abc&", "token: a; ", "token:\n ",
		"sip:", "sip:a:", "<a><value><c></c>", "<a>PIN</a><b></b><value>", "<body><name>PIN</name><a>", "<name>PIN</name><type>a</type><value>", "<value>", "<a><value>", "&lt;value&gt;", "%41", "a%20b", "W3s", "eyA "} {
		for attempt := 1; ; attempt++ {
			words, odd := cost("some words and more of them. "), cost(part)
			if odd < 100*words {
				break
			}
			if attempt == 3 {
				assert.Failf(t, "too much", "%q takes %v, and words take %v", part, odd, words)
				break
			}
		}
	}
}

// A long value that comes again, with each notification and in the reply that brought
// it, is looked through once, a text as well as a list.
func TestALongValueThatComesAgainCostsLittle(t *testing.T) {
	rests := func(value string, times int) (n int) {
		c := &capture.Capture{}
		for range times {
			c.Append(capture.Observation{Kind: capture.Notification, Raw: []byte(`{"messageType":"X","smssession":{"id":"00aA","state":"C","userData":{"note":` + value + `}}}`)})
		}
		c.Rest = func() { n++ }
		redact.Propose(c, redact.Export{})
		return n
	}
	for _, value := range []string{
		`"` + strings.Repeat("call +44 7700 900123 or 900124. ", 1<<15) + `"`,
		"[" + strings.Repeat(`{"FirstName":"Jane","PIN":"7714"},`, 1<<15) + `""]`,
	} {
		once, often := rests(value, 1), rests(value, 5)
		assert.Less(t, often, 3*once, "what is left is reading it as JSON: %.20s", value)
	}
}
