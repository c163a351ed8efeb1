package sim

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/keytrail/keytrail/app/sim/simjson"
	"github.com/keytrail/keytrail/app/wire"
)

// The ways in which a Sim can be told to treat the user's writes of userData.
// They last until it is told otherwise, and several can hold at once.
const (
	Refuse    = "refuse"    // refuses them
	Fail      = "fail"      // accepts them, and publishes an error afterwards
	Coerce    = "coerce"    // stores numbers as texts
	Differ    = "differ"    // stores other values
	DropKey   = "drop"      // leaves out the last key
	Overwrite = "overwrite" // has another application overwrite them a second later
	Late      = "late"      // takes its time before it does anything
	LoseReply = "lose"      // carries them out, and the connection breaks before the reply
	Silent    = "silent"    // accepts them, and does nothing
	BreakLink = "break"     // accepts them, does nothing, and forgets the CometD sessions a second later
)

// Misbehaviours are all of them.
func Misbehaviours() []string {
	return []string{Refuse, Fail, Coerce, Differ, DropKey, Overwrite, Late, LoseReply, Silent, BreakLink}
}

const (
	lateness  = 5 * time.Second // how long a late answer takes
	overwrite = time.Second     // how soon a write is overwritten
	linkLasts = time.Second     // how long after a write the CometD sessions are still known
)

// Misbehave has s treat writes in the ways named and in no others. Names that it
// does not know are passed over.
func (s *Sim) Misbehave(ways ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ways = ways
}

func (s *Sim) does(way string) bool { return slices.Contains(s.ways, way) }

// simulator is a resource that no GWS has: how this one misbehaves. A GET tells,
// and the operation Misbehave, with the list ways, changes it.
func (s *Sim) simulator(req *wire.Request) *wire.Response {
	tell := func() *wire.Response {
		var list [][]byte
		for _, way := range Misbehaviours() {
			var o simjson.Object
			o.Text("way", way)
			o.Raw("on", strconv.AppendBool(nil, s.does(way)))
			list = append(list, o.End())
		}
		return answer("misbehaviours", simjson.Array(list))
	}
	return s.method(req, tell, func(name string, f simjson.Fields) *wire.Response {
		ways, ok := names(f["ways"])
		if name != "Misbehave" || !ok {
			return refuse(invalidParameter, "the operation is Misbehave, and its ways are a list of names")
		}
		s.ways = ways
		return tell()
	})
}

// altered is what of a write's members is stored.
func (s *Sim) altered(ms []simjson.Member) []simjson.Member {
	ms = slices.Clone(ms)
	if s.does(DropKey) && len(ms) > 0 {
		ms = ms[:len(ms)-1]
	}
	for i, m := range ms {
		value := strings.TrimSpace(string(m.Value))
		isNumber := value != "" && strings.IndexByte("-0123456789", value[0]) >= 0
		switch {
		case s.does(Differ) && isNumber:
			ms[i].Value = []byte("0")
		case s.does(Differ):
			ms[i].Value = []byte(`"changed on the way"`)
		case s.does(Coerce) && isNumber:
			ms[i].Value = []byte(`"` + value + `"`)
		}
	}
	return ms
}

// overwriteLater has another application overwrite members in a while.
func (s *Sim) overwriteLater(x *session, ms []simjson.Member) {
	time.AfterFunc(overwrite, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.find(x.id) != x {
			return
		}
		for _, m := range ms {
			m.Value = []byte(`"overwritten by another application"`)
			x.data.set(m, "another application")
		}
		s.dataChanged(x, cause{})
	})
}

// hesitate waits before a write is carried out, where s is to be late.
func (s *Sim) hesitate(ctx context.Context, req *wire.Request) error {
	if !s.treats(req, Late) {
		return nil
	}
	return wait(ctx, lateness)
}

// treats reports whether a request is one that s is to treat in that way.
func (s *Sim) treats(req *wire.Request, way string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.does(way) && req.Method == "POST" && strings.HasPrefix(req.Path, "/api/v2/me/smssessions/")
}
