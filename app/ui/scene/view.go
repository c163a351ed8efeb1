package scene

import (
	"strconv"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/settings"
)

// A Panel is a form or a list that the column beside the table can show.
type Panel string

// The panels.
const (
	NoPanel      Panel = ""
	WritePanel   Panel = "write"
	OperatePanel Panel = "operate"
	LinkPanel    Panel = "link"
	ConnectPanel Panel = "connect"
	FilePanel    Panel = "file"
	KeepPanel    Panel = "keep"

	// Of what a person sets up, and of the search through the history.
	ViewPanel     Panel = "view"
	NoisePanel    Panel = "noise"
	ContractPanel Panel = "contract"
	LookupPanel   Panel = "lookup"
	WatchPanel    Panel = "watch"
	WhoPanel      Panel = "who"
	SessionPanel  Panel = "session"
	FindPanel     Panel = "find"
	PinsPanel     Panel = "pins"

	SimulatorPanel Panel = "simulator"
	TourPanel      Panel = "tour"
)

// A Tab is one list of the timeline.
type Tab string

// The tabs.
const (
	ChangesTab Tab = "changes"
	WritesTab  Tab = "writes"
	TrafficTab Tab = "traffic"
	NotesTab   Tab = "notes"
)

// A Pane is one part of the page that can have the focus, and the part that is
// visible where there is room for one only.
type Pane string

// The panes, in the order in which F6 visits them.
const (
	SessionsPane Pane = "sessions"
	DataPane     Pane = "data"
	DetailPane   Pane = "detail"
	TimelinePane Pane = "timeline"
	BoardPane    Pane = "board" // covers the others
)

// A View is where a person looks and how. Its zero value follows the newest
// state of no session.
type View struct {
	Standpoint
	Other       *book.Session // versus as it is now; the model looks it up
	Filter      string
	Bar         bool // the conditions of the filter are shown
	ChangedOnly bool
	Unfolded    settings.ClassSet
	Order       []RowID // of the rows as drawn last
	Pointed     bool    // the pointer is over the table
	Focused     bool    // the focus is in the table
	Tab         Tab
	Pane        Pane
	Meta        bool
	Theme       string // "light", "dark", "" for the system's
	Plain       bool   // all rows are drawn, for those who read with other means than eyes
	Going       bool   // g was pressed: the next letter says where to go
	Search      string // of the traffic
	Prefs
}

func (v *View) held() bool { return v.Pointed || v.Focused }

// Live reports whether the newest state is followed.
func (v *View) Live() bool { return v.At == 0 }

// Condition reads what must hold for a watch to stop: terms of the filter language
// that the key's row must meet right after the event.
func (w *Watch) Condition() (query.Query, *query.Error) { return query.ParseEvent(w.Cond) }

// ConditionField selects the field with the condition of the i-th watched key.
func ConditionField(i int) string { return "#condition-" + strconv.Itoa(i) }

// Keepable reports that a condition may outlive the page: it names no value.
func (w *Watch) Keepable() bool { return w.Cond == "" || query.Storable(w.Cond) }

// PageWide reports whether a panel is about the page or the connection, and so
// stays while another book comes to the screen.
func (p Panel) PageWide() bool {
	switch p {
	case LinkPanel, ConnectPanel, KeepPanel, ViewPanel, NoisePanel, ContractPanel, WatchPanel, PinsPanel:
		return true
	}
	return false
}

// A Watch is a key that somebody keeps an eye on.
type Watch struct {
	Key  string
	Stop bool   // a change freezes the view at its event
	Cond string // only one that meets this, in the language of the filter; "" for any
}
