package query

import "strings"

// glob reports whether pattern, in which * is any run of bytes and ? any single
// byte, is all of s. It tries each place of the last star once.
func glob(pattern, s string) bool {
	p, i, star, mark := 0, 0, -1, 0
	for i < len(s) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, i
			p++
		case p < len(pattern) && (pattern[p] == '?' || fold7(pattern[p]) == fold7(s[i])):
			p++
			i++
		case star >= 0:
			mark++
			p, i = star+1, mark
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}

// Contains is strings.Contains without regard to the case of ASCII letters. It
// does not copy its arguments: a value may be ten megabytes long.
func Contains(s, sub string) bool {
	return sub == "" || strings.Contains(s, sub) || Index(s, sub) >= 0
}

// Index returns where s holds sub, in the sense of [Contains], or -1.
func Index(s, sub string) int {
	for i := 0; sub != "" && i+len(sub) <= len(s); i++ {
		if fold7(s[i]) == fold7(sub[0]) && equalFold7(s[i:i+len(sub)], sub) {
			return i
		}
	}
	return -1
}

func equalFold7(a, b string) bool {
	for i := range len(a) {
		if fold7(a[i]) != fold7(b[i]) {
			return false
		}
	}
	return true
}

func fold7(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + ('a' - 'A')
	}
	return c
}
