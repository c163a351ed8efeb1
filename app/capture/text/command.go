package text

import (
	"bytes"
	"cmp"
	"strings"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/mend"
	"github.com/keytrail/keytrail/app/capture/scan"
	"github.com/keytrail/keytrail/app/capture/shape"
	"github.com/keytrail/keytrail/app/capture/words"
	"github.com/keytrail/keytrail/app/rawjson"
)

// A command is a request that somebody copied as a line of a shell or of
// JavaScript: Copy as cURL, as PowerShell, as fetch.
type command struct {
	method, address string
	header          [][2]string
	body            []byte
}

// starters are the words that commands begin with, and how their arguments are
// read.
var starters = []struct {
	word string
	read func(s string) (command, int, bool)
}{
	{"curl", readCurl}, {"curl.exe", readCurl}, {"wget", readCurl},
	{"Invoke-WebRequest", readPowerShell}, {"Invoke-RestMethod", readPowerShell}, {"iwr", readPowerShell}, {"irm", readPowerShell},
	{"fetch(", readFetch},
}

// commandIn finds the first command in a text, -1 for none.
func commandIn(s string) (at int, read func(string) (command, int, bool)) {
	for i := range len(s) {
		if c := s[i]; c != 'c' && c != 'I' && c != 'i' && c != 'f' && c != 'w' || i > 0 && (words.IsWord(s[i-1]) || s[i-1] == '.' || s[i-1] == '/') {
			continue
		}
		for _, c := range starters {
			rest, ok := strings.CutPrefix(s[i:], c.word)
			if ok && rest != "" && (c.word == "fetch(" || rest[0] == ' ' || rest[0] == '\t') {
				return i, c.read
			}
		}
	}
	return -1, nil
}

// longestCommand is how many bytes of a command are waited for.
const longestCommand = 256 << 10

// command reads the command that text begins with and returns its length, or,
// where it is none, how much of text cannot begin one. It returns 0 when more
// text is needed.
func (f *Reader) command(text []byte, read func(string) (command, int, bool), last bool) (c command, n int, ok bool) {
	text = text[:min(len(text), longestCommand)]
	last = last || len(text) == longestCommand
	near := text[:min(len(text), 2<<10)]
	if len(near) < 2<<10 && !last && bytes.IndexByte(near, '\n') < 0 {
		return c, 0, false
	}
	if bytes.Contains(near, []byte("/")) {
		if c, n, ok = read(scan.View(text)); n >= len(text)-1 && !last {
			return c, 0, false
		}
		f.pace.Spend(n)
	}
	if !ok || !shape.OfInterest(c.address) {
		f.vain += max(n, mend.LookAround)
		word := max(bytes.IndexAny(text, " \t("), 1)
		return c, word, false
	}
	return read(string(text)) // what is kept of it must not change
}

// asks takes the request of a command.
func (f *Reader) asks(c command) {
	o := capture.Observation{Kind: capture.Request, Time: f.when(), Method: c.method, URL: c.address, Header: c.header, Session: shape.SessionOf(c.address),
		Meta: strings.Contains(c.address, "/notifications"), Raw: c.body}
	f.method, f.address, f.holds = c.method, c.address, true
	f.add(o)
	f.context, f.timeless = "", 0
}

// request completes a command whose arguments were read.
func (c command) request(post bool) (command, bool) {
	if c.method == "" {
		c.method = "GET"
		if post || c.body != nil {
			c.method = "POST"
		}
	}
	c.method = strings.ToUpper(c.method)
	return c, c.address != ""
}

// readCurl reads a command of curl as bash has it, or cmd, whose signs are carets.
func readCurl(s string) (command, int, bool) {
	words, n := shellWords(s)
	var c command
	post, elsewhere := false, false
	letters := "XHdbuAeoxmcwEFT" // of the options that have a value
	if s[0] == 'w' {
		letters = "OoaePUTtwQiBDARIXl"
	}
	for i := 1; i < len(words); i++ {
		name, value := words[i], ""
		long, behind, one := strings.Cut(name, "=")
		switch {
		case one && strings.HasPrefix(name, "--"):
			name, value = long, behind
		case !strings.HasPrefix(name, "-") || name == "-":
			c.address = cmp.Or(c.address, name)
			continue
		default:
			takes := takesValue(name)
			if name[1] != '-' {
				at := strings.IndexAny(name, letters)
				if takes = at > 0; takes {
					name, value = "-"+name[at:at+1], name[at+1:] // letters may stand together
				}
			}
			if value == "" && takes && i+1 < len(words) {
				i++
				value = words[i]
			}
			if s[0] == 'w' && name[1] != '-' {
				continue // the letters of wget say nothing of the request, and some are other options of curl
			}
		}
		switch name {
		case "-X", "--request", "--method":
			c.method = value
		case "--url":
			c.address = value
		case "-G", "--get":
			c.method = "GET"
		case "-H", "--header":
			key, v, _ := strings.Cut(value, ":")
			c.header = append(c.header, [2]string{strings.TrimSpace(key), strings.TrimSpace(v)})
		case "-b", "--cookie":
			c.header = append(c.header, [2]string{"Cookie", value})
		case "-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--data-urlencode", "--json", "--body-data", "--post-data":
			post = true
			elsewhere = elsewhere || s[0] == 'c' && name != "--data-raw" && strings.HasPrefix(value, "@")
			if c.body != nil {
				c.body = append(c.body, '&')
			}
			c.body = append(c.body, value...)
		case "--post-file", "--body-file":
			post = true
		}
	}
	if elsewhere {
		c.body = nil // it is in a file that nobody has here
	}
	c, ok := c.request(post)
	return c, n, ok
}

