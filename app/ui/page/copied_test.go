package page

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func TestACopyThatFailedIsNone(t *testing.T) {
	m, _ := modelOf(uitest.Usual(t))
	m.Copied(stage.Effect{Do: stage.CopyText, Said: "Value copied"}, false)
	assert.Contains(t, m.Notices.Beside, "Not copied")
}
