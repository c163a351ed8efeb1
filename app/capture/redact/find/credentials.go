package find

import (
	"encoding/base64"
	"strings"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/redact/vocab"
	"github.com/keytrail/keytrail/app/capture/words"
)

// A finder looks for credentials, and for what stands behind a name, in text
// that is not JSON: pairs, forms, URLs, logs, HTML, XML and JSON that was cut
// off. It goes through the text once, from one character that joins a name to
// its value to the next.
type finder struct {
	names    *Names
	personal bool // personal data are looked for, too
	s        string
	spans    []Span

	// A pair says in one member what the value of the other is. These remember
	// the half that came first.
	name  Label // of the name
	by    int   // up to where its value is expected
	value Span  // the value

	read   int     // up to where a tag was read, with all attributes that look as if they were its own
	closed seek    // the end of a tag
	word   int     // up to where what is no JSON in base64 was found
	open   seek    // the beginning of one
	cdata  seek    // the end of CDATA
	bounds [2]seek // the end of a part of a form, for either end of line

	all bool // all below the name that was found last is a credential
}

// nameOf returns the label under which the value of a name is hidden.
func (f *finder) nameOf(name string) Label { return f.names.Label(name, f.personal) }

// A seek remembers where something is that is looked for again and again, from
// further and further on: as a rule it is still where it was.
type seek struct{ since, at int }

// first returns where what first occurs in s, from from on, or where s ends.
func (k *seek) first(s, what string, from int) int {
	if from < k.since || k.at < from {
		k.since, k.at = from, len(s)
		if n := strings.Index(s[from:], what); n >= 0 {
			k.at = from + n
		}
	}
	return k.at
}

// looks are what is done at a character at which something may be found: they return
// where to go on.
var looks [256]func(f *finder, i int) (end int)

func init() {
	for c, look := range map[byte]func(*finder, int) int{
		'=': (*finder).equal, ':': (*finder).colon, '%': (*finder).percent, '/': (*finder).slash, ',': (*finder).listed, ' ': (*finder).blank, '\t': (*finder).blank,
		'-': (*finder).hyphen, '_': (*finder).branded, '|': (*finder).cell, '<': (*finder).element, 'e': (*finder).jwt, 'W': (*finder).jwt, 'B': (*finder).scheme, 'b': (*finder).scheme,
	} {
		looks[c] = look
	}
}

func (f *finder) credentials() {
	f.table()
	for i, due := 0, 0; i < len(f.s); {
		if i >= due {
			due = f.names.pace.Due(i, len(f.s))
		}
		look := looks[f.s[i]]
		for ; look == nil && i+1 < due; look = looks[f.s[i]] {
			i++
		}
		end := i + 1
		if look != nil {
			end = look(f, i)
		}
		i = max(end, i+1)
	}
}

func (f *finder) equal(i int) int { return f.named(i, i+1) }

func (f *finder) slash(i int) int { return f.segment(i, i+1) }

