package ui

import (
	"context"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/recorder"
	"github.com/keytrail/keytrail/app/recorder/recordertest"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/forms"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/records"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

// A recording of another tab is neither finished nor cut off.
func TestARecordingOfAnotherTab(t *testing.T) {
	m, out := pagetest.ModelOf(uitest.Usual(t))
	m.Shelf.Open = func(context.Context) (recorder.Keeper, error) { return recordertest.NewShelf(1), nil }
	for _, test := range []struct {
		recorder.Recording
		says, not, note string
	}{
		{recorder.Recording{Running: true}, "0 bytes · going on in another tab", "cut off", records.GoesOn},
		{recorder.Recording{Cut: true}, "0 bytes · cut off at", "going on", records.CutOff},
		{recorder.Recording{Closed: true}, "0 bytes", "cut off", ""},
		{recorder.Recording{}, "0 bytes · not ended: cut off, or going on in another tab", "cut off at", records.NotEnded},
	} {
		test.ID, test.Begun, test.Last = "1", uitest.Before(time.Hour), uitest.Before(time.Minute)
		m.Shelf.List = []recorder.Recording{test.Recording}
		m.View.Panel = scene.KeepPanel
		words := markupOf(t, &forms.SidePanel{Model: m})
		assert.Contains(t, words, test.says)
		assert.NotContains(t, words, test.not)
		*out = nil
		m.Act("keep-open", "1")
		require.Len(t, *out, 1)
		open := (*out)[0].(tracker.Open)
		require.NoError(t, open.Reader.(io.Closer).Close())
		assert.Equal(t, test.note, open.Note)
	}
}
