package gws

import (
	"errors"
	"fmt"
	"strings"

	"github.com/keytrail/keytrail/app/rawjson"
)

// ErrNotDocumented says that nothing was sent, because no documentation says what
// the operation does to the medium, or because it does something else there.
var ErrNotDocumented = errors.New("nothing was sent: for this medium the operation is not documented")

// Compose returns the name and the body of an operation on an interaction, by its
// key: userData and keys as a person gives them, and further arguments, which SMS
// sessions alone take. The error says in words for a person why there is none.
func Compose(key, operation string, data []byte, keys []string, more []Argument) (name string, body []byte, err error) {
	m := MediumOf(key)
	var arguments []Argument
	if m == sms {
		if data != nil {
			arguments = append(arguments, Raw("userData", data))
		}
		if keys != nil {
			arguments = append(arguments, Texts("keys", keys))
		}
		return operation, Body(operation, append(arguments, more...)...), nil
	}
	w, ok := m.Write(operation)
	switch {
	case !ok || len(more) > 0 || SessionPath(key) == "":
		return "", nil, fmt.Errorf("%w (%s, %s)", ErrNotDocumented, operation, m.Title)
	case w.Field == "userData" && data != nil && keys == nil:
		arguments = []Argument{Raw("userData", data)}
	case w.Field == "keys" && len(keys) > 0 && data == nil:
		arguments = []Argument{Texts("keys", keys)}
	case w.Field == "key" && len(keys) == 1 && data == nil:
		arguments = []Argument{Raw("key", rawjson.Quote(nil, keys[0]))}
	case w.Field == "key":
		return "", nil, fmt.Errorf("%w: %s loses one key at a time", ErrNotDocumented, m.Title)
	default:
		return "", nil, fmt.Errorf("%w (%s without %s)", ErrNotDocumented, operation, w.Field)
	}
	return w.Operation, Body(w.Operation, arguments...), nil
}

// documented reports whether the row of an interaction's medium has a request:
// its operation with exactly its parameter. It is asked last, of what is about to
// go out.
func documented(key string, body []byte) bool {
	m := MediumOf(key)
	if SessionPath(key) == "" {
		return false
	}
	if m == sms {
		return true
	}
	var operation, field string
	fields, good := 0, false
	err := rawjson.Members(body, func(name string, value []byte) error {
		if name == "operationName" {
			operation += text(value)
			return nil
		}
		fields++
		field = name
		switch name {
		case "userData":
			good = isObject(value)
		case "keys":
			good = value[0] == '[' && string(value) != "[]"
		case "key":
			good = strings.HasPrefix(string(value), `"`)
		}
		return nil
	})
	if err != nil || fields != 1 || !good {
		return false
	}
	for _, w := range m.Writes {
		if w.Operation == operation && w.Field == field {
			return true
		}
	}
	return false
}
