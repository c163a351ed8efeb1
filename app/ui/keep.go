package ui

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/recorder"
	"github.com/keytrail/keytrail/app/tracker"
)

// A keeping is what the page knows of recordings.
type keeping struct {
	open    func(context.Context) (recorder.Keeper, error) // nil where nothing can be kept
	keeper  recorder.Keeper
	list    []recorder.Recording
	used    int64
	room    int64
	days    int // how long a new recording is kept, 0 until deleted
	stop    context.CancelFunc
	hide    chan struct{} // tells who records that the page is going away
	hidden  bool          // the recording was ended because it did
	again   bool          // the page has come back since
	current string        // the recording that is going on, "" for none
	bytes   int64         // of it
	held    int           // messages in it
	problem string        // why recording stopped, or something else failed
	said    string        // what was done
	asking  bool          // whether everything is to be deleted
}

// shelve does something with the keeper beside the page, then lists what there is.
func (m *model) shelve(doing string, do func(ctx context.Context, k recorder.Keeper) error) {
	p := &m.keeping
	if p.open == nil {
		return
	}
	k, open := p.keeper, p.open
	m.run(doing, func() func() {
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
				p.problem = "Something went wrong while " + doing + ": " + err.Error() + "."
				p.keeper = nil // it may have been closed; another one is opened next time
			} else {
				p.keeper, p.list, p.used, p.room = k, list, used, room
			}
			m.touch(draftPart, topPart, gridPart)
		}
	})
}

// findRecordings looks what an earlier visit has left.
func (m *model) findRecordings() {
	now := m.wall
	m.shelve("looking for recordings", func(ctx context.Context, k recorder.Keeper) error {
		_, err := k.Expire(ctx, now)
		return err
	})
}

// expiry is when a recording begun at t is deleted.
func (p *keeping) expiry(t time.Time) time.Time {
	if p.days == 0 {
		return time.Time{}
	}
	return t.AddDate(0, 0, p.days)
}

