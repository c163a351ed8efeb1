package scene

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// What the browser has kept of the prefs, or what was made of it, is read so that
// it can be kept again and stays the same.
func FuzzPrefs(f *testing.F) {
	f.Add("watch=stop%0Atype%3Anumber%0AKey&watch=%0A%0A&stop=Other")
	f.Add("lens=integration&pins=DISP_KEY+%3D+Disposition&break=type%3Anumber%0AKey&watch=&size=key+180&sort=key&noise=hide+prefix+R&skip=you")
	f.Fuzz(func(t *testing.T, kept string) {
		p := ParsePrefs(kept)
		text := p.Text()
		again := ParsePrefs(text)
		assert.Equal(t, text, again.Text())
	})
}

// The watched keys stay in their order, whether they stop or not, with all of their
// conditions that name no value.
func TestWatchesOutliveThePage(t *testing.T) {
	p := Prefs{Watches: []Watch{{"b", true, ""}, {"a", false, "type:number"}, {"two\nlines", true, "is:removed"}, {"", false, ""}, {"c", true, "value:=secret"}}}
	text := p.Text()
	assert.NotContains(t, text, "secret")
	p.Watches[4].Cond = ""
	assert.Equal(t, p.Watches, ParsePrefs(text).Watches)
	assert.Equal(t, []Watch{{"a", false, ""}, {"", false, ""}, {"b", true, ""}, {"c", true, "is:removed"}}, ParsePrefs("break=is%3Aremoved%0Ac&stop=b&watch=a&watch=").Watches, "as they were kept once")
}
