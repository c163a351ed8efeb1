package capture

import (
	"compress/gzip"
	"fmt"
	"io"
	"slices"
)

// flushEvery is how many bytes of text are compressed together at most. A file
// that is cut off loses no more than the last of these.
const flushEvery = 64 << 10

// Write writes c as one file of this package's own format, described in
// CAPTURE.md: compressed JSON Lines, each body a delta where that is smaller.
func Write(w io.Writer, c *Capture) error {
	return WriteThrough(w, c, func(o Observation) Observation { return o })
}

// WriteThrough is Write of what through makes of each observation, one after the
// other. It leaves their numbers.
func WriteThrough(w io.Writer, c *Capture, through func(Observation) Observation) error {
	z := gzip.NewWriter(w)
	if err := writeLines(z, c, through); err != nil {
		return fmt.Errorf("capture: write: %w", err)
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("capture: write: %w", err)
	}
	return nil
}

func writeLines(z *gzip.Writer, c *Capture, through func(Observation) Observation) error {
	first := head{"capture", Version, c.Header}
	if _, err := z.Write(append(first.json(), '\n')); err != nil {
		return err
	}
	p := packer{pace: Pace{Rest: c.Rest}}
	held := 0
	for o := range c.All() {
		o = through(o)
		packed := p.pack(o)
		c.Turn()
		line := newLine(o, packed)
		c.Turn()
		l := line.json()
		if err := writeSlowly(z, append(l, '\n'), c.Turn); err != nil {
			return err
		}
		if held += len(l); held >= flushEvery {
			held = 0
			if err := z.Flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeSlowly writes b piece by piece and rests between them: to compress a line
// of megabytes takes a while.
func writeSlowly(w io.Writer, b []byte, rest func()) error {
	for piece := range slices.Chunk(b, Stride) {
		rest()
		if _, err := w.Write(piece); err != nil {
			return err
		}
	}
	rest()
	return nil
}
