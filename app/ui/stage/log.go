package stage

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/settings"
	"github.com/keytrail/keytrail/app/ui/scene"
	"github.com/keytrail/keytrail/app/ui/wording"
)

// An EventLog is the session's events, newest first, with the messages that belong
// to no session at their times in between.
type EventLog struct {
	limited     bool
	numbers     []int // the events it is limited to, ascending
	first, last int
	folded      []int // events that stand in another one's row, descending
	places      []int // row of each stray message, newest first
	gaps        []omission
	dropped     int // older events that are not kept any more
}

// An omission is a row that stands for events which the log leaves out.
type omission struct{ row, events int }

// Log is the list of the session's events as the timeline has it.
func (m *Stage) Log() EventLog {
	var v history.View
	if m.Scene.Session != nil {
		v = m.Scene.Session.History
	}
	l := EventLog{first: max(m.Scene.First, 1), last: m.Scene.Last, dropped: v.Dropped()}
	if m.View.Limited {
		l.limited, l.numbers = true, m.listed()
		l.omit()
		return l
	}
	l.folded = m.folded()
	strays := m.State.Strays
	for k := len(strays) - 1; k >= 0; k-- {
		t := strays[k].Time
		newer := sort.Search(l.events(), func(i int) bool {
			e, ok := v.Event(l.skip(i))
			return !ok || !e.Time.After(t)
		})
		l.places = append(l.places, newer+len(l.places))
	}
	return l
}

func (l *EventLog) events() int {
	if l.limited {
		return len(l.numbers)
	}
	return l.last - l.first + 1 - len(l.folded)
}

// omit notes between which of the events it is limited to the log leaves
// others out, the newest first.
func (l *EventLog) omit() {
	newer := l.last + 1
	for i := len(l.numbers) - 1; i >= -1; i-- {
		n := l.first - 1
		if i >= 0 {
			n = l.numbers[i]
		}
		if left := newer - n - 1; left > 0 {
			l.gaps = append(l.gaps, omission{len(l.numbers) - 1 - i + len(l.gaps), left})
		}
		newer = n
	}
}

// Len is the number of rows. The last one says what is not kept any more.
func (l *EventLog) Len() int {
	return l.events() + len(l.places) + len(l.gaps) + scene.OneIf(l.dropped > 0)
}

// omitted returns how many events row i stands for, 0 where it is a row of its
// own.
func (l *EventLog) omitted(i int) int {
	k := sort.Search(len(l.gaps), func(k int) bool { return l.gaps[k].row >= i })
	if k < len(l.gaps) && l.gaps[k].row == i {
		return l.gaps[k].events
	}
	return 0
}

// At returns what stands in row i, which is no omission: the stray message of
// that number, counted from 1 in the state's order, or else the event of that
// number.
func (l *EventLog) At(i int) (stray, event int) {
	if l.limited {
		i -= sort.Search(len(l.gaps), func(k int) bool { return l.gaps[k].row >= i })
		return 0, l.numbers[len(l.numbers)-1-i]
	}
	k := sort.SearchInts(l.places, i)
	if k < len(l.places) && l.places[k] == i {
		return len(l.places) - k, 0
	}
	return 0, l.skip(i - k)
}

// Row is the row of an event.
func (l *EventLog) Row(event int) int {
	i := l.last - event - sort.Search(len(l.folded), func(k int) bool { return l.folded[k] <= event })
	if l.limited {
		i = len(l.numbers) - sort.SearchInts(l.numbers, event+1)
	}
	for _, g := range l.gaps {
		i += scene.OneIf(g.row <= i)
	}
	for _, row := range l.places {
		i += scene.OneIf(row <= i)
	}
	return i
}

// Left says in words which events row i stands for, "" where it is a row of its
// own.
func (l *EventLog) Left(m *Stage, i int) string {
	if n := l.omitted(i); n > 0 {
		return wording.Plural(n, "event") + " that did not touch " + wording.Short(m.View.Only)
	}
	if l.dropped > 0 && i == l.Len()-1 {
		return wording.Plural(l.dropped, "older event") + " dropped to stay within memory"
	}
	return ""
}

// What one write caused stands in one row of the log: that of the event which
// proves it or, as long as there is none, that of the request. The row opens.

// writeStages remember which events of a session are the request and the reply of
// each own write. They grow with the history, so that each event is read once.
type writeStages struct {
	session string
	upto    int           // newest event read
	of      map[int][]int // by the write's number, ascending
}

// take brings s up to date with the history of a session.
func (s *writeStages) take(session string, v history.View) {
	if s.of == nil || session != s.session || v.Last() < s.upto {
		*s = writeStages{session: session, of: map[int][]int{}}
	}
	for n := max(s.upto+1, v.First()); n <= v.Last() && n > 0; n++ {
		if e, ok := v.Event(n); ok && e.Write != 0 && (e.Kind == history.Write || e.Kind == history.Reply) {
			s.of[e.Write] = append(s.of[e.Write], n)
		}
	}
	s.upto = v.Last()
}

// anchor is the event in whose row a write stands, 0 when none of it is kept.
func (s *writeStages) anchor(x *book.Session, p *proof.Proof) int {
	if e, ok := x.History.Event(p.Event); ok && x.WriteOf(e) == p {
		return p.Event
	}
	for _, n := range s.of[p.Write.N] {
		if n >= x.History.First() {
			return n
		}
	}
	return 0
}

