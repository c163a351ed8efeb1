package sim

import (
	"fmt"
	"slices"
	"strings"

	"github.com/keytrail/keytrail/app/sim/simjson"
	"github.com/keytrail/keytrail/app/wire"
)

// An interaction is one of another medium than SMS. One of each kind is there from
// the beginning with [Options.Media], with the oddities that are documented of it.
type interaction struct {
	collection string // below /me; the first part of its names
	mediaType  string // a part of the address of open media
	id         string
	address    string // as uri has it, which is not always the true one
	channel    string // the last part of the topic
	envelope   string
	kind       string // messageType
	event      string // the notificationType of changed data
	state      string
	callLike   bool // an empty map is left out, and no referenceId comes
	listed     bool // among the subresources of /me
	data       document
	dataName   string // userData, or what holds it instead
	operations map[string]string
}

// What the operations take, by the name of their parameter.
var (
	usualOperations = map[string]string{"AttachUserData": "userData", "UpdateUserData": "userData", "DeleteUserData": "keys"}
	callOperations  = map[string]string{"AttachUserData": "userData", "UpdateUserData": "userData", "DeleteUserDataPair": "key", "DeleteUserData": ""}
	imOperations    = map[string]string{"AttachUserData": "userData", "UpdateUserData": "userData", "DeleteUserData": "key"}
)

// interactions are one of each kind.
func interactions() []*interaction {
	list := []*interaction{
		{collection: "calls", id: "01SIMCALL00000000000000000000001", envelope: "call", kind: "CallStateChangeMessage",
			event: "AttachedDataChanged", state: "Established", callLike: true, listed: true, operations: callOperations},
		{collection: "chats", id: "0000SimChat00001", envelope: "chat", kind: "ChatStateChangeMessage", state: "Chatting", listed: true, operations: usualOperations},
		{collection: "emails", id: "0000SimMail00001", envelope: "email", kind: "EmailStateChangeMessage", state: "Processing", listed: true, operations: usualOperations},
		{collection: "workitems", id: "0000SimWork00001", envelope: "workitem", kind: "WorkitemStateChangeMessage", state: "Processing", listed: true, operations: usualOperations},
		{collection: "openmedia", mediaType: "promotion", id: "0000SimOpen00001", address: "/openmedia/promotions/", envelope: "openmedia",
			kind: "OpenmediaStateChangeMessage", state: "Processing", operations: usualOperations},
		{collection: "im-sessions", id: "0000SimTalk00001", envelope: "imSession", kind: "IMSessionStateChangeMessage",
			event: "AttachedDataChanged", state: " Talking", callLike: true, operations: imOperations},
		{collection: "facebooksessions", id: "0000SimFace00001", channel: "facebooksession", envelope: "facebooksession", kind: "FacebooksessionStateChangeMessage", state: "Chatting", operations: usualOperations},
		{collection: "facebook", id: "0000SimPost00001", address: "/facebooks/", envelope: "facebook", kind: "FacebookStateChangeMessage", state: "Processing"},
		{collection: "tweets", id: "0000SimTwit00001", address: "/tweet/", channel: "twitter", envelope: "tweet", kind: "TweetStateChangeMessage", state: "Processing", operations: usualOperations},
		{collection: "twitter", id: "0000SimTwit00001", address: "/twitters/", envelope: "twitter", kind: "TwitterStateChangeMessage", state: "Processing"},
		{collection: "outbound-records", id: "0000aaaa-0000-4000-8000-000000000001", channel: "outbound", envelope: "record", kind: "OutboundRecordMessage",
			event: "StatusChanged", state: "ReadyToCall", dataName: "customFields"},
	}
	for _, x := range list {
		fill(&x.event, "PropertiesUpdated")
		fill(&x.dataName, "userData")
		fill(&x.channel, x.collection)
		fill(&x.address, "/"+x.collection+"/")
		for i, value := range []string{`"4711"`, `1`, `null`} {
			name := []string{"Account", "Prio", "RRequestedSkills"}[i]
			if value != "null" || !x.callLike {
				x.data.set(simjson.Named(name, []byte(value)), "routing")
			}
		}
	}
	return list
}

// other answers what is below /me and no SMS session; path begins behind me. s.mu is
// locked.
func (s *Sim) other(req *wire.Request, path []string) *wire.Response {
	var mine []*interaction
	mediaType := ""
	if path[0] == "openmedia" && len(path) > 1 {
		mediaType, path = path[1], path[1:]
	}
	for _, x := range s.others {
		if x.collection == path[0] && x.mediaType == "" || mediaType != "" && x.mediaType == mediaType {
			mine = append(mine, x)
		}
	}
	switch {
	case len(mine) == 0 || len(path) > 2:
		return refuse(notFound, "no such resource")
	case len(path) == 1:
		return s.method(req, func() *wire.Response { return answer(path[0], s.resources(mine)) }, nil)
	}
	at := slices.IndexFunc(mine, func(x *interaction) bool { return x.id == path[1] })
	if at < 0 {
		return refuse(notFound, "no such interaction")
	}
	x := mine[at]
	return s.method(req, func() *wire.Response { return answer(x.envelope, s.otherResource(x, true)) },
		func(name string, f simjson.Fields) *wire.Response { return s.operateOther(x, name, f) })
}

