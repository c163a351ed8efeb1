package page

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// A command is what can be asked for by its name: a button has it in data-do.
type command struct {
	name  string
	do    func(m *Model, arg string)
	ways  []way                             // what leads to it besides its buttons
	needs func(m *Model, arg string) string // what it needs and the page has not, "" for nothing; nil: it can always be done

	covered bool // the board covers what it shows, and makes way
}

// A way leads to a command from the palette or with a key.
type way struct {
	arg   string       // what the command is asked of: a number, an id, a word
	title string       // in the palette, "" where it is not listed there
	key   string       // as [Keypress.named] has it, "" for none
	in    []scene.Pane // where the focus is for the key to count
	does  string       // in the help: what the key does there; ways of which the same is said share a line
}

// Where a key counts. Letters count only while the focus is in a list or the
// column, so that nobody triggers them by speaking or typing elsewhere; none of them
// destroys anything. What is bound everywhere counts with Ctrl or Cmd also in a field.
var (
	anyPane    = []scene.Pane{scene.SessionsPane, scene.DataPane, scene.DetailPane, scene.TimelinePane}
	lists      = []scene.Pane{scene.SessionsPane, scene.DataPane, scene.TimelinePane}
	inSessions = []scene.Pane{scene.SessionsPane}
	inData     = []scene.Pane{scene.DataPane}
	inTimeline = []scene.Pane{scene.TimelinePane}
	onBoard    = []scene.Pane{scene.BoardPane}
	nowhere    = scene.Pane("") // as when the page has just opened
	besideData = []scene.Pane{nowhere, scene.SessionsPane, scene.DataPane}
	everywhere = append([]scene.Pane{nowhere, scene.BoardPane}, anyPane...)
	elsewhere  = []scene.Pane(nil) // what the key does depends on more than that: [Model.Press] knows
)

func cmd(name string, do func(m *Model, arg string), ways ...way) command {
	return command{name: name, do: do, ways: ways}
}

// beneath returns c for what shows nothing while the board is there.
func (c command) beneath() command {
	c.covered = true
	return c
}

// when returns c for what can be done only where needs says nothing.
func (c command) when(needs func(m *Model, arg string) string) command {
	c.needs = needs
	return c
}

// A table has all that the page can be asked for.
type table struct {
	all   []command
	named map[string]command
	bound []binding
}

// A binding is a key that leads to a command.
type binding struct {
	way
	do string
}

func newTable() table {
	t := table{named: map[string]command{}, all: slices.Concat(pageCommands(), viewCommands(), filterCommands(), noiseCommands(), menuCommands(), sessionCommands(),
		workCommands(), clockCommands(), writeCommands(), connectCommands(), fileCommands(), keyCommands(), boardCommands())}
	for _, c := range t.all {
		t.named[c.name] = c
		for _, w := range c.ways {
			if w.key != "" {
				t.bound = append(t.bound, binding{w, c.name})
			}
		}
	}
	return t
}

// boundIn are the keys that count in a pane.
func (t *table) boundIn(p scene.Pane) (out []binding) {
	for _, b := range t.bound {
		if slices.Contains(b.in, p) {
			out = append(out, b)
		}
	}
	return out
}

// entries are what the palette lists wherever one is.
func (t *table) entries() (out []Entry) {
	for _, c := range t.all {
		for _, w := range c.ways {
			if w.title != "" {
				out = append(out, Entry{w.title, c.name, w.arg})
			}
		}
	}
	return out
}

// Act does the command of that name, if there is one.
func (m *Model) Act(name, arg string) {
	m.Asked = buttonOf(name, arg)
	m.Notices.Beside, m.View.Going = "", false // what it stands beside may go now
	m.do(name, arg)
}

// do does a command, or says why it cannot be done.
func (m *Model) do(name, arg string) {
	if why := m.Missing(name, arg); why != "" {
		m.Say(why)
	} else if c := m.commands.named[name]; c.do != nil {
		if c.covered {
			m.uncover(name, arg)
		}
		c.do(m, arg)
	}
}

// NoSession says that something needs a session.
const NoSession = "No session is selected"

// Missing says what a command needs and the page has not, "" where it can be done.
func (m *Model) Missing(name, arg string) string {
	if c := m.commands.named[name]; c.needs != nil {
		return c.needs(m, arg)
	}
	return ""
}

// What commands need.

func aSession(m *Model, _ string) string {
	return wording.Either(m.Scene.Session == nil, NoSession, "")
}

func aKey(m *Model, _ string) string {
	return cmp.Or(aSession(m, ""), wording.Either(m.View.Picked, "", noKey))
}

// aRow is for what takes the chosen rows, or else the selected one.
func aRow(m *Model, arg string) string {
	return wording.Either(len(m.ChosenRows()) > 0, "", aKey(m, arg))
}

// aKeyOnce is for what is on until it is asked for again.
func aKeyOnce(m *Model, arg string) string {
	return wording.Either(m.View.Limited, "", aKey(m, arg))
}

const noKey = "Select a key first"

