package sim

import (
	"github.com/keytrail/keytrail/app/sim/simjson"
	"github.com/keytrail/keytrail/app/wire"
)

// A statusCode is the number that every GWS reply carries
// (page ReturnValues of the API documentation).
type statusCode int

const (
	success          statusCode = 0
	missingParameter statusCode = 1
	invalidParameter statusCode = 2
	forbidden        statusCode = 3
	notFound         statusCode = 6
	partialSuccess   statusCode = 7
	outOfRange       statusCode = 10
	unauthenticated  statusCode = 20
)

// http maps a status code onto HTTP. The documentation publishes no such table;
// this one follows the common reading of the numbers.
func (c statusCode) http() int {
	switch c {
	case success, partialSuccess:
		return 200
	case forbidden:
		return 403
	case notFound:
		return 404
	case unauthenticated:
		return 401
	default:
		return 400
	}
}

func reply(status int, body []byte) *wire.Response {
	resp := &wire.Response{Status: status, Body: body}
	resp.Header.Set("Content-Type", "application/json;charset=UTF-8")
	resp.Header.Set("Cache-Control", "no-store")
	return resp
}

// array writes a list as write does each of its elements.
func array[T any](list []T, write func(T) []byte) []byte {
	texts := make([][]byte, len(list))
	for i, x := range list {
		texts[i] = write(x)
	}
	return simjson.Array(texts)
}

// refuse answers with a failure. A failed request has changed nothing, and its
// reply holds nothing but the code and the message.
func refuse(code statusCode, message string) *wire.Response {
	return refuseHTTP(code.http(), code, message)
}

func refuseHTTP(status int, code statusCode, message string) *wire.Response {
	var o simjson.Object
	o.Number("statusCode", int64(code))
	o.Text("statusMessage", message)
	return reply(status, o.End())
}

func refuseMethod(allow string) *wire.Response {
	resp := refuseHTTP(405, forbidden, "this resource answers to "+allow)
	resp.Header.Set("Allow", allow)
	return resp
}
