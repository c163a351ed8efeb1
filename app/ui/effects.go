package ui

import "github.com/keytrail/keytrail/app/capture/redact"

// An effect is something that only the browser can do. The model asks for it
// and the screen does it once the page shows what the model says.
type effect struct {
	do     effectKind
	target string // CSS selector
	text   string
	mime   string
	said   string                     // what to say once text is on the clipboard
	hidden func(*redact.Masks) string // text with what the masks hide; nil hides it as text for people
	about  []byte                     // a message that text holds and that may not be on the tape
}

type effectKind int

const (
	focusOn   effectKind = iota // focus target and bring it into view
	focusLost                   // the same, but only where the focus was lost
	setValue                    // write text into the input target
	showModal                   // open the dialog target
	closeModal
	showMenu   // open the dialog target at the place or beside the element that text names
	showBeside // move target to what text selects, or else to what has the focus
	keepText   // remember text under the name target in this browser
	copyText   // put text on the clipboard, and say so beside target
	setSizes   // text says how large panes and columns are
	setTheme   // text is "light", "dark" or "" for the system's
	scrollUp   // scroll target to its top
	scrollTo   // bring target into view
	store      // keep text in the browser's storage
	setTitle
	setFragment
	notify    // show text outside of the page
	askNotify // ask the person whether notify may
	press     // click on target
	beep      // a short tone
	saveFile  // hand text to the person as a file named target
	chooseLog // have a person choose a file that is followed
)

func (m *model) want(e effect) { m.effects = append(m.effects, e) }

// cursor is the selector of the one row, tab or option that Tab reaches.
const (
	cursorRow    = "#cursor"
	filterField  = "#filter"
	sessionsList = "#sessions"
)
