package dashboard_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/ui/dashboard"
	"github.com/keytrail/keytrail/app/ui/rows"
	"github.com/keytrail/keytrail/app/userdata"
)

func plainText(s string) []*rows.Node { return []*rows.Node{rows.Text(s)} }

// find are the elements with a tag and an attribute, in their order.
func find(n *rows.Node, tag, attr string) (out []*rows.Node) {
	if _, ok := value(n, attr); ok && n.Tag == tag {
		out = append(out, n)
	}
	for _, p := range n.Parts {
		out = append(out, find(p, tag, attr)...)
	}
	return out
}

func value(n *rows.Node, name string) (string, bool) {
	for _, a := range n.Attrs {
		if a.Name == name {
			return a.Value, true
		}
	}
	return "", false
}

func number(t *testing.T, n *rows.Node, name string) float64 {
	t.Helper()
	s, _ := value(n, name)
	v, err := strconv.ParseFloat(s, 64)
	assert.NoError(t, err, name)
	return v
}

func measured(t *testing.T) []*book.Session {
	all := some(t)
	for i, d := range []time.Duration{40, 80, 300, 4000} {
		at := before(time.Duration(i) * time.Second)
		all[0].Writes = append(all[0].Writes, &proof.Proof{Write: proof.Write{N: i + 1, Sent: at},
			Reply: &proof.Reply{Time: at.Add(d * time.Millisecond / 2), HTTPStatus: 200}, Seen: at.Add(d * time.Millisecond)})
	}
	return all
}

func chartsOf(t *testing.T) []dashboard.Chart {
	all := measured(t)
	var m dashboard.Meter
	m.Take(all)
	m.Take(all) // counts nothing twice
	writes := dashboard.Latencies(all)
	show := func(_ string, v userdata.Value) string { return v.Text() }
	return []dashboard.Chart{m.Notifications(noon, nil, m.Gaps(noon), false), m.Busiest(noon, func(id string) string { return id }, true), m.States(noon, m.Gaps(noon)),
		dashboard.LatencyOverTime(writes, noon, m.Gaps(noon)), dashboard.LatencyHistogram(writes),
		dashboard.ValuesOf(all, "Segment", show), dashboard.KeyOverTime(all[0], "Rank", noon, m.Gaps(noon))}
}

func TestCharts(t *testing.T) {
	for i, name := range []string{"notifications", "busiest", "states", "latency", "histogram", "values", "key"} {
		c := chartsOf(t)[i]
		t.Run(name, func(t *testing.T) {
			golden(t, "chart-"+name, c.Figure(true, false, plainText))
			golden(t, "chart-"+name+"-table", c.Figure(false, true, plainText))
		})
	}
	none := dashboard.LatencyHistogram(nil)
	golden(t, "chart-none", none.Figure(true, false, plainText))
}

// What a chart shows is read back off its picture and held against the histories.
func TestChartsShowWhatTheHistoriesSay(t *testing.T) {
	all, charts := measured(t), chartsOf(t)
	want := map[string]float64{}
	for _, x := range all {
		for n := x.History.First(); n <= x.History.Last(); n++ {
			if e, _ := x.History.Event(n); e.Kind == history.Notification {
				want[e.Time.Format("15:04")]++
			}
		}
	}
	got, tallest := map[string]float64{}, 0.0
	bars := find(charts[0].Figure(true, false, plainText), "rect", "data-at")
	for _, bar := range bars {
		at, _ := value(bar, "data-at")
		got[at] = number(t, bar, "data-value")
		tallest = max(tallest, number(t, bar, "height"))
	}
	assert.Equal(t, want, got)
	for _, bar := range bars { // heights are in proportion to the numbers
		assert.InDelta(t, number(t, bar, "height")/tallest, number(t, bar, "data-value")/2, 0.05)
	}

	values := map[string]float64{}
	for _, entry := range find(charts[5].Figure(true, false, plainText), "li", "data-value") {
		values[entry.Parts[0].Parts[0].Text] = number(t, entry, "data-value")
	}
	assert.Equal(t, map[string]float64{"gold": 2, "bronze": 1, "": 1, "<b>gold</b>": 1}, values)
}

