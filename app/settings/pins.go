package settings

import (
	"strings"

	"github.com/keytrail/keytrail/app/query"
)

// ParsePins reads the keys that stand on top, in their order, and what they are
// called: a key a line, a name behind an equals sign or a tab, as a business
// attribute's values can be listed and the cells of a table are copied. A key that
// holds blanks or an equals sign stands in double quotes, and so does the empty one.
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
		key, name := cutName(line)
		if line[0] == '"' {
			quoted, end, bad := query.ReadWord(line, 0)
			if bad != nil {
				return nil, nil, &LineError{i + 1, bad.Error()}
			}
			_, name = cutName(line[end:])
			key = quoted
		} else if key == "" {
			return nil, nil, &LineError{i + 1, `the key is missing; the empty one is written as ""`}
		}
		pins = append(pins, key)
		if name != "" {
			names[key] = name
		}
	}
	return pins, names, nil
}

// cutName cuts a line at what a name stands behind.
func cutName(line string) (key, name string) {
	i := strings.IndexAny(line, "=\t")
	if i < 0 {
		return line, ""
	}
	key, name = strings.TrimSpace(line[:i]), strings.TrimSpace(line[i+1:])
	if line[i] == '\t' {
		name = strings.TrimSpace(strings.TrimPrefix(name, "="))
	}
	return key, name
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
