package scene

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// What the browser has kept of the prefs, or what was made of it, is read so that
// it can be kept again and stays the same.
func FuzzPrefs(f *testing.F) {
	f.Add("lens=integration&pins=DISP_KEY+%3D+Disposition&break=type%3Anumber%0AKey&watch=&size=key+180&sort=key&noise=hide+prefix+R&skip=you")
	f.Fuzz(func(t *testing.T, kept string) {
		p := ParsePrefs(kept)
		text := p.Text()
		again := ParsePrefs(text)
		assert.Equal(t, text, again.Text())
	})
}
