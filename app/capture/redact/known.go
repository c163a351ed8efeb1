package redact

import (
	"net/url"
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/redact/find"
	"github.com/keytrail/keytrail/app/capture/words"
	"github.com/keytrail/keytrail/app/rawjson"
)

// A known holds values that are hidden wherever they stand, in every spelling
// that they may have inside other text: as they are, as in a URL, and as in a
// JSON string.
type known struct {
	all         []value          // spellings
	bits        [1 << 10]uint64  // a bit for the hash of the four bytes that each begins with
	values      map[string]int32 // by how they begin: their places in all
	short, long heads            // of spellings of four bytes and more, by four, and of eight and more, by eight
	respelled   []int32          // those that are spelled otherwise elsewhere
	done        int              // how many of these are looked for in other spellings
	blanks      []int32          // those that only have blanks which are written otherwise
	pluses      int              // how many of these are looked for with a plus for each
}

type value struct {
	spelled, text string
	label         find.Label
	word          bool // also where it is a word for programs
	secret        bool // also where personal data stay
}

// longestKnown is how many bytes of a value are looked up. Of longer ones as
// much is hidden as is the same.
const longestKnown = 512

// heads are what spellings begin with, and how long those spellings are.
type heads struct {
	bits    []uint64 // a bit for the hash of each
	lengths map[uint64][]int
}

// begins reports whether a spelling may begin with these four bytes: most that stand
// in a text are those of none.
func (k *known) begins(head uint32) bool {
	i := hash16(head)
	return k.bits[i>>6]&(1<<(i&63)) != 0
}

func hash16(head uint32) uint32 { return head * 2654435761 >> 16 }

// hashHead hashes the bytes that something begins with.
func hashHead(head uint64) uint64 { return head * 0x9e3779b97f4a7c15 >> 44 }

func (h *heads) of(head uint64) []int {
	if i := hashHead(head); h.bits == nil || h.bits[i>>6]&(1<<(i&63)) == 0 {
		return nil
	}
	return h.lengths[head]
}

func (h *heads) add(head uint64, n int) {
	if h.bits == nil {
		h.bits, h.lengths = make([]uint64, 1<<14), map[uint64][]int{}
	}
	i := hashHead(head)
	h.bits[i>>6] |= 1 << (i & 63)
	if list := h.lengths[head]; !slices.Contains(list, n) {
		list = append(list, n)
		for i := len(list) - 1; i > 0 && list[i-1] < n; i-- { // the longest first
			list[i-1], list[i] = n, list[i-1]
		}
		h.lengths[head] = list
	}
}

// headOf returns the first eight bytes of s as a number.
func headOf(s string) (head uint64) {
	for i := range min(len(s), 8) {
		head |= uint64(s[i]) << (8 * i)
	}
	return head
}

func (k *known) add(label find.Label, text string, word, secret bool, p *capture.Pace) {
	p.Spend(knowCost + len(text))
	at := k.spell(value{text, text, label, word, secret})
	if at < 0 || strings.IndexFunc(text, isEscaped) < 0 {
		return // it is spelled the same everywhere
	}
	k.respelled = append(k.respelled, at)
	folded, _ := words.Fold(text, func() { p.Spend(capture.Stride) })
	if folded != text {
		k.spell(value{folded, folded, label, word, secret})
	}
	if strings.IndexFunc(folded, func(r rune) bool { return r != ' ' && isEscaped(r) }) < 0 {
		k.blanks = append(k.blanks, at)
	}
}

// respell has values looked for as they are spelled in URLs and in strings of
// JSON: only few texts have anything in them that is.
func (k *known) respell(p *capture.Pace) {
	for _, at := range k.respelled[k.done:] {
		v := k.all[at]
		folded, _ := words.Fold(v.text, func() { p.Spend(capture.Stride) })
		for _, v.text = range slices.Compact([]string{v.text, folded}) {
			for _, spelled := range []func(string) string{url.QueryEscape, url.PathEscape, inQuotes} {
				p.Spend(knowCost + len(v.text))
				v.spelled = spelled(v.text)
				k.spell(v)
			}
		}
	}
	k.done = len(k.respelled)
}

// inQuotes is a text as it stands in a string of JSON.
func inQuotes(s string) string {
	quoted := rawjson.Quote(nil, s)
	return string(quoted[1 : len(quoted)-1])
}

