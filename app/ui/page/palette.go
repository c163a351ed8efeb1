package page

import (
	"slices"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/ui/records"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// An Entry of the palette or of a menu leads to a command: what it is called
// there, the command and what it is asked of.
type Entry struct{ Name, Do, Arg string }

// A Palette is the list of entries that match what was typed.
type Palette struct {
	At    int
	Found []Entry
}

// MaxEntries is how many entries the palette lists at once.
const MaxEntries = 60

// bookCommands lead between the live record and the files that are open, and back
// from what was.
func (m *Model) bookCommands() (out []Entry) {
	switch {
	case m.Filed():
		out = append(out, Entry{"Back to live", "go-live", ""})
	case !m.View.Live():
		out = append(out, Entry{"Back to live", "live", ""})
	}
	for _, o := range m.State.Files {
		if !o.Shown {
			continue
		}
		name, arg := records.FileName(m.State.Files, o), strconv.Itoa(o.N)
		if o.Book != m.State.Book {
			out = append(out, Entry{"Show file " + name, "show-file", arg})
		}
		out = append(out, Entry{"Close file " + name, "close-file", arg})
	}
	return out
}

// search fills in the entries, sessions, keys and saved filters that hold
// every word of the query.
func (m *Model) search(asked string) {
	p := &m.Palette
	*p = Palette{}
	words := strings.Fields(asked)
	add := func(c Entry) {
		for _, w := range words {
			if !query.Contains(c.Name, w) {
				return
			}
		}
		p.Found = append(p.Found, c)
	}
	for _, c := range slices.Concat(m.commands.entries(), m.bookCommands()) {
		add(c)
	}
	for i, s := range m.View.Saved {
		add(Entry{"Filter: " + s, "saved", strconv.Itoa(i)})
	}
	for _, x := range m.State.Sessions {
		add(Entry{"Session " + x.ID + " " + x.Name + " " + x.Customer + " " + x.State, "session", x.ID})
	}
	if len(words) > 0 && m.Scene.Session != nil {
		for key := range m.Scene.Data.All() {
			if len(p.Found) >= 2*MaxEntries {
				break
			}
			add(Entry{"Key " + key, "key", key})
		}
	}
}

// OpenPalette opens the palette of commands.
func (m *Model) OpenPalette() {
	m.search("")
	m.Want(stage.Effect{Do: stage.ShowModal, Target: "#palette"})
	m.SetText("#palette-query", "")
	m.Focus("#palette-query")
}

// pressInPalette moves through the commands and runs one.
func (m *Model) pressInPalette(k Keypress) bool {
	p := &m.Palette
	n := min(len(p.Found), MaxEntries)
	switch k.Key {
	case "ArrowDown", "ArrowUp":
		if n > 0 {
			by := 1
			if k.Key == "ArrowUp" {
				by = n - 1
			}
			p.At = (p.At + by) % n
		}
		m.Want(stage.Effect{Do: stage.ScrollTo, Target: "#palette-" + strconv.Itoa(p.At)})
	case "Enter":
		m.runCommand(p.At)
	case "Escape":
		m.Want(stage.Effect{Do: stage.CloseModal, Target: "#palette"})
	default:
		return false
	}
	return true
}

func (m *Model) runCommand(i int) {
	m.Want(stage.Effect{Do: stage.CloseModal, Target: "#palette"})
	if i >= 0 && i < len(m.Palette.Found) {
		c := m.Palette.Found[i]
		if c.Do == "panel" {
			m.Focus("#detail") // who asks for a panel by name goes there, and does not want it closed
			if m.View.Panel == scene.Panel(c.Arg) && !m.Boarded {
				return
			}
		}
		m.Act(c.Do, c.Arg)
	}
}

// words say what an option hides.
func (o HideOption) words() string {
	switch {
	case o.Class:
		return "the class " + o.Pattern
	case o.Match == 0:
		return "only " + wording.Short(o.Pattern)
	}
	return "all that begins with " + wording.Short(o.Pattern)
}

// A HideOption is one way to take the selected key off the table.
type HideOption struct {
	Match         userdata.Match
	Pattern       string
	Class         bool // the whole class of the key
	Keys, Changed int  // what it takes from the rows there are
}

// hideOptions are the ways to hide a key: itself, up to three beginnings that
// it shares with other keys, its class.
func hideOptions(key string, class userdata.Class, all []scene.Row) []HideOption {
	out := []HideOption{{Match: userdata.Exact, Pattern: key}}
	for _, p := range prefixesOf(key) {
		out = append(out, HideOption{Match: userdata.Prefix, Pattern: p})
	}
	out = append(out, HideOption{Class: true, Pattern: class.String()})
	for i := range out {
		o := &out[i]
		for j := range all {
			r := &all[j]
			switch {
			case o.Class && r.Class == class, !o.Class && o.Match == userdata.Exact && r.Key == key,
				!o.Class && o.Match == userdata.Prefix && strings.HasPrefix(r.Key, o.Pattern):
				o.Keys++
				o.Changed += scene.OneIf(r.Kind != userdata.Same)
			}
		}
	}
	// A beginning that only this key has, or as many as a longer one, is no choice.
	shared := out[:0]
	for i, o := range out {
		if o.Match == userdata.Prefix && (o.Keys < 2 || i+1 < len(out)-1 && out[i+1].Keys == o.Keys) {
			continue
		}
		shared = append(shared, o)
	}
	if n := len(shared); n > 5 {
		shared = append(shared[:1:1], shared[n-4:]...)
	}
	return shared
}

// prefixesOf returns the beginnings of a key that end where a word of it does,
// shortest first: of "RTargetTypeSelected" RTarget, RTargetType.
func prefixesOf(key string) []string {
	var out []string
	for i := 2; i < len(key); i++ {
		sep := strings.IndexByte("_-. ", key[i-1]) >= 0
		word := key[i] <= 'Z' && key[i] >= '0' && key[i-1] >= 'a' && key[i-1] <= 'z' // a capital, or a number
		if (sep || word) && !slices.Contains(out, key[:i]) {
			out = append(out, key[:i])
		}
	}
	return out
}
