package scene

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// maxAlike is how many places of two texts are named in which they differ.
const maxAlike = 3

// Lookalike says which code points differ between two texts that look the same:
// letters composed and decomposed, letters of another alphabet, blanks that are
// not the usual one, and what cannot be seen at all. It is "" for texts that
// differ visibly, and for equal ones.
func Lookalike(old, new userdata.Value) string {
	if old.Kind() != userdata.Text || new.Kind() != userdata.Text {
		return ""
	}
	said := apart(old.Text(), new.Text())
	if said == "" {
		return ""
	}
	return "Looks the same, other code points. " + wording.Capital(said)
}

// apart names the code points in which two texts differ that look the same.
func apart(a, b string) string {
	if a == b || IsASCII(a) && IsASCII(b) || len(a) > Clamp || len(b) > Clamp {
		return ""
	}
	was, is := clusters(a), clusters(b)
	if !slices.EqualFunc(looks(was), looks(is), alike) {
		return ""
	}
	var said []string
	differ := 0
	for i := range was {
		switch {
		case was[i] == is[i]:
			continue
		case differ < maxAlike:
			said = append(said, "character "+strconv.Itoa(i+1)+": "+points(was[i])+" → "+points(is[i]))
		}
		differ++
	}
	if differ > maxAlike {
		said = append(said, strconv.Itoa(differ-maxAlike)+" more")
	}
	return strings.Join(said, "; ")
}

// IsASCII reports that s has ASCII characters only.
func IsASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// clusters cuts a text before each character that stands for itself: marks, and
// what cannot be seen, belong to the one before them, or to the first.
func clusters(s string) (out []string) {
	start, seen := 0, false
	for i, r := range s {
		stands := !unicode.IsMark(r) && !invisible(r)
		if stands && seen {
			out = append(out, s[start:i])
			start = i
		}
		seen = seen || stands
	}
	return append(out, s[start:])
}

// invisible reports whether r takes no room. Joiners do in some alphabets, and
// there they are no mistake, but a change of them is as hard to see.
func invisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || r == 0x034f || r == 0x115f || r == 0x3164
}

// looks is what clusters look like.
func looks(clusters []string) []string {
	out := make([]string, len(clusters))
	for i, cluster := range clusters {
		out[i] = strings.Map(visibly, cluster)
	}
	return out
}

// alike reports whether two looks are the same, as far as that is known.
func alike(a, b string) bool {
	return a == b || composed([]rune(a), []rune(b)) || composed([]rune(b), []rune(a))
}

// composed reports whether a is one letter and b may be the same in parts: one
// with marks. A table of all of them would be larger than what it is good for,
// and the code points are named as they are anyway.
func composed(a, b []rune) bool {
	return len(a) == 1 && a[0] >= 0x80 && unicode.IsLetter(a[0]) && len(b) > 1 && unicode.IsLetter(b[0]) && unicode.IsMark(b[1])
}

// The letters of other alphabets that are drawn as those of ASCII, and these.
const (
	twins  = "АВЕЅІЈКМНОРСТУХаеорсухѕіјԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧονϹϲɑɡıⅠⅤⅩ‐‑−’‘“”"
	plains = "ABESIJKMHOPCTYXaeopcyxsijdhqwABEZHIKMNOPTYXovCcagiIVX---''\"\""
)

// visibly is what r looks like: itself as a rule, nothing for what is not seen.
func visibly(r rune) rune {
	switch {
	case r < 0x80:
		return r
	case invisible(r):
		return -1
	case unicode.IsSpace(r) || unicode.Is(unicode.Zs, r):
		return ' '
	case r >= 0xff01 && r <= 0xff5e: // of full width
		return r - 0xff01 + '!'
	}
	if i := strings.IndexRune(twins, r); i >= 0 {
		return rune(plains[len([]rune(twins[:i]))])
	}
	return r
}

// points names the code points of a cluster, with what they are where that
// cannot be seen.
func points(s string) string {
	var out []string
	for _, r := range s {
		hex := strings.ToUpper(strconv.FormatInt(int64(r), 16))
		name := "U+" + strings.Repeat("0", max(4-len(hex), 0)) + hex
		if what := kindOfPoint(r); what != "" {
			name += " (" + what + ")"
		}
		out = append(out, name)
	}
	return strings.Join(out, " ")
}

func kindOfPoint(r rune) string {
	switch {
	case r == ' ':
		return "blank"
	case r == 0xa0 || r == 0x202f:
		return "no-break space"
	case r == 0x200b:
		return "zero-width space"
	case r == 0x200c:
		return "zero-width non-joiner"
	case r == 0x200d:
		return "zero-width joiner"
	case r == 0xad:
		return "soft hyphen"
	case r == 0xfeff:
		return "byte order mark"
	case invisible(r):
		return "invisible"
	case unicode.Is(unicode.Zs, r):
		return "space"
	case unicode.IsMark(r):
		return "combining mark"
	case unicode.Is(unicode.Cyrillic, r):
		return "Cyrillic"
	case unicode.Is(unicode.Greek, r):
		return "Greek"
	case unicode.Is(unicode.Latin, r):
		return "Latin"
	}
	return ""
}
