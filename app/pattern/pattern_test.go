package pattern_test

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/pattern"
)

// texts are looked through with every expression.
var texts = []string{
	"", "a", "b", "ab", "aab", "abab", "aaa", "xay", "A", "aB\nb", "\n", "a\n", "ab\nab", " a b ", "a-b_c9", "ſK", "Straße ÄÖ", "a\xffb", "éa", "[x]", "a.b", "12-34",
	"foo=bar; Foo=BAZ", "\t\r\v\f", "aaaaaaaaaaaaaaaaaaaa",
}

// expressions are what package regexp and this one must agree on.
var expressions = []string{
	``, `a`, `ab`, `a|b`, `a|ab`, `ab|a`, `a*`, `a+`, `a?`, `a*?`, `a+?`, `a??`, `(a)`, `(a)(b)`, `(a|b)*`, `(a*)*`, `(a*)+`, `(a|)*`, `(|a)*`, `(|a)+`, `(a?)*?`,
	`(a{31}){31}`, `((a{10}){10}){10}`, `(a{1000}){0}`, `(a{1000})*`, `a{2}`, `a{2,}`, `a{2,3}`, `a{0}`, `a{0,1}`, `a{,2}`, `a{`, `{`, `a{2}?`, `a{1,3}?`, `(a{2}){2}`, `(a*){2,}`, `(ab?){1,2}`,
	`.`, `.*`, `(?s).*`, `(?s:.)b`, `^`, `$`, `^a`, `a$`, `(?m)^a`, `(?m)b$`, `(?m)^$`, `\Aa`, `a\z`, `\b`, `\B`, `\ba\b`, `\Bb`,
	`\d`, `\D`, `\s`, `\S`, `\w+`, `\W+`, `[a]`, `[^a]`, `[a-c]+`, `[^a-c\n]+`, `[-a]`, `[a-]`, `[]a]`, `[^]a]`, `[\w-]+`, `[\d.]+`, `[\D]`, `[^\W]`, `[[:alpha:]]+`, `[[:^alpha:]]+`, `[^[:space:]]+`, `[a\]]`, `[\x41-\x{5a}]+`, `[[a]`, `[a[:digit:]z]`,
	`(?i)a`, `(?i)AB`, `(?i)[a-c]+`, `(?i)[^a]`, `(?i)k`, `(?i)\w`, `(?i)\W`, `(?i)s+`, `(?i)ä`, `(?i:a)b`, `(?i)a|b`, `a(?i)b`, `(?U)a*`, `(?U)a*?`, `(?is-m)A.B`, `(?-i)a`,
	`(?:ab)+`, `(?P<x>a)b`, `(?<x>a)b`, `\Qa.b\E`, `\Qa.b`, `\Qab\E+`, `\.`, `\-`, `\n`, `\t`, `\x41`, `\x{1F600}`, `\141`, `\07`, `é`, `\x{e9}a`,
	`()`, `(?:)`, `()*`, `(?:)+`, `((a)|(b))*`, `(a+)(a*)`, `(a+?)(a*)`, `(\w+)=(\w+)`, `x*y`, `(?:a|b)*?b`,
	// What must not be accepted.
	`*`, `{0}`, `a|{2}`, `({2,3})`, `a**`, `a+*`, `a{2}{3}`, `(`, `)`, `(a`, `a)`, `[`, `[a`, `[]`, `[b-a]`, `[a-\d]`, `\`, `\8`, `\1`, `\y`, `\x`, `\x{}`, `\x{110000}`, `(?`, `(?x)`, `(?i`, `(?P<>a)`, `(?P<a-b>a)`, `(?P<x`, `a{1001}`, `a{2,1}`, `|*`, `^*`, `(?i)*`, `(?=a)`, `(?--i)`, `(?-)`, "\xff", "[\xff]", `[[:foo:]]`, `[a-[:digit:]]`, `(?P<x>a)(?P<x>b)`, `(a{1000}){1000}`, `(a{32}){32}`, `(?:(?:(?:){1000}){1000}){1000}`, `(a{500}b{500}){3}`, `((a{10}){10}){11}`, `[a-z-9]`,
}

func TestAgreesWithRegexp(t *testing.T) {
	for _, expr := range expressions {
		agree(t, expr, texts)
	}
}

// agree compares every match and every group.
func agree(t *testing.T, expr string, texts []string) {
	t.Helper()
	oracle, refused := regexp.Compile(expr)
	p, err := pattern.Compile(expr)
	if refused != nil {
		assert.Error(t, err, "%q: %v", expr, refused)
		return
	}
	if !assert.NoError(t, err, "%q", expr) {
		return
	}
	for _, text := range texts {
		var got [][]int
		p.All(text, func(at []int) bool { got = append(got, at); return true })
		assert.Equal(t, oracle.FindAllStringSubmatchIndex(text, -1), got, "%q in %q", expr, text)
		assert.Equal(t, oracle.MatchString(text), p.Match(text), "%q in %q", expr, text)
	}
}

// Expressions at random reach what nobody thinks of.
func TestAgreesWithRegexpAtRandom(t *testing.T) {
	parts := strings.Split("a|b|a|b|.|*|+|?|*?|(|)|(?:|[ab]|[^a]|\\b|^|$|{2}|{1,2}|(?i)|\\w|\\s|x{0,2}", "|")
	parts = append(parts, "|", "|", "B", " ")
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		var expr strings.Builder
		for range 1 + random.IntN(8) {
			expr.WriteString(parts[random.IntN(len(parts))])
		}
		if _, err := regexp.Compile(expr.String()); err == nil {
			agree(t, expr.String(), texts[:20])
		}
	}
}

func TestRefuses(t *testing.T) {
	for expr, want := range map[string]string{
		`a(b`:     "pattern: a parenthesis that is not closed: `(b`",
		`a[b`:     "pattern: a bracket that is not closed: `[b`",
		`a**`:     "pattern: two repetitions of one thing: `*`",
		`\pL`:     "pattern: an escape that is not known here: `\\p`",
		`a\`:      "pattern: a backslash at the end: `\\`",
		`x{9,1}`:  "pattern: a repetition that is too large or ends before it begins: `{9,1}`",
		`[z-a]`:   "pattern: a range that ends before it begins: `z-a`",
		`(?<1 >)`: "pattern: a group whose name is not made of letters, digits and underscores: `(?<1 >`",
	} {
		_, err := pattern.Compile(expr)
		assert.EqualError(t, err, want)
	}
}

// A rule comes from whoever wrote the file: it must not hang the page.
func TestHostileExpressionsEnd(t *testing.T) {
	for _, expr := range []string{`(a*)*b`, `(a|a)*b`, `(a?){1000}a{1000}`, `((a*)*)*b`, `(.*)(.*)(.*)(.*)(.*)x`} {
		p, err := pattern.Compile(expr)
		require.NoError(t, err)
		done := make(chan bool)
		go func() { done <- p.Match(strings.Repeat("a", 500)) }()
		select {
		case <-done:
		case <-time.After(time.Minute):
			t.Fatalf("%q does not end", expr)
		}
	}
	_, err := pattern.Compile(strings.Repeat(`(`, 5000) + strings.Repeat(`)`, 5000))
	require.Error(t, err)
	_, err = pattern.Compile(`((((a{100}){100}){100}){100})`)
	require.Error(t, err)
}

func TestReplace(t *testing.T) {
	p := pattern.MustCompile(`(\w+)=(\w+)?`)
	got := p.Replace("a=1, b= c", func(g []string) string { return g[2] + "<" + g[1] + "|" + g[0] })
	assert.Equal(t, "1<a|a=1, <b|b= c", got)
	assert.Equal(t, "none", p.Replace("none", func([]string) string { return "?" }))
}

func FuzzAgreesWithRegexp(f *testing.F) {
	for _, expr := range expressions {
		f.Add(expr, "aabAB\n")
	}
	f.Fuzz(func(t *testing.T, expr, text string) {
		p, err := pattern.Compile(expr)
		if err != nil || len(text) > 200 {
			return
		}
		oracle, err := regexp.Compile(expr)
		require.NoError(t, err, "%q", expr)
		var got [][]int
		p.All(text, func(at []int) bool { got = append(got, at); return true })
		require.Equal(t, oracle.FindAllStringSubmatchIndex(text, -1), got)
	})
}
