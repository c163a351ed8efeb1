package wire

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Secrets are texts that must not appear where a response is quoted.
type Secrets []string

// Secrets returns the values of the fields, of "Basic abc" the second word, and
// others. Very short ones would mask half of every text and are left out.
func (h Header) Secrets(others ...string) Secrets {
	found := others
	for _, f := range h {
		words := strings.Fields(f.Value)
		if len(words) > 1 {
			words = words[1:]
		}
		found = append(found, words...)
	}
	return slices.DeleteFunc(found, func(s string) bool { return len(s) < 4 })
}

// Mask takes the secrets out of a text.
func (s Secrets) Mask(text string) string {
	for _, secret := range s {
		text = strings.ReplaceAll(text, secret, "•••")
	}
	return text
}

// Excerpt returns the beginning of a body, of at most so many characters, as one
// line that is fit for an error. It is cut after the secrets were masked, so that
// no half of one is left.
func (s Secrets) Excerpt(body []byte, most int) string {
	var line strings.Builder
	blank := func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }
	for word := range bytes.FieldsFuncSeq(body, blank) {
		if line.Len() > 0 {
			line.WriteByte(' ')
		}
		line.Write(word[:min(len(word), 1<<16)])
		if line.Len() > utf8.UTFMax*most {
			break
		}
	}
	text := s.Mask(strings.ToValidUTF8(line.String(), "\uFFFD"))
	if utf8.RuneCountInString(text) > most {
		text = string([]rune(text)[:most]) + "…"
	}
	return text
}

// IsPage reports whether a body begins as a web page does.
func IsPage(body []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\uFEFF"))), []byte("<"))
}

// Title returns the title of a web page, which usually says what it wants, nil for
// none.
func Title(page []byte) []byte {
	page = page[:min(len(page), 16<<10)]
	lower := bytes.ToLower(page)
	if len(lower) != len(page) {
		return nil // some letters change their length; offsets would be off
	}
	_, behind, _ := bytes.Cut(lower, []byte("<title>"))
	title, _, whole := bytes.Cut(behind, []byte("</title>"))
	if !whole {
		return nil
	}
	from := len(page) - len(behind)
	return []byte(characters.Replace(string(bytes.TrimSpace(page[from : from+len(title)]))))
}

// characters are the named ones that titles commonly have. HTML has two thousand
// more, which would be a sixtieth of the page's program.
var characters = strings.NewReplacer("&amp;", "&", "&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#39;", "'", "&apos;", "'", "&nbsp;", " ", "&ndash;", "–", "&mdash;", "—", "&hellip;", "…")
