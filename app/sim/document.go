package sim

import (
	"slices"

	"github.com/keytrail/keytrail/app/sim/simjson"
)

// A document is the userData of a session: an ordered map of exact values.
type document struct {
	pairs []pair
	index map[string]int // of a key in pairs
	size  int            // bytes of all keys and values
}

type pair struct {
	name       string
	key, value []byte // literal JSON tokens
	author     string // who wrote the value last
}

// set writes a value where its key stands already, or at the end. It copies m,
// which may point into the body of a request.
func (d *document) set(m simjson.Member, author string) {
	p := pair{m.Name, slices.Clone(m.Key), slices.Clone(m.Value), author}
	if i, ok := d.index[m.Name]; ok {
		d.size += len(p.value) - len(d.pairs[i].value)
		p.key = d.pairs[i].key
		d.pairs[i] = p
		return
	}
	if d.index == nil {
		d.index = map[string]int{}
	}
	d.index[m.Name] = len(d.pairs)
	d.pairs = append(d.pairs, p)
	d.size += len(p.key) + len(p.value)
}

// remove deletes a key; a key that is not there is no error.
func (d *document) remove(name string) {
	i, ok := d.index[name]
	if !ok {
		return
	}
	d.size -= len(d.pairs[i].key) + len(d.pairs[i].value)
	d.pairs = slices.Delete(d.pairs, i, i+1)
	delete(d.index, name)
	for ; i < len(d.pairs); i++ {
		d.index[d.pairs[i].name] = i
	}
}

// get returns the literal value of a key, or nil.
func (d *document) get(name string) []byte {
	if i, ok := d.index[name]; ok {
		return d.pairs[i].value
	}
	return nil
}

// json writes the whole map, as every notification about it does.
func (d *document) json() []byte { return d.appendTo(nil) }

func (d *document) appendTo(b []byte) []byte {
	b = append(slices.Grow(b, d.size+2*len(d.pairs)+2), '{')
	for i, p := range d.pairs {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, p.key...)
		b = append(b, ':')
		b = append(b, p.value...)
	}
	return append(b, '}')
}
