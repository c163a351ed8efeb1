package settings

import (
	"strings"

	"github.com/keytrail/keytrail/app/query"
)

// ParsePins reads the keys that stand on top, in their order, and what they are
// called: a key a line, a name behind an equals sign, as a business attribute's
// values can be listed. A key that holds blanks or an equals sign stands in
// double quotes.
//
//	DISP_KEY = Disposition
//	"Order No"
//	Subject=What it is about
func ParsePins(text string) (pins []string, names map[string]string, err error) {
	names = map[string]string{}
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		key, name, _ := strings.Cut(line, "=")
		if line[0] == '"' {
			quoted, end, bad := query.ReadWord(line, 0)
			if bad != nil {
				return nil, nil, &LineError{i + 1, bad.Error()}
			}
			_, name, _ = strings.Cut(line[end:], "=")
			key = quoted
		}
		key, name = strings.TrimSpace(key), strings.TrimSpace(name)
		pins = append(pins, key)
		if name != "" {
			names[key] = name
		}
	}
	return pins, names, nil
}

// FormatPins writes what ParsePins reads.
func FormatPins(pins []string, names map[string]string) string {
	var b strings.Builder
	for _, key := range pins {
		name := names[key]
		if strings.ContainsAny(key, " \t\"=#") || key == "" {
			key = query.InQuotes(key)
		}
		b.WriteString(key)
		if name != "" {
			b.WriteString(" = " + name)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
