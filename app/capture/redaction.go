package capture

import (
	"maps"
	"slices"

	"github.com/keytrail/keytrail/app/rawjson"
)

// A Redaction says in a file what was hidden in it.
type Redaction struct {
	Version      int            // of the detectors and pseudonyms
	Chosen       string         // by whom
	Rules        string         // as they can be pasted
	Hidden       map[string]int // different values by label
	Unclassified int            // keys that neither a rule nor a detector spoke of; their values stayed
}

// Values is how many different values are hidden.
func (r *Redaction) Values() (n int) {
	for _, count := range r.Hidden {
		n += count
	}
	return n
}

// AtMost stands before the number of hidden values where the file has a part of what
// was seen only: pseudonyms are counted over all of it, so that one file's fit another's.
func (h *Header) AtMost() string {
	if h.Scope == "" || h.Scope == "all" {
		return ""
	}
	return "at most "
}

// Read reads a member of the member redaction of a file.
func (r *Redaction) Read(m *rawjson.Field) {
	switch m.Name {
	case "version":
		m.Int(&r.Version)
	case "chosen":
		m.Text(&r.Chosen)
	case "rules":
		m.Text(&r.Rules)
	case "hidden":
		r.Hidden = map[string]int{}
		m.Object(func(m *rawjson.Field) {
			n := 0
			m.Int(&n)
			r.Hidden[m.Name] = n
		})
	case "unclassified":
		m.Int(&r.Unclassified)
	}
}

// JSON returns r as the member redaction of a file.
func (r *Redaction) JSON() []byte {
	var o rawjson.Object
	o.Int("version", r.Version)
	o.SomeText("chosen", r.Chosen)
	o.SomeText("rules", r.Rules)
	if len(r.Hidden) > 0 {
		var hidden rawjson.Object
		for _, label := range slices.Sorted(maps.Keys(r.Hidden)) {
			hidden.Int(label, r.Hidden[label])
		}
		o.Raw("hidden", hidden.End())
	}
	o.Int("unclassified", r.Unclassified)
	return o.End()
}