// folded lists the events that stand in another one's row, the newest first.
func (m *Stage) folded() []int {
	x := m.Scene.Session
	if x == nil {
		return nil
	}
	var out []int
	for _, p := range x.Writes {
		own := m.stages.of[p.Write.N]
		if m.View.Spread[p.Write.N] || slices.Contains(own, m.View.At) {
			continue
		}
		anchor := m.stages.anchor(x, p)
		for _, n := range own {
			if n != anchor && n >= x.History.First() {
				out = append(out, n)
			}
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i] > out[j] })
	return out
}

// StandsFor reports whether the row of e is that of an event which has none.
func (m *Stage) StandsFor(e history.Event, n int) bool {
	p, _ := m.Foldable(e)
	return p != nil && !m.View.Spread[p.Write.N] && n != m.View.At && slices.Contains(m.stages.of[p.Write.N], n)
}

// Foldable is the write whose stages stand in the row of an event, and how many
// stages beside it there are.
func (m *Stage) Foldable(e history.Event) (p *proof.Proof, more int) {
	x := m.Scene.Session
	p = x.WriteOf(e)
	if p == nil || m.stages.anchor(x, p) != e.N {
		return nil, 0
	}
	for _, n := range m.stages.of[p.Write.N] {
		more += scene.OneIf(n != e.N && n >= x.History.First())
	}
	return p, more
}

// SpreadWrite shows the events of a write in rows of their own, or in one again.
func (m *Stage) SpreadWrite(n int) {
	if m.View.Spread[n] = !m.View.Spread[n]; !m.View.Spread[n] {
		delete(m.View.Spread, n)
	}
	m.Say(wording.Either(m.View.Spread[n], "The request, the reply and the notification of this write have rows of their own", "This write has one row"))
}

// SpreadHere is SpreadWrite for the event that is shown.
func (m *Stage) SpreadHere() bool {
	if m.Scene.Session == nil || m.View.Tab != scene.ChangesTab {
		return false
	}
	e, _ := m.Scene.Session.History.Event(m.Scene.At)
	p, more := m.Foldable(e)
	if p == nil || more == 0 {
		return false
	}
	m.SpreadWrite(p.Write.N)
	return true
}

// skip returns the event in row i of a log without its folded events.
func (l *EventLog) skip(i int) int {
	k := sort.Search(len(l.folded), func(k int) bool { return l.last-l.folded[k]-k > i })
	return l.last - i - k
}

// OtherDay is the date of t where it is another day's than the present, "" where
// it is not, or where only ages are told.
func (m *Stage) OtherDay(t time.Time) string {
	if t.IsZero() || capture.Dateless(t) || m.View.Times == "relative" {
		return ""
	}
	zone := m.Zone()
	const day = "2006-01-02"
	if date := t.In(zone).Format(day); date != m.Wall.In(zone).Format(day) {
		return date
	}
	return ""
}

// EventKind is the word of data-kind: GWS' own where it gave one.
func EventKind(e history.Event) string {
	if e.Type != "" && (e.Kind == history.Notification || e.Kind == history.Snapshot) {
		return e.Type
	}
	return e.Kind.String()
}

// Noisy counts the changes of an event that are of classes which are folded
// away as a rule, and not your own, and those that a rule of the person hides.
func (m *Stage) Noisy(e history.Event) (routing, hidden int) {
	for _, k := range e.Changes {
		switch info := m.Classes.Of(k.Key); {
		case info.Hide > 0:
			hidden++
		case m.Scene.Session.Who(e, k.Key) == history.You:
		case settings.Noise.Has(info.Class):
			routing++
		case m.View.Book.Folded.Has(info.Class):
			hidden++
		}
	}
	return routing, hidden
}

// Shares says which keys of an event are yours and whose the others are, both ""
// where all are yours.
func (m *Stage) Shares(e history.Event) (mine, others string) {
	var keys [history.Repeated + 1][]string
	for _, k := range e.Changes {
		if who := m.Scene.Session.Who(e, k.Key); !slices.Contains(keys[who], k.Key) {
			keys[who] = append(keys[who], k.Key)
		}
	}
	list := func(keys []string) string {
		const most = 3
		var names []string
		for _, k := range keys[:min(len(keys), most)] {
			names = append(names, wording.Short(k))
		}
		text := strings.Join(names, ", ")
		if len(keys) > most {
			text += " and " + strconv.Itoa(len(keys)-most) + " more"
		}
		return text
	}
	for who := history.Routing; who <= history.Repeated; who++ {
		if len(keys[who]) > 0 {
			others += "; " + list(keys[who]) + " by " + wording.Either(who == history.Unknown, "somebody unknown", who.String())
		}
	}
	if others != "" && len(keys[history.You]) > 0 {
		mine = " of " + list(keys[history.You])
	}
	return mine, others
}

// Unrecorded reports whether the reply of x may have had a body that whoever heard
// it has not kept.
func (m *Stage) Unrecorded(x *book.Exchange) bool {
	due := x.Untold || x.Status != 0 && x.Status != 204 && x.Status != 304
	return due && len(x.Response) == 0 && m.SecondHand()
}

// ExchangeResult says how a request ended.
func ExchangeResult(x *book.Exchange) string {
	switch {
	case x.Failure != "":
		return x.Failure
	case x.Untold:
		return "no reply in the file"
	case x.Status == 0:
		return "waiting"
	}
	return strconv.Itoa(x.Status)
}
