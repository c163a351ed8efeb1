package ui

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// An extent is that of a pane or of a column, which a person may change by
// its edge: with the mouse, with the arrow keys, back to the usual one with a
// double click. The style sheet has the usual extents, and takes a chosen one
// from the property --size-NAME of the document; it never lets a pane take all
// of the window.
type extent struct {
	name        string
	label       string
	what        string // selects the element that has this extent
	down        bool   // it is a height
	grows       int    // 1 where its edge is pulled to the right or down to make it larger, else -1
	usual       int    // pixels, about; for those who hear it
	least, most int    // pixels
}

var sizes = [...]extent{
	{"rail", "Width of the sessions", ".sessions", false, 1, 240, 120, 640},
	{"detail", "Width of the details", ".detail", false, -1, 344, 240, 1200},
	{"time", "Height of the timeline", ".timeline", true, -1, 248, 120, 1200},
	{"key", "Width of the column Key", "#grid thead th:nth-child(2)", false, 1, 180, 80, 800},
	{"type", "Width of the column Type", "#grid thead th:nth-child(4)", false, -1, 80, 50, 300},
	{"was", "Width of the column Was", "#grid thead th:nth-child(5)", false, -1, 90, 60, 800},
	{"when", "Width of the column When", "#grid thead th:nth-child(6)", false, -1, 64, 40, 300},
	{"who", "Width of the column Who", "#grid thead th:nth-child(7)", false, -1, 116, 50, 400},
	{"log-time", "Width of the column Time", "#log thead th:nth-child(1)", false, 1, 136, 80, 500},
	{"log-delta", "Width of the column After", "#log thead th:nth-child(2)", false, 1, 88, 40, 300},
	{"log-kind", "Width of the column Event", "#log thead th:nth-child(3)", false, 1, 192, 60, 600},
	{"log-sum", "Width of the column Changes", "#log thead th:nth-child(4)", false, 1, 192, 60, 600},
}

func sizeNamed(name string) (extent, bool) {
	i := slices.IndexFunc(sizes[:], func(s extent) bool { return s.name == name })
	if i < 0 {
		return extent{}, false
	}
	return sizes[i], true
}

// A windowClass is how much room there is. What a person has set for one says
// nothing about another.
type windowClass string

// The classes, by the widths at which layout.css changes its mind.
const (
	narrowWindow windowClass = "narrow" // one pane at a time
	smallWindow  windowClass = "small"  // the details lie over the table
	mediumWindow windowClass = "medium"
	largeWindow  windowClass = "large"
)

// classOfWindow is the class of a window so many rem wide.
func classOfWindow(rem float64) windowClass {
	switch {
	case rem < 56.25:
		return narrowWindow
	case rem < 80:
		return smallWindow
	case rem < 100:
		return mediumWindow
	}
	return largeWindow
}

// extents are what a person has set, by class and name: "large rail". A pane that
// is folded away has the name "large rail folded".
type extents map[string]int

func (m *model) extentKey(name string) string { return string(m.window) + " " + name }

// pixels is how many pixels something has, as far as the page knows.
func (m *model) pixels(s extent) int {
	if n := m.view.extents[m.extentKey(s.name)]; n > 0 {
		return n
	}
	return s.usual
}

// setExtent changes what a person has set; 0 is the usual extent again.
func (m *model) setExtent(key string, n int) {
	all := maps.Clone(m.view.extents)
	if all == nil {
		all = extents{}
	}
	if all[key] = n; n == 0 {
		delete(all, key)
	}
	m.view.extents = all
	m.want(m.resized())
	m.touch(gridPart, timelinePart, footPart)
}

// resize gives something an extent within its bounds.
func (m *model) resize(name string, pixels int) {
	if s, ok := sizeNamed(name); ok {
		m.setExtent(m.extentKey(name), min(max(pixels, s.least), s.most))
	}
}

// resized brings the document to the extents of this class of window.
func (m *model) resized() effect {
	var text []string
	for _, s := range sizes {
		n := m.view.extents[m.extentKey(s.name)]
		if n == 0 {
			text = append(text, s.name+"=")
		} else {
			text = append(text, s.name+"="+itoa(n)+"px")
		}
	}
	return effect{do: setSizes, text: strings.Join(text, " ")}
}

