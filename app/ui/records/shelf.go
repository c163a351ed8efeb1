package records

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/recorder"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/stage"
)

// A Shelf is what the page knows of recordings, and where files are opened.
type Shelf struct {
	*stage.Stage
	Tail    func() (next func(context.Context) (*capture.Capture, bool, error), stop func())
	Open    func(context.Context) (recorder.Keeper, error) // nil where nothing can be kept
	keeper  recorder.Keeper
	List    []recorder.Recording
	Used    int64
	Room    int64
	Days    int // how long a new recording is kept, 0 until deleted
	Stop    context.CancelFunc
	hide    chan struct{} // tells who records that the page is going away
	hidden  bool          // the recording was ended because it did
	again   bool          // the page has come back since
	Current string        // the recording that is going on, "" for none
	Bytes   int64         // of it
	Held    int           // messages in it
	Problem string        // why recording stopped, or something else failed
	Said    string        // what was done
	Asking  bool          // whether everything is to be deleted
}

// Shelve does something with the keeper beside the page, then lists what there is.
func (p *Shelf) Shelve(doing string, do func(ctx context.Context, k recorder.Keeper) error) {
	if p.Open == nil {
		return
	}
	k, open := p.keeper, p.Open
	p.Run(doing, func() func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		var err error
		var list []recorder.Recording
		var used, room int64
		look := func() {
			if err = do(ctx, k); err == nil {
				list, err = k.List(ctx)
			}
			if err == nil {
				used, room, err = k.Quota(ctx)
			}
		}
		if k != nil {
			look()
		}
		if k == nil || errors.Is(err, recorder.ErrShut) {
			if k, err = open(ctx); err == nil {
				look()
			}
		}
		return func() {
			if err != nil {
				p.Problem = "Something went wrong while " + doing + ": " + err.Error() + "."
				p.keeper = nil // it may have been closed; another one is opened next time
			} else {
				p.keeper, p.List, p.Used, p.Room = k, list, used, room
			}
		}
	})
}

// FindRecordings looks what an earlier visit has left.
func (p *Shelf) FindRecordings() {
	now := p.Wall
	p.Shelve("looking for recordings", func(ctx context.Context, k recorder.Keeper) error {
		_, err := k.Expire(ctx, now)
		return err
	})
}

// expiry is when a recording begun at t is deleted.
func (p *Shelf) expiry(t time.Time) time.Time {
	if p.Days == 0 {
		return time.Time{}
	}
	return t.AddDate(0, 0, p.Days)
}

