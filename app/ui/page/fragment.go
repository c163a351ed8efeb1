package page

import (
	"cmp"
	"net/url"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// Fragment is the part of the page's address behind the #: where somebody
// looks, so that a reload or a colleague comes to the same place. It never
// holds a value: what of the filter may name one is left out.
func (m *Model) Fragment() string {
	v := url.Values{}
	view := &m.View
	if view.Session != "" {
		v.Set("session", view.Session)
	}
	if view.At > 0 {
		v.Set("event", strconv.Itoa(view.At))
	}
	if q, _ := query.Parse(view.Filter); len(q.Public()) > 0 {
		v.Set("filter", q.Public().String())
	}
	if view.Lens > 0 {
		v.Set("lens", scene.Lenses[view.Lens].Name)
	}
	m.boardFragment(v)
	return v.Encode()
}

// ReadQuery reads the part of an address behind its ? or #, which anybody may have
// written: a % that begins no escape stands for itself, as a semicolon does, and
// bytes that are no UTF-8 become U+FFFD.
func ReadQuery(text string) url.Values {
	var b strings.Builder
	for i := range len(text) {
		switch {
		case text[i] == ';':
			b.WriteString("%3B")
		case text[i] == '%' && (len(text) < i+3 || !isHex(text[i+1]) || !isHex(text[i+2])):
			b.WriteString("%25")
		default:
			b.WriteByte(text[i])
		}
	}
	// Nothing is left that it could object to.
	values, _ := url.ParseQuery(b.String())
	for name, all := range values {
		delete(values, name)
		for _, value := range all {
			values.Add(strings.ToValidUTF8(name, "\uFFFD"), strings.ToValidUTF8(value, "\uFFFD"))
		}
	}
	return values
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

// Follow looks where a fragment says: that of the address the page was opened
// with, or one that a person or the browser's way back put in its place. A
// session that is not known yet is waited for. Of a filter that may name a
// value the fragment holds a part; where that part is the same, it stays.
func (m *Model) Follow(fragment string) {
	if fragment == m.Fragment() {
		return
	}
	v := ReadQuery(fragment)
	if i := scene.LensNamed(v.Get("lens")); i >= 0 && i != m.View.Lens {
		m.View.Lens, m.View.Tab = i, scene.Lenses[i].Tab
	}
	m.sought = place{session: cmp.Or(v.Get("session"), m.View.Session), event: wording.Atoi(v.Get("event"))}
	shown, _ := query.Parse(m.View.Filter)
	if f := v.Get("filter"); (f != "" || v.Has("session")) && f != shown.Public().String() {
		m.SetText(stage.FilterField, f)
		m.View.Filter = f
	}
	m.followBoard(v)
	m.seek()
	if p := m.sought; p.session != "" && m.State.Link.State == link.Connected {
		where := "session " + wording.Tail(p.session, 6)
		if p.event > 0 {
			where = "event " + strconv.Itoa(p.event) + " of " + where
		}
		m.Say("The address leads to " + where + ", which is not there yet")
	}
	m.Compose()
}

// A place is a session and an event of it, 0 for the newest state.
type place struct {
	session string
	event   int
}

// seek goes to the place that is sought, once it is there.
func (m *Model) seek() {
	p := m.sought
	x := m.State.Session(p.session)
	if p.session == "" || x == nil || x.History.Last() < p.event {
		return
	}
	m.sought = place{}
	m.SelectSession(p.session)
	m.StopPlaying()
	m.View.At = 0
	if p.event > 0 {
		m.View.At = max(p.event, x.History.First())
	}
	m.Compose()
}

// placeOf is where a link leads.
func placeOf(l link.Status) string {
	p := l.Profile
	switch {
	case l.State.Filed():
		return settings.FilesPlace
	case p.BaseURL == settings.Simulator:
		return settings.SimulatorPlace
	case p.Name == "" && p.BaseURL == "":
		return settings.Nowhere
	}
	return settings.ProfilePlace(cmp.Or(p.Name, p.BaseURL))
}

// goThere follows the link to another place. The table is composed afterwards.
func (m *Model) goThere() {
	place := placeOf(m.State.Link)
	if place == m.View.Book.Place {
		return
	}
	m.View.Book.Enter(place)
	m.ReadNoise()
	delete(m.Texts, "rules")
	m.RulesErr = nil
	m.writeTexts()
}
