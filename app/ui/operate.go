package ui

import (
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/book"
	"github.com/keytrail/keytrail/app/proof"
	"github.com/keytrail/keytrail/app/tracker"
	"github.com/keytrail/keytrail/app/userdata"
)

// An operating is the form of any operation but the three writes of userData,
// which have a form of their own. Texts live in the page's inputs, as there.
type operating struct {
	gen     int
	session string            // that it is for, once something was entered
	name    string            // of the operation, "" while none is chosen
	values  map[string]string // by parameter; a flag that is on has "true"
	tried   bool
	wait    reply
}

// A reply is what a form waits for after it was sent.
type reply struct {
	pending bool
	target  string // the session
	after   int    // number of the newest write before this one
	failed  string // why the last attempt did not succeed
}

// expect begins to wait for the reply to a write of session x.
func (r *reply) expect(x *book.Session) {
	*r = reply{pending: true, target: x.ID, after: lastWrite(x.Writes)}
}

// look reports how the awaited reply came out: the write's proof and whether
// it was accepted; nil while there is none.
func (r *reply) look(s *tracker.State) (p *proof.Proof, accepted bool) {
	x := s.Session(r.target)
	if !r.pending || x == nil {
		return nil, false
	}
	for _, p := range x.Writes {
		if p.Write.N <= r.after {
			continue
		}
		if p.Verdict == proof.Rejected || p.Lost || p.Reply == nil && p.Verdict != proof.Waiting {
			return p, false
		}
		if p.Reply != nil {
			return p, true
		}
	}
	return nil, false
}

// writesData reports whether an operation belongs to the form of userData.
func writesData(o tracker.Operation) bool {
	return slices.ContainsFunc(o.Parameters, func(p tracker.Parameter) bool {
		return p.Kind == tracker.DataParameter || p.Kind == tracker.KeysParameter
	})
}

// offers returns the operations that a session takes now, and those it does not.
func offers(x *book.Session) (open, closed []tracker.Operation) {
	for _, o := range tracker.Operations() {
		switch {
		case writesData(o):
		case x.Offers(o.Name):
			open = append(open, o)
		default:
			closed = append(closed, o)
		}
	}
	return open, closed
}

// closed is why a session does not take an operation now, "" where it may be
// tried. Callers find the words at the button as well as when they press it.
func closed(x *book.Session, operation string) string {
	if x == nil || x.Offers(operation) {
		return ""
	}
	for _, o := range tracker.Operations() {
		if o.Name == operation {
			return unlisted(x, "the capability "+o.Capability())
		}
	}
	return ""
}

// unlisted says that a session does not offer what: of one that is over, nothing
// more is listed.
func unlisted(x *book.Session, what string) string {
	if x.Ended && x.Capabilities == nil {
		return "The session (" + x.State + ") is over: it lists no capability any more."
	}
	return "The session (" + x.State + ") does not list " + what + "."
}

// chosen is the operation of the form.
func (f *operating) chosen() (tracker.Operation, bool) {
	for _, o := range tracker.Operations() {
		if o.Name == f.name {
			return o, true
		}
	}
	return tracker.Operation{}, false
}

// blank reports whether nothing was entered yet.
func (f *operating) blank() bool {
	for _, text := range f.values {
		if text != "" {
			return false
		}
	}
	return true
}

func (m *model) chooseOperation(name string) {
	m.operating = operating{gen: m.operating.gen + 1, name: name, values: map[string]string{}}
	m.want(effect{do: focusOn, target: "#operate input, #operate textarea, #operate [type=submit]"})
	m.touch(draftPart)
}

// refillOperation writes the values into inputs that are new.
func (m *model) refillOperation() {
	for name, text := range m.operating.values {
		m.want(effect{do: setValue, target: "#operate [data-field=" + name + "]", text: text})
	}
}

func (m *model) typedOperation(field, text string) {
	if m.operating.values == nil {
		m.operating.values = map[string]string{}
	}
	if m.operating.blank() {
		m.operating.session = m.view.session
	}
	m.operating.values[field] = text
	m.operating.wait.failed = ""
	m.touch(draftPart)
}

func (m *model) toggleFlag(name string) {
	on := m.operating.values[name] != ""
	m.typedOperation(name, map[bool]string{false: "true"}[on])
}

// lacks says what the form needs before it can be sent, "" for nothing.
func (f *operating) lacks(o tracker.Operation) string {
	missing, extra := o.Missing(func(name string) bool { return f.values[name] != "" })
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

// params are the filled fields as the wire takes them, in their order.
func (f *operating) params(o tracker.Operation) *userdata.Map {
	var entries []userdata.Entry
	for _, p := range o.Parameters {
		text := f.values[p.Name]
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

func (m *model) submitOperation() {
	f, x := &m.operating, m.operateSession()
	o, ok := f.chosen()
	if !ok || x == nil || f.wait.pending {
		return
	}
	f.tried = true
	m.touch(draftPart)
	if why := closed(x, o.Name); why != "" {
		m.say(why)
		return
	}
	if problem := orElse(f.lacks(o), m.refusal(x)); problem != "" {
		f.wait.failed = problem
		m.want(effect{do: focusOn, target: "#operate input, #operate textarea, #operate [type=submit]"})
		return
	}
	m.passed()
	f.wait.expect(x)
	m.send(tracker.Operate{Session: x.ID, Operation: o.Name, Params: f.params(o)})
}

// settleOperation looks whether the reply has come: accepted, the form is
// cleared for the next use; refused, it stays for another attempt.
func (m *model) settleOperation() {
	f := &m.operating
	p, accepted := f.wait.look(m.state)
	switch {
	case p == nil:
	case accepted:
		m.operating = operating{gen: f.gen + 1, name: f.name, values: map[string]string{}, wait: reply{target: f.wait.target, after: f.wait.after}}
		m.want(effect{do: focusLost, target: "#operate input, #operate textarea, #operate [type=submit]"})
	default:
		f.wait.pending, f.wait.failed = false, p.Write.Operation+" was not accepted. Nothing you typed is lost."
		m.alert(rejection(p), "")
	}
}