// readBack are the numbers of a picture, by series or entry and minute.
func readBack(t *testing.T, c *dashboard.Chart) map[string]float64 {
	t.Helper()
	f, got := c.Figure(true, false, plainText), map[string]float64{}
	for _, entry := range find(f, "li", "data-value") {
		got[entry.Parts[0].Parts[0].Text] = number(t, entry, "data-value")
	}
	read := func(of, mark *rows.Node, attr string) {
		look, _ := value(of, attr)
		n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(look, "chart-dot chart-s"), "url(#chart-t"), ")"))
		assert.NoError(t, err)
		at, _ := value(mark, "data-at")
		got[c.Series[n].Name+" "+at] = number(t, mark, "data-value")
	}
	for _, layer := range find(f, "rect", "fill") {
		if _, ok := value(layer, "data-at"); ok {
			read(layer, layer, "fill")
		}
	}
	for _, dot := range find(f, "circle", "data-at") {
		read(dot, dot, "class")
	}
	return got
}

// The other charts are read back off their pictures, too.
func TestEveryPictureHoldsTheNumbersOfTheSessions(t *testing.T) {
	all, charts := measured(t), chartsOf(t)
	states := map[string]float64{}
	for i := range dashboard.Minutes {
		from := noon.Add(time.Duration(i-dashboard.Minutes+1) * time.Minute)
		to := from.Add(time.Minute)
		if to.After(noon) {
			to = noon
		}
		for _, x := range all {
			var last history.Event
			for n := x.History.First(); n <= x.History.Last(); n++ {
				if e, _ := x.History.Event(n); !e.Time.After(to) {
					last = e
				}
			}
			if last.N > 0 && !(x.Ended && to.Sub(x.LastChange) > dashboard.Fold) {
				states[last.State+" "+from.Format("15:04")]++
			}
		}
	}
	assert.Equal(t, states, readBack(t, &charts[2]))
	assert.Equal(t, map[string]float64{
		"accepted p50 11:59": 150, "accepted p95 11:59": 2000, "seen p50 11:59": 300, "seen p95 11:59": 4000,
		"accepted p50 12:00": 20, "accepted p95 12:00": 20, "seen p50 12:00": 40, "seen p95 12:00": 40,
	}, readBack(t, &charts[3]))
	assert.Equal(t, map[string]float64{"under 50 ms": 1, "50 – 100 ms": 1, "100 – 200 ms": 0, "200 – 500 ms": 1, "500 – 1000 ms": 0, "1000 – 2000 ms": 0,
		"2000 – 5000 ms": 1, "5 s and more": 0}, readBack(t, &charts[4]))
	assert.Equal(t, map[string]float64{"0000chat01": 1, "0000late02": 1, "0000over04": 1}, readBack(t, &charts[1]))
	assert.Equal(t, map[string]float64{"Rank 11:55": 3}, readBack(t, &charts[6]), "later it is a text")

	f := charts[3].Figure(true, false, plainText)
	axis := find(f, "line", "x1")
	left, right, bottom := number(t, axis[0], "x1"), number(t, axis[0], "x2"), number(t, axis[0], "y1")
	each := (bottom - number(t, axis[2], "y1")) / 5000 // the least round number that none exceeds
	for _, dot := range find(f, "circle", "data-at") {
		assert.InDelta(t, bottom-each*number(t, dot, "data-value"), number(t, dot, "cy"), 0.1)
	}
	gaps := find(f, "rect", "x")
	assert.Len(t, gaps, 1)
	minute := (right - left) / dashboard.Minutes
	assert.InDelta(t, left+minute*(29-82.0/60), number(t, gaps[0], "x"), 0.1, "from when nobody looked")
	assert.InDelta(t, minute*62/60, number(t, gaps[0], "width"), 0.1)
}

