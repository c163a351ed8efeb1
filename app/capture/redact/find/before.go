package find

import (
	"net/url"
	"strings"

	"github.com/keytrail/keytrail/app/capture/redact/vocab"
	"github.com/keytrail/keytrail/app/capture/words"
)

// nameEnd returns where a name ends that has a bracket or stars behind it: o["name"],
// 'name' [str], **name**.
func (f *finder) nameEnd(end int) int {
	if trimmed := strings.TrimRight(f.s[:end], "*])"); trimmed != "" && strings.IndexByte("\"'`", trimmed[len(trimmed)-1]) >= 0 || f.s[end-1] == '*' {
		return len(trimmed)
	}
	open := strings.LastIndexByte(f.s[max(0, end-10):end], '[') + max(0, end-10)
	if open > 1 && f.s[open-1] == ' ' && strings.IndexByte("\"'", f.s[open-2]) >= 0 && words.IsLetters(f.s[open+1:end-1]) {
		return open - 1
	}
	return end
}

// LongestName is how many bytes in front of a value are looked at.
const LongestName = 64

// nameBefore returns the name that ends at end, with the words in front of it
// on its line, and whether it was in quotes.
func (f *finder) nameBefore(end int) (name string, quoted bool) {
	for end > 0 && (f.s[end-1] == ' ' || f.s[end-1] == '\t') {
		end--
	}
	if above := strings.TrimRight(f.s[max(0, end-LongestName):end], " \t\r\n"); strings.HasSuffix(above, `"`) {
		end -= min(end, LongestName) - len(above)
	}
	if end > 1 && (f.s[end-1] == ']' || f.s[end-1] == ')' || f.s[end-1] == '*') {
		end = f.nameEnd(end)
	}
	for end > 0 {
		switch {
		case strings.IndexByte("\"'`\\", f.s[end-1]) >= 0:
			end, quoted = end-1, true
			continue
		case strings.HasSuffix(f.s[max(0, end-6):end], "&quot;"), strings.HasSuffix(f.s[max(0, end-5):end], "&#34;"):
			end, quoted = strings.LastIndexByte(f.s[:end], '&'), true
			continue
		case strings.HasSuffix(f.s[max(0, end-3):end], "%22"):
			end, quoted = end-3, true
			continue
		}
		break
	}
	from := end
	for from > 0 && end-from < LongestName && isNameByte(f.s[from-1]) {
		from--
	}
	return f.s[from:end], quoted
}

var nameBytes = func() (is [256]bool) {
	for c := range is {
		is[c] = c >= 0x80 || words.IsAlnum(byte(c)) || strings.IndexByte("_-.[]$@ ", byte(c)) >= 0
	}
	return is
}()

func isNameByte(c byte) bool { return nameBytes[c] }

// labelBefore returns the label of the name that ends at end.
func (f *finder) labelBefore(end int) Label {
	name, _ := f.nameBefore(end)
	return f.labelOf(name, end)
}

// labelOf returns the label of name, with the words in front of it, which ends at
// end. Names may have up to four words: mot de passe.
func (f *finder) labelOf(name string, end int) Label {
	name = strings.TrimSpace(name)
	last := strings.LastIndexByte(name, ' ') + 1
	says := f.names.About(name[last:])
	if label := says.label(f.personal); label != None {
		f.all = says.Secrecy == vocab.AllSecret
		return label
	}
	most := 0 // words in front of the last one
	if says.Ends {
		most = 3
	}
	for from := last; from > 0 && most > 0; most-- {
		from = strings.LastIndexByte(name[:from-1], ' ') + 1
		label := f.nameOf(name[from:])
		if label != None && f.nameOf(strings.ReplaceAll(name[from:], " ", "")) != None && strings.Count(name[from:], " ") < 4 && !f.speaks(name[from:]) {
			f.all = f.names.Secrecy(name[from:]) == vocab.AllSecret
			return label
		}
	}
	return f.encodedBefore(end)
}

// encodedBefore returns the label of the name of a form's or a query's field that
// ends at end and is written with escapes: contrase%C3%B1a, cl%C3%A9+api.
func (f *finder) encodedBefore(end int) Label {
	from, escapes := end, false
	for from > 0 && end-from < 3*LongestName && (f.s[from-1] == '%' || f.s[from-1] == '+' || f.s[from-1] != ' ' && isNameByte(f.s[from-1])) {
		from--
		escapes = escapes || f.s[from] == '%' || f.s[from] == '+'
	}
	if !escapes {
		return None
	}
	name, err := f.s[from:end], error(nil)
	for range 3 {
		if name, err = url.QueryUnescape(name); err != nil {
			return None
		}
	}
	name = name[strings.LastIndexAny(name, "&?#")+1:]
	f.all = f.names.Secrecy(name) == vocab.AllSecret
	return f.nameOf(name)
}

// speaks reports whether the words without the last one would be a name by
// themselves: then they speak of it, and the last word is the name.
func (f *finder) speaks(name string) bool {
	first := name[:strings.LastIndexByte(name, ' ')]
	return f.nameOf(first) != None && !vocab.Counts(vocab.Letters(name[len(first):]))
}
