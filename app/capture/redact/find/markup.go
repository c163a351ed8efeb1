package find

import (
	"cmp"
	"strings"

	"github.com/keytrail/keytrail/app/capture/redact/vocab"
	"github.com/keytrail/keytrail/app/capture/words"
)

// A Role is what a member, attribute or element does for another one.
type Role uint8

// The roles.
const (
	NoRole     Role = iota
	Naming          // says what the other one's value is
	Typing          // does so, where it leaves no doubt
	Captioning      // the same, for a person to read
	Valued          // has the value
)

// roleWords are the names of members with a role, and lastRoles what such names
// may end with.
var (
	namingWords = vocab.Set(`name key field header attribute attr param parameter property label id code k n httpequiv itemprop for placeholder autocomplete
		path pointer option variable nom nombre schlussel clave cle champ campo feld bezeichnung`)
	valuedWords = vocab.Set(`value val v content data text values default defaultvalue literal stringvalue body current old new was is before after oldvalue newvalue
		from to payload wert valeur valor inhalt contenu contenido`)
	lastNaming = vocab.Set("name key field header attribute attr param parameter property label")
	lastValued = vocab.Set("value val content text payload wert valeur valor")
)

// captions are names of what a person reads.
var captions = vocab.Set("title prompt question caption slot")

// roleOf returns what a member does whose name has these words.
func roleOf(words []string, joined string) Role {
	last := ""
	if len(words) > 0 {
		last = words[len(words)-1]
	}
	switch {
	case namingWords[joined], lastNaming[last]:
		return Naming
	case valuedWords[joined], lastValued[last]:
		return Valued
	case last == "type":
		return Typing
	case captions[joined]:
		return Captioning
	}
	return NoRole
}

// LastSegment returns the last name of a path such as /userData/password. A place in a
// list, and what holds a value, has the name in front of it.
func LastSegment(s string) string {
	for s = strings.TrimRight(s, "/"); ; {
		slash := strings.LastIndexByte(s, '/')
		last := s[slash+1:]
		if slash <= 0 {
			return last
		}
		lower := strings.ToLower(last)
		if strings.Trim(last, "-0123456789") != "" && !valuedWords[lower] || personalKeys[lower] != None || wholeKeys[lower] != None || besideKeys[lower] != None {
			return last
		}
		if before := s[:slash]; vocab.IsLoose(before[strings.LastIndexByte(before, '/')+1:]) {
			return last
		}
		s = s[:slash]
	}
}

