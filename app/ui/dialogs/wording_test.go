package dialogs

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/ui/page"
)

func TestThePaletteSaysHowMuchItShows(t *testing.T) {
	p := page.Palette{Found: make([]page.Entry, 2*page.MaxEntries)}
	assert.Equal(t, "The first 60; type on to narrow them", paletteNote(&p, page.MaxEntries))
	p.Found = p.Found[:1]
	assert.Equal(t, "1 found", paletteNote(&p, 1))
}
