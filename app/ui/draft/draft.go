package draft

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/ui/wording"
	"github.com/keytrail/keytrail/app/userdata"
)

// An Operation is one of the three writes that the form knows.
type Operation struct {
	Verb string // on the button
	Name string // operationName
}

// Operations in the order of the form.
func Operations() [3]Operation {
	return [...]Operation{{"Attach", "AttachUserData"}, {"Update", "UpdateUserData"}, {"Delete", "DeleteUserData"}}
}

// Indices into operations.
const (
	AttachOp = iota
	UpdateOp
	DeleteOp
)

// A Row is one row of the form. A removed row keeps its place, so that
// the inputs of the rows behind it stay in the document as they are.
type Row struct {
	Key, Kind, Text string
	Gone            bool
}

// A FieldError is why one field of one row cannot be sent.
type FieldError struct {
	Row     int
	Field   string // "key" or "value"
	Text    string
	Missing bool // it is not wrong but not there yet
}

// A Draft is a write that is being put together. Text lives in the inputs of
// the page; the draft follows it and never writes back, except when a new gen
// makes the inputs anew.
type Draft struct {
	Gen    int
	Op     int
	Rows   []Row
	Tried  bool // submitted once: errors are shown while they last
	Sent   bool // waiting for the reply
	After  int  // number of the newest write before this one was sent
	Target string
	Failed string // why the last attempt did not succeed

	Opened   *userdata.Map             // the session's data when the draft was begun
	OpenedIn string                    // the session
	Kept     map[string]userdata.Value // conflicts that were settled, with the value they were settled over
	Warned   bool                      // a conflict has held it back once
	Undo     bool                      // it puts back what a write changed
	Then     []Row                     // keys to delete after it

	Now  time.Time // for placeholders
	UUID string

	Raw     bool // shown as JSON
	RawText string
	RawErr  string
	Repair  Repair
	Listing bool   // templates are shown
	Name    string // of the template to save
}

// New is an empty draft, with inputs of that generation.
func New(gen int) Draft {
	return Draft{Gen: gen, Rows: []Row{{Kind: "text"}}, UUID: newUUID()}
}

// Blank reports whether nothing was entered yet.
func (d *Draft) Blank() bool {
	if d.Raw && d.RawErr != "" && strings.TrimSpace(d.RawText) != "" {
		return false
	}
	for _, i := range d.Live() {
		if r := d.Rows[i]; r.Key != "" || r.Text != "" {
			return false
		}
	}
	return true
}

// Filled is row i with its placeholders replaced.
func (d *Draft) Filled(i int) Row {
	r := d.Rows[i]
	r.Key, r.Text = d.fill(r.Key), d.fill(r.Text)
	return r
}

// Live returns the indices of the rows that were not removed.
func (d *Draft) Live() []int {
	var out []int
	for i, r := range d.Rows {
		if !r.Gone {
			out = append(out, i)
		}
	}
	return out
}

// unused reports whether nothing was entered in row i, so that it takes no part.
func (d *Draft) unused(i int) bool {
	r := d.Rows[i]
	return r.Key == "" && (d.Op == DeleteOp || r.Text == "")
}

// Errors says what cannot be sent, field by field.
func (d *Draft) Errors() []FieldError {
	var out []FieldError
	seen := map[string]int{}
	for at, i := range d.Live() {
		if d.unused(i) {
			continue
		}
		r := d.Filled(i)
		if first, dup := seen[r.Key]; r.Key == "" {
			out = append(out, FieldError{i, "key", "Enter a key. An empty key cannot be written.", true})
		} else if dup {
			out = append(out, FieldError{i, "key", fmt.Sprintf("This key is already in row %d. Send it once only.", first), false})
		} else {
			seen[r.Key] = at + 1
		}
		if d.Op == DeleteOp {
			continue
		}
		if _, err := r.value(); err != nil {
			out = append(out, FieldError{i, "value", err.Error(), strings.TrimSpace(r.Text) == ""})
		}
	}
	return out
}

// NothingYet is what stands in place of a preview while there is nothing to see.
const NothingYet = "Nothing to send yet: enter a key."

// Obstacle reports whether the draft cannot be sent to x as it is, and why; the
// reason is empty where the preview says it.
func (d *Draft) Obstacle(x *book.Session) (why string, off bool) {
	name := Operations()[d.Op].Name
	switch {
	case x == nil:
		return "Select a session first.", true
	case x.Ended && !x.Offers(name):
		return "This session " + wording.Either(x.Unlisted, "is not listed any more (", "has ended (") + x.State + "). It takes no more writes.", true
	case Closed(x, name) != "":
		return Closed(x, name), true
	}
	if why := d.Flaw(); why != "" {
		return why, true
	}
	if x.Medium != "" && d.size() > 0 {
		if _, _, err := d.Command(x.ID).Compose(); err != nil {
			return x.MediumTitle() + " takes one key at a time: leave one row.", true
		}
	}
	return "", d.size() == 0
}