// The counts of a minute in which nobody looked are the least that there can be.
func TestWhatWasNotObservedIsNotCountedAsNothing(t *testing.T) {
	c := chartsOf(t)[0]
	assert.Contains(t, c.Finding, "At least")
	for _, p := range c.Series[0].Points {
		switch at := noon.Sub(p.At); {
		case at > time.Hour || at > 61*time.Minute:
			assert.True(t, p.Unknown)
		case at == time.Minute || at == 2*time.Minute:
			assert.True(t, p.Least, "a gap was in it: %s", p.At)
		}
	}
	var m dashboard.Meter
	m.Take([]*book.Session{session(t, "a1", "Chatting", first(time.Minute, `{"a":1}`))})
	c = m.Notifications(noon, nil, nil, false)
	assert.True(t, c.Series[0].Points[0].Unknown, "before anything was observed")
	assert.False(t, c.Series[0].Points[29].Unknown)
}

func TestPercentilesAreThoseOfTheWrites(t *testing.T) {
	c := chartsOf(t)[3]
	assert.Contains(t, c.Finding, "Seen: 4 writes, half within 80 ms, 95 of 100 within 4000 ms")
	h := chartsOf(t)[4]
	assert.Contains(t, h.Finding, "Seen within a second: 3 of 4 writes")
}

// No two layers of a stack look the same in black and white, and the key beside the
// picture has the look of its layer.
func TestLayersAreToldApartWithoutColour(t *testing.T) {
	f := chartsOf(t)[2].Figure(true, false, plainText)
	looks := map[string]string{}
	for _, tile := range find(f, "pattern", "id") {
		id, _ := value(tile, "id")
		d, _ := value(tile.Parts[1], "d")
		looks["url(#"+id+")"] = d
	}
	lines := map[string]bool{}
	for _, d := range looks {
		lines[d] = true
	}
	layers := map[string]bool{}
	for _, layer := range find(f, "rect", "fill") {
		fill, _ := value(layer, "fill")
		assert.Contains(t, looks, fill)
		layers[fill] = true
	}
	assert.Len(t, layers, 4, "Chatting, Completed, Established, Invited")
	assert.Len(t, lines, 4)
}

