package records

import (
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/capture/open"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/scene"
)

// FileName tells a file from the others, of which one may have the same name.
func FileName(all []*tracker.Opening, o *tracker.Opening) string {
	n := 0
	for _, x := range all {
		if x.Name == o.Name && x.N <= o.N && x.Shown {
			n++
		}
	}
	if n > 1 {
		return o.Name + " (" + strconv.Itoa(n) + ")"
	}
	return o.Name
}

// OpenReader opens a file beside what is on the screen.
func (p *Shelf) OpenReader(name string, r io.Reader, size int64) {
	p.OpenFrom(tracker.Open{Name: name, Reader: r, Size: size})
}

// OpenFrom opens what is read from a reader.
func (p *Shelf) OpenFrom(o tracker.Open) {
	p.Show(scene.Subject{Panel: scene.FilePanel})
	p.View.Pane = scene.DataPane
	p.Send(o)
	p.Say("Opening " + o.Name)
}

// ExplainOpening says why a file is not on the screen, or not all of it.
func ExplainOpening(o *tracker.Opening) string {
	switch {
	case errors.Is(o.Err, open.ErrNothing):
		return "Nothing of Web Services was found in " + o.Name + ". Open a capture, a HAR file, a log with JSON in it, or paste a sample. What was on the screen was left as it was."
	case errors.Is(o.Err, tracker.ErrTooManyFiles):
		return o.Name + " was not opened: " + strconv.Itoa(tracker.MaxFiles) + " files are open, and each is kept in memory. Close one of them, then open it again."
	case errors.Is(o.Err, open.ErrWhole):
		return o.Name + " cannot be followed: " + open.ErrWhole.Error() + "."
	case errors.Is(o.Err, tracker.ErrCanceled) && o.Grows:
		return o.Name + " is not followed any more, as you asked; what had been read is shown."
	case errors.Is(o.Err, tracker.ErrCanceled):
		return "You stopped while " + o.Name + " was being read; what had been read is shown."
	}
	rest := ". What was on the screen was left as it was."
	if o.Shown {
		rest = ". What could be read is shown."
	}
	return o.Name + " could not be read to its end: " + strings.TrimSuffix(strings.TrimPrefix(o.Err.Error(), "capture: open: "), ".") + rest
}
