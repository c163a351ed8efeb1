package scene

import (
	"slices"

	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/userdata"
)

// A Lens is a way to look at the table that suits somebody's work: what is
// folded away, which list of the timeline stands first, and, in lens.css,
// which columns there are.
type Lens struct {
	Name, Suits string
	noise       settings.ClassSet
	Tab         Tab
	ReadOnly    bool
	Board       bool // begins with the board of all sessions
}

// Lenses are the four ways, on the keys 1 to 4.
var Lenses = [...]Lens{
	{"Integration", "Did my write arrive, exactly?", settings.Noise, WritesTab, false, false},
	{"Routing", "What did the strategy write, in which order?", settings.ClassSet(1<<userdata.ChatServer | 1<<userdata.Reporting), ChangesTab, false, false},
	{"Support", "Who changed this, when, from what?", settings.Noise, ChangesTab, false, false},
	{"Supervisor", "Is this customer's data right now?", settings.AllClasses &^ (1<<userdata.Business | 1<<userdata.Contact | 1<<userdata.Disposition), ChangesTab, true, true},
}

// How close lines stand, and how times are told.
var (
	Densities   = [...]string{"default", "compact", "comfortable"}
	TimeFormats = [...]string{"local", "UTC", "relative"}
)

// LensNamed is the number of the lens with that name, -1 where there is none.
func LensNamed(name string) int {
	return slices.IndexFunc(Lenses[:], func(l Lens) bool { return l.Name == name })
}
