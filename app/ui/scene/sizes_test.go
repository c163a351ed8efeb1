package scene

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNothingUnknownIsSet(t *testing.T) {
	assert.Empty(t, parseExtents([]string{"", "large rail", "large rail=-1", "large rail=x", "large nothing=3", "other rail=100", "large rail=99999999", "rail=100"}))
	assert.Equal(t, Extents{"large rail": 300, "small time folded": 1}, parseExtents([]string{"large rail=300", "small time folded=1"}))
}

// The details lie over the table where there is little room, also where a window is
// wide and low, as a panel of the developer tools is.
func TestClassOfWindow(t *testing.T) {
	for _, w := range []struct {
		width, height float64
		class         WindowClass
	}{
		{48, 64, narrowWindow}, {48, 18, narrowWindow}, {64, 44, SmallWindow}, {90, 56, MediumWindow}, {120, 60, LargeWindow},
		{90, 18.75, SmallWindow}, {120, 28, SmallWindow}, {120, 28.5, LargeWindow}, {156, 18.75, LargeWindow},
	} {
		assert.Equal(t, w.class, ClassOfWindow(w.width, w.height), "%v x %v rem", w.width, w.height)
	}
}
