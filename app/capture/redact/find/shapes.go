package find

import (
	"encoding/base64"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/redact/vocab"
	"github.com/keytrail/keytrail/app/capture/words"
	"github.com/keytrail/keytrail/app/rawjson"
)

// plainList reports whether the list that s is the inside of holds single values.
func plainList(s string) bool {
	s = strings.TrimLeft(s[:min(len(s), 64)], " \t\r\n")
	return s == "" || s[0] != '{' && s[0] != '['
}

// bracketEnd returns where the bracket at from is closed, or the text ends.
func (f *finder) bracketEnd(from int) int {
	depth, quote := 0, byte(0)
	for i := from; i < len(f.s); i++ {
		if i&(capture.Stride-1) == 0 {
			f.names.pace.Spend(capture.Stride)
		}
		switch c := f.s[i]; {
		case c == '\\' && quote != 0 && i+1 < len(f.s) && f.s[i+1] != quote && f.s[i+1] != '\\':
		case c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"':
			quote = c
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(f.s)
}

// part hides a part of a form (RFC 7578), whose name ends at end: what stands
// behind the next empty line.
func (f *finder) part(end int, label Label) {
	line := f.s[max(0, end-4*nearHalf):end]
	if line = line[strings.LastIndexByte(line, '\n')+1:]; !strings.Contains(strings.ToLower(line), "form-data") {
		return
	}
	near := f.s[end:min(len(f.s), end+4*nearHalf)]
	for i, line := range []string{"\r\n", "\n"} {
		if n := strings.Index(near, line+line); n >= 0 {
			from := end + n + 2*len(line)
			f.hide(from, f.bounds[i].first(f.s, line+"--", from), label)
			return
		}
	}
}

// dash looks at what may begin with a dash: a private key (RFC 7468), an option of
// a command, an arrow behind a name.
func (f *finder) dash(i int) int {
	rest := f.s[i:]
	switch {
	case strings.HasPrefix(rest, "-----BEGIN "):
		line := rest[:min(len(rest), 64)]
		key := strings.Index(line, "PRIVATE KEY") // of PGP it is a block
		end := strings.Index(line[max(0, key):], "-----")
		if key < 0 || end < 0 {
			return i + 1
		}
		from := i + key + end + len("-----")
		to := strings.Index(f.s[from:], "-----END")
		if to < 0 {
			to = len(f.s) - from
		}
		return f.hide(from, from+to, Credential)
	case strings.HasPrefix(rest, "->"):
		return f.named(i, i+2)
	case i > 0 && !isBlank(f.s[i-1]) && strings.IndexByte("'\"[,", f.s[i-1]) < 0:
		return i + 1
	}
	return f.option(i)
}

// option hides what follows an option that takes a password or a cookie: -u
// user:password, --cookie …, --token ….
func (f *finder) option(i int) int {
	end := i
	for end < len(f.s) && (words.IsAlnum(f.s[end]) || f.s[end] == '-' || f.s[end] == '_') {
		end++
	}
	name, from := f.s[i:end], end
	switch {
	case len(name) > 2 && name[1] != '-' && (name[1] == 'u' || name[1] == 'U') && end < len(f.s) && f.s[end] == ':':
		name, from = name[:2], i+2 // -uuser:password
	case end == len(f.s) || f.s[end] != ' ' && f.s[end] != '=' && f.s[end] != '\'' && f.s[end] != '"':
		return i + 1
	}
	for from < len(f.s) && strings.IndexByte(" =", f.s[from]) >= 0 {
		from++
	}
	to := f.argumentEnd(from)
	switch name {
	case "-u", "-U", "-a", "--user", "--proxy-user", "--auth":
		if colon := strings.IndexByte(f.s[from:to], ':'); colon > 0 && !strings.HasPrefix(f.s[from+colon:], "://") {
			return f.hide(from+colon+1, to, Credential)
		}
	case "-b", "--cookie":
		if equal := strings.IndexByte(f.s[from:to], '='); equal > 0 {
			return f.hide(from, to, Credential)
		}
	default:
		if strings.HasPrefix(name, "--") && f.s[end] == ' ' && f.names.IsSecret(name[2:]) && from < to && f.s[from] != '-' {
			return f.hide(from, to, Credential)
		}
	}
	return i + 1
}

// argumentEnd returns where an argument of a command ends.
func (f *finder) argumentEnd(from int) int {
	for i, quote := from, byte(0); i < len(f.s); i++ {
		switch c := f.s[i]; {
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
		case c == '\'' || c == '"':
			if i > from && strings.Trim(f.s[from:i], "'\"") == f.s[from:i] && !words.IsWord(f.s[i-1]) {
				return i
			}
			if quote = c; strings.IndexByte(f.s[i+1:], c) < 0 {
				return i // closes one that was open before
			}
		case isBlank(c):
			return i
		}
	}
	return len(f.s)
}

// brands are what well-known services begin their keys with.
var brands = vocab.Set("ghp_ gho_ ghu_ ghs_ ghr_ github_ glpat- xoxb- xoxp- xoxa- xoxs- xapp- sk_live_ sk_test_ rk_live_ whsec_ npm_ hf_ sk-proj-")

// branded hides a key that a service has made, ghp_…, which is known by how it
// begins.
func (f *finder) branded(i int) int {
	from := i
	for from > 0 && i-from < 8 && (words.IsAlnum(f.s[from-1]) || f.s[from-1] == f.s[i]) {
		from--
	}
	if !brands[f.s[from:i+1]] {
		return i + 1
	}
	end := i + 1
	for end < len(f.s) && (inWord(f.s[end]) && f.s[end] != '/') {
		end++
	}
	if end-i < 16 {
		return i + 1
	}
	return f.hide(from, end, Credential)
}

// saysIs are the words between a name and its value in a sentence.
var saysIs = []string{"is ", "was ", "is: ", "set to ", "- ", "lautet ", "ist ", "est ", "es "}

// blank looks at a blank behind a name: a value may follow in quotes, behind a
// tab or several blanks, or behind a verb, if it is not a plain word.
func (f *finder) blank(i int) int {
	if i > 3 && words.IsDigit(f.s[i-1]) && f.code(i) {
		return i + 1
	}
	if i == 0 || i+2 >= len(f.s) || isBlank(f.s[i-1]) {
		return i + 1
	}
	if f.personal {
		if end := f.spoken(i); end > i+1 {
			return end
		}
	}
	if !vocab.MayEnd(f.s[max(0, i-LongestName):i]) {
		return i + 1
	}
	from := i + 1
	for from < len(f.s) && from-i < LongestName && (f.s[from] == ' ' || f.s[from] == '\t') {
		from++
	}
	if from == len(f.s) {
		return i + 1
	}
	table, verb := f.s[i] == '\t' || from-i > 1, ""
	c := f.s[from]
	quoted := c == '"' || c == '\''
	if !table && !quoted {
		for _, v := range saysIs {
			if c == v[0] && strings.HasPrefix(f.s[from:], v) {
				verb = v
			}
		}
	}
	direct := !table && !quoted && verb == ""
	if word := wordAt(f.s[from:]); direct && (len(word) < 6 || !isMixed(word) || strings.Contains(word, "‹")) {
		return i + 1
	}
	label := f.labelBefore(i)
	if label != Credential || direct && !f.all {
		return i + 1
	}
	from += len(verb)
	if quoted || from < len(f.s) && (f.s[from] == '"' || f.s[from] == '\'' || f.s[from] == '`') {
		return f.hideValue(i, from, label, false)
	}
	to := from
	for to < len(f.s) && !isBlank(f.s[to]) {
		to++
	}
	if f.s[i] == '\t' {
		if n := strings.IndexAny(f.s[from:], "\t\r\n"); n >= 0 {
			to = from + n
		} else {
			to = len(f.s)
		}
	}
	if word := strings.TrimRight(f.s[from:to], ".,;:!?)"); isOdd(word) {
		return f.hide(from, from+len(word), label)
	}
	return i + 1
}

// introductions stand in front of somebody's name.
var introductions = vocab.Set("heiße heisse appelle m’appelle llamo Herr Herrn Frau Mr Mr. Mrs Mrs. Ms Ms. Madame Monsieur Mme Señor Señora Sr. Sra. Dr. Prof.")

// spoken hides what a sentence says of somebody behind the blank at i: my name is Jane
// Doe, Frau Doe. It is as many words as do not begin with a small letter. Logs of
// Genesys have tabs and quotes: 'CustomerName' 'Jane Doe'.
func (f *finder) spoken(i int) int {
	from, label := i+1, None
	switch c := f.s[from]; {
	case f.s[i] == '\t' && (c == '\'' || c == '"'):
		if label = f.labelBefore(i); label != None {
			return f.hideValue(i, from, label, false)
		}
	case c >= 'a' && c <= 'z':
		for _, verb := range saysIs {
			if verb[0] == c && strings.HasPrefix(f.s[from:], verb) {
				from, label = from+len(verb), f.labelBefore(i)
				break
			}
		}
	default:
		begin := i
		for begin > 0 && i-begin < 16 && (words.IsLetter(f.s[begin-1]) || f.s[begin-1] == '.' || f.s[begin-1] >= 0x80) {
			begin--
		}
		if introductions[f.s[begin:i]] {
			label = Name
		}
	}
	if label == None || label == Credential {
		return i + 1
	}
	end := from
	for end < len(f.s) && end-from < LongestName {
		word := wordAt(f.s[end:])
		if r, _ := utf8.DecodeRuneInString(word); (!unicode.IsUpper(r) || label != Name) && (!unicode.IsDigit(r) || end == from && len(word) < 5) {
			break
		}
		if end += len(word); !words.IsLetter(f.s[end-1]) || end == len(f.s) || f.s[end] != ' ' {
			break
		}
		end++
	}
	end = from + len(strings.TrimRight(f.s[from:end], " .,;:!?)\"'"))
	if end == from {
		return i + 1
	}
	return f.hide(from, end, label)
}

// code hides the number that ends at i if what follows says that it is a
// credential: 1234 is your verification code.
func (f *finder) code(i int) bool {
	rest := f.s[i+1 : min(len(f.s), i+LongestName)]
	if !strings.HasPrefix(rest, "is ") && !strings.HasPrefix(rest, "ist ") && !strings.HasPrefix(rest, "est ") && !strings.HasPrefix(rest, "es ") {
		return false
	}
	begin := i
	for begin > 0 && i-begin < 16 && (words.IsAlnum(f.s[begin-1]) || f.s[begin-1] == '-') {
		begin--
	}
	list := strings.FieldsFunc(rest, func(r rune) bool { return strings.ContainsRune(" .,:;!", r) })
	for n := 2; n <= min(len(list), 6) && i-begin >= 4; n++ {
		if f.names.Secrecy(strings.Join(list[max(1, n-2):n], " ")) == vocab.AllSecret {
			f.hide(begin, i, Credential)
			return true
		}
	}
	return false
}

// wordAt returns the beginning of the word that s begins with.
func wordAt(s string) string {
	n := 0
	for n < len(s) && n < LongestName && !isBlank(s[n]) {
		n++
	}
	return s[:n]
}

// isMixed reports whether a word has letters and digits.
func isMixed(word string) bool {
	digit, letter := false, false
	for i := range len(word) {
		digit, letter = digit || words.IsDigit(word[i]), letter || words.IsLetter(word[i])
	}
	return digit && letter
}

// isOdd reports whether a word belongs to no language.
func isOdd(word string) bool {
	return len(word) > 3 && strings.ContainsFunc(word, func(r rune) bool { return r < 0x80 && !words.IsLetter(byte(r)) })
}

// beginsText reports whether s begins as text in base64 does: of what is no text,
// nobody needs to know where it ends.
func beginsText(s string) bool {
	b, _ := base64.RawURLEncoding.DecodeString(inURL.Replace(s[:min(len(s), 64)])) // as far as it is base64
	for _, c := range b {
		if c < ' ' && !isBlank(c) {
			return false
		}
	}
	return utf8.Valid(b[:max(0, len(b)-utf8.UTFMax)])
}

// inURL spells base64 as it is in URLs.
var inURL = strings.NewReplacer("+", "-", "/", "_")

// isCredentials reports whether s is base64 of JSON that has a credential in it.
func (f *finder) isCredentials(s string) bool {
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(inURL.Replace(s), "="))
	if err != nil || len(b) == 0 || rawjson.Check(b) != nil {
		return false
	}
	inside := finder{names: f.names, personal: f.personal, s: string(b)}
	inside.credentials()
	return len(inside.spans) > 0
}