// addPluses has values looked for as a query spells their blanks: with a plus for each,
// and often without any other sign of a URL.
func (k *known) addPluses(p *capture.Pace) {
	for _, at := range k.blanks[k.pluses:] {
		v := k.all[at]
		p.Spend(knowCost + len(v.text))
		v.text, _ = words.Fold(v.text, func() { p.Spend(capture.Stride) })
		v.spelled = strings.ReplaceAll(v.text, " ", "+")
		k.spell(v)
	}
	k.pluses = len(k.blanks)
}

// hasPlus reports whether a plus in s may stand for a blank, as in a URL: it has a
// character in front.
func hasPlus(s string) bool {
	for i := 0; ; i++ {
		n := strings.IndexByte(s[i:], '+')
		if n < 0 {
			return false
		}
		if i += n; i > 0 && !isEscaped(rune(s[i-1])) {
			return true
		}
	}
}

// isEscaped reports whether a character may be written as another one.
func isEscaped(r rune) bool {
	switch r {
	case '-', '_', '.', '~':
		return false
	}
	return r >= 0x80 || !words.IsAlnum(byte(r))
}

// spell has one spelling of a value looked for, and returns its place in all, -1 for
// one that is too short.
func (k *known) spell(v value) (at int32) {
	if len(v.spelled) < 4 {
		return -1
	}
	begin := v.spelled[:min(len(v.spelled), longestKnown)]
	if i, ok := k.values[begin]; ok {
		was := &k.all[i]
		was.word, was.secret = was.word || v.word, was.secret || v.secret
		return i
	}
	if k.values == nil {
		k.values = map[string]int32{}
	}
	at = int32(len(k.all))
	k.values[begin], k.all = at, append(k.all, v)
	i := hash16(uint32(headOf(begin)))
	k.bits[i>>6] |= 1 << (i & 63)
	if len(begin) < 8 {
		k.short.add(headOf(begin[:4]), len(begin))
	} else {
		k.long.add(headOf(begin), len(begin))
	}
	return at
}

// find adds to spans, which are merged, where else values stand in s, a word for
// programs or a text, and returns all of them merged.
func (k *known) find(spans []find.Span, s string, personal, word bool, pace *capture.Pace) []find.Span {
	if len(k.values) == 0 {
		return spans
	}
	if len(k.respelled) > k.done && (strings.IndexByte(s, '%') >= 0 || strings.IndexByte(s, '\\') >= 0) {
		k.respell(pace)
	}
	if len(k.blanks) > k.pluses && hasPlus(s) {
		k.addPluses(pace)
	}
	var more []find.Span
	next, covered := 0, 0 // the first span that begins behind i, and up to where those in front of it reach
	head := headOf(s)     // of what stands at i
	for i, due := 0, 0; i+4 <= len(s); i++ {
		if i >= due {
			due = pace.Due(i, len(s))
		}
		if k.begins(uint32(head)) {
			var found find.Span
			if i+8 <= len(s) {
				found = k.at(s, i, k.long.of(head), personal, word)
			}
			if found.To == 0 {
				found = k.at(s, i, k.short.of(head&(1<<32-1)), personal, word)
			}
			if found.To > 0 {
				for ; next < len(spans) && spans[next].From <= i; next++ {
					covered = spans[next].To // of merged ones, the next reaches further
				}
				if found.To > covered {
					more = append(more, found)
				}
				i = found.To - 1
				head = headOf(s[i+1:])
				continue
			}
		}
		if head >>= 8; i+8 < len(s) {
			head |= uint64(s[i+8]) << 56
		}
	}
	if more == nil {
		return spans
	}
	return find.Merge(append(slices.Clip(spans), more...), pace)
}

// at returns the value that stands at i in s and has one of these lengths, the zero
// Span for none.
func (k *known) at(s string, i int, lengths []int, personal, word bool) find.Span {
	for _, n := range lengths {
		if i+n > len(s) {
			continue
		}
		at, ok := k.values[s[i:i+n]]
		if !ok {
			continue
		}
		v := &k.all[at]
		if !v.secret && !personal || !v.word && word || v.label == find.None && (i > 0 && s[i-1] >= '1' && s[i-1] <= '9' || i+n < len(s) && words.IsDigit(s[i+n])) {
			continue // of a number, a longer one has nothing
		}
		end := i + n
		for end < len(s) && end-i < len(v.spelled) && s[end] == v.spelled[end-i] {
			end++
		}
		return find.Span{From: i, To: end, Label: v.label, Known: at + 1}
	}
	return find.Span{}
}
