package userdata

import (
	"strconv"

	"github.com/keytrail/keytrail/app/rawjson"
)

// A Leaf is a part of a value that has no parts of its own: a text, a number,
// an empty list.
type Leaf struct {
	Path  string // a pointer (RFC 6901) into the value, "" for the value itself
	Value Value
}

// Leaves returns at most most leaves of v, in the order in which they stand
// there, and whether there are more.
func (v Value) Leaves(most int) (list []Leaf, more bool) {
	var walk func(path string, v Value)
	walk = func(path string, v Value) {
		if more {
			return
		}
		parts := 0
		each := func(name, literal string) error {
			parts++
			walk(path+"/"+name, Value{literal})
			return nil
		}
		switch v.Kind() {
		case List:
			_ = rawjson.Elements([]byte(v.literal), func(b []byte) error { return each(strconv.Itoa(parts), string(b)) })
		case Object:
			_ = rawjson.Members([]byte(v.literal), func(key string, b []byte) error {
				return each(escapeToken(key), string(b))
			})
		}
		if parts > 0 {
			return
		}
		if more = len(list) == most; !more {
			list = append(list, Leaf{path, v})
		}
	}
	if v.Kind() != Absent {
		walk("", v)
	}
	return list, more
}
