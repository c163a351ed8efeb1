package ui

import (
	"sort"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/ui/rows"
)

// A log is the session's events, newest first, with the messages that belong
// to no session at their times in between.
type log struct {
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

func (m *model) log() log {
	l := log{first: 1}
	var v history.View
	if m.scene.session != nil {
		v, l.first, l.last = m.scene.session.History, m.scene.first, m.scene.last
	}
	if l.last == 0 {
		l.first = 1
	}
	l.dropped = v.Dropped()
	if m.view.limited {
		l.limited, l.numbers = true, m.listed()
		l.omit()
		return l
	}
	l.folded = m.folded()
	strays := m.state.Strays
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

func (l *log) events() int {
	if l.limited {
		return len(l.numbers)
	}
	return l.last - l.first + 1 - len(l.folded)
}

// omit notes between which of the events it is limited to the log leaves
// others out, the newest first.
func (l *log) omit() {
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

// len is the number of rows. The last one says what is not kept any more.
func (l *log) len() int { return l.events() + len(l.places) + len(l.gaps) + index01(l.dropped > 0) }

// omitted returns how many events row i stands for, 0 where it is a row of its
// own.
func (l *log) omitted(i int) int {
	k := sort.Search(len(l.gaps), func(k int) bool { return l.gaps[k].row >= i })
	if k < len(l.gaps) && l.gaps[k].row == i {
		return l.gaps[k].events
	}
	return 0
}

// at returns what stands in row i, which is no omission: the stray message of
// that number, counted from 1 in the state's order, or else the event of that
// number.
func (l *log) at(i int) (stray, event int) {
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

// left says in words which events row i stands for, "" where it is a row of its
// own.
func (l *log) left(m *model, i int) string {
	if n := l.omitted(i); n > 0 {
		return plural(n, "event") + " that did not touch " + short(m.view.only)
	}
	if l.dropped > 0 && i == l.len()-1 {
		return plural(l.dropped, "older event") + " dropped to stay within memory"
	}
	return ""
}

// omissionRow is the line that stands for events which the log leaves out.
func omissionRow(text string) *rows.Node {
	return rows.El("tr", "timeline-omission", rows.El("td", "", rows.Sign("", "⋯ "), rows.Text(text)).Attr("colspan", "5")).Data("do", "unlimit").Data("kind", "omission")
}
