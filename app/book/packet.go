package book

import (
	"strings"

	"github.com/keytrail/keytrail/app/capture/shape"
	"github.com/keytrail/keytrail/app/rawjson"
)

// A Packet is one Bayeux message inside an exchange with CometD.
type Packet struct {
	Channel  string
	Received bool   // it stood in the response
	Raw      []byte // as it stood there, secrets masked; it must not be changed
	Refused  bool   // it says that it was not successful
	Note     string // what else matters: advice, refusals, what was subscribed to
}

// Meta reports that a message is about the connection and carries no data
// (Bayeux 1.0, section 2.2.1).
func (p *Packet) Meta() bool { return strings.HasPrefix(p.Channel, "/meta/") }

// Packets reads the Bayeux messages of an exchange, those sent before those
// received; none when it is not one with CometD or cannot be read.
func (x *Exchange) Packets() []Packet {
	if !Comet(x.Path) {
		return nil
	}
	var list []Packet
	for i, body := range [...][]byte{x.Request, x.Response} {
		take := func(raw []byte) error {
			p := Packet{Raw: raw, Received: i == 1}
			p.read()
			list = append(list, p)
			return nil
		}
		if body = shape.Unpadded(body); shape.IsObject(body) {
			_ = take(body) // a WebSocket carries single ones, too
		} else {
			_ = rawjson.Elements(body, take)
		}
	}
	return list
}

// Comet reports whether a path is CometD's.
func Comet(path string) bool { return strings.Contains(path, "/notifications") }

// packetNote is how many bytes of a field are told.
const packetNote = 80

// read decodes the fields of a message that a list shows (Bayeux 1.0, section 3).
func (p *Packet) read() {
	var parts []string
	say := func(name string, value []byte) {
		text, ok := rawjson.Text(value)
		if !ok {
			text = string(value)
		}
		if len(text) > packetNote {
			text = strings.ToValidUTF8(text[:packetNote], "") + "…"
		}
		parts = append(parts, name+" "+text)
	}
	_ = rawjson.Members(p.Raw, func(key string, value []byte) error {
		switch key {
		case "channel":
			p.Channel, _ = rawjson.Text(value)
		case "successful":
			if p.Refused = string(value) == "false"; p.Refused {
				parts = append(parts, "not successful")
			}
		case "error", "subscription", "connectionType":
			say(key, value)
		case "advice":
			_ = rawjson.Members(value, func(key string, value []byte) error {
				say(key, value)
				return nil
			})
		}
		return nil
	})
	p.Note = strings.Join(parts, ", ")
}
