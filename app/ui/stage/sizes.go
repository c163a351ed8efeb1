package stage

import (
	"maps"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// ExtentKey names an extent in windows of the present class.
func (m *Stage) ExtentKey(name string) string { return string(m.Window) + " " + name }

// Pixels is how many pixels something has, as far as the page knows.
func (m *Stage) Pixels(s scene.Extent) int {
	if n := m.View.Extents[m.ExtentKey(s.Name)]; n > 0 {
		return n
	}
	return s.Usual
}

// setExtent changes what a person has set; 0 is the usual extent again.
func (m *Stage) setExtent(key string, n int) {
	all := maps.Clone(m.View.Extents)
	if all == nil {
		all = scene.Extents{}
	}
	if all[key] = n; n == 0 {
		delete(all, key)
	}
	m.View.Extents = all
	m.Want(m.Resized())
}

// Resize gives something an extent within its bounds.
func (m *Stage) Resize(name string, pixels int) {
	if s, ok := scene.SizeNamed(name); ok {
		m.setExtent(m.ExtentKey(name), min(max(pixels, s.Least), s.Most))
	}
}

// Resized brings the document to the extents of this class of window.
func (m *Stage) Resized() Effect {
	var text []string
	for _, s := range scene.Sizes {
		n := m.View.Extents[m.ExtentKey(s.Name)]
		if n == 0 {
			text = append(text, s.Name+"=")
		} else {
			text = append(text, s.Name+"="+strconv.Itoa(n)+"px")
		}
	}
	return Effect{Do: SetSizes, Text: strings.Join(text, " ")}
}

// UsualSize takes back what a person has set.
func (m *Stage) UsualSize(name string) {
	if s, ok := scene.SizeNamed(name); ok {
		m.setExtent(m.ExtentKey(name), 0)
		m.Say(s.Label + ": as usual")
		m.Keep()
	}
}

// The panes that can be folded away.
var Foldable = [...]struct{ Name, Label string }{{"rail", "Sessions"}, {"detail", "Details"}, {"time", "Timeline"}}

// PaneFolds names what is folded away with a pane.
var PaneFolds = map[scene.Pane]string{scene.SessionsPane: "rail", scene.DetailPane: "detail", scene.TimelinePane: "time"}

// IsFolded reports whether a pane is out of sight in windows of this class.
func (m *Stage) IsFolded(name string) bool { return m.View.Extents[m.ExtentKey(name+" folded")] > 0 }

// FoldPane folds a pane away or brings it back.
func (m *Stage) FoldPane(name string) {
	folded := m.IsFolded(name)
	m.setExtent(m.ExtentKey(name+" folded"), scene.OneIf(!folded))
	for _, p := range Foldable {
		if p.Name == name {
			m.Say(p.Label + wording.Either(folded, " shown", " folded away"))
		}
	}
	m.Keep()
}

// unfoldFor brings the pane back that is to show something.
func (m *Stage) unfoldFor(name string) {
	if m.IsFolded(name) {
		m.setExtent(m.ExtentKey(name+" folded"), 0)
		m.Keep()
	}
}

// FoldedPanes are the words of data-folded.
func (m *Stage) FoldedPanes() string {
	var all []string
	for _, p := range Foldable {
		if m.IsFolded(p.Name) {
			all = append(all, p.Name)
		}
	}
	return strings.Join(all, " ")
}
