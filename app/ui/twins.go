package ui

import (
	"strings"
	"unicode"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/userdata"
)

// twinsIn finds the keys whose names look like another's, and says of each in which
// code points it differs from that one. Names of ASCII differ visibly, so usual
// maps have none.
func twinsIn(d *userdata.Map) map[string]string {
	var odd bool
	for key := range d.All() {
		odd = odd || !ascii(key)
	}
	if !odd {
		return nil
	}
	alike, found := map[string][]string{}, map[string]string{}
	for key := range d.All() {
		form := outline(key)
		for _, other := range alike[form] {
			if said := apart(other, key); said != "" {
				found[key] = withMore(found[key], twinText(other, said))
				found[other] = withMore(found[other], twinText(key, apart(key, other)))
			}
		}
		alike[form] = append(alike[form], key)
	}
	return found
}

func twinText(other, said string) string {
	return "Looks like the key “" + short(other) + "”, which has other code points. " + capital(said) + "."
}

// twinOf says which key of d a new one would look like, "" where there is none.
func twinOf(key string, d *userdata.Map) (text string) {
	for other := range d.All() {
		if said := apart(other, key); said != "" {
			text = withMore(text, twinText(other, said))
		}
	}
	return text
}

func withMore(text, more string) string { return strings.TrimSpace(text + " " + more) }

// outline is what names that look the same have in common, so that only few have
// to be compared: what each character looks like, as far as one code point says it.
func outline(key string) string {
	var b strings.Builder
	for _, cluster := range clusters(key) {
		seen := []rune(strings.Map(visibly, cluster))
		if len(seen) == 1 && (seen[0] < 0x80 || unicode.In(seen[0], unicode.Han, unicode.Hangul)) {
			b.WriteRune(seen[0])
		} else {
			b.WriteByte(0) // a letter with a mark may be one code point or two
		}
	}
	return b.String()
}

// newTwins says of the keys that an event brought which of them look like others
// that stood there then.
func (m *model) newTwins(e history.Event) string {
	if e.Added == 0 || e.Brought() || !m.mayHaveTwins(e) {
		return ""
	}
	found, text := twinsIn(stateAt(m.scene.session, e.N)), ""
	for _, c := range e.Changes {
		if c.Old.Kind() == userdata.Absent && c.Path == "" && found[c.Key] != "" {
			text = withMore(text, short(c.Key)+": "+found[c.Key])
		}
	}
	return text
}

// mayHaveTwins spares most events the making of their whole map.
func (m *model) mayHaveTwins(e history.Event) bool {
	for _, c := range e.Changes {
		if !ascii(c.Key) {
			return true
		}
	}
	return len(m.scene.twins) > 0
}
