package scene

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// An Extent is that of a pane or of a column, which a person may change by
// its edge: with the mouse, with the arrow keys, back to the usual one with a
// double click. The style sheet has the usual extents, and takes a chosen one
// from the property --size-NAME of the document; it never lets a pane take all
// of the window.
type Extent struct {
	Name        string
	Label       string
	What        string // selects the element that has this extent
	Down        bool   // it is a height
	Grows       int    // 1 where its edge is pulled to the right or down to make it larger, else -1
	Usual       int    // pixels, about; for those who hear it
	Least, Most int    // pixels
}

// Sizes are what a person can make larger or smaller.
var Sizes = [...]Extent{
	{"rail", "Width of the sessions", ".sessions", false, 1, 240, 120, 640},
	{"detail", "Width of the details", ".detail", false, -1, 344, 240, 1200},
	{"time", "Height of the timeline", ".timeline", true, -1, 248, 120, 1200},
	{"key", "Width of the column Key", "#grid thead th:nth-child(2)", false, 1, 180, 80, 800},
	{"type", "Width of the column Type", "#grid thead th:nth-child(4)", false, -1, 80, 50, 300},
	{"was", "Width of the column Was", "#grid thead th:nth-child(5)", false, -1, 90, 60, 800},
	{"when", "Width of the column When", "#grid thead th:nth-child(6)", false, -1, 64, 40, 300},
	{"who", "Width of the column Who", "#grid thead th:nth-child(7)", false, -1, 116, 50, 400},
	{"log-time", "Width of the column Time", "#log thead th:nth-child(1)", false, 1, 160, 80, 500},
	{"log-delta", "Width of the column After", "#log thead th:nth-child(2)", false, 1, 88, 40, 300},
	{"log-kind", "Width of the column Event", "#log thead th:nth-child(3)", false, 1, 192, 60, 600},
	{"log-sum", "Width of the column Changes", "#log thead th:nth-child(4)", false, 1, 192, 60, 600},
}

// SizeNamed is the one of Sizes with that name.
func SizeNamed(name string) (Extent, bool) {
	i := slices.IndexFunc(Sizes[:], func(s Extent) bool { return s.Name == name })
	if i < 0 {
		return Extent{}, false
	}
	return Sizes[i], true
}

// A WindowClass is how much room there is. What a person has set for one says
// nothing about another.
type WindowClass string

// The classes, by the widths at which layout.css changes its mind.
const (
	narrowWindow WindowClass = "narrow" // one pane at a time
	SmallWindow  WindowClass = "small"  // the details lie over the table
	MediumWindow WindowClass = "medium"
	LargeWindow  WindowClass = "large"
)

// ClassOfWindow is the class of a window so many rem wide and high.
func ClassOfWindow(width, height float64) WindowClass {
	switch {
	case width < 56.25:
		return narrowWindow
	case width < 80, width < 150 && height <= 28:
		return SmallWindow
	case width < 100:
		return MediumWindow
	}
	return LargeWindow
}

// Extents are what a person has set, by class and name: "large rail". A pane that
// is folded away has the name "large rail folded".
type Extents map[string]int

// text writes what a person has set for the browser's storage.
func (e Extents) text() []string {
	var lines []string
	for _, key := range slices.Sorted(maps.Keys(e)) {
		lines = append(lines, key+"="+strconv.Itoa(e[key]))
	}
	return lines
}

func parseExtents(lines []string) Extents {
	e := Extents{}
	for _, line := range lines {
		key, value, _ := strings.Cut(line, "=")
		class, name, _ := strings.Cut(key, " ")
		name = strings.TrimSuffix(name, " folded")
		_, known := SizeNamed(name)
		if n, err := strconv.Atoi(value); err == nil && n > 0 && n < 10_000 && known && slices.Contains([]WindowClass{narrowWindow, SmallWindow, MediumWindow, LargeWindow}, WindowClass(class)) {
			e[key] = n
		}
	}
	return e
}
