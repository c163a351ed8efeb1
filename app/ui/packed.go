package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/userdata"
)

// Userdata travel between the servers of Genesys as a packed list of keys and
// values. For voice its size is limited as the documentation's page on user data
// says; for SMS no page gives a limit.
const (
	packedUsual = 16_000 // bytes, the default
	packedMost  = 65_535 // bytes, what it can be set to
	packedEach  = 8      // bytes for the type and the lengths of a pair; a guess
)

// packed estimates the size of userData in bytes when they are packed.
func packed(d *userdata.Map) (n int) {
	for key, value := range d.All() {
		literal := value.Literal()
		n += len(key) + packedEach
		switch kind := value.Kind(); {
		case kind == userdata.Text && strings.IndexByte(literal, '\\') >= 0:
			n += len(value.Text())
		case kind == userdata.Text:
			n += len(literal) - len(`""`)
		case kind == userdata.Number:
			n += min(len(literal), 8)
		default:
			n += len(literal)
		}
	}
	return n
}

// packedSize says how large the data are beside what is known of limits.
func packedSize(m *model) app.UI {
	if m.scene.session == nil {
		return el("span", "foot-packed")
	}
	n := m.scene.packed
	limits := "An estimate of the keys and values with " + itoa(packedEach) + " bytes for each pair. For voice the limit is " + group(packedUsual) +
		" bytes by default and " + group(packedMost) + " at most; a limit for SMS is not documented."
	text := "≈ " + group(n) + " of " + group(packedUsual) + " B packed"
	switch {
	case n > packedMost:
		text = "≈ " + group(n) + " B packed, over the " + group(packedMost) + " of voice"
	case n > packedUsual:
		text = "≈ " + group(n) + " B packed, over the usual " + group(packedUsual) + " of voice"
	}
	return el("span", join("foot-packed", "over", n > packedUsual), app.Text(text), sr(". "+limits)).Attr("title", limits)
}
