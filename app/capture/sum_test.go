package capture_test

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/capture"
)

// The hashes in a file are those that anybody else computes of the bytes.
func TestHashesAreSHA256(t *testing.T) {
	for n := range 200 {
		body := []byte(strings.Repeat("a", n))
		body = append(body, []byte("é\x00\xff")[:n%4]...)
		c := &capture.Capture{}
		c.Append(capture.Observation{Kind: capture.Stray, Time: time.Unix(1, 0), Raw: body})
		want := sha256.Sum256(body)
		assert.Contains(t, unzip(t, write(t, c)), hex.EncodeToString(want[:16]), "%d bytes", len(body))
	}
}
