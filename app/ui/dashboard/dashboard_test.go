package dashboard_test

import (
	"cmp"
	"flag"
	"html"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/dashboard"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/userdata"
)

var update = flag.Bool("update", false, "write the golden files")

var noon = time.Date(2026, 3, 5, 12, 0, 0, 0, time.UTC)

func before(d time.Duration) time.Time { return noon.Add(-d) }

// A turn is an event of a session and its data after it, "" for the same.
type turn struct {
	event history.Event
	data  string
}

func session(t testing.TB, id, state string, turns ...turn) *book.Session {
	t.Helper()
	log := history.New(1 << 20)
	x := &book.Session{ID: id, State: state, Ended: state == "Completed", Customer: "+44 7700 9001" + id[len(id)-2:]}
	for _, e := range turns {
		var data *userdata.Map
		if e.data != "" {
			m, err := userdata.Parse([]byte(e.data))
			require.NoError(t, err)
			data, x.Data = m, m
		}
		e.event.State = state
		x.LastChange = log.Append(e.event, data).Time
	}
	x.History = log.View()
	return x
}

func first(d time.Duration, data string) turn {
	return turn{history.Event{Kind: history.Snapshot, Time: before(d)}, data}
}

func changed(d time.Duration, by history.Author, data string) turn {
	return turn{history.Event{Kind: history.Notification, Type: "PropertiesUpdated", Time: before(d), Author: by}, data}
}

// some are sessions of every kind that the board tells apart.
func some(t testing.TB) []*book.Session {
	call := session(t, "0000call05", "Established", first(time.Minute, `{"Segment":"gold","Rank":10}`))
	call.Medium = "voice"
	pinned := session(t, "0000pin06", "Chatting", first(time.Hour, `{"Segment":"<b>gold</b>","Rank":"2"}`))
	pinned.Pinned, pinned.Name = true, "the one that called twice"
	return []*book.Session{
		session(t, "0000chat01", "Chatting", first(5*time.Minute, `{"Segment":"silver","Rank":3,"Old":1}`), changed(4*time.Second, history.Routing, `{"Segment":"gold","Rank":"3"}`)),
		session(t, "0000late02", "Invited", first(9*time.Minute, `{"Rank":9}`), changed(40*time.Second, history.AnotherClient, `{"Rank":9,"Segment":""}`)),
		session(t, "0000gone03", "Chatting", first(5*time.Minute, `{"Segment":"gold"}`),
			turn{history.Event{Kind: history.Gap, Since: before(82 * time.Second), Time: before(20 * time.Second), Author: history.Unknown}, `{"Segment":"bronze"}`}),
		session(t, "0000over04", "Completed", first(9*time.Minute, `{"Segment":"gold"}`), changed(3*time.Minute, history.Routing, `{"Segment":"gold","Rank":1}`)),
		call, pinned,
	}
}

func recordsOf(all []*book.Session, columns ...string) (out []*dashboard.Record) {
	for i, x := range all {
		s := dashboard.Standing{Owed: true}
		switch i {
		case 0:
			s.Unread, s.Broken, s.Clause = 2, 1, "Rank number: it is text"
		case 1:
			s.Waits = true
		case 2:
			s.Gap = true
		}
		out = append(out, dashboard.RecordOf(x, s, columns))
	}
	return out
}

func tableOf(b settings.Board) *dashboard.Table {
	return &dashboard.Table{Board: b, Media: true, Owed: true, Now: noon, Names: map[string]string{"Rank": "Ranked"},
		Sign: func(x *book.Session) string { return "◇ " + x.Medium },
		Name: func(x *book.Session) string { return cmp.Or(x.Name, x.Customer, "a call without a name") },
		Age:  func(at time.Time) string { return strconv.Itoa(int(noon.Sub(at)/time.Second)) + " s" },
		Clock: func(e history.Event) string {
			if !e.Since.IsZero() {
				return "sometime between " + e.Since.Format(time.TimeOnly) + " and " + e.Time.Format(time.TimeOnly)
			}
			return e.Time.Format(time.TimeOnly)
		},
		Exact: func(s string) []*rows.Node { return []*rows.Node{rows.Text(s)} },
		Look:  func(v userdata.Value) string { return "value value--" + v.Kind().String() },
	}
}

