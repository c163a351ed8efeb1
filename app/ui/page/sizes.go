package page

import (
	"maps"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

func (m *Model) extentKey(name string) string { return string(m.Window) + " " + name }

// Pixels is how many pixels something has, as far as the page knows.
func (m *Model) Pixels(s scene.Extent) int {
	if n := m.View.Extents[m.extentKey(s.Name)]; n > 0 {
		return n
	}
	return s.Usual
}

// setExtent changes what a person has set; 0 is the usual extent again.
func (m *Model) setExtent(key string, n int) {
	all := maps.Clone(m.View.Extents)
	if all == nil {
		all = scene.Extents{}
	}
	if all[key] = n; n == 0 {
		delete(all, key)
	}
	m.View.Extents = all
	m.Want(m.Resized())
	m.Touch(GridPart, TimelinePart, FootPart)
}

// Resize gives something an extent within its bounds.
func (m *Model) Resize(name string, pixels int) {
	if s, ok := scene.SizeNamed(name); ok {
		m.setExtent(m.extentKey(name), min(max(pixels, s.Least), s.Most))
	}
}

// Resized brings the document to the extents of this class of window.
func (m *Model) Resized() Effect {
	var text []string
	for _, s := range scene.Sizes {
		n := m.View.Extents[m.extentKey(s.Name)]
		if n == 0 {
			text = append(text, s.Name+"=")
		} else {
			text = append(text, s.Name+"="+strconv.Itoa(n)+"px")
		}
	}
	return Effect{Do: SetSizes, Text: strings.Join(text, " ")}
}

// pressOnSize changes the extent whose edge has the focus.
func (m *Model) pressOnSize(k Keypress) bool {
	s, ok := scene.SizeNamed(k.Arg)
	if !ok {
		return false
	}
	now := m.ShownExtent(s)
	if now == 0 || m.View.Extents[m.extentKey(s.Name)] > 0 {
		now = m.Pixels(s)
	}
	step := 16 * s.Grows
	switch {
	case k.Key == "Home":
		now = s.Least
	case k.Key == "End":
		now = s.Most
	case k.Key == "ArrowRight" && !s.Down, k.Key == "ArrowDown" && s.Down:
		now += step
	case k.Key == "ArrowLeft" && !s.Down, k.Key == "ArrowUp" && s.Down:
		now -= step
	case k.Key == "Enter" || k.Key == "Delete":
		m.UsualSize(s.Name)
		return true
	default:
		return false
	}
	m.Resize(s.Name, now)
	m.Keep()
	return true
}

// UsualSize takes back what a person has set.
func (m *Model) UsualSize(name string) {
	if s, ok := scene.SizeNamed(name); ok {
		m.setExtent(m.extentKey(name), 0)
		m.say(s.Label + ": as usual")
		m.Keep()
	}
}

// The panes that can be folded away.
var Foldable = [...]struct{ Name, Label string }{{"rail", "Sessions"}, {"detail", "Details"}, {"time", "Timeline"}}

// paneFolds names what is folded away with a pane.
var paneFolds = map[scene.Pane]string{scene.SessionsPane: "rail", scene.DetailPane: "detail", scene.TimelinePane: "time"}

// IsFolded reports whether a pane is out of sight in windows of this class.
func (m *Model) IsFolded(name string) bool { return m.View.Extents[m.extentKey(name+" folded")] > 0 }

// foldPane folds a pane away or brings it back.
func (m *Model) foldPane(name string) {
	folded := m.IsFolded(name)
	m.setExtent(m.extentKey(name+" folded"), scene.OneIf(!folded))
	for _, p := range Foldable {
		if p.Name == name {
			m.say(p.Label + wording.Either(folded, " shown", " folded away"))
		}
	}
	m.Keep()
}

// unfoldFor brings the pane back that is to show something.
func (m *Model) unfoldFor(name string) {
	if m.IsFolded(name) {
		m.setExtent(m.extentKey(name+" folded"), 0)
		m.Keep()
	}
}

// FoldedPanes are the words of data-folded.
func (m *Model) FoldedPanes() string {
	var all []string
	for _, p := range Foldable {
		if m.IsFolded(p.Name) {
			all = append(all, p.Name)
		}
	}
	return strings.Join(all, " ")
}