func anEvent(m *Model, arg string) string {
	switch {
	case m.Scene.Session == nil:
		return NoSession
	case m.Scene.Last == 0:
		return "There is no event yet"
	case arg == "1" && m.View.Live():
		return "This is the newest event"
	}
	return ""
}

func aFilter(m *Model, _ string) string {
	switch filter := m.Scene.Query.String(); {
	case m.Scene.Session == nil:
		return NoSession
	case filter == "":
		return "There is no filter to save"
	case slices.Contains(m.View.Saved, filter):
		return "This filter is saved already"
	}
	return ""
}

func boardRows(m *Model, _ string) string {
	return wording.Either(m.Board.Charts || m.Board.Wall, "Only the rows of the board are filtered", "")
}

func aBoardRow(m *Model, arg string) string {
	return wording.Either(arg == "" && m.BoardCursor() < 0, "There is no session on the board", "")
}

// buttonOf selects the button that asks for a command, "" where its argument is
// not one that a selector can name.
func buttonOf(name, arg string) string {
	switch {
	case strings.ContainsAny(arg, "\"\\\n"):
		return ""
	case arg == "":
		return "[data-do=" + name + "]"
	}
	return "[data-do=" + name + "][data-arg=\"" + arg + "\"]"
}

// named is a pressed key as a binding has it.
func (k Keypress) named() string {
	switch {
	case k.Ctrl && k.Shift:
		return "Ctrl Shift " + strings.ToUpper(k.Key)
	case k.Ctrl:
		return "Ctrl " + strings.ToUpper(k.Key)
	case k.Shift && k.Key == " ":
		return "Shift  "
	}
	return k.Key
}

// pressBound does the command that one of the bindings has for a key.
func (m *Model) pressBound(k Keypress, all []binding) bool {
	i := slices.IndexFunc(all, func(b binding) bool { return b.key == k.named() && slices.Contains(b.in, k.Pane) })
	if i < 0 {
		return false
	}
	if k.Pane == scene.DataPane && m.Missing(all[i].do, all[i].arg) == noKey {
		m.SelectRow(0) // which has the focus
	}
	m.Asked = "" // no button did
	m.do(all[i].do, all[i].arg)
	if all[i].moves() {
		m.Focus(stage.CursorRow)
	}
	return true
}

// moves reports that the rows have other places after the command, and that the
// focus goes with the one that it was on.
func (b binding) moves() bool {
	switch b.do {
	case "watch", "pin", "unfold-all", "lens":
		return true
	}
	return false
}

// label is how the key of a way is written.
func (w way) label() string {
	if key, space := strings.CutSuffix(w.key, " "); space {
		return key + "Space"
	}
	return w.key
}

// KeyOf is how the key is written that leads to a command, "" where none does.
func (m *Model) KeyOf(name, arg string) string {
	for _, b := range m.commands.bound {
		if b.do == name && b.arg == arg {
			return b.label()
		}
	}
	return ""
}

// A Shortcut is a line of the help: keys and what they do.
type Shortcut struct{ Keys, Does string }

// Shortcuts are the lines of the help: the keys that move, or of which one thing
// after the other is asked, and those of the commands.
func Shortcuts() []Shortcut {
	out := []Shortcut{
		{"j  k  ↓  ↑", "next and previous row"},
		{"PgUp  PgDn  Home  End", "by pages, to either end; End in the timeline follows the newest state"},
		{"F6  Shift F6", "next and previous pane"},
		{"Esc", "clear the filter, close the panel, back to live"},
		{"o  Enter", "in the timeline: the request, the reply and the notification of the write shown in rows of their own, or in one"},
		{"Shift F10  Menu", "all actions on the selected row, event or session; right click does the same"},
		{"Ctrl/⌘ Enter", "send the draft; apply rules, pins or a contract"},
	}
	t := newTable()
	for _, b := range t.bound {
		if b.does == "" {
			continue
		}
		key := strings.Replace(b.label(), "Ctrl", "Ctrl/⌘", 1)
		if i := slices.IndexFunc(out, func(s Shortcut) bool { return s.Does == b.does }); i >= 0 {
			out[i].Keys += "  " + key
		} else {
			out = append(out, Shortcut{key, b.does})
		}
	}
	return out
}

// The ways to what there are several of.

func lensWays() (out []way) {
	names := make([]string, len(scene.Lenses))
	for i, l := range scene.Lenses {
		names[i] = strings.ToLower(l.Name)
	}
	for i, l := range scene.Lenses {
		out = append(out, way{arg: strconv.Itoa(i), title: "Lens: " + l.Name, key: strconv.Itoa(i + 1), in: inData, does: "lens: " + strings.Join(names, ", ")})
	}
	return out
}

func densityWays() (out []way) {
	for _, d := range scene.Densities {
		out = append(out, way{arg: d, title: "Density: " + d})
	}
	return out
}

func timeWays() (out []way) {
	for _, t := range scene.TimeFormats {
		out = append(out, way{arg: t, title: "Times: " + t})
	}
	return out
}

func speedWays() (out []way) {
	for i := range stage.Speeds {
		out = append(out, way{arg: strconv.Itoa(i), title: "Playback speed: " + stage.SpeedName(i)})
	}
	return out
}
