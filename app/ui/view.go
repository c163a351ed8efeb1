package ui

import "github.com/keytrail/keytrail/app/settings"

// A panel is a form or a list that the column beside the table can show.
type panel string

// The panels.
const (
	noPanel      panel = ""
	writePanel   panel = "write"
	operatePanel panel = "operate"
	linkPanel    panel = "link"
	connectPanel panel = "connect"
	filePanel    panel = "file"
	keepPanel    panel = "keep"
)

// A tab is one list of the timeline.
type tab string

// The tabs.
const (
	changesTab tab = "changes"
	writesTab  tab = "writes"
	trafficTab tab = "traffic"
	notesTab   tab = "notes"
)

// A pane is one part of the page that can have the focus, and the part that is
// visible where there is room for one only.
type pane string

// The panes, in the order in which F6 visits them.
const (
	sessionsPane pane = "sessions"
	dataPane     pane = "data"
	detailPane   pane = "detail"
	timelinePane pane = "timeline"
)

// A view is where a person looks and how. Its zero value follows the newest
// state of no session.
type view struct {
	session     string
	key         string // the selected key, when picked: the empty key is a key too
	picked      bool
	at          int // the event under review; 0 follows the newest
	base        int // the event that marks compare with; 0 is the usual one
	filter      string
	bar         bool  // the conditions of the filter are shown
	broke       watch // at whose change the view stopped, when stop is set
	changedOnly bool
	unfolded    settings.ClassSet
	chosen      []string // keys picked out of the table
	order       []rowID  // of the rows as drawn last
	pointed     bool     // the pointer is over the table
	focused     bool     // the focus is in the table
	tab         tab
	pane        pane
	meta        bool
	open        map[int]bool // writes whose bodies are shown
	spread      map[int]bool // writes whose events have rows of their own in the log
	page        int          // of the selected value, when it is long
	theme       string       // "light", "dark", "" for the system's
	subject                  // what the column beside the table shows
	back        []subject    // what it showed before, the newest last
	prefs
	instants
}

func (v *view) held() bool { return v.pointed || v.focused }

func (v *view) live() bool { return v.at == 0 }
