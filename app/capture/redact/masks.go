package redact

import (
	"fmt"
	"maps"
	"math/bits"
	"net/netip"
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/redact/find"
	"github.com/keytrail/keytrail/app/capture/redact/rank"
	"github.com/keytrail/keytrail/app/capture/redact/vocab"
	"github.com/keytrail/keytrail/app/capture/words"
	"github.com/keytrail/keytrail/app/rawjson"
)

// Masks are the pseudonyms of one export. They are given out by rank among the
// values of one kind, so that what was equal stays equal and what came before
// comes before, and nothing in the file leads back from one to its value.
//
// Masks are made in two rounds over the same code: the first notes what is to
// be hidden, the second replaces it.
type Masks struct {
	rules     Rules
	redact    bool // false: credentials only
	noting    bool
	issuedNow int               // how many were numbered
	issued    map[string]string // credential → pseudonym, where they are numbered as they come
	texts     map[find.Label]*texts
	numbers   rank.Numbers
	known     *known                  // what is hidden wherever it stands
	names     *find.Names             // what names say
	places    []rawjson.Place         // of the members of the objects and lists that are being written
	sessions  map[string]bool         // ids of sessions, which are no secrets
	pace      *capture.Pace           // lets others have their turn
	sought    map[passage][]find.Span // long texts that were looked through already → what is to be hidden whatever else is
	recent    *recent                 // of a guard: what became of what came lately
	unknown   map[string]bool         // keys without a rule or a finding
	proposed  map[string]*proposal
	memory
}

// A memory is what became of keys and values so far. The zero value is empty and ready.
type memory struct {
	decided   map[decision]string // literals that were decided already
	decidedBy int                 // how many spellings were known when they were
	long      int                 // bytes of long ones among them
	keys      keyTable
	said      int // values that keys remember
}

// texts are the hidden values of one label. They have pseudonyms once all are known.
type texts struct {
	index map[string]int32 // of each in all
	all   []hidden
}

type hidden struct {
	value, pseudonym string
	head             uint64 // what follows that which all begin with, in the order of texts
}

