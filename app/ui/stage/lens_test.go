package stage

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// A file has its own present, that of its last observation, and the live record beside
// it goes on.
func TestWhatIsLaterThanAFileIsReckonedFromNow(t *testing.T) {
	noon := time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)
	m := Stage{Now: noon.Add(-time.Hour), Wall: noon, Here: time.UTC}
	m.View.Times = "relative"
	assert.Equal(t, "9 s ago", m.Clock(noon.Add(-time.Hour-9*time.Second)))
	assert.Equal(t, "3 s ago", m.Clock(noon.Add(-3*time.Second)))
}
