package wording

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/link"
)

func TestEachObstacleHasAdvice(t *testing.T) {
	for k := link.Unreachable; k <= link.Undetermined; k++ {
		a := adviceOn(k)
		assert.NotEmpty(t, a.Means)
		assert.NotEmpty(t, a.Do)
		assert.Contains(t, Explain(&link.Obstacle{Kind: k, Err: errors.New("x")}), a.Do)
	}
}
