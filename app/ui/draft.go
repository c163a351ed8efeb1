package ui

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

// An operation is one of the three writes that the form knows.
type operation struct {
	verb string // on the button
	name string // operationName
}

// operations in the order of the form.
func operations() [3]operation {
	return [...]operation{{"Attach", "AttachUserData"}, {"Update", "UpdateUserData"}, {"Delete", "DeleteUserData"}}
}

// Indices into operations.
const (
	attachOp = iota
	updateOp
	deleteOp
)

// valueTypes are the choices of a row's type, in the order of the form.
func valueTypes() [5]string { return [...]string{"text", "number", "true/false", "null", "JSON"} }

// A draftRow is one row of the form. A removed row keeps its place, so that
// the inputs of the rows behind it stay in the document as they are.
type draftRow struct {
	key, kind, text string
	gone            bool
}

// A fieldError is what is wrong with one field of one row.
type fieldError struct {
	row   int
	field string // "key" or "value"
	text  string
}

// A draft is a write that is being put together. Text lives in the inputs of
// the page; the draft follows it and never writes back, except when a new gen
// makes the inputs anew.
type draft struct {
	gen    int
	op     int
	rows   []draftRow
	tried  bool // submitted once: errors are shown while they last
	sent   bool // waiting for the reply
	after  int  // number of the newest write before this one was sent
	target string
	failed string // why the last attempt did not succeed

	opened   *userdata.Map             // the session's data when the draft was begun
	openedIn string                    // the session
	kept     map[string]userdata.Value // conflicts that were settled, with the value they were settled over
	warned   bool                      // a conflict has held it back once
	undo     bool                      // it puts back what a write changed
	then     []draftRow                // keys to delete after it

	now  time.Time // for placeholders
	uuid string

	raw     bool // shown as JSON
	rawText string
	rawErr  string
	repair  repair
	listing bool   // templates are shown
	name    string // of the template to save
}

func newDraft(gen int) draft {
	return draft{gen: gen, rows: []draftRow{{kind: "text"}}, uuid: newUUID()}
}

// blank reports whether nothing was entered yet.
func (d *draft) blank() bool {
	for _, i := range d.live() {
		if r := d.rows[i]; r.key != "" || r.text != "" {
			return false
		}
	}
	return true
}

// filled is row i with its placeholders replaced.
func (d *draft) filled(i int) draftRow {
	r := d.rows[i]
	r.key, r.text = d.fill(r.key), d.fill(r.text)
	return r
}

// live returns the indices of the rows that were not removed.
func (d *draft) live() []int {
	var out []int
	for i, r := range d.rows {
		if !r.gone {
			out = append(out, i)
		}
	}
	return out
}

// errors says what is wrong, field by field.
func (d *draft) errors() []fieldError {
	var out []fieldError
	seen := map[string]int{}
	for _, i := range d.live() {
		r := d.filled(i)
		if first, dup := seen[r.key]; r.key == "" {
			out = append(out, fieldError{i, "key", "Enter a key. An empty key cannot be written."})
		} else if dup {
			out = append(out, fieldError{i, "key", fmt.Sprintf("This key is already in row %d. Send it once only.", first)})
		} else {
			seen[r.key] = i + 1
		}
		if d.op == deleteOp {
			continue
		}
		if _, err := r.value(); err != nil {
			out = append(out, fieldError{i, "value", err.Error()})
		}
	}
	return out
}

// value reads the row's value as its type says. The error is a sentence for
// the person who types.
func (r draftRow) value() (userdata.Value, error) {
	literal := strings.TrimSpace(r.text)
	switch r.kind {
	case "number":
		v, err := userdata.ParseValue(literal)
		if err != nil || v.Kind() != userdata.Number {
			if digits := strings.TrimLeft(literal, "-"); len(digits) > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9' {
				return v, errors.New("A number cannot begin with zeros: they would be lost. Choose text to keep them.")
			}
			return v, errors.New("This is not a number. Write it as 12, -3.5 or 6e7, or choose text.")
		}
		return v, nil
	case "true/false":
		if literal != "true" && literal != "false" {
			return userdata.Value{}, errors.New("Write true or false.")
		}
		return userdata.ParseValue(literal)
	case "null":
		return userdata.ParseValue("null")
	case "JSON":
		v, err := userdata.ParseValue(literal)
		if err != nil {
			return v, fmt.Errorf("This is not JSON: %v.", err)
		}
		return v, nil
	}
	return userdata.TextValue(r.text), nil
}

// command is the write as a command for the session; call it without errors only.
func (d *draft) command(session string) tracker.Operate {
	data, keys := d.payload()
	return tracker.Operate{Session: session, Operation: operations()[d.op].name, Data: data, Keys: keys}
}

// payload is what the write carries: data to attach or update, or keys to
// delete. Rows that cannot be sent yet are left out.
func (d *draft) payload() (*userdata.Map, []string) {
	var entries []userdata.Entry
	var keys []string
	for _, i := range d.live() {
		r := d.filled(i)
		if r.key == "" {
			continue
		}
		keys = append(keys, r.key)
		if v, err := r.value(); err == nil {
			entries = append(entries, userdata.Entry{Key: r.key, Value: v})
		}
	}
	if d.op == deleteOp {
		return nil, keys
	}
	return userdata.Of(entries...), nil
}

func short(key string) string {
	s, cut := clip(key, 60)
	if cut > 0 {
		s += "…"
	}
	return s
}