// element looks at the tag of HTML or XML at at: the value of an input or meta
// whose name says what it is, and the text of an element whose name does.
func (f *finder) element(at int) int {
	name := f.tag(at)
	end := at + 1 + len(name)
	if name == "" || !words.IsLetter(name[0]) {
		return at + 1
	}
	label, closed := f.nameOf(local(name)), 0
	if at < f.read {
		closed = f.closing(end) // a tag in a tag: its attributes were looked at
	} else {
		var by Label
		by, closed = f.attributes(end, None)
		label = cmp.Or(label, by)
	}
	behind := closed + 1
	if closed == len(f.s) || f.s[closed-1] == '/' || strings.EqualFold(name, "input") || strings.EqualFold(name, "meta") {
		return end
	}
	if label == None {
		label, behind = f.titled(behind)
	}
	if label == None {
		switch f.names.About(local(name)).Role {
		case Naming:
			f.value = Span{}
		case Valued:
			if f.value = (Span{}); f.isFirst(at) { // the name may follow
				f.value = f.leaf(closed + 1)
			}
		}
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

// endsOuter reports whether an element in which others were ends in s.
func endsOuter(s string) bool {
	for {
		_, behind, found := strings.Cut(s, ">")
		if !found {
			return false
		}
		if s = strings.TrimLeft(behind, " \t\r\n"); strings.HasPrefix(s, "</") {
			return true
		}
	}
}

// tag returns the name of the tag at at, "" for none.
func (f *finder) tag(at int) string {
	end := at + 1
	for end < len(f.s) && end-at < LongestName && (words.IsAlnum(f.s[end]) || f.s[end] >= 0x80 || strings.IndexByte("_-.:", f.s[end]) >= 0) {
		end++
	}
	return f.s[at+1 : end]
}

// isFirst reports whether the element at at is the first in another one.
func (f *finder) isFirst(at int) bool {
	before := strings.TrimRight(f.s[max(0, at-LongestName):at], " \t\r\n")
	open := strings.LastIndexByte(before, '<')
	return open >= 0 && strings.HasSuffix(before, ">") && !strings.HasPrefix(before[open:], "</")
}

func local(name string) string { return name[strings.LastIndexByte(name, ':')+1:] }

// closing returns where the first > behind from stands, or the text ends.
func (f *finder) closing(from int) int { return f.closed.first(f.s, ">", from) }

// attributes reads a tag from its first attribute on, and hides its values when it
// has a name that says what they are, or the label given. It returns the label and
// where the tag's > stands, or the text ends.
func (f *finder) attributes(from int, label Label) (by Label, closed int) {
	var values []attribute
	closed = len(f.s)
	f.read = closed
	for i := from; i < len(f.s); {
		n := strings.IndexAny(f.s[i:], "=>")
		if n < 0 {
			break
		}
		if f.s[i+n] == '>' {
			closed = i + n
			f.read = closed
			break
		}
		name, v := lastWord(f.s[i:i+n]), f.attributeValue(i+n+1)
		if i = v.to; v.closing != "" {
			i += len(v.closing)
		}
		switch role := f.names.About(name).Role; {
		case role == Naming && label == None:
			label = f.nameOf(f.s[v.from:min(v.to, v.from+vocab.LongestName)])
		case role == Typing && strings.EqualFold(f.s[v.from:v.to], "password"):
			label = Credential
		case role == Valued:
			values = append(values, v)
		}
		if i >= len(f.s) && v.closing != "" {
			f.read = v.from // nothing closes the quote: what looks like a tag in it may be one
		}
	}
	f.names.pace.Spend(min(f.read, closed) - from)
	for _, v := range values {
		if label != None {
			f.hide(v.from, v.to, label)
		}
	}
	return label, closed
}

// An attribute is where the value of one stands, and the quote that closes it, which
// may have backslashes.
type attribute struct {
	from, to int
	closing  string
}

// attributeValue returns the value of an attribute that begins at from.
func (f *finder) attributeValue(from int) attribute {
	for from < len(f.s) && isBlank(f.s[from]) {
		from++
	}
	quote := from
	for quote < len(f.s) && f.s[quote] == '\\' {
		quote++
	}
	if quote < len(f.s) && (f.s[quote] == '"' || f.s[quote] == '\'') {
		closing := f.s[from : quote+1]
		from = quote + 1
		to := strings.Index(f.s[from:], closing)
		if to < 0 {
			to = len(f.s) - from
		}
		return attribute{from, from + to, closing}
	}
	to := from
	for to < len(f.s) && !isBlank(f.s[to]) && f.s[to] != '>' {
		to++
	}
	return attribute{from, to, ""}
}

// lastWord returns the last word of s, "" for none.
func lastWord(s string) string {
	s = strings.TrimRight(s, " \t\r\n")
	return s[strings.LastIndexAny(s, " \t\r\n")+1:]
}

// titled reads an element that is nothing but a name, such as a heading of a
// table, and returns its label and where the next element begins.
func (f *finder) titled(from int) (label Label, next int) {
	text := f.s[from:min(len(f.s), from+LongestName+1)]
	n := strings.IndexByte(text, '<')
	if n <= 0 || !strings.HasPrefix(text[n:], "</") {
		return None, from
	}
	if label = f.nameOf(strings.Trim(strings.TrimSpace(text[:n]), ":*")); label == None || isPseudonym(strings.TrimSpace(text[:n])) {
		return None, from
	}
	if v := f.value; v.To > 0 && v.To <= from && from-v.To < nearHalf && !endsOuter(f.s[v.To:from]) {
		f.hide(v.From, v.To, label)
	}
	from += n
	open := from
	for range 4 { // ends of elements, and the beginning of the next
		tag := strings.IndexByte(f.s[open:min(len(f.s), open+LongestName)], '<')
		if tag < 0 {
			return None, from
		}
		open += tag
		closed := f.closing(open)
		if closed == len(f.s) || f.s[closed-1] == '/' {
			return None, from
		}
		if !strings.HasPrefix(f.s[open:], "</") {
			if f.names.About(local(f.tag(open))).Role != Valued {
				f.beside(closed+1, label)
			}
			_, closed = f.attributes(open+1, label)
			return label, min(closed+1, len(f.s))
		}
		open = closed + 1
	}
	return None, from
}

// beside hides the value that stands in one of the next elements, behind that whose
// content begins at from: a type may come between a name and its value. Two ends in a
// row are that of what all of them are in.
func (f *finder) beside(from int, label Label) {
	for tags, ended := 0, false; tags < 6; tags++ {
		open := strings.IndexByte(f.s[min(from, len(f.s)):min(len(f.s), from+LongestName)], '<')
		if open < 0 {
			return
		}
		open += from
		from = f.closing(open) + 1
		ends, name := strings.HasPrefix(f.s[open:], "</"), local(f.tag(open))
		role := f.names.About(name).Role
		switch {
		case ends && ended, !ends && role == Naming, from > len(f.s):
			return
		case !ends && role == Valued:
			v := f.leaf(from)
			f.hide(v.From, v.To, label)
			return
		}
		ended = ends
	}
}

// leaf returns the text of an element with no other in it, whose content begins at
// from; the zero Span where there is one.
func (f *finder) leaf(from int) Span {
	if begin := len(f.s[from:]) - len(strings.TrimLeft(f.s[from:], " \t\r\n")) + from; strings.HasPrefix(f.s[begin:], "<![CDATA[") {
		return Span{From: begin + 9, To: f.cdata.first(f.s, "]]>", begin+9)}
	}
	to := f.open.first(f.s, "<", from)
	if strings.HasPrefix(f.s[to:], "</") || to == len(f.s) {
		return Span{From: from, To: to}
	}
	return Span{}
}

// contentEnd returns where the content that begins at from ends: with the
// element of that name, with the next tag of any name where that never ends.
func (f *finder) contentEnd(from int, name string) int {
	first := strings.IndexByte(f.s[from:], '<') + from
	for i := from; ; {
		n := strings.Index(f.s[i:], "</")
		if n < 0 {
			return len(f.s)
		}
		f.names.pace.Spend(n)
		i += n
		rest := f.s[i+2 : min(len(f.s), i+2+LongestName)]
		rest = rest[strings.IndexByte(rest, ':')+1:]
		if len(rest) >= len(name) && strings.EqualFold(rest[:len(name)], name) || i == first {
			return i
		}
		i += 2
	}
}