// pressOnSize changes the extent whose edge has the focus.
func (m *model) pressOnSize(k keypress) bool {
	s, ok := sizeNamed(k.arg)
	if !ok {
		return false
	}
	now := shownExtent(s)
	if now == 0 || m.view.extents[m.extentKey(s.name)] > 0 {
		now = m.pixels(s)
	}
	step := 16 * s.grows
	switch {
	case k.key == "Home":
		now = s.least
	case k.key == "End":
		now = s.most
	case k.key == "ArrowRight" && !s.down, k.key == "ArrowDown" && s.down:
		now += step
	case k.key == "ArrowLeft" && !s.down, k.key == "ArrowUp" && s.down:
		now -= step
	case k.key == "Enter" || k.key == "Delete":
		m.usualSize(s.name)
		return true
	default:
		return false
	}
	m.resize(s.name, now)
	m.keep()
	return true
}

// usualSize takes back what a person has set.
func (m *model) usualSize(name string) {
	if s, ok := sizeNamed(name); ok {
		m.setExtent(m.extentKey(name), 0)
		m.say(s.label + ": as usual")
		m.keep()
	}
}

// edge is where a size is changed.
func (m *model) edge(name, class string) app.UI {
	s, ok := sizeNamed(name)
	if !ok {
		return el("span", "")
	}
	orientation := "vertical"
	if s.down {
		orientation = "horizontal"
	}
	return el("span", class).DataSet("size", name).DataSet("do", "size").DataSet("arg", name).
		Role("separator").TabIndex(0).Aria("orientation", orientation).Aria("label", s.label).
		Aria("valuenow", m.pixels(s)).Aria("valuemin", s.least).Aria("valuemax", s.most).Aria("valuetext", itoa(m.pixels(s))+" pixels").
		Attr("title", s.label+": drag, or arrow keys; double click for the usual one")
}

// The panes that can be folded away.
var foldable = [...]struct{ name, label string }{{"rail", "Sessions"}, {"detail", "Details"}, {"time", "Timeline"}}

// paneFolds names what is folded away with a pane.
var paneFolds = map[pane]string{sessionsPane: "rail", detailPane: "detail", timelinePane: "time"}

// isFolded reports whether a pane is out of sight in windows of this class.
func (m *model) isFolded(name string) bool { return m.view.extents[m.extentKey(name+" folded")] > 0 }

// foldPane folds a pane away or brings it back.
func (m *model) foldPane(name string) {
	folded := m.isFolded(name)
	m.setExtent(m.extentKey(name+" folded"), index01(!folded))
	for _, p := range foldable {
		if p.name == name {
			m.say(p.label + either(folded, " shown", " folded away"))
		}
	}
	m.keep()
}

// unfoldFor brings the pane back that is to show something.
func (m *model) unfoldFor(name string) {
	if m.isFolded(name) {
		m.setExtent(m.extentKey(name+" folded"), 0)
		m.keep()
	}
}

// foldedPanes are the words of data-folded.
func (m *model) foldedPanes() string {
	var all []string
	for _, p := range foldable {
		if m.isFolded(p.name) {
			all = append(all, p.name)
		}
	}
	return strings.Join(all, " ")
}

// foldButtons stand in the last line of the page, which is always there.
func foldButtons(m *model) app.UI {
	items := make([]app.UI, len(foldable))
	for i, p := range foldable {
		items[i] = button("foot-fold", "fold-pane", p.name, sr(p.label), sign("foot-pane foot-pane--"+p.name, "")).
			Aria("pressed", expanded(!m.isFolded(p.name))).Attr("title", "Show or fold away: "+p.label)
	}
	return el("span", "foot-folds", items...).Role("group").Aria("label", "Panes")
}

// text writes what a person has set for the browser's storage.
func (e extents) text() []string {
	var lines []string
	for _, key := range slices.Sorted(maps.Keys(e)) {
		lines = append(lines, key+"="+itoa(e[key]))
	}
	return lines
}

func parseExtents(lines []string) extents {
	e := extents{}
	for _, line := range lines {
		key, value, _ := strings.Cut(line, "=")
		class, name, _ := strings.Cut(key, " ")
		name, _ = strings.CutSuffix(name, " folded")
		_, known := sizeNamed(name)
		if n, err := strconv.Atoi(value); err == nil && n > 0 && n < 10_000 && known && slices.Contains([]windowClass{narrowWindow, smallWindow, mediumWindow, largeWindow}, windowClass(class)) {
			e[key] = n
		}
	}
	return e
}
