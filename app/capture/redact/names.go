package redact

import (
	"strings"

	"github.com/keytrail/keytrail/app/capture/redact/vocab"
	"github.com/keytrail/keytrail/app/capture/words"
)

// facts are what a name says of its value, and of what stands beside it.
type facts struct {
	secrecy  vocab.Secrecy
	role     role
	data     bool   // its value is userData
	link     bool   // what stands behind it in a path lets its holder in
	word     string // the label that its words give, "" for none
	member   string // that of a value in a message
	key      string // that of a value of userData
	anywhere string // that of a value that may stand anywhere, if it is not a credential
}

const (
	mostNames = 1 << 14 // are remembered: a long text says the same ones over and over
	nameCost  = 256     // of thinking about a name, in bytes of plain text
)

// about returns what a name says.
func (m *Masks) about(name string) *facts {
	var buf [vocab.LongestName]byte
	if len(name) > len(buf) {
		return m.think(name)
	}
	same := countless(buf[:0], name)
	f := m.names[string(same)]
	if f == nil {
		if len(m.names) >= mostNames {
			clear(m.names)
		}
		f = m.think(string(same))
		m.names[string(same)] = f
	}
	return f
}

func (m *Masks) think(name string) *facts {
	m.pace.Spend(nameCost + len(name))
	list := words.Of(name)
	joined := strings.Join(list, "")
	lower := strings.ToLower(name)
	f := &facts{secrecy: vocab.SecrecyOf(name, list, joined), role: roleOf(list, joined), word: wordLabel(list, joined), member: personalKeys[lower],
		data: lower == "userdata" || lower == "customfields", link: vocab.Links(list)}
	if m.guards[guarded(name)] {
		f.secrecy = vocab.AllSecret
	}
	f.key = keyLabel(name, joined, f.word)
	if f.anywhere = personalKeys[vocab.Letters(name)]; f.anywhere == "" || f.anywhere == labelText {
		f.anywhere = f.word
	}
	return f
}

// secrecy returns how secret the value under a name is.
func (m *Masks) secrecy(name string) vocab.Secrecy { return m.about(name).secrecy }

// isSecret reports whether the value under a name is a credential.
func (m *Masks) isSecret(name string) bool { return m.secrecy(name) != vocab.NoSecret }

// nameOf returns the label under which the value of a name is hidden, "" for
// none.
func (m *Masks) nameOf(name string) string {
	switch f := m.about(name); {
	case f.secrecy != vocab.NoSecret:
		return labelCredential
	case m.redact:
		return f.anywhere
	}
	return ""
}

// guarded is a name as those of guards are compared.
func guarded(name string) string { return vocab.Letters(string(countless(nil, name))) }

// countless appends a name with numbers of three digits and more written as one and
// the same: which number it is says nothing, and a long text counts without end.
func countless(dst []byte, name string) []byte {
	digits := 0
	for i := range len(name) {
		if digits++; !words.IsDigit(name[i]) {
			digits = 0
		}
		if digits <= 3 {
			dst = append(dst, name[i])
		}
		if digits == 3 {
			copy(dst[len(dst)-3:], "000")
		}
	}
	return dst
}
