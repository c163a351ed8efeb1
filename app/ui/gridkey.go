package ui

import "github.com/keytrail/keytrail/app/ui/rows"

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
func keyText(key string) []*rows.Node {
	if key == "" {
		return []*rows.Node{rows.Word("span", "grid-word", "empty key")}
	}
	return exactText(key)
}

// namedKey is a key with what a person calls it, if that is anything.
func namedKey(name, key string, find []string) []*rows.Node {
	out := keyText(key)
	if key != "" {
		out = exactMarked(key, find)
	}
	if name != "" {
		out = []*rows.Node{rows.Word("span", "grid-name", name), rows.Text(" "), rows.El("span", "grid-id", out...)}
	}
	return out
}

// key is the cell with the key. What does not fit of a long one is left out in
// its middle, by the style sheet: the text is whole. It stands in two boxes then,
// which assistive technology would read as two words.
func (l *gridLine) key(r *row) *rows.Node {
	find := l.m.scene.query.Wanted("key")
	flags, said := l.flags(r)
	cut := keyCut(r.key)
	if cut == 0 || l.name != "" {
		return keyCell(append(namedKey(l.name, r.key, find), flags...))
	}
	head := rows.El("span", join("grid-head", "flagged", len(flags) > 0), exactFound(r.key, find, 0, cut)...).Attr("title", r.key)
	body := append([]*rows.Node{head}, exactFound(r.key, find, cut, len(r.key))...)
	return keyCell(append(body, flags...)).Aria("label", r.key+said)
}

func keyCell(body []*rows.Node) *rows.Node {
	return rows.El("th", "grid-key", body...).Attr("scope", "row").Data("col", "key")
}

// flags are the signs behind a key, and the words for them.
func (l *gridLine) flags(r *row) (signs []*rows.Node, said string) {
	for _, f := range [...]struct {
		on                bool
		class, sign, word string
	}{{l.pinned, "grid-flag", "▲", " pinned"}, {l.chosen, "grid-flag grid-chosen", "☑", " chosen"}, {l.watched, "grid-flag", "◉", " watched"}} {
		if f.on {
			signs = append(signs, rows.Sign(f.class, f.sign), rows.SR(f.word))
			said += f.word
		}
	}
	if l.twin != "" {
		signs = append(signs, rows.El("span", "grid-alike", rows.Sign("", "≠"), rows.SR(" "+l.twin)).Attr("title", l.twin))
		said += " " + l.twin
	}
	if r.dups > 1 {
		text := itoa(r.dup) + " of " + itoa(r.dups)
		signs = append(signs, rows.Word("span", "grid-dup", text))
		said += " " + text
	}
	return signs, said
}
