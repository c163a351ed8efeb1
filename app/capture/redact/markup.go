package redact

import (
	"strings"

	"github.com/keytrail/keytrail/app/capture/words"
)

// A role is what a member, attribute or element does for another one.
type role uint8

const (
	noRole role = iota
	naming      // says what the other one's value is
	typing      // does so, where it leaves no doubt
	valued      // has the value
)

// roleWords are the names of those that do, and lastRoles what the names may end with.
var (
	namingWords = set(`name key field header attribute attr param parameter property label id code k n httpequiv itemprop for placeholder autocomplete
		path pointer option variable nom nombre schlussel clave cle champ campo feld bezeichnung`)
	valuedWords = set(`value val v content data text values default defaultvalue literal stringvalue body current old new was is before after oldvalue newvalue
		from to payload wert valeur valor inhalt contenu contenido`)
	lastNaming = set("name key field header attribute attr param parameter property label")
	lastValued = set("value val content text payload wert valeur valor")
)

// role returns what a member of that name does. Answers are remembered.
func (m *Masks) role(name string) role {
	r, ok := m.roles[name]
	if ok {
		return r
	}
	words := words.Of(name)
	joined, last := strings.Join(words, ""), ""
	if len(words) > 0 {
		last = words[len(words)-1]
	}
	switch {
	case namingWords[joined], lastNaming[last]:
		r = naming
	case valuedWords[joined], lastValued[last]:
		r = valued
	case last == "type":
		r = typing
	}
	if len(m.roles) > 1<<12 {
		clear(m.roles)
	}
	m.roles[strings.Clone(name)] = r
	return r
}

// lastSegment returns the last name of a path such as /userData/password.
func lastSegment(s string) string { return s[strings.LastIndexByte(strings.TrimRight(s, "/"), '/')+1:] }

// longestTag is how many bytes of a tag are read.
const longestTag = 8 << 10

// element looks at the tag of HTML or XML at at: the value of an input or meta
// whose name says what it is, and the text of an element whose name does.
func (f *finder) element(at int) int {
	end := at + 1
	for end < len(f.s) && end-at < longestName && (isAlnum(f.s[end]) || f.s[end] >= 0x80 || strings.IndexByte("_-.:", f.s[end]) >= 0) {
		end++
	}
	if end == at+1 || !words.IsLetter(f.s[at+1]) {
		return at + 1
	}
	name := f.s[at+1 : end]
	tag := f.s[end:min(len(f.s), end+longestTag)]
	closed := tagEnd(tag)
	behind := end + closed + 1
	if closed < 0 {
		closed, behind = len(tag), end+len(tag)
	}
	label := f.m.nameOf(local(name))
	if by := f.attributes(end, tag[:closed], ""); by != "" && label == "" {
		label = by
	}
	if closed == len(tag) || strings.HasSuffix(tag[:closed], "/") || strings.EqualFold(name, "input") || strings.EqualFold(name, "meta") {
		return end
	}
	if label == "" {
		label, behind = f.titled(name, behind)
	}
	if label == "" {
		return end
	}
	stop := f.contentEnd(behind, local(name))
	if inner := strings.TrimSpace(f.s[behind:stop]); strings.HasPrefix(inner, "<![CDATA[") {
		behind = strings.Index(f.s[behind:], "<![CDATA[") + behind + 9
		if n := strings.Index(f.s[behind:stop], "]]>"); n >= 0 {
			return f.hide(behind, behind+n, label)
		}
	}
	return f.hide(behind, stop, label)
}

func local(name string) string { return name[strings.LastIndexByte(name, ':')+1:] }

// tagEnd returns where the > of a tag stands, -1 for nowhere.
func tagEnd(tag string) int {
	quote := byte(0)
	for i := range len(tag) {
		switch c := tag[i]; {
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
		case c == '"' || c == '\'':
			quote = c
		case c == '>':
			return i
		}
	}
	return -1
}

// attributes hides the values of a tag that has a name, or the label given, and
// returns its label.
func (f *finder) attributes(at int, tag, label string) string {
	type attribute struct{ from, to int }
	var values []attribute
	for i := 0; i < len(tag); {
		eq := strings.IndexByte(tag[i:], '=')
		if eq < 0 {
			break
		}
		eq += i
		words := strings.Fields(tag[i:eq])
		from := eq + 1
		for from < len(tag) && isBlank(tag[from]) {
			from++
		}
		to := from
		if from < len(tag) && (tag[from] == '"' || tag[from] == '\'') {
			from++
			if n := strings.IndexByte(tag[from:], tag[from-1]); n >= 0 {
				to = from + n
			} else {
				to = len(tag)
			}
		} else {
			for to < len(tag) && !isBlank(tag[to]) {
				to++
			}
		}
		i = max(to+1, eq+1)
		if len(words) == 0 {
			continue
		}
		switch role := f.m.role(words[len(words)-1]); {
		case role == naming && label == "":
			label = f.m.nameOf(tag[from:to])
		case role == typing && strings.EqualFold(tag[from:to], "password"):
			label = labelCredential
		case role == valued:
			values = append(values, attribute{from, to})
		}
	}
	for _, v := range values {
		if label != "" {
			f.hide(at+v.from, at+v.to, label)
		}
	}
	return label
}

// titled reads an element that is nothing but a name, such as a heading of a
// table, and returns its label and where the next element begins.
func (f *finder) titled(name string, from int) (label string, next int) {
	text := f.s[from:min(len(f.s), from+longestName+1)]
	n := strings.IndexByte(text, '<')
	if n <= 0 || !strings.HasPrefix(text[n:], "</") {
		return "", from
	}
	if label = f.m.nameOf(strings.Trim(strings.TrimSpace(text[:n]), ":*")); label == "" {
		return "", from
	}
	from += n
	open := from
	for range 4 { // ends of elements, and the beginning of the next
		c := strings.IndexByte(f.s[open:min(len(f.s), open+longestTag)], '>')
		if c < 0 {
			return "", from
		}
		begin := f.s[open : open+c]
		open += c + 1
		if strings.HasSuffix(begin, "/") {
			return "", from
		}
		if i := strings.IndexByte(begin, '<'); i >= 0 && !strings.HasPrefix(begin[i:], "</") {
			f.attributes(open-1-len(begin), begin, label)
			return label, open
		}
	}
	return "", from
}

// contentEnd returns where the content that begins at from ends: with the
// element of that name, with the next tag of any name where that never ends.
func (f *finder) contentEnd(from int, name string) int {
	first := strings.IndexByte(f.s[from:], '<') + from
	for i := from; ; {
		f.m.rest()
		n := strings.Index(f.s[i:], "</")
		if n < 0 {
			return len(f.s)
		}
		i += n
		rest := f.s[i+2 : min(len(f.s), i+2+longestName)]
		rest = rest[strings.IndexByte(rest, ':')+1:]
		if len(rest) >= len(name) && strings.EqualFold(rest[:len(name)], name) || i == first {
			return i
		}
		i += 2
	}
}
