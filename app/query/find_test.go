package query_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/query"
)

func TestContains(t *testing.T) {
	for _, x := range []struct {
		s, sub string
		want   bool
	}{
		{"DISP_KEY", "disp", true}, {"DISP_KEY", "KEY", true}, {"DISP_KEY", "x", false},
		{"", "x", false}, {"Ä", "Ä", true}, {"aB", "ab", true}, {"abc", "abcd", false},
	} {
		assert.Equal(t, x.want, query.Contains(x.s, x.sub), "%q in %q", x.sub, x.s)
	}
}

func TestIndex(t *testing.T) {
	for _, x := range []struct {
		s, sub string
		want   int
	}{{"Customer", "STOM", 2}, {"aAb", "ab", 1}, {"a", "", -1}, {"", "a", -1}, {"abc", "abcd", -1}} {
		assert.Equal(t, x.want, query.Index(x.s, x.sub), "%q in %q", x.sub, x.s)
	}
}
