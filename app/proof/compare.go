package proof

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/keytrail/keytrail/app/userdata"
)

// Compare judges the value seen under a key against the one sent. The verdict
// is Exact, Coerced where a conversion that has a name leads from one to the
// other, Differs, or NotSeen where the key is missing. The note names the
// conversion, or says what a difference looks like, and is "" when there is
// nothing to say. An absent sent value stands for a deletion.
func Compare(sent, seen userdata.Value) (Verdict, string) {
	switch {
	case sent.Kind() == userdata.Absent && seen.Kind() == userdata.Absent:
		return Exact, ""
	case sent.Kind() == userdata.Absent:
		return NotSeen, "still there"
	case seen.Kind() == userdata.Absent:
		return compareAbsent(sent)
	case sent.Equal(seen):
		return compareSpelling(sent, seen)
	}
	note, coerced := conversion(sent, seen)
	if coerced {
		return Coerced, note
	}
	return Differs, note
}

// compareAbsent judges a key that is not there: some servers drop what is empty.
func compareAbsent(sent userdata.Value) (Verdict, string) {
	switch {
	case sent.Kind() == userdata.Null:
		return Coerced, "null → absent"
	case sent.Text() == "":
		return Coerced, `"" → absent`
	}
	return NotSeen, ""
}

// compareSpelling judges equal values. How a text is escaped is the
// transport's business; how a number is written is not.
func compareSpelling(sent, seen userdata.Value) (Verdict, string) {
	if sent.Same(seen) || sent.Kind() == userdata.Text || compact(sent.Literal()) == compact(seen.Literal()) {
		return Exact, ""
	}
	if sent.Kind() == userdata.Number {
		return Coerced, arrow(sent.Literal(), seen.Literal())
	}
	return Coerced, "the same value, written differently"
}

// compact is a JSON literal without white space. That in texts goes as well, which
// makes no difference between values that are equal.
var compact = strings.NewReplacer(" ", "", "\t", "", "\r", "", "\n", "").Replace

// conversion explains how sent may have become seen. coerced is false when the
// note only describes a loss.
func conversion(sent, seen userdata.Value) (note string, coerced bool) {
	kinds := arrow(sent.Kind().String(), seen.Kind().String())
	switch from, to := sent.Kind(), seen.Kind(); {
	case from == userdata.Number && to == userdata.Number:
		return numberConversion(sent.Literal(), seen.Literal())
	case from == userdata.Text && to == userdata.Text:
		return textConversion(sent.Text(), seen.Text())
	case to == userdata.Null && sent.Text() == "":
		return `"" → null`, true
	case from == userdata.Null && seen.Text() == "":
		return `null → ""`, true
	case to == userdata.Text:
		return toText(sent, seen.Text(), kinds)
	case from == userdata.Text:
		return fromText(sent.Text(), seen, kinds)
	}
	digit := map[string]string{"true": "1", "false": "0"}[sent.Literal()]
	return kinds, digit == seen.Literal()
}

// toText explains a value that came back as text, perhaps converted otherwise
// on the way.
func toText(sent userdata.Value, seen, kinds string) (string, bool) {
	if seen == sent.Literal() {
		return kinds, true
	}
	inner, err := userdata.ParseValue(strings.TrimSpace(seen))
	switch {
	case err == nil && sent.Equal(inner):
		if sent.Kind() == userdata.Number {
			return kinds + ", " + arrow(sent.Literal(), seen), true
		}
		return kinds, true
	case inner.Kind() == userdata.Number:
		if note, ok := numberConversion(sent.Literal(), inner.Literal()); ok {
			return kinds + ", " + note, true
		}
	case strings.EqualFold(seen, sent.Literal()):
		return kinds + ", case changed", true
	}
	return kinds, false
}