// shared returns how many bytes two texts begin with alike.
func shared(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

type decision struct {
	place
	depth   int
	literal string
}

// A passage is a long text that was looked through, and for what.
type passage struct {
	text         string
	word, redact bool
}

func newMasks(rules Rules, redact bool) *Masks {
	pace := &capture.Pace{}
	return &Masks{rules: rules, redact: redact, noting: true, texts: map[find.Label]*texts{}, numbers: rank.Numbers{},
		sought: map[passage][]find.Span{}, unknown: map[string]bool{}, proposed: map[string]*proposal{},
		names: find.NewNames(pace), sessions: map[string]bool{}, pace: pace, known: &known{}}
}

// Text returns s, which is for people, with everything hidden that the export
// hides: for the clipboard, file names, titles and whatever else leaves with it.
func (m *Masks) Text(s string) string {
	if t := strings.TrimSpace(s); t != "" && (t[0] == '{' || t[0] == '[') && rawjson.Check([]byte(t)) == nil {
		before, after, _ := strings.Cut(s, t) // blanks of other kinds than JSON's may be among them
		return before + string(m.body([]byte(t), nil)) + after
	}
	return m.within(s, false)
}

// name masks a word that may have a meaning for programs: a key, a state, a
// channel. Only what is unmistakable is hidden in it. What has a blank in it is
// no such word.
func (m *Masks) name(s string) string {
	if strings.ContainsAny(s, " \t\r\n{[") {
		return m.Text(s)
	}
	return m.within(s, true)
}

// only returns m for what hides credentials and nothing else.
func (m *Masks) only() *Masks {
	bare := *m
	bare.redact, bare.memory = false, memory{}
	return &bare
}

// within hides in s, which is a word for programs or a text, its credentials,
// personal data, and values that are hidden elsewhere.
func (m *Masks) within(s string, word bool) string {
	if s == "" {
		return s
	}
	folded, from := words.Fold(s, func() { m.pace.Spend(capture.Stride) })
	long := passage{s, word, m.redact}
	spans, sought := m.sought[long]
	if !sought {
		var inside []find.Span
		if spans, inside = m.names.Find(folded, m.redact, word); m.noting && len(s) >= capture.Stride {
			m.sought[long] = spans
		}
		for _, p := range inside {
			if from != nil {
				p.From, p.To = int(from[p.From]), int(from[p.To])
			}
			m.credential(s[p.From:p.To])
		}
	}
	known := m.known // a guard forgets what it knows when that is much
	spans = known.find(spans, folded, m.redact, word, m.pace)
	if len(spans) == 0 {
		return s
	}
	var b strings.Builder
	if !m.noting {
		b.Grow(len(s))
	}
	done := 0
	for _, p := range spans {
		m.pace.Spend(spanCost + p.To - p.From)
		if from != nil {
			p.From, p.To = int(from[p.From]), int(from[p.To])
		}
		text := s[p.From:p.To]
		if p.Known > 0 {
			text = known.all[p.Known-1].text
		}
		if p.Label == find.Credential {
			text = m.credential(text)
		} else {
			text = m.text(p.Label, text)
		}
		if m.noting {
			continue
		}
		if p.From > done {
			b.WriteString(s[done:p.From])
		}
		b.WriteString(text)
		done = p.To
	}
	if m.noting {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// text returns the pseudonym of a text. Blanks around it stay, an empty text
// stays empty, and text that is a number becomes text that is a number.
func (m *Masks) text(label find.Label, value string) string {
	core := strings.TrimSpace(value)
	if core == "" {
		return value
	}
	masked := m.core(label, core)
	if core == value {
		return masked
	}
	return strings.Replace(value, core, masked, 1)
}

func (m *Masks) core(label find.Label, core string) string {
	if (label == find.Credential || label == find.Text) && m.sessions[core] || label >= find.Card && label <= find.Name && len(core) <= longestNobody && nobody[strings.ToLower(core)] {
		return core
	}
	if label == find.Name && strings.ContainsAny(core, ".:") {
		if _, err := netip.ParseAddr(core); err == nil {
			return core // the address of a computer
		}
	}
	if label != find.Credential && label != find.Header && rank.IsNumber(core) {
		return m.number(core)
	}
	values := m.texts[label]
	if values != nil {
		if i, ok := values.index[core]; ok && m.noting {
			return core
		} else if ok {
			return values.all[i].pseudonym
		}
	}
	if m.noting {
		if values == nil {
			values = &texts{index: map[string]int32{}}
			m.texts[label] = values
		}
		core = strings.Clone(core)
		values.index[core] = int32(len(values.all))
		values.all = append(values.all, hidden{value: core})
		return core
	}
	if m.issued != nil && label == find.Credential {
		return m.give(core)
	}
	return "‹" + label.String() + "›" // came up after the capture was read, as in a file name
}

// mostGiven is how many credentials are remembered. Of more, one that comes again
// gets another pseudonym; two never have the same.
const mostGiven = 1 << 16

// give returns the pseudonym of a credential that has not come before.
func (m *Masks) give(core string) string {
	p, ok := m.issued[core]
	if !ok {
		if m.issuedNow++; len(m.issued) >= mostGiven {
			clear(m.issued)
			m.known = &known{}
		}
		core = strings.Clone(core)
		p = fmt.Sprintf("‹%s-%d›", find.Credential, m.issuedNow)
		m.issued[core] = p
		m.know(find.Credential, core)
	}
	return p
}

// number returns the pseudonym of a number literal.
func (m *Masks) number(literal string) string {
	if m.noting {
		m.numbers.Note(literal)
		return literal
	}
	return m.numbers.Pseudonym(literal)
}

// rankAll ends the first round: it ranks the values and makes the replacers.
func (m *Masks) rankAll() {
	all := len(m.numbers)
	for _, values := range m.texts {
		all += len(values.all)
	}
	m.known.values, m.known.all = make(map[string]int32, all), make([]value, 0, all)
	labels := slices.Collect(maps.Keys(m.texts))
	sort.Slice(labels, func(i, j int) bool { return labels[i].String() < labels[j].String() })
	for _, label := range labels {
		values := m.texts[label].all
		same := values[0].value // what all of them begin with
		for _, h := range values {
			m.pace.Spend(len(h.value))
			same = same[:shared(same, h.value)]
		}
		sorted := make([]*hidden, len(values))
		for i := range values {
			sorted[i] = &values[i]
			values[i].head = bits.ReverseBytes64(headOf(values[i].value[len(same):]))
		}
		sort.Slice(sorted, func(i, j int) bool {
			a, b := sorted[i], sorted[j]
			if m.pace.Spend(find.SortCost); a.head != b.head {
				return a.head < b.head
			}
			return a.value < b.value
		})
		width := len(strconv.Itoa(len(sorted)))
		for i, h := range sorted {
			n := strconv.Itoa(i + 1)
			h.pseudonym = "‹" + label.String() + "-" + strings.Repeat("0", width-len(n)) + n + "›"
			m.know(label, h.value)
		}
	}
	m.numbers.Rank(m.pace)
	for literal := range m.numbers.Literals() {
		if len(literal) >= 6 {
			m.known.add(find.None, literal, len(literal) >= 8, false, m.pace)
		}
	}
	m.noting, m.memory = false, memory{}
	m.unknown, m.proposed = map[string]bool{}, map[string]*proposal{}
}

// know has a hidden value looked for wherever else it may stand. A short one,
// or a word, stands everywhere.
func (m *Masks) know(label find.Label, v string) {
	if len(v) < 4 || common(v) || len(v) < 6 && strings.Trim(v, "0123456789") == "" || label == find.Header && (len(v) < 8 || words.IsLetters(v)) {
		return
	}
	m.known.add(label, v, len(v) >= 5 && (len(v) >= 16 || !words.IsLetters(v)), label == find.Credential || label == find.Header, m.pace)
}

// What it costs to hide a part of a text, and to have a value looked for, in bytes of
// plain text.
const (
	spanCost = 64
	knowCost = 512
)

// longestNobody is how long, in bytes, the longest of the words of nobody is.
const longestNobody = 11

// nobody has the words that stand where nothing is known of a person, in lower case.
var nobody = vocab.Set("true false yes no none null unknown undefined anonymous unavailable restricted private n/a ja nein unbekannt anonym oui non inconnu anonyme desconocido anonimo")

// common reports whether a hidden value is a word that stands everywhere.
func common(v string) bool { return v == "true" || v == "false" || v == "null" }

// counts returns how many different values were hidden, by label.
func (m *Masks) counts() map[string]int {
	out := map[string]int{}
	for label, values := range m.texts {
		out[label.String()] = len(values.all)
	}
	if len(m.numbers) > 0 {
		out["number"] = len(m.numbers)
	}
	return out
}