// markup is what a node looks like, an element a line.
func markup(n *rows.Node) string {
	var b strings.Builder
	var write func(n *rows.Node, depth int)
	write = func(n *rows.Node, depth int) {
		indent := strings.Repeat("  ", depth)
		if n.Tag == "" {
			b.WriteString(indent + html.EscapeString(n.Text) + "\n")
			return
		}
		b.WriteString(indent + "<" + n.Tag)
		for _, a := range n.Attrs {
			b.WriteString(" " + a.Name + `="` + html.EscapeString(a.Value) + `"`)
		}
		b.WriteString(">\n")
		for _, p := range n.Parts {
			write(p, depth+1)
		}
	}
	write(n, 0)
	return b.String()
}

func golden(t *testing.T, name string, n *rows.Node) {
	t.Helper()
	got, path := markup(n), filepath.Join("testdata", name+".html")
	assert.NotContains(t, got, " style=", "the security policy refuses style attributes")
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

func TestTable(t *testing.T) {
	for _, row := range []struct {
		name  string
		view  dashboard.View
		table func(*dashboard.Table)
	}{
		{"rows", dashboard.View{Board: settings.Board{Columns: []string{"Segment", "Rank"}}}, nil},
		{"grouped", dashboard.View{Board: settings.Board{Columns: []string{"Rank"}, Group: "=Segment", Sort: "=Rank", Down: true}, Ended: true}, nil},
		{"media", dashboard.View{Board: settings.Board{Group: dashboard.Medium}}, nil},
		{"masked", dashboard.View{Board: settings.Board{Columns: []string{"Segment"}, Group: "=Segment"}}, func(t *dashboard.Table) {
			t.Wall = true
			t.Veil = func(r *dashboard.Record) string { return "…" + r.ID[len(r.ID)-2:] }
			t.Mask = func(_ *dashboard.Record, key string, v userdata.Value) (userdata.Value, bool) {
				return userdata.TextValue("•••"), true
			}
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			row.view.Now = noon
			a := dashboard.Arrange(recordsOf(some(t), row.view.Columns...), &row.view)
			table := tableOf(row.view.Board)
			if row.table != nil {
				row.table(table)
			}
			body := rows.El("tbody", "")
			for i := range a.Items {
				if a.Items[i].Record == nil {
					body.Parts = append(body.Parts, table.GroupRow(&a.Items[i]))
					continue
				}
				l := table.Line(a.Items[i].Record)
				l.Index, l.Cursor = i+1, i == 0
				body.Parts = append(body.Parts, table.Row(&l))
			}
			golden(t, row.name, rows.El("table", "", table.Cols(), table.Head(), body, table.Foot(&a)))
		})
	}
}

func TestChooser(t *testing.T) {
	all := some(t)
	counts := dashboard.CountKeys(all)
	assert.Equal(t, []dashboard.KeyCount{{Key: "Rank", Sessions: 5, Distinct: 5}, {Key: "Segment", Sessions: 6, Distinct: 4}}, []dashboard.KeyCount{counts[1], counts[0]})
	twice := session(t, "s1", "Chatting", first(time.Minute, `{"a":1,"a":2}`))
	assert.Equal(t, []dashboard.KeyCount{{Key: "a", Sessions: 1, Distinct: 2}}, dashboard.CountKeys([]*book.Session{twice}), "a key that stands twice is in one session")
	golden(t, "chooser", tableOf(settings.Board{Columns: []string{"Rank", "Gone"}}).Chooser(counts, len(all), "seg"))
}

// The list of keys says why it is short.
func TestTheChooserSaysWhatItLeavesOut(t *testing.T) {
	many := make([]dashboard.KeyCount, 63)
	for i := range many {
		many[i] = dashboard.KeyCount{Key: "key" + strconv.Itoa(i), Sessions: 1, Distinct: 1}
	}
	full := make([]string, settings.MostColumns)
	for i := range full {
		full[i] = "key" + strconv.Itoa(i)
	}
	for _, row := range []struct {
		counts     []dashboard.KeyCount
		columns    []string
		find, want string
	}{
		{nil, nil, "", "No session carries a key yet."},
		{many[:3], nil, "zzz", "No key has this in its name."},
		{many, nil, "", "And 3 more keys: type a part of the name."},
		{many, nil, "key1", ""},
		{many, full, "", "There is no room for more columns: take one away first."},
	} {
		parts := tableOf(settings.Board{Columns: row.columns}).Chooser(row.counts, 1, row.find).Parts
		assert.Equal(t, "<p class=\"note\">\n  "+row.want+"\n", markup(parts[2]))
	}
}

func ids(a *dashboard.Arrangement) string {
	var out []string
	for _, id := range a.IDs() {
		out = append(out, id[len(id)-2:])
	}
	return strings.Join(out, " ")
}

func TestArrange(t *testing.T) {
	for _, row := range []struct {
		name  string
		board settings.Board
		ended bool
		want  string
	}{
		{"pinned first, ended folded", settings.Board{}, false, "06 01 02 03 05"},
		{"ended last", settings.Board{}, true, "06 01 02 03 05 04"},
		{"numbers by what they are, then texts, then what is absent", settings.Board{Sort: "=Rank"}, false, "06 02 05 01 03"},
		{"and what is absent comes last from the other end, too", settings.Board{Sort: "=Rank", Down: true}, false, "06 01 05 02 03"},
		{"by state", settings.Board{Sort: dashboard.State, Down: true}, false, "06 02 05 01 03"},
		{"by age", settings.Board{Sort: dashboard.Known}, false, "06 02 01 03 05"},
		{"what breaks the contract first", settings.Board{Sort: dashboard.Contract, Down: true}, false, "06 01 02 03 05"},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := dashboard.Arrange(recordsOf(some(t)), &dashboard.View{Board: row.board, Ended: row.ended, Now: noon})
			assert.Equal(t, row.want, ids(&a))
		})
	}
}

