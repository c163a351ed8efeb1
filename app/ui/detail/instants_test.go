package detail

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/pagetest"
	"github.com/keytrail/keytrail/app/ui/uitest"
	"github.com/keytrail/keytrail/app/userdata"
)

func TestMoments(t *testing.T) {
	x := uitest.Chat(t)
	list, older := moments(x, "DISP_KEY", 50, uitest.Noon)
	require.Len(t, list, 2)
	assert.Zero(t, older)
	assert.Equal(t, "9 s", list[0].stood)
	assert.True(t, list[0].lasts)
	assert.Equal(t, history.AnotherClient, list[0].who, "routing's event changed a key that is not routing's")
	assert.Equal(t, "2 m 51 s", list[1].stood, "from then until the next change")
	_, older = moments(x, "DISP_KEY", 1, uitest.Noon)
	assert.Equal(t, 1, older)
	x.Ended = true
	list, _ = moments(x, "DISP_KEY", 50, uitest.Noon.Add(time.Hour))
	assert.Equal(t, "7 s", list[0].stood, "nobody knows of a time after the end")
	mine, _ := moments(x, "UserData1", 50, uitest.Noon)
	assert.Equal(t, "you, match certain", mine[0].author)
}

// What a session brought along was not added, whoever told of it first.
func TestTheFirstMomentOfAKeyIsNoChange(t *testing.T) {
	for _, first := range []history.Event{{Kind: history.Snapshot}, {Kind: history.Notification, Author: history.FirstSeen}} {
		first.Time = uitest.Before(time.Minute)
		x := uitest.Session(t, "s", uitest.Story{{first, `{"a":1}`}, {history.Event{Kind: history.Notification, Author: history.Routing, Time: uitest.Noon}, `{"a":2}`}})
		list, _ := moments(x, "a", 50, uitest.Noon)
		assert.Equal(t, []userdata.ChangeKind{userdata.Changed, userdata.Same}, []userdata.ChangeKind{list[0].kind, list[1].kind})
	}
}

// The parts of a long value make all of it.
func TestNoCharacterIsLostBetweenTheParts(t *testing.T) {
	literal := `"` + strings.Repeat("€", pageSize) + `"`
	m, _ := pagetest.ModelOf(uitest.StateOf())
	c, shown := &Inspector{Model: m}, ""
	for m.View.Page = 0; m.View.Page*pageSize < len(literal); m.View.Page++ {
		var b bytes.Buffer
		app.PrintHTML(&b, c.raw(uitest.Value(t, literal)))
		shown += regexp.MustCompile(`<[^>]*>|\s`).ReplaceAllString(b.String(), "")
	}
	assert.Equal(t, len(literal), len(html.UnescapeString(shown)))
	var b bytes.Buffer
	app.PrintHTML(&b, c.raw(uitest.Value(t, `"short"`)))
	assert.Contains(t, b.String(), "short", "which it became while the last part was read")
}

// A body says how much of it is kept, and one that was not kept is not said to be empty.
func TestABodySaysWhatIsKept(t *testing.T) {
	for _, row := range []struct {
		name string
		body string
		cut  int
		file bool
		want string
	}{
		{"all of it", "héllo", 0, false, "6 bytes Copy héllo"},
		{"a part", "hello", 2000, false, "2.0 kB, of which the last 2.0 kB are not kept Copy hello"},
		{"no UTF-8", "h\xe9llo", 0, false, `5 bytes, not UTF-8: \xNN stands for a byte Copy h\xe9llo`},
		{"none", "", 0, false, "0 bytes Copy (empty)"},
		{"none, from a file", "", 0, true, "Copy (not recorded)"},
	} {
		s := uitest.StateOf()
		if row.file {
			s = uitest.OnFile(s, 2)
		}
		m, _ := pagetest.ModelOf(s)
		c, x := &Inspector{Model: m}, &book.Exchange{Method: "POST", Status: 200, Response: []byte(row.body), Cut: row.cut}
		var b bytes.Buffer
		app.PrintHTML(&b, c.body("Response body", "response", x.Response, x.Cut, c.nothing(x, false)))
		words := strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(b.String(), " ")), " ")
		assert.Equal(t, "Response body "+row.want, words, row.name)
	}
}

func TestTextsAreComparedInside(t *testing.T) {
	for _, x := range []struct{ old, new, want string }{
		{"the quick fox", "the slow fox", "the [quick]{slow} fox"},
		{"naïve 👍 text", "naïve 👎 text", "naïve [👍]{👎} text"},
		{"", "new", "{new}"},
		{"same", "same", "same"},
		{"a b c d", "a c d e", "a [b ]c d{ e}"},
	} {
		got := ""
		for _, p := range diffText(x.old, x.new) {
			switch p.kind {
			case userdata.Removed:
				got += "[" + p.text + "]"
			case userdata.Added:
				got += "{" + p.text + "}"
			default:
				got += p.text
			}
		}
		assert.Equal(t, x.want, got)
	}
}

func TestInside(t *testing.T) {
	rows, more := insideRows(uitest.Value(t, `{"a":1,"b":[2,3]}`), []userdata.Change{
		{Kind: userdata.Changed, Key: "k", Path: "/a", Old: uitest.Value(t, "0"), New: uitest.Value(t, "1")},
		{Kind: userdata.Removed, Key: "k", Path: "/c", Old: uitest.Value(t, "9")},
	})
	assert.False(t, more)
	got := ""
	for _, r := range rows {
		got += r.path + " " + r.kind.String() + "; "
	}
	assert.Equal(t, "/a changed; /b/0 none; /b/1 none; /c removed; ", got)
}