// takesValue reports whether a long option of curl or wget has a value behind it.
func takesValue(name string) bool {
	switch name {
	case "--request", "--url", "--header", "--cookie", "--data", "--data-raw", "--data-binary", "--data-ascii",
		"--data-urlencode", "--json", "--method", "--body-data", "--body-file", "--post-data", "--post-file", "--user", "--user-agent", "--referer", "--output", "--proxy",
		"--max-time", "--connect-timeout", "--cookie-jar", "--write-out", "--cacert", "--cert", "--key",
		"--retry", "--resolve", "--output-document", "--form", "--upload-file":
		return true
	}
	return false
}

// shellWords returns the words of the first command in s and where it ends.
func shellWords(s string) (words []string, n int) {
	line, _, _ := strings.Cut(s, "\n")
	cmd := strings.Contains(line, `^"`) || strings.HasSuffix(strings.TrimRight(line, "\r "), "^") ||
		!strings.Contains(line, "'") && strings.Contains(s, `^\^"`)
	var word strings.Builder
	begun := false
	var quote byte
	end := func() {
		if begun {
			words = append(words, word.String())
		}
		word.Reset()
		begun = false
	}
	for n < len(s) {
		c := s[n]
		if cmd && c == '^' && n+1 < len(s) { // a caret takes the meaning from what follows for cmd itself
			next := n + 1
			if s[next] == '\r' && next+1 < len(s) {
				next++
			}
			if s[next] == '\n' {
				n = next + 1
				if quote != 0 && n < len(s) && s[n] == '\n' { // how a line break is written in a text
					word.WriteByte('\n')
					n++
				}
				continue
			}
			n = next
			c = s[n]
		}
		switch {
		case quote == 0 && (c == ' ' || c == '\t' || c == '\r'):
			end()
		case quote == 0 && (c == '\n' || c == ';' || c == '|' || c == '&' && (n+1 == len(s) || s[n+1] == ' ' || s[n+1] == '&')):
			end()
			return words, n
		case quote == 0 && !cmd && c == '$' && strings.HasPrefix(s[n:], "$'"):
			text, length := ansiQuoted(s[n+2:])
			word.WriteString(text)
			begun = true
			n += 2 + length
			continue
		case quote == 0 && (c == '"' || c == '\'' && !cmd):
			quote, begun = c, true
		case quote != 0 && c == quote:
			if cmd && n+1 < len(s) && s[n+1] == '"' { // "" in a text of cmd
				word.WriteByte('"')
				n++
			} else {
				quote = 0
			}
		case c == '\\' && quote != '\'' && n+1 < len(s):
			next := s[n+1]
			if cmd && next == '^' && n+2 < len(s) {
				next = s[n+2]
				if next == '"' || next == '\\' {
					n++
				}
			}
			switch {
			case !cmd && next == '\n':
			case !cmd && next == '\r' && n+2 < len(s) && s[n+2] == '\n':
				n++
			case quote == 0 && !cmd, strings.IndexByte("\"\\", next) >= 0, !cmd && strings.IndexByte("$`", next) >= 0:
				word.WriteByte(next)
				begun = true
			default:
				word.WriteByte('\\')
				begun = true
				n++
				continue
			}
			n++
		default:
			word.WriteByte(c)
			begun = true
		}
		n++
	}
	end()
	return words, n
}

// ansiQuoted reads the inside of bash's $'…' and its length with the last quote.
func ansiQuoted(s string) (string, int) {
	var out strings.Builder
	i := 0
	for i < len(s) && s[i] != '\'' {
		if s[i] != '\\' || i+1 == len(s) {
			out.WriteByte(s[i])
			i++
			continue
		}
		n, now, _ := mend.Escape(s[i:])
		if s[i+1] == '\'' || s[i+1] == '"' || s[i+1] == '\\' {
			n, now = 2, s[i+1:i+2]
		} else if text, ok := rawjson.Text([]byte(`"` + now + `"`)); ok {
			now = text
			for n == 6 && strings.HasPrefix(s[i+n:], `\u`) { // perhaps the other half of a pair
				more, other, _ := mend.Escape(s[i+n:])
				pair, ok := rawjson.Text([]byte(`"` + s[i:i+n] + other + `"`))
				if !ok || more != 6 || len([]rune(pair)) != 1 {
					break
				}
				now, n = pair, n+more
			}
		}
		out.WriteString(now)
		i += n
	}
	return out.String(), min(i+1, len(s))
}

