package writing

import (
	"slices"
	"strconv"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/draft"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/userdata"
)

// A Tour leads through what can become of a write: each stop sends one to the
// simulator, which treats it in the way of that stop.
type Tour struct {
	Stop    int
	Armed   bool   // the write waits until the simulator treats it in the way of the stop
	Session string // that was written to at this stop, "" for none
	after   int    // the newest write before this stop's
	sent    int    // how many writes the tour has sent: no two carry the same values
}

// Stops are the ways of the tour, "" for a server that behaves, each with what to
// look at.
var Stops = [...]struct{ Way, Title, Text string }{
	{"", "A write that arrives", "Two keys are attached, as text and as number. The reply says only that they were accepted. The proof is the notification that follows: both keys with the values and types that you sent."},
	{"coerce", "The same value as another type", "Many systems keep every value as text. A script that compares with a number then fails, and the log shows nothing of it."},
	{"differ", "Other values", "Something between you and the session changes what you send. The verdict may take 15 s: until then, what you sent may still arrive."},
	{"drop", "Half of it", "One key of two is stored. Each key has a verdict of its own."},
	{"overwrite", "Overwritten", "Another application writes the same keys a second later."},
	{"refuse", "Refused", "The one case in which the reply tells the truth at once."},
	{"lose", "The reply is lost", "The connection breaks after the server has taken the write. It may have been carried out; sending it again could do so twice."},
	{"late", "It takes its time", "For five seconds nothing is known, and nothing is said."},
	{"silent", "Accepted, and nothing happens", "The reply is the same as that of the first write. Watch for 15 s."},
	{"break", "The link breaks", "What happened while nobody listened cannot be told. The timeline has a band for it, and the verdict comes after 15 s."},
}

// GoToStop starts the tour, or goes to another stop of it.
func (m *Forms) GoToStop(n int) {
	n = min(max(n, 0), len(Stops)-1)
	m.Tour = Tour{Stop: n, sent: m.Tour.sent}
	m.Show(scene.Subject{Panel: scene.TourPanel})
}

// TryStop has the simulator treat writes in the way of the stop, and sends one as
// soon as it says that it does.
func (m *Forms) TryStop() {
	m.Tour.Armed, m.Tour.Session = true, ""
	m.Send(tracker.Misbehave{Ways: m.Tour.ways()})
}

// ways are those in which the simulator is to treat the write of the stop.
func (t *Tour) ways() []string {
	if w := Stops[t.Stop].Way; w != "" {
		return []string{w}
	}
	return []string{}
}

// guide sends the write of the stop when the time has come.
func (m *Forms) guide() {
	t := &m.Tour
	s := m.State.Misbehaviours
	if !t.Armed || s == nil || s.Ways == nil || !slices.Equal(m.Misbehaving(), t.ways()) {
		return
	}
	t.Armed = false
	x := m.Scene.Session
	if x == nil || x.Ended || !x.Offers("AttachUserData") {
		i := slices.IndexFunc(m.State.Sessions, func(x *book.Session) bool { return !x.Ended && x.Offers("AttachUserData") })
		if i < 0 {
			m.Say("No session takes data now; wait for one that is Chatting")
			return
		}
		x = m.State.Sessions[i]
		m.SelectSession(x.ID)
	}
	t.Session, t.after = x.ID, draft.LastWrite(x.Writes)
	t.sent++
	number, _ := userdata.ParseValue(strconv.Itoa(123456788 + t.sent)) // a number always
	m.Send(tracker.Operate{Session: x.ID, Operation: "AttachUserData", Data: userdata.Of(
		userdata.Entry{Key: "UserData1", Value: userdata.TextValue("DATA" + strconv.Itoa(t.sent))},
		userdata.Entry{Key: "UserData2", Value: number},
	)})
}

// Toured is the write of this stop, nil while there is none.
func (m *Forms) Toured() *proof.Proof {
	x := m.State.Session(m.Tour.Session)
	if x == nil {
		return nil
	}
	return draft.WriteAfter(x.Writes, m.Tour.after)
}

// EndTour leaves the simulator as it is usually.
func (m *Forms) EndTour() {
	m.Tour = Tour{sent: m.Tour.sent}
	m.Behave()
	m.ClosePanel()
}

// Misbehaving lists the ways in which the simulator treats writes now.
func (m *Forms) Misbehaving() (on []string) {
	if s := m.State.Misbehaviours; s != nil {
		for _, w := range s.Ways {
			if w.On {
				on = append(on, w.Way)
			}
		}
	}
	return on
}

// Misbehave has the simulator treat writes in one way more, or less.
func (m *Forms) Misbehave(word string) {
	on := m.Misbehaving()
	if i := slices.Index(on, word); i >= 0 {
		on = slices.Delete(on, i, i+1)
	} else {
		on = append(on, word)
	}
	m.Send(tracker.Misbehave{Ways: append([]string{}, on...)})
}

// Behave ends all of it.
func (m *Forms) Behave() { m.Send(tracker.Misbehave{Ways: []string{}}) }
