package page

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestAWriteShowsItsEventInItsOwnSession(t *testing.T) {
	s := uitest.Verdicts(t)
	s.Sessions = append(s.Sessions, uitest.Session(t, uitest.Second, uitest.Story{{Data: `{"a":"theirs"}`}}))
	m, _ := modelOf(s)
	var seen *proof.Proof
	for _, p := range s.Sessions[0].Writes {
		if p.Event > 0 {
			seen = p
		}
	}
	m.Act("tab", "writes")
	m.SelectSession(uitest.Second)
	m.Act("write", strconv.Itoa(seen.Write.N))
	m.Act("seen", strconv.Itoa(seen.Write.N))
	assert.Equal(t, s.Sessions[0].ID, m.View.Session)
	assert.Equal(t, seen.Event, m.Scene.At)
	assert.Equal(t, scene.ChangesTab, m.View.Tab)
}
