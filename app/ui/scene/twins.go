package scene

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// TwinsIn finds the keys whose names look like another's, and says of each in which
// code points it differs from one of those. Names of ASCII differ visibly, so usual
// maps have none.
func TwinsIn(d *userdata.Map) map[string]string {
	var odd bool
	for key := range d.All() {
		odd = odd || !IsASCII(key)
	}
	if !odd {
		return nil
	}
	type shape struct {
		key   string
		looks []string
	}
	shapes, found := map[string][]shape{}, map[string]string{}
	for key := range d.All() {
		is := shape{key, looks(clusters(key))}
		form := outline(is.looks)
		for _, other := range shapes[form] {
			if !slices.EqualFunc(other.looks, is.looks, alike) {
				continue
			}
			if said := apart(other.key, key); said != "" { // and no more of them: each of many would name all others
				found[key] = twinText(other.key, said)
				found[other.key] = cmp.Or(found[other.key], twinText(key, apart(key, other.key)))
				break
			}
		}
		shapes[form] = append(shapes[form], is)
	}
	return found
}

func twinText(other, said string) string {
	return "Looks like the key “" + wording.Short(other) + "”, which has other code points. " + wording.Capital(said) + "."
}

// TwinOf says which key of d a new one would look like, "" where there is none.
func TwinOf(key string, d *userdata.Map) string {
	for other := range d.All() {
		if said := apart(other, key); said != "" {
			return twinText(other, said)
		}
	}
	return ""
}

// outline is what names that look the same have in common, so that only few have
// to be compared: what each character looks like, as far as one code point says it.
func outline(looks []string) string {
	var b strings.Builder
	for _, look := range looks {
		seen := []rune(look)
		if len(seen) == 1 && (seen[0] < 0x80 || unicode.In(seen[0], unicode.Han, unicode.Hangul)) {
			b.WriteRune(seen[0])
		} else {
			b.WriteByte(0) // a letter with a mark may be one code point or two
		}
	}
	return b.String()
}
