package ui

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/book"
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

// A draftRow is one row of the form. A removed row keeps its place, so that
// the inputs of the rows behind it stay in the document as they are.
type draftRow struct {
	key, kind, text string
	gone            bool
}

// A fieldError is why one field of one row cannot be sent.
type fieldError struct {
	row     int
	field   string // "key" or "value"
	text    string
	missing bool // it is not wrong but not there yet
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
	if d.raw && d.rawErr != "" && strings.TrimSpace(d.rawText) != "" {
		return false
	}
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

// unused reports whether nothing was entered in row i, so that it takes no part.
func (d *draft) unused(i int) bool {
	r := d.rows[i]
	return r.key == "" && (d.op == deleteOp || r.text == "")
}

// errors says what cannot be sent, field by field.
func (d *draft) errors() []fieldError {
	var out []fieldError
	seen := map[string]int{}
	for at, i := range d.live() {
		if d.unused(i) {
			continue
		}
		r := d.filled(i)
		if first, dup := seen[r.key]; r.key == "" {
			out = append(out, fieldError{i, "key", "Enter a key. An empty key cannot be written.", true})
		} else if dup {
			out = append(out, fieldError{i, "key", fmt.Sprintf("This key is already in row %d. Send it once only.", first), false})
		} else {
			seen[r.key] = at + 1
		}
		if d.op == deleteOp {
			continue
		}
		if _, err := r.value(); err != nil {
			out = append(out, fieldError{i, "value", err.Error(), strings.TrimSpace(r.text) == ""})
		}
	}
	return out
}

// nothingYet is what stands in place of a preview while there is nothing to see.
const nothingYet = "Nothing to send yet: enter a key."

// obstacle reports whether the draft cannot be sent to x as it is, and why; the
// reason is empty where the preview says it.
func (d *draft) obstacle(x *book.Session) (why string, off bool) {
	name := operations()[d.op].name
	switch {
	case x == nil:
		return "Select a session first.", true
	case x.Ended && !x.Offers(name):
		return "This session has ended (" + x.State + "). It takes no more writes.", true
	case closed(x, name) != "":
		return closed(x, name), true
	case d.raw && d.rawErr != "":
		return "Nothing can be sent before the JSON can be read.", true
	}
	errs := d.errors()
	switch {
	case len(errs) > 0 && d.raw:
		return short(d.rows[errs[0].row].key) + ": " + errs[0].text, true
	case len(errs) > 0 && errs[0].missing:
		return fmt.Sprintf("Row %d needs a %s first.", position(d, errs[0].row), errs[0].field), true
	case len(errs) > 0:
		return fmt.Sprintf("Row %d cannot be sent: look at its %s.", position(d, errs[0].row), errs[0].field), true
	}
	return "", d.size() == 0
}

// size is how many keys would be sent.
func (d *draft) size() int {
	data, keys := d.payload()
	return data.Len() + len(keys)
}

// value reads the row's value as its type says. The error is a sentence for
// the person who types.
func (r draftRow) value() (userdata.Value, error) {
	literal := strings.TrimSpace(r.text)
	switch r.kind {
	case "number":
		if literal == "" {
			return userdata.Value{}, errors.New("Enter a number.")
		}
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
			return userdata.Value{}, errors.New("Choose true or false.")
		}
		return userdata.ParseValue(literal)
	case "null":
		return userdata.ParseValue("null")
	case "JSON":
		if literal == "" {
			return userdata.Value{}, errors.New("Enter JSON.")
		}
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
// delete. Rows that cannot be sent are left out.
func (d *draft) payload() (*userdata.Map, []string) {
	var entries []userdata.Entry
	var keys []string
	seen := map[string]bool{}
	for _, i := range d.live() {
		r := d.filled(i)
		if r.key == "" || seen[r.key] {
			continue
		}
		seen[r.key] = true
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
