package tracker

import (
	"sync"
	"time"
)

// A steady clock is the wall clock until that is set back: then it goes on from
// where it was, so that an interval has the length that it lasted. It may be used
// by several goroutines.
type steady struct {
	wall func() time.Time // nil means time.Now

	mu   sync.Mutex
	last time.Time // what was told last
	then time.Time // when, with the reading that nobody sets
}

func (c *steady) now() time.Time {
	now := time.Now()
	wall := now.Round(0)
	if c.wall != nil {
		wall = c.wall().Round(0)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if least := c.last.Add(now.Sub(c.then)); !c.then.IsZero() && wall.Before(least) {
		wall = least
	}
	c.last, c.then = wall, now
	return wall
}
