package parts_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/ui/parts"
)

func TestRedaction(t *testing.T) {
	hidden := &capture.Redaction{Hidden: map[string]int{"phone": 2, "name": 1}}
	for _, test := range []struct {
		name, want string
		header     capture.Header
	}{
		{"another program's file", "as it was found", capture.Header{}},
		{"a capture as it is", "with customer data, credentials removed", capture.Header{Created: time.Unix(1, 0)}},
		{"a capture with pseudonyms", "redacted, 3 values hidden", capture.Header{Created: time.Unix(1, 0), Redaction: hidden}},
		{"a part, for which all of it was counted", "redacted, at most 3 values hidden", capture.Header{Scope: "session 00aA", Redaction: hidden}},
		{"a HAR of ours as it is, which says no time", "with customer data, credentials removed", capture.Header{Cleaned: true}},
		{"a HAR with pseudonyms, which says no time", "redacted, 3 values hidden", capture.Header{Redaction: hidden}},
	} {
		t.Run(test.name, func(t *testing.T) { assert.Equal(t, test.want, parts.Redaction(test.header)) })
	}
}
