package ui

import (
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/userdata"
)

// A hideOption is one way to take the selected key off the table.
type hideOption struct {
	match         userdata.Match
	pattern       string
	class         bool // the whole class of the key
	keys, changed int  // what it takes from the rows there are
}

// hideOptions are the ways to hide a key: itself, up to three beginnings that
// it shares with other keys, its class.
func hideOptions(key string, class userdata.Class, all []row) []hideOption {
	out := []hideOption{{match: userdata.Exact, pattern: key}}
	for _, p := range prefixesOf(key) {
		out = append(out, hideOption{match: userdata.Prefix, pattern: p})
	}
	out = append(out, hideOption{class: true, pattern: class.String()})
	for i := range out {
		o := &out[i]
		for j := range all {
			r := &all[j]
			switch {
			case o.class && r.class == class, !o.class && o.match == userdata.Exact && r.key == key,
				!o.class && o.match == userdata.Prefix && strings.HasPrefix(r.key, o.pattern):
				o.keys++
				o.changed += index01(r.kind != userdata.Same)
			}
		}
	}
	// A beginning that only this key has, or as many as a longer one, is no choice.
	shared := out[:0]
	for i, o := range out {
		if o.match == userdata.Prefix && (o.keys < 2 || i+1 < len(out)-1 && out[i+1].keys == o.keys) {
			continue
		}
		shared = append(shared, o)
	}
	if n := len(shared); n > 5 {
		shared = append(shared[:1:1], shared[n-4:]...)
	}
	return shared
}

func index01(on bool) int {
	if on {
		return 1
	}
	return 0
}

// prefixesOf returns the beginnings of a key that end where a word of it does,
// shortest first: of "RTargetTypeSelected" RTarget, RTargetType.
func prefixesOf(key string) []string {
	var out []string
	for i := 2; i < len(key); i++ {
		sep := strings.IndexByte("_-. ", key[i-1]) >= 0
		word := key[i] <= 'Z' && key[i] >= '0' && key[i-1] >= 'a' && key[i-1] <= 'z' // a capital, or a number
		if (sep || word) && !slices.Contains(out, key[:i]) {
			out = append(out, key[:i])
		}
	}
	return out
}
