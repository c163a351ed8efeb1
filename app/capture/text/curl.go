package text

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/keytrail/keytrail/app/capture/mend"
	"github.com/keytrail/keytrail/app/rawjson"
)

// readCurl reads a command of curl as bash has it, or cmd, whose signs are carets.
func readCurl(s string) (command, int, bool) {
	words, n := shellWords(s)
	var c command
	post, get, elsewhere := false, false, false
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
			get = true
		case "-H", "--header":
			key, v, _ := strings.Cut(value, ":")
			c.header = append(c.header, [2]string{strings.TrimSpace(key), strings.TrimSpace(v)})
		case "-b", "--cookie":
			c.header = append(c.header, [2]string{"Cookie", value})
		case "-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--data-urlencode", "--json", "--body-data", "--post-data":
			post = true
			file := name != "--data-raw" && strings.HasPrefix(value, "@")
			if name == "--data-urlencode" {
				value, file = urlEncoded(value)
			}
			elsewhere = elsewhere || s[0] == 'c' && file
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
	if get && s[0] == 'c' {
		if c.body != nil {
			sign := "?"
			if strings.Contains(c.address, "?") {
				sign = "&"
			}
			c.address += sign + string(c.body)
		}
		c.body, post = nil, false
	}
	c, ok := c.request(post)
	return c, n, ok
}

// urlEncoded is what curl sends of a value of --data-urlencode, and whether it comes
// out of a file: name=content, =content, content, @file or name@file.
func urlEncoded(value string) (sent string, file bool) {
	at := strings.IndexAny(value, "=@")
	if at >= 0 && value[at] == '@' {
		return "", true
	}
	encoded := strings.ReplaceAll(url.QueryEscape(value[at+1:]), "+", "%20")
	if at > 0 {
		return value[:at+1] + encoded, false
	}
	return encoded, false
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