// ToggleRecording begins to record, or ends it.
func (p *Shelf) ToggleRecording() {
	p.Problem, p.Said = "", ""
	if p.Stop != nil {
		p.Stop()
		p.Stop = nil
		return
	}
	if p.Open == nil || p.Tail == nil {
		p.Problem = "This browser keeps nothing here."
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	hide := make(chan struct{})
	p.Stop, p.hide = stop, hide
	name, expires := p.State.Connection().Profile.Name, p.expiry(p.Wall)
	p.Run("recording", func() func() {
		err := p.record(ctx, hide, name, expires)
		return func() { p.Recorded(err) }
	})
}

// record keeps what is observed until ctx ends, the page hides or it cannot go
// on.
func (p *Shelf) record(ctx context.Context, hide <-chan struct{}, name string, expires time.Time) error {
	k, err := p.Open(context.Background())
	if err != nil {
		return err
	}
	next, stop := p.Tail()
	defer stop()
	r := recorder.Recorder{Keeper: k, Next: next, Name: name, Expires: expires, Rest: p.Resting(),
		Begun: func(id string) { p.Later(func() { p.recordingTo(id) }) },
		Kept: func(bytes, messages int) {
			p.Later(func() {
				p.Bytes += int64(bytes)
				p.Held += messages
			})
		}}
	return r.Record(ctx, hide)
}

// HideRecording ends the recording because the page is going away. While a
// chunk is on its way to the disk it cannot, and the recording will look as if
// it had been cut off, since nobody knows whether the chunk arrived.
func (p *Shelf) HideRecording() {
	if p.Stop == nil {
		return
	}
	select {
	case p.hide <- struct{}{}:
		p.hidden = true
	default:
	}
}

// ShowRecording goes on recording on a page that has come back.
func (p *Shelf) ShowRecording() {
	p.again = p.hidden
	p.showAgain()
}

// showAgain begins the next recording once the one before has ended.
func (p *Shelf) showAgain() {
	if p.again && p.Stop == nil {
		p.hidden, p.again = false, false
		p.ToggleRecording()
	}
}

// recordingTo follows which recording is going on.
func (p *Shelf) recordingTo(id string) {
	if p.Current != id {
		p.end(true)
		p.Current, p.Bytes, p.Held = id, 0, 0
		p.FindRecordings()
	}
}

// stopped says why recording has stopped, and what has become of the recording.
func stopped(err error) string {
	kept := "What was recorded before is kept"
	switch {
	case errors.Is(err, recorder.ErrDeleted):
		kept = "Nothing of it is kept"
	case errors.Is(err, recorder.ErrShut):
		kept = "The list of recordings tells whether what was recorded before is kept"
	}
	return "Recording stopped: " + err.Error() + ". " + kept + ", and the live view goes on."
}

// end marks the recording that was going on, until the list is read anew.
func (p *Shelf) end(properly bool) {
	p.List = slices.Clone(p.List)
	for i := range p.List {
		if r := &p.List[i]; r.ID == p.Current {
			r.Running, r.Closed, r.Cut = false, properly, !properly
		}
	}
}

// Elsewhere reports whether a recording is going on in another tab.
func (p *Shelf) Elsewhere(r recorder.Recording) bool { return r.Running && r.ID != p.Current }

// Recorded says that recording has ended, and why.
func (p *Shelf) Recorded(err error) {
	p.end(err == nil)
	p.Current, p.Bytes, p.Held, p.Stop = "", 0, 0, nil
	if err != nil {
		p.Problem = stopped(err)
		p.Alert(p.Problem)
	}
	p.FindRecordings()
	p.showAgain()
}

// DeleteAll deletes everything and says so after it has looked.
func (p *Shelf) DeleteAll() {
	p.Asking = false
	if p.Stop != nil {
		p.Stop()
		p.Stop = nil
	}
	if p.Open == nil {
		return
	}
	p.Run("deleting everything", func() func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		k, err := p.Open(ctx)
		if err == nil {
			err = k.DeleteAll(ctx)
		}
		return func() {
			p.keeper, p.List, p.Used = nil, nil, 0
			p.Said, p.Problem = "Everything is deleted: recordings, settings and the copy for visits without a network. A look afterwards found nothing left.", ""
			if err != nil {
				p.Said, p.Problem = "", "Not everything could be deleted: "+err.Error()+"."
			}
			p.Say(p.Said + p.Problem)
		}
	})
}

// Cut counts the recordings that were not ended properly.
func (p *Shelf) Cut() int {
	n := 0
	for _, r := range p.List {
		if r.Cut {
			n++
		}
	}
	return n
}

// OpenRecording opens a recording as a file is opened, and marks where it was
// cut off.
func (p *Shelf) OpenRecording(id string) {
	for _, r := range p.List {
		if r.ID != id || p.Open == nil {
			continue
		}
		note := ""
		switch {
		case p.Elsewhere(r):
			note = GoesOn
		case r.Cut:
			note = CutOff
		case !r.Closed && r.ID != p.Current:
			note = NotEnded
		}
		p.OpenFrom(tracker.Open{
			Name:   "Recording of " + r.Begun.In(p.Zone()).Format("2006-01-02 15:04"),
			Reader: recorder.NewReader(p.Open, id), Size: r.Bytes, Note: note,
		})
	}
}

// GoesOn is what is said of a recording that another tab was still writing.
const GoesOn = "The recording was going on in another tab when the list was read: what came after it was opened here is not in this copy."

// NotEnded is what is said of a recording that another tab may still be writing.
const NotEnded = "The recording was not ended when the list was read: it was cut off, or goes on in another tab. This browser tells pages without https not which."

// CutOff is what is said of a recording that ended with its page.
const CutOff = "The recording was cut off here: the tab or the browser ended without ending it. What came in the last second before that may be missing."