// In which state a session is that GWS lists no longer, nobody knows.
func TestWhatIsNotListedIsInNoState(t *testing.T) {
	x := session(t, "0000chat01", "Chatting", first(time.Hour, `{}`))
	x.Ended, x.Unlisted = true, true
	all := recordsOf([]*book.Session{x})
	a := dashboard.Arrange(all, &dashboard.View{Board: settings.Board{Group: dashboard.State}, Ended: true, Now: noon})
	assert.Equal(t, "not listed", a.Items[0].Group)
	table := tableOf(settings.Board{})
	l := table.Line(all[0])
	row := markup(table.Row(&l))
	assert.Contains(t, row, "not listed")
	assert.NotContains(t, row, "Chatting")
	f, _ := dashboard.ParseFilter("state:Chatting")
	assert.False(t, f.Passes(all[0], nil))
}

// What stands below the rows is counted of them, and which columns there are of all sessions.
func TestTheTotalsAreThoseOfTheRows(t *testing.T) {
	all := some(t)
	all[2].Ended, all[2].Pinned, all[2].LastChange = true, true, before(time.Hour)
	v := &dashboard.View{Board: settings.Board{Columns: []string{"Segment", "Rank"}}, Now: noon}
	a := dashboard.Arrange(recordsOf(all, v.Columns...), v)
	a.Items = nil
	want := dashboard.Arrangement{All: 6, Shown: 5, Folded: 1, Unread: 2, Broken: 1, Ended: 1, Owed: true, Media: true}
	want.Having[0], want.Having[1] = 5, 4
	assert.Equal(t, want, a, "who is pinned stays after the end")
	v.Filter, _ = dashboard.ParseFilter("state:Invited")
	a = dashboard.Arrange(recordsOf(all, v.Columns...), v)
	assert.Equal(t, []int{1, 0, 0}, []int{a.Shown, a.Folded, a.Broken})
	assert.True(t, a.Media && a.Owed)
}