// A title claims no more than was counted: neither half an hour of which a minute was
// watched, nor a favourite among equals, nor that what was not seen was quick.
func TestTitlesSayNoMoreThanWasCounted(t *testing.T) {
	var m dashboard.Meter
	m.Take([]*book.Session{
		session(t, "a1", "Chatting", first(5*time.Minute, `{"a":1}`), changed(4*time.Minute, history.AnotherClient, `{"a":2}`)),
		session(t, "b1", "Invited", first(5*time.Minute, `{"a":1}`), changed(3*time.Minute, history.AnotherClient, `{"a":2}`)),
	})
	york := time.FixedZone("New York", -5*3600)
	assert.Equal(t, "2 notifications since 06:55, most at 06:56, 1 in a minute", m.Notifications(noon, york, nil, false).Finding)
	name := func(id string) string { return id }
	assert.Equal(t, "a1 and 1 other alike brought most: 1 each of 2 notifications", m.Busiest(noon, name, false).Finding)
	assert.Equal(t, "Now 1 Chatting, 1 Invited", m.States(noon, nil).Finding)
	assert.Equal(t, "At least 2 notifications since 06:55, most at 06:56, 1 in a minute", m.Notifications(noon, york, nil, true).Finding, "sessions were forgotten")
	assert.Equal(t, "Nothing was observed yet", new(dashboard.Meter).Notifications(noon, york, nil, false).Finding)
	lost := []dashboard.Span{{From: noon.Add(-time.Minute), To: noon}}
	assert.Equal(t, "Last known: 1 Chatting, 1 Invited", m.States(noon, lost).Finding, "nobody has looked for a minute")

	m = dashboard.Meter{}
	m.Take([]*book.Session{session(t, "a1", "Chatting", first(5*time.Minute, `{"a":1}`))})
	assert.Equal(t, "No notification since 11:55, a part of which was not observed",
		m.Notifications(noon, nil, []dashboard.Span{{From: noon.Add(-3 * time.Minute), To: noon.Add(-2 * time.Minute)}}, false).Finding)

	x := session(t, "a1", "Chatting", first(5*time.Minute, `{"a":1}`))
	sent := noon.Add(-2 * time.Minute)
	answered := &proof.Reply{Time: sent.Add(20 * time.Millisecond), HTTPStatus: 200}
	refused := &proof.Proof{Write: proof.Write{Sent: sent}, Reply: answered, Verdict: proof.Rejected}
	unseen := &proof.Proof{Write: proof.Write{Sent: sent}, Reply: answered, Verdict: proof.NotSeen}
	x.Writes = []*proof.Proof{unseen, refused, unseen}
	writes := dashboard.Latencies([]*book.Session{x})
	assert.Equal(t, "2 writes accepted, none seen", dashboard.LatencyOverTime(writes, noon, nil).Finding)
	x.Writes = append(x.Writes, &proof.Proof{Write: proof.Write{Sent: sent}, Reply: answered, Verdict: proof.Exact, Seen: sent.Add(80 * time.Millisecond)})
	writes = dashboard.Latencies([]*book.Session{x})
	assert.Equal(t, "Seen: 1 of 3 writes, after 80 ms", dashboard.LatencyOverTime(writes, noon, nil).Finding)
	assert.Equal(t, "Seen within a second: 1 of 3 writes", dashboard.LatencyHistogram(writes).Finding)
}

// Whatever ended a session, and whatever that is called for its medium, it leaves the
// picture of states when it leaves the board.
func TestWhatEndedIsInNoState(t *testing.T) {
	call := session(t, "calls/a1", "Released", first(9*time.Minute, `{"a":1}`))
	gone := session(t, "b1", "Chatting", first(9*time.Minute, `{"a":1}`), turn{history.Event{Kind: history.Gap, Type: book.Unlisted, Time: before(5 * time.Minute)}, ""})
	call.Ended, gone.Ended, gone.Unlisted = true, true, true
	var m dashboard.Meter
	m.Take([]*book.Session{call, gone, session(t, "c1", "Chatting", first(9*time.Minute, `{"a":1}`))})
	c := m.States(noon, nil)
	assert.Equal(t, "Now 1 Chatting", c.Finding)
	got := readBack(t, &c)
	assert.Equal(t, []float64{2, 1, 1}, []float64{got["Chatting 11:53"], got["Chatting 11:54"], got["not listed 11:54"]}, "in no state that it was in unseen")
	assert.Equal(t, []float64{1, 0}, []float64{got["not listed 11:56"], got["not listed 11:57"]}, "until two minutes after its end")
}

// A value holds until the next, which may be that there is none.
func TestAValueHoldsUntilItIsGone(t *testing.T) {
	x := session(t, "a1", "Chatting", first(40*time.Minute, `{"a":5}`), changed(10*time.Minute, history.Routing, `{}`), changed(5*time.Minute, history.Routing, `{"a":5}`))
	c := dashboard.KeyOverTime(x, "a", noon, nil)
	line := find(c.Figure(true, false, plainText), "path", "d")[0]
	d, _ := value(line, "d")
	assert.Equal(t, "M44 12H315.1M386.4 12H457.7", d, "from the oldest minute, and up to now")
}

