package ui

import (
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/history"
	"github.com/keytrail/keytrail/app/query"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

// An expectation is what a key is to be like at least once: from the moment the
// session comes into a state, or is known, and within a time.
type expectation struct {
	cond   query.Query
	within time.Duration // 0 for as long as the session lasts
	state  string        // "" for from the beginning
}

func (x expectation) String() string {
	text := x.cond.String()
	if x.within > 0 {
		text += " within " + strings.ReplaceAll(span2(x.within), " ", "")
	}
	if x.state != "" {
		text += " after state:" + x.state
	}
	return text
}

// parseExpect reads "expect KEY TERMS within 30s after state:Chatting".
func parseExpect(line string, words []string, columns []int) (clause, *query.Error) {
	c := clause{word: "expect"}
	end := len(line)
	for n := len(words); n > 2; n = len(words) {
		from := len(string([]rune(line)[:columns[n-2]-1]))
		switch state, ok := strings.CutPrefix(words[n-1], "state:"); {
		case words[n-2] == "after" && ok && state != "" && c.state == "":
			c.state = state
		case words[n-2] == "within" && c.within == 0:
			d, ok := query.ParseAge(words[n-1])
			if !ok {
				return c, &query.Error{Column: columns[n-1], Text: "within wants a time like 30s, 2m or 1h"}
			}
			c.within = d
		default:
			from = -1
		}
		if from < 0 {
			break
		}
		end, words, columns = from, words[:n-2], columns[:n-2]
	}
	if len(words) < 3 {
		return c, &query.Error{Column: 1, Text: "an expectation wants a key and a condition, like: expect DISP_KEY value:=resolved within 30s after state:Chatting"}
	}
	c.keys = words[1:2]
	from := len(string([]rune(line)[:columns[2]-1]))
	cond, err := query.ParseEvent(line[from:end])
	if err != nil {
		return c, &query.Error{Column: err.Column + columns[2] - 1, Text: err.Text}
	}
	c.cond = cond
	return c, nil
}

// judgeExpect looks for the first event in time at which the condition is met.
func (f *finding) judgeExpect(x *tracker.Session, at int, over bool, now time.Time) {
	start, ok := firstIn(x.History, f.state, at)
	if !ok {
		f.standing, f.text = open, "the session has not been "+f.state+" yet"
		if over {
			f.standing, f.text = holds, "the session never was "+f.state
		}
		return
	}
	if f.within > 0 && start.Time.IsZero() {
		f.standing, f.text = open, "when the session became "+f.state+" is not known"
		return
	}
	key, deadline := f.keys[0], start.Time.Add(f.within)
	late := f.within > 0 && now.After(deadline)
	events := x.History.TouchingUntil(key, at)
	for i := -1; i < len(events); i++ {
		e := start
		if i >= 0 {
			if e, ok = x.History.Event(events[i]); !ok || e.N <= start.N {
				continue
			}
			if f.within > 0 && e.Time.IsZero() {
				continue // nobody knows whether it was in time
			}
			if f.within > 0 && e.Time.After(deadline) {
				f.standing, f.event, f.text = broken, e.N, "was not so in time; this event came too late"
				return
			}
		}
		if f.meets(x, e) {
			f.text = "met in event " + itoa(e.N)
			return
		}
	}
	switch {
	case late || over:
		f.standing, f.text = broken, "was never so"
		if f.within > 0 {
			f.text += " within " + span2(f.within)
		}
	default:
		f.standing, f.text = open, "is not so yet"
	}
}

// meets reports whether the clause's key is as it should be right after event e.
func (f *finding) meets(x *tracker.Session, e history.Event) bool {
	r := query.RowAfter(x.History, e, f.keys[0], userdata.Other)
	return f.cond.Sieve(x.History, &facts{session: x, at: e.N, view: &view{}}).Passes(&r)
}

// firstIn returns the first event at which the session was in a state, or the
// first that is kept; ok is false where there is none up to at.
func firstIn(v history.View, state string, at int) (history.Event, bool) {
	for n := v.First(); n > 0 && n <= at; n++ {
		if e, ok := v.Event(n); ok && (state == "" || e.State == state) {
			return e, true
		}
	}
	return history.Event{}, false
}
