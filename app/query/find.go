package query

import "strings"

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