// readFetch reads a call of fetch as browsers write it.
func readFetch(s string) (command, int, bool) {
	rest := s[len("fetch("):]
	open := strings.TrimLeft(rest, " \t\r\n")
	if open == "" || strings.IndexByte("\"'`", open[0]) < 0 {
		return command{}, 0, false
	}
	end := strings.IndexByte(open[1:], open[0])
	if end < 0 {
		return command{}, 0, false
	}
	c := command{address: open[1 : 1+end]}
	n := len(s) - len(open) + end + 2
	behind := strings.TrimLeft(s[n:], " \t\r\n,")
	if strings.HasPrefix(behind, "{") {
		var ends scan.Scanner
		length, _ := ends.Value(behind, true)
		options := []byte(behind[:length])
		if rawjson.Check(options) != nil {
			if pieces := mend.Repair(string(options), nil).Pieces; len(pieces) > 0 && pieces[0].Kind == mend.Document {
				options = pieces[0].JSON
			}
		}
		_ = rawjson.Fields(options, func(m *rawjson.Field) { // what cannot be read of it is left out
			switch m.Name {
			case "method":
				m.Text(&c.method)
			case "body":
				var body string
				m.Text(&body)
				c.body = []byte(body)
			case "headers":
				m.Object(func(h *rawjson.Field) {
					var v string
					h.Text(&v)
					c.header = append(c.header, [2]string{h.Name, v})
				})
			}
			m.Err = nil
		})
		n = len(s) - len(behind) + length
	}
	if end, ok := strings.CutPrefix(strings.TrimLeft(s[n:], " \t\r\n"), ")"); ok {
		n = len(s) - len(end)
	}
	c, ok := c.request(false)
	return c, n, ok
}

// readPowerShell reads a call of Invoke-WebRequest: names, values in quotes with
// backticks, and a table of headers.
func readPowerShell(s string) (command, int, bool) {
	var c command
	name, n := "", strings.IndexAny(s, " \t")
	for n < len(s) {
		switch ch := s[n]; {
		case ch == '`' && n+1 < len(s) && (s[n+1] == '\n' || s[n+1] == '\r'):
			n += 2
		case ch == '\n' || ch == ';' || ch == '|':
			c, ok := c.request(false)
			return c, n, ok
		case ch == '-':
			end := n + 1
			for end < len(s) && words.IsWord(s[end]) {
				end++
			}
			name, n = strings.ToLower(s[n:end]), end
		case strings.HasPrefix(s[n:], "@{"):
			n += 2
			key := ""
			for n < len(s) && s[n] != '}' {
				if s[n] != '"' && s[n] != '\'' {
					n++
					continue
				}
				text, length := powerText(s[n:])
				n += length
				if key == "" {
					key = text
					continue
				}
				if name == "-headers" {
					c.header = append(c.header, [2]string{key, text})
				}
				key = ""
			}
			n = min(n+1, len(s))
		case name == "-body" && (ch == '(' || ch == '$'): // it is reckoned where nobody sees it
			name = "-"
			n++
		case ch == '(' || ch == ')' || ch == ' ' || ch == '\t' || ch == '\r':
			n++
		default:
			text, length := powerText(s[n:])
			n += length
			switch name {
			case "-uri", "", "-usebasicparsing", "-skipcertificatecheck": // the last two have no value
				c.address = text
			case "-method":
				c.method = text
			case "-body":
				c.body = []byte(text)
			case "-contenttype":
				c.header = append(c.header, [2]string{"Content-Type", text})
			}
			name = ""
			if c.address != "" {
				name = "-"
			}
		}
	}
	c, ok := c.request(false)
	return c, n, ok
}

// powerText reads a text of PowerShell, or a word, and its length.
func powerText(s string) (string, int) {
	quote := s[0]
	if quote != '"' && quote != '\'' {
		n := strings.IndexAny(s, " \t\r\n;|)")
		if n <= 0 {
			n = len(s)
		}
		return s[:n], n
	}
	var out strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == quote && i+1 < len(s) && s[i+1] == quote:
			i++
			out.WriteByte(quote)
		case s[i] == quote:
			return out.String(), i + 1
		case s[i] == '`' && quote == '"' && i+1 < len(s):
			i++
			switch s[i] {
			case 'n':
				out.WriteByte('\n')
			case 'r':
				out.WriteByte('\r')
			case 't':
				out.WriteByte('\t')
			default:
				out.WriteByte(s[i])
			}
		default:
			out.WriteByte(s[i])
		}
	}
	return out.String(), len(s)
}
