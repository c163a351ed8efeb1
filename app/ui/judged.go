package ui

import (
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/contract"
)

// A judged is how a session stands to the contract in its newest state, and
// from what that was concluded.
type judged struct {
	contract string
	made     int // how often rules were set before
	last     int
	ended    bool
	at       time.Time
	waits    bool // something is expected, and time alone may break it
	broken   int
	first    string // what broke, in words
}

// current reports whether what was concluded still stands.
func (j *judged) current(text string, made int, x *book.Session, now time.Time) bool {
	return j != nil && j.contract == text && j.made == made && j.last == x.History.Last() && j.ended == x.Ended &&
		(!j.waits || now.Sub(j.at) < time.Second)
}

// judgeAll holds the newest state of every session against the contract. A
// session is judged again when something came for it, and once a second while
// it is waited for something.
func (m *model) judgeAll(owed contract.Contract) {
	if len(owed) == 0 {
		clear(m.judged)
		return
	}
	if m.judged == nil || len(m.judged) > 2*len(m.state.Sessions)+100 { // sessions that are forgotten stay in it
		m.judged = map[string]*judged{}
	}
	for _, x := range m.state.Sessions {
		if x.History.Last() > 0 && !m.judged[x.ID].current(m.view.contract, m.classes.made, x, m.now) {
			m.judged[x.ID] = m.judgeOne(owed, x)
		}
	}
}

// contracted is a session as a contract sees it.
func (m *model) contracted(x *book.Session) contract.Session {
	return contract.Session{History: x.History, Ended: x.Ended, Who: x.Who, Rules: m.view.book.Own}
}

func (m *model) judgeOne(owed contract.Contract, x *book.Session) *judged {
	j := &judged{contract: m.view.contract, made: m.classes.made, last: x.History.Last(), ended: x.Ended, at: m.now}
	for _, f := range owed.Judge(m.contracted(x), j.last, m.now) {
		j.waits = j.waits || f.Waits()
		if f.Standing != contract.Broken {
			continue
		}
		if j.broken == 0 {
			j.first = f.String() + ": " + f.Reason
		}
		j.broken++
	}
	return j
}

// breaks is what a session breaks of the contract; its zero value is nothing.
func (m *model) breaks(x *book.Session) judged {
	if j := m.judged[x.ID]; j != nil {
		return *j
	}
	return judged{}
}

// breaking counts the sessions that break the contract.
func (m *model) breaking() (n int) {
	for _, x := range m.state.Sessions {
		n += index01(m.breaks(x).broken > 0)
	}
	return n
}

// breakingText says how many sessions break the contract.
func breakingText(m *model) string {
	n := m.breaking()
	if n == 0 {
		return "No session breaks it now."
	}
	return itoa(n) + " of " + plural(len(m.state.Sessions), "session") + either(n == 1, " breaks it now.", " break it now.")
}

// nextBroken goes to the next session, in the order of the rail, that breaks the
// contract; those that the rail leaves out come last.
func (m *model) nextBroken() {
	all := railOrder(m.state.Sessions)
	listed := map[*book.Session]bool{}
	for _, x := range all {
		listed[x] = true
	}
	for _, x := range m.state.Sessions {
		if !listed[x] {
			all = append(all, x)
		}
	}
	from := 0
	for i, x := range all {
		if x.ID == m.view.session {
			from = i + 1
		}
	}
	for i := range all {
		x := all[(from+i)%len(all)]
		if j := m.breaks(x); j.broken > 0 {
			m.selectSession(x.ID)
			m.want(effect{do: scrollTo, target: "[aria-selected=true][data-session]"})
			m.say("Contract broken in " + x.ID + ": " + j.first)
			return
		}
	}
	switch {
	case m.view.contract == "":
		m.say("There is no contract yet. Write one under Key contract.")
	case m.contractErr != nil:
		m.say("Nothing is checked until the contract can be read.")
	default:
		m.say("No session breaks the contract")
	}
}
