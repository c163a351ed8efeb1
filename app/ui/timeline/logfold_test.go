package timeline

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/html"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/ui/uitest"
	"github.com/keytrail/keytrail/app/userdata"
)

func TestAnEventTellsItsFirstChanges(t *testing.T) {
	old := uitest.Parse(t, `{"a":1,"b":"x","gone":null,"list":[1,2],"long":"`+strings.Repeat("l", 80)+`","z1":1,"z2":1,"z3":1}`)
	now := uitest.Parse(t, `{"a":"1","b":"y","list":[1,3],"long":"","new":true,"z1":2,"z2":2,"z3":2}`)
	e := history.Event{Kind: history.Notification, Author: history.Routing, Changes: userdata.Diff(old, now)}
	var b bytes.Buffer
	changes, rest := eventChanges(e)
	app.PrintHTML(&b, app.Span().Body(html.Shown(changes...)...))
	words := strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(b.String(), " ")), " ")
	assert.Equal(t, "⇄ a 1 → 1 , ~ b x → y , − gone null , list , long , new", words)
	assert.Equal(t, 3, rest)
	for _, name := range []string{"retyped", "changed", "removed"} {
		assert.Contains(t, b.String(), `aria-label="`+name+`"`, "a sign is read as its word")
	}
}

func TestAnEventNamesLookalikes(t *testing.T) {
	e := history.Event{Author: history.Routing, Changes: userdata.Diff(uitest.Parse(t, `{"name":"Caf\u00e9"}`), uitest.Parse(t, `{"name":"Cafe\u0301"}`))}
	var b bytes.Buffer
	changes, _ := eventChanges(e)
	app.PrintHTML(&b, app.Span().Body(html.Shown(changes...)...))
	assert.Contains(t, b.String(), "U+0301")
}

// Messages that belong to no session are listed where there is none, and so are counted.
func TestATabCountsWhatItLists(t *testing.T) {
	s := uitest.Strays(t)
	for _, tt := range []struct {
		name string
		keep int
		want string
	}{{"a session", 1, "5"}, {"none", 0, "2"}} {
		s.Sessions = s.Sessions[:tt.keep]
		m, _ := pagetest.ModelOf(s)
		c := &Timeline{Model: m}
		var b bytes.Buffer
		app.PrintHTML(&b, c.tabs())
		count := regexp.MustCompile(`timeline-count[^>]*>\s*(\d+)`).FindStringSubmatch(b.String())
		assert.Equal(t, tt.want, count[1], tt.name)
		n, _, _ := c.All()
		assert.Equal(t, tt.want, strconv.Itoa(n), tt.name)
	}
}

// What somebody reads below the newest event keeps its place while others come.
func TestWhatIsReadKeepsItsPlace(t *testing.T) {
	story := uitest.Story{{history.Event{Kind: history.Snapshot, Time: uitest.Before(time.Minute)}, `{"a":0}`}}
	more := func() *tracker.State {
		story = append(story, story[0])
		story[len(story)-1].Event.Kind, story[len(story)-1].Data = history.Notification, `{"a":`+strconv.Itoa(len(story))+`}`
		return uitest.StateOf(uitest.Session(t, "s1", story))
	}
	m, _ := pagetest.ModelOf(more())
	c := &Timeline{Model: m}
	for _, top := range []int{0, 1} {
		c.scroller.Sight.First, c.scroller.Win = top, rows.FirstWindow
		c.drawRows()
		scene := m.Scene
		m.Take(more(), uitest.Noon)
		now := m.Scene
		m.Scene = scene // as long as somebody types
		c.drawRows()
		m.Scene = now
		c.drawRows()
		assert.Equal(t, top, c.grown)
		assert.Equal(t, rows.FirstWindow.First+top, c.scroller.Win.First)
	}
	c.grown = 0
	m.Take(more(), uitest.Noon)
	m.Act("tab", "notes")
	c.drawRows()
	assert.Zero(t, c.grown, "others stand there now")
}