// fromText explains a text that came back as another kind of value.
func fromText(sent string, seen userdata.Value, kinds string) (string, bool) {
	trimmed := strings.TrimSpace(sent)
	if trimmed == seen.Literal() {
		return kinds, true
	}
	inner, err := userdata.ParseValue(trimmed)
	if err == nil && inner.Equal(seen) {
		return kinds + ", " + arrow(trimmed, seen.Literal()), true
	}
	if seen.Kind() == userdata.Number {
		// Leading zeros and a plus are not JSON, but many readers take them.
		inner, err = userdata.ParseValue(strings.TrimLeft(trimmed, "+0"))
		if err == nil && inner.Equal(seen) || seen.Literal() == "0" && trimmed != "" && strings.Trim(trimmed, "0") == "" {
			return kinds + ", " + arrow(trimmed, seen.Literal()), true
		}
	}
	return kinds, false
}

// numberConversion explains one number that became another by the limits of
// the types that servers keep numbers in.
func numberConversion(sent, seen string) (string, bool) {
	a, errA := strconv.ParseFloat(sent, 64)
	b, errB := strconv.ParseFloat(seen, 64)
	if errA != nil || errB != nil {
		return "", false
	}
	change := ": " + arrow(sent, seen)
	n, err := strconv.ParseInt(sent, 10, 64)
	switch {
	case a == b && !spells(seen, a):
		return "", false
	case a == b:
		return "rounded to float64" + change, true
	case float64(float32(a)) == b:
		return "rounded to float32" + change, true
	case math.Trunc(a) == b:
		return "cut to an integer" + change, true
	case math.Round(a) == b:
		return "rounded to an integer" + change, true
	case err == nil && strconv.FormatInt(int64(int32(n)), 10) == seen:
		return "wrapped to 32 bits" + change, true
	}
	return "", false
}

// spells reports whether a number is f to as many digits as it has: a server that
// keeps a float64 writes no other ones.
func spells(number string, f float64) bool {
	digits, _, _ := strings.Cut(strings.ToLower(number), "e")
	digits = strings.Trim(strings.Replace(digits, ".", "", 1), "-0")
	v, _ := userdata.ParseValue(number)
	w, _ := userdata.ParseValue(strconv.FormatFloat(f, 'e', len(digits)-1, 64))
	return v.Equal(w)
}

// textConversion explains one text that became another.
func textConversion(sent, seen string) (string, bool) {
	switch {
	case strings.TrimSpace(sent) == seen:
		return "trimmed", true
	case strings.TrimRight(sent, "\x00") == seen:
		return "trailing NULs removed", true
	case strings.ReplaceAll(sent, "\r\n", "\n") == seen, strings.ReplaceAll(sent, "\n", "\r\n") == seen:
		return "line ends changed", true
	case strings.EqualFold(sent, seen):
		return "case changed", true
	case utf8.RuneCountInString(seen) == len(sent) && latin1(sent) == seen:
		return "encoding: UTF-8 read as Latin-1", true
	case masked(sent, seen, '?') || masked(sent, seen, utf8.RuneError):
		return "encoding: characters beyond ASCII replaced", true
	case html.EscapeString(sent) == seen:
		return "encoding: HTML-escaped", true
	case seen != "" && strings.HasPrefix(sent, seen):
		return fmt.Sprintf("cut after %d characters", utf8.RuneCountInString(seen)), false
	}
	return "", false
}

// latin1 returns what a reader sees that takes each UTF-8 byte of s for a
// character of its own.
func latin1(s string) string {
	rs := make([]rune, 0, len(s))
	for _, b := range []byte(s) {
		rs = append(rs, rune(b))
	}
	return string(rs)
}

// masked reports whether seen is sent with a mark for each character beyond
// ASCII.
func masked(sent, seen string, mark rune) bool {
	return seen == strings.Map(func(r rune) rune {
		if r > '~' {
			return mark
		}
		return r
	}, sent)
}

func arrow(from, to string) string { return short(from) + " → " + short(to) }

// short keeps a note readable whatever the length of a value.
func short(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}
