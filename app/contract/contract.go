// Package contract says what a strategy or an application is to leave in a
// session's data: which keys, of which type, in which order, and by when.
//
// Start with [Parse], which reads a [Contract] from its text, and with
// [Contract.Judge], which holds a [Session] against it and says of each clause
// how it stands.
//
// The one rule: a clause is broken only by what was observed. What may still
// come leaves it open, and so does what nobody knows the time of.
//
// It is not an alarm: it judges when it is asked, and remembers nothing.
package contract

import (
	"strconv"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/query"
)

// A Contract is what is owed. The text form has one clause a line:
//
//	DISP_KEY text           there, and of that type
//	"Order No" any          there, of any type
//	maybe Priority number   of that type where it is there
//	never TempReservation   not there
//	order RStrategyName < RTargetObjectSelected < DISP_KEY
//	expect DISP_KEY value:=resolved within 30s after state:Chatting
//
// What is expected is written in the language of the filter; the time and the
// state may be missing. A key that holds blanks, or is one of the words that a
// clause begins with, stands in double quotes. Lines that begin with # are
// comments.
type Contract []Clause

// A Duty is what a clause asks of its keys.
type Duty string

// The duties. All but Must are the word that their clause begins with.
const (
	Must   Duty = ""       // the key is there, of the clause's type
	Maybe  Duty = "maybe"  // it is of that type where it is there
	Never  Duty = "never"  // it is not there
	Order  Duty = "order"  // the keys come one after the other
	Expect Duty = "expect" // the key is like that at least once
)

// A Clause is one line of a contract.
type Clause struct {
	Duty Duty
	Keys []string // one, except of an Order
	Type string   // of Must and Maybe: a word of the filter's type:, or "any"
	Expectation
}

// String writes the clause so that [Parse] reads it again.
func (c Clause) String() string {
	keys := make([]string, len(c.Keys))
	for i, k := range c.Keys {
		keys[i] = quoted(k)
	}
	switch c.Duty {
	case Order:
		return "order " + strings.Join(keys, " < ")
	case Never:
		return "never " + keys[0]
	case Expect:
		return "expect " + keys[0] + " " + c.Expectation.String()
	case Maybe:
		return "maybe " + keys[0] + " " + c.Type
	}
	return keys[0] + " " + c.Type
}

// An Error says which line of a contract cannot be read, where and why.
type Error struct {
	Line int          // counted from 1
	What *query.Error // the column in it, and why
}

// Error names the line and the column.
func (e *Error) Error() string { return "line " + strconv.Itoa(e.Line) + ": " + e.What.Error() }

// An Expectation is what a key is to be like at least once: from the moment the
// session comes into a state, or is known, and within a time.
type Expectation struct {
	Condition query.Query
	Within    time.Duration // 0 for as long as the session lasts
	State     string        // "" for from the beginning
}

// String writes the expectation so that [Parse] reads it again.
func (x Expectation) String() string {
	var parts []string
	for _, t := range x.Condition {
		part := t.String()
		if part == "within" || part == "after" {
			part = `"` + part + `"` // a text that is looked for
		}
		parts = append(parts, part)
	}
	if x.Within > 0 {
		parts = append(parts, "within", query.FormatAge(x.Within))
	}
	if x.State != "" {
		parts = append(parts, "after", "state:"+x.State)
	}
	return strings.Join(parts, " ")
}
