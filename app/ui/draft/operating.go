package draft

import (
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

// An Operating is the form of any operation but the three writes of userData,
// which have a form of their own. Texts live in the page's inputs, as there.
type Operating struct {
	Gen     int
	Session string            // that it is for, once something was entered
	Name    string            // of the operation, "" while none is chosen
	Values  map[string]string // by parameter; a flag that is on has "true"
	Wait    Reply
}

// A Reply is what a form waits for after it was sent.
type Reply struct {
	Pending bool
	Target  string // the session
	After   int    // number of the newest write before this one
	Failed  string // why the last attempt did not succeed
}

// Expect begins to wait for the reply to a write of session x.
func (r *Reply) Expect(x *book.Session) {
	*r = Reply{Pending: true, Target: x.ID, After: LastWrite(x.Writes)}
}

// Look reports how the awaited reply came out: the write's proof and whether
// it was accepted; nil while there is none.
func (r *Reply) Look(s *tracker.State) (p *proof.Proof, accepted bool) {
	x := s.Session(r.Target)
	if !r.Pending || x == nil {
		return nil, false
	}
	p = WriteAfter(x.Writes, r.After)
	switch {
	case p == nil:
	case p.Verdict == proof.Rejected || p.Lost || p.Reply == nil && p.Verdict != proof.Waiting:
		return p, false
	case p.Reply != nil:
		return p, true
	}
	return nil, false
}

// WriteAfter is the first of a session's writes whose number is above n, nil for
// none.
func WriteAfter(writes []*proof.Proof, n int) *proof.Proof {
	i := slices.IndexFunc(writes, func(p *proof.Proof) bool { return p.Write.N > n })
	if i < 0 {
		return nil
	}
	return writes[i]
}

// writesData reports whether an operation belongs to the form of userData.
func writesData(o tracker.Operation) bool {
	return slices.ContainsFunc(o.Parameters, func(p tracker.Parameter) bool {
		return p.Kind == tracker.DataParameter || p.Kind == tracker.KeysParameter
	})
}

// Offers returns the operations that a session takes now, and those it does not.
func Offers(x *book.Session) (open, closed []tracker.Operation) {
	for _, o := range tracker.Operations() {
		switch {
		case writesData(o) || x.Medium != "": // of other media only writes of userData are documented here
		case x.Offers(o.Name):
			open = append(open, o)
		default:
			closed = append(closed, o)
		}
	}
	return open, closed
}

// Closed is why a session does not take an operation now, "" where it may be
// tried. Callers find the words at the button as well as when they press it.
func Closed(x *book.Session, operation string) string {
	if x == nil || x.Offers(operation) {
		return ""
	}
	if x.Medium != "" {
		why, _ := x.Refusal(operation)
		return why
	}
	for _, o := range tracker.Operations() {
		if o.Name == operation {
			return Unlisted(x, "the capability "+o.Capability())
		}
	}
	return ""
}

// Lacks is the capability that one of the three writes to a session needs, "" where
// none would help.
func Lacks(x *book.Session, operation string) string {
	if x.Medium == "" {
		return operation
	}
	_, lacks := x.Refusal(operation)
	return lacks
}

// Unlisted says that a session does not offer what: of one that is over, nothing
// more is listed.
func Unlisted(x *book.Session, what string) string {
	switch {
	case x.Unlisted && x.Capabilities == nil:
		return "The session (" + x.State + ") is not listed any more, and no capability of it."
	case x.Ended && x.Capabilities == nil:
		return "The session (" + x.State + ") is over: it lists no capability any more."
	}
	return "The session (" + x.State + ") does not list " + what + "."
}

// Chosen is the operation of the form.
func (f *Operating) Chosen() (tracker.Operation, bool) {
	for _, o := range tracker.Operations() {
		if o.Name == f.Name {
			return o, true
		}
	}
	return tracker.Operation{}, false
}

// Blank reports whether nothing was entered yet.
func (f *Operating) Blank() bool {
	for _, text := range f.Values {
		if text != "" {
			return false
		}
	}
	return true
}

// Lacks says what the form needs before it can be sent, "" for nothing.
func (f *Operating) Lacks(o tracker.Operation) string {
	missing, extra := o.Missing(func(name string) bool { return f.Values[name] != "" })
	for i, name := range missing {
		for _, p := range o.Parameters {
			if p.OneOf != "" && p.OneOf == groupOf(o, name) && p.Name != name {
				missing[i] += " or " + p.Name
			}
		}
	}
	switch {
	case len(missing) > 0:
		return "Fill in " + strings.Join(missing, ", and ") + "."
	case extra != "":
		return "Leave one empty: " + extra + " excludes the other."
	}
	return ""
}

func groupOf(o tracker.Operation, name string) string {
	for _, p := range o.Parameters {
		if p.Name == name {
			return p.OneOf
		}
	}
	return ""
}

// Params are the filled fields as the wire takes them, in their order.
func (f *Operating) Params(o tracker.Operation) *userdata.Map {
	var entries []userdata.Entry
	for _, p := range o.Parameters {
		text := f.Values[p.Name]
		if text == "" {
			continue
		}
		v := userdata.TextValue(text)
		if p.Kind == tracker.FlagParameter {
			v, _ = userdata.ParseValue(text) // it is "true"
		}
		entries = append(entries, userdata.Entry{Key: p.Name, Value: v})
	}
	if entries == nil {
		return nil
	}
	return userdata.Of(entries...)
}

// LastWrite is the number of the newest write, 0 for none.
func LastWrite(all []*proof.Proof) int {
	if len(all) == 0 {
		return 0
	}
	return all[len(all)-1].Write.N
}
