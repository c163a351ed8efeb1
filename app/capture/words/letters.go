package words

import (
	"strings"
	"unicode"
)

// IsDigit reports whether c is a digit of ASCII.
func IsDigit(c byte) bool { return c >= '0' && c <= '9' }

// IsLetter reports whether c is a letter of ASCII.
func IsLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// IsAlnum reports whether c is a letter or a digit of ASCII.
func IsAlnum(c byte) bool { return alnum[c] }

var alnum = func() (is [256]bool) {
	for c := range is {
		is[c] = IsLetter(byte(c)) || IsDigit(byte(c))
	}
	return is
}()

// IsLetters reports whether s has nothing but letters: it could as well be a state
// or an operation.
func IsLetters(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
}

// IsWord reports whether c may stand in a word for programs.
func IsWord(c byte) bool { return c == '_' || c == '-' || c == '$' || IsAlnum(c) }
