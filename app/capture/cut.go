package capture

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// A Scope says which part of a capture is exported. The zero Scope is all of it.
type Scope struct {
	Words string                 // what a person chose: "all", "session 0000Wa9CAM6W00J", "events 3 to 9", "what the filter shows"
	Keep  func(Observation) bool // which observations; nil keeps all
	Keys  func(key string) bool  // which keys of userData; nil keeps all
	// Before stands in front of what is kept: the state that it began with.
	Before []Observation
}

// ScopeSession keeps what belongs to one session. CometD traffic is left out,
// because it carries other sessions too; its notifications are kept.
func ScopeSession(id string) Scope {
	return Scope{Words: "session " + id, Keep: func(o Observation) bool {
		return o.Session == id || o.Kind == Gap && o.Session == ""
	}}
}

// ScopeRange keeps the observations from number first to number last.
func ScopeRange(first, last int) Scope {
	return Scope{Words: fmt.Sprintf("observations %d to %d", first, last), Keep: func(o Observation) bool {
		return o.N >= first && o.N <= last
	}}
}

// An Export is what a person chose for what leaves the program.
type Export struct {
	Created time.Time
	Scope   Scope
	Plain   bool   // customer data stays, and only credentials are removed
	Rules   Rules  // decide before the detectors do; ignored with Plain
	Chosen  string // who chose: "the defaults", "a person"
}

// A Redaction says in a file what was hidden in it.
type Redaction struct {
	Version      int            // of the detectors and pseudonyms
	Chosen       string         // by whom
	Rules        string         // as they can be pasted
	Hidden       map[string]int // different values by label
	Unclassified int            // keys that neither a rule nor a detector spoke of; their values stayed
}

func (r *Redaction) read(m *member) {
	switch m.name {
	case "version":
		m.int(&r.Version)
	case "chosen":
		m.text(&r.Chosen)
	case "rules":
		m.text(&r.Rules)
	case "hidden":
		r.Hidden = map[string]int{}
		m.object(func(m *member) {
			n := 0
			m.int(&n)
			r.Hidden[m.name] = n
		})
	case "unclassified":
		m.int(&r.Unclassified)
	}
}

func (r *Redaction) json() []byte {
	var o object
	o.int("version", r.Version)
	o.someText("chosen", r.Chosen)
	o.someText("rules", r.Rules)
	if len(r.Hidden) > 0 {
		var hidden object
		for _, label := range slices.Sorted(maps.Keys(r.Hidden)) {
			hidden.int(label, r.Hidden[label])
		}
		o.raw("hidden", hidden.end())
	}
	o.int("unclassified", r.Unclassified)
	return o.end()
}

// redactionVersion is raised when the detectors or pseudonyms change.
const redactionVersion = 1

// Cut returns the part of c that an export is about, with pseudonyms for what
// is hidden and without credentials, and the masks for whatever else leaves
// with it. c is not changed. Fixes and Problems quote the source and stay
// behind.
func Cut(c *Capture, e Export) (*Capture, *Masks) {
	m := newMasks(e.Rules, !e.Plain)
	for o := range c.All() {
		m.observation(o, e.Scope.Keys) // all of c, so that one file's pseudonyms fit another's
	}
	for _, o := range e.Scope.Before {
		m.observation(o, e.Scope.Keys)
	}
	m.Text(c.Header.Source)
	m.settle()
	out := &Capture{Rest: c.Rest}
	for _, o := range e.Scope.Before {
		out.Append(m.observation(o, e.Scope.Keys))
	}
	numbers := map[int]int{}
	for o := range c.All() {
		if e.Scope.Keep != nil && !e.Scope.Keep(o) && !about(o, numbers) {
			continue
		}
		masked := m.observation(o, e.Scope.Keys)
		if to, ok := numbers[o.About]; ok || e.Scope.Keep != nil {
			masked.About = to // a note may speak of what a damaged file no longer has
		}
		numbers[o.N] = out.Append(masked)
	}
	out.Header = Header{Created: e.Created, Source: m.Text(c.Header.Source), Scope: m.Text(cmp.Or(e.Scope.Words, "all"))}
	if !e.Plain {
		out.Header.Redaction = &Redaction{redactionVersion, m.Text(e.Chosen), m.Text(e.Rules.String()), m.counts(), len(m.unknown)}
	}
	return out, m
}

// about reports whether o is a mark or note on an observation that was kept.
func about(o Observation, numbers map[int]int) bool {
	return (o.Kind == Mark || o.Kind == Note) && numbers[o.About] > 0
}

// observation masks every field of o.
func (m *Masks) observation(o Observation, shown func(key string) bool) Observation {
	o.Session, o.Method, o.Channel = m.name(o.Session), m.name(o.Method), m.name(o.Channel)
	o.URL, o.Text, o.Header = m.url(o.URL), m.Text(o.Text), m.header(o.Header)
	o.Raw = m.body(o.Raw, shown)
	return o
}

// passwordIn returns the password in Basic credentials, "" when s is none.
func passwordIn(s string) string {
	b, err := base64.StdEncoding.DecodeString(strings.TrimSpace(s))
	_, password, ok := strings.Cut(string(b), ":")
	if err != nil || !ok {
		return ""
	}
	return password
}

// A Proposal is what the detectors make of a key without a rule.
type Proposal struct {
	Key           string
	Label         string // "phone", "email", "card", "token", "name"
	Count         int    // different values
	Before, After string // one value before and after
}

// A Preview says what an export would hide, before anything leaves.
type Preview struct {
	Proposals    []Proposal     // by key
	Unclassified map[string]int // keys nobody spoke of → different values that would stay
	Hidden       map[string]int // different values by label
}

// Propose returns what Cut would hide with the same Export. The detectors only
// propose: a rule "key=copy" overrules them for a key.
func Propose(c *Capture, e Export) Preview {
	_, m := Cut(c, e)
	p := Preview{Unclassified: m.unknown, Hidden: m.counts()}
	for _, key := range slices.Sorted(maps.Keys(m.proposed)) {
		p.Proposals = append(p.Proposals, *m.proposed[key])
	}
	return p
}

// propose notes what a detector said of a key's value.
func (m *Masks) propose(key, label, raw string) {
	if m.noting {
		return
	}
	p := m.proposed[key]
	if p == nil {
		p = &Proposal{Key: key, Label: label, Before: raw, After: m.hide(label, raw)}
		m.proposed[key] = p
	}
	p.Count++
}
