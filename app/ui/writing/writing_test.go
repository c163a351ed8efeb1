package writing

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/uitest"
	"github.com/keytrail/keytrail/app/userdata"
)

func TestWhatIsPastedAsAnID(t *testing.T) {
	for text, want := range map[string]string{
		" 0000Wa9CAM6W00J\n": "0000Wa9CAM6W00J",
		`"0000Wa9CAM6W00J"`:  "0000Wa9CAM6W00J",
		"https://gws.example.com/api/v2/me/smssessions/0000Wa9CAM6W00J?fields=*": "0000Wa9CAM6W00J",
		"": "",
	} {
		assert.Equal(t, want, wantedID(text), text)
	}
}

func TestTheirsIsTakenOnlyWhereThereIsAThey(t *testing.T) {
	v, none := uitest.Value(t, "1"), userdata.Value{}
	assert.Equal(t, "Take theirs", takeText(draft.UpdateOp, history.AnotherClient, v))
	assert.Equal(t, "Take the present value", takeText(draft.UpdateOp, history.You, v))
	assert.Equal(t, "Take the present value", takeText(draft.UpdateOp, history.Unknown, v))
	assert.Equal(t, "Leave it out", takeText(draft.UpdateOp, history.AnotherClient, none))
	assert.Equal(t, "Leave it out", takeText(draft.DeleteOp, history.AnotherClient, v), "a deletion takes no value over")
}