// Flaw is why what was entered can be sent to no session, "" where all of it can.
func (d *Draft) Flaw() string {
	errs := d.Errors()
	switch {
	case d.Raw && d.RawErr != "":
		return "Nothing can be sent before the JSON can be read."
	case len(errs) > 0 && d.Raw:
		return wording.Short(d.Rows[errs[0].Row].Key) + ": " + errs[0].Text
	case len(errs) > 0 && errs[0].Missing:
		return fmt.Sprintf("Row %d needs a %s first.", d.Position(errs[0].Row), errs[0].Field)
	case len(errs) > 0:
		return fmt.Sprintf("Row %d cannot be sent: look at its %s.", d.Position(errs[0].Row), errs[0].Field)
	}
	return ""
}

// size is how many keys would be sent.
func (d *Draft) size() int {
	data, keys := d.Payload()
	return data.Len() + len(keys)
}

// value reads the row's value as its type says. The error is a sentence for
// the person who types.
func (r Row) value() (userdata.Value, error) {
	literal := strings.TrimSpace(r.Text)
	switch r.Kind {
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
	return userdata.TextValue(r.Text), nil
}

// Command is the write as a command for the session; call it without errors only.
func (d *Draft) Command(session string) tracker.Operate {
	data, keys := d.Payload()
	return tracker.Operate{Session: session, Operation: Operations()[d.Op].Name, Data: data, Keys: keys}
}

// Payload is what the write carries: data to attach or update, or keys to
// delete. Rows that cannot be sent are left out.
func (d *Draft) Payload() (*userdata.Map, []string) {
	var entries []userdata.Entry
	var keys []string
	seen := map[string]bool{}
	for _, i := range d.Live() {
		r := d.Filled(i)
		if r.Key == "" || seen[r.Key] {
			continue
		}
		seen[r.Key] = true
		keys = append(keys, r.Key)
		if v, err := r.value(); err == nil {
			entries = append(entries, userdata.Entry{Key: r.Key, Value: v})
		}
	}
	if d.Op == DeleteOp {
		return nil, keys
	}
	return userdata.Of(entries...), nil
}

// RowOf returns the index of the first row that sends that key, or -1.
func (d *Draft) RowOf(key string) int {
	for _, i := range d.Live() {
		if d.Filled(i).Key == key {
			return i
		}
	}
	return -1
}

// RowWith is a row of the form that holds a value as it is.
func RowWith(key string, v userdata.Value) Row {
	kind, text := "text", v.Text()
	switch v.Kind() {
	case userdata.Number:
		kind = "number"
	case userdata.Bool:
		kind = "true/false"
	case userdata.Null:
		kind = "null"
	case userdata.List, userdata.Object:
		kind = "JSON"
	}
	return Row{Key: key, Kind: kind, Text: text}
}

// fill replaces the placeholders of a text: {{now}} by the present instant,
// {{uuid}} by an identifier that the whole draft shares, {{session}} by the
// session's id.
func (d *Draft) fill(text string) string {
	if !strings.Contains(text, "{{") {
		return text
	}
	return strings.NewReplacer(
		"{{now}}", d.Now.UTC().Format("2006-01-02T15:04:05.000Z"),
		"{{uuid}}", d.UUID,
		"{{session}}", d.OpenedIn,
	).Replace(text)
}

// newUUID returns a random identifier (RFC 9562, version 4).
func newUUID() string {
	a, b := rand.Uint64(), rand.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x", a>>32, a>>16&0xffff, a&0xfff, b>>48&0x3fff|0x8000, b&0xffffffffffff)
}

// LinesText says that a text has several lines, where one is expected.
func LinesText(r Row, noValue bool) string {
	n := strings.Count(r.Text, "\n") + 1
	switch {
	case noValue || r.Kind != "text":
		return ""
	case strings.Contains(r.Text, "\r"):
		return "This text has carriage returns. What you type here makes line feeds of them; as JSON they stay."
	case n > 1:
		return wording.Plural(n, "line") + "; the line breaks are part of the value."
	}
	return ""
}

// Position is the place of row i among the rows that are left, from 1.
func (d *Draft) Position(i int) int {
	n := 0
	for j := range i + 1 {
		if !d.Rows[j].Gone {
			n++
		}
	}
	return n
}

// SubmitLabel is the verb and what it does it to.
func (d *Draft) SubmitLabel() string {
	if d.Sent {
		return "Sending…"
	}
	verb, n := Operations()[d.Op].Verb, d.size()
	if n == 0 || d.RawErr != "" { // the rows are those of an earlier text
		return verb
	}
	return verb + " " + wording.Plural(n, "key")
}

// Incomplete reports whether the draft only lacks something, without a mistake.
func (d *Draft) Incomplete() bool {
	errs := d.Errors()
	return len(errs) > 0 && errs[0].Missing && !d.Tried
}
