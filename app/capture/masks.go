package capture

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/keytrail/keytrail/app/rawjson"
)

// Masks are the pseudonyms of one export. They are given out by rank among the
// values of one kind, so that what was equal stays equal and what came before
// comes before, and nothing in the file leads back from one to its value.
//
// Masks are made in two rounds over the same code: the first notes what is to
// be hidden, the second replaces it.
type Masks struct {
	rules    Rules
	redact   bool // false: credentials only
	noting   bool
	texts    map[string]map[string]string // label → value → pseudonym
	numbers  map[string]decimal           // canonical → decimal
	free     *strings.Replacer            // everything hidden, for text
	strict   *strings.Replacer            // what is unmistakable, for any place
	secrets  *strings.Replacer            // credentials
	decided  map[decision]string          // literals that were decided already
	unknown  map[string]int               // keys without a rule or a finding → values seen
	proposed map[string]*Proposal
}

type decision struct{ key, outer, literal string }

func newMasks(rules Rules, redact bool) *Masks {
	return &Masks{rules: rules, redact: redact, noting: true, texts: map[string]map[string]string{}, numbers: map[string]decimal{},
		decided: map[decision]string{}, unknown: map[string]int{}, proposed: map[string]*Proposal{}}
}

// Text returns s, which is for people, with everything hidden that the export
// hides: for the clipboard, file names, titles and whatever else leaves with it.
func (m *Masks) Text(s string) string {
	if !m.noting {
		s = m.free.Replace(s)
	}
	s = credentials(s, m.credentialText)
	if m.redact {
		s = detect(s, m.text)
	}
	return s
}

// name masks a word that may have a meaning for programs: a key, a state, a
// channel. Only what is unmistakable is hidden in it. What has a blank in it is
// no such word.
func (m *Masks) name(s string) string {
	if strings.ContainsAny(s, " \t\r\n") {
		return m.Text(s)
	}
	if !m.noting {
		s = m.strict.Replace(s)
	}
	if m.redact {
		s = emailPattern().Replace(s, func(v []string) string { return m.text(labelEmail, v[0]) })
		s = replaceDigits(s, phonePattern(), func(v string) bool { return v[0] == '+' && isPhone(v) }, labelPhone, m.text)
		s = replaceDigits(s, cardPattern(), func(v string) bool { return luhn(digitsOf(v)) && !millis(v) }, labelCard, m.text)
	}
	return credentials(s, m.credentialText)
}

func (m *Masks) credentialText(v string) string { return m.text(labelCredential, v) }

// bare hides credentials and nothing else.
func (m *Masks) bare(s string) string {
	if !m.noting {
		s = m.secrets.Replace(s)
	}
	return credentials(s, m.credentialText)
}

// millis reports whether digits are milliseconds since 1970, as GWS sends them.
func millis(s string) bool { return len(s) == 13 && s[0] == '1' }

// text returns the pseudonym of a text. Blanks around it stay, an empty text
// stays empty, and text that is a number becomes text that is a number.
func (m *Masks) text(label, value string) string {
	core := strings.TrimSpace(value)
	if core == "" {
		return value
	}
	masked := m.core(label, core)
	return strings.Replace(value, core, masked, 1)
}

func (m *Masks) core(label, core string) string {
	if label != labelCredential && isNumber(core) {
		return m.number(core)
	}
	if m.noting {
		if m.texts[label] == nil {
			m.texts[label] = map[string]string{}
		}
		m.texts[label][core] = core
		return core
	}
	if p, ok := m.texts[label][core]; ok {
		return p
	}
	return "‹" + label + "›" // came up after the capture was read, as in a file name
}

// number returns the pseudonym of a number literal.
func (m *Masks) number(literal string) string {
	n := readNumber(literal)
	if m.noting {
		m.numbers[n.canonical()] = n
		return literal
	}
	known, ok := m.numbers[n.canonical()]
	if !ok {
		return "0"
	}
	return n.spell(known.pseudonym)
}

// settle ends the first round: it ranks the values and makes the replacers.
func (m *Masks) settle() {
	var free, strict, secrets [][2]string
	for label, values := range m.texts {
		sorted := slices.Sorted(maps.Keys(values))
		width := len(strconv.Itoa(len(sorted)))
		for i, v := range sorted {
			values[v] = fmt.Sprintf("‹%s-%0*d›", label, width, i+1)
			pair := [2]string{v, values[v]}
			if label == labelCredential {
				secrets = append(secrets, pair)
			}
			if label == labelCredential || len(v) >= 4 && !common(v) {
				free = append(free, pair)
			}
			if len(v) >= 5 && !isLetters(v) {
				strict = append(strict, pair)
			}
		}
	}
	rankNumbers(m.numbers)
	for _, n := range m.numbers {
		if len(n.literal) >= 6 {
			free = append(free, [2]string{n.literal, n.pseudonym})
		}
		if len(n.literal) >= 8 {
			strict = append(strict, [2]string{n.literal, n.pseudonym})
		}
	}
	m.free, m.strict, m.secrets = replacer(free), replacer(strict), replacer(secrets)
	m.noting, m.decided = false, map[decision]string{}
	m.unknown, m.proposed = map[string]int{}, map[string]*Proposal{}
}

// common reports whether a hidden value is a word that stands everywhere.
func common(v string) bool { return v == "true" || v == "false" || v == "null" }

// isLetters reports whether a word could as well be a state or an operation.
func isLetters(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
}

// replacer replaces values in every spelling they may have inside other text:
// as they are, as in a URL, and as in a JSON string. Longer ones come first.
func replacer(pairs [][2]string) *strings.Replacer {
	var all [][2]string
	for _, p := range pairs {
		quoted := string(rawjson.Quote(nil, p[0]))
		for _, spelled := range []string{p[0], url.QueryEscape(p[0]), url.PathEscape(p[0]), quoted[1 : len(quoted)-1]} {
			all = append(all, [2]string{spelled, p[1]})
		}
	}
	slices.SortFunc(all, func(a, b [2]string) int {
		if len(a[0]) != len(b[0]) {
			return len(b[0]) - len(a[0])
		}
		return strings.Compare(a[0], b[0])
	})
	var list []string
	for _, p := range slices.Compact(all) {
		list = append(list, p[0], p[1])
	}
	return strings.NewReplacer(list...)
}

// counts returns how many different values were hidden, by label.
func (m *Masks) counts() map[string]int {
	out := map[string]int{}
	for label, values := range m.texts {
		out[label] = len(values)
	}
	if len(m.numbers) > 0 {
		out["number"] = len(m.numbers)
	}
	return out
}
