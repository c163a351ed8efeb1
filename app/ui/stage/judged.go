package stage

import (
	"slices"
	"strconv"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/contract"
	"github.com/keytrail/keytrail/app/link"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// A Judged is how a session stands to the contract in its newest state, and
// from what that was concluded.
type Judged struct {
	contract string
	made     int // how often rules were set before
	last     int
	ended    bool
	at       time.Time
	waits    bool // something is expected, and time alone may break it
	Open     bool // a clause is not fulfilled yet
	Broken   int
	First    string // what broke, in words
}

// current reports whether what was concluded still stands.
func (j *Judged) current(text string, made int, x *book.Session, now time.Time) bool {
	return j != nil && j.contract == text && j.made == made && j.last == x.History.Last() && j.ended == x.Ended &&
		(!j.waits || now.Sub(j.at) < time.Second)
}

// judgeAll holds the newest state of every session against the contract. A
// session is judged again when something came for it, and once a second while
// it is waited for something.
func (m *Stage) judgeAll(owed contract.Contract) {
	if len(owed) == 0 {
		clear(m.Judged)
		return
	}
	if m.Judged == nil || len(m.Judged) > 2*len(m.State.Sessions)+100 { // sessions that are forgotten stay in it
		m.Judged = map[string]*Judged{}
	}
	for _, x := range m.State.Sessions {
		if x.History.Last() > 0 && !m.Judged[x.ID].current(m.View.Contract, m.Classes.Made, x, m.Now) {
			m.Judged[x.ID] = m.judgeOne(owed, x)
		}
	}
}

// contracted is a session as a contract sees it.
func (m *Stage) contracted(x *book.Session) contract.Session {
	return contract.Session{History: x.History, Ended: x.Ended && !x.Unlisted, Medium: x.Medium, Who: x.Who, Rules: m.View.Book.Own}
}

func (m *Stage) judgeOne(owed contract.Contract, x *book.Session) *Judged {
	j := &Judged{contract: m.View.Contract, made: m.Classes.Made, last: x.History.Last(), ended: x.Ended, at: m.Now}
	for _, f := range owed.Judge(m.contracted(x), j.last, m.Watched()) {
		j.waits, j.Open = j.waits || f.Waits(), j.Open || f.Standing == contract.Open
		if f.Standing != contract.Broken {
			continue
		}
		if j.Broken == 0 {
			j.First = f.String() + ": " + f.Reason
		}
		j.Broken++
	}
	return j
}

// Watched is until when the sessions were observed: now, or where the link is down
// its last sign of life.
func (m *Stage) Watched() time.Time {
	l := &m.State.Link
	if l.State.Filed() || l.State == link.Connected || l.State == link.Slow || l.State == link.Watching || l.Heartbeat.IsZero() {
		return m.Now
	}
	return l.Heartbeat
}

// Breaks is what a session breaks of the contract; its zero value is nothing.
func (m *Stage) Breaks(x *book.Session) Judged {
	if j := m.Judged[x.ID]; j != nil {
		return *j
	}
	return Judged{}
}

// Breaking counts the sessions that break the contract.
func (m *Stage) Breaking() (n int) {
	for _, x := range m.State.Sessions {
		n += scene.OneIf(m.Breaks(x).Broken > 0)
	}
	return n
}

// BreakingText says how many sessions break the contract.
func (m *Stage) BreakingText() string {
	n := m.Breaking()
	if n == 0 {
		return "No session breaks it now."
	}
	return strconv.Itoa(n) + " of " + wording.Plural(len(m.State.Sessions), "session") + wording.Either(n == 1, " breaks it now.", " break it now.")
}

// NextBroken goes to the next session, in the order of the rail, that breaks the
// contract; those that the rail leaves out come last.
func (m *Stage) NextBroken() {
	all := EverySession(m.State.Sessions)
	from := slices.IndexFunc(all, func(x *book.Session) bool { return x.ID == m.View.Session }) + 1
	for i := range all {
		x := all[(from+i)%len(all)]
		if j := m.Breaks(x); j.Broken > 0 {
			m.SelectSession(x.ID)
			m.Say("Contract broken in " + x.ID + ": " + j.First)
			return
		}
	}
	switch {
	case m.View.Contract == "":
		m.Say("There is no contract yet. Write one under Key contract.")
	case m.ContractErr != nil:
		m.Say("Nothing is checked until the contract can be read.")
	default:
		m.Say("No session breaks the contract")
	}
}

// SetContract takes over the text form of a contract.
func (m *Stage) SetContract(text string) {
	m.View.Contract = text
	delete(m.Texts, "contract")
	m.Check()
	m.Keep()
	if m.ContractErr == nil && text != "" {
		good, _ := contract.Tally(m.Findings)
		m.Say("Contract: " + wording.Holding(good, len(m.Findings)) + "; " + m.BreakingText())
	}
}

// Check holds what is shown against the contract.
func (m *Stage) Check() {
	var owed contract.Contract
	owed, m.ContractErr = contract.Parse(m.View.Contract)
	m.judgeAll(owed)
	m.Findings = nil
	if m.ContractErr == nil && m.Scene.Session != nil && m.Scene.Last > 0 {
		now := m.Watched()
		if e, ok := m.Scene.Session.History.Event(m.Scene.At); ok && (!m.View.Live() || m.Filed()) {
			now = e.Time
		}
		m.Findings = owed.Judge(m.contracted(m.Scene.Session), m.Scene.At, now)
	}
}

// Alarm tells that a clause of the contract broke since it was looked at last,
// and stops the view there if somebody wants that.
func (m *Stage) Alarm(session string, before []contract.Finding) {
	if session != m.View.Session || !m.View.Live() || len(before) != len(m.Findings) {
		return
	}
	for i, f := range m.Findings {
		if f.Standing != contract.Broken || before[i].Standing == contract.Broken || f.String() != before[i].String() {
			continue
		}
		m.Watcher.news += scene.OneIf(m.Watcher.away)
		m.Say("Contract broken: " + f.String() + ", " + f.Reason)
		if m.View.StopBroken {
			at := f.Event
			if at == 0 {
				at = m.Scene.Last // it broke because time went by
			}
			m.Review(at)
			return
		}
	}
}