// What came when nobody knows is drawn nowhere, and takes nothing from what is known.
func TestATimeThatIsNotKnownIsNoPlace(t *testing.T) {
	unknown := turn{history.Event{Kind: history.Notification}, `{"a":7}`}
	c := dashboard.KeyOverTime(session(t, "a1", "Chatting", unknown), "a", noon, nil)
	assert.Equal(t, "a was last the number 7", c.Finding)
	assert.Contains(t, markup(c.Figure(true, true, plainText)), "Nothing to draw.")
	c = dashboard.KeyOverTime(session(t, "a1", "Chatting", first(40*time.Minute, `{"a":5}`), changed(10*time.Minute, history.Routing, `{"a":5.0}`), unknown,
		changed(5*time.Minute, history.Routing, `{"a":5}`)), "a", noon, nil)
	d, _ := value(find(c.Figure(true, false, plainText), "path", "d")[0], "d")
	assert.Equal(t, "M44 12H315.1L315.1 12H315.1M386.4 12H457.7", d)
	assert.NotContains(t, markup(c.Figure(false, true, plainText)), "  7\n")
	var m dashboard.Meter
	m.Take([]*book.Session{session(t, "b1", "Chatting", changed(5*time.Minute, history.Routing, `{"a":1}`)), session(t, "a1", "Chatting", unknown)})
	assert.Equal(t, "1 notification since 11:55, most at 11:55, 1 in a minute", m.Notifications(noon, nil, nil, false).Finding)
}

// What nobody observed before the oldest minute takes nothing from the counts.
func TestGapsAreThoseOfTheHalfHour(t *testing.T) {
	gap := func(since, until time.Duration) turn {
		return turn{history.Event{Kind: history.Gap, Since: before(since), Time: before(until)}, ""}
	}
	var m dashboard.Meter
	m.Take([]*book.Session{session(t, "a1", "Chatting", first(time.Hour, `{"a":1}`), gap(50*time.Minute, 40*time.Minute), gap(31*time.Minute, 20*time.Minute), gap(25*time.Minute, 15*time.Minute))})
	assert.Equal(t, []dashboard.Span{{From: before(31 * time.Minute), To: before(15 * time.Minute)}}, m.Gaps(noon))
	words := markup((&dashboard.Chart{Series: []dashboard.Series{{}}, Gaps: []dashboard.Span{{From: before(90 * time.Second), To: before(70 * time.Second)}, {From: before(9 * time.Minute), To: noon}}}).Figure(false, true, plainText))
	assert.Contains(t, words, "within 11:58\n")
	assert.Contains(t, words, "11:51 to 12:00\n")
	assert.Empty(t, m.Gaps(noon.Add(time.Hour)))
	c := m.Notifications(noon.Add(time.Hour), nil, m.Gaps(noon.Add(time.Hour)), false)
	assert.Empty(t, find(c.Figure(true, false, plainText), "rect", "y"), "neither in the picture nor below it")
	assert.NotContains(t, markup(c.Figure(true, true, plainText)), "not observed")
}

// Of the time before what a history has kept nobody counted states either.
func TestStatesBeforeWhatIsKeptAreTheLeast(t *testing.T) {
	log := history.New(1) // nothing but the newest fits
	var m dashboard.Meter
	for i := 20; i >= 0; i -= 10 {
		log.Append(history.Event{Kind: history.Notification, State: "Chatting", Time: before(time.Duration(i) * time.Minute)}, nil)
	}
	log.Append(history.Event{Kind: history.Notification, State: "Chatting", Time: noon}, nil)
	x := &book.Session{ID: "a1", State: "Chatting", History: log.View()}
	m.Take([]*book.Session{session(t, "b1", "Invited", first(25*time.Minute, `{"a":1}`)), x})
	assert.Positive(t, x.History.Dropped())
	c := m.States(noon, nil)
	for _, s := range c.Series {
		assert.Equal(t, []bool{true, false}, []bool{s.Points[28].Least, s.Points[29].Least}, s.Name)
	}
}

