package ui

import (
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/userdata"
)

// A lens is a way to look at the table that suits somebody's work: what is
// folded away, which list of the timeline stands first, and, in lens.css,
// which columns there are.
type lens struct {
	name, suits string
	noise       settings.ClassSet
	tab         tab
	readOnly    bool
}

// lenses are the four ways, on the keys 1 to 4.
var lenses = [...]lens{
	{"Integration", "Did my write arrive, exactly?", settings.Noise, writesTab, false},
	{"Routing", "What did the strategy write, in which order?", settings.ClassSet(1<<userdata.ChatServer | 1<<userdata.Reporting), changesTab, false},
	{"Support", "Who changed this, when, from what?", settings.Noise, changesTab, false},
	{"Supervisor", "Is this customer's data right now?", settings.AllClasses &^ (1<<userdata.Business | 1<<userdata.Contact | 1<<userdata.Disposition), changesTab, true},
}

var (
	densities   = [...]string{"default", "compact", "comfortable"}
	timeFormats = [...]string{"local", "UTC", "relative"}
)

func lensNamed(name string) int {
	for i, l := range lenses {
		if l.name == name {
			return i
		}
	}
	return -1
}

func (m *model) setLens(i int) {
	if i < 0 || i >= len(lenses) {
		return
	}
	v := &m.view
	v.lens, v.unfolded, v.tab = i, 0, lenses[i].tab
	m.recompose()
	m.touchAll()
	m.keep()
	m.say("Lens " + lenses[i].name + ": " + lenses[i].suits)
}

func (m *model) setDensity(name string) {
	m.view.density = oneOf(name, densities[:])
	m.touchAll()
	m.keep()
}

func (m *model) setTimes(name string) {
	m.view.times = oneOf(name, timeFormats[:])
	m.zone = time.Local
	if m.view.times == "UTC" {
		m.zone = time.UTC
	}
	m.touchAll()
	m.keep()
}

// clock returns a time as ofDay does, after its date where that is not today's.
func (m *model) clock(t time.Time) string { return m.dated(t, m.ofDay(t)) }

// dated puts the date of t before its time of day, where it is another day's.
func (m *model) dated(t time.Time, text string) string {
	if date := m.otherDay(t); date != "" {
		return date + " " + text
	}
	return text
}

// ofDay returns a time of day as the person wants it: in the page's zone, in
// UTC, which ends in Z, or as the time that has passed since.
func (m *model) ofDay(t time.Time) string {
	switch {
	case t.IsZero(), capture.Dateless(t):
	case m.view.times == "relative":
		return age(t, m.now) + " ago"
	case m.view.times == "UTC":
		return clock(t, time.UTC) + "Z"
	}
	return clock(t, m.zone)
}

// zoned gives an element that shows a time the rest of it: its offset, which
// base.css shows on hover and on focus, and the time itself where only its age
// is told. A time in UTC says so anyway.
func (m *model) zoned(e app.HTMLElem, t time.Time) app.HTMLElem {
	if offset := m.offset(t); offset != "" {
		e.DataSet("zone", offset)
	}
	return e
}

// offset is what stands behind a time to say of which zone it is, "" for nothing.
func (m *model) offset(t time.Time) string {
	if t.IsZero() || capture.Dateless(t) || m.view.times == "UTC" {
		return ""
	}
	offset := t.In(m.zone).Format("-07:00")
	if m.view.times == "relative" {
		offset = "· " + clock(t, m.zone) + " " + offset
	}
	return offset
}

// rowRem is the height of a row of the table in rem, as grid.css and lens.css
// have it.
func rowRem(m *model) float64 {
	switch {
	case m.narrow:
		return 3.25
	case m.view.density == "compact":
		return 1.5
	case m.view.density == "comfortable":
		return 2.25
	}
	return 1.75
}
