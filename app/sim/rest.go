package sim

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/keytrail/keytrail/app/sim/simjson"
	"github.com/keytrail/keytrail/app/wire"
)

// userID is the id of the one user.
const userID = "5f0c7a31d2e84b6c"

// rest answers everything below /api/v2/ that is not CometD. path holds the
// segments behind /api/v2/.
func (s *Sim) rest(req *wire.Request, path []string, query url.Values) *wire.Response {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(path) == 1 && path[0] == "simulator" {
		return s.simulator(req)
	}
	if path[0] != "me" || len(path) > 4 {
		return refuse(notFound, "no such resource")
	}
	if len(path) == 1 {
		return s.method(req, func() *wire.Response { return s.user(query) }, s.userOperation)
	}
	if path[1] != "smssessions" && path[1] != "smsessions" {
		return s.other(req, path[1:])
	}
	if len(path) == 2 {
		return s.method(req, func() *wire.Response { return s.collection(query) }, nil)
	}
	x := s.find(path[2])
	if x == nil {
		return refuse(notFound, "no such session")
	}
	switch {
	case len(path) == 3:
		return s.method(req, func() *wire.Response { return answer(s.envelope(), s.resource(x, wholeResource)) },
			func(name string, f simjson.Fields) *wire.Response { return s.operate(x, name, f) })
	case path[3] == "messages":
		return s.method(req, func() *wire.Response { return s.messages(x, query) }, nil)
	}
	return refuse(notFound, "no such resource")
}

// method answers a GET by get and a POST by post, which may be nil.
func (s *Sim) method(req *wire.Request, get func() *wire.Response, post func(string, simjson.Fields) *wire.Response) *wire.Response {
	switch {
	case req.Method == "GET":
		return get()
	case req.Method != "POST" || post == nil:
		if post == nil {
			return refuseMethod("GET")
		}
		return refuseMethod("GET, POST")
	}
	if t := req.Header.Get("Content-Type"); t != "" && !strings.HasPrefix(strings.ToLower(t), "application/json") {
		return refuseHTTP(415, invalidParameter, "the Content-Type must be application/json")
	}
	f, ok := simjson.ParseFields(req.Body)
	if !ok {
		return refuse(invalidParameter, "the body must be a JSON object")
	}
	name, ok := simjson.Text(f["operationName"])
	if !ok {
		return refuse(missingParameter, "the parameter operationName is missing")
	}
	return post(name, f)
}

// answer is a successful reply with one more member.
func answer(name string, value []byte) *wire.Response {
	var o simjson.Object
	o.Number("statusCode", 0)
	o.Raw(name, value)
	return reply(200, o.End())
}

func accepted() *wire.Response { return reply(200, []byte(`{"statusCode":0}`)) }

// collection is GET /me/smssessions: uris alone, or whole sessions when fields
// are asked for. Whatever list of fields is asked for, all are returned.
func (s *Sim) collection(query url.Values) *wire.Response {
	if query.Get("fields") == "" {
		uris := make([]string, len(s.sessions))
		for i, x := range s.sessions {
			uris[i] = s.o.BaseURL + "/smssessions/" + x.id
		}
		var o simjson.Object
		o.Number("statusCode", 0)
		o.List("uris", uris...)
		return reply(200, o.End())
	}
	if s.o.Quirks.BareCollection && len(s.sessions) > 0 {
		return reply(200, s.resource(s.sessions[0], wholeResource))
	}
	return answer(s.envelope()+"s", s.wholeSessions())
}

func (s *Sim) wholeSessions() []byte {
	return array(s.sessions, func(x *session) []byte { return s.resource(x, wholeResource) })
}

// messages is the transcript (page SMSGetMessages): startIndex counts from 1,
// and a count of 0 means all.
func (s *Sim) messages(x *session, query url.Values) *wire.Response {
	start, ok1 := natural(query.Get("startIndex"))
	count, ok2 := natural(query.Get("count"))
	if !ok1 || !ok2 {
		return refuse(outOfRange, "startIndex and count must be whole numbers that are not negative")
	}
	log := x.log
	for len(log) > 0 && log[0].index < start {
		log = log[1:]
	}
	if count > 0 && count < len(log) {
		log = log[:count]
	}
	return answer("messages", array(log, s.entry))
}

func natural(text string) (int, bool) {
	if text == "" {
		return 0, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 0
}

// user is GET /me, with the subresources that are asked for.
func (s *Sim) user(query url.Values) *wire.Response {
	var o simjson.Object
	o.Text("id", userID)
	o.Text("userName", s.o.User)
	o.Text("firstName", "Sam")
	o.Text("lastName", "Sample")
	o.Text("emailAddress", "sam@sample.test")
	o.Text("uri", s.o.BaseURL+"/users/"+userID)
	o.Text("path", "/users/"+userID)
	o.List("roles", "ROLE_AGENT")
	wanted := strings.Split(query.Get("subresources"), ",")
	for _, sub := range []struct {
		name string
		json func() []byte
	}{
		{"features", func() []byte { return []byte(`[{"id":"api-multimedia","displayName":"API Multimedia"}]`) }},
		{"devices", func() []byte { return []byte("[]") }},
		{"channels", s.channels},
		{"settings", func() []byte { return []byte("[]") }},
		{"interactions", func() []byte { return []byte("[]") }}, // also where there are some
		{"smssessions", s.wholeSessions},
	} {
		none := sub.name == "smssessions" && len(s.sessions) == 0 // which leaves a family out
		if !none && (slices.Contains(wanted, "*") || slices.Contains(wanted, sub.name)) {
			o.Raw(sub.name, sub.json())
		}
	}
	for _, x := range s.others {
		if x.listed && (slices.Contains(wanted, "*") || slices.Contains(wanted, x.collection)) {
			o.Raw(x.collection, s.resources([]*interaction{x}))
		}
	}
	resp := answer("user", o.End())
	resp.Header.Set("X-Simulator", "1") // which can be told to misbehave
	return resp
}

func (s *Sim) channels() []byte {
	var state, channel simjson.Object
	state.Text("displayName", s.state)
	state.Text("state", s.state)
	channel.Text("channel", "smssession")
	channel.Raw("userState", state.End())
	return simjson.Array([][]byte{channel.End()})
}