// On the wall a group of a customer is nobody's in particular.
func TestTheWallNamesNoGroupOfACustomer(t *testing.T) {
	table := tableOf(settings.Board{Group: dashboard.Customer})
	it := &dashboard.Item{Group: "+44 7700 900101", Count: 2}
	assert.Contains(t, markup(table.GroupRow(it)), it.Group)
	table.Veil = func(*dashboard.Record) string { return "" }
	assert.NotContains(t, markup(table.GroupRow(it)), "7700")

	// What is in an object is hidden by the names in it, which a text of it has not.
	table.Mask = func(_ *dashboard.Record, _ string, v userdata.Value) (userdata.Value, bool) {
		return userdata.TextValue("a hidden " + v.Kind().String()), true
	}
	table.Group, it.Group = "=Who", `{"name":"Smith"}`
	assert.Contains(t, markup(table.GroupRow(it)), "a hidden object")
}

// What has no name is called by the end of its id, by more of it where that is another's, too.
func TestWhatIsNamelessIsToldApart(t *testing.T) {
	all := recordsOf([]*book.Session{session(t, "a-x1234", "Chatting"), session(t, "b-y1234", "Chatting"), session(t, "c-5678", "Chatting")})
	for i, want := range []string{"…x1234", "…y1234", "Session …5678"} {
		assert.Equal(t, want, dashboard.Nameless(all, all[i].ID))
	}
}

// A group of a number and one of the text of it look as their values do.
func TestGroupsOfANumberAndOfATextAreToldApart(t *testing.T) {
	table := tableOf(settings.Board{Group: "=Rank"})
	for group, want := range map[string]string{`3`: "value--number", `"3"`: "value--text"} {
		assert.Contains(t, markup(table.GroupRow(&dashboard.Item{Group: group, Count: 1})), want)
	}
}

// What has changed is marked for its minute, whatever is said meanwhile.
func TestTheMarkOfARowOutlivesAMessage(t *testing.T) {
	message := turn{history.Event{Kind: history.Notification, Type: "NewMessages", Time: before(time.Second)}, ""}
	for _, row := range []struct {
		name  string
		turns []turn
		want  int
	}{
		{"a change, and then a message", []turn{first(time.Hour, `{}`), changed(15*time.Second, history.Routing, `{"a":1}`), message}, 2},
		{"a message alone", []turn{first(time.Hour, `{}`), message}, 0},
		{"a change of long ago", []turn{first(time.Hour, `{}`), changed(2*time.Minute, history.Routing, `{"a":1}`), message}, 0},
		{"what it brought along", []turn{first(15*time.Second, `{"a":1}`), message}, 0},
	} {
		l := tableOf(settings.Board{}).Line(dashboard.RecordOf(session(t, "0000chat01", "Chatting", row.turns...), dashboard.Standing{}, nil))
		assert.Equal(t, row.want, l.Fresh, row.name)
		assert.Equal(t, "1 s", l.Changed, row.name)
	}
}

// What was seen longer began earlier.
func TestTheArrowOfATimeSpanPointsAsItsNumbersDo(t *testing.T) {
	for _, row := range []struct {
		column string
		down   bool
		want   string
	}{
		{dashboard.Known, true, "ascending"}, {dashboard.Known, false, "descending"}, {dashboard.Changed, true, "descending"},
		{dashboard.Unread, true, "descending"}, {"=Rank", false, "ascending"},
	} {
		got := markup(tableOf(settings.Board{Columns: []string{"Rank"}, Sort: row.column, Down: row.down}).Head())
		assert.Contains(t, got, `aria-sort="`+row.want+`"`, row.column)
	}
}

// Who is on a row finds it where it was, whatever comes.
func TestRowsKeepTheirPlaces(t *testing.T) {
	all := recordsOf(some(t), "Rank")
	v := &dashboard.View{Board: settings.Board{Sort: "=Rank"}, Now: noon, Order: []string{all[4].ID, all[0].ID, all[5].ID, all[1].ID}}
	a := dashboard.Arrange(all, v)
	assert.Equal(t, "05 01 06 02 03", ids(&a), "the new one comes last")
	assert.Equal(t, 4, a.Moved)
}

