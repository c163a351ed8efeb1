// Package redact takes secrets and personal data out of what leaves the program.
//
// Start with [Cut], which returns the part of a capture that an export is about,
// [Propose], which says beforehand what it would hide, and [Masks] for whatever
// else leaves with it. [Rules] are a person's own, as Genesys writes them.
//
// The one rule: credentials are removed whatever a person chooses. What is equal
// stays equal and what came before comes before, so that the same keys change at
// the same events; and nothing in a file leads back from a pseudonym to its value.
//
// It writes no file, and what it does not recognise stays: a preview lists that.
package redact

import (
	"cmp"
	"encoding/base64"
	"hash/maphash"
	"maps"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/capture"
	"github.com/keytrail/keytrail/app/capture/shape"
)

// A Scope says which part of a capture is exported. The zero Scope is all of it.
type Scope struct {
	Words string                         // what a person chose: "all", "session 0000Wa9CAM6W00J", "events 3 to 9", "what the filter shows"
	Keep  func(capture.Observation) bool // which observations; nil keeps all
	Keys  func(key string) bool          // which keys of userData; nil keeps all
	// Polls keeps of the answers to polls whether they went well, once a write was
	// kept: what is said of it may rest on them.
	Polls bool
	// Before stands in front of what is kept: the state that it began with.
	Before []capture.Observation
}

// ScopeSession keeps what belongs to one session, which may have had another id
// before. Of CometD traffic, which carries other sessions too, it keeps the
// notifications and how polls went.
func ScopeSession(id string, before ...string) Scope {
	return Scope{Words: "session " + id, Polls: true, Keep: func(o capture.Observation) bool {
		return o.Session == id || o.Session != "" && slices.Contains(before, o.Session) || o.Kind == capture.Gap && o.Session == ""
	}}
}

// An Export is what a person chose for what leaves the program.
type Export struct {
	Created time.Time
	Scope   Scope
	Plain   bool   // customer data stays, and only credentials are removed
	Rules   Rules  // decide before the detectors do; ignored with Plain
	Chosen  string // who chose: "the defaults", "a person"

	// Progress is called now and then with how much was looked through, in bytes
	// that are only good for a bar; nil for nobody.
	Progress func(done, total int64)
}

// redactionVersion is raised when the detectors or pseudonyms change.
const redactionVersion = 4

// Cut returns the part of c that an export is about, with pseudonyms for what
// is hidden and without credentials, and the masks for whatever else leaves
// with it. c is not changed. Fixes and Problems quote the source and stay
// behind.
func Cut(c *capture.Capture, e Export) (*capture.Capture, *Masks) {
	out := &capture.Capture{Rest: c.Rest}
	header, m := mask(c, e, out.Append)
	out.Header = header
	return out, m
}

// mask gives put what an export keeps of c, masked, which returns the number that it
// has from then on.
func mask(c *capture.Capture, e Export, put func(capture.Observation) int) (capture.Header, *Masks) {
	m := newMasks(e.Rules, !e.Plain)
	p := newProgress(c, e.Scope.Before, e.Progress)
	m.pace.Rest = func() {
		p.rested()
		c.Turn()
	}
	m.look(c)
	for o := range c.All() {
		p.next(o)
		m.observation(o, e.Scope.Keys) // all of c, so that one file's pseudonyms fit another's
	}
	for _, o := range e.Scope.Before {
		p.next(o)
		m.observation(o, e.Scope.Keys)
	}
	m.Text(c.Header.Source)
	m.rankAll()
	for _, o := range e.Scope.Before {
		put(m.observation(o, e.Scope.Keys))
	}
	numbers, wrote, polls := renumbered{all: e.Scope.Keep == nil}, false, new(shape.Polls)
	for o := range c.All() {
		p.next(o)
		polls.Ask(o)
		first, last := numbers.reach(o)
		speaks := (o.Kind == capture.Mark || o.Kind == capture.Note) && first > 0
		if e.Scope.Keep != nil && !e.Scope.Keep(o) && !speaks {
			well, failed := polls.Answer(o)
			if !well && !failed || !wrote || !e.Scope.Polls {
				continue
			}
			o = capture.Observation{N: o.N, Kind: capture.Reply, Time: o.Time, Status: o.Status, Meta: true, Text: o.Text}
			if well {
				o.Raw = []byte(wentWell)
			}
		}
		wrote = wrote || o.Kind == capture.Request && !o.Meta && o.Method == "POST"
		masked := m.observation(o, e.Scope.Keys)
		m.pace.Spend(capture.Stride) // whoever takes a body copies and compares it as a whole
		masked.About, masked.Through = first, last
		numbers.kept = append(numbers.kept, kept{o.N, put(masked), o.Session})
	}
	header := capture.Header{Created: e.Created, Source: m.Text(c.Header.Source), Scope: m.Text(cmp.Or(e.Scope.Words, "all"))}
	if !e.Plain {
		header.Redaction = &capture.Redaction{Version: redactionVersion, Chosen: m.Text(e.Chosen), Rules: m.Text(e.Rules.String()),
			Hidden: m.counts(), Unclassified: len(m.unknown)}
	}
	return header, m
}