func (f *finder) colon(i int) int {
	end := f.named(i, i+1)
	if from := i + 1; strings.HasPrefix(strings.ReplaceAll(f.s[from:min(len(f.s), from+8)], `\`, ""), "//") { // in JSON the slashes may have backslashes
		for range 2 {
			from += strings.IndexByte(f.s[from:], '/') + 1
		}
		end = max(end, f.user(from))
	} else if scheme := f.s[max(0, i-4):i]; strings.HasSuffix(scheme, "sip") || strings.HasSuffix(scheme, "sips") {
		if at := strings.IndexAny(f.s[i+1:min(len(f.s), i+1+LongestName*4)], "@ \t\r\n\"<>;"); at > 0 && f.s[i+1+at] == '@' && strings.IndexByte(f.s[i+1:i+1+at], ':') > 0 {
			end = max(end, f.user(i+1))
		}
	}
	return end
}

func (f *finder) percent(i int) int {
	escape := i + 1
	for strings.HasPrefix(f.s[escape:], "25") {
		escape += 2
	}
	switch strings.ToLower(f.s[escape:min(escape+2, len(f.s))]) {
	case "3d", "3a":
		return f.named(i, escape+2)
	case "2f":
		return f.segment(i, escape+2)
	}
	return i + 1
}

func (f *finder) hyphen(i int) int {
	if end := f.branded(i); end > i+1 {
		return end
	}
	return f.dash(i)
}

func (f *finder) hide(from, to int, label Label) int {
	for from < to && isBlank(f.s[from]) {
		from++
	}
	for from < to && isBlank(f.s[to-1]) {
		to--
	}
	switch strings.ToLower(f.s[from:min(to, from+9)]) {
	case "", "null", "none", "true", "false", "undefined", "•••":
		return to
	}
	if from < to && !isPseudonym(f.s[from:to]) {
		f.spans = append(f.spans, Span{From: from, To: to, Label: label})
	}
	return to
}

// isPseudonym reports whether s was hidden already, as a whole.
func isPseudonym(s string) bool {
	inside, ok := strings.CutPrefix(s, "‹")
	inside, closed := strings.CutSuffix(inside, "›")
	return ok && closed && len(inside) < 32 && !strings.ContainsAny(inside, "‹› ")
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// named hides the value behind the separator at at, when what stands in front
// names one. It returns where to go on.
func (f *finder) named(at, behind int) int {
	name, quoted := f.nameBefore(at)
	label := f.labelOf(name, at)
	if label == None {
		label = f.half(name, at, behind)
	}
	if label == None && f.s[at] == '=' && f.grant(at) {
		label = Credential
	}
	if label == None {
		return behind
	}
	if end, found := f.below(at, behind, label); found && f.s[at] == ':' && label == Credential {
		return end
	}
	return f.hideValue(at, behind, label, quoted)
}

// nearHalf is how many bytes apart the halves of a pair may be.
const nearHalf = 256

// half looks whether the name that stands in front of at is half of a pair, as in
// "name":"password","value":"…", and returns the label of its value when the
// name was the first half.
func (f *finder) half(name string, at, behind int) (label Label) {
	name = name[strings.LastIndexByte(strings.TrimRight(name, " "), ' ')+1:]
	role := f.names.About(name).Role
	if role == NoRole {
		return None
	}
	from := behind
	for from < len(f.s) && strings.IndexByte(" \t\\\"'", f.s[from]) >= 0 {
		from++
	}
	switch {
	case role == Valued && f.name != None && at <= f.by:
		label, f.name = f.name, None
		return label
	case role == Valued:
		end := from
		for end < len(f.s) && end-from < nearHalf && strings.IndexByte("\"&\n", f.s[end]) < 0 {
			end++
		}
		f.value = Span{From: from, To: end}
	default:
		end := from
		for end < len(f.s) && end-from < LongestName && (isNameByte(f.s[end]) || f.s[end] == '/') {
			end++
		}
		text := strings.TrimSpace(LastSegment(f.s[from:end]))
		if label = f.nameOf(text); label == None || role != Naming && f.names.Secrecy(text) != vocab.AllSecret {
			return None
		}
		f.name, f.by = label, end+nearHalf
		if v := f.value; v.To > 0 && v.To <= at && at-v.To < nearHalf {
			f.hide(v.From, v.To, label)
		}
		f.part(end, label)
	}
	return None
}

// listed hides what follows a name in a list, as in ["password","…"].
func (f *finder) listed(at int) int {
	if at == 0 || f.s[at-1] != '"' && f.s[at-1] != '\'' {
		return at + 1
	}
	from := at + 1
	for from < len(f.s) && isBlank(f.s[from]) {
		from++
	}
	next := strings.TrimLeft(f.s[from:min(len(f.s), from+8)], "\\bu")
	if next == "" || next[0] != '"' && next[0] != '\'' {
		return at + 1
	}
	label := f.labelBefore(at)
	if label == None {
		return at + 1
	}
	before := len(f.spans)
	if end := f.hideValue(at, from, label, true); from < len(f.s) && !strings.HasPrefix(strings.TrimLeft(f.s[min(len(f.s), end):], "\\\"' "), ":") {
		return end
	}
	f.spans = f.spans[:before] // the next member of an object
	return at + 1
}

// hideValue hides the value that begins behind the separator at at.
func (f *finder) hideValue(at, behind int, label Label, quoted bool) int {
	from := behind
	for from < len(f.s) && (strings.IndexByte("=:> \t", f.s[from]) >= 0 || quoted && isBlank(f.s[from])) {
		from++
	}
	for range 3 { // <b>PIN:</b> 1234
		if from+1 < len(f.s) && f.s[from] == '<' && f.s[at] == ':' && (f.s[from+1] == '/' || words.IsLetter(f.s[from+1])) {
			from = min(f.closing(from)+1, len(f.s))
		}
		for from > behind && from < len(f.s) && isBlank(f.s[from]) && f.s[from-1] == '>' {
			from++
		}
	}
	if from+1 < len(f.s) && strings.IndexByte("bu", f.s[from]) >= 0 && strings.IndexByte("'\"", f.s[from+1]) >= 0 {
		from++ // b'…' of Python
	}
	begin, slashes := from, 0
	for from < len(f.s) && f.s[from] == '\\' {
		from, slashes = from+1, slashes+1
	}
	for _, q := range []string{`"""`, `'''`, `"`, `'`, "`", "&quot;", "&#34;", "&#39;", "%22", "%27"} {
		if strings.HasPrefix(f.s[from:], q) {
			from += len(q)
			return f.hide(from, f.quoteEnd(from, q, slashes), label)
		}
	}
	from = begin
	if from < len(f.s) && (f.s[from] == '{' || f.s[from] == '[') && (quoted || f.all) {
		if label == Credential && (f.all || f.s[from] == '[' && plainList(f.s[from+1:])) {
			return f.hide(from, f.bracketEnd(from), label)
		}
		return from // what is inside has names of its own
	}
	return f.hide(from, f.bareEnd(from, f.s[at] == ':', quoted, label != Credential), label)
}

// quoteEnd returns where a value in quotes ends: at the end of the text when
// nothing closes it. Within text of JSON the quotes have backslashes in front.
func (f *finder) quoteEnd(from int, quote string, slashes int) int {
	for i := from; ; {
		n := strings.Index(f.s[i:], quote)
		if n < 0 {
			return len(f.s)
		}
		i += n
		before := 0
		for i-before > from && f.s[i-before-1] == '\\' {
			before++
		}
		behind := i + len(quote)
		closes := before == slashes || before < slashes || slashes == 0 && before%2 == 0
		if quote == "'" || quote == "`" {
			closes = closes && (behind == len(f.s) || strings.IndexByte(" \t\r\n,;)}]>&/", f.s[behind]) >= 0)
		}
		if closes {
			return i - min(before, slashes)
		}
		i = behind
	}
}

// bareEnd returns where a value without quotes ends: with its line, or with the
// field of a form, a URL or JSON that it is. A credential may have anything in
// it; words about people end with a comma.
func (f *finder) bareEnd(from int, colon, json, person bool) int {
	for i := from; i < len(f.s); i++ {
		if i&(capture.Stride-1) == 0 {
			f.names.pace.Spend(capture.Stride)
		}
		switch c := f.s[i]; {
		case c == '\n' || c == '\r':
			end := 0
			if colon && !json && !person && (c == '\n' || strings.HasPrefix(f.s[i:], "\r\n")) {
				end = f.folded(from, i)
			}
			if end == 0 {
				return i
			}
			i = end - 1
		case json && (c == ',' || c == '}' || c == ']'):
			return i
		case person && (c == ',' || c == ';' || c == '|' || c == ')' || c == '}'):
			return i
		case !colon && (c == '&' || c == '#'), c == '<' && i+1 < len(f.s) && (f.s[i+1] == '/' || words.IsLetter(f.s[i+1])):
			return i
		case !colon && c == '%' && (strings.HasPrefix(f.s[i:], "%26") || strings.HasPrefix(f.s[i:], "%2526") || strings.HasPrefix(f.s[i:], "%252526")):
			return i
		}
	}
	return len(f.s)
}

// folded returns where the value goes on to that began at from and whose line ends
// at i: a word on a line of its own that stands further in, as headers and YAML are
// folded; 0 for none.
func (f *finder) folded(from, i int) int {
	_, next := f.lineAt(i)
	line, _ := f.lineAt(next)
	word := strings.TrimSpace(line)
	if !isOdd(word) || strings.ContainsAny(word, " :=<{") || indent(line) <= indent(f.s[strings.LastIndexByte(f.s[:from], '\n')+1:from]) {
		return 0
	}
	return next + len(line)
}

// NoPassword stands in place of one where the user in front of it is a token.
const NoPassword = "x-oauth-basic"

// user hides what stands in front of the @ of a URL's server: a password, or a
// token alone.
func (f *finder) user(from int) int {
	n := strings.IndexAny(f.s[from:min(len(f.s), from+4096)], "/?# \t\r\n\"<>'`")
	if n < 0 {
		n = min(len(f.s), from+4096) - from
	}
	at := strings.LastIndexByte(f.s[from:from+n], '@')
	if at < 0 {
		return from
	}
	if colon := strings.IndexByte(f.s[from:from+at], ':'); colon >= 0 && colon+1 < at && f.s[from+colon+1:from+at] != NoPassword {
		return f.hide(from+colon+1, from+at, Credential)
	}
	return f.hide(from, from+at, Credential)
}

// jsonBegins is how base64 of an object or of a list begins, blanks and all.
var jsonBegins = vocab.Set("eyJ eyA ewo ew0 W3s WyI WyJ Wwo Ww0 WyA")

// jwt hides a JSON Web Token (RFC 7519), which its shape gives away, and JSON in
// base64 that has a credential in it.
func (f *finder) jwt(i int) int {
	if !jsonBegins[f.s[i:min(len(f.s), i+3)]] || i > 0 && words.IsAlnum(f.s[i-1]) {
		return i + 1
	}
	token := strings.HasPrefix(f.s[i:], "eyJ")
	if !token && i < f.word || !beginsText(f.s[i:]) {
		return i + 1 // of a word that was looked at, or of anything in base64
	}
	end, dots := i, 0
	for end < len(f.s) && (words.IsAlnum(f.s[end]) || strings.IndexByte("_-.=+/", f.s[end]) >= 0) {
		if f.s[end] == '.' {
			dots++
		}
		end++
	}
	if end-i < 16 || (dots == 0 || !token) && !f.isCredentials(f.s[i:end]) {
		if f.word = end; !token {
			return i + 1
		}
		return end
	}
	return f.hide(i, end, Credential)
}

// scheme hides what follows the word Bearer or Basic.
func (f *finder) scheme(i int) int {
	n := 6
	if len(f.s)-i < 8 || i > 0 && words.IsAlnum(f.s[i-1]) || !strings.EqualFold(f.s[i:i+n], "bearer") {
		if n = 5; len(f.s)-i < 8 || i > 0 && words.IsAlnum(f.s[i-1]) || !strings.EqualFold(f.s[i:i+n], "basic") {
			return i + 1
		}
	}
	from := i + n
	for from < len(f.s) && isBlank(f.s[from]) {
		from++
	}
	end := from
	for end < len(f.s) && (words.IsAlnum(f.s[end]) || strings.IndexByte("._~+/-=", f.s[end]) >= 0) {
		end++
	}
	if from == i+n || end-from < 6 || n == 5 && !isBasic(f.s[from:end]) {
		return i + 1
	}
	return f.hide(from, end, Credential)
}

// isBasic reports whether s is user:password in base64 (RFC 7617).
func isBasic(s string) bool {
	b, err := base64.StdEncoding.DecodeString(s)
	return err == nil && strings.Contains(string(b), ":")
}