// What a list has no room for is in it as one entry, and times of writes count by how
// long they are, in whatever order the writes were sent.
func TestEntriesAndTimesAreThoseOfAll(t *testing.T) {
	var all []*book.Session
	for i := range 13 {
		all = append(all, session(t, "s"+strconv.Itoa(10+i), "Chatting", first(time.Minute, `{"a":"`+strconv.Itoa(10+i)+`"}`)))
	}
	c := dashboard.ValuesOf(all, "a", func(_ string, v userdata.Value) string { return v.Text() })
	assert.Equal(t, dashboard.Entry{Name: "3 others", Value: 3}, c.List[10])
	assert.Equal(t, "a has 13 values in 13 active sessions, most often 10 and 12 others alike", c.Finding)

	alike := []*book.Session{session(t, "s1", "Chatting", first(time.Minute, `{"a":7}`)), session(t, "s2", "Chatting", first(time.Minute, `{"a":"7"}`)), session(t, "s3", "Chatting", first(time.Minute, `{"a":"x"}`))}
	c = dashboard.ValuesOf(alike, "a", func(_ string, v userdata.Value) string { return v.Text() })
	assert.Equal(t, []dashboard.Entry{{Name: `"7"`, Value: 1}, {Name: "x", Value: 1}, {Name: "7", Value: 1}}, c.List, "a number and a text are told apart")

	writes := make([]dashboard.Latency, 5)
	for i := range writes {
		writes[i] = dashboard.Latency{Sent: noon, Accepted: -1, Seen: time.Duration(5-i) * 10 * time.Millisecond}
	}
	assert.Equal(t, "Seen: 5 writes, half within 30 ms, 95 of 100 within 50 ms", dashboard.LatencyOverTime(writes, noon, nil).Finding)
	h := dashboard.LatencyHistogram(writes)
	assert.Equal(t, map[string]float64{"under 50 ms": 4, "50 – 100 ms": 1, "100 – 200 ms": 0, "200 – 500 ms": 0, "500 – 1000 ms": 0, "1000 – 2000 ms": 0,
		"2000 – 5000 ms": 0, "5 s and more": 0}, readBack(t, &h))
}

// A table without a row is none, and neither is a picture of nothing.
func TestAChartHasWhatToShow(t *testing.T) {
	for i, c := range []dashboard.Chart{dashboard.LatencyHistogram(nil), dashboard.LatencyOverTime(nil, noon, nil), dashboard.LatencyOverTime(nil, noon, nil)} {
		f := c.Figure(i == 2, true, plainText)
		assert.Len(t, f.Parts, 2, c.Name)
		assert.Equal(t, "p", f.Parts[1].Tag, c.Name)
	}
}

// A number of any size has a place on paper and an axis that can be read, and stands
// below it exactly.
func TestAnyNumberHasAPlace(t *testing.T) {
	for _, number := range []string{"1e400", "-1e400", "12345678901234567"} {
		x := session(t, "a1", "Chatting", first(20*time.Minute, `{"a":1}`), changed(10*time.Minute, history.Routing, `{"a":`+number+`}`))
		c := dashboard.KeyOverTime(x, "a", noon, nil)
		picture := markup(c.Figure(true, false, plainText))
		assert.NotContains(t, picture, "NaN", number)
		assert.NotContains(t, picture, "Inf", number)
		assert.NotRegexp(t, `\n *[0-9]{8}`, picture, "it would not fit beside the axis")
		assert.Regexp(t, `\n *`+number+`\n`, markup(c.Figure(false, true, plainText)))
	}
}

// An axis ends where the numbers do, and nothing but noughts has one, too.
func TestAnAxisHasRoomForItsNumbersAlone(t *testing.T) {
	for number, want := range map[string][]string{"-4": {"-5", "-2.5", "0"}, "0": {"0", "0.5", "1"}, "4": {"0", "2.5", "5"}} {
		c := dashboard.KeyOverTime(session(t, "a1", "Chatting", first(20*time.Minute, `{"a":`+number+`}`)), "a", noon, nil)
		var got []string
		for _, mark := range find(c.Figure(true, false, plainText), "text", "text-anchor")[:3] {
			got = append(got, mark.Parts[0].Text)
		}
		assert.Equal(t, want, got)
	}
}
