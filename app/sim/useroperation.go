package sim

import "github.com/keytrail/keytrail/app/wire"

// userOperation is POST /me: the contact centre session and the agent's state
// (page StartContactCenterSession).
func (s *Sim) userOperation(name string, f fields) *wire.Response {
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
func (s *Sim) start(f fields) *wire.Response {
	names, isList := elements(f["channels"])
	if f["channels"] == nil {
		return refuse(missingParameter, "the parameter channels is missing")
	}
	if !isList || len(names) == 0 {
		return refuse(invalidParameter, "the parameter channels must be a list of names")
	}
	started := false
	var results [][]byte
	for _, token := range names {
		name, _ := text(token)
		code := notFound
		if name == "smssession" {
			code, started = success, true
		}
		var r object
		r.text("channel", name)
		r.number("statusCode", int64(code))
		results = append(results, r.end())
	}
	if !started {
		return refuse(notFound, "none of the channels is known")
	}
	s.setState("NotReady")
	if len(results) == 1 {
		return accepted()
	}
	return s.partly(results)
}

func (s *Sim) partly(results [][]byte) *wire.Response {
	var o object
	o.number("statusCode", int64(partialSuccess))
	o.text("statusMessage", "some channels are not known")
	o.raw("channels", array(results))
	return reply(partialSuccess.http(), o.end())
}

func (s *Sim) setState(state string) {
	s.state = state
	var o object
	o.raw("channels", s.channels())
	o.text("messageType", "ChannelStateChangeMessageV2")
	s.publish("/v2/me/channels", o.end(), s.replyDelay())
}
