package gws

import (
	"strings"

	"github.com/keytrail/keytrail/app/rawjson"
)

// ofPairs returns the object that userData is where a message lists it, as
// version 3 of the API does: objects of key, type and value, and under kvlist
// such lists again. Order, repeated keys and the spelling of values stay.
func ofPairs(list []byte) ([]byte, bool) {
	if len(list) == 0 || list[0] != '[' {
		return nil, false
	}
	out := []byte{'{'}
	err := rawjson.Elements(list, func(e []byte) error {
		var key, kind, value []byte
		err := rawjson.Members(e, func(name string, v []byte) error {
			switch strings.ToLower(name) {
			case "key":
				key = v
			case "type":
				kind = v
			case "value":
				value = v
			}
			return nil
		})
		if _, ok := rawjson.Text(key); err != nil || !ok || value == nil {
			return errNoPair
		}
		if inner, ok := ofPairs(value); ok && string(kind) == `"kvlist"` {
			value = inner
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(append(append(out, key...), ':'), value...)
		return nil
	})
	return append(out, '}'), err == nil
}
