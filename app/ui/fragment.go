package ui

import (
	"net/url"
	"strings"

	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/query"
)

// fragment is the part of the page's address behind the #: where somebody
// looks, so that a reload or a colleague comes to the same place. It never
// holds a value: what of the filter may name one is left out.
func (m *model) fragment() string {
	v := url.Values{}
	view := &m.view
	if view.session != "" {
		v.Set("session", view.session)
	}
	if view.at > 0 {
		v.Set("event", itoa(view.at))
	}
	if q, _ := query.Parse(view.filter); len(q.Public()) > 0 {
		v.Set("filter", q.Public().String())
	}
	if view.lens > 0 {
		v.Set("lens", lenses[view.lens].name)
	}
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

// follow looks where a fragment says: that of the address the page was opened
// with, or one that a person or the browser's way back put in its place. A
// session that is not known yet is waited for. Of a filter that may name a
// value the fragment holds a part; where that part is the same, it stays.
func (m *model) follow(fragment string) {
	if fragment == m.fragment() {
		return
	}
	v := ReadQuery(fragment)
	if i := lensNamed(v.Get("lens")); i >= 0 && i != m.view.lens {
		m.view.lens, m.view.tab = i, lenses[i].tab
	}
	m.sought = place{session: orElse(v.Get("session"), m.view.session), event: atoi(v.Get("event"))}
	shown, _ := query.Parse(m.view.filter)
	if f := v.Get("filter"); (f != "" || v.Has("session")) && f != shown.Public().String() {
		m.want(effect{do: setValue, target: filterField, text: f})
		m.view.filter = f
	}
	m.seek()
	if p := m.sought; p.session != "" && m.state.Link.State == link.Connected {
		where := "session " + tail(p.session, 6)
		if p.event > 0 {
			where = "event " + itoa(p.event) + " of " + where
		}
		m.say("The address leads to " + where + ", which is not there yet")
	}
	m.recompose()
	m.touchAll()
}

// A place is a session and an event of it, 0 for the newest state.
type place struct {
	session string
	event   int
}

// seek goes to the place that is sought, once it is there.
func (m *model) seek() {
	p := m.sought
	x := m.state.Session(p.session)
	if p.session == "" || x == nil || x.History.Last() < p.event {
		return
	}
	m.sought = place{}
	m.selectSession(p.session)
	m.stopPlaying()
	m.view.at = 0
	if p.event > 0 {
		m.view.at = max(p.event, x.History.First())
	}
	m.compose()
}
