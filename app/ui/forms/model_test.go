package forms

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/scene"
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

	m, _ = pagetest.ModelOf(uitest.OnFile(uitest.Usual(t), 1))
	m.Writing.Draft.Rows = []draft.Row{{Key: "new", Kind: "text", Text: "x"}}
	var b bytes.Buffer
	app.PrintHTML(&b, previewView(m, false))
	assert.Contains(t, b.String(), "Would send: 1 new key.", "nothing is sent from a file")
}

// The beginning of what is kept is not that of the session.
func TestWhatWasDroppedIsNoBeginning(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	for budget, want := range map[int]string{0: "from the beginning", 1: "from before what is kept"} {
		log := history.New(budget)
		for i := range 3 {
			log.Append(history.Event{Kind: history.Notification, Time: uitest.Before(time.Duration(3-i) * time.Minute)}, uitest.Parse(t, `{"a":`+strconv.Itoa(i)+`}`))
		}
		x := &book.Session{ID: "s", History: log.View()}
		assert.Equal(t, budget > 0, x.History.Dropped() > 0)
		var b bytes.Buffer
		app.PrintHTML(&b, app.Span().Body(span(m, x, query.Presence{Key: "a", From: x.History.First()})...))
		assert.Contains(t, b.String(), want)
	}
}

// A lens that only reads is not said to write.
func TestTheSignOfProductionSaysWhatIsAllowed(t *testing.T) {
	s := uitest.Usual(t)
	s.Link.Profile.Production = true
	m, _ := pagetest.ModelOf(s)
	said := func() string {
		var b bytes.Buffer
		app.PrintHTML(&b, ProductionSign(m))
		return b.String()
	}
	assert.Contains(t, said(), "read-only")
	m.Act("allow-writes", "")
	assert.Contains(t, said(), "writes allowed")
	for i, l := range scene.Lenses {
		if l.ReadOnly {
			m.Act("lens", strconv.Itoa(i))
			assert.Contains(t, said(), "read-only", l.Name)
		}
	}
}

// A form that would be sent says that it cannot be, for as long as nothing may be written.
func TestNoFormLooksAsIfItCouldBeSentWhereNothingMayBe(t *testing.T) {
	s := uitest.Usual(t)
	s.Link.Profile.Production = true
	m, _ := pagetest.ModelOf(s)
	m.Act("panel", string(scene.OperatePanel))
	m.Act("choose", "SetInFocus")
	m.Writing.Draft.Rows = []draft.Row{{Key: "new", Kind: "text", Text: "x"}}
	forms := func() string { return app.HTMLString(OperateView(m)) + app.HTMLString(writeForm(m)) }
	for _, want := range []int{0, 2} {
		can := regexp.MustCompile(`<button[^>]*aria-disabled="false"[^>]*type="submit"|<button[^>]*type="submit"[^>]*aria-disabled="false"`).FindAllString(forms(), -1)
		assert.Len(t, can, want)
		m.Act("allow-writes", "")
	}
}

// Of the profiles, those of production are marked, and no other.
func TestAProfileOfProductionIsMarked(t *testing.T) {
	m, _ := pagetest.ModelOf(uitest.Usual(t))
	for n, production := range []bool{false, true} {
		m.Connect.Profiles = []settings.Profile{{Name: "gws", Production: production}}
		assert.Equal(t, n, strings.Count(app.HTMLString(profileList(m)), "PRODUCTION"))
	}
}

// A connection on which nothing has come for days says since which day, and one on
// which something has come is not silent.
func TestSilenceHasADate(t *testing.T) {
	s := uitest.Usual(t)
	s.Received = 0
	m, _ := pagetest.ModelOf(s)
	m.Wall = s.Link.Since.AddDate(0, 0, 2)
	var b bytes.Buffer
	app.PrintHTML(&b, silence(m))
	assert.Contains(t, b.String(), "since "+s.Link.Since.Format(time.DateOnly)+" ")
	m.State.Received = 1
	assert.NotContains(t, app.HTMLString(silence(m)), "0 data messages")
}
