package ui

import (
	"sort"

	"github.com/keytrail/keytrail/app/history"
)

// A log is the session's events, newest first, with the messages that belong
// to no session at their times in between.
type log struct {
	limited     bool
	numbers     []int // the events it is limited to, ascending
	first, last int
	places      []int // row of each stray message, newest first
}

func (m *model) log() log {
	l := log{first: 1}
	var v history.View
	if m.scene.session != nil {
		v, l.first, l.last = m.scene.session.History, m.scene.first, m.scene.last
	}
	if l.last == 0 {
		l.first = 1
	}
	if m.view.limited {
		l.limited, l.numbers = true, m.listed()
		return l
	}
	strays := m.state.Strays
	for k := len(strays) - 1; k >= 0; k-- {
		t := strays[k].Time
		newer := sort.Search(l.events(), func(i int) bool {
			e, ok := v.Event(l.last - i)
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
	return l.last - l.first + 1
}

func (l *log) len() int { return l.events() + len(l.places) }

// at returns what stands in row i: the stray message of that number, counted
// from 1 in the state's order, or else the event of that number.
func (l *log) at(i int) (stray, event int) {
	if l.limited {
		return 0, l.numbers[len(l.numbers)-1-i]
	}
	k := sort.SearchInts(l.places, i)
	if k < len(l.places) && l.places[k] == i {
		return len(l.places) - k, 0
	}
	return 0, l.last - (i - k)
}