// A part of the board that begins in a group says which.
func TestAPartNamesItsGroup(t *testing.T) {
	a := dashboard.Arrange(recordsOf(some(t)), &dashboard.View{Board: settings.Board{Group: dashboard.State}, Now: noon})
	for _, row := range []struct{ from, n, head int }{{2, 1, 0}, {2, 2, 0}, {0, 2, 0}, {4, 2, 4}, {5, 1, 4}} {
		part := a.Part(row.from, row.n)
		assert.Equal(t, a.Items[row.head], part[0])
		assert.Equal(t, a.Items[row.from:row.from+row.n], part[len(part)-row.n:])
	}
	assert.Empty(t, a.Part(2, 0))
	a = dashboard.Arrange(recordsOf(some(t)), &dashboard.View{Now: noon})
	assert.Equal(t, a.Items[2:4], a.Part(2, 2))
}

// Nor does it go to another group.
func TestRowsKeepTheirGroups(t *testing.T) {
	all := recordsOf(some(t), "Rank")
	v := &dashboard.View{Board: settings.Board{Group: "=Segment"}, Now: noon}
	a := dashboard.Arrange(all, v)
	v.Order, v.Groups = a.IDs(), a.Groups()
	assert.Equal(t, `"gold"`, v.Groups[all[0].ID])
	v.Groups[all[0].ID] = `"bronze"` // as it was when somebody came upon it
	a = dashboard.Arrange(all, v)
	at := a.Find(all[0].ID)
	assert.Equal(t, `"bronze"`, a.Items[at].Group)
	assert.Positive(t, a.Moved)
	v.Groups = nil
	v.Order = nil
	a = dashboard.Arrange(all, v)
	v.Order, v.Groups = a.IDs(), a.Groups()
	a = dashboard.Arrange(all, v)
	assert.Zero(t, a.Moved, "nothing has changed")
}

func TestFilter(t *testing.T) {
	all := recordsOf(some(t), "Segment")
	for _, row := range []struct{ filter, want, public string }{
		{"state:Chatting", "06 01 03", "state:Chatting"},
		{"state:chatting Segment:gold broken:yes", "01", "state:chatting broken:yes"},
		{"gold", "06 01 05", ""},
		{"-gold", "02 03", ""},
		{"Segment:=gold", "01 05", ""},
		{`"Segment":br*`, "03", ""},
		{"Segment:=", "02", ""}, // an empty text is something
		{"Rank:=", "", ""},
		{"Rank:*", "06 01 02 05", ""},
		{"-Rank:*", "03", ""},
		{"customer:900101", "01", ""},
		{"gap:yes", "03", "gap:yes"},
		{"medium:voice", "05", "medium:voice"},
		{"medium:Call", "05", "medium:Call"},
		{"contract:open", "02", "contract:open"},
		{"unread:yes", "01 03", "unread:yes"},
		{`Rank:"`, "06 01 02 03 05", ""},
		{"session:call", "05", "session:call"},
	} {
		t.Run(row.filter, func(t *testing.T) {
			f, err := dashboard.ParseFilter(row.filter)
			assert.Equal(t, strings.HasSuffix(row.filter, `:"`), err != nil)
			a := dashboard.Arrange(all, &dashboard.View{Board: settings.Board{Columns: []string{"Segment"}}, Filter: f, Now: noon})
			assert.Equal(t, row.want, ids(&a))
			assert.Equal(t, row.public, f.Public())
		})
	}
}

func TestWhatIsProposedTellsSessionsApart(t *testing.T) {
	var all []*book.Session
	for i := range 20 {
		n := strconv.Itoa(i)
		rare := ""
		if i < 3 {
			rare = `,"Rare":"` + n + `"`
		}
		all = append(all, session(t, "s"+n, "Chatting", first(time.Minute, `{"Id":"`+n+`","Noise":"`+strconv.Itoa(i%2)+`","Segment":"`+strconv.Itoa(i%3)+`","Same":"1"`+rare+`}`)))
	}
	noise := func(key string) bool { return key == "Noise" }
	assert.Equal(t, []string{"Segment", "Id", "Same", "Rare", "Noise"}, dashboard.Propose(all, noise))
	assert.Empty(t, dashboard.Propose(nil, noise))
}
