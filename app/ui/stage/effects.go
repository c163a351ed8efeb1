package stage

import (
	"context"
	"time"

	"github.com/keytrail/keytrail/app/capture/redact"
)

// An Effect is something that only the browser can do. The model asks for it
// and the screen does it once the page shows what the model says.
type Effect struct {
	Do     EffectKind
	Target string // CSS selector
	Text   string
	Mime   string
	Masked bool                       // text went through the masks
	Said   string                     // what to say once text is on the clipboard
	Hidden func(*redact.Masks) string // text with what the masks hide; nil hides it as text for people
	About  []byte                     // a message that text holds and that may not be on the tape
}

// An EffectKind is what is asked of the browser.
type EffectKind int

// The kinds of effects.
const (
	FocusOn   EffectKind = iota // focus target and bring it into view
	FocusLost                   // the same, but only where the focus was lost
	SetValue                    // write text into the input target
	ShowModal                   // open the dialog target
	CloseModal
	ShowMenu   // open the dialog target at the place or beside the element that text names
	ShowBeside // move target to what text selects, or else to what has the focus
	KeepText   // remember text under the name target in this browser
	CopyText   // put text on the clipboard, and say so beside target
	SetSizes   // text says how large panes and columns are
	SetTheme   // text is "light", "dark" or "" for the system's
	ScrollUp   // scroll target to its top
	ScrollTo   // bring target into view
	Store      // keep text in the browser's storage
	SetTitle
	Notify     // show text outside of the page
	AskNotify  // ask the person whether notify may
	Press      // click on target
	Beep       // a short tone
	FullScreen // ask for all of the screen, or give it back where text is "off"
	SaveFile   // hand text to the person as a file named target
	ChooseLog  // have a person choose a file that is followed
)

// Want asks the browser for something once the page is drawn.
func (m *Stage) Want(e Effect) { m.Effects = append(m.Effects, e) }

// Focus has the browser move the focus to an element, see [FocusOn].
func (m *Stage) Focus(target string) { m.Want(Effect{Do: FocusOn, Target: target}) }

// SetText has the browser write a text into an input, see [SetValue].
func (m *Stage) SetText(target, text string) {
	m.Want(Effect{Do: SetValue, Target: target, Text: text})
}

// What effects often aim at.
const (
	CursorRow    = "#cursor" // the row of the table that Tab reaches
	FilterField  = "#filter"
	SessionsList = "#sessions"
	HereRow      = "#log .timeline-row--here" // of the timeline, which stands for what is looked at
)

// A Job is long work beside the page, of which a person sees how far it is and
// which they can give up.
type Job struct {
	stop    context.CancelFunc
	Percent int
}

// End gives the job up, if there is one. It ends wherever it rests next.
func (j *Job) End() {
	if j != nil {
		j.stop()
	}
}

// retold is after how long it is told anew how far a job is: each time the page is
// drawn.
const retold = time.Second / 4

// Begin does a job in place of the one before, which is given up. do calls tell as
// it goes on; what it returns happens in the page, unless it was given up.
func (m *Stage) Begin(at **Job, doing string, do func(ctx context.Context, tell func(done, total int64)) func()) {
	(*at).End()
	ctx, stop := context.WithCancel(context.Background())
	j := &Job{stop: stop}
	*at = j
	told, last := 0, time.Now()
	tell := func(done, total int64) {
		percent := int(100 * done / max(total, 1))
		if percent == told || percent < 100 && time.Since(last) < retold {
			return
		}
		told, last = percent, time.Now()
		m.Later(func() {
			j.Percent = percent
		})
	}
	m.Run(doing, func() func() {
		finish := do(ctx, tell)
		return func() {
			stop()
			if *at == j {
				*at = nil
				finish()
			}
		}
	})
}

// Resting returns what lets the browser handle input when it is called after a
// slice of long work: whoever does that calls it often, from one goroutine.
func (m *Stage) Resting() func() {
	rested := time.Now()
	return func() {
		if time.Since(rested) > 8*time.Millisecond {
			m.Breathe()
			rested = time.Now()
		}
	}
}
