package settings

import (
	"slices"
	"strconv"
	"strings"
)

// ParsePins reads the keys that stand on top, in their order, and what they are
// called: a key a line, a name behind an equals sign or a tab, as a business
// attribute's values can be listed and the cells of a table are copied. A key that
// holds blanks, an equals sign or what cannot be seen stands in double quotes, as Go
// writes texts, and so does the empty one. A key is on top once.
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
			quoted, err := strconv.QuotedPrefix(line)
			if err != nil {
				return nil, nil, &LineError{i + 1, `the key that begins here has no closing ", or a \ in it is not written as \\`}
			}
			key, _ = strconv.Unquote(quoted)
			_, name = cutName(line[len(quoted):])
		} else if key == "" {
			return nil, nil, &LineError{i + 1, `the key is missing; the empty one is written as ""`}
		}
		if !slices.Contains(pins, key) {
			pins = append(pins, key)
		}
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
		quoted := strconv.Quote(key)
		if key != "" && len(quoted) == len(key)+2 && !strings.ContainsAny(key, " =#") {
			quoted = key
		}
		b.WriteString(quoted)
		if name := names[key]; name != "" {
			b.WriteString(" = " + name)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
