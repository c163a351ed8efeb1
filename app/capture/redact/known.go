package redact

import (
	"net/url"
	"slices"
	"sort"
	"strings"

	"github.com/keytrail/keytrail/app/capture/words"
	"github.com/keytrail/keytrail/app/rawjson"
)

// A known holds values that are hidden wherever they stand, in every spelling
// that they may have inside other text: as they are, as in a URL, and as in a
// JSON string.
type known struct {
	begins  [1 << 11]uint32  // a bit for each hash of four bytes that a spelling begins with
	lengths map[string][]int // four bytes → lengths of the spellings, as far as they are looked up
	values  map[string]*value
}

type value struct {
	spelled, text, label string
	word                 bool // also where it is a word for programs
	secret               bool // also where personal data stay
}

// longestKnown is how many bytes of a value are looked up. Of longer ones as
// much is hidden as is the same.
const longestKnown = 512

func hash4(s string) uint32 {
	return (uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24) * 2654435761 >> 16
}

func (k *known) add(label, text string, word, secret bool) {
	k.spell(value{text, text, label, word, secret})
	if strings.IndexFunc(text, isEscaped) < 0 {
		return // it is spelled the same everywhere
	}
	folded, _ := words.Fold(text, func() {})
	for _, text := range []string{text, folded} {
		quoted := string(rawjson.Quote(nil, text))
		for _, spelled := range []string{text, url.QueryEscape(text), url.PathEscape(text), quoted[1 : len(quoted)-1]} {
			k.spell(value{spelled, text, label, word, secret})
		}
	}
}

// isEscaped reports whether a character may be written as another one.
func isEscaped(r rune) bool {
	return r >= 0x80 || !isAlnum(byte(r)) && !strings.ContainsRune("-_.~", r)
}

// spell has one spelling of a value looked for.
func (k *known) spell(v value) {
	if len(v.spelled) < 4 {
		return
	}
	begin := v.spelled[:min(len(v.spelled), longestKnown)]
	if was := k.values[begin]; was != nil {
		was.word, was.secret = was.word || v.word, was.secret || v.secret
		return
	}
	if k.values == nil {
		k.lengths, k.values = map[string][]int{}, map[string]*value{}
	}
	k.values[begin] = &v
	h := hash4(begin)
	k.begins[h>>5] |= 1 << (h & 31)
	if list := k.lengths[begin[:4]]; !slices.Contains(list, len(begin)) {
		list = append(list, len(begin))
		sort.Sort(sort.Reverse(sort.IntSlice(list)))
		k.lengths[begin[:4]] = list
	}
}

// find appends where values stand in f.s, a word for programs or a text.
func (k *known) find(f *finder, word bool) {
	if len(k.values) == 0 {
		return
	}
	s := f.s
	for i, due := 0, 0; i+4 <= len(s); i++ {
		if i >= due {
			due = f.due(i)
		}
		h := hash4(s[i:])
		if k.begins[h>>5]&(1<<(h&31)) == 0 {
			continue
		}
		for _, n := range k.lengths[s[i:i+4]] {
			if i+n > len(s) {
				continue
			}
			v := k.values[s[i:i+n]]
			if v == nil || !v.secret && !f.m.redact || !v.word && word && f.m.redact {
				continue
			}
			end := i + n
			for end < len(s) && end-i < len(v.spelled) && s[end] == v.spelled[end-i] {
				end++
			}
			f.spans = append(f.spans, span{i, end, v.label, v.text})
			i = end - 1
			break
		}
	}
}
