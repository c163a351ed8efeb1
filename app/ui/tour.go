package ui

import (
	"slices"

	"github.com/maxence-charriere/go-app/v9/pkg/app"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

// A tour leads through what can become of a write: each stop sends one to the
// simulator, which treats it in the way of that stop.
type tour struct {
	stop    int
	armed   bool   // the write waits until the simulator treats it in the way of the stop
	session string // that was written to at this stop, "" for none
	after   int    // the newest write before this stop's
	sent    int    // how many writes the tour has sent: no two carry the same values
}

// stops are the ways of the tour, "" for a server that behaves, each with what to
// look at.
var stops = [...]struct{ way, title, text string }{
	{"", "A write that arrives", "Two keys are attached, as text and as number. The reply says only that they were accepted. The proof is the notification that follows: both keys with the values and types that you sent."},
	{"coerce", "The same value as another type", "Many systems keep every value as text. A script that compares with a number then fails, and the log shows nothing of it."},
	{"differ", "Other values", "Something between you and the session changes what you send."},
	{"drop", "Half of it", "One key of two is stored. Each key has a verdict of its own."},
	{"overwrite", "Overwritten", "Another application writes the same keys a second later."},
	{"refuse", "Refused", "The one case in which the reply tells the truth at once."},
	{"lose", "The reply is lost", "The connection breaks after the server has taken the write. It may have been carried out; sending it again could do so twice."},
	{"late", "It takes its time", "For five seconds nothing is known, and nothing is said."},
	{"silent", "Accepted, and nothing happens", "The reply is the same as that of the first write. Watch for 15 s."},
	{"break", "The link breaks", "What happened while nobody listened cannot be told. The timeline has a band for it."},
}

// goToStop starts the tour, or goes to another stop of it.
func (m *model) goToStop(n int) {
	n = min(max(n, 0), len(stops)-1)
	m.tour = tour{stop: n, sent: m.tour.sent}
	m.show(subject{panel: tourPanel})
	m.touchColumn()
}

// tryStop has the simulator treat writes in the way of the stop, and sends one as
// soon as it says that it does.
func (m *model) tryStop() {
	m.tour.armed, m.tour.session = true, ""
	way := []string{}
	if w := stops[m.tour.stop].way; w != "" {
		way = append(way, w)
	}
	m.send(tracker.Misbehave{Ways: way})
}

// guide sends the write of the stop when the time has come.
func (m *model) guide() {
	t := &m.tour
	want := []string(nil)
	if w := stops[t.stop].way; w != "" {
		want = append(want, w)
	}
	s := m.state.Misbehaviours
	if !t.armed || s == nil || s.Ways == nil || !slices.Equal(m.misbehaving(), want) {
		return
	}
	t.armed = false
	x := m.scene.session
	if x == nil || x.Ended || !x.Offers("AttachUserData") {
		i := slices.IndexFunc(m.state.Sessions, func(x *book.Session) bool { return !x.Ended && x.Offers("AttachUserData") })
		if i < 0 {
			m.say("No session takes data now; wait for one that is Chatting")
			return
		}
		x = m.state.Sessions[i]
		m.selectSession(x.ID)
	}
	t.session, t.after = x.ID, 0
	for _, p := range x.Writes {
		t.after = max(t.after, p.Write.N)
	}
	t.sent++
	number, _ := userdata.ParseValue(itoa(123456788 + t.sent)) // a number always
	m.send(tracker.Operate{Session: x.ID, Operation: "AttachUserData", Data: userdata.Of(
		userdata.Entry{Key: "UserData1", Value: userdata.TextValue("DATA" + itoa(t.sent))},
		userdata.Entry{Key: "UserData2", Value: number},
	)})
}

// toured is the write of this stop, nil while there is none.
func (m *model) toured() *proof.Proof {
	x := m.state.Session(m.tour.session)
	if x == nil {
		return nil
	}
	for _, p := range x.Writes {
		if p.Write.N > m.tour.after {
			return p
		}
	}
	return nil
}

func tourView(m *model) app.UI {
	t := &m.tour
	s := stops[t.stop]
	again := "Do it"
	result := el("div", "tour-result")
	if p := m.toured(); p != nil {
		glyph, name := verdictName(p.Verdict)
		result = el("div", "tour-result proof--"+p.Verdict.String(),
			el("p", "tour-verdict", sign("", glyph+" "), word("b", "", name)),
			word("p", "", capital(p.Reason)),
			button("btn btn--quiet", "write", itoa(p.Write.N), app.Text("Show this write")))
		again = "Do it again"
	} else if t.armed || t.session != "" {
		result = el("div", "tour-result", word("p", "note", "Sending…"))
	}
	next := button("btn", "tour", itoa(t.stop+1), app.Text("Next"))
	if t.stop == len(stops)-1 {
		next = button("btn", "end-tour", "", app.Text("End the tour"))
	}
	return el("div", "tour",
		word("p", "note", itoa(t.stop+1)+" of "+itoa(len(stops))),
		word("h3", "tour-title", s.title),
		word("p", "", s.text),
		el("div", "link-buttons",
			button("btn btn--primary", "tour-try", "", app.Text(again)), next,
			when(button("btn btn--quiet", "tour", itoa(t.stop-1), app.Text("Previous")), t.stop == 0, "hidden")),
		result.Role("status"))
}

// endTour leaves the simulator as it is usually.
func (m *model) endTour() {
	m.tour = tour{sent: m.tour.sent}
	m.behave()
	m.closePanel()
}
