package text

import (
	"bytes"
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
