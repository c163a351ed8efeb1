package sim

import (
	"github.com/keytrail/keytrail/app/sim/simjson"
	"github.com/keytrail/keytrail/app/wire"
)

// userOperation is POST /me: the contact centre session and the agent's state
// (page StartContactCenterSession).
func (s *Sim) userOperation(name string, f simjson.Fields) *wire.Response {
	switch name {
	case "StartContactCenterSession":
		return s.start(f)
	case "EndContactCenterSession":
		s.setState("LoggedOut")
	case "Ready", "NotReady":
		s.setState(name)
	default:
		return refuse(forbidden, "there is no operation of that name")
	}
	return accepted()
}

// start opens the channels that the simulator has: smssession alone. Failing in
// part is a success of its own kind, failing altogether is a failure.
func (s *Sim) start(f simjson.Fields) *wire.Response {
	names, isList := simjson.Elements(f["channels"])
	if f["channels"] == nil {
		return refuse(missingParameter, "the parameter channels is missing")
	}
	if !isList || len(names) == 0 {
		return refuse(invalidParameter, "the parameter channels must be a list of names")
	}
	started := false
	var results [][]byte
	for _, token := range names {
		name, _ := simjson.Text(token)
		code := notFound
		if name == "smssession" {
			code, started = success, true
		}
		var r simjson.Object
		r.Text("channel", name)
		r.Number("statusCode", int64(code))
		results = append(results, r.End())
	}
	if !started {
		return refuse(notFound, "none of the channels is known")
	}
	s.setState("NotReady")
	if len(results) == 1 {
		return accepted()
	}
	var o simjson.Object
	o.Number("statusCode", int64(partialSuccess))
	o.Text("statusMessage", "some channels are not known")
	o.Raw("channels", simjson.Array(results))
	return reply(partialSuccess.http(), o.End())
}

func (s *Sim) setState(state string) {
	s.state = state
	var o simjson.Object
	o.Raw("channels", s.channels())
	o.Text("messageType", "ChannelStateChangeMessageV2")
	s.publish("/v2/me/channels", o.End(), s.replyDelay())
}
