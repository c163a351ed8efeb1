package ui

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// keyTail is how many characters at the end of a key stand even where the key
// does not fit: keys of routing begin alike and differ in their suffix. grid.css
// leaves as much room.
const keyTail = 8

// keyCut is where the end of a key begins that stays in sight, 0 where the key
// is short enough for any width of the column or ends in other than plain ASCII,
// whose width nobody knows.
func keyCut(key string) int {
	cut := len(key) - keyTail
	if cut <= keyTail {
		return 0
	}
	for i := cut; i < len(key); i++ {
		if key[i] < '!' || key[i] > '~' {
			return 0
		}
	}
	return cut
}

// keyText is a key as text; the empty one is in words, as it is a key, too.
func keyText(key string) []app.UI {
	if key == "" {
		return []app.UI{word("span", "grid-word", "empty key")}
	}
	return exact(key)
}

// namedKey is a key with what a person calls it, if that is anything.
func namedKey(name, key string, find []string) []app.UI {
	out := keyText(key)
	if key != "" {
		out = exactMarked(key, find)
	}
	if name != "" {
		out = []app.UI{word("span", "grid-name", name), app.Text(" "), el("span", "grid-id", out...)}
	}
	return out
}

// key is the cell with the key. What does not fit of a long one is left out in
// its middle, by the style sheet: the text is whole. It stands in two boxes then,
// which assistive technology would read as two words.
func (c *gridRow) key(r *row) app.UI {
	l := &c.Line.line
	find := l.m.scene.query.Wanted("key")
	flags, said := c.flags(r)
	cut := keyCut(r.key)
	if cut == 0 || l.name != "" {
		return keyCell(append(namedKey(l.name, r.key, find), flags...))
	}
	head := el("span", join("grid-head", "flagged", len(flags) > 0), exactFound(r.key, find, 0, cut)...).Attr("title", r.key)
	body := append([]app.UI{head}, exactFound(r.key, find, cut, len(r.key))...)
	return keyCell(append(body, flags...)).Aria("label", r.key+said)
}

func keyCell(body []app.UI) app.HTMLElem {
	return el("th", "grid-key", body...).Attr("scope", "row").DataSet("col", "key")
}

// flags are the signs behind a key, and the words for them.
func (c *gridRow) flags(r *row) (signs []app.UI, said string) {
	l := &c.Line.line
	for _, f := range [...]struct {
		on                bool
		class, sign, word string
	}{{l.pinned, "grid-flag", "▲", " pinned"}, {l.chosen, "grid-flag grid-chosen", "☑", " chosen"}, {l.watched, "grid-flag", "◉", " watched"}} {
		if f.on {
			signs = append(signs, sign(f.class, f.sign), sr(f.word))
			said += f.word
		}
	}
	if l.twin != "" {
		signs = append(signs, el("span", "grid-alike", sign("", "≠"), sr(" "+l.twin)).Attr("title", l.twin))
		said += " " + l.twin
	}
	if r.dups > 1 {
		text := itoa(r.dup) + " of " + itoa(r.dups)
		signs = append(signs, word("span", "grid-dup", text))
		said += " " + text
	}
	return signs, said
}
