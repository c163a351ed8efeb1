package redact

import "github.com/keytrail/keytrail/app/capture"

// A Guard takes credentials out of what is kept while it comes: out of one
// observation after the other, before anybody knows what will follow. So it
// numbers them as they come, and the same one has the same pseudonym; one that
// stood somewhere before anything said what it is stays there.
//
// Most of what comes has come before. It remembers what became of that, until
// something comes to light that may change it.
type Guard struct{ m *Masks }

// NewGuard returns a guard that has seen nothing. It calls rest now and then;
// nil is for those who need no rest.
func NewGuard(rest func()) *Guard {
	g := &Guard{m: newMasks(Rules{}, false)}
	g.m.noting, g.m.issued, g.m.recent = false, map[string]string{}, &recent{}
	g.m.pace.Rest = rest
	return g
}

// rounds is how often an observation is looked at, at most. What has more
// credentials than are remembered always has new ones.
const rounds = 3

// Observation returns o without credentials.
func (g *Guard) Observation(o capture.Observation) (out capture.Observation) {
	for range rounds {
		known := g.known()
		g.m.lookAt(o)
		out = g.m.observation(o, nil)
		if g.known() == known {
			break
		}
		// What came to light may stand in front of its name, or where it has none.
		g.m.recent = &recent{}
	}
	return out
}

// known counts the known things that decide what is hidden.
func (g *Guard) known() int {
	return len(g.m.known.values) + len(g.m.sessions) + g.m.names.Guards()
}

// Text returns words without credentials.
func (g *Guard) Text(s string) string { return g.m.Text(s) }

// recent is what became of parts of observations, as far as they came lately. The
// zero value is empty and ready.
type recent struct {
	now, before map[part]string
	held        int // bytes in now
}

// A part is some bytes at their place. A field of an observation has a place of
// its own.
type part struct {
	at    place
	bytes string
}

const (
	longestPart = 64 << 10
	mostHeld    = 8 << 20 // bytes, until what came before is forgotten
)

// of returns what became of raw at a place, and has it made where that is not
// known. The nil one remembers nothing.
func (c *recent) of(at place, raw []byte, make func() string) string {
	if c == nil || len(raw) > longestPart {
		return make()
	}
	clean, ok := c.now[part{at, string(raw)}]
	if ok {
		return clean
	}
	if clean, ok = c.before[part{at, string(raw)}]; !ok {
		clean = make()
	}
	if c.held += len(raw) + len(clean); c.held > mostHeld || c.now == nil {
		c.now, c.before, c.held = map[part]string{}, c.now, 0
	}
	c.now[part{at, string(raw)}] = clean
	return clean
}
