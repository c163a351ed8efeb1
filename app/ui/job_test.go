package ui

import (
	"context"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/redact"
	"github.com/keytrail/keytrail/app/ui/dialogs"
	"github.com/keytrail/keytrail/app/ui/page"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/stage"
	"github.com/keytrail/keytrail/app/ui/uitest"
)

func newBench(m *page.Model) *uitest.Bench {
	b := &uitest.Bench{}
	m.Run = func(_ string, job func() func()) { b.Jobs = append(b.Jobs, job) }
	m.Export.Tape = func(ctx context.Context, book int) (*capture.Capture, error) {
		c, err := uitest.Taped(ctx, book)
		if err == nil {
			c.Rest = func() {
				if ctx.Err() != nil {
					runtime.Goexit()
				}
			}
		}
		return c, err
	}
	return b
}

func TestCancelEndsThePreview(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	b := newBench(m)
	m.Export.OpenDialog()
	require.NotNil(t, m.Export.Look)
	assert.Contains(t, markupOf(t, &dialogs.Export{Model: m}), "export-cancel")

	m.Act("export-cancel", "")

	assert.Nil(t, m.Export.Look)
	assert.Contains(t, markupOf(t, &dialogs.Export{Model: m}), "You gave up the look")
	assert.False(t, b.Next(), "the work ends where it rests")
	assert.Nil(t, m.Export.Preview)
}

func TestCancelEndsTheSaving(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	b := newBench(m)
	m.Export.OpenDialog()
	require.True(t, b.Next())
	m.Export.SubmitDialog()
	require.NotNil(t, m.Export.Save)

	m.Act("export-cancel", "")

	assert.False(t, b.Next())
	assert.Equal(t, "Given up: nothing was saved.", m.Export.Saved)
	for _, e := range m.Effects {
		assert.NotEqual(t, stage.SaveFile, e.Do)
	}
	m.Export.SubmitDialog()
	require.True(t, b.Next(), "and it can be saved again")
	assert.True(t, strings.HasPrefix(m.Export.Saved, "Handed to the browser"), m.Export.Saved)
}

// What is chosen while the preview is made has it made anew, and the one before
// is given up.
func TestAChoiceBeginsThePreviewAnew(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	b := newBench(m)
	m.Export.OpenDialog()
	m.Export.TypedInto("rules", "DISP_KEY=hide")

	assert.False(t, b.Next(), "the first")
	assert.Nil(t, m.Export.Preview)
	assert.True(t, b.Next(), "the second")
	require.NotNil(t, m.Export.Preview)
	assert.Positive(t, m.Export.Preview.Hidden["hidden"])
	assert.Nil(t, m.Export.Look)
}

// How far a cut is only grows, up to all of it, also inside one value.
func TestTheProgressOfACut(t *testing.T) {
	c := new(capture.Capture)
	c.Rest = func() {}
	c.Append(capture.Observation{Kind: capture.Notification, Session: "a", Raw: []byte(`{"messageType":"x","smssession":{"id":"a","userData":{"k":"` + strings.Repeat("call +49 89 1234567 ", 50_000) + `"}}}`)})
	var told []int64
	all := int64(0)
	redact.Propose(c, redact.Export{Progress: func(done, total int64) { told, all = append(told, done), total }})

	require.Greater(t, len(told), 50)
	assert.IsNonDecreasing(t, told)
	assert.LessOrEqual(t, told[len(told)-1], all)
	assert.Greater(t, told[len(told)-1], all/2, "the second round")
}