// wentWell is all that is kept of the answer to a poll outside of the scope.
const wentWell = `[{"channel":"/meta/connect","successful":true}]`

// look finds what headers and observations say before anything is hidden: which
// header carries the CSRF token, and what are the ids of sessions.
func (m *Masks) look(c *capture.Capture) {
	for o := range c.Outlines() {
		m.lookAt(o)
	}
}

func (m *Masks) lookAt(o capture.Observation) {
	if id := o.Session[strings.LastIndexByte(o.Session, '/')+1:]; o.Kind <= capture.Snapshot && len(id) >= 8 {
		m.sessions[o.Session], m.sessions[id] = true, true // of other media than SMS there is more in front of it
	}
	for _, f := range o.Header {
		if strings.EqualFold(f[0], "X-CSRF-HEADER") && m.names.Guard(f[1]) {
			m.keys = keyTable{} // what they said without it
		}
	}
}

// renumbered are the observations that a cut keeps, ascending.
type renumbered struct {
	kept []kept
	all  bool // nothing is left out
}

// kept is an observation by its numbers before and after a cut.
type kept struct {
	before, after int
	session       string
}

// reach returns the new numbers of what a mark or note speaks of, or of as much
// of its range as was kept; last is 0 where that is one observation. A range is
// of one session: what other sessions did meanwhile is not spoken of. Where
// nothing is left out, a note may speak of what a damaged file no longer has.
func (r *renumbered) reach(o capture.Observation) (first, last int) {
	i, _ := r.find(o.About)
	switch {
	case o.About == 0:
		return 0, 0
	case r.all:
		return r.now(o.About), r.now(o.Through)
	}
	for ; i < len(r.kept) && r.kept[i].before <= max(o.About, o.Through); i++ {
		k := r.kept[i]
		switch {
		case o.Through > 0 && o.Session != "" && k.session != "" && k.session != o.Session:
		case first == 0:
			first = k.after
		default:
			last = k.after
		}
	}
	return first, last
}

func (r *renumbered) find(n int) (i int, ok bool) {
	i = sort.Search(len(r.kept), func(i int) bool { return r.kept[i].before >= n })
	return i, i < len(r.kept) && r.kept[i].before == n
}

// now is the new number of an observation, the old one where it is not there.
func (r *renumbered) now(n int) int {
	if i, ok := r.find(n); ok {
		return r.kept[i].after
	}
	return n
}

// observation masks every field of o.
func (m *Masks) observation(o capture.Observation, shown func(key string) bool) capture.Observation {
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

// A Proposal is what becomes of the values of a key, in userData or beside it.
type Proposal struct {
	Key           string
	Label         string // "phone", "email", "card", "token", "name", "your rule", "part of a text"
	Count         int    // different values
	Before, After string // one value before and after
}

// A Preview says what an export would hide, before anything leaves.
type Preview struct {
	Proposals    []Proposal      // by key
	Unclassified map[string]bool // keys nobody spoke of, whose values would stay
	Hidden       map[string]int  // different values by label
}

// Propose returns what Cut would hide with the same Export. The detectors only
// propose: a rule "key=copy" overrules them for a key.
func Propose(c *capture.Capture, e Export) Preview {
	numbered := 0
	_, m := mask(c, e, func(capture.Observation) int {
		numbered++
		return numbered
	})
	p := Preview{Unclassified: m.unknown, Hidden: m.counts()}
	for _, key := range slices.Sorted(maps.Keys(m.proposed)) {
		m.proposed[key].Count = len(m.proposed[key].values)
		p.Proposals = append(p.Proposals, m.proposed[key].Proposal)
	}
	return p
}

// A proposal counts its values by their hashes.
type proposal struct {
	Proposal
	values map[uint64]struct{}
}

var seed = maphash.MakeSeed()

// propose notes what becomes of a value of a key and why, and returns what does.
func (m *Masks) propose(key, label, raw, hidden string) string {
	if m.noting || hidden == raw || !m.redact {
		return hidden
	}
	p := m.proposed[key]
	if p == nil {
		p = &proposal{Proposal{Key: key, Label: label, Before: excerpt(raw), After: excerpt(hidden)}, map[uint64]struct{}{}}
		m.proposed[key] = p
	}
	p.values[maphash.String(seed, raw)] = struct{}{}
	return hidden
}

// longestQuoted is how many bytes of a literal a preview shows.
const longestQuoted = 200

// excerpt returns as much of a literal as a preview shows.
func excerpt(s string) string {
	if len(s) <= longestQuoted {
		return s
	}
	return strings.ToValidUTF8(s[:longestQuoted], "") + "…"
}
