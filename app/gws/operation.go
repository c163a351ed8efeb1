package gws

import (
	"cmp"
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/rawjson"
)

// An Argument is one parameter of a request with its value.
type Argument struct {
	Name string
	JSON []byte // the value as it goes on the wire
}

// Raw returns an argument whose value is JSON already, such as userData; it
// goes on the wire byte for byte.
func Raw(name string, json []byte) Argument { return Argument{name, json} }

// Texts returns an argument that is a list of texts, such as keys.
func Texts(name string, values []string) Argument {
	list := []byte{'['}
	for i, v := range values {
		if i > 0 {
			list = append(list, ',')
		}
		list = rawjson.Quote(list, v)
	}
	return Argument{name, append(list, ']')}
}

// Body returns the body of a request: operationName, then the arguments in
// their order.
func Body(operation string, arguments ...Argument) []byte {
	size := len(`{"operationName":""}`) + len(operation)
	for _, a := range arguments {
		size += len(`,"":`) + len(a.Name) + len(a.JSON)
	}
	b := append(make([]byte, 0, size), `{"operationName":`...)
	b = rawjson.Quote(b, operation)
	for _, a := range arguments {
		b = append(b, ',')
		b = rawjson.Quote(b, a.Name)
		b = append(b, ':')
		b = append(b, a.JSON...)
	}
	return append(b, '}')
}

// Find returns the description of an operation, under its own name or one of
// its synonyms, without regard to case.
func Find(operation string) (Operation, bool) {
	for _, o := range Operations() {
		if o.named(operation) {
			return o, true
		}
	}
	return Operation{}, false
}

func (o Operation) named(name string) bool {
	return strings.EqualFold(o.Name, name) ||
		slices.ContainsFunc(o.Synonyms, func(s string) bool { return strings.EqualFold(s, name) })
}

// CanDo reports whether a session with these capabilities takes the operation.
// Synonyms count as the same. The few operations that no documented session
// ever lists go with their nearest relative: the server has the last word.
func CanDo(capabilities []string, operation string) bool {
	o, ok := Find(operation)
	if !ok {
		o.Name = operation
	}
	return slices.ContainsFunc(capabilities, func(c string) bool {
		return o.named(c) || o.With != "" && strings.EqualFold(o.With, c)
	})
}

// MayTry reports whether an operation is worth sending: the capabilities list
// it, or say nothing about it. A nil list was never told. And the oldest lists
// in the documentation, which spell SetInFocus as InFocus (SMSAccept, SMSLeave),
// name no operation that changes userData, though the same pages speak of them.
func MayTry(capabilities []string, operation string) bool {
	if capabilities == nil || CanDo(capabilities, operation) {
		return true
	}
	old := slices.ContainsFunc(capabilities, func(c string) bool { return strings.EqualFold(c, "InFocus") })
	silent := !slices.ContainsFunc(capabilities, changesData)
	return old && silent && changesData(operation)
}

// changesData reports whether an operation is one of those that write userData.
func changesData(operation string) bool {
	o, _ := Find(operation)
	switch o.Name {
	case "AttachUserData", "UpdateUserData", "DeleteUserData", "SetDisposition", "AddComment":
		return true
	}
	return false
}

// Capability returns the one that a session must list, see [MayTry].
func (o Operation) Capability() string { return cmp.Or(o.With, o.Name) }

// Missing returns the names of what the operation needs and a set of parameters
// lacks; a group of which one is needed counts once, under its first name. Of a
// group at most one may be given; extra is the name of a second one.
func (o Operation) Missing(given func(name string) bool) (missing []string, extra string) {
	var groups []string // of which one is given, or named as missing
	for i := range o.Parameters {
		switch p := &o.Parameters[i]; {
		case !given(p.Name):
			if p.OneOf == "" && p.Mandatory {
				missing = append(missing, p.Name)
			}
		case p.OneOf != "" && slices.Contains(groups, p.OneOf):
			extra = p.Name
		case p.OneOf != "":
			groups = append(groups, p.OneOf)
		}
	}
	for i := range o.Parameters {
		if p := &o.Parameters[i]; p.OneOf != "" && p.Mandatory && !slices.Contains(groups, p.OneOf) {
			groups = append(groups, p.OneOf)
			missing = append(missing, p.Name)
		}
	}
	return missing, extra
}
