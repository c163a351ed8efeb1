package tracker

import (
	"slices"

	"github.com/keytrail/keytrail/app/gws"
)

// An Operation describes one thing that can be asked of a session, enough to
// build a form from.
type Operation struct {
	Name       string // operationName
	Summary    string
	Capability string // what the session must list; see [Session.Offers]
	Parameters []Parameter
	Ends       bool // the session is over for this user afterwards, or may be
}

// A Parameter describes one parameter of an [Operation].
type Parameter struct {
	Name      string
	Kind      string // "text", "true/false", "data" or "keys"
	Mandatory bool
	OneOf     string // parameters with the same OneOf exclude each other; one of a mandatory group must be given
	Summary   string
}

// Operations returns the description of every operation that a session takes,
// in the order in which a session usually meets them. The caller may change
// the result.
func Operations() []Operation {
	all := gws.Operations()
	out := make([]Operation, len(all))
	for i, o := range all {
		out[i] = Operation{Name: o.Name, Summary: o.Summary, Capability: o.Name, Ends: o.Ends}
		if o.With != "" {
			out[i].Capability = o.With
		}
		for _, p := range o.Parameters {
			out[i].Parameters = append(out[i].Parameters, Parameter{p.Name, p.Kind.String(), p.Mandatory, p.OneOf, p.Summary})
		}
	}
	return out
}

// Missing returns what a set of parameters lacks of what the operation needs,
// by name; a group of which one is needed counts once, under its first name.
// Of a group at most one may be given; with a second one, extra is its name.
func (o Operation) Missing(given func(name string) bool) (missing []string, extra string) {
	var groups, filled []string
	for _, p := range o.Parameters {
		switch {
		case p.OneOf == "" && p.Mandatory && !given(p.Name):
			missing = append(missing, p.Name)
		case p.OneOf == "" || !given(p.Name):
		case slices.Contains(filled, p.OneOf):
			extra = p.Name
		default:
			filled = append(filled, p.OneOf)
		}
	}
	for _, p := range o.Parameters {
		if p.OneOf == "" || !p.Mandatory || slices.Contains(groups, p.OneOf) || slices.Contains(filled, p.OneOf) {
			continue
		}
		groups = append(groups, p.OneOf)
		missing = append(missing, p.Name)
	}
	return missing, extra
}
