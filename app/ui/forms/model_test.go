package forms

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestPreviewSaysWhatAWriteWouldDo(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	m.Writing.Draft.Rows = []draft.Row{{Key: "new", Kind: "text", Text: "x"}, {Key: "DISP_KEY", Kind: "text", Text: "y"}}
	f := m.Writing.Foresight()
	assert.Equal(t, "Will send: 1 new key, 1 key there already.", counts(f, "Will"))
	all := m.Writing.Cautions(f)
	require.Len(t, all, 1)
	assert.Contains(t, all[0].Text, "Update")
}
