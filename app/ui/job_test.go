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
)

// A bench holds the jobs that a model has begun until they are done by hand, as
// each is in the page: beside it, and ended where it rests once nobody wants it.
type bench struct{ jobs []func() func() }

func newBench(m *model) *bench {
	b := &bench{}
	m.run = func(_ string, job func() func()) { b.jobs = append(b.jobs, job) }
	m.tape = func(ctx context.Context, book int) (*capture.Capture, error) {
		c, err := taped(ctx, book)
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

// next does the oldest job and reports whether it came to its end.
func (b *bench) next() (done bool) {
	job := b.jobs[0]
	b.jobs = b.jobs[1:]
	ended := make(chan func(), 1)
	go func() {
		defer close(ended)
		ended <- job()
	}()
	then, done := <-ended
	if done {
		then()
	}
	return done
}

func TestCancelEndsThePreview(t *testing.T) {
	m, _ := modelOf(usual(t))
	b := newBench(m)
	m.openExport()
	require.NotNil(t, m.export.look)
	assert.Contains(t, html(t, &exportDialog{Model: m}), "export-cancel")

	m.act("export-cancel", "")

	assert.Nil(t, m.export.look)
	assert.Contains(t, html(t, &exportDialog{Model: m}), "You gave up the look")
	assert.False(t, b.next(), "the work ends where it rests")
	assert.Nil(t, m.export.preview)
}

func TestCancelEndsTheSaving(t *testing.T) {
	m, _ := modelOf(usual(t))
	b := newBench(m)
	m.openExport()
	require.True(t, b.next())
	m.submitExport()
	require.NotNil(t, m.export.save)

	m.act("export-cancel", "")

	assert.False(t, b.next())
	assert.Equal(t, "Given up: nothing was saved.", m.export.saved)
	for _, e := range m.effects {
		assert.NotEqual(t, saveFile, e.do)
	}
	m.submitExport()
	require.True(t, b.next(), "and it can be saved again")
	assert.True(t, strings.HasPrefix(m.export.saved, "Handed to the browser"), m.export.saved)
}

// What is chosen while the preview is made has it made anew, and the one before
// is given up.
func TestAChoiceBeginsThePreviewAnew(t *testing.T) {
	m, _ := modelOf(usual(t))
	b := newBench(m)
	m.openExport()
	m.typedExport("rules", "DISP_KEY=hide")

	assert.False(t, b.next(), "the first")
	assert.Nil(t, m.export.preview)
	assert.True(t, b.next(), "the second")
	require.NotNil(t, m.export.preview)
	assert.Positive(t, m.export.preview.Hidden["hidden"])
	assert.Nil(t, m.export.look)
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
