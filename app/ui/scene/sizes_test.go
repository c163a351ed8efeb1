package scene

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNothingUnknownIsSet(t *testing.T) {
	assert.Empty(t, parseExtents([]string{"", "large rail", "large rail=-1", "large rail=x", "large nothing=3", "other rail=100", "large rail=99999999", "rail=100"}))
	assert.Equal(t, Extents{"large rail": 300, "small time folded": 1}, parseExtents([]string{"large rail=300", "small time folded=1"}))
}
