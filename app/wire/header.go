package wire

import "strings"

// A Header is a list of header fields in the order they were added. Names are
// compared without regard to case (RFC 9110, section 5.1). The zero Header is
// empty and ready to use.
type Header []Field

// A Field is one header line.
type Field struct{ Name, Value string }

// Get returns the first value of the named field, or "".
func (h Header) Get(name string) string {
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			return f.Value
		}
	}
	return ""
}

// Values returns every value of the named field, in order.
func (h Header) Values(name string) []string {
	var vs []string
	for _, f := range h {
		if strings.EqualFold(f.Name, name) {
			vs = append(vs, f.Value)
		}
	}
	return vs
}

// Add appends a field.
func (h *Header) Add(name, value string) { *h = append(*h, Field{name, value}) }

// Set replaces every field of that name by one.
func (h *Header) Set(name, value string) {
	*h = append(h.without(name), Field{name, value})
}

// without returns a copy without the fields of that name, and with room for one more.
func (h Header) without(name string) Header {
	kept := make(Header, 0, len(h)+1)
	for _, f := range h {
		if !strings.EqualFold(f.Name, name) {
			kept = append(kept, f)
		}
	}
	return kept
}
