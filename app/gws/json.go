package gws

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/rawjson"
)

// text returns a text value's characters, "" for any other value.
func text(value []byte) string {
	s, _ := rawjson.Text(value)
	return s
}

// integer reads a number, or a text that holds one.
func integer(value []byte) (int, bool) {
	if n, ok := rawjson.Int(value); ok {
		return int(n), true
	}
	if s, ok := rawjson.Text(value); ok {
		n, err := strconv.Atoi(s)
		return n, err == nil
	}
	return 0, false
}

// reference returns a referenceId in one spelling, whether it came as a number
// or as text: the server counts in integers, but a newer one may not.
func reference(value []byte) string {
	if s, ok := rawjson.Text(value); ok {
		return s
	}
	if n, ok := rawjson.Int(value); ok {
		return strconv.FormatInt(n, 10)
	}
	return ""
}

func isObject(value []byte) bool { return len(value) > 0 && value[0] == '{' }

func isNull(value []byte) bool { return string(value) == "null" }

// listed reports whether the member of that name is a list: null is none, and any
// other value is an error.
func listed(name string, value []byte) (bool, error) {
	switch {
	case isNull(value):
		return false, nil
	case value[0] != '[':
		return false, fmt.Errorf("%s is %s, not a list", name, kindOf(value))
	}
	return true, nil
}

// kindOf names the kind of a value for an error text.
func kindOf(value []byte) string {
	if len(value) == 0 {
		return "nothing"
	}
	switch value[0] {
	case '{':
		return "an object"
	case '[':
		return "a list"
	case '"':
		return "a text"
	case 't', 'f':
		return "true or false"
	case 'n':
		return "null"
	}
	return "a number"
}

// lastSegment returns the last segment of a uri or path: the id, since the
// host and the prefix of addresses in payloads need not be the caller's.
func lastSegment(uri string) string {
	uri, _, _ = strings.Cut(uri, "?")
	uri = strings.TrimRight(uri, "/")
	return uri[strings.LastIndexByte(uri, '/')+1:]
}
