package scene

import (
	"strings"
	"unicode"

	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// TwinsIn finds the keys whose names look like another's, and says of each in which
// code points it differs from that one. Names of ASCII differ visibly, so usual
// maps have none.
func TwinsIn(d *userdata.Map) map[string]string {
	var odd bool
	for key := range d.All() {
		odd = odd || !IsASCII(key)
	}
	if !odd {
		return nil
	}
	alike, found := map[string][]string{}, map[string]string{}
	for key := range d.All() {
		form := outline(key)
		for _, other := range alike[form] {
			if said := apart(other, key); said != "" {
				found[key] = WithMore(found[key], twinText(other, said))
				found[other] = WithMore(found[other], twinText(key, apart(key, other)))
			}
		}
		alike[form] = append(alike[form], key)
	}
	return found
}

func twinText(other, said string) string {
	return "Looks like the key “" + wording.Short(other) + "”, which has other code points. " + wording.Capital(said) + "."
}

// TwinOf says which key of d a new one would look like, "" where there is none.
func TwinOf(key string, d *userdata.Map) (text string) {
	for other := range d.All() {
		if said := apart(other, key); said != "" {
			text = WithMore(text, twinText(other, said))
		}
	}
	return text
}

// WithMore puts more behind a text.
func WithMore(text, more string) string { return strings.TrimSpace(text + " " + more) }

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
