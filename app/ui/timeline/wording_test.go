package timeline

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestOneWriteHasNoPercentiles(t *testing.T) {
	assert.Equal(t, "reply 74 ms", latency{n: 1, reply: []time.Duration{74 * time.Millisecond}}.text())
}