// toggleRecording begins to record, or ends it.
func (m *model) toggleRecording() {
	p := &m.keeping
	p.problem, p.said = "", ""
	m.touch(draftPart, topPart)
	if p.stop != nil {
		p.stop()
		p.stop = nil
		return
	}
	if p.open == nil || m.tail == nil {
		p.problem = "This browser keeps nothing here."
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	hide := make(chan struct{})
	p.stop, p.hide = stop, hide
	name, expires := m.state.Connection().Profile.Name, p.expiry(m.wall)
	m.run("recording", func() func() {
		err := m.record(ctx, hide, name, expires)
		return func() { m.recorded(err) }
	})
}

// record keeps what is observed until ctx ends, the page hides or it cannot go
// on.
func (m *model) record(ctx context.Context, hide <-chan struct{}, name string, expires time.Time) error {
	k, err := m.keeping.open(context.Background())
	if err != nil {
		return err
	}
	next, stop := m.tail()
	defer stop()
	r := recorder.Recorder{Keeper: k, Next: next, Name: name, Expires: expires, Rest: m.resting(),
		Begun: func(id string) { m.later(func() { m.recordingTo(id) }) },
		Kept: func(bytes, messages int) {
			m.later(func() {
				m.keeping.bytes += int64(bytes)
				m.keeping.held += messages
				m.touch(draftPart)
			})
		}}
	return r.Record(ctx, hide)
}

// hideRecording ends the recording because the page is going away. While a
// chunk is on its way to the disk it cannot, and the recording will look as if
// it had been cut off, since nobody knows whether the chunk arrived.
func (m *model) hideRecording() {
	p := &m.keeping
	if p.stop == nil {
		return
	}
	select {
	case p.hide <- struct{}{}:
		p.hidden = true
	default:
	}
}

// showRecording goes on recording on a page that has come back.
func (m *model) showRecording() {
	m.keeping.again = m.keeping.hidden
	m.showAgain()
}

// showAgain begins the next recording once the one before has ended.
func (m *model) showAgain() {
	if p := &m.keeping; p.again && p.stop == nil {
		p.hidden, p.again = false, false
		m.toggleRecording()
	}
}

// recordingTo follows which recording is going on.
func (m *model) recordingTo(id string) {
	if p := &m.keeping; p.current != id {
		p.end(true)
		p.current, p.bytes, p.held = id, 0, 0
		m.findRecordings()
	}
	m.touch(draftPart)
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
func (p *keeping) end(properly bool) {
	p.list = slices.Clone(p.list)
	for i := range p.list {
		if r := &p.list[i]; r.ID == p.current {
			r.Running, r.Closed, r.Cut = false, properly, !properly
		}
	}
}

// elsewhere reports whether a recording is going on in another tab.
func (p *keeping) elsewhere(r recorder.Recording) bool { return r.Running && r.ID != p.current }

// recorded says that recording has ended, and why.
func (m *model) recorded(err error) {
	p := &m.keeping
	p.end(err == nil)
	p.current, p.bytes, p.held, p.stop = "", 0, 0, nil
	if err != nil {
		p.problem = stopped(err)
		m.alert(p.problem, "")
	}
	m.findRecordings()
	m.touch(draftPart, topPart)
	m.showAgain()
}

// deleteAll deletes everything and says so after it has looked.
func (m *model) deleteAll() {
	p := &m.keeping
	p.asking = false
	if p.stop != nil {
		p.stop()
		p.stop = nil
	}
	if p.open == nil {
		return
	}
	m.touch(draftPart, topPart)
	m.run("deleting everything", func() func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		k, err := p.open(ctx)
		if err == nil {
			err = k.DeleteAll(ctx)
		}
		return func() {
			p.keeper, p.list, p.used = nil, nil, 0
			p.said, p.problem = "Everything is deleted: recordings, settings and the copy for visits without a network. A look afterwards found nothing left.", ""
			if err != nil {
				p.said, p.problem = "", "Not everything could be deleted: "+err.Error()+"."
			}
			m.say(p.said + p.problem)
			m.touch(draftPart, topPart, gridPart)
		}
	})
}

// cut counts the recordings that were not ended properly.
func (p *keeping) cut() int {
	n := 0
	for _, r := range p.list {
		if r.Cut {
			n++
		}
	}
	return n
}

// keepDetails is the panel of recordings.
func keepDetails(m *model) app.UI {
	p := &m.keeping
	on := p.stop != nil
	state := "Off. Nothing is kept on this computer."
	if on {
		state = "Recording on this computer: " + plural(p.held, "message") + " and " + size(int(p.bytes)) + " kept so far. A crash of the tab loses no more than the last second."
	}
	items := make([]app.UI, len(p.list))
	for i, r := range p.list {
		items[i] = recordingItem(m, r)
	}
	return el("div", "keep",
		act(el("button", "check", sign("check-box", checkGlyph(on)), app.Text("Record what is observed")).
			Attr("type", "button").Role("switch").Aria("checked", expanded(on)), "keep-record", ""),
		word("p", "note", state),
		when(choices("Keep it for", "keep-days", itoa(p.days), [][2]string{{"1", "1 day"}, {"7", "7 days"}, {"0", "until deleted"}}), on, "hidden"),
		word("p", "write-problem", p.problem),
		word("p", "keep-said note", p.said).Role("status"),
		word("h3", "", "Recordings in this browser"),
		el("ul", "keep-list", items...),
		word("p", "note", quotaText(p)),
		el("div", "link-buttons",
			when(button("btn", "keep-ask", "", app.Text("Delete everything…")), p.asking, "hidden"),
			when(button("btn keep-danger", "keep-delete-all", "", app.Text("Delete recordings, settings and offline copy")), !p.asking, "hidden"),
			when(button("btn", "keep-ask", "", app.Text("Keep them")), !p.asking, "hidden")),
	)
}

func quotaText(p *keeping) string {
	if len(p.list) == 0 {
		return "None. Recordings hold customer data as it was seen, with passwords and tokens hidden; they stay in this browser until they expire or you delete them."
	}
	return size(int(p.used)) + " used by this site, room for " + size(int(p.room)) + " more, as the browser rounds it."
}

func recordingItem(m *model, r recorder.Recording) app.UI {
	note := plural(r.Chunks, "piece") + " · " + size(int(r.Bytes))
	switch {
	case r.ID == m.keeping.current:
		note += " · going on"
	case m.keeping.elsewhere(r):
		note += " · going on in another tab"
	case r.Cut:
		note += " · cut off at " + clock(r.Last, m.zone)
	case !r.Closed:
		note += " · not ended: cut off, or going on in another tab"
	}
	until := "kept until deleted"
	if !r.Expires.IsZero() {
		until = "until " + r.Expires.In(m.zone).Format("2 Jan 15:04")
	}
	name := r.Begun.In(m.zone).Format("2 Jan 2006 15:04")
	return el("li", join("keep-item", "cut", r.Cut),
		el("div", "keep-what", word("b", "", name), word("span", "keep-of", r.Name), word("span", "note", note), word("span", "note", until)),
		button("btn", "keep-open", r.ID, app.Text("Open"), sr(" recording of "+name)),
		when(button("btn btn--quiet", "keep-delete", r.ID, app.Text("Delete"), sr(" recording of "+name)), m.keeping.elsewhere(r), "disabled"))
}

// openRecording opens a recording as a file is opened, and marks where it was
// cut off.
func (m *model) openRecording(id string) {
	for _, r := range m.keeping.list {
		if r.ID != id || m.keeping.open == nil {
			continue
		}
		note := ""
		switch {
		case m.keeping.elsewhere(r):
			note = goesOn
		case r.Cut:
			note = cutOff
		case !r.Closed && r.ID != m.keeping.current:
			note = notEnded
		}
		m.openFrom(tracker.Open{
			Name:   "Recording of " + r.Begun.In(m.zone).Format("2006-01-02 15:04"),
			Reader: recorder.NewReader(m.keeping.open, id), Size: r.Bytes, Note: note,
		})
	}
}

const goesOn = "The recording was going on in another tab when the list was read: what came after it was opened here is not in this copy."

const notEnded = "The recording was not ended when the list was read: it was cut off, or goes on in another tab. This browser tells pages without https not which."

const cutOff = "The recording was cut off here: the tab or the browser ended without ending it. What came in the last second before that may be missing."