func (s *Sim) resources(list []*interaction) []byte {
	return array(list, func(x *interaction) []byte { return s.otherResource(x, false) })
}

// otherResource writes an interaction; those in lists have no uri.
func (s *Sim) otherResource(x *interaction, address bool) []byte {
	var o simjson.Object
	o.Text("id", x.id)
	if x.mediaType != "" {
		o.Text("mediaType", x.mediaType)
	}
	if !x.callLike || len(x.data.pairs) > 0 {
		o.Raw(x.dataName, x.data.json())
	}
	o.Text("state", x.state)
	var names []string
	for _, name := range []string{"UpdateUserData", "AttachUserData", "DeleteUserDataPair", "DeleteUserData"} {
		if _, ok := x.operations[name]; ok {
			names = append(names, name)
		}
	}
	o.List("capabilities", names...)
	if x.collection == "calls" {
		o.Text("callType", "Inbound")
		o.List("participants", "15001")
	}
	if x.collection == "emails" {
		o.Text("from", "vera@example.com")
		o.Text("body", "What somebody wrote is no userData.")
	}
	if address {
		o.Text("uri", s.o.BaseURL+x.address+x.id)
	}
	return o.End()
}

// operateOther is POST to an interaction. Of a call, DeleteUserData reads no
// parameter and removes everything (page DeleteUserData of voice).
func (s *Sim) operateOther(x *interaction, name string, f simjson.Fields) *wire.Response {
	parameter, ok := x.operations[name]
	if !ok {
		return refuse(forbidden, name+" is not possible here")
	}
	var gone []string
	var refusal *wire.Response
	switch parameter {
	case "userData":
		var ms []simjson.Member
		ms, refusal = dataParameter(f)
		for _, m := range ms {
			if name == "UpdateUserData" || x.collection != "calls" || x.data.get(m.Name) == nil {
				x.data.set(m, userID) // the second of two equal keys of a call does not show
			}
		}
	case "keys":
		gone, refusal = keysParameter(f)
	case "key":
		gone = make([]string, 1)
		gone[0], refusal = textParameter(f, "key")
	default:
		x.data = document{}
	}
	if refusal != nil {
		return refusal
	}
	for _, key := range gone {
		x.data.remove(key)
	}
	why := cause{delay: s.replyDelay()}
	if !x.callLike {
		s.refs++
		why.ref = s.refs
	}
	s.otherChanged(x, why)
	return accepted()
}

func (s *Sim) otherChanged(x *interaction, why cause) {
	channel := "/v2/me/" + x.channel
	if !s.heard(channel) {
		return
	}
	var o simjson.Object
	o.Text("messageType", x.kind)
	o.Text("notificationType", x.event)
	if why.ref != 0 {
		o.Number("referenceId", int64(why.ref))
	}
	if x.collection == "calls" {
		o.Text("phoneNumber", "15000")
	}
	o.Raw(x.envelope, s.otherResource(x, true))
	s.publish(channel, o.End(), why.delay)
}

// stir lets the next interaction of another medium change, as an application would,
// and now and then sends a user event, which is of none.
func (s *Sim) stir() {
	if len(s.others) == 0 {
		return
	}
	s.stirred++
	x := s.others[s.stirred%len(s.others)]
	x.data.set(simjson.Named("Step", fmt.Appendf(nil, "%d", s.stirred)), "application")
	s.otherChanged(x, cause{})
	if s.stirred%len(s.others) == 0 && s.heard("/v2/me/outbound") {
		s.publish("/v2/me/outbound", []byte(`{"messageType":"DeviceUserEventMessage","deviceId":"d","userData":{"id":"X","state":"Event"}}`), 0)
	}
}

// Others returns the addresses of the interactions of other media, below /me.
func (s *Sim) Others() (addresses []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.others {
		addresses = append(addresses, strings.ReplaceAll(x.collection+"/"+x.mediaType+"/"+x.id, "//", "/"))
	}
	return addresses
}

// OtherData returns the userData of one of them as it truly is.
func (s *Sim) OtherData(address string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.others {
		if strings.HasPrefix(address, x.collection+"/") && strings.HasSuffix(address, "/"+x.id) {
			return x.data.json()
		}
	}
	return nil
}
