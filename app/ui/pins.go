package ui

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/query"
)

// parsePins reads the keys that stand on top, in their order, and what they are
// called: a key a line, a name behind an equals sign, as a business attribute's
// values can be listed. A key that holds blanks or an equals sign stands in
// double quotes.
//
//	DISP_KEY = Disposition
//	"Order No"
//	Subject=What it is about
func parsePins(text string) (pins []string, names map[string]string, err error) {
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
				return nil, nil, lineError(i, bad.Error())
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

// pinsText writes what parsePins reads.
func pinsText(pins []string, names map[string]string) string {
	var b strings.Builder
	for _, key := range pins {
		name := names[key]
		if strings.ContainsAny(key, " \t\"=#") || key == "" {
			key = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(key) + `"`
		}
		b.WriteString(key)
		if name != "" {
			b.WriteString(" = " + name)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// setPins takes over the text form of the keys on top.
func (m *model) setPins(text string) {
	pins, names, err := parsePins(text)
	if m.pinsErr = err; err == nil {
		m.view.pins, m.view.names, m.view.order = pins, names, nil
		m.keep()
		m.say(plural(len(pins), "key") + " on top")
	}
	m.recompose()
	m.touch(draftPart)
}

// pinsForm is the panel in which they are written.
func pinsForm(m *model) app.UI {
	return el("div", "noise",
		word("p", "note", "Keys that stand on top of the table, in this order, are never hidden. A name is shown with its key, and in the lens Supervisor in its place. Paste the values of a business attribute to take over its order and names."),
		textForm("pins", "Keys on top, one a line", "DISP_KEY = Disposition\nSubject = What it is about\n\"Order No\"", m.pinsErr))
}
