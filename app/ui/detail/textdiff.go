package detail

import (
	"slices"
	"unicode"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// longText is from how many characters on a text is compared inside: shorter
// ones are identifiers and words, of which every part counts.
const longText = 60

// maxCells bounds the work of comparing two texts word by word.
const maxCells = 250_000

func long(v userdata.Value) bool {
	return v.Kind() == userdata.Text && len([]rune(v.Text())) >= longText
}

// A strand is a part of two texts: in both, in the old one or in the new one.
type strand struct {
	kind userdata.ChangeKind // Same, Removed or Added
	text string
}

// diffText compares two texts word by word; words are made of whole code
// points. Texts that differ too much are compared at their ends only.
func diffText(old, new string) []strand {
	a, b := words(old), words(new)
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	var out []strand
	add := func(kind userdata.ChangeKind, words ...string) {
		for _, w := range words {
			if n := len(out); n > 0 && out[n-1].kind == kind {
				out[n-1].text += w
			} else {
				out = append(out, strand{kind, w})
			}
		}
	}
	add(userdata.Same, a[:head]...)
	middle(a[head:len(a)-tail], b[head:len(b)-tail], add)
	add(userdata.Same, a[len(a)-tail:]...)
	return out
}

// middle compares what lies between the equal ends by their longest common
// subsequence.
func middle(a, b []string, add func(userdata.ChangeKind, ...string)) {
	if len(a)*len(b) > maxCells || len(a) == 0 || len(b) == 0 {
		add(userdata.Removed, a...)
		add(userdata.Added, b...)
		return
	}
	w := len(b) + 1
	common := make([]int32, (len(a)+1)*w)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i*w+j] = common[(i+1)*w+j+1] + 1
			} else {
				common[i*w+j] = max(common[(i+1)*w+j], common[i*w+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			add(userdata.Same, a[i])
			i, j = i+1, j+1
		case common[(i+1)*w+j] >= common[i*w+j+1]:
			add(userdata.Removed, a[i])
			i++
		default:
			add(userdata.Added, b[j])
			j++
		}
	}
	add(userdata.Removed, a[i:]...)
	add(userdata.Added, b[j:]...)
}

// words cuts a text into runs of letters and digits and single other characters.
func words(s string) []string {
	var out []string
	start, next := 0, 0
	inWord := false
	for i, r := range s {
		if i < next {
			continue // inside half a surrogate pair
		}
		next = i + html.SizeAt(s, i)
		letter := unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
		if i > start && !(letter && inWord) {
			out = append(out, s[start:i])
			start = i
		}
		inWord = letter
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return slices.Clip(out)
}

// strands shows the difference of two texts. Its words stand in the page for
// copies and assistive technology: [-old-]{+new+}.
func strands(old, new string) []app.UI {
	var out []app.UI
	for _, p := range diffText(old, new) {
		switch p.kind {
		case userdata.Removed:
			out = append(out, html.El("del", "inside-del", append(append([]app.UI{html.Heard("[-")}, html.Exact(p.text)...), html.Heard("-]"))...))
		case userdata.Added:
			out = append(out, html.El("ins", "inside-ins", append(append([]app.UI{html.Heard("{+")}, html.Exact(p.text)...), html.Heard("+}"))...))
		default:
			text, cut := wording.Clip(p.text, scene.Clamp)
			out = append(out, html.Exact(text)...)
			if cut > 0 {
				out = append(out, html.Word("span", "note", " … "+wording.Size(cut)+" equal … "))
			}
		}
	}
	return out
}
