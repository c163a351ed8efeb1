package text

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// requestLine is this expression, whose last match counts.
var request = regexp.MustCompile(`\b(GET|POST|PUT|DELETE)[ \t]+(\S*/(?:me|users|notifications|smssessions)(?:/[^\s{}]*|\?\S*)?)(?:\s|$)`)

func TestRequestLineIsItsExpression(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"GET", "POST", "PUT", "DELETE", " ", " ", "\t", "\n", "/me", "/users", "/notifications", "/smssessions", "/", "?", "{", "}", "x", "_", "é", "\xff", "https://a", "me", "."}
	found := 0
	for range 200_000 {
		var text strings.Builder
		for range 1 + r.IntN(12) {
			text.WriteString(pieces[r.IntN(len(pieces))])
		}
		method, address := "", ""
		for _, m := range request.FindAllStringSubmatch(text.String(), -1) {
			method, address = m[1], m[2]
			found++
		}
		gotMethod, gotAddress := requestLine(text.String())
		require.Equal(t, [2]string{method, address}, [2]string{gotMethod, gotAddress}, "%q", text.String())
	}
	require.Greater(t, found, 1000)
}
