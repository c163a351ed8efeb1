package text

import (
	"strings"

	"github.com/keytrail/keytrail/app/capture/words"
)

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
			n += powerReckoned(s[n:])
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

// powerReckoned is the length of a variable, or of what stands in brackets.
func powerReckoned(s string) int {
	if s[0] == '$' {
		_, length := powerText(s)
		return length
	}
	depth := 0
	for n := 0; n < len(s); n++ {
		switch s[n] {
		case '"', '\'':
			_, length := powerText(s[n:])
			n += length - 1
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return n + 1
			}
		}
	}
	return len(s)
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
